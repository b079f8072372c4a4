import { type CandleCursor } from './candle-cursor';
import { type SourceCandle } from './source-candle';

/** The candles of all markets that start at one time, in order of the cursors. */
export type CandleRound = {
  readonly startMs: number;
  readonly candles: readonly { readonly market: number; readonly candle: SourceCandle }[];
};

function nextRound(cursors: readonly CandleCursor[]): CandleRound | undefined {
  let startMs = Infinity;
  for (const { next } of cursors) if (next !== undefined && next.startMs < startMs) startMs = next.startMs;
  if (startMs === Infinity) return undefined;
  const candles = cursors.flatMap((cursor, market) => {
    const candle = cursor.next;
    if (candle?.startMs !== startMs) return [];
    cursor.advance();
    return [{ market, candle }];
  });
  return { startMs, candles };
}

/**
 * Joins the candles of several files by time, reading each file only as far as is needed. The cursors must hold their
 * first candles already.
 *
 * @yields the rounds that could be put together from what was read, in order of time
 */
export async function* candleRounds(cursors: readonly CandleCursor[]): AsyncGenerator<readonly CandleRound[]> {
  for (;;) {
    const rounds: CandleRound[] = [];
    while (!cursors.some(({ isWaiting }) => isWaiting)) {
      const round = nextRound(cursors);
      if (round === undefined) break;
      rounds.push(round);
    }
    if (rounds.length > 0) yield rounds;
    const waiting = cursors.filter(({ isWaiting }) => isWaiting);
    if (waiting.length === 0) return;
    for (const cursor of waiting) await cursor.fill();
  }
}
