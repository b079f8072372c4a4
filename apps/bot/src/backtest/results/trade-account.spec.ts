import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  fillQuoteQuantums,
  marketId,
  quoteToUsd,
  toPriceUsd,
  toQuantums,
  toSizeBase,
  toSubticks,
  type Fill,
  type MarketRules,
  type Side,
} from '@perpstream/core';
import { tradingFee } from '@perpstream/trading';
import { rulesFromPrice } from '../market/rules-from-price';
import { TradeAccount } from './trade-account';

const NO_COST = { spreadUsd: 0, delayUsd: 0 };
const reference = resolve(
  process.env['PERPSTREAM_DATA'] ?? resolve(__dirname, '../../../../../../shared/data'),
  'reference/freqtrade-backtest-2018/expected_trades.json',
);
if (!existsSync(reference))
  console.warn(`reference trades are absent, set PERPSTREAM_DATA: skipped (looked for ${reference})`);
const describeWithData = existsSync(reference) ? describe : describe.skip;

function fillOf(side: Side, sizeBase: number, priceUsd: number, rules: MarketRules, feePpm: number): Fill {
  const quantums = toQuantums(sizeBase, rules, 'down');
  const subticks = toSubticks(priceUsd, rules, 'down');
  if (!quantums.ok || !subticks.ok) throw new Error('off the grid');
  const quoteQuantums = fillQuoteQuantums(quantums.value, subticks.value, rules);
  const feeQuoteQuantums = tradingFee(quoteQuantums, feePpm);
  return {
    id: 'x',
    side,
    liquidity: 'taker',
    quantums: quantums.value,
    subticks: subticks.value,
    quoteQuantums,
    feeQuoteQuantums,
    sizeBase: toSizeBase(quantums.value, rules),
    priceUsd: toPriceUsd(subticks.value, rules),
    feeUsd: quoteToUsd(feeQuoteQuantums),
  };
}

const rulesAt = (priceUsd: number): MarketRules =>
  rulesFromPrice(marketId('BTC-USD'), 0, priceUsd, { initialMarginFraction: 0.05, maintenanceMarginFraction: 0.03 });

describe('TradeAccount', () => {
  it('counts money, size and costs', () => {
    const rules = rulesAt(100);
    const account = new TradeAccount();
    account.fill(fillOf('buy', 10, 100, rules, 500), { spreadUsd: 1, delayUsd: 2 });
    account.fund(-0.25);
    account.fill(fillOf('sell', 4, 110, rules, 500), { spreadUsd: 3, delayUsd: -1 });
    expect(account).toMatchObject({
      sizeBase: 6,
      fills: 2,
      tradedUsd: 1_440,
      spreadUsd: 4,
      delayUsd: 1,
      fundingUsd: -0.25,
    });
    expect(account.feesUsd).toBeCloseTo(0.72, 9);
    expect(account.profitUsd(105)).toBeCloseTo(-1_000 + 440 + 630 - 0.72 - 0.25, 9);
  });

  it('is back at exactly 0 when a position is closed in pieces', () => {
    const rules = rulesAt(100);
    const account = new TradeAccount();
    for (const size of [0.1, 0.2, 0.7]) account.fill(fillOf('buy', size, 100, rules, 0), NO_COST);
    account.fill(fillOf('sell', 1, 100, rules, 0), NO_COST);
    expect(account.sizeBase).toBe(0);
    expect(account.profitUsd(1e9)).toBe(0);
  });
});

/** What the published trades say of themselves; prices are in BTC, which is as good as USD for the arithmetic. */
type ReferenceTrade = {
  readonly open_rate: number;
  readonly close_rate: number;
  readonly fee_open: number;
  readonly fee_close: number;
  readonly profit_ratio: number;
  readonly leverage: number;
  readonly is_short: boolean;
};

describeWithData('against the trades of another program (freqtrade, tests/testdata, 2018)', () => {
  it('makes the same of every trade, fees included', () => {
    const { trades } = JSON.parse(readFileSync(reference, 'utf8')) as { readonly trades: readonly ReferenceTrade[] };
    expect(trades).toHaveLength(89);
    for (const {
      open_rate: open,
      close_rate: close,
      fee_open: feeOpen,
      fee_close: feeClose,
      profit_ratio: ratio,
    } of trades) {
      // A grid of nine digits, so that prices of any number can be paid.
      const rules = { ...rulesAt(open), subticksPerTick: 1n };
      const account = new TradeAccount();
      const bought = fillOf('buy', 1_000 / open, open, rules, feeOpen * 1e6);
      const sold = fillOf('sell', bought.sizeBase, close, rules, feeClose * 1e6);
      account.fill(bought, NO_COST);
      account.fill(sold, NO_COST);
      const paidUsd = quoteToUsd(bought.quoteQuantums) + bought.feeUsd;
      expect(account.profitUsd(close) / paidUsd).toBeCloseTo(ratio, 7);
    }
  });
});
