import { CANDLE_MS, type CandleResolution } from '@perpstream/core';
import { UsageError } from '../../errors';
import { type CandleCursor } from './candle-cursor';

function shortestStepMs(cursor: CandleCursor): number {
  const starts = cursor.ahead.map(({ startMs }) => startMs);
  return Math.min(...starts.slice(1).map((startMs, index) => startMs - starts[index]!));
}

/**
 * The length of the candles, as the rows read so far tell: the shortest time between two of them.
 *
 * @throws UsageError when it differs from file to file, or is none that the exchange has
 */
export function candleLengthMs(cursors: readonly CandleCursor[]): number {
  const lengths = cursors
    .map((cursor) => ({ path: cursor.path, stepMs: shortestStepMs(cursor) }))
    .filter(({ stepMs }) => stepMs < Infinity);
  const [first] = lengths;
  if (first === undefined) throw new UsageError('there are not two candles of one market in the time asked for');
  const other = lengths.find(({ stepMs }) => stepMs !== first.stepMs);
  if (other !== undefined) {
    throw new UsageError(
      `${first.path} has candles of ${first.stepMs / 1_000} s, ${other.path} of ${other.stepMs / 1_000} s: use one length`,
    );
  }
  if (resolutionOf(first.stepMs) === undefined) {
    throw new UsageError(`${first.path}: candles of ${first.stepMs / 1_000} s are not among those of the exchange`);
  }
  return first.stepMs;
}

/** The exchange's name for candles of a length. */
export function resolutionOf(lengthMs: number): CandleResolution | undefined {
  return (Object.keys(CANDLE_MS) as CandleResolution[]).find((name) => CANDLE_MS[name] === lengthMs);
}
