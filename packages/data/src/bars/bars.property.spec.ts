import fc from 'fast-check';
import { from } from 'rxjs';
import { unixMs, type Bar, type BarSpec, type Candle, type MarketData, type Trade } from '@perpstream/core';
import { block, collectFaults } from '@perpstream/testing';
import { batchThresholdBars, batchTimeBars } from '../../fixtures/batch-bars';
import { candleFrame, candleOf } from '../../fixtures/candle-inputs';
import { gap, trade, tradeHistory, tradeId, trades } from '../../fixtures/market-inputs';
import { bars } from './bars';

const MINUTE: Extract<BarSpec, { type: 'time' }> = { type: 'time', intervalMs: 60_000 };
const SHORT: Extract<BarSpec, { type: 'time' }> = { type: 'time', intervalMs: 7_000 };
const START_MS = 1_700_000_000_123;

/** One block of the chain: its trades, and whether its height arrives before them. */
type ChainBlock = { readonly exchangeMs: number; readonly trades: readonly Trade[]; readonly isHeightFirst: boolean };

/** What a client gets to see of a chain. */
type Scenario = {
  readonly chain: readonly ChainBlock[];
  /** The block after which the client subscribes, and how many trades the first snapshot holds. */
  readonly startsAt: number;
  readonly startReach: number;
  /** The trades stream is lost after one block and back after another, with a snapshot of so many trades. */
  readonly lostAt: number;
  readonly backAt: number;
  readonly backReach: number;
  readonly candles: 'none' | 'first' | 'last';
};

const anyChain = fc
  .array(
    fc.record({
      waitMs: fc.oneof(fc.integer({ min: 1, max: 9_000 }), fc.integer({ min: 1, max: 150_000 })),
      isHeightFirst: fc.boolean(),
      rows: fc.array(
        fc.record({
          side: fc.constantFrom('buy' as const, 'sell' as const),
          priceUsd: fc.integer({ min: 1, max: 50 }),
          sizeBase: fc.integer({ min: 1, max: 9 }),
        }),
        { maxLength: 4 },
      ),
    }),
    { minLength: 2, maxLength: 25 },
  )
  .map((list): ChainBlock[] => {
    let ms = START_MS;
    return list.map(({ waitMs, isHeightFirst, rows }, height) => {
      const exchangeMs = unixMs((ms += waitMs));
      const made = rows.map((row, index) => trade({ ...row, exchangeMs, id: tradeId(height, index) }));
      return { exchangeMs, isHeightFirst, trades: made };
    });
  })
  // The chain goes on for a while after its last trade.
  .map((chain) => [
    ...chain,
    { exchangeMs: unixMs((chain.at(-1)?.exchangeMs ?? 0) + 61_000), isHeightFirst: true, trades: [] },
  ]);

const anyScenario = (candles: fc.Arbitrary<Scenario['candles']>): fc.Arbitrary<Scenario> =>
  anyChain.chain((chain) => {
    const anyBlock = fc.nat({ max: chain.length - 1 });
    const anyReach = fc.integer({ min: 1, max: 12 });
    return fc
      .record({ at: fc.tuple(anyBlock, anyBlock, anyBlock), startReach: anyReach, backReach: anyReach, candles })
      .map(({ at, ...others }) => {
        const [startsAt, lostAt, backAt] = at.sort((a, b) => a - b);
        return { chain, startsAt, lostAt, backAt, ...others };
      });
  });

const tradesUntil = ({ chain }: Scenario, index: number): Trade[] =>
  chain.slice(0, index + 1).flatMap((one) => one.trades);

const newest = <T>(list: readonly T[], count: number): T[] => list.slice(Math.max(0, list.length - count));

/** The candles as the exchange has them after a block: one per minute from the first trade on, the newest still open. */
function candlesAfter(scenario: Scenario, index: number): Candle[] {
  const nowMs = scenario.chain[index]?.exchangeMs ?? NaN;
  const openEndMs = (Math.floor(nowMs / MINUTE.intervalMs) + 1) * MINUTE.intervalMs;
  return batchTimeBars(tradesUntil(scenario, index), MINUTE, openEndMs).map((bar) => candleOf(bar));
}

/** The inputs of the client, block by block, and what shows at the end that time goes on. */
function inputsOf(scenario: Scenario): MarketData[] {
  const { chain, startsAt, startReach, lostAt, backAt, backReach, candles } = scenario;
  const inputs: MarketData[] = [];
  chain.forEach((one, index) => {
    if (index < startsAt) return;
    const receivedMs = unixMs(one.exchangeMs + 100);
    const stamp = { receivedMs, cause: index };
    const sinceMs = index === startsAt ? 0 : (chain[index - 1]?.exchangeMs ?? 0) - MINUTE.intervalMs;
    const updated = candlesAfter(scenario, index).filter(({ startedMs }) => startedMs > sinceMs);
    const stated = candleFrame(updated, stamp);
    const height = block({ ...stamp, height: index, exchangeMs: unixMs(one.exchangeMs) });
    const snapshotOf = (reach: number): MarketData => tradeHistory(newest(tradesUntil(scenario, index), reach), stamp);
    const isLost = index > lostAt && index <= backAt;
    const live = isLost || one.trades.length === 0 ? [] : [trades(one.trades, stamp)];
    if (candles === 'first') inputs.push(stated);
    if (index === startsAt) inputs.push(snapshotOf(startReach), height);
    else inputs.push(...(one.isHeightFirst ? [height, ...live] : [...live, height]));
    if (index === lostAt && lostAt < backAt) inputs.push(gap('trades', stamp));
    if (index === backAt && lostAt < backAt) inputs.push(snapshotOf(backReach));
    if (candles === 'last') inputs.push(stated);
  });
  // One more, much later on this side: whatever waited is given up on.
  const endMs = endMsOf(scenario);
  return [...inputs, block({ exchangeMs: unixMs(endMs), receivedMs: unixMs(endMs + 60_000), height: chain.length })];
}

const endMsOf = ({ chain }: Scenario): number => (chain.at(-1)?.exchangeMs ?? NaN) + 1;

function barsOf(scenario: Scenario, spec: BarSpec): Bar[] {
  const closed: Bar[] = [];
  const faults = collectFaults();
  from(inputsOf(scenario))
    .pipe(bars({ faults, bars: [spec] }))
    .subscribe(({ bar }) => closed.push(bar));
  expect(faults.faults).toEqual([]);
  return closed;
}

const starts = (list: readonly Bar[]): number[] => list.map(({ startMs }) => startMs);
const allTrades = (scenario: Scenario): Trade[] => tradesUntil(scenario, scenario.chain.length);

/** What both kinds of source tell. */
const withoutSource = (bar: Bar): unknown => ({ ...bar, source: undefined, buyBase: undefined });

/** Whether trades were missed that the snapshot after the interruption does not hold. */
function hasHole(scenario: Scenario): boolean {
  const { lostAt, backAt, backReach } = scenario;
  if (lostAt === backAt) return false;
  return tradesUntil(scenario, backAt).length - tradesUntil(scenario, lostAt).length >= backReach;
}

/** The trades that a client without a hole knows: from the oldest of its first snapshot on. */
function knownTrades(scenario: Scenario): Trade[] {
  const { startsAt, startReach } = scenario;
  const before = tradesUntil(scenario, startsAt).length;
  return allTrades(scenario).slice(Math.max(0, before - startReach));
}

const anyReaching = anyScenario(fc.constant('none')).filter((scenario) => !hasHole(scenario));

describe('bars over any chain, any start and any interruption', () => {
  it.each([SHORT, MINUTE])('R21: of $intervalMs ms have no hole and no duplicate, and none is wrong', (spec) => {
    fc.assert(
      fc.property(anyScenario(fc.constant('none')), (scenario) => {
        const closed = barsOf(scenario, spec);
        const batch = batchTimeBars(allTrades(scenario), spec, endMsOf(scenario));
        expect(starts(closed)).toEqual(newest(starts(batch), closed.length));
        const right = new Map(batch.map((bar) => [bar.startMs, bar]));
        for (const bar of closed) if (bar.isComplete) expect(bar).toEqual(right.get(bar.startMs));
      }),
      { numRuns: 300 },
    );
  });

  it.each([SHORT, MINUTE])('R21: of $intervalMs ms equal the batch result where the snapshots reach back', (spec) => {
    fc.assert(
      fc.property(anyReaching, (scenario) => {
        const known = knownTrades(scenario);
        const [first] = known;
        fc.pre(first !== undefined && tradesUntil(scenario, scenario.lostAt).includes(first));
        const batch = batchTimeBars(known, spec, endMsOf(scenario));
        const expected = batch.map((bar) => ({ ...bar, isComplete: bar.startMs > first.exchangeMs }));
        // A market without trades at first has no history to miss.
        const isWhole = tradesUntil(scenario, scenario.startsAt).length === 0;
        const whole = expected.map((bar) => ({ ...bar, isComplete: true }));
        expect(barsOf(scenario, spec)).toEqual(isWhole ? whole : expected);
      }),
      { numRuns: 300 },
    );
  });

  it('R21: joined with candles equal the batch result of all trades, whatever was missed', () => {
    fc.assert(
      fc.property(anyScenario(fc.constantFrom('first', 'last')), (scenario) => {
        const batch = batchTimeBars(allTrades(scenario), MINUTE, endMsOf(scenario));
        expect(barsOf(scenario, MINUTE).map(withoutSource)).toEqual(batch.map(withoutSource));
      }),
      { numRuns: 300 },
    );
  });

  it.each<BarSpec>([
    { type: 'tick', trades: 3 },
    { type: 'volume', base: 12 },
    { type: 'dollar', usd: 300 },
    { type: 'imbalance', usd: 200 },
  ])('R21: of $type equal the batch result where the snapshots reach back', (spec) => {
    fc.assert(
      fc.property(anyReaching, (scenario) => {
        expect(barsOf(scenario, spec)).toEqual(batchThresholdBars(knownTrades(scenario), spec));
      }),
      { numRuns: 200 },
    );
  });
});
