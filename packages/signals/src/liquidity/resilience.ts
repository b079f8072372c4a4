import { Cells } from '../math/cells';
import { DecayedAverage } from '../math/decayed-average';
import { logRatio } from './log-ratio';

/** A recovery that takes longer is not waited for, and counts as this long. */
const LONGEST_MS = 30_000;
/** Books come about this often: shorter recoveries cannot be told apart. */
const BEAT_MS = 250;

/** Options of `Resilience`: half lives in ms. */
export type ResilienceOptions = {
  readonly resilienceHalfLifeMs: number;
  readonly normHalfLifeMs: number;
  /** Trades of one frame that are worth so many times the usual hit the book. */
  readonly largeMultiple: number;
};

/**
 * How fast a book recovers when large trades hit it: recent recoveries against the usual ones.
 *
 * @see Foucault, Kadan and Kandel, "Limit Order Book as a Market for Liquidity" (2005), for resiliency as the return of the
 * spread to its competitive level
 */
export class Resilience {
  readonly #flowUsd: DecayedAverage;
  readonly #recentMs: DecayedAverage;
  readonly #usualMs: DecayedAverage;
  readonly #largeMultiple: number;
  /** Time since the hit that the book has not recovered from; NaN when there is none. */
  readonly #sinceHitMs: number;

  constructor(
    { resilienceHalfLifeMs, normHalfLifeMs, largeMultiple }: ResilienceOptions,
    private readonly cells: Cells = new Cells(),
  ) {
    this.#flowUsd = new DecayedAverage(normHalfLifeMs, cells);
    this.#recentMs = new DecayedAverage(resilienceHalfLifeMs, cells);
    this.#usualMs = new DecayedAverage(normHalfLifeMs, cells);
    this.#largeMultiple = largeMultiple;
    this.#sinceHitMs = cells.reserve(1, NaN);
  }

  /**
   * Logarithm of usual over recent recovery time: above 0 the book recovers faster than usual. The recent ones are joined
   * by one usual recovery, so that it is 0 without any, and a single one does not say too much.
   */
  get logRatio(): number {
    const usualMs = this.#usualMs.value;
    if (usualMs === undefined) return 0;
    const { weight, value = usualMs } = this.#recentMs;
    return logRatio(usualMs + BEAT_MS, (usualMs + weight * value) / (1 + weight) + BEAT_MS);
  }

  /** Lets `stepMs` (>= 0) pass. */
  pass(stepMs: number): void {
    this.#flowUsd.pass(stepMs);
    this.#recentMs.pass(stepMs);
    this.#usualMs.pass(stepMs);
    const { row } = this.cells;
    row[this.#sinceHitMs] = row[this.#sinceHitMs]! + stepMs;
  }

  /** The trades of one frame came. */
  trade(usd: number): void {
    const usualUsd = this.#flowUsd.value;
    const { row } = this.cells;
    const isHit = usualUsd !== undefined && usd >= this.#largeMultiple * usualUsd;
    if (isHit && Number.isNaN(row[this.#sinceHitMs]!)) row[this.#sinceHitMs] = 0;
    this.#flowUsd.add(usd);
  }

  /** The book came, and is back at its norm or is not. */
  see(isRecovered: boolean): void {
    const { row } = this.cells;
    const sinceHitMs = row[this.#sinceHitMs]!;
    if (Number.isNaN(sinceHitMs) || !(isRecovered || sinceHitMs >= LONGEST_MS)) return;
    const recoveryMs = Math.min(sinceHitMs, LONGEST_MS);
    this.#recentMs.add(recoveryMs);
    this.#usualMs.add(recoveryMs);
    row[this.#sinceHitMs] = NaN;
  }
}
