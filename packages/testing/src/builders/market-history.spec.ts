import { microPriceUsd, midPriceUsd, type BookUpdate, type ProcessedMarketData } from '@perpstream/core';
import { marketHistory } from './market-history';
import { ETH } from './markets';

type Of<Kind extends ProcessedMarketData['kind']> = Extract<ProcessedMarketData, { readonly kind: Kind }>;

function ofKind<Kind extends ProcessedMarketData['kind']>(
  events: readonly ProcessedMarketData[],
  kind: Kind,
): Of<Kind>[] {
  return events.filter((event): event is Of<Kind> => event.kind === kind);
}

const hour = marketHistory({ seed: 5, durationMs: 3_600_000 });

const bookAt = new Map(ofKind(hour, 'book').map((update): [number, BookUpdate] => [update.receivedMs, update]));

function correlation(pairs: readonly (readonly [number, number])[]): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(pairs.map(([a]) => a)), mean(pairs.map(([, b]) => b))];
  const sum = (of: (a: number, b: number) => number): number =>
    pairs.reduce((all, [a, b]) => all + of(a - x, b - y), 0);
  return sum((a, b) => a * b) / Math.sqrt(sum((a) => a * a) * sum((_, b) => b * b));
}

describe('marketHistory', () => {
  it('gives the same market for the same seed and another for another', () => {
    const tops = (seed: number) => ofKind(marketHistory({ seed, durationMs: 5_000 }), 'book').map(({ top }) => top);
    expect(tops(3)).toEqual(tops(3));
    expect(tops(3)).not.toEqual(tops(4));
  });

  it('sends books, bars and contexts at their times, after a first word that data are live', () => {
    const events = marketHistory({ startMs: 1_000, durationMs: 2_000, bookMs: 500, barMs: 1_000, contextMs: 2_000, marketId: ETH, without: ['flow', 'forced-flow'] }); // prettier-ignore
    expect(events.map(({ kind, receivedMs }) => `${kind}@${receivedMs}`)).toEqual(
      ['quality@1000', 'book@1500', 'book@2000', 'bar@2000', 'book@2500', 'book@3000', 'bar@3000', 'context@3000'], // prettier-ignore
    );
    expect(events.every(({ marketId }) => marketId === ETH)).toBe(true);
  });

  it('has times and causes that rise', () => {
    const wrong = hour.filter(
      ({ receivedMs, cause }, index) => cause !== index || receivedMs < (hour[index - 1]?.receivedMs ?? 0),
    );
    expect(wrong).toEqual([]);
  });

  it('never crosses, whatever moves it', () => {
    const wrong = ofKind(hour, 'book').filter(
      ({ top, view }) => top.bidPriceUsd >= top.askPriceUsd || !(Math.min(top.bidSizeBase, view.asks.sizeBase(9)) > 0),
    );
    expect(wrong).toEqual([]);
  });

  it('has bars that hold the trades of their time and the price at their end', () => {
    const bars = ofKind(hour, 'bar');
    const flows = ofKind(hour, 'flow');
    expect(bars).toHaveLength(60);
    for (const { bar, receivedMs } of bars) {
      const inside = flows.filter((flow) => flow.receivedMs > bar.startMs && flow.receivedMs <= bar.endMs);
      expect(bar.endMs).toBe(receivedMs);
      expect(bar.volumeUsd).toBeCloseTo(
        inside.reduce((sum, { buyUsd, sellUsd }) => sum + buyUsd + sellUsd, 0),
        6,
      );
      expect(bar.trades).toBe(inside.reduce((sum, { trades }) => sum + trades, 0));
      expect(bar.highUsd).toBeGreaterThanOrEqual(Math.max(bar.openUsd, bar.closeUsd));
      expect(bar.lowUsd).toBeLessThanOrEqual(Math.min(bar.openUsd, bar.closeUsd));
      expect(midPriceUsd(bookAt.get(receivedMs)!.top)).toBeCloseTo(bar.closeUsd, 9);
    }
    bars.slice(1).forEach(({ bar }, index) => expect(bar.openUsd).toBe(bars[index]!.bar.closeUsd));
  });

  it('moves as much in an hour as it was asked to, on average', () => {
    const moves = Array.from({ length: 40 }, (_, seed) => {
      const bars = ofKind(marketHistory({ seed: seed + 1, durationMs: 3_600_000, bookMs: 30_000, contextMs: 60_000, hourlyBps: 50 }), 'bar'); // prettier-ignore
      return Math.log(bars.at(-1)!.bar.closeUsd / 100) * 10_000;
    });
    const deviation = Math.sqrt(moves.reduce((sum, move) => sum + move ** 2, 0) / moves.length);
    expect(deviation).toBeGreaterThan(35);
    expect(deviation).toBeLessThan(80);
  });

  it('has an oracle price near the book, funding near its usual rate and open interest that comes and goes', () => {
    const contexts = ofKind(hour, 'context');
    expect(contexts).toHaveLength(3_600);
    for (const { oraclePriceUsd, oracleReceivedMs, nextFundingRate1h, openInterestBase, receivedMs } of contexts) {
      expect(oracleReceivedMs).toBe(receivedMs);
      expect(Math.abs(oraclePriceUsd! / midPriceUsd(bookAt.get(receivedMs)!.top) - 1)).toBeLessThan(0.005);
      expect(Math.abs(nextFundingRate1h!)).toBeLessThan(0.0003);
      expect(openInterestBase!).toBeGreaterThan(0);
    }
    const rates = contexts.map(({ nextFundingRate1h }) => nextFundingRate1h!);
    expect(Math.max(...rates) - Math.min(...rates)).toBeGreaterThan(1e-6);
  });

  it('has trades and books that lean with the price', () => {
    const books = ofKind(hour, 'book');
    const next = books.slice(1).map(({ top }, index): [number, number] => {
      const before = books[index]!.top;
      return [microPriceUsd(before) / midPriceUsd(before) - 1, Math.log(midPriceUsd(top) / midPriceUsd(before))];
    });
    expect(correlation(next)).toBeGreaterThan(0.01);
    const bars = ofKind(hour, 'bar').map(({ bar }): [number, number] => [
      bar.buyBase / bar.volumeBase - 0.5,
      Math.log(bar.closeUsd / bar.openUsd),
    ]);
    expect(correlation(bars)).toBeGreaterThan(0.3);
  });

  it('has liquidations in fast moves alone, and their flow says so', () => {
    const forced = ofKind(hour, 'forced-flow');
    expect(forced.length).toBeGreaterThan(0);
    expect(forced.length).toBeLessThan(hour.length / 50);
    expect(new Set(forced.map(({ side }) => side))).toEqual(new Set(['buy', 'sell']));
    const flows = ofKind(hour, 'flow').filter(({ forcedUsd }) => forcedUsd > 0);
    expect(flows.map(({ receivedMs }) => receivedMs)).toEqual(forced.map(({ receivedMs }) => receivedMs));
  });

  it('is quick enough for days of bars', () => {
    const days = marketHistory({ durationMs: 7 * 86_400_000, bookMs: 60_000, contextMs: 3_600_000, without: ['book', 'flow', 'forced-flow'] }); // prettier-ignore
    expect(ofKind(days, 'bar')).toHaveLength(10_080);
    expect(ofKind(days, 'context')).toHaveLength(168);
  });

  it.each([
    [{ bookMs: 0 }, 'bookMs must be a finite number > 0, was 0'],
    [{ durationMs: -1 }, 'durationMs must be a finite number > 0, was -1'],
    [{ barMs: 333 }, 'barMs must be a multiple of bookMs (250), was 333'],
    [{ contextMs: 100 }, 'contextMs must be a multiple of bookMs (250), was 100'],
  ])('refuses %j', (wrong, message) => {
    expect(() => marketHistory(wrong)).toThrow(message);
    expect(() => marketHistory(wrong)).toThrow(RangeError);
  });
});
