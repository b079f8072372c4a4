import type { Exposure } from './exposure';

/** How sure a strategy is of each direction of one market, each in [0, 1]. They need not add up to 1. */
export type DirectionConfidence = { readonly long: number; readonly short: number };

/** The two bounds of the hysteresis: 0 <= `exitConfidence` < `enterConfidence` <= 1. */
export type ConfidenceBands = { readonly enterConfidence: number; readonly exitConfidence: number };

/**
 * One step of the hysteresis: what is wanted of a market, given what is held and how sure the strategy is.
 *
 * A held direction is kept while its confidence is at least `exitConfidence`. Otherwise, and from flat, the direction of
 * higher confidence is wanted when it reaches `enterConfidence`; when both are equal there is no direction to want. A
 * flip is thus an exit and an entry by the same bands. Between the bands nothing changes, so noise around one bound
 * does not trade.
 * @example nextExposure('long', { long: 0.7, short: 0.3 }, { enterConfidence: 0.8, exitConfidence: 0.6 }); // 'long'
 */
export function nextExposure(held: Exposure, confidence: DirectionConfidence, bands: ConfidenceBands): Exposure {
  if (held !== 'flat' && confidence[held] >= bands.exitConfidence) return held;
  if (confidence.long === confidence.short) return 'flat';
  const better = confidence.long > confidence.short ? 'long' : 'short';
  return confidence[better] >= bands.enterConfidence ? better : 'flat';
}
