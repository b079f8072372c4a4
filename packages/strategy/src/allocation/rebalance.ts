import type { AllocationOptions } from './allocation-options';
import { fit, takenBy, type Fitted } from './fit';
import type { RebalanceOptions } from './rebalance-options';
import type { SizedIdea } from './sized-idea';

/** An idea with what it has and what it ought to have, gross in USD. */
export type Claim = Pick<SizedIdea, 'key' | 'legs'> & {
  /** 0 for a new one. */
  readonly heldUsd: number;
  readonly wanted: Fitted;
  /** Whether it may become larger now. */
  readonly mayGrow: boolean;
  /** Whether its size may change at all now. */
  readonly mayChange: boolean;
};

type Bounds = Pick<AllocationOptions, 'budgetUsd' | 'maxPositionUsd'>;

/** Whether a change of a held size is too small to be worth a trade. */
function isInBand(heldUsd: number, toUsd: number, { band, minTradeUsd }: RebalanceOptions): boolean {
  const changeUsd = Math.abs(toUsd - heldUsd);
  return heldUsd > 0 && (changeUsd < minTradeUsd || changeUsd < band * heldUsd);
}

function baseUsd({ heldUsd, wanted, mayChange }: Claim, options: RebalanceOptions): number {
  const keeps = !mayChange || isInBand(heldUsd, wanted.grossUsd, options);
  return keeps ? heldUsd : Math.min(heldUsd, wanted.grossUsd);
}

function growthUsd(claim: Claim, options: RebalanceOptions): number {
  const { heldUsd, wanted, mayGrow, mayChange } = claim;
  if (!mayGrow || !mayChange || isInBand(heldUsd, wanted.grossUsd, options)) return 0;
  return Math.max(0, wanted.grossUsd - heldUsd);
}

/**
 * The sizes that are decided, in the order of the claims. Held ideas keep their size within the band; those that ought to
 * be smaller are made smaller; growth and new ideas share what the budget and the markets then leave, and growth that is
 * left too small for a trade is not made. Never above the bounds, whatever the band.
 */
export function rebalance(claims: readonly Claim[], options: RebalanceOptions, bounds: Bounds): Fitted[] {
  const bases = fit(
    claims,
    claims.map((claim) => baseUsd(claim, options)),
    bounds,
  );
  const taken = takenBy(
    claims,
    bases.map(({ grossUsd }) => grossUsd),
  );
  const growth = fit(
    claims,
    claims.map((claim) => growthUsd(claim, options)),
    bounds,
    taken,
  );
  return claims.map(({ heldUsd, wanted }, index) => {
    const base = bases[index]!;
    const grown = base.grossUsd + growth[index]!.grossUsd;
    const caps = [...wanted.caps, ...base.caps, ...growth[index]!.caps];
    return { grossUsd: isInBand(heldUsd, grown, options) ? base.grossUsd : grown, caps };
  });
}
