import { decimalNumber, decimalOf, decimalText } from '../units/decimal';
import { ceilDiv, floorDiv } from '../units/integer-division';
import { QUOTE_EXPONENT, type Quantums, type QuoteQuantums, type Subticks } from '../units/quantums';
import type { MarketRules } from './market-rules';

/**
 * Which way a value is moved onto the grid. `exact` moves nothing: a value off the grid is refused with its neighbours.
 */
export type Rounding = 'down' | 'up' | 'exact';

/** A value that is on the grid, or the reason it is not with the nearest values that are. */
export type OnGrid<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly reason: string; readonly nearest: readonly [below: string, above: string] };

function snap(
  value: number | string,
  unitExponent: number,
  step: bigint,
  rounding: Rounding,
): bigint | [bigint, bigint] {
  const { digits, exponent } = decimalOf(value);
  const shift = exponent - unitExponent;
  const numerator = shift >= 0 ? digits * 10n ** BigInt(shift) : digits;
  const denominator = shift >= 0 ? step : step * 10n ** BigInt(-shift);
  const below = floorDiv(numerator, denominator) * step;
  const above = ceilDiv(numerator, denominator) * step;
  if (below === above || rounding === 'down') return below;
  return rounding === 'up' ? above : [below, above];
}

function subtickExponent(rules: MarketRules): number {
  return QUOTE_EXPONENT + rules.quantumConversionExponent - rules.atomicResolution;
}

function onGrid<T extends bigint>(
  what: string,
  value: number | string,
  unitExponent: number,
  step: bigint,
  rounding: Rounding,
): OnGrid<T> {
  const snapped = snap(value, unitExponent, step, rounding);
  const text = (units: bigint): string => decimalText(units, unitExponent);
  if (typeof snapped !== 'bigint' && snapped[1] > 0n) {
    const [below, above] = snapped;
    return {
      ok: false,
      reason: `${what} ${value} is not a multiple of ${text(step)}`,
      nearest: [text(below), text(above)],
    };
  }
  if (typeof snapped !== 'bigint' || snapped <= 0n) {
    return {
      ok: false,
      reason: `${what} ${value} is below the smallest allowed, ${text(step)}`,
      nearest: ['0', text(step)],
    };
  }
  return { ok: true, value: snapped as T };
}

/**
 * Turns a size in base units (a positive number of coins) into base quantums on the market's step grid.
 *
 * Exact: the decimal digits of the value are used, no float arithmetic. Nothing is ever raised to the minimum silently.
 * @param rounding `down` for order sizes; `exact` refuses a size off the grid
 * @throws RangeError when the size is not a finite decimal number
 * @see v4-chain `x/clob/types/quantums.go` and the Indexer's `protocol-translations.ts` for the formula
 * @example toQuantums(0.0123, btcRules, 'down')
 */
export function toQuantums(sizeBase: number | string, rules: MarketRules, rounding: Rounding): OnGrid<Quantums> {
  return onGrid('size', sizeBase, rules.atomicResolution, rules.stepBaseQuantums, rounding);
}

/** The size in base units of a number of quantums, as the nearest float64. Signed. */
export function toSizeBase(quantums: Quantums, rules: MarketRules): number {
  return decimalNumber(quantums, rules.atomicResolution);
}

/**
 * Turns a price in USD per base unit into subticks on the market's tick grid.
 *
 * @param rounding `down` for the limit of a buy and `up` for that of a sell, whether it rests or takes: the order then
 * never trades at a worse price than was stated. The other way round it is sure to reach that price, up to one tick worse
 * @throws RangeError when the price is not a finite decimal number
 * @see v4-chain `x/clob/types/quantums.go` and the Indexer's `protocol-translations.ts` for the formula
 * @example toSubticks(61_800.25, btcRules, 'down')
 */
export function toSubticks(priceUsd: number | string, rules: MarketRules, rounding: Rounding): OnGrid<Subticks> {
  return onGrid('price', priceUsd, subtickExponent(rules), rules.subticksPerTick, rounding);
}

/** The price in USD per base unit of a number of subticks, as the nearest float64. */
export function toPriceUsd(subticks: Subticks, rules: MarketRules): number {
  return decimalNumber(subticks, subtickExponent(rules));
}

/** The smallest size and size step of a market, in base units. */
export function stepSizeBase(rules: MarketRules): number {
  return decimalNumber(rules.stepBaseQuantums, rules.atomicResolution);
}

/** The price step of a market, in USD per base unit. */
export function tickSizeUsd(rules: MarketRules): number {
  return decimalNumber(rules.subticksPerTick, subtickExponent(rules));
}

/**
 * What a fill is worth: quantums x subticks x 10^quantumConversionExponent quote quantums, truncated toward zero as the
 * chain does.
 */
export function fillQuoteQuantums(quantums: Quantums, subticks: Subticks, rules: MarketRules): QuoteQuantums {
  const product = quantums * subticks;
  const exponent = rules.quantumConversionExponent;
  const scale = 10n ** BigInt(Math.abs(exponent));
  return (exponent >= 0 ? product * scale : product / scale) as QuoteQuantums;
}

/** Quote quantums as USD, the nearest float64. Signed. */
export function quoteToUsd(quote: QuoteQuantums): number {
  return decimalNumber(quote, QUOTE_EXPONENT);
}

/**
 * USD as quote quantums, rounded toward minus infinity (never credits more than was stated).
 *
 * @throws RangeError when the amount is not a finite decimal number
 */
export function usdToQuote(usd: number | string): QuoteQuantums {
  const { digits, exponent } = decimalOf(usd);
  const shift = exponent - QUOTE_EXPONENT;
  const quote = shift >= 0 ? digits * 10n ** BigInt(shift) : floorDiv(digits, 10n ** BigInt(-shift));
  return quote as QuoteQuantums;
}
