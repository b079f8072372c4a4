import type { ExchangeFault } from './exchange-fault';

/** When a fault happens, in milliseconds after the exchange began to listen. */
export type FaultTimes =
  | { readonly atMs: number }
  | {
      readonly everyMs: number;
      /** Each distance is longer or shorter by up to this part of it, 0..1. */
      readonly jitter: number;
      /** The first time; default one distance after the start. */
      readonly fromMs?: number;
      /** None after this. */
      readonly untilMs?: number;
    };

/** A fault of a script, with its times. */
export type ScheduledFault = { readonly times: FaultTimes; readonly fault: ExchangeFault };

/** What goes wrong in the course of a run; made by `parseFaultScript`, or by hand. */
export type FaultScript = {
  /** Decides which connections, frames and moments are hit; default the seed of the exchange. */
  readonly seed?: number;
  readonly faults: readonly ScheduledFault[];
};
