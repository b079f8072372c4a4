import type { MarketId } from '@perpstream/core';
import { liquidationConfig, type LiquidationConfig } from '../liquidation/liquidation-config';
import { accountMargin, isBelowMaintenance, type AccountMargin } from '../margin/account-margin';
import { checkScenario } from './check-scenario';
import { liquidationCourse, type LiquidationCourse } from './liquidation-course';
import { shockPosition, type ShockedPosition } from './shock-position';
import type { StressPortfolio, StressPosition } from './stress-portfolio';
import type { StressScenario } from './stress-scenario';

/**
 * A portfolio under one scenario: its margin as `accountMargin` states it, and what becomes of it. USD.
 *
 * @example
 * const worst = stressOf(portfolio, STANDARD_SCENARIOS).find(({ isLiquidatable }) => isLiquidatable);
 */
export type StressResult = AccountMargin & {
  readonly scenario: string;
  /** What the scenario takes from the equity; below 0 is a gain. */
  readonly lossUsd: number;
  /** Maintenance margin above equity; equality is safe. Also true when an input is no number. */
  readonly isLiquidatable: boolean;
  /** Equity below 0. Also true when an input is no number. */
  readonly isBankrupt: boolean;
  /** The position that loses most; undefined when none loses. */
  readonly worst: { readonly marketId: MarketId; readonly lossUsd: number } | undefined;
  /** What the chain would close; undefined when nothing, or when an input is no number. */
  readonly liquidation: LiquidationCourse | undefined;
};

type Shocked = {
  readonly positions: readonly StressPosition[];
  readonly lossesUsd: readonly number[];
  readonly costUsd: number;
};

function shocked({ positions }: StressPortfolio, scenario: StressScenario): Shocked {
  let costUsd = 0;
  const lossesUsd: number[] = [];
  const moved = positions.map((position): StressPosition => {
    const state: ShockedPosition = { priceUsd: position.oraclePriceUsd, costUsd: 0 };
    shockPosition(scenario, position, state);
    lossesUsd.push(position.sizeBase * (position.oraclePriceUsd - state.priceUsd) + state.costUsd);
    costUsd += state.costUsd;
    return { ...position, oraclePriceUsd: state.priceUsd };
  });
  return { positions: moved, lossesUsd, costUsd };
}

function worstOf({ positions, lossesUsd }: Shocked): StressResult['worst'] {
  let worst: StressResult['worst'];
  positions.forEach(({ marketId }, index) => {
    const lossUsd = lossesUsd[index] ?? NaN;
    if (Number.isNaN(lossUsd) || lossUsd > (worst?.lossUsd ?? 0)) worst = { marketId, lossUsd };
  });
  return worst;
}

function resultOf(portfolio: StressPortfolio, scenario: StressScenario, config: LiquidationConfig): StressResult {
  const after = shocked(portfolio, scenario);
  const margin = accountMargin(portfolio.quoteBalanceUsd - after.costUsd, after.positions);
  const { equityUsd, maintenanceMarginUsd } = margin;
  const isNumber = Number.isFinite(equityUsd) && Number.isFinite(maintenanceMarginUsd);
  const isLiquidatable = !isNumber || isBelowMaintenance(margin);
  return {
    ...margin,
    scenario: scenario.name,
    lossUsd: after.lossesUsd.reduce((sum, lossUsd) => sum + lossUsd, 0),
    isLiquidatable,
    isBankrupt: !isNumber || equityUsd < 0,
    worst: worstOf(after),
    liquidation: isNumber && isLiquidatable ? liquidationCourse(equityUsd, after.positions, config) : undefined,
  };
}

/**
 * Puts a portfolio under each scenario, from its state now: loss, margin, liquidation. One result per scenario, in order.
 *
 * Pure and in float64. Initial margins stay scaled by today's open interest. What is not a finite number in the portfolio
 * makes NaN, and counts as liquidatable and bankrupt.
 * @param liquidation how the chain liquidates; what is not given is as at genesis
 * @throws RangeError naming the field of a scenario or of `liquidation`, its bound and its value
 * @example
 * const btc = {
 *   marketId: marketId('BTC-USD'), sizeBase: 1, oraclePriceUsd: 50_000,
 *   initialMarginFraction: 0.05, maintenanceMarginFraction: 0.03,
 * };
 * const [fall] = stressOf({ quoteBalanceUsd: -40_000, positions: [btc] }, [
 *   { kind: 'market', name: 'all markets -20 %', moveFraction: -0.2 },
 * ]);
 * fall?.lossUsd; // 10_000: the whole equity
 */
export function stressOf(
  portfolio: StressPortfolio,
  scenarios: readonly StressScenario[],
  liquidation: Partial<LiquidationConfig> = {},
): readonly StressResult[] {
  const config = liquidationConfig(liquidation);
  scenarios.forEach((scenario, index) => checkScenario(scenario, `scenarios[${index}]`));
  return scenarios.map((scenario) => resultOf(portfolio, scenario, config));
}
