import type { ProcessedMarketData, SignalEngine } from '@perpstream/core';

/** A signal engine under test, with the events it is tested on. */
export type SignalSubject = {
  readonly name: string;
  /** Makes the engine; called several times, always with the same options. */
  readonly create: () => SignalEngine;
  /** Time from the first event to the first score that the engine declares, in ms; 0 when it has none. */
  readonly warmUpMs: number;
  /** Events of one market, times rising, after which the engine has given several scores. */
  readonly events: readonly ProcessedMarketData[];
  /** An event that leads to other scores when it comes in the middle of `events`; its market and time do not matter. */
  readonly divergentEvent: ProcessedMarketData;
};
