import { fillQuoteQuantums, marketId, toPriceUsd, toSizeBase, usdToQuote, type MarketRules, type Quantums, type QuoteQuantums, type Subticks } from '@perpstream/core'; // prettier-ignore
import { marketRules } from '@perpstream/testing';
import * as fc from 'fast-check';
import { chainMargin } from '../liquidation/chain-margin';
import { marginOf } from './margin-of';

/** Markets whose resolutions lie far apart, each with a price that suits it. */
const markets: readonly (readonly [MarketRules, number])[] = [
  [marketRules({ marketId: marketId('BTC-USD') }), 60_000],
  [marketRules({ marketId: marketId('ETH-USD'), clobPairId: 1, atomicResolution: -9, stepBaseQuantums: 1_000_000n }), 2_500], // prettier-ignore
  [marketRules({ marketId: marketId('DOGE-USD'), clobPairId: 2, atomicResolution: -5, stepBaseQuantums: 1_000_000n }), 0.125], // prettier-ignore
  [marketRules({ marketId: marketId('PEPE-USD'), clobPairId: 3, atomicResolution: 1, stepBaseQuantums: 1_000_000n }), 0.000_01], // prettier-ignore
];

type Step = {
  readonly market: number;
  readonly kind: 'fill' | 'funding' | 'move';
  readonly steps: number;
  readonly percent: number;
};

const step: fc.Arbitrary<Step> = fc.record({
  market: fc.nat({ max: markets.length - 1 }),
  kind: fc.constantFrom('fill' as const, 'funding' as const, 'move' as const),
  steps: fc.integer({ min: -50, max: 50 }).filter((steps) => steps !== 0),
  percent: fc.integer({ min: -9, max: 9 }),
});

/** An account that is kept in the chain's integers, while what it gains and loses is added up in float64 beside it. */
class Books {
  quote: bigint = usdToQuote(10_000);
  readonly held = markets.map(([rules, oraclePriceUsd]) => ({ rules, oraclePriceUsd, quantums: 0n }));
  /** Realised and unrealised, funding, fees. */
  readonly usd = { pnl: 0, funding: 0, fees: 0 };

  apply({ market, kind, steps, percent }: Step): void {
    const position = this.held[market]!;
    const { rules, oraclePriceUsd } = position;
    const sizeBase = toSizeBase(position.quantums as Quantums, rules);
    if (kind === 'move') {
      position.oraclePriceUsd = oraclePriceUsd * (1 + percent / 100);
      this.usd.pnl += sizeBase * (position.oraclePriceUsd - oraclePriceUsd);
    } else if (kind === 'funding') {
      const paid = usdToQuote((-sizeBase * oraclePriceUsd * percent * 1e-5).toFixed(6));
      this.quote += paid;
      this.usd.funding += Number(paid) / 1e6;
    } else {
      this.#fill(position, steps, oraclePriceUsd * (1 + percent / 1_000));
    }
  }

  #fill(position: (typeof this.held)[number], steps: number, priceUsd: number): void {
    const { rules } = position;
    const size = BigInt(Math.abs(steps)) * rules.stepBaseQuantums;
    const unit = toPriceUsd(rules.subticksPerTick as Subticks, rules);
    const subticks = (BigInt(Math.max(1, Math.round(priceUsd / unit))) * rules.subticksPerTick) as Subticks;
    const value = fillQuoteQuantums(size as Quantums, subticks, rules);
    const fee = (value * 5n) / 10_000n;
    const sign = steps > 0 ? 1n : -1n;
    this.quote -= sign * value + fee;
    position.quantums += sign * size;
    const delta = Number(sign) * toSizeBase(size as Quantums, rules);
    this.usd.pnl += delta * (position.oraclePriceUsd - toPriceUsd(subticks, rules));
    this.usd.fees += Number(fee) / 1e6;
  }
}

it('R27: equity moves by realised and unrealised results, funding and fees, in every resolution and in both ways of counting', () => {
  const chain = chainMargin();
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 30 }), (steps) => {
      const books = new Books();
      steps.forEach((each) => books.apply(each));
      const { pnl, funding, fees } = books.usd;
      const expectedUsd = 10_000 + pnl + funding - fees;
      const positions = books.held.map(({ rules, quantums, oraclePriceUsd }) => ({ rules, quantums: quantums as Quantums, oraclePriceUsd, openInterestBase: 0 })); // prettier-ignore
      const exact = chain.requirements({
        quoteQuantums: books.quote as QuoteQuantums,
        positions: new Map(positions.map((position) => [position.rules.marketId, position])),
      });
      const float = marginOf({
        quoteBalanceUsd: Number(books.quote) / 1e6,
        positions: positions.map((position) => ({
          ...position,
          marketId: position.rules.marketId,
          sizeBase: toSizeBase(position.quantums, position.rules),
        })),
      });
      // A quote quantum for each rounded fill and position.
      const roundingUsd = 1e-6 * (steps.length + markets.length);
      expect(Math.abs(Number(exact.netCollateral) / 1e6 - expectedUsd)).toBeLessThanOrEqual(roundingUsd);
      expect(Math.abs(float.equityUsd - expectedUsd)).toBeLessThanOrEqual(roundingUsd);
      expect(Math.abs(float.initialMarginUsd - Number(exact.initial) / 1e6)).toBeLessThanOrEqual(roundingUsd);
      expect(Math.abs(float.maintenanceMarginUsd - Number(exact.maintenance) / 1e6)).toBeLessThanOrEqual(
        2 * roundingUsd,
      );
    }),
    { numRuns: 200 },
  );
});
