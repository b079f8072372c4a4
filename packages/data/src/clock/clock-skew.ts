import type { OperatorFunction } from 'rxjs';
import type { Block, ClockSkew, FaultSink, MarketData } from '@perpstream/core';
import { forEachMarket } from '../for-each-market';
import { ExchangeTime } from './exchange-time';
import { SkewEstimate } from './skew-estimate';

const DEFAULT_SKEW_BLOCKS = 120;

/** Options of `clockSkew`. */
export type ClockSkewOptions = {
  readonly faults: FaultSink;
  /** Blocks that the estimate rests on, an integer >= 1; default 120, about two minutes. */
  readonly skewBlocks?: number;
};

/** The check of `skewBlocks`. @throws RangeError when it is not an integer >= 1 */
export function checkedSkewBlocks(skewBlocks: number = DEFAULT_SKEW_BLOCKS): number {
  if (!(Number.isSafeInteger(skewBlocks) && skewBlocks >= 1)) {
    throw new RangeError(`skewBlocks must be an integer >= 1, was ${skewBlocks}`);
  }
  return skewBlocks;
}

/**
 * Estimates how far the clock of this computer is from the exchange's; `processMarketData` without the rest.
 *
 * `skewMs` is the smallest receive time minus exchange time of the last `skewBlocks` blocks: the skew plus the shortest
 * delivery. A clock that runs behind gives a negative number; nothing is reordered or corrected by it. `delayMs` is how
 * much later the newest block came than that. Emits with the first block, when the estimate moved by 5 ms or more, and
 * after 30 blocks without. Repeated and older blocks count once; one dated too far ahead is a fault and does not count.
 * @throws RangeError when `skewBlocks` is not an integer >= 1
 * @see Cristian, "Probabilistic clock synchronization" (1989), for why the fastest message tells most
 * @example inputs$.pipe(clockSkew({ faults }))
 */
export function clockSkew(options: ClockSkewOptions): OperatorFunction<MarketData, ClockSkew> {
  const skewBlocks = checkedSkewBlocks(options.skewBlocks);
  return forEachMarket((subscriber) => {
    const time = new ExchangeTime(options.faults);
    const estimate = new SkewEstimate(skewBlocks);
    const beforeBlock = (block: Block): boolean => {
      const skew = time.observe(block) ? estimate.observe(block) : undefined;
      if (skew !== undefined) subscriber.next(skew);
      return false;
    };
    return { createPart: () => ({ handle: () => undefined }), beforeBlock };
  });
}
