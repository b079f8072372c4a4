import {
  midPriceUsd,
  type AccountState,
  type Attribution,
  type FaultSink,
  type MarketContext,
  type MarketId,
  type QuotesDecision,
  type Reason,
  type Stamp,
  type StrategyDecision,
  type StrategyInput,
} from '@perpstream/core';
import { claimOf, claimUsd, isActive, type Claim } from './claim';
import { combineClaims } from './combine-claims';
import type { DeskSeat } from './desk-seat';
import { Holdings, type HoldingFacts } from './holdings';
import { MarketClaims } from './market-claims';

/** What the desk tells besides decisions. */
export type DeskSinks = {
  readonly faults: FaultSink;
  readonly attribute: (attribution: Attribution) => void;
};

/** All that the strategies of one account want, hold and have paid. One per subscription. */
export class Desk {
  readonly #markets = new Map<MarketId, MarketClaims>();
  readonly #mids = new Map<MarketId, number>();
  readonly #contexts = new Map<MarketId, MarketContext>();
  /** What was decided last per market, without when and why. */
  readonly #standing = new Map<MarketId, string>();
  readonly #holdings: Holdings;
  /** The strategy that moved a market last. */
  readonly #deciders = new Map<MarketId, number>();
  #marketsWithOrders: ReadonlySet<MarketId> = new Set();
  #decisions = 0;

  constructor(
    private readonly seats: readonly DeskSeat[],
    private readonly sinks: DeskSinks,
  ) {
    this.#holdings = new Holdings(seats.length, (marketId) => this.#factsOf(marketId));
  }

  /** Takes in one input, before the strategies do. Gives decisions of strategies for which a market has become free. */
  observe(input: StrategyInput): StrategyDecision[] {
    switch (input.kind) {
      case 'book':
        this.#mids.set(input.marketId, midPriceUsd(input.top));
        return [];
      case 'quality':
        if (input.level !== 'live') this.#mids.delete(input.marketId);
        return [];
      case 'context':
        this.#contexts.set(input.marketId, input);
        this.#holdings.learnRules(input);
        return [];
      case 'account':
        this.#holdings.take(input, this.#contexts);
        this.#marketsWithOrders = new Set([...input.openOrders.values()].map(({ marketId }) => marketId));
        this.#attribute(input);
        return this.#release(input);
      case 'block':
        return this.#release(input);
      default:
        return [];
    }
  }

  /** The input as one strategy is to see it: an account that shows its own part. */
  inputFor(seat: number, input: StrategyInput): StrategyInput {
    if (input.kind !== 'account') return input;
    const openOrders = [...input.openOrders].filter(([, { marketId }]) => this.#markets.get(marketId)?.counts(seat));
    return { ...input, positions: this.#holdings.positions(seat), openOrders: new Map(openOrders) };
  }

  /** What comes of the decision of one strategy; undefined when it changes nothing, or has to wait. */
  decide(seat: number, decision: StrategyDecision): StrategyDecision | undefined {
    const { marketId } = decision;
    const roomUsd = this.#roomUsd(seat, marketId);
    const bounds = { roomUsd, midUsd: this.#mids.get(marketId), heldBase: this.#holdings.sizeBase(seat, marketId) };
    const claim = claimOf(decision, bounds);
    const market = this.#market(marketId);
    market.put(seat, claim);
    if (!market.counts(seat)) this.#settle(marketId);
    if (!market.counts(seat)) {
      if (market.startWaiting(seat)) this.#reportWaiting(seat, decision);
      return undefined;
    }
    this.#holdings.cross(marketId, decision.receivedMs);
    return this.#combined(seat, marketId, decision, budgetReasons(decision, claim, this.seats[seat]!.budgetUsd));
  }

  /** The decisions of strategies that waited for markets which are free now. */
  #release(stamp: Stamp): StrategyDecision[] {
    return [...this.#markets].flatMap(([marketId, market]) => {
      if (!market.hasWaiting || !this.#settle(marketId)) return [];
      const first = market.counting().find(({ claim }) => isActive(claim));
      const decision = first && this.#combined(first.seat, marketId, stamp, []);
      return decision === undefined ? [] : [decision];
    });
  }

  #combined(
    seat: number,
    marketId: MarketId,
    { receivedMs, cause }: Stamp,
    reasons: readonly Reason[],
  ): StrategyDecision | undefined {
    const claims = this.#market(marketId).counting();
    const named = claims.map(({ seat: of, claim }) => ({ name: this.seats[of]!.name, claim }));
    const deciding = named[claims.findIndex((claim) => claim.seat === seat)]!;
    const midUsd = this.#mids.get(marketId);
    const decision = combineClaims(named, { receivedMs, cause, deciding, decision: this.#decisions, midUsd, reasons });
    const meaning = meaningOf(claims.map(({ claim }) => claim));
    if (this.#standing.get(marketId) === meaning) return undefined;
    this.#standing.set(marketId, meaning);
    this.#deciders.set(marketId, seat);
    this.#decisions += 1;
    return decision;
  }

  #market(marketId: MarketId): MarketClaims {
    let market = this.#markets.get(marketId);
    if (market === undefined) this.#markets.set(marketId, (market = new MarketClaims(this.seats.length)));
    return market;
  }

  /** Nobody can say whose the fill of an open order is once the market is somebody else's. */
  #settle(marketId: MarketId): boolean {
    if (this.#marketsWithOrders.has(marketId)) return false;
    return this.#market(marketId).settle((seat) => this.#holdings.sizeBase(seat, marketId) !== 0);
  }

  /** What the other markets leave of the budget of a strategy. */
  #roomUsd(seat: number, except: MarketId): number {
    let usedUsd = 0;
    for (const [marketId, market] of this.#markets) if (marketId !== except) usedUsd += claimUsd(market.claim(seat));
    return Math.max(0, this.seats[seat]!.budgetUsd - usedUsd);
  }

  #factsOf(marketId: MarketId): HoldingFacts {
    const market = this.#markets.get(marketId);
    const wantedBase = this.seats.map((_, seat) => {
      const claim = market?.counts(seat) === true ? market.claim(seat) : undefined;
      return claim?.kind === 'target' ? claim.sizeBase : undefined;
    });
    const heir = this.#marketsWithOrders.has(marketId) ? this.#deciders.get(marketId) : undefined;
    return { wantedBase, quoter: market?.quoter, heir, midUsd: this.#mids.get(marketId) };
  }

  #attribute({ receivedMs, cause }: AccountState): void {
    for (let seat = 0; seat <= this.seats.length; seat += 1) {
      const parts = [...this.#holdings.positions(seat).values()].map((part) => [part.marketId, part.sizeBase] as const);
      const cashUsd = this.#holdings.cashUsd(seat);
      const strategy = this.seats[seat]?.name ?? '';
      this.sinks.attribute({ kind: 'attribution', receivedMs, cause, strategy, cashUsd, sizeBase: new Map(parts) });
    }
  }

  #reportWaiting(seat: number, { marketId, receivedMs, cause, kind }: StrategyDecision): void {
    const { name } = this.seats[seat]!;
    const message = `${kind} of ${name} in ${marketId} wait: quotes share a market with nothing else, and another strategy has it`;
    this.sinks.faults.report({ kind: 'conflict', where: name, message, receivedMs, cause, marketId });
  }
}

function budgetReasons(asked: StrategyDecision, claim: Claim, budgetUsd: number): Reason[] {
  const isCut =
    claim.kind === 'target'
      ? asked.kind === 'target' && claim.targetUsd !== asked.targetNotionalUsd
      : asked.kind === 'quotes' &&
        (isSmaller(claim.decision.bid, asked.bid) || isSmaller(claim.decision.ask, asked.ask));
  return isCut ? [{ name: 'strategy-budget', value: claimUsd(claim), bound: budgetUsd }] : [];
}

function isSmaller(quote: QuotesDecision['bid'], asked: QuotesDecision['bid']): boolean {
  return asked !== undefined && (quote?.sizeBase ?? 0) < asked.sizeBase;
}

/** Equal for decisions that want the same. */
function meaningOf(claims: readonly Claim[]): string {
  const wanted = claims.filter(isActive).map((claim) => {
    if (claim.kind === 'target') return [claim.decision.strategy, claim.sizeBase ?? claim.targetUsd];
    return [claim.decision.bid, claim.decision.ask];
  });
  return JSON.stringify(wanted);
}
