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
/** A forced move takes at least one round of the market. */
const MIN_MOVE_SECONDS = 0.1;
/** So long after a forced move everybody is still wide awake. */
const AFTERSHOCK_SECONDS = 5;
/** A price that is off by more than this part does not go unnoticed then. */
const ALARM = 0.005;

/** A forced move of the anchor: what is left of it. */
type Move = { readonly logPerSecond: number; leftSeconds: number };

/**
 * The latent price that informed agents know: a random walk with trends of 20 to 90 seconds around an anchor, which
 * stays where it is unless it is moved by force.
 */
export class FairValue {
  #logDeviation = 0;
  #trendPerSecond = 0;
  #trendLeftSeconds = 0;
  #logShift = 0;
  #moves: Move[] = [];
  #shakenSeconds = 0;

  constructor(
    private readonly anchorSubticks: number,
    private readonly volatilityBps: number,
    private readonly random: SeededRandom,
  ) {}

  /** The latent price in subticks, not on the grid. */
  get subticks(): number {
    return this.anchorSubticks * Math.exp(this.#logShift + this.#logDeviation);
  }

  /** Whether a forced move is under way or has only just ended. */
  get isShaken(): boolean {
    return this.#shakenSeconds > 0;
  }

  /** Whether a price, in subticks, is so wrong in a shaken market that nobody waits for their turn. */
  isAlarming(subticks: number): boolean {
    return this.isShaken && Math.abs(this.subticks / subticks - 1) > ALARM;
  }

  /** Where the trend and forced moves carry the price within `seconds`, in subticks. */
  ahead(seconds: number): number {
    const trend = this.#trendPerSecond * Math.min(seconds, this.#trendLeftSeconds);
    return this.subticks * Math.exp(trend + this.#movedWithin(seconds));
  }

  /**
   * Moves the price and its anchor by a fraction, evenly in the logarithm over a time, on top of everything else.
   *
   * @param by > -1; -0.3 is 30 % down
   */
  move(by: number, overSeconds: number): void {
    const leftSeconds = Math.max(overSeconds, MIN_MOVE_SECONDS);
    this.#moves.push({ logPerSecond: Math.log1p(by) / leftSeconds, leftSeconds });
    this.#shakenSeconds = Math.max(this.#shakenSeconds, leftSeconds + AFTERSHOCK_SECONDS);
  }

  advance(seconds: number): void {
    if (this.isShaken) this.#carryOn(seconds);
    if (this.#trendLeftSeconds <= 0) this.#turn();
    const trending = Math.min(seconds, this.#trendLeftSeconds);
    this.#trendLeftSeconds -= seconds;
    const noise = this.volatilityBps * BPS * Math.sqrt(seconds) * this.random.normal();
    const pull = this.#logDeviation * Math.min(1, seconds / REVERSION_SECONDS);
    this.#logDeviation += this.#trendPerSecond * trending + noise - pull;
  }

  #carryOn(seconds: number): void {
    this.#logShift += this.#movedWithin(seconds);
    for (const move of this.#moves) move.leftSeconds -= seconds;
    this.#moves = this.#moves.filter(({ leftSeconds }) => leftSeconds > 0);
    this.#shakenSeconds -= seconds;
  }

  #movedWithin(seconds: number): number {
    return this.#moves.reduce((sum, move) => sum + move.logPerSecond * Math.min(seconds, move.leftSeconds), 0);
  }

  #turn(): void {
    const { random } = this;
    this.#trendLeftSeconds = random.between(...TREND_SECONDS);
    const direction = random.chance(CALM_PROBABILITY) ? 0 : random.chance(0.5) ? 1 : -1;
    this.#trendPerSecond = direction * random.between(...TREND_SPEED) * this.volatilityBps * BPS;
  }
}
