import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { unixMs, type MarketContext, type ProcessedMarketData } from '@perpstream/core';
import { bookUpdate, dataQuality, describeSignalContract, ETH, marketContext, marketHistory, marketRules, randomNumbers, replayEvents, warmUpAgrees, warmUpDependence } from '@perpstream/testing'; // prettier-ignore
import { naiveGapDeviations } from '../../fixtures/naive-gap-deviations';
import { funding, fundingDefaults, type FundingOptions } from './funding';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const options: FundingOptions = {
  historyHalfLifeMs: 8 * HOUR_MS,
  fastHalfLifeMs: HOUR_MS,
  slowHalfLifeMs: 4 * HOUR_MS,
  warmUpMs: 3 * HOUR_MS,
};
const levelAlone: FundingOptions = { weights: { level: 1, rank: 0, change: 0 }, warmUpMs: 0 };
const rankAlone: FundingOptions = { ...options, weights: { level: 0, rank: 1, change: 0 } };
const changeAlone: FundingOptions = { ...options, weights: { level: 0, rank: 0, change: 1 } };

const rateAt = (receivedMs: number, nextFundingRate1h: number): MarketContext =>
  marketContext({ receivedMs: unixMs(receivedMs), nextFundingRate1h });

/** One rate after the other, an hour apart. */
const hourly = (rates: readonly number[]): MarketContext[] => rates.map((rate, index) => rateAt(index * HOUR_MS, rate));

function scoresOf(events: readonly ProcessedMarketData[], given: FundingOptions = options): number[] {
  return replayEvents(events, () => funding(given)).outputs.map(({ score }) => score ?? NaN);
}

const lastOf = (events: readonly ProcessedMarketData[], given?: FundingOptions): number =>
  scoresOf(events, given).at(-1) ?? NaN;

/** Rates out of a few, as they come. */
function someRates(count: number, seed = 5): number[] {
  const random = randomNumbers(seed);
  return Array.from({ length: count }, () => Math.round(10 * (random() - 0.4)) / 100_000);
}

describeSignalContract({
  name: 'funding',
  // By contract nothing may be left after a gap; the history of rates is (see below), so it has no say here.
  create: () => funding({ ...options, weights: { level: 1, rank: 0, change: 1 } }),
  warmUpMs: 3 * HOUR_MS,
  events: hourly(someRates(30)),
  divergentEvent: rateAt(0, 0.002),
});

describe('funding', () => {
  it('is 50 in a market that never has any', () => {
    expect(scoresOf(hourly(Array.from({ length: 30 }, () => 0)))).toEqual(Array.from({ length: 27 }, () => 50));
  });

  it.each([
    ['88 % a year that longs pay is 12', 0.0001, 11.9],
    ['88 % a year that longs get is 88', -0.0001, 88.1],
    ['11 % a year, the usual, is a little below 50', 0.0000125, 43.8],
    ['a hundred times that is nearly 0', 0.00125, 0],
  ])('by its level: %s', (_, rate, expected) => {
    expect(lastOf([rateAt(0, rate)], levelAlone)).toBeCloseTo(expected, 1);
  });

  it('cuts a rate to what the chain can charge', () => {
    const rules = marketRules({ initialMarginFraction: 0.0501, maintenanceMarginFraction: 0.05 });
    const cut = marketContext({ nextFundingRate1h: 0.9, rules });
    // 6 x 0.01 % for eight hours: 0.0075 % an hour.
    expect(lastOf([cut], levelAlone)).toBeCloseTo(lastOf([rateAt(0, 0.000075)], levelAlone), 9);
    expect(lastOf([{ ...cut, nextFundingRate1h: -0.9 }], levelAlone)).toBeCloseTo(100 - lastOf([cut], levelAlone), 9);
  });

  it('by its rank: the dearest of its history is near 0, the cheapest near 100', () => {
    const usual = someRates(24);
    expect(lastOf(hourly([...usual, 0.001, 0.001]), rankAlone)).toBeLessThan(10);
    expect(lastOf(hourly([...usual, -0.001, -0.001]), rankAlone)).toBeGreaterThan(90);
  });

  it('gets used to a rate that stays', () => {
    const scores = scoresOf(hourly([...someRates(24), ...Array.from({ length: 72 }, () => 0.0005)]), rankAlone);
    expect(scores.at(-72)).toBeLessThan(5);
    expect(scores.at(-1)).toBeGreaterThan(45);
  });

  it('by its change: falling predictions are good for longs', () => {
    const falling = Array.from({ length: 24 }, (_, index) => 0.0005 - index * 0.00001);
    expect(lastOf(hourly(falling), changeAlone)).toBeGreaterThan(60);
    expect(lastOf(hourly([...falling].reverse()), changeAlone)).toBeLessThan(40);
  });

  it('is what its definition says over the whole history', () => {
    // The rank is exact for rates that were there before, so every one comes once at first.
    const first = Array.from({ length: 11 }, (_, index) => (index - 4) / 100_000);
    const rates = [...first, ...someRates(60)];
    const scores = scoresOf(hourly(rates)).slice(first.length - 3);
    const { levelRate1h, changeScale, weights } = fundingDefaults;
    scores.forEach((score, index) => {
      const seen = rates.slice(0, first.length + index + 1);
      const nowMs = (seen.length - 1) * HOUR_MS;
      const rate = seen.at(-1)!;
      const kept = (ms: number): number => 2 ** (-ms / (8 * HOUR_MS));
      const held = seen.slice(0, -1).map((value, hour) => ({ value, weight: kept(nowMs - (hour + 1) * HOUR_MS) - kept(nowMs - hour * HOUR_MS) })); // prettier-ignore
      const share = (of: (value: number) => number): number => held.reduce((sum, { value, weight }) => sum + weight * of(value), 0) / (1 - kept(nowMs)); // prettier-ignore
      const rank = 100 * share((value) => (value < rate ? 1 : value === rate ? 0.5 : 0));
      const deviations = naiveGapDeviations(
        seen.map((value, hour) => [hour * HOUR_MS, value]),
        HOUR_MS,
        4 * HOUR_MS,
      );
      const parts = [
        { score: 50 - 50 * Math.tanh(rate / levelRate1h), weight: weights.level },
        { score: 100 - rank, weight: weights.rank * (1 - kept(nowMs)) },
        { score: 50 - 50 * Math.tanh(deviations / changeScale), weight: weights.change * (1 - 2 ** (-nowMs / (4 * HOUR_MS))) }, // prettier-ignore
      ];
      const total = parts.reduce((sum, { weight }) => sum + weight, 0);
      expect(score).toBeCloseTo(parts.reduce((sum, part) => sum + part.score * part.weight, 0) / total, 7);
    });
  });

  it('falls, or stays, when the last rate is higher', () => {
    const before = someRates(20);
    const last = (rate: number): number => lastOf(hourly([...before, rate]));
    const rising = [-0.001, -0.0001, -0.00001, 0, 0.00001, 0.0001, 0.001].map(last);
    expect([...rising].sort((a, b) => b - a)).toEqual(rising);
  });

  it('is mirrored when shorts pay what longs paid', () => {
    const rates = someRates(40);
    const mirrored = scoresOf(hourly(rates.map((rate) => -rate)));
    scoresOf(hourly(rates)).forEach((score, index) => expect(mirrored[index]).toBeCloseTo(100 - score, 9));
  });

  it('does not mind how often a rate is repeated', () => {
    const rates = someRates(24);
    const often = rates.flatMap((rate, hour) => [0, 7, 30, 59].map((minute) => rateAt(hour * HOUR_MS + minute * MINUTE_MS, rate))); // prettier-ignore
    expect(lastOf(often.slice(0, -3))).toBeCloseTo(lastOf(hourly(rates)), 7);
  });

  it('knows the history of rates after an interruption', () => {
    const usual = someRates(24);
    const gap = dataQuality({ receivedMs: unixMs(24 * HOUR_MS), level: 'syncing' });
    const later = [0.001, 0.001, 0.001, 0.001].map((rate, index) => rateAt((25 + index) * HOUR_MS, rate));
    const { outputs } = replayEvents([...hourly(usual), gap, ...later], () => funding(rankAlone));
    expect(outputs.slice(-2).map(({ receivedMs, score }) => [receivedMs / HOUR_MS, score === undefined])).toEqual([[24, true], [28, false]]); // prettier-ignore
    expect(outputs.at(-1)!.score).toBeLessThan(15);
  });

  it('shares no history between two subscriptions', () => {
    const engine$ = funding(rankAlone);
    const alone = replayEvents(hourly(someRates(20)), () => engine$).outputs;
    replayEvents(hourly(someRates(90, 8)), () => engine$);
    expect(replayEvents(hourly(someRates(20)), () => engine$).outputs).toEqual(alone);
  });

  it('reads contexts that state a rate, and nothing else', () => {
    const { kind, status, marketId, cause } = marketContext();
    const events = [
      ...hourly(someRates(5)),
      bookUpdate({ receivedMs: unixMs(5 * HOUR_MS) }),
      { kind, status, marketId, cause, receivedMs: unixMs(6 * HOUR_MS) },
      dataQuality({ receivedMs: unixMs(7 * HOUR_MS), level: 'stale' }),
    ];
    const { outputs } = replayEvents(events, () => funding(options));
    expect(outputs.map(({ receivedMs }) => receivedMs / HOUR_MS)).toEqual([3, 4]);
  });

  it('R23: is silent for 30 minutes by default, then agrees with twice as long data within 8 points, with any within 25', () => {
    const history = { durationMs: 12 * HOUR_MS, bookMs: 10_000, contextMs: 10_000, without: ['book', 'flow', 'forced-flow', 'bar'] as const }; // prettier-ignore
    for (const seed of [1, 2, 3]) {
      const events = marketHistory({ ...history, seed });
      const startsMs = [0.5, 1, 2, 4].map((hours) => hours * HOUR_MS);
      warmUpAgrees({ create: () => funding(), events, epsilon: 25, startsMs }, fundingDefaults.warmUpMs);
      const [row] = warmUpDependence({ create: () => funding(), events: events.filter(({ receivedMs }) => receivedMs <= HOUR_MS), epsilon: 8, startsMs: [HOUR_MS / 2] }); // prettier-ignore
      expect(row).toMatchObject({ agreesFromMs: expect.any(Number) as number });
    }
  });

  it.each<[FundingOptions, string]>([
    [{ levelRate1h: 0 }, 'levelRate1h must be a finite number > 0, was 0'],
    [{ historyHalfLifeMs: -1 }, 'historyHalfLifeMs must be a finite number > 0, was -1'],
    [{ changeScale: NaN }, 'changeScale must be a finite number > 0, was NaN'],
    [{ fastHalfLifeMs: DAY_MS }, 'fastHalfLifeMs must be < slowHalfLifeMs (7200000), was 86400000'],
    [{ weights: { level: -1, rank: 1, change: 1 } }, 'weights.level must be a finite number >= 0, was -1'],
    [{ weights: { level: 0, rank: 0, change: 0 } }, 'weights must not all be 0'],
    [{ warmUpMs: -1 }, 'warmUpMs must be a finite number >= 0, was -1'],
    [{ name: '' }, 'name must not be empty'],
  ])('refuses %j', (wrong, message) => {
    expect(() => funding(wrong)).toThrow(message);
    expect(() => funding(wrong)).toThrow(RangeError);
  });

  it('scores markets apart', () => {
    const other = hourly(someRates(20, 9)).map((context) => ({ ...context, marketId: ETH }));
    const both = hourly(someRates(20)).flatMap((context, index) => [context, other[index]!]);
    const { outputs } = replayEvents(both, () => funding(options));
    expect(outputs.filter(({ marketId }) => marketId === ETH).map(({ score }) => score)).toEqual(scoresOf(other));
  });
});

const folder = join(process.env['PERPSTREAM_DATA'] ?? join(__dirname, '../../../../../shared/data'), 'hyperliquid-perps/funding-1h'); // prettier-ignore
const describeWithData = existsSync(folder) ? describe : describe.skip;

describeWithData(`funding of ten real markets over two years (skipped without ${folder})`, () => {
  it('uses the scale in every market and sits at its ends in none', () => {
    const files = readdirSync(folder).filter((file) => file.endsWith('.csv.gz'));
    expect(files.length).toBeGreaterThan(5);
    for (const file of files) {
      const rows = gunzipSync(readFileSync(join(folder, file)))
        .toString()
        .trim()
        .split('\n')
        .slice(1);
      const events = rows.map((row) => rateAt(...(row.split(',').map(Number) as [number, number])));
      const scores = scoresOf(events, {}).sort((a, b) => a - b);
      const quantile = (share: number): number => scores[Math.floor(share * scores.length)]!;
      expect(quantile(0.01)).toBeGreaterThan(3);
      expect(quantile(0.1)).toBeLessThan(35);
      expect(quantile(0.5)).toBeGreaterThan(40);
      expect(quantile(0.5)).toBeLessThan(52);
      expect(quantile(0.9)).toBeGreaterThan(60);
      expect(quantile(0.99)).toBeLessThan(97);
    }
  });
});
