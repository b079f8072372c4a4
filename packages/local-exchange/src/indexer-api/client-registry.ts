import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { ClientLink } from './client-link';
import { ClientSession, type SessionContext } from './client-session';
import { watchHeartbeat, type HeartbeatTimes } from './heartbeat';

const SERVICE_RESTART = 1012;
const RESTARTING = JSON.stringify({ message: 'Service restarting' });
/** How long a client may take to answer a close before its socket is cut. */
const CLOSE_GRACE_MS = 500;
/** Unsent bytes of one client from which on it counts as behind. */
const BEHIND_BYTES = 4 * 2 ** 20;
const POLL_MS = 5;

/** All WebSocket clients of a server, from the upgrade to the close. */
export class ClientRegistry {
  readonly #server = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  readonly #sessions = new Map<WebSocket, ClientSession>();
  #refusals = 0;

  constructor(
    private readonly context: SessionContext,
    private readonly heartbeat: HeartbeatTimes,
    private readonly nextConnectionId: () => string,
  ) {}

  get size(): number {
    return this.#sessions.size;
  }

  /** The sessions of all clients, in the order in which they connected. */
  sessions(): readonly ClientSession[] {
    return [...this.#sessions.values()];
  }

  /** Accepts an upgrade of the http server, on whatever path; answers with 503 while clients are refused. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (this.#refusals > 0) {
      socket.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (accepted) => this.#open(accepted));
  }

  /** Refuses new clients; returns what ends that. */
  refuse(): () => void {
    this.#refusals += 1;
    return () => (this.#refusals -= 1);
  }

  /**
   * Resolves when every client has taken most of what was sent to it. Who has not within the time for answering a ping
   * does not read and is cut, so that the others go on.
   */
  async drained(): Promise<void> {
    const behind = (): ClientSession[] =>
      [...this.#sessions.values()].filter(({ link }) => link.unsentBytes > BEHIND_BYTES);
    for (let waitedMs = 0; behind().length > 0; waitedMs += POLL_MS) {
      if (waitedMs >= this.heartbeat.timeoutMs) behind().forEach(({ link }) => link.cut());
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }

  /** Closes every client with 1012; cuts those that do not answer in time. */
  async closeAll(): Promise<void> {
    await Promise.all([...this.#sessions.keys()].map(closeOrCut));
  }

  #open(socket: WebSocket): void {
    const { counters, timers } = this.context;
    counters.clientsAccepted += 1;
    const link = new ClientLink(socket, () => (counters.framesSent += 1));
    const name = `connection ${counters.clientsAccepted}`;
    const session = new ClientSession(name, link, this.nextConnectionId(), this.context);
    const endHeartbeat = watchHeartbeat(socket, link, this.heartbeat);
    this.#sessions.set(socket, session);
    socket.on('message', (data: RawData) => {
      timers.catchUp();
      if (socket.readyState === socket.OPEN) session.receive(textOf(data));
    });
    // A socket that fails also closes; there is nothing else to do about a lost client.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      endHeartbeat();
      session.end();
      this.#sessions.delete(socket);
    });
  }
}

function textOf(data: RawData): string {
  return Buffer.isBuffer(data)
    ? data.toString()
    : Buffer.concat(Array.isArray(data) ? data : [Buffer.from(data)]).toString();
}

function closeOrCut(socket: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => socket.terminate(), CLOSE_GRACE_MS);
    socket.once('close', () => {
      clearTimeout(cut);
      resolve();
    });
    socket.close(SERVICE_RESTART, RESTARTING);
  });
}
