import type { ClientId, FaultSink } from '@perpstream/core';

/** How decisions become orders. */
export type PlanOptions = {
  /** How exposure is added: `taker` (default) crosses the spread at once, `maker` rests at the touch. */
  readonly execution?: 'taker' | 'maker';
  /** Worst price of a taker from the best opposite price, in basis points, 0 to less than 10,000; 20 by default. */
  readonly maxSlippageBps?: number;
  /** Blocks until an order dies by itself, integer 1..20; 10 by default. */
  readonly goodTilBlocks?: number;
  /** Orders worth less, in USD, are not sent, except to close a position; >= 0, 0 by default. */
  readonly minOrderNotionalUsd?: number;
  /** Orders that one decision may send to add exposure (quotes: in a row without resting), integer >= 1; 5 by default. */
  readonly maxAttempts?: number;
  /** Where client ids come from, `clientIds(seed)` for example. Never the same id twice in a run. */
  readonly clientIds: () => ClientId;
  readonly faults: FaultSink;
};

/** The options with every default filled in, checked. */
export type PlanSettings = Required<PlanOptions>;

const defaults: Omit<PlanSettings, 'clientIds' | 'faults'> = {
  execution: 'taker',
  maxSlippageBps: 20,
  goodTilBlocks: 10,
  minOrderNotionalUsd: 0,
  maxAttempts: 5,
};

function requireInteger(name: string, value: number, min: number, max: number): void {
  if (!Number.isInteger(value) || value < min || value > max) {
    throw new RangeError(`${name} must be an integer in ${min}..${max}, was ${value}`);
  }
}

/**
 * Fills in the defaults and checks every option.
 *
 * @throws RangeError naming the option, its value and the bound
 */
export function planSettings(options: PlanOptions): PlanSettings {
  const settings = { ...defaults, ...options };
  const { maxSlippageBps, goodTilBlocks, minOrderNotionalUsd, maxAttempts } = settings;
  requireInteger('goodTilBlocks', goodTilBlocks, 1, 20);
  requireInteger('maxAttempts', maxAttempts, 1, Number.MAX_SAFE_INTEGER);
  if (!(maxSlippageBps >= 0 && maxSlippageBps < 10_000)) {
    throw new RangeError(`maxSlippageBps must be >= 0 and < 10000, was ${maxSlippageBps}`);
  }
  if (!(minOrderNotionalUsd >= 0 && minOrderNotionalUsd < Infinity)) {
    throw new RangeError(`minOrderNotionalUsd must be finite and >= 0, was ${minOrderNotionalUsd}`);
  }
  return settings;
}
