/**
 * What a signal has to say in the confidence.
 *
 * - `direction`: 0 bearish .. 50 neutral .. 100 bullish
 * - `confirmation`: 0 none .. 100 strong, for either direction
 */
export type SignalRole = 'direction' | 'confirmation';

/** Role and weight of one signal; `weight` > 0, relative to the sum of all weights. */
export type SignalWeight = { readonly role: SignalRole; readonly weight: number };

/** The signals that a strategy looks at, by name. */
export type SignalWeights = Readonly<Record<string, SignalWeight>>;

/** Momentum leads, the book has a say in the direction, volume and volatility confirm. */
export const momentumWeights: SignalWeights = {
  momentum: { role: 'direction', weight: 0.5 },
  bookImbalance: { role: 'direction', weight: 0.2 },
  volume: { role: 'confirmation', weight: 0.2 },
  volatility: { role: 'confirmation', weight: 0.1 },
};
