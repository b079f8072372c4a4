import { checkFraction, sizeFrom, type ConstraintSize } from './constraint-size';

/** A share of what the book holds. */
export type DepthShare = {
  /** Notional within the bps that the caller counts, on the side that the order takes from, in USD. */
  readonly depthUsd: number;
  /** In (0, 1]. */
  readonly share: number;
};

/** A share of what is traded. */
export type VolumeShare = {
  /** Notional that the market trades in an hour, in USD. */
  readonly hourlyVolumeUsd: number;
  /** In (0, 1]. */
  readonly share: number;
};

/** depth x share */
export function depthSize({ depthUsd, share }: DepthShare): ConstraintSize {
  checkFraction('depth.share', share);
  return sizeFrom({ depthUsd }, () => depthUsd * share);
}

/** volume of an hour x share */
export function volumeSize({ hourlyVolumeUsd, share }: VolumeShare): ConstraintSize {
  checkFraction('volume.share', share);
  return sizeFrom({ hourlyVolumeUsd }, () => hourlyVolumeUsd * share);
}
