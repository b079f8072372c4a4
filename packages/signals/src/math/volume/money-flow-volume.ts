import type { HighLowCloseVolume } from '../bar-prices';

/**
 * Volume of a bar with the sign and the share that its close tells: all of it when the bar closes at its high, none in
 * the middle, minus all at its low. 0 in a bar without range.
 */
export function moneyFlowVolumeBase({ highUsd, lowUsd, closeUsd, volumeBase }: HighLowCloseVolume): number {
  const rangeUsd = highUsd - lowUsd;
  return rangeUsd > 0 ? (volumeBase * (closeUsd - lowUsd - (highUsd - closeUsd))) / rangeUsd : 0;
}
