import type { ExitOptions } from './exit-options';

/** What the exit rules know of a held idea. Values are fractions of its notional, 0 at entry. */
export type OpenIdea = {
  readonly enteredMs: number;
  readonly nowMs: number;
  /** What it has gained since entry; negative is a loss. Fees and funding are not part of it. */
  readonly value: number;
  readonly bestValue: number;
  /** In the held direction, in [0, 1]. */
  readonly entryConviction: number;
  /** In the held direction, in [-1, 1]; undefined while there is no opinion. */
  readonly conviction: number | undefined;
  /** Since when the predicted funding has cost more than the bound; undefined while it does not. */
  readonly costlySinceMs: number | undefined;
  /** Predicted funding that it costs in an hour; undefined while it is not known for every leg. */
  readonly fundingCost1h: number | undefined;
};

/** What is newly seen of a held idea. */
export type OpenIdeaSight = Pick<OpenIdea, 'nowMs' | 'value' | 'conviction' | 'fundingCost1h'>;

/** An idea at the moment it is entered. */
export function openIdea(nowMs: number, conviction: number): OpenIdea {
  return {
    enteredMs: nowMs,
    nowMs,
    value: 0,
    bestValue: 0,
    entryConviction: conviction,
    conviction,
    costlySinceMs: undefined,
    fundingCost1h: undefined,
  };
}

/** The same idea with what is seen of it now. */
export function seeOpenIdea(
  open: OpenIdea,
  sight: OpenIdeaSight,
  { maxFundingCost1h }: Pick<ExitOptions, 'maxFundingCost1h'>,
): OpenIdea {
  const isCostly = (sight.fundingCost1h ?? 0) > maxFundingCost1h;
  return {
    ...open,
    ...sight,
    bestValue: Math.max(open.bestValue, sight.value),
    costlySinceMs: isCostly ? (open.costlySinceMs ?? sight.nowMs) : undefined,
  };
}
