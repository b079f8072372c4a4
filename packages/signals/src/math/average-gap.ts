import { Cells } from './cells';
import { keptShare, timeConstantMs } from './half-life';

/**
 * The distance of a fast from a slow moving average over time, in standard deviations of what a random walk of the
 * volatility seen would show: 0 on average and of size 1 for anything that moves at random, whatever its scale.
 *
 * Both averages weigh a value by the time it was in force. The variance is the decayed rate of squared changes, with the
 * half life of the slow average.
 * @see Baz, Granger, Harvey, Le Roux and Rattray, "Dissecting Investment Strategies in the Cross Section and Time Series"
 * (2015), for differences of two averages in units of volatility
 */
export class AverageGap {
  // A value minus its moving average is the decayed sum of its changes; unlike the averages it is exactly 0 at rest.
  readonly #aboveFast: number;
  readonly #aboveSlow: number;
  readonly #squares: number;
  readonly #weight: number;
  readonly #deviationPerVolatility: number;

  constructor(
    readonly fastHalfLifeMs: number,
    readonly slowHalfLifeMs: number,
    private readonly cells: Cells = new Cells(),
  ) {
    this.#aboveFast = cells.reserve(1);
    this.#aboveSlow = cells.reserve(1);
    this.#squares = cells.reserve(1);
    this.#weight = cells.reserve(1);
    this.#deviationPerVolatility = Math.sqrt(gapCovariance(this, this) / timeConstantMs(slowHalfLifeMs));
  }

  /** Fast minus slow, in standard deviations; 0 while nothing has moved. */
  get deviations(): number {
    const { row } = this.cells;
    const squares = row[this.#squares]!;
    if (squares === 0) return 0;
    const volatility = Math.sqrt(squares / row[this.#weight]!);
    return (row[this.#aboveSlow]! - row[this.#aboveFast]!) / (volatility * this.#deviationPerVolatility);
  }

  /** Lets `stepMs` (>= 0) pass, after which the value changes by `change`. */
  add(change: number, stepMs: number): void {
    const keptFast = keptShare(stepMs, this.fastHalfLifeMs);
    const keptSlow = keptShare(stepMs, this.slowHalfLifeMs);
    const { row } = this.cells;
    row[this.#aboveFast] = row[this.#aboveFast]! * keptFast + change;
    row[this.#aboveSlow] = row[this.#aboveSlow]! * keptSlow + change;
    row[this.#squares] = row[this.#squares]! * keptSlow + change * change;
    row[this.#weight] = row[this.#weight]! * keptSlow + (1 - keptSlow);
  }
}

type HalfLives = Pick<AverageGap, 'fastHalfLifeMs' | 'slowHalfLifeMs'>;

/**
 * Covariance of two such distances over a random walk with variance 1 per ms. A walk minus its moving average is an
 * Ornstein-Uhlenbeck process; two of them, with time constants T and U, have covariance T U / (T + U).
 */
export function gapCovariance(one: HalfLives, other: HalfLives): number {
  const { fastHalfLifeMs: f, slowHalfLifeMs: s } = one;
  const { fastHalfLifeMs: g, slowHalfLifeMs: t } = other;
  return timeConstantMs((s * t) / (s + t) - (s * g) / (s + g) - (f * t) / (f + t) + (f * g) / (f + g));
}
