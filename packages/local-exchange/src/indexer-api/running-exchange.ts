import type { IncomingMessage, ServerResponse } from 'node:http';
import { ExchangeTimers } from '../clock/exchange-timers';
import type { ExchangeFault, MarketFault } from '../faults/exchange-fault';
import { FaultInjector } from '../faults/fault-injector';
import { FaultLog } from '../faults/fault-log';
import { FrozenMarkets } from '../faults/frozen-markets';
import { RestFaults } from '../faults/rest-faults';
import { runFaultScript } from '../faults/run-fault-script';
import { SubscriptionFaults } from '../faults/subscription-faults';
import { SeededRandom } from '../random/seeded-random';
import type { ChannelUpdate } from '../venue/channel-update';
import type { IndexerBook } from '../venue/indexer-shapes';
import { marketControlOf } from '../venue/market-control-of';
import { Broadcaster } from './broadcaster';
import type { Channel } from './channel';
import { ClientRegistry } from './client-registry';
import { serveControl, type Controlled } from './control/serve-control';
import { ExchangeCounters, type ExchangeStats } from './exchange-stats';
import { HttpPort } from './http-port';
import { KnownTickers } from './known-tickers';
import { LaggedState } from './lagged-state';
import type { CheckedOptions } from './local-exchange-options';
import { PausableClock } from './pausable-clock';
import { Publishing } from './publishing';
import { RestLimits } from './rest/rest-limits';
import { serveRest, type RestService } from './rest/serve-rest';
import { SubscriptionLatency } from './subscription-latency';

/** Generators of one seed for different purposes are set apart by these. */
const PURPOSE = { connectionIds: 0, latencies: 1, injected: 2 } as const;
/** How soon a port that somebody else took during a restart is tried again. */
const REOPEN_MS = 50;

/** Everything of an exchange that runs, wired together. */
export class RunningExchange implements Controlled {
  readonly port: HttpPort;
  readonly #timers: ExchangeTimers;
  readonly #log: FaultLog;
  readonly #rest: RestService;
  readonly #frozen = new FrozenMarkets();
  readonly #broadcaster = new Broadcaster();
  readonly #counters = new ExchangeCounters();
  readonly #venueClock: PausableClock;
  readonly #tickers: KnownTickers;
  readonly #publishing: Publishing;
  readonly #clients: ClientRegistry;
  readonly #injector: FaultInjector;
  readonly #random: SeededRandom;
  /** What REST shows when it is behind the streams. */
  readonly #lagged: LaggedState | undefined;
  #flushing: NodeJS.Timeout | undefined;
  #restarts = 0;
  #isStopped = false;

  constructor(private readonly options: CheckedOptions) {
    const { venue, clock, host, port, seed } = options;
    this.port = new HttpPort(host, port);
    this.#timers = new ExchangeTimers(clock);
    this.#log = new FaultLog(() => this.#timers.nowMs());
    if (options.restLagMs > 0) this.#lagged = new LaggedState(venue.state, options.restLagMs, clock);
    const restFaults = new RestFaults(this.#log);
    this.#rest = this.#restService(restFaults);
    this.#venueClock = new PausableClock(clock);
    this.#publishing = new Publishing(venue.state, this.#frozen, this.#broadcaster);
    this.#tickers = new KnownTickers(venue.state);
    this.#random = new SeededRandom(seed + PURPOSE.injected);
    const subscriptions = new SubscriptionFaults(this.#log);
    this.#clients = this.#clientRegistry(subscriptions);
    this.#injector = new FaultInjector({
      connections: () => this.#clients.sessions(),
      markets: () => [...venue.state.markets().keys()],
      timers: this.#timers,
      log: this.#log,
      subscriptions,
      rest: restFaults,
      frozen: this.#frozen,
      refuse: () => this.#clients.refuse(),
      restart: (downForMs) => void this.#restart(downForMs),
      force: (fault) => this.#force(fault),
    });
  }

  /** Listens, opens the venue and begins to serve. */
  async start(): Promise<void> {
    const { venue, batchIntervalMs, faults, seed } = this.options;
    await this.port.open();
    const opened = venue.open({
      clock: this.#venueClock,
      publish: (update) => this.#publish(update),
      isWanted: (channel, id) => this.#lagged !== undefined || this.#broadcaster.isWanted(channel, id),
      drained: async () => {
        await this.#publishing.whenRunning();
        await this.#clients.drained();
      },
      catchUp: () => this.#timers.catchUp(),
    });
    this.port.serve(
      opened,
      (request, response) => this.#serve(request, response),
      (request, socket, head) => this.#clients.accept(request, socket, head),
    );
    this.#flushing = setInterval(() => this.#broadcaster.flush(), batchIntervalMs);
    await opened;
    this.#lagged?.begin();
    this.#refreshTickers();
    runFaultScript(faults, seed, this.#timers, (fault, random) => {
      if (!this.#publishing.isPaused) this.#injector.inject(fault, random);
    });
  }

  inject(fault: ExchangeFault): number {
    this.#timers.catchUp();
    return this.#injector.inject(fault, this.#random);
  }

  get faults(): FaultLog {
    return this.#log;
  }

  pause(): void {
    this.#venueClock.hold();
    this.#publishing.pause();
  }

  resume(): void {
    this.#publishing.resume();
    this.#venueClock.release();
  }

  trueBook(ticker: string): IndexerBook | undefined {
    return this.#publishing.trueBook(ticker);
  }

  get clients(): number {
    return this.#clients.size;
  }

  stats(): ExchangeStats {
    const subscriptions: Partial<Record<Channel, number>> = {};
    for (const session of this.#clients.sessions()) {
      for (const { channel } of session.subscriptions()) subscriptions[channel] = (subscriptions[channel] ?? 0) + 1;
    }
    const { clientsAccepted, framesSent, restRequests, trips } = this.#counters;
    return {
      clients: this.clients,
      clientsAccepted,
      framesSent,
      subscriptions,
      limiterTrips: { ...trips },
      restRequests,
      faults: this.#log.counts(),
    };
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearInterval(this.#flushing);
    this.#timers.stop();
    this.#publishing.resume();
    await Promise.all([this.options.venue.close(), this.#clients.closeAll(), this.port.close()]);
  }

  #clientRegistry(faults: SubscriptionFaults): ClientRegistry {
    const { venue, clock, seed, snapshotLatencyMs, snapshotLossMs } = this.options;
    const ids = new SeededRandom(seed + PURPOSE.connectionIds);
    const latencies = new SeededRandom(seed + PURPOSE.latencies);
    return new ClientRegistry(
      {
        state: venue.state,
        broadcaster: this.#broadcaster,
        clock,
        timers: this.#timers,
        tickers: this.#tickers,
        latency: new SubscriptionLatency(snapshotLatencyMs, snapshotLossMs, latencies),
        compliance: this.options,
        counters: this.#counters,
        faults,
        onSubscribed: once(() => venue.firstSubscription()),
      },
      { intervalMs: this.options.heartbeatIntervalMs, timeoutMs: this.options.heartbeatTimeoutMs },
      () => ids.uuid(),
    );
  }

  /** The list of markets that can be subscribed to is always up to date, or read at the start and every so often. */
  #refreshTickers(): void {
    if (this.options.tickerRefreshMs === 0) return;
    this.#tickers.refresh();
    this.#timers.after(this.options.tickerRefreshMs, () => this.#refreshTickers());
  }

  #publish(update: ChannelUpdate): void {
    this.#timers.catchUp();
    this.#lagged?.add(update);
    this.#publishing.publish(update);
  }

  #serve(request: IncomingMessage, response: ServerResponse): void {
    this.#timers.catchUp();
    if (request.url?.startsWith('/local/') === true) serveControl(request, response, this);
    else serveRest(request, response, this.#rest);
  }

  #restService(faults: RestFaults): RestService {
    const { venue, clock, restLimits, restBuckets } = this.options;
    return {
      limits: new RestLimits(restLimits, restBuckets, clock),
      faults,
      timers: this.#timers,
      counters: this.#counters,
      context: () => ({
        state: venue.state,
        past: this.#lagged?.current() ?? venue.state,
        clock,
        compliance: this.options,
      }),
    };
  }

  #force(fault: MarketFault): number {
    return marketControlOf(this.options.venue, fault).begin(fault, this.#timers.nowMs());
  }

  async #restart(downForMs: number): Promise<void> {
    this.#restarts += 1;
    this.#timers.after(downForMs, () => {
      this.#restarts -= 1;
      void this.#reopen();
    });
    await Promise.all([this.#clients.closeAll(), this.port.close()]);
  }

  /** Listens again when no restart is under way; tries on when somebody else has the port for the moment. */
  async #reopen(): Promise<void> {
    if (this.#isStopped || this.#restarts > 0) return;
    try {
      await this.port.open();
    } catch {
      this.#timers.after(REOPEN_MS, () => void this.#reopen());
    }
    if (this.#isStopped) await this.port.close();
  }
}

function once(work: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    work();
  };
}
