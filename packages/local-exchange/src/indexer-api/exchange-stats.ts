import type { ExchangeFaultKind } from '../faults/exchange-fault';
import type { Channel } from './channel';

/** What an exchange has done since its start, and who is connected. */
export type ExchangeStats = {
  /** WebSocket clients connected now. */
  readonly clients: number;
  /** WebSocket clients accepted since the start. */
  readonly clientsAccepted: number;
  readonly framesSent: number;
  /** Subscriptions held now, by channel; channels without any are left out. */
  readonly subscriptions: Readonly<Partial<Record<Channel, number>>>;
  /** How often a limit was exceeded. */
  readonly limiterTrips: {
    /** Third identical subscribes within a second. */
    readonly subscribe: number;
    /** Third invalid messages within a second. */
    readonly invalidMessage: number;
    /** Subscriptions beyond the cap of a connection. */
    readonly cap: number;
    /** REST requests answered with 429 by the limiter. */
    readonly rest: number;
  };
  readonly restRequests: number;
  /** Faults that took effect, by kind. */
  readonly faults: Readonly<Partial<Record<ExchangeFaultKind, number>>>;
};

/** What is counted while an exchange runs. */
export class ExchangeCounters {
  clientsAccepted: number = 0;
  framesSent: number = 0;
  restRequests: number = 0;
  readonly trips: { subscribe: number; invalidMessage: number; cap: number; rest: number } = {
    subscribe: 0,
    invalidMessage: 0,
    cap: 0,
    rest: 0,
  };
}
