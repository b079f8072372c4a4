import type { ExchangeFault, ExchangeFaultKind, InjectedFault } from '../faults/exchange-fault';
import type { ExchangeStats } from './exchange-stats';
import { checkedOptions, type LocalExchangeOptions } from './local-exchange-options';
import { RunningExchange } from './running-exchange';

/** A running local exchange. */
export type LocalExchange = {
  /** Root of the REST interface, `http://HOST:PORT/v4`. */
  readonly restUrl: string;
  /** Address of the WebSocket, `ws://HOST:PORT/v4/ws`; any other path works as well. */
  readonly wsUrl: string;
  /** Root of the control interface, `http://HOST:PORT/local`; it answers clients on this computer alone. */
  readonly controlUrl: string;
  /** Number of WebSocket clients connected now. */
  clients(): number;
  /** What has been sent, asked for, refused and made to fail since the start. */
  stats(): ExchangeStats;
  /**
   * Makes one fault happen now. Returns how many connections or markets it is for, or 1 when it is for none in
   * particular; a fault for next frames or subscribes takes effect with them.
   *
   * @throws RangeError when a fault of markets is not possible there, or the venue is not a simulated one
   * @example exchange.inject({ kind: 'price-move', market: 'BTC-USD', by: -0.3, overMs: 60_000 });
   */
  inject(fault: ExchangeFault): number;
  /** The newest 10 000 faults that took effect, oldest first. */
  faultsInjected(): readonly InjectedFault[];
  /** All faults that took effect, counted by kind. */
  faultCounts(): Readonly<Partial<Record<ExchangeFaultKind, number>>>;
  /**
   * Publishes nothing more until `resume`, so that clients can be compared with the true books: batches are still sent,
   * the clock of the venue stands still, faults of the script are passed over. Harmless twice.
   */
  pause(): void;
  /** Goes on publishing; updates that the venue brought meanwhile are sent first. */
  resume(): void;
  /** Closes every client with 1012 and frees port, timers and venue. Harmless twice. */
  stop(): Promise<void>;
};

/**
 * Starts a dYdX v4 Indexer on this computer: REST and WebSocket on one port, with the true protocol, fed by a venue, and
 * with whatever faults are asked for.
 *
 * Resolves once the venue has its first state and clients can connect; the times of a fault script count from then.
 * @throws RangeError when an option is out of its range, or the script has a fault that the venue cannot have
 * @throws Error of one line, through the promise, when the address cannot be listened on
 * @example const exchange = await startLocalExchange({ port: 0, venue: simulatedVenue({ seed: 1 }) });
 * @see v4-chain `indexer/services/socks` and `indexer/services/comlink` for the behaviour that is followed
 */
export async function startLocalExchange(options: LocalExchangeOptions): Promise<LocalExchange> {
  const running = new RunningExchange(checkedOptions(options));
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopped ??= running.stop());
  try {
    await running.start();
  } catch (error) {
    await stop();
    throw error;
  }
  const { address } = running.port;
  return {
    restUrl: `http://${address}/v4`,
    wsUrl: `ws://${address}/v4/ws`,
    controlUrl: `http://${address}/local`,
    clients: () => running.clients,
    stats: () => running.stats(),
    inject: (fault) => running.inject(fault),
    faultsInjected: () => running.faults.entries(),
    faultCounts: () => running.faults.counts(),
    pause: () => running.pause(),
    resume: () => running.resume(),
    stop,
  };
}
