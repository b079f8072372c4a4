import type { SchedulerLike } from 'rxjs';
import { momentumWeights, type SignalWeights } from './signal-weights';

/** What `momentumStrategy` can be told. Times in milliseconds of the scheduler, money in USD. */
export type MomentumStrategyOptions = {
  /** Holds the time: the `EventScheduler` that the inputs move. */
  readonly scheduler: SchedulerLike;
  /** The signals and what they weigh; at least one `direction`. Default `momentumWeights`. */
  readonly weights?: SignalWeights;
  /** Confidence from which a market is entered, in (0, 1]. Default 0.8. */
  readonly enterConfidence?: number;
  /** Confidence in the held direction below which it is left, in [0, `enterConfidence`). Default 0.6. */
  readonly exitConfidence?: number;
  /** All markets are evaluated together, at most so often, > 0. Default 250. */
  readonly sampleMs?: number;
  /** A wish must hold so long before it becomes a decision, >= 0. Default 2,000. */
  readonly confirmMs?: number;
  /** A position is not left or turned earlier than this after its decision, >= 0. Default 10,000. */
  readonly minHoldMs?: number;
  /**
   * A market is not entered again earlier than this after it was left; an entry that the account does not show after
   * this time is taken back. Longer than an order takes to appear in the account. Default 30,000.
   */
  readonly coolDownMs?: number;
  /** Most markets with exposure at once, an integer >= 1. Default 3. */
  readonly maxPositions?: number;
  /** Size of every position, > 0. Default 1,000. */
  readonly positionNotionalUsd?: number;
  /** Markets with a wider spread, in basis points of the mid, are not entered, > 0. Default 20. */
  readonly maxSpreadBps?: number;
  /** Markets with less volume in the last 24 hours are not entered, >= 0. Default 0. */
  readonly minVolume24hUsd?: number;
};

/** The options with every default filled in, checked. */
export type MomentumSettings = Required<MomentumStrategyOptions>;

const defaults: Omit<MomentumSettings, 'scheduler'> = {
  weights: momentumWeights,
  enterConfidence: 0.8,
  exitConfidence: 0.6,
  sampleMs: 250,
  confirmMs: 2_000,
  minHoldMs: 10_000,
  coolDownMs: 30_000,
  maxPositions: 3,
  positionNotionalUsd: 1_000,
  maxSpreadBps: 20,
  minVolume24hUsd: 0,
};

function demand(isTrue: boolean, name: string, bound: string, value: number): void {
  if (!isTrue) throw new RangeError(`${name} must be ${bound}, was ${value}`);
}

function checkWeights(weights: SignalWeights): void {
  const entries = Object.entries(weights);
  for (const [name, { weight }] of entries) {
    demand(weight > 0 && weight < Infinity, `weights.${name}.weight`, '> 0 and finite', weight);
  }
  const directions = entries.filter(([, { role }]) => role === 'direction').length;
  demand(directions > 0, 'weights', 'given for at least one direction signal', directions);
}

function checkBands({ enterConfidence, exitConfidence }: MomentumSettings): void {
  demand(enterConfidence > 0 && enterConfidence <= 1, 'enterConfidence', 'in (0, 1]', enterConfidence);
  const isBelowEntry = exitConfidence >= 0 && exitConfidence < enterConfidence;
  demand(isBelowEntry, 'exitConfidence', `in [0, enterConfidence = ${enterConfidence})`, exitConfidence);
}

/**
 * Fills in the defaults and checks every option.
 *
 * @throws RangeError naming the option, its value and the bound
 */
export function momentumSettings(options: MomentumStrategyOptions): MomentumSettings {
  const settings = { ...defaults, ...options };
  checkWeights(settings.weights);
  checkBands(settings);
  for (const name of ['sampleMs', 'positionNotionalUsd', 'maxSpreadBps'] as const) {
    demand(settings[name] > 0 && settings[name] < Infinity, name, '> 0 and finite', settings[name]);
  }
  for (const name of ['confirmMs', 'minHoldMs', 'coolDownMs', 'minVolume24hUsd'] as const) {
    demand(settings[name] >= 0 && settings[name] < Infinity, name, '>= 0 and finite', settings[name]);
  }
  const { maxPositions } = settings;
  demand(Number.isInteger(maxPositions) && maxPositions >= 1, 'maxPositions', 'an integer >= 1', maxPositions);
  return settings;
}
