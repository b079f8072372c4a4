import { randomNumbers } from '@perpstream/testing';
import { QuoteExchange, type ExchangeSecond } from '../../fixtures/quote-exchange';
import { WALK_BAR_MS } from '../../fixtures/quote-walk';
import { Rehearsal } from '../../fixtures/rehearsal';
import { marketMaker } from './market-maker';
import type { MarketMakerOptions } from './market-maker-options';

const neutral = { volatility: 50, tradeFlow: 50, bookImbalance: 50 };

function exchange(options: Partial<MarketMakerOptions> = {}, scores: Record<string, number> = neutral): QuoteExchange {
  const estimates = { barMs: WALK_BAR_MS, warmUpBars: 3 };
  return new QuoteExchange(
    new Rehearsal((scheduler) => marketMaker({ scheduler, estimates, repriceBps: 0.5, ...options })),
    scores,
  );
}

/** Twenty seconds around 100, so that volatility is known. */
const calm = Array.from({ length: 21 }, (_, second) => 100 + (second % 2) / 100);

/** Middle of both quotes against the mid, in USD. */
function lean({ bidUsd, askUsd, midUsd }: ExchangeSecond): number {
  return (bidUsd! + askUsd!) / 2 - midUsd;
}

/** Profit before fees at the mid, what was traded, and the mean size of the inventory. */
function result(seconds: readonly ExchangeSecond[]): {
  readonly profitUsd: number;
  readonly volumeUsd: number;
  readonly meanInventoryUsd: number;
} {
  let [cashUsd, volumeUsd, inventoryUsd] = [0, 0, 0];
  seconds.forEach((second, index) => {
    const before = seconds[index - 1];
    inventoryUsd += Math.abs(second.inventoryBase) * second.midUsd;
    const change = second.inventoryBase - (before?.inventoryBase ?? 0);
    if (before === undefined || change === 0) return;
    const paidUsd = change * (change > 0 ? before.bidUsd! : before.askUsd!);
    cashUsd -= paidUsd;
    volumeUsd += Math.abs(paidUsd);
  });
  const { inventoryBase, midUsd } = seconds.at(-1)!;
  return { profitUsd: cashUsd + inventoryBase * midUsd, volumeUsd, meanInventoryUsd: inventoryUsd / seconds.length };
}

describe('marketMaker', () => {
  it('is silent until volatility is known, then quotes both sides', () => {
    const { seconds } = exchange().play(...calm);
    expect(seconds.slice(0, 19).every(({ bidUsd, askUsd }) => bidUsd === undefined && askUsd === undefined)).toBe(true);
    expect(seconds[19]!.bidUsd).toBeLessThan(100);
    expect(seconds[19]!.askUsd).toBeGreaterThan(100.01);
  });

  it('leans against what fills it: buys in a fall, quotes lower, and sells what it bought', () => {
    const { seconds } = exchange().play(...calm, 99.9, 99.9, 99.85, 99.85);
    const [before, after] = [seconds[20]!, seconds[24]!];
    expect(before.inventoryBase).toBe(0);
    expect(after.inventoryBase).toBeGreaterThan(0);
    expect(lean(after)).toBeLessThan(lean(before));
    const sold = exchange()
      .play(...calm, 99.9, 99.9, 99.85, 99.85, 99.95, 99.95, 99.95)
      .seconds.at(-1)!;
    expect(sold.inventoryBase).toBeLessThan(after.inventoryBase);
  });

  it('keeps its inventory within the limit in a fall without end', () => {
    const fall = Array.from({ length: 120 }, (_, second) => Number((99.95 - second * 0.05).toFixed(2)));
    const { seconds } = exchange({ orderUsd: 500, maxInventoryUsd: 1_500 }).play(...calm, ...fall);
    const largest = Math.max(...seconds.map(({ inventoryBase, midUsd }) => inventoryBase * midUsd));
    expect(largest).toBeGreaterThan(1_000);
    expect(largest).toBeLessThan(1_520);
    expect(seconds.at(-1)!.askUsd).toBeDefined();
  });

  it('earns more than its fees, with little inventory, where takers come as the model has it', () => {
    const random = randomNumbers(5);
    const market = exchange({ arrivalsPerSecond: 0.3, decayPerBps: 0.25 }).play(...calm);
    const reachUsd = (): number => (random() < 0.3 ? (-Math.log(random()) / 0.25) * 0.01 : 0);
    let midUsd = 100;
    for (let second = 0; second < 3_000; second += 1) {
      midUsd += 0.01 * 2 * (random() + random() + random() - 1.5);
      market.second(Number(midUsd.toFixed(2)), reachUsd(), reachUsd());
    }
    const { profitUsd, volumeUsd, meanInventoryUsd } = result(market.seconds);
    expect(volumeUsd).toBeGreaterThan(50_000);
    expect(profitUsd).toBeGreaterThan((1 / 10_000) * volumeUsd);
    expect(meanInventoryUsd).toBeLessThan(1_000);
  });

  it('R25: takes everything back when a score it looks at goes', () => {
    const rehearsal = new Rehearsal((scheduler) =>
      marketMaker({ scheduler, estimates: { barMs: WALK_BAR_MS, warmUpBars: 3 } }),
    );
    const scores: Record<string, number> = { ...neutral };
    const market = new QuoteExchange(rehearsal, scores).play(...calm);
    delete scores['tradeFlow'];
    market.play(100, 100, 100);
    expect(rehearsal.decisions.at(-1)).toMatchObject({ confidence: 0, reasons: [{ name: 'plan' }] });
    expect(market.seconds.at(-1)).toMatchObject({ bidUsd: undefined, askUsd: undefined });
  });
});
