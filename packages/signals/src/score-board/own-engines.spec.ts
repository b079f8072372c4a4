import {
  marketId,
  unixMs,
  type MarketId,
  type ProcessedData,
  type SignalEngine,
  type SignalScores,
} from '@perpstream/core';
import { block, bookUpdate, BTC, clockSkew, dataQuality, ETH, marketHistory, replayEvents } from '@perpstream/testing';
import * as signals from '../index';
import { scoreBoard } from './score-board';

const MINUTE_MS = 60_000;

/** Every engine with its defaults, and those that can on bars or on prices of their own, too. */
function engines(): SignalEngine[] {
  const { basis, bookImbalance, funding, leadLag, liquidationPressure, liquidity, meanReversion } = signals;
  const { momentum, openInterest, tradeFlow, trend, volatility, volume } = signals;
  const bars = { barMs: MINUTE_MS };
  return [
    ...[momentum(), trend(), meanReversion(), volume(), volatility(), bookImbalance(), tradeFlow()],
    ...[liquidity(), funding(), basis(), openInterest(), liquidationPressure(), leadLag()],
    ...[volume({ name: 'barVolume', ...bars }), liquidity({ name: 'barLiquidity', ...bars })],
    ...[tradeFlow({ name: 'barFlow', ...bars }), liquidationPressure({ name: 'barPressure', ...bars })],
    volatility({ name: 'barVolatility', price: bars, estimator: 'yang-zhang' }),
    trend({ name: 'bookTrend', barsOf: 'micro', adxBars: 7 }),
    leadLag({ name: 'barLeadLag', price: bars, warmUpMs: 0 }),
  ];
}

/** The same engine as an operator of which a board knows nothing. */
const disguised =
  (engine$: SignalEngine): SignalEngine =>
  (source$) =>
    source$.pipe(engine$);

/** A market whose book stands still, where nobody trades and nothing else is known. */
const deadMarket = (id: MarketId): ProcessedData[] =>
  Array.from({ length: 100 }, (_, minute) => bookUpdate({ marketId: id, receivedMs: unixMs(minute * MINUTE_MS) }));

/** A hundred minutes of eight markets of all sorts, each interrupted at times of its own. */
function history(): ProcessedData[] {
  const course = { durationMs: 100 * MINUTE_MS, bookMs: 20_000, contextMs: 40_000 };
  const lively = [BTC, ETH, ...[2, 3, 4].map((index) => marketId(`M${index}-USD`))].flatMap((id, seed) =>
    marketHistory({ ...course, marketId: id, seed: seed + 1, hourlyBps: 40 * (seed + 1) }),
  );
  const booksAlone = marketHistory({ ...course, marketId: marketId('BOOKS-USD'), without: ['flow', 'bar', 'context'] });
  const barsAlone = marketHistory({ ...course, marketId: marketId('BARS-USD'), without: ['flow', 'book', 'context'] });
  const events = [lively, booksAlone, barsAlone, deadMarket(marketId('DEAD-USD'))].flat();
  const gaps = events.flatMap((event, index) =>
    index % 997 === 500 && 'marketId' in event
      ? [dataQuality({ level: 'syncing', marketId: event.marketId, receivedMs: event.receivedMs })]
      : [],
  );
  return [...events, ...gaps, block(), clockSkew()].sort((a, b) => a.receivedMs - b.receivedMs);
}

const vectorsOf = (events: readonly ProcessedData[], chosen: readonly SignalEngine[]): readonly SignalScores[] =>
  replayEvents(events, () => scoreBoard(chosen), { completes: true }).outputs;

/** Everything a vector says, the order of its names and the last bit of its scores included. */
const wordsOf = (vectors: readonly SignalScores[]): string[] => vectors.map((vector) => JSON.stringify(vector));

describe('engines that the board runs itself', () => {
  const events = history();
  const own = vectorsOf(events, engines());

  it('all speak in this history, and lose their scores at its gaps', () => {
    const names = new Set(own.flatMap(({ scores }) => Object.keys(scores)));
    expect(names.size).toBe(engines().length);
    expect(own.filter(({ scores }) => Object.keys(scores).length === 0).length).toBeGreaterThan(3);
  });

  it('say bit for bit what they say as operators', () => {
    expect(wordsOf(own)).toEqual(wordsOf(vectorsOf(events, engines().map(disguised))));
  });

  it('say the same among operators', () => {
    const mixed = engines().map((engine$, index) => (index % 2 === 0 ? disguised(engine$) : engine$));
    expect(wordsOf(vectorsOf(events, mixed))).toEqual(wordsOf(own));
  });

  it('say on the board what each says alone', () => {
    const last = new Map(own.map((vector) => [vector.marketId, vector.scores]));
    for (const engine$ of engines()) {
      const { outputs } = replayEvents(events, () => engine$);
      for (const [id, scores] of last) {
        const said = outputs.filter((output) => output.marketId === id).at(-1);
        if (said !== undefined) expect([said.signal, scores[said.signal]]).toEqual([said.signal, said.score]);
      }
    }
  });

  it('share nothing between two subscriptions of one board', () => {
    const board$ = scoreBoard(engines());
    const replay = (): string[] => wordsOf(replayEvents(events, () => board$, { completes: true }).outputs);
    expect(replay()).toEqual(replay());
  });
});

describe('kinds of events', () => {
  const asked: string[] = [];
  const curious = signals.signalEngine('curious', () => ({ update: ({ kind }) => void asked.push(kind) }), ['book']);
  const events = [dataQuality(), bookUpdate(), ...marketHistory({ durationMs: MINUTE_MS })];

  it.each([
    ['on the board', scoreBoard([curious])],
    ['alone', curious],
  ])('are the only ones that models are asked about, %s', (_, operator$) => {
    asked.length = 0;
    replayEvents<ProcessedData, unknown>(events, () => operator$);
    expect(new Set(asked)).toEqual(new Set(['book']));
    expect(asked).toHaveLength(events.filter(({ kind }) => kind === 'book').length);
  });
});
