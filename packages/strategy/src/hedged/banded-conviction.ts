import type { HysteresisOptions } from '../hysteresis/hysteresis-options';

/** Where something measured enters and leaves: 0 <= `exitAt` < `enterAt`. */
export type ConvictionBand = { readonly exitAt: number; readonly enterAt: number };

type Bands = Pick<HysteresisOptions, 'enterConviction' | 'exitConviction'>;

/**
 * Turns something measured (a z-score, an expected carry) into a conviction of the same sign: `enterAt` becomes
 * `enterConviction`, `exitAt` becomes `exitConviction`, twice `enterAt` and more becomes 1, straight lines between. So the
 * hysteresis of the portfolio enters and leaves at the bounds of the strategy.
 *
 * @param exitConviction > 0, or nothing would ever be left
 */
export function bandedConviction(strength: number, { exitAt, enterAt }: ConvictionBand, bands: Bands): number {
  const { enterConviction, exitConviction } = bands;
  const size = Math.abs(strength);
  const between = (share: number, from: number, to: number): number =>
    Math.sign(strength) * (from + share * (to - from));
  if (size >= enterAt) return between(Math.min(1, size / enterAt - 1), enterConviction, 1);
  if (size >= exitAt) return between((size - exitAt) / (enterAt - exitAt), exitConviction, enterConviction);
  return between(size / exitAt, 0, exitConviction);
}

/** A conviction that keeps what is held and enters nothing: never above the middle of the two bounds. */
export function keepingConviction(conviction: number, { enterConviction, exitConviction }: Bands): number {
  const most = (enterConviction + exitConviction) / 2;
  return Math.min(most, Math.max(-most, conviction));
}
