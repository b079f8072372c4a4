import type { MarketId } from '@perpstream/core';
import type { LiquidationConfig } from '../liquidation/liquidation-config';
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
  /** Whether the account is safe or empty at the end; otherwise `maxBlocks` came first. */
  readonly isOver: boolean;
};

const WHOLE_PPM = 1_000_000;

/** About a quarter of an hour: prices do not stand still for longer. */
const MAX_BLOCKS = 1_000;

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
  readonly #config: LiquidationConfig;
  equityUsd: number;
  maintenanceMarginUsd = 0;
  blocks = 0;
  feesUsd = 0;
  insuranceUsd = 0;
  deleveragedUsd = 0;
  shortfallUsd = 0;
  #heaviest: OpenPosition | undefined;

  constructor(equityUsd: number, positions: readonly StressPosition[], config: LiquidationConfig) {
    this.equityUsd = equityUsd;
    this.#config = config;
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
    const { maintenanceMarginFraction, sign } = position;
    const takenUsd = this.#taken(position);
    const marginUsd = takenUsd * maintenanceMarginFraction;
    const health = this.equityUsd / this.maintenanceMarginUsd;
    const spreadUsd = marginUsd * this.#spreadToMargin(health);
    const toBankruptcyUsd = marginUsd * health;
    const surplusUsd = toBankruptcyUsd - spreadUsd;
    const largestFeeUsd = (this.#config.maxLiquidationFeePpm / WHOLE_PPM) * (takenUsd - sign * spreadUsd);
    const feeUsd = Math.max(0, Math.min(largestFeeUsd, surplusUsd));
    this.feesUsd += feeUsd;
    this.insuranceUsd += Math.max(0, -surplusUsd);
    // Never below 0 but by float64 noise, which must not look like bankruptcy.
    this.equityUsd = Math.max(0, this.equityUsd - Math.min(spreadUsd + feeUsd, toBankruptcyUsd));
    position.openUsd -= takenUsd;
    position.closedUsd += takenUsd;
  }

  /** How far the worst price is from the mark, as a multiple of the maintenance margin. */
  #spreadToMargin(health: number): number {
    const { bankruptcyAdjustmentPpm, spreadToMaintenanceMarginRatioPpm } = this.#config;
    const nearness = Math.min(1, (bankruptcyAdjustmentPpm / WHOLE_PPM) * (1 - health));
    return nearness * (spreadToMaintenanceMarginRatioPpm / WHOLE_PPM);
  }

  #taken({ openUsd }: OpenPosition): number {
    const { maxPositionPortionLiquidatedPpm, maxSubaccountNotionalLiquidatedUsd } = this.#config;
    const portionUsd = (maxPositionPortionLiquidatedPpm / WHOLE_PPM) * openUsd;
    const largestUsd = Math.max(this.#config.minPositionNotionalLiquidatedUsd, portionUsd);
    return Math.min(openUsd, largestUsd, maxSubaccountNotionalLiquidatedUsd);
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
  config: LiquidationConfig,
  maxBlocks: number = MAX_BLOCKS,
): LiquidationCourse {
  const course = new Course(equityUsd, positions, config);
  while (course.isLiquidatable && course.blocks < maxBlocks) course.step();
  return course.result();
}
