import type { QuotesDecision, StrategyDecision, TargetDecision } from '@perpstream/core';

/** The target of one strategy in one market, cut to its budget. */
export type TargetClaim = {
  readonly kind: 'target';
  readonly decision: TargetDecision;
  readonly targetUsd: number;
  /**
   * The same in base units, at the mid when it was decided: this is what the strategy wants to hold from then on, whatever
   * the price does. Undefined when no mid was known.
   */
  readonly sizeBase: number | undefined;
};

/** The quotes of one strategy in one market, cut to its budget. */
export type QuotesClaim = { readonly kind: 'quotes'; readonly decision: QuotesDecision };

/** What one strategy wants of one market, cut to its budget. */
export type Claim = TargetClaim | QuotesClaim;

/** What a claim is cut by. */
export type ClaimBounds = {
  /** What the budget leaves for this market. */
  readonly roomUsd: number;
  readonly midUsd: number | undefined;
  /** What the strategy holds in this market, signed base units. */
  readonly heldBase: number;
};

type Quote = NonNullable<QuotesDecision['bid']>;

/**
 * Cuts what a strategy wants of a market to what its budget leaves. Reducing is never cut: a target is cut to the room in
 * which the present one lies already, and of quotes the side that reduces may always close what is held.
 */
export function claimOf(decision: StrategyDecision, bounds: ClaimBounds): Claim {
  return decision.kind === 'target' ? targetClaim(decision, bounds) : quotesClaim(decision, bounds);
}

function targetClaim(decision: TargetDecision, { roomUsd, midUsd }: ClaimBounds): TargetClaim {
  const { targetNotionalUsd: asked } = decision;
  const targetUsd = Math.sign(asked) * Math.min(Math.abs(asked), roomUsd);
  const sizeBase = targetUsd === 0 ? 0 : midUsd === undefined ? undefined : targetUsd / midUsd;
  return { kind: 'target', decision, targetUsd, sizeBase };
}

function quotesClaim(decision: QuotesDecision, { roomUsd, midUsd = 0, heldBase }: ClaimBounds): QuotesClaim {
  const { bid, ask, ...rest } = decision;
  const freeUsd = Math.max(0, roomUsd - Math.abs(heldBase) * midUsd);
  const cutBid = bid && cutQuote(bid, freeUsd, Math.max(0, -heldBase));
  const cutAsk = ask && cutQuote(ask, freeUsd, Math.max(0, heldBase));
  return { kind: 'quotes', decision: { ...rest, ...(cutBid && { bid: cutBid }), ...(cutAsk && { ask: cutAsk }) } };
}

/** What closes the position, and as much beyond it as there is room for; undefined when that is nothing. */
function cutQuote({ priceUsd, sizeBase }: Quote, freeUsd: number, closingBase: number): Quote | undefined {
  const size = Math.min(sizeBase, closingBase + freeUsd / priceUsd);
  return size > 0 ? { priceUsd, sizeBase: size } : undefined;
}

/** Whether the strategy wants anything of the market at present. */
export function isActive(claim: Claim | undefined): boolean {
  if (claim === undefined) return false;
  if (claim.kind === 'target') return claim.targetUsd !== 0;
  return claim.decision.bid !== undefined || claim.decision.ask !== undefined;
}

/** What the claim takes of the budget. */
export function claimUsd(claim: Claim | undefined): number {
  if (claim === undefined) return 0;
  if (claim.kind === 'target') return Math.abs(claim.targetUsd);
  const { bid, ask } = claim.decision;
  return Math.max(0, ...[bid, ask].map((quote) => (quote === undefined ? 0 : quote.priceUsd * quote.sizeBase)));
}
