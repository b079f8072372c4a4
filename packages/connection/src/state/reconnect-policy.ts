/** How a lost connection is tried again. All times in milliseconds. */
export type BackoffOptions = {
  /** Upper bound of the first delay, > 0; it doubles with every further failure. Default 1,000. */
  readonly initialMs?: number;
  /** Upper bound of every delay, >= `initialMs`. Default 30,000. */
  readonly maxMs?: number;
  /** Failures in a row after which the circuit opens, a whole number >= 1. Default 8. */
  readonly maxFailures?: number;
  /** Time from opening the circuit to the one probe, >= 0. Default 60,000. */
  readonly probeMs?: number;
  /** A connection open for so long proved healthy and ends the row of failures, >= 0. Default 10,000. */
  readonly healthyMs?: number;
};

/** What to do about a lost connection. `failures` counts those in a row, this one included. */
export type NextAttempt = {
  readonly kind: 'waiting' | 'circuit-open';
  readonly failures: number;
  readonly delayMs: number;
};

const DEFAULTS: Required<BackoffOptions> = {
  initialMs: 1_000,
  maxMs: 30_000,
  maxFailures: 8,
  probeMs: 60_000,
  healthyMs: 10_000,
};

/**
 * Fills in the defaults.
 *
 * @throws RangeError when a value is outside its bounds
 */
export function backoffOf(options: BackoffOptions = {}): Required<BackoffOptions> {
  const backoff = { ...DEFAULTS, ...options };
  const { initialMs, maxMs, maxFailures, probeMs, healthyMs } = backoff;
  if (!(initialMs > 0)) throw new RangeError(`backoff.initialMs must be > 0, was ${initialMs}`);
  if (!(maxMs >= initialMs)) throw new RangeError(`backoff.maxMs must be >= initialMs ${initialMs}, was ${maxMs}`);
  if (!(Number.isInteger(maxFailures) && maxFailures >= 1)) {
    throw new RangeError(`backoff.maxFailures must be a whole number >= 1, was ${maxFailures}`);
  }
  if (!(probeMs >= 0)) throw new RangeError(`backoff.probeMs must be >= 0, was ${probeMs}`);
  if (!(healthyMs >= 0)) throw new RangeError(`backoff.healthyMs must be >= 0, was ${healthyMs}`);
  return backoff;
}

/** The server works, so it is asked again within seconds, though not in a tight loop. */
const DOUBLINGS_OF_OUR_DOING = 2;

/**
 * Exponential back-off with full jitter, and a circuit breaker: each delay is random below a bound that doubles up to
 * `maxMs`; after `maxFailures` in a row only one probe per `probeMs` goes out. A connection that is greeted and dropped
 * at once counts as a failure: only one that stayed open for `healthyMs` ends the row.
 *
 * @see "Exponential Backoff And Jitter", AWS Architecture Blog (2015), for the choice of full jitter
 */
export class ReconnectPolicy {
  #failures = 0;

  constructor(
    private readonly backoff: Required<BackoffOptions>,
    private readonly random: () => number,
  ) {}

  /** Number of the attempt that comes next, from 1. */
  get attempt(): number {
    return this.#failures + 1;
  }

  /**
   * Tells that a connection ended after having been open for `openMs` (0 when it never was), and asks what follows.
   *
   * One that we gave up ourselves is no sign of a server in trouble: it is replaced at once when it had been healthy, soon
   * when messages keep getting lost, and never opens the circuit.
   */
  ended(openMs: number, isOurDoing = false): NextAttempt {
    const { initialMs, maxMs, maxFailures, probeMs, healthyMs } = this.backoff;
    const wasHealthy = openMs > 0 && openMs >= healthyMs;
    if (wasHealthy) this.#failures = 0;
    this.#failures += 1;
    const failures = this.#failures;
    if (wasHealthy && isOurDoing) return { kind: 'waiting', failures, delayMs: 0 };
    if (failures >= maxFailures && !isOurDoing) return { kind: 'circuit-open', failures, delayMs: probeMs };
    const doublings = isOurDoing ? Math.min(failures - 1, DOUBLINGS_OF_OUR_DOING) : failures - 1;
    const boundMs = Math.min(maxMs, initialMs * 2 ** doublings);
    return { kind: 'waiting', failures, delayMs: Math.round(this.random() * boundMs) };
  }
}
