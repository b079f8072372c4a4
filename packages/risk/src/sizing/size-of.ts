import { budgetSize, type Budget } from './budget';
import { confidenceSize, type ConfidenceScale } from './confidence';
import type { ConstraintSize } from './constraint-size';
import { fixedFractionSize, type FixedFraction } from './fixed-fraction';
import { kellySize, type Kelly } from './kelly';
import { liquidationDistanceSize, type LiquidationDistance } from './liquidation-distance';
import { depthSize, volumeSize, type DepthShare, type VolumeShare } from './liquidity';
import { marginUsageSize, type MarginUsage } from './margin-usage';
import { volatilityTargetSize, type VolatilityTarget } from './volatility-target';

/**
 * What may bound the size of a position, any of it. Amounts in USD, fractions as fractions.
 *
 * Options (fractions, shares, targets, bounds) are the caller's own and must be in range. Inputs (equity, volatility, depth,
 * ...) come from the market and may be missing: NaN, infinite, 0 or below.
 * @example
 * const question: SizeQuestion = { equityUsd: 10_000, fixedFraction: { fraction: 0.2 }, budget: { budgetUsd: 5_000 } };
 */
export type SizeQuestion = {
  readonly equityUsd: number;
  /** equity x fraction */
  readonly fixedFraction?: FixedFraction;
  /** equity x target / volatility of the market */
  readonly volatilityTarget?: VolatilityTarget;
  /** equity x min(share x edge / variance, maxLeverage); nothing without an edge */
  readonly kelly?: Kelly;
  /** full size x confidence */
  readonly confidence?: ConfidenceScale;
  /** share of the book's depth */
  readonly depth?: DepthShare;
  /** share of an hour's volume */
  readonly volume?: VolumeShare;
  /** largest size that keeps the liquidation price away */
  readonly liquidationDistance?: LiquidationDistance;
  /** largest size that keeps initial margin within a share of equity */
  readonly marginUsage?: MarginUsage;
  /** what is left of the money set aside */
  readonly budget?: Budget;
};

/**
 * A constraint of a {@link SizeQuestion}.
 *
 * @example
 * const name: SizeConstraintName = 'volatility-target';
 */
export type SizeConstraintName =
  | 'fixed-fraction'
  | 'volatility-target'
  | 'kelly'
  | 'confidence'
  | 'depth'
  | 'volume'
  | 'liquidation-distance'
  | 'margin-usage'
  | 'budget';

/** What one constraint allows, in USD; with `missing`, the input that it lacks, it allows nothing. */
export type ConsideredSize = {
  readonly name: SizeConstraintName;
  readonly notionalUsd: number;
  readonly missing?: string;
};

/**
 * The size that keeps every constraint, as an absolute notional in USD, and why it is not larger.
 *
 * @example
 * const { notionalUsd, binding } = sizeOf(question);
 */
export type Sizing = {
  /** The smallest of all that was considered, >= 0. */
  readonly notionalUsd: number;
  /** Whose it is; the first of several. `missing-input` when any constraint lacks an input. */
  readonly binding: SizeConstraintName | 'missing-input';
  readonly considered: readonly ConsideredSize[];
};

type Consider = (question: SizeQuestion) => ConstraintSize | undefined;

const CONSTRAINTS: Readonly<Record<SizeConstraintName, Consider>> = {
  'fixed-fraction': ({ equityUsd, fixedFraction }) => fixedFraction && fixedFractionSize(equityUsd, fixedFraction),
  'volatility-target': ({ equityUsd, volatilityTarget }) =>
    volatilityTarget && volatilityTargetSize(equityUsd, volatilityTarget),
  kelly: ({ equityUsd, kelly }) => kelly && kellySize(equityUsd, kelly),
  confidence: ({ confidence }) => confidence && confidenceSize(confidence),
  depth: ({ depth }) => depth && depthSize(depth),
  volume: ({ volume }) => volume && volumeSize(volume),
  'liquidation-distance': ({ equityUsd, liquidationDistance }) =>
    liquidationDistance && liquidationDistanceSize(equityUsd, liquidationDistance),
  'margin-usage': ({ equityUsd, marginUsage }) => marginUsage && marginUsageSize(equityUsd, marginUsage),
  budget: ({ budget }) => budget && budgetSize(budget),
};

function consideredIn(question: SizeQuestion): readonly ConsideredSize[] {
  const considered: ConsideredSize[] = [];
  for (const name of Object.keys(CONSTRAINTS) as SizeConstraintName[]) {
    const size = CONSTRAINTS[name](question);
    if (size !== undefined) considered.push({ name, notionalUsd: 0, ...size });
  }
  return considered;
}

/**
 * How large a position may be: the smallest of what the given constraints allow, each computed on its own, and its name.
 *
 * Fails closed: when a constraint lacks an input the size is 0 and `missing-input` binds, whatever the others say. Pure,
 * float64; the size is not on the market's grid yet.
 * @throws RangeError naming the option, its range and its value; also when no constraint is given
 * @example
 * sizeOf({
 *   equityUsd: 10_000,
 *   volatilityTarget: { targetVolatility: 0.2, marketVolatility: 0.8 },
 *   depth: { depthUsd: 40_000, share: 0.05 },
 * }); // { notionalUsd: 2_000, binding: 'depth', considered: [...] }
 */
export function sizeOf(question: SizeQuestion): Sizing {
  const considered = consideredIn(question);
  const [first, ...others] = considered;
  if (first === undefined)
    throw new RangeError(`one of ${Object.keys(CONSTRAINTS).join(', ')} must be given, was none`);
  if (considered.some(({ missing }) => missing !== undefined)) {
    return { notionalUsd: 0, binding: 'missing-input', considered };
  }
  const smallest = others.reduce((best, size) => (size.notionalUsd < best.notionalUsd ? size : best), first);
  return { notionalUsd: smallest.notionalUsd, binding: smallest.name, considered };
}
