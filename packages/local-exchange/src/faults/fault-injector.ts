import type { ExchangeTimers } from '../clock/exchange-timers';
import type { ClientLink } from '../indexer-api/client-link';
import type { SeededRandom } from '../random/seeded-random';
import { describeMarketFault } from './describe-market-fault';
import type {
  ConnectionFault,
  ExchangeFault,
  FaultTarget,
  FrameFault,
  MarketFault,
  ServiceFault,
} from './exchange-fault';
import type { FaultLog } from './fault-log';
import type { FaultyConnection } from './faulty-connection';
import { FrameTamper } from './frame-tamper';
import type { FrozenMarkets } from './frozen-markets';
import { hasFilter, isMeant } from './outgoing-frame';
import type { RestFaults } from './rest-faults';
import type { SubscriptionFaults } from './subscription-faults';

/** The exchange as faults see it. */
export type FaultWorld = {
  /** Open connections in the order of connecting. */
  readonly connections: () => readonly FaultyConnection[];
  readonly markets: () => readonly string[];
  readonly timers: ExchangeTimers;
  readonly log: FaultLog;
  readonly subscriptions: SubscriptionFaults;
  readonly rest: RestFaults;
  readonly frozen: FrozenMarkets;
  /** Refuses new clients; returns what ends that. */
  readonly refuse: () => () => void;
  /** Closes every client and the port, and opens it again later. */
  readonly restart: (downForMs: number) => void;
  /**
   * Makes something happen in the markets of the venue; returns in how many.
   *
   * @throws RangeError when the venue cannot do that
   */
  readonly force: (fault: MarketFault) => number;
};

/** Makes faults happen. */
export class FaultInjector {
  constructor(private readonly world: FaultWorld) {}

  /** Injects one fault; returns how many connections or markets it is for, or 1 when it is for none in particular. */
  inject(fault: ExchangeFault, random: SeededRandom): number {
    switch (fault.kind) {
      case 'drop':
      case 'duplicate':
      case 'reorder':
      case 'corrupt':
        return this.#each(fault, random, (connection) => this.#tamper(connection, fault, random));
      case 'delay':
      case 'mute':
      case 'half-open':
      case 'close':
      case 'cut':
      case 'jump-message-id':
        return this.#each(fault, random, (connection) => this.#strike(connection, fault));
      case 'snapshot-loss':
      case 'fail-subscription':
        this.world.subscriptions.arm(fault);
        return 1;
      case 'refuse-connections':
      case 'freeze-market':
      case 'restart':
      case 'rest':
        return this.#service(fault, random);
      default:
        return this.#force(fault);
    }
  }

  #each(target: FaultTarget, random: SeededRandom, strike: (connection: FaultyConnection) => void): number {
    const open = this.world.connections().filter(({ link }) => link.isOpen);
    const meant = hasFilter(target)
      ? open.filter((one) => one.hasSubscription((channel, id) => isMeant(target, channel, id)))
      : open;
    if (meant.length === 0) return 0;
    const struck = target.connections === 'all' ? meant : [meant[random.integer() % meant.length]!];
    struck.forEach(strike);
    return struck.length;
  }

  #tamper({ link, name }: FaultyConnection, fault: FrameFault, random: SeededRandom): void {
    const log = (detail: string): void => this.world.log.add(fault.kind, `${detail} on ${name}`);
    link.tamperWith(new FrameTamper(fault, { random, log }));
  }

  #strike(connection: FaultyConnection, fault: ConnectionFault): void {
    const { link, name } = connection;
    const log = (detail: string): void => this.world.log.add(fault.kind, detail);
    switch (fault.kind) {
      case 'close':
        log(`${name} with ${fault.code} ${fault.reason}`.trimEnd());
        return link.close(fault.code, fault.reason);
      case 'cut':
        log(name);
        return link.cut();
      case 'jump-message-id':
        log(`by ${fault.by} on ${name}`);
        return connection.jumpMessageId(fault.by);
      default:
        log(`${name} for ${fault.forMs} ms`);
        this.world.timers.after(fault.forMs, begin(link, fault.kind));
    }
  }

  #force(fault: MarketFault): number {
    const forced = this.world.force(fault);
    if (forced > 0) this.world.log.add(fault.kind, describeMarketFault(fault));
    return forced;
  }

  #service(fault: ServiceFault, random: SeededRandom): number {
    const { timers, log, rest, frozen, refuse, restart } = this.world;
    switch (fault.kind) {
      case 'refuse-connections':
        log.add(fault.kind, `for ${fault.forMs} ms`);
        timers.after(fault.forMs, refuse());
        return 1;
      case 'freeze-market': {
        const markets = this.world.markets();
        const market = fault.market ?? markets[random.integer() % markets.length];
        if (market === undefined) return 0;
        log.add(fault.kind, `${market} for ${fault.forMs} ms`);
        timers.after(fault.forMs, frozen.freeze(market));
        return 1;
      }
      case 'restart':
        log.add(fault.kind, `down for ${fault.downForMs} ms`);
        restart(fault.downForMs);
        return 1;
      case 'rest':
        timers.after(fault.forMs, rest.begin(fault));
        return 1;
    }
  }
}

function begin(link: ClientLink, kind: 'delay' | 'mute' | 'half-open'): () => void {
  if (kind === 'delay') return link.hold();
  return kind === 'mute' ? link.mute() : link.halfOpen();
}
