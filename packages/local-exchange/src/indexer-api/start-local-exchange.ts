import { createServer, type RequestListener, type Server } from 'node:http';
import { SeededRandom } from '../random/seeded-random';
import type { ChannelUpdate } from '../venue/channel-update';
import { Broadcaster } from './broadcaster';
import { ClientRegistry } from './client-registry';
import { listen } from './listen';
import { checkedOptions, type LocalExchangeOptions } from './local-exchange-options';
import { serveRest } from './rest/serve-rest';

/** A running local exchange. */
export type LocalExchange = {
  /** Root of the REST interface, `http://HOST:PORT/v4`. */
  readonly restUrl: string;
  /** Address of the WebSocket, `ws://HOST:PORT/v4/ws`; any other path works as well. */
  readonly wsUrl: string;
  /** Number of WebSocket clients connected now. */
  clients(): number;
  /** Closes every client with 1012 and frees port, timers and venue. Harmless twice. */
  stop(): Promise<void>;
};

/**
 * Starts a dYdX v4 Indexer on this computer: REST and WebSocket on one port, with the true protocol, fed by a venue.
 *
 * Resolves once the venue has its first state and clients can connect.
 * @throws RangeError when an option is out of its range
 * @throws Error of one line, through the promise, when the address cannot be listened on
 * @example const exchange = await startLocalExchange({ port: 0, venue: simulatedVenue({ seed: 1 }) });
 * @see v4-chain `indexer/services/socks` and `indexer/services/comlink` for the behaviour that is followed
 */
export async function startLocalExchange(options: LocalExchangeOptions): Promise<LocalExchange> {
  const { host, port: wantedPort, venue, clock, batchIntervalMs, ...times } = checkedOptions(options);
  const broadcaster = new Broadcaster();
  const random = new SeededRandom(clock.now());
  const clients = new ClientRegistry(
    {
      state: venue.state,
      broadcaster,
      clock,
      snapshotDelayMs: times.snapshotDelayMs,
      onSubscribed: once(() => venue.firstSubscription()),
    },
    { intervalMs: times.heartbeatIntervalMs, timeoutMs: times.heartbeatTimeoutMs },
    () => random.uuid(),
  );
  const server = createServer();
  const port = await listen(server, host, wantedPort);
  const publish = (update: ChannelUpdate): void => broadcaster.publish(update);
  const opened = venue.open({ clock, publish, drained: () => clients.drained() });
  whenOpened(opened, server, clients, (request, response) =>
    serveRest(request, response, { state: venue.state, clock }),
  );
  const flushing = setInterval(() => broadcaster.flush(), batchIntervalMs);
  const stop = once(async () => {
    clearInterval(flushing);
    await Promise.all([venue.close(), clients.close(), closeServer(server)]);
  });
  try {
    await opened;
  } catch (error) {
    await stop();
    throw error;
  }
  const address = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  return { restUrl: `http://${address}/v4`, wsUrl: `ws://${address}/v4/ws`, clients: () => clients.size, stop };
}

/** Holds requests and upgrades back until the venue has its first state. */
function whenOpened(opened: Promise<void>, server: Server, clients: ClientRegistry, serve: RequestListener): void {
  server.on('request', (request, response) => {
    void opened.then(
      () => void serve(request, response),
      () => undefined,
    );
  });
  server.on('upgrade', (request, socket, head) => {
    // From here on nobody but us listens to the socket, and its client may leave while it waits.
    socket.on('error', () => undefined);
    void opened.then(
      () => clients.accept(request, socket, head),
      () => socket.destroy(),
    );
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function once<T>(work: () => T): () => T {
  let done: { readonly result: T } | undefined;
  return () => (done ??= { result: work() }).result;
}
