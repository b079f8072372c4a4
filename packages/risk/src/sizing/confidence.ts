import { checkPositive, sizeFrom, type ConstraintSize } from './constraint-size';

/** The full size only when all is certain. */
export type ConfidenceScale = {
  /** In [0, 1]; 0 allows nothing. */
  readonly confidence: number;
  /** Notional at a confidence of 1, in USD, > 0. */
  readonly fullNotionalUsd: number;
};

/** fullNotional x confidence */
export function confidenceSize({ confidence, fullNotionalUsd }: ConfidenceScale): ConstraintSize {
  checkPositive('confidence.fullNotionalUsd', fullNotionalUsd);
  if (!(confidence >= 0 && confidence <= 1)) return { missing: 'confidence' };
  return sizeFrom({}, () => fullNotionalUsd * confidence);
}
