import { unixMs } from '@perpstream/core';
import { BTC, marketRules } from '@perpstream/testing';
import { UNCOUNTED } from './oddities';
import { type ChannelFrame } from './channel-frame';
import { Malformed } from './malformed';
import { parseMarkets } from './markets';

const WHOLE = {
  clobPairId: '0',
  ticker: 'BTC-USD',
  status: 'ACTIVE',
  oraclePrice: '50000.5',
  priceChange24H: '-12.5',
  volume24H: '493608254.61',
  trades24H: 92_270,
  nextFundingRate: '0.00000125',
  initialMarginFraction: '0.05',
  maintenanceMarginFraction: '0.03',
  openInterest: '353.5',
  baseOpenInterest: '353.6',
  atomicResolution: -10,
  quantumConversionExponent: -9,
  tickSize: '1',
  stepSize: '0.0001',
  stepBaseQuantums: 1_000_000,
  subticksPerTick: 100_000,
  marketType: 'CROSS',
};
const RULE_FIELDS = [
  'clobPairId',
  'atomicResolution',
  'quantumConversionExponent',
  'stepBaseQuantums',
  'subticksPerTick',
  'initialMarginFraction',
  'maintenanceMarginFraction',
];

const frameOf = (...contents: unknown[]): ChannelFrame => ({
  id: undefined,
  subaccountNumber: undefined,
  isSnapshot: false,
  contents,
  receivedMs: unixMs(1),
  cause: 2,
  oddities: UNCOUNTED,
});
const marketsOf = (market: object): ReturnType<typeof parseMarkets> =>
  parseMarkets(frameOf({ markets: { 'BTC-USD': market } }));
const base = { marketId: BTC, receivedMs: 1, cause: 2 };

describe('parseMarkets', () => {
  it('reads a whole market: its facts with the rules, then its oracle price', () => {
    expect(marketsOf(WHOLE)).toEqual([
      {
        ...base,
        kind: 'market',
        facts: {
          rules: marketRules(),
          status: 'ACTIVE',
          nextFundingRate1h: 0.000_001_25,
          openInterestBase: 353.5,
          volume24hUsd: 493_608_254.61,
          priceChange24hUsd: -12.5,
          trades24h: 92_270,
        },
      },
      { ...base, kind: 'oracle', priceUsd: 50_000.5 },
    ]);
  });

  it('reads the caps of open interest and isolated markets', () => {
    const given = { openInterestLowerCap: '20000000', openInterestUpperCap: '50000000', marketType: 'ISOLATED' };
    expect(marketsOf({ ...WHOLE, ...given })[0]).toMatchObject({
      facts: {
        rules: { openInterestLowerCapUsd: 20_000_000, openInterestUpperCapUsd: 50_000_000, marginMode: 'isolated' },
      },
    });
  });

  it.each(RULE_FIELDS)('makes no rules without %s', (missing) => {
    const [event] = marketsOf({ ...WHOLE, [missing]: undefined });
    expect(event).toMatchObject({ facts: { status: 'ACTIVE' } });
    expect(event).not.toHaveProperty('facts.rules');
  });

  it('says UNKNOWN of a status it does not know', () => {
    expect(marketsOf({ status: 'NEW' })).toEqual([{ ...base, kind: 'market', facts: { status: 'UNKNOWN' } }]);
  });

  it.each([null, '0', undefined])('gives no oracle event while the price is %j', (oraclePrice) => {
    expect(marketsOf({ ...WHOLE, oraclePrice }).map(({ kind }) => kind)).toEqual(['market']);
  });

  it('reads a patch as the few facts it states', () => {
    expect(parseMarkets(frameOf({ trading: { 'BTC-USD': { id: '0', trades24H: 5 } } }))).toEqual([
      { ...base, kind: 'market', facts: { trades24h: 5 } },
    ]);
  });

  it('gives nothing for a patch without a fact of interest', () => {
    expect(parseMarkets(frameOf({ trading: { 'BTC-USD': { id: '0', baseOpenInterest: '1' } } }))).toEqual([]);
  });

  it('reads an oracle price with the time at which the chain took it', () => {
    const price = { oraclePrice: '104250.12345', effectiveAt: '2026-03-01T00:00:00.000Z', marketId: 0 };
    expect(parseMarkets(frameOf({ oraclePrices: { 'BTC-USD': price } }))).toEqual([
      { ...base, kind: 'oracle', priceUsd: 104_250.123_45, exchangeMs: 1_772_323_200_000 },
    ]);
  });

  it('merges what a batch says of one market, market before oracle, markets in order of appearance', () => {
    const price = (oraclePrice: string): object => ({ oraclePrice, effectiveAt: '2026-03-01T00:00:00.000Z' });
    const events = parseMarkets(
      frameOf(
        { oraclePrices: { 'BTC-USD': price('1') } },
        { trading: { 'ETH-USD': { trades24H: 1 }, 'BTC-USD': { trades24H: 2, volume24H: '3' } } },
        { trading: { 'BTC-USD': { trades24H: 4 } }, oraclePrices: { 'BTC-USD': price('5') } },
      ),
    );
    expect(events).toMatchObject([
      { kind: 'market', marketId: 'BTC-USD', facts: { trades24h: 4, volume24hUsd: 3 } },
      { kind: 'oracle', marketId: 'BTC-USD', priceUsd: 5 },
      { kind: 'market', marketId: 'ETH-USD', facts: { trades24h: 1 } },
    ]);
  });

  it.each([
    ['rules that are no numbers', { markets: { A: { ...WHOLE, stepBaseQuantums: 'x' } } }],
    ['a market that is a list', { markets: { A: [] } }],
    ['markets that are a list', { markets: [] }],
    ['a ticker with a blank', { trading: { 'A B': { trades24H: 1 } } }],
    ['an oracle price without value', { oraclePrices: { A: { effectiveAt: '2026-03-01T00:00:00.000Z' } } }],
    ['an oracle price without time', { oraclePrices: { A: { oraclePrice: '1' } } }],
  ])('refuses %s', (_, contents) => {
    expect(() => parseMarkets(frameOf(contents))).toThrow(Malformed);
  });
});
