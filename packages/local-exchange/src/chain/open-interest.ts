import type { SeededRandom } from '../random/seeded-random';
import type { FlowTotals } from './flow-totals';

/** Share of a block's volume by which open interest may change. */
const TURNOVER = 0.4;
/** Share of the deviation from the usual amount that decays per block. */
const REVERSION = 1e-4;

/** Open interest of one market, in quantums on the step grid: moves with volume around its usual amount. */
export class OpenInterest {
  #steps: number;
  #forcedSteps: number | undefined;

  constructor(
    private readonly usualQuantums: number,
    private readonly stepQuantums: number,
    private readonly random: SeededRandom,
  ) {
    this.#steps = Math.round(usualQuantums / stepQuantums);
  }

  get quantums(): number {
    return (this.#forcedSteps ?? this.#steps) * this.stepQuantums;
  }

  /** Fixes the amount; undefined lets it be what it would have become. */
  force(quantums: number | undefined): void {
    this.#forcedSteps = quantums === undefined ? undefined : Math.max(1, Math.round(quantums / this.stepQuantums));
  }

  add({ quantums }: FlowTotals): void {
    const change =
      this.random.between(-TURNOVER, TURNOVER) * quantums +
      REVERSION * (this.usualQuantums - this.#steps * this.stepQuantums);
    this.#steps = Math.max(1, this.#steps + Math.round(change / this.stepQuantums));
  }
}
