import { decimalNumber, decimalOf } from '@perpstream/core';
import type { MarketFault } from '../faults/exchange-fault';
import { MARKET_FAULT_RANGES } from '../faults/market-fault-ranges';
import { fundingPpmOf, rateText } from './funding';
import type { SimulatedMarket } from './simulated-market';

/** The chain clamps the funding of eight hours to this many times the difference of the margin fractions, in ppm. */
const FUNDING_CLAMP_PPM = 6_000_000;
const LONGEST_MS = 365 * 86_400_000;
const RANGES: ReadonlyMap<string, readonly [number, number]> = new Map<string, readonly [number, number]>([
  ...Object.entries(MARKET_FAULT_RANGES),
  ['overMs', [0, LONGEST_MS]],
  ['forMs', [0, LONGEST_MS]],
]);

/**
 * Checks a fault of markets against the ones that there are, whoever made it.
 *
 * @param markets all that are listed at some time
 * @throws RangeError naming the kind, the number and the bound
 * @see v4-chain `x/perpetuals/keeper/perpetual.go` for the clamp of funding
 */
export function assertMarketFault(fault: MarketFault, markets: readonly SimulatedMarket[]): void {
  const ticker = 'market' in fault ? fault.market : undefined;
  const market = markets.find((one) => one.ticker === ticker);
  if (ticker !== undefined && market === undefined) throw new RangeError(`${fault.kind}: no market ${ticker}`);
  for (const [name, value] of Object.entries(fault)) assertInRange(fault.kind, name, value);
  if (fault.kind === 'funding-rate') assertFunding(fault.rate, market!);
}

function assertInRange(kind: string, name: string, value: unknown): void {
  const range = RANGES.get(name);
  if (range === undefined || typeof value !== 'number') return;
  const [low, high] = range;
  if (value >= low && value <= high) return;
  throw new RangeError(`${kind}: ${name} must be in ${low}..${high}, was ${value}`);
}

function assertFunding(rate: number, { ticker, ...market }: SimulatedMarket): void {
  const [initial, maintenance] = [market.initialMarginFraction, market.maintenanceMarginFraction].map(fractionOf);
  const boundPpm = Math.round(FUNDING_CLAMP_PPM * (initial! - maintenance!));
  if (Math.abs(fundingPpmOf(rate)) <= boundPpm) return;
  const bound = rateText(boundPpm);
  throw new RangeError(
    `funding-rate: rate of ${ticker} must be in -${bound}..${bound} an hour, 6 x (IM - MM) in 8 hours, was ${rate}`,
  );
}

function fractionOf(text: string): number {
  const { digits, exponent } = decimalOf(text);
  return decimalNumber(digits, exponent);
}
