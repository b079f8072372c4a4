import type { Bar } from '@perpstream/core';
import { requireFinite } from './require-finite';

/** What a formula over highs and lows needs of a bar; every `Bar` has it. Units do not matter, if they are the same. */
export type HighLow = Pick<Bar, 'highUsd' | 'lowUsd'>;

/** What a formula over ranges and closes needs of a bar. */
export type HighLowClose = Pick<Bar, 'highUsd' | 'lowUsd' | 'closeUsd'>;

/** What a formula over whole bars needs. */
export type OpenHighLowClose = Pick<Bar, 'openUsd' | 'highUsd' | 'lowUsd' | 'closeUsd'>;

/** What a formula over prices and amounts needs of a bar. */
export type HighLowCloseVolume = Pick<Bar, 'highUsd' | 'lowUsd' | 'closeUsd' | 'volumeBase'>;

/** @throws RangeError naming the price and its value when one is not finite */
export function requireHighLowClose(bar: HighLowClose): void {
  requireFinite('highUsd', bar.highUsd);
  requireFinite('lowUsd', bar.lowUsd);
  requireFinite('closeUsd', bar.closeUsd);
}
