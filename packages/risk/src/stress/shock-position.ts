import { assertNever } from '@perpstream/core';
import type { StressPosition } from './stress-portfolio';
import type { LiquidityShock, StressScenario } from './stress-scenario';

/** A position under a scenario: its price, and what it paid besides the move of the price. USD. */
export type ShockedPosition = { priceUsd: number; costUsd: number };

const WHOLE_BPS = 10_000;

function movedByBeta({ beta = 1 }: StressPosition, benchmarkMove: number): number {
  return Math.max(-1, beta * benchmarkMove);
}

/**
 * Average cost of closing, in bps. In a book of even density the k-th part of what stands within b bps is gone at k x b bps,
 * half of that on average. Nobody loses more than the notional, nor less than all of it into a book that cannot be.
 */
function closingBps({ depth }: StressPosition, notionalUsd: number, { depthShare, flatBps }: LiquidityShock): number {
  if (depth === undefined) return flatBps;
  if (!(depth.usd > 0 && depth.bps > 0)) return WHOLE_BPS;
  const takenShare = Math.abs(notionalUsd) / (depth.usd * depthShare);
  return Math.min(WHOLE_BPS, (takenShare * depth.bps) / 2);
}

/** Lets a scenario act on a position: changes `shocked` in place. */
export function shockPosition(scenario: StressScenario, position: StressPosition, shocked: ShockedPosition): void {
  const notionalUsd = position.sizeBase * shocked.priceUsd;
  switch (scenario.kind) {
    case 'market':
      shocked.priceUsd *= 1 + scenario.moveFraction;
      return;
    case 'beta':
      shocked.priceUsd *= 1 + movedByBeta(position, scenario.moveFraction);
      return;
    case 'historical': {
      const own = scenario.returns[position.marketId];
      shocked.priceUsd *= 1 + (own ?? movedByBeta(position, scenario.otherMoveFraction));
      return;
    }
    case 'funding': {
      const rate1h = notionalUsd > 0 ? scenario.longPaysRate1h : scenario.shortPaysRate1h;
      shocked.costUsd += Math.abs(notionalUsd) * rate1h * scenario.hours;
      return;
    }
    case 'liquidity':
      shocked.costUsd += (Math.abs(notionalUsd) * closingBps(position, notionalUsd, scenario)) / WHOLE_BPS;
      return;
    case 'combined':
      for (const part of scenario.parts) shockPosition(part, position, shocked);
      return;
    default:
      assertNever(scenario);
  }
}
