import type { MarketId, ProcessedMarketData, SignalEngine } from '@perpstream/core';
import type { MarketModel } from './market-model';

/** A kind of event that belongs to a market. */
export type EventKind = ProcessedMarketData['kind'];

/** What an engine is made of. */
export type EnginePlan = {
  readonly name: string;
  /** Called once per subscription: makes what is shared, and returns what makes the model of one market. */
  readonly createModels: () => (marketId: MarketId) => MarketModel;
  /** The kinds of events that the models read; undefined: all. */
  readonly kinds: readonly EventKind[] | undefined;
};

/** Whether models of this plan read events of this kind. */
export function reads({ kinds }: EnginePlan, kind: EventKind): boolean {
  return kinds === undefined || kinds.includes(kind);
}

const plans: unique symbol = Symbol('plan of an engine');

/**
 * Leaves the plan on the engine, for those who run the engine together with others: they can step its models themselves.
 * A hop through an operator costs more than most models do.
 */
export function withPlan(engine$: SignalEngine, plan: EnginePlan): SignalEngine {
  return Object.assign(engine$, { [plans]: plan });
}

/** The plan that was left on the engine; undefined for any other operator. */
export function planOf(engine$: SignalEngine & { readonly [plans]?: EnginePlan }): EnginePlan | undefined {
  return engine$[plans];
}
