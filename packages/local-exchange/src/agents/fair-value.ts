import type { SeededRandom } from '../random/seeded-random';

/** How long one trend lasts, in seconds. */
const TREND_SECONDS = [20, 90] as const;
/** Speed of a trend in multiples of the volatility per square root of a second. */
const TREND_SPEED = [0.5, 1.1] as const;
/** One in five periods is without a trend. */
const CALM_PROBABILITY = 0.2;
/** Time in which a deviation from the anchor decays to 37 %: keeps the price in its region for ever. */
const REVERSION_SECONDS = 3600;
const BPS = 1e-4;

/**
 * The latent price that informed agents know: a random walk with trends of 20 to 90 seconds around an anchor.
 */
export class FairValue {
  #logDeviation = 0;
  #trendPerSecond = 0;
  #trendLeftSeconds = 0;

  constructor(
    private readonly anchorSubticks: number,
    private readonly volatilityBps: number,
    private readonly random: SeededRandom,
  ) {}

  /** The latent price in subticks, not on the grid. */
  get subticks(): number {
    return this.anchorSubticks * Math.exp(this.#logDeviation);
  }

  /** Where the trend carries the price within `seconds`, in subticks. */
  ahead(seconds: number): number {
    return this.subticks * Math.exp(this.#trendPerSecond * Math.min(seconds, this.#trendLeftSeconds));
  }

  advance(seconds: number): void {
    if (this.#trendLeftSeconds <= 0) this.#turn();
    const trending = Math.min(seconds, this.#trendLeftSeconds);
    this.#trendLeftSeconds -= seconds;
    const noise = this.volatilityBps * BPS * Math.sqrt(seconds) * this.random.normal();
    const pull = this.#logDeviation * Math.min(1, seconds / REVERSION_SECONDS);
    this.#logDeviation += this.#trendPerSecond * trending + noise - pull;
  }

  #turn(): void {
    const { random } = this;
    this.#trendLeftSeconds = random.between(...TREND_SECONDS);
    const direction = random.chance(CALM_PROBABILITY) ? 0 : random.chance(0.5) ? 1 : -1;
    this.#trendPerSecond = direction * random.between(...TREND_SPEED) * this.volatilityBps * BPS;
  }
}
