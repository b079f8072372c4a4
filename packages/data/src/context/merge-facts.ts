import type { MarketContext, MarketEvent, MarketFacts, MarketRules } from '@perpstream/core';

/** What a context says of its market, without the fields of the event. */
export type ContextFacts = Omit<MarketContext, 'kind' | keyof MarketEvent>;

/** The facts that a context shows; whatever else a patch states changes no context. */
const PLAIN_FACTS = [
  'status',
  'nextFundingRate1h',
  'openInterestBase',
  'volume24hUsd',
  'priceChange24hUsd',
] as const satisfies readonly (keyof MarketFacts & keyof ContextFacts)[];

function areSameRules(left: MarketRules, right: MarketRules | undefined): boolean {
  return right !== undefined && (Object.keys(left) as (keyof MarketRules)[]).every((key) => left[key] === right[key]);
}

/**
 * Merges a partial patch into what is known.
 *
 * @returns the very same object when the patch changes nothing
 */
export function mergeFacts(known: ContextFacts, patch: MarketFacts): ContextFacts {
  const stated = PLAIN_FACTS.filter((fact) => patch[fact] !== undefined && patch[fact] !== known[fact]);
  const { rules } = patch;
  const hasNewRules = rules !== undefined && !areSameRules(rules, known.rules);
  if (stated.length === 0 && !hasNewRules) return known;
  return {
    ...known,
    ...Object.fromEntries(stated.map((fact) => [fact, patch[fact]])),
    ...(hasNewRules ? { rules } : {}),
  };
}
