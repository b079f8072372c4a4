import type { MarketId } from '@perpstream/core';
import type { LiquidationTerms } from './liquidation-terms';
import type { StressPosition } from './stress-portfolio';

/** What the chain would take of an account whose prices stand still, in USD. */
export type LiquidationCourse = {
  /** Notional that liquidation orders close, all positions together. */
  readonly liquidatedUsd: number;
  /** The same by market, largest first. */
  readonly closed: readonly { readonly marketId: MarketId; readonly notionalUsd: number }[];
  /** Notional that is closed against other accounts once the equity is below 0. */
  readonly deleveragedUsd: number;
  /** Fees that the account pays to the insurance fund. */
  readonly feesUsd: number;
  /** What the insurance fund adds to fills that are worse than the bankruptcy price. */
  readonly insuranceUsd: number;
  /** Negative equity that those pay who are deleveraged against. */
  readonly shortfallUsd: number;
  readonly equityAfterUsd: number;
  readonly blocks: number;
  /** Whether the account is safe or empty at the end; otherwise the terms' `maxBlocks` came first. */
  readonly isOver: boolean;
};

type OpenPosition = {
  readonly marketId: MarketId;
  readonly sign: number;
  readonly maintenanceMarginFraction: number;
  openUsd: number;
  closedUsd: number;
};

/** An account on its way down; one step is one block of the chain. */
class Course {
  readonly #open: OpenPosition[];
  readonly #terms: LiquidationTerms;
  equityUsd: number;
  maintenanceMarginUsd = 0;
  blocks = 0;
  feesUsd = 0;
  insuranceUsd = 0;
  deleveragedUsd = 0;
  shortfallUsd = 0;
  #heaviest: OpenPosition | undefined;

  constructor(equityUsd: number, positions: readonly StressPosition[], terms: LiquidationTerms) {
    this.equityUsd = equityUsd;
    this.#terms = terms;
    this.#open = positions.map(({ marketId, sizeBase, oraclePriceUsd, maintenanceMarginFraction }) => {
      const openUsd = Math.abs(sizeBase * oraclePriceUsd);
      return { marketId, sign: Math.sign(sizeBase), maintenanceMarginFraction, openUsd, closedUsd: 0 };
    });
    this.#weigh();
  }

  get isLiquidatable(): boolean {
    return this.maintenanceMarginUsd > this.equityUsd && this.#heaviest !== undefined;
  }

  step(): void {
    this.blocks += 1;
    if (this.equityUsd < 0) this.#deleverage();
    else if (this.#heaviest !== undefined) this.#liquidate(this.#heaviest);
    this.#weigh();
  }

  result(): LiquidationCourse {
    const closed = this.#open
      .filter(({ closedUsd }) => closedUsd > 0)
      .sort((a, b) => b.closedUsd - a.closedUsd)
      .map(({ marketId, closedUsd }) => ({ marketId, notionalUsd: closedUsd }));
    return {
      liquidatedUsd: closed.reduce((sum, { notionalUsd }) => sum + notionalUsd, 0),
      closed,
      deleveragedUsd: this.deleveragedUsd,
      feesUsd: this.feesUsd,
      insuranceUsd: this.insuranceUsd,
      shortfallUsd: this.shortfallUsd,
      equityAfterUsd: this.equityUsd,
      blocks: this.blocks,
      isOver: !this.isLiquidatable,
    };
  }

  /** Sums up the maintenance margin afresh, so that no float64 noise of many steps is left in it. */
  #weigh(): void {
    let sumUsd = 0;
    let heaviestUsd = 0;
    this.#heaviest = undefined;
    for (const position of this.#open) {
      const marginUsd = position.openUsd * position.maintenanceMarginFraction;
      sumUsd += marginUsd;
      if (marginUsd <= heaviestUsd) continue;
      heaviestUsd = marginUsd;
      this.#heaviest = position;
    }
    this.maintenanceMarginUsd = sumUsd;
  }

  #liquidate(position: OpenPosition): void {
    const { maxFeeFraction, bankruptcyAdjustment, spreadToMaintenanceMargin } = this.#terms;
    const { maintenanceMarginFraction, sign } = position;
    const takenUsd = this.#taken(position);
    const health = this.equityUsd / this.maintenanceMarginUsd;
    const nearness = Math.min(1, bankruptcyAdjustment * (1 - health));
    const spreadUsd = takenUsd * nearness * spreadToMaintenanceMargin * maintenanceMarginFraction;
    const toBankruptcyUsd = takenUsd * maintenanceMarginFraction * health;
    const surplusUsd = toBankruptcyUsd - spreadUsd;
    const feeUsd = Math.max(0, Math.min(maxFeeFraction * (takenUsd - sign * spreadUsd), surplusUsd));
    this.feesUsd += feeUsd;
    this.insuranceUsd += Math.max(0, -surplusUsd);
    // Never below 0 but by float64 noise, which must not look like bankruptcy.
    this.equityUsd = Math.max(0, this.equityUsd - Math.min(spreadUsd + feeUsd, toBankruptcyUsd));
    position.openUsd -= takenUsd;
    position.closedUsd += takenUsd;
  }

  #taken({ openUsd }: OpenPosition): number {
    const { minPositionNotionalUsd, maxPositionShare, maxBlockNotionalUsd } = this.#terms;
    const largestUsd = Math.max(minPositionNotionalUsd, maxPositionShare * openUsd);
    return Math.min(openUsd, largestUsd, maxBlockNotionalUsd);
  }

  #deleverage(): void {
    this.shortfallUsd = -this.equityUsd;
    this.equityUsd = 0;
    for (const position of this.#open) {
      this.deleveragedUsd += position.openUsd;
      position.openUsd = 0;
    }
  }
}

/**
 * Lets the chain liquidate an account block by block while prices stand still.
 *
 * Pessimistic and greedy: each block closes one step of the position with the largest maintenance margin (the chain takes a
 * random one), at the worst price that the liquidation order may fill at, always in full. Fees and the insurance fund as on
 * the chain; a fund that runs dry and the grid of sizes are left out.
 * @param equityUsd of the account at the prices of the positions, with all that a scenario cost it
 * @see v4-chain `x/clob/keeper/liquidations.go`
 */
export function liquidationCourse(
  equityUsd: number,
  positions: readonly StressPosition[],
  terms: LiquidationTerms,
): LiquidationCourse {
  const course = new Course(equityUsd, positions, terms);
  while (course.isLiquidatable && course.blocks < terms.maxBlocks) course.step();
  return course.result();
}
