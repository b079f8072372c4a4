import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decimalNumber, decimalOf, decimalText } from '../units/decimal';
import { marketId } from '../units/market-id';
import { stepSizeBase, tickSizeUsd, toPriceUsd, toQuantums, toSizeBase, toSubticks } from './grid';
import type { MarketRules } from './market-rules';

/** What the Indexer states of a market, as far as the grid is concerned. */
type ListedMarket = {
  readonly ticker: string;
  readonly clobPairId: string;
  readonly atomicResolution: number;
  readonly quantumConversionExponent: number;
  readonly stepBaseQuantums: number;
  readonly subticksPerTick: number;
  readonly stepSize: string;
  readonly tickSize: string;
  readonly oraclePrice: string;
};

const folder = process.env['PERPSTREAM_DATA'] ?? join(__dirname, '../../../../../shared/data');
const listFile = join(folder, 'dydx-v4-nautilus-rest2024/list_perpetual_markets.json');
const specificationFile = join(folder, 'dydx-v4-lean-1m/dydx_symbol_properties_244.csv');

/** Recorded data are not part of the project: without them these tests are skipped. */
const describeWithList = existsSync(listFile) ? describe : describe.skip;
const describeWithSpecifications = existsSync(specificationFile) ? describe : describe.skip;

function listedMarkets(): ListedMarket[] {
  const { markets } = JSON.parse(readFileSync(listFile, 'utf8')) as { markets: Record<string, ListedMarket> };
  return Object.values(markets);
}

function rulesOf(market: ListedMarket): MarketRules {
  return {
    marketId: marketId(market.ticker),
    clobPairId: Number(market.clobPairId),
    atomicResolution: market.atomicResolution,
    quantumConversionExponent: market.quantumConversionExponent,
    stepBaseQuantums: BigInt(market.stepBaseQuantums),
    subticksPerTick: BigInt(market.subticksPerTick),
    initialMarginFraction: 0.05,
    maintenanceMarginFraction: 0.03,
    openInterestLowerCapUsd: 0,
    openInterestUpperCapUsd: 0,
    marginMode: 'cross',
  };
}

/** Text as the Indexer writes it, without trailing zeros. */
function plain(text: string): string {
  const { digits, exponent } = decimalOf(text);
  return decimalText(digits, exponent);
}

describeWithList(`the grids of all markets the exchange listed (skipped without ${listFile})`, () => {
  it('come out of the exchange rules exactly as it states them', () => {
    for (const market of listedMarkets()) {
      const rules = rulesOf(market);
      expect([market.ticker, stepSizeBase(rules), tickSizeUsd(rules)]).toEqual([
        market.ticker,
        Number(market.stepSize),
        Number(market.tickSize),
      ]);
    }
  });

  it('take their own step and tick, as text and as number, without loss', () => {
    const markets = listedMarkets();
    expect(markets.length).toBeGreaterThan(100);
    for (const market of markets) {
      const rules = rulesOf(market);
      for (const step of [market.stepSize, Number(market.stepSize)]) {
        expect(toQuantums(step, rules, 'exact')).toEqual({ ok: true, value: rules.stepBaseQuantums });
      }
      for (const tick of [market.tickSize, Number(market.tickSize)]) {
        expect(toSubticks(tick, rules, 'exact')).toEqual({ ok: true, value: rules.subticksPerTick });
      }
    }
  });

  it('enclose the oracle price by less than one tick, and give both neighbours back', () => {
    for (const market of listedMarkets()) {
      const rules = rulesOf(market);
      const price = Number(market.oraclePrice);
      const below = toSubticks(price, rules, 'down');
      const above = toSubticks(price, rules, 'up');
      if (!below.ok || !above.ok) throw new Error(`${market.ticker}: no price on the grid`);
      expect(toPriceUsd(below.value, rules)).toBeLessThanOrEqual(price);
      expect(toPriceUsd(above.value, rules)).toBeGreaterThanOrEqual(price);
      expect(above.value - below.value).toBeLessThanOrEqual(rules.subticksPerTick);
      expect(toSubticks(toPriceUsd(above.value, rules), rules, 'exact')).toEqual(above);
    }
  });

  it('give back sizes of many steps', () => {
    for (const market of listedMarkets()) {
      const rules = rulesOf(market);
      const size = toQuantums(decimalNumber(rules.stepBaseQuantums * 12_345n, rules.atomicResolution), rules, 'exact');
      if (!size.ok) throw new Error(`${market.ticker}: ${size.reason}`);
      expect(size.value).toBe(rules.stepBaseQuantums * 12_345n);
      expect(toQuantums(toSizeBase(size.value, rules), rules, 'exact')).toEqual(size);
    }
  });
});

describeWithSpecifications(`steps and ticks of published specifications (skipped without ${specificationFile})`, () => {
  it('are read and printed without loss', () => {
    const rows = readFileSync(specificationFile, 'utf8').trim().split('\n').slice(1);
    expect(rows.length).toBeGreaterThan(200);
    for (const row of rows) {
      const [, , , , , , tick = '', step = ''] = row.split(',');
      for (const text of [tick, step]) {
        const { digits, exponent } = decimalOf(text);
        expect(Number(decimalText(digits, exponent))).toBe(Number(text));
        expect(plain(decimalText(digits, exponent))).toBe(plain(text));
        expect(decimalOf(Number(text))).toEqual(decimalOf(plain(text)));
      }
    }
  });
});
