import { type MarketFacts, type MarketId, type MarketRules, type MarketStatus } from '@perpstream/core';
import { optional, readDecimal, readExponent, readInteger, readPositiveBigint, type Fields } from './fields';
import { objectShape, readKnown, readObject } from './object-shape';
import { type Oddities } from './oddities';
import { stated } from './stated';

const STATUSES: readonly MarketStatus[] = [
  'ACTIVE',
  'PAUSED',
  'CANCEL_ONLY',
  'POST_ONLY',
  'INITIALIZING',
  'FINAL_SETTLEMENT',
];

const MARKET_TYPES = ['CROSS', 'ISOLATED'] as const;

const MARKET = objectShape(
  'market',
  `id clobPairId ticker marketId status oraclePrice priceChange24H volume24H trades24H nextFundingRate
   initialMarginFraction maintenanceMarginFraction openInterest baseOpenInterest openInterestLowerCap
   openInterestUpperCap atomicResolution quantumConversionExponent tickSize stepSize stepBaseQuantums subticksPerTick
   marketType defaultFundingRate1H`,
);

const RULE_FIELDS = [
  'clobPairId',
  'atomicResolution',
  'quantumConversionExponent',
  'stepBaseQuantums',
  'subticksPerTick',
  'initialMarginFraction',
  'maintenanceMarginFraction',
];

/**
 * What a market object states, whole (a snapshot, or a change of the market) or as a patch of a few fields. Rules come
 * only from a whole object, never from half of one.
 * @throws Malformed
 */
export function readMarketFacts(marketId: MarketId, value: unknown, oddities: Oddities): MarketFacts {
  const market = readObject(value, MARKET, oddities);
  const isWhole = RULE_FIELDS.every((name) => market[name] !== undefined && market[name] !== null);
  return stated({
    rules: isWhole ? readRules(marketId, market, oddities) : undefined,
    status: optional((status) => readStatus(status, oddities), market.status, 'status'),
    nextFundingRate1h: optional(readDecimal, market.nextFundingRate, 'nextFundingRate'),
    openInterestBase: optional(readDecimal, market.openInterest, 'openInterest'),
    volume24hUsd: optional(readDecimal, market.volume24H, 'volume24H'),
    priceChange24hUsd: optional(readDecimal, market.priceChange24H, 'priceChange24H'),
    trades24h: optional(readInteger, market.trades24H, 'trades24H'),
  });
}

function readStatus(value: unknown, oddities: Oddities): MarketStatus {
  return readKnown(STATUSES, value, 'market status', 'UNKNOWN', 'kept as UNKNOWN', oddities);
}

function readMarginMode(value: unknown, oddities: Oddities): MarketRules['marginMode'] {
  const type = readKnown(MARKET_TYPES, value ?? 'CROSS', 'market type', 'CROSS', 'kept as CROSS', oddities);
  return type === 'ISOLATED' ? 'isolated' : 'cross';
}

function readRules(marketId: MarketId, market: Fields, oddities: Oddities): MarketRules {
  return {
    marketId,
    clobPairId: readInteger(market.clobPairId, 'clobPairId'),
    atomicResolution: readExponent(market.atomicResolution, 'atomicResolution'),
    quantumConversionExponent: readExponent(market.quantumConversionExponent, 'quantumConversionExponent'),
    stepBaseQuantums: readPositiveBigint(market.stepBaseQuantums, 'stepBaseQuantums'),
    subticksPerTick: readPositiveBigint(market.subticksPerTick, 'subticksPerTick'),
    initialMarginFraction: readDecimal(market.initialMarginFraction, 'initialMarginFraction'),
    maintenanceMarginFraction: readDecimal(market.maintenanceMarginFraction, 'maintenanceMarginFraction'),
    openInterestLowerCapUsd: readDecimal(market.openInterestLowerCap ?? 0, 'openInterestLowerCap'),
    openInterestUpperCapUsd: readDecimal(market.openInterestUpperCap ?? 0, 'openInterestUpperCap'),
    marginMode: readMarginMode(market.marketType, oddities),
  };
}
