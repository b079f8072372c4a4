import {
  fillQuoteQuantums,
  quoteToUsd,
  toPriceUsd,
  toSizeBase,
  unixMs,
  usdToQuote,
  type Fill,
  type MarketId,
  type MarketRules,
  type Quantums,
  type QuoteQuantums,
  type Subticks,
} from '@perpstream/core';
import { marketRules } from '@perpstream/testing';
import fc from 'fast-check';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tradingFee } from '../paper/trading-fee';
import { fundingPayment } from './funding-payment';
import { Ledger } from './ledger';

/** Markets of very different grids, from whole thousands of coins per quantum to trillionths of a coin. */
const markets: readonly MarketRules[] = [
  marketRules({ marketId: 'FINE-USD' as MarketId, atomicResolution: -12, quantumConversionExponent: -9 }),
  marketRules({ marketId: 'BTC-USD' as MarketId, atomicResolution: -10, quantumConversionExponent: -9 }),
  marketRules({ marketId: 'MID-USD' as MarketId, atomicResolution: -6, quantumConversionExponent: -9 }),
  marketRules({ marketId: 'WHOLE-USD' as MarketId, atomicResolution: 0, quantumConversionExponent: -8 }),
  marketRules({ marketId: 'MEME-USD' as MarketId, atomicResolution: 3, quantumConversionExponent: -3 }),
];

function fill(rules: MarketRules, side: 'buy' | 'sell', steps: bigint, ticks: bigint, feePpm: number): Fill {
  const quantums = (steps * rules.stepBaseQuantums) as Quantums;
  const subticks = (ticks * rules.subticksPerTick) as Subticks;
  const quoteQuantums = fillQuoteQuantums(quantums, subticks, rules);
  const feeQuoteQuantums = tradingFee(quoteQuantums, feePpm);
  return {
    id: '',
    side,
    liquidity: 'taker',
    quantums,
    subticks,
    quoteQuantums,
    feeQuoteQuantums,
    sizeBase: toSizeBase(quantums, rules),
    priceUsd: toPriceUsd(subticks, rules),
    feeUsd: quoteToUsd(feeQuoteQuantums),
  };
}

function signed(side: 'buy' | 'sell', size: bigint): bigint {
  return side === 'buy' ? size : 0n - size;
}

const market = fc.constantFrom(...markets);
const aFill = fc.record({
  market,
  side: fc.constantFrom('buy' as const, 'sell' as const),
  steps: fc.bigInt({ min: 1n, max: 100_000n }),
  ticks: fc.bigInt({ min: 1n, max: 1_000_000n }),
  feePpm: fc.integer({ min: -110, max: 1_000 }),
});
const aFunding = fc.record({
  market,
  oracleUsd: fc.double({ min: 1e-5, max: 1e5, noNaN: true }),
  rate1h: fc.double({ min: -0.001, max: 0.001, noNaN: true }),
});
const aTransfer = fc.record({ transfer: fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }) });

describe('Ledger', () => {
  it('R27: explains every change of equity exactly, at any mark, over any fills, funding and transfers in any markets', () => {
    const marks = fc.array(fc.bigInt({ min: 1n, max: 10n ** 15n }), {
      minLength: markets.length,
      maxLength: markets.length,
    });
    fc.assert(
      fc.property(fc.array(fc.oneof(aFill, aFunding, aTransfer), { maxLength: 60 }), marks, (events, markPrices) => {
        const start = usdToQuote(10_000);
        const ledger = new Ledger(start);
        const sizes = new Map<MarketId, bigint>();
        let transferred = 0n;
        for (const event of events) {
          if ('transfer' in event) {
            ledger.bookTransfer(event.transfer as QuoteQuantums);
            transferred += event.transfer;
            continue;
          }
          const { marketId } = event.market;
          if ('steps' in event) {
            const { side, steps, ticks, feePpm } = event;
            const booked = fill(event.market, side, steps, ticks, feePpm);
            ledger.bookFill(marketId, booked, unixMs(0));
            sizes.set(marketId, (sizes.get(marketId) ?? 0n) + signed(side, booked.quantums));
          } else {
            const holding = ledger.holdings().get(marketId);
            if (holding !== undefined) ledger.bookFunding(fundingPayment(holding, event.oracleUsd, event.rate1h));
          }
        }
        let [worth, unrealized] = [0n, 0n];
        markets.forEach(({ marketId }, index) => {
          const holding = ledger.holdings().get(marketId);
          expect(holding?.quantums ?? 0n).toBe(sizes.get(marketId) ?? 0n);
          const value = (holding?.quantums ?? 0n) * markPrices[index]!;
          worth += value;
          unrealized += value - (holding?.costQuoteQuantums ?? 0n);
        });
        const { cashQuoteQuantums, realizedQuoteQuantums, fundingQuoteQuantums, feeQuoteQuantums } = ledger;
        const equityChange = cashQuoteQuantums + worth - start;
        const gained = realizedQuoteQuantums + unrealized + fundingQuoteQuantums - feeQuoteQuantums;
        expect(ledger.transferQuoteQuantums).toBe(transferred);
        expect(equityChange).toBe(gained + transferred);
      }),
    );
  });

  it('states every position in its own units', () => {
    for (const rules of markets) {
      const ledger = new Ledger(0n as QuoteQuantums);
      const booked = fill(rules, 'sell', 1_234n, 5_678n, 0);
      ledger.bookFill(rules.marketId, booked, unixMs(7));
      const position = ledger.position(rules.marketId)!;
      expect(position).toMatchObject({
        quantums: signed('sell', booked.quantums),
        sizeBase: -booked.sizeBase,
        openedMs: 7,
      });
      expect(position.entryPriceUsd / booked.priceUsd).toBeCloseTo(1, 9);
    }
  });
});

const file = join(
  process.env['PERPSTREAM_DATA'] ?? join(__dirname, '../../../../../shared/data'),
  'reference/freqtrade-backtest-2018/expected_trades.json',
);
const describeWithData = existsSync(file) ? describe : describe.skip;

/** A round trip as another backtester booked it. */
type BookedTrade = {
  readonly pair: string;
  readonly amount: number;
  readonly open_rate: number;
  readonly close_rate: number;
  readonly fee_open: number;
  readonly fee_close: number;
  /** After fees, as a fraction of what was paid for opening, its fee included. */
  readonly profit_ratio: number;
  /** Before fees. */
  readonly profit_abs: number;
};

describeWithData('Ledger against round trips booked by freqtrade (skipped without PERPSTREAM_DATA)', () => {
  it('gives the profit after fees of every one of them', () => {
    const { trades } = JSON.parse(readFileSync(file, 'utf8')) as { readonly trades: readonly BookedTrade[] };
    expect(trades.length).toBeGreaterThan(50);
    // Those markets quote in BTC with eight decimals and more: one quote quantum stands for 10^-14 BTC here.
    const scale = 1e8;
    const rules = marketRules({ stepBaseQuantums: 1n, subticksPerTick: 1n });
    for (const { pair, amount, open_rate, close_rate, fee_open, fee_close, profit_ratio, profit_abs } of trades) {
      const ledger = new Ledger(0n as QuoteQuantums);
      const steps = BigInt(Math.round(amount * 1e10));
      const ticks = (rate: number): bigint => BigInt(Math.round(rate * scale * 1e5));
      ledger.bookFill(rules.marketId, fill(rules, 'buy', steps, ticks(open_rate), fee_open * 1e6), unixMs(0));
      ledger.bookFill(rules.marketId, fill(rules, 'sell', steps, ticks(close_rate), fee_close * 1e6), unixMs(1));
      const grossProfit = quoteToUsd(ledger.realizedQuoteQuantums) / scale;
      const profitRatio = quoteToUsd(ledger.cashQuoteQuantums) / scale / (amount * open_rate * (1 + fee_open));
      expect([pair, grossProfit]).toEqual([pair, expect.closeTo(profit_abs, 10)]);
      expect([pair, profitRatio]).toEqual([pair, expect.closeTo(profit_ratio, 6)]);
    }
  });
});
