import type { Bar } from '@perpstream/core';
import { requireFinite } from './require-finite';

/** What a formula over highs and lows needs of a bar; every `Bar` has it. Any unit will do. */
export type HighLow = Pick<Bar, 'highUsd' | 'lowUsd'>;

/** What a formula over ranges and closes needs of a bar. */
export type HighLowClose = Pick<Bar, 'highUsd' | 'lowUsd' | 'closeUsd'>;

/** What a formula over whole bars needs. */
export type OpenHighLowClose = Pick<Bar, 'openUsd' | 'highUsd' | 'lowUsd' | 'closeUsd'>;

/** What a formula over closes and amounts needs of a bar. */
export type CloseVolume = Pick<Bar, 'closeUsd' | 'volumeBase'>;

/** What a formula over ranges and amounts needs of a bar. */
export type HighLowVolume = Pick<Bar, 'highUsd' | 'lowUsd' | 'volumeBase'>;

/** What a formula over ranges, closes and amounts needs of a bar. */
export type HighLowCloseVolume = Pick<Bar, 'highUsd' | 'lowUsd' | 'closeUsd' | 'volumeBase'>;

/** @throws RangeError naming the price and its value when one is not finite */
export function requireHighLowClose(bar: HighLowClose): void {
  requireFinite('highUsd', bar.highUsd);
  requireFinite('lowUsd', bar.lowUsd);
  requireFinite('closeUsd', bar.closeUsd);
}

/** @throws RangeError naming the price or the volume and its value when one is not finite */
export function requireHighLowCloseVolume(bar: HighLowCloseVolume): void {
  requireHighLowClose(bar);
  requireFinite('volumeBase', bar.volumeBase);
}

/** One price for the whole bar: the mean of its high, low and close. */
export function typicalPriceUsd({ highUsd, lowUsd, closeUsd }: HighLowClose): number {
  return (highUsd + lowUsd + closeUsd) / 3;
}
