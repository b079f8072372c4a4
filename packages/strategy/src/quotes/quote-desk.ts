import {
  midPriceUsd,
  type AccountState,
  type MarketId,
  type OpenOrder,
  type ProcessedMarketData,
  type QuotesDecision,
  type Reason,
  type Stamp,
  type StrategyInput,
} from '@perpstream/core';
import { MarketTable } from '../portfolio/market-table';
import { placeQuotes, stillFits, type QuoteBounds } from './place-quotes';
import type { QuotePlan, QuoteSides, QuoteView } from './quote-model';
import { quoteObstacle } from './quote-obstacle';
import type { QuoteSettings } from './quote-options';
import { QuotedMarket } from './quoted-market';
import type { Fits } from './standing-quotes';
import { topOfOthers } from './top-of-others';

/** A decision without what every decision carries. */
type Wish = QuoteSides & Pick<QuotesDecision, 'confidence' | 'reasons'>;

const NO_PLAN: Reason = { name: 'plan', value: 0, bound: 1 };

function ordersByMarket({ openOrders }: AccountState): Map<MarketId, OpenOrder[]> {
  const byMarket = new Map<MarketId, OpenOrder[]>();
  for (const order of openOrders.values()) {
    const orders = byMarket.get(order.marketId);
    if (orders === undefined) byMarket.set(order.marketId, [order]);
    else orders.push(order);
  }
  return byMarket;
}

/**
 * All that one running quoting strategy knows. It takes inputs in, says when something is due, and then makes the decisions
 * of that moment. It owns no timer: the operator around it says when.
 */
export class QuoteDesk {
  readonly #settings: QuoteSettings;
  readonly #table: MarketTable;
  /** In the order in which they were first heard of: the order of places. */
  readonly #markets = new Map<MarketId, QuotedMarket>();
  /** Markets that may have become unfit since the last decisions. */
  readonly #doubtful = new Set<QuotedMarket>();
  #beat = 0;
  #beatMs = -Infinity;
  #decidedBeat = 0;
  #places = 0;
  #decisions = 0;

  constructor(settings: QuoteSettings) {
    this.#settings = settings;
    this.#table = new MarketTable(settings.estimates);
  }

  /** Takes one input in. Says whether decisions may be due: at a beat, or when a market may have become unfit. */
  observe(input: StrategyInput): boolean {
    const nowMs = this.#settings.scheduler.now();
    this.#table.observe(input, nowMs);
    if (input.kind === 'account') this.#learnAccount(input, nowMs);
    else if ('marketId' in input && input.kind !== 'scores') this.#observeMarket(input);
    const isBeat = input.kind === 'block' || nowMs - this.#beatMs >= this.#settings.blockFallbackMs;
    if (isBeat) {
      this.#beat += 1;
      this.#beatMs = nowMs;
    }
    return isBeat || this.#doubtful.size > 0;
  }

  /** The decisions of this moment: withdrawals at once, new quotes once per beat. */
  decide(): QuotesDecision[] {
    const decisions: QuotesDecision[] = [];
    for (const market of this.#decidedBeat < this.#beat ? this.#markets.values() : this.#doubtful) {
      const wish = this.#wishFor(market);
      if (wish !== undefined) decisions.push(this.#decision(market, wish));
    }
    this.#decidedBeat = this.#beat;
    this.#doubtful.clear();
    return decisions;
  }

  #observeMarket(event: ProcessedMarketData): void {
    let market = this.#markets.get(event.marketId);
    if (market === undefined) {
      market = new QuotedMarket(event.marketId, this.#settings.createModel(event.marketId));
      this.#markets.set(event.marketId, market);
      this.#showAccount(market);
    }
    market.model.observe?.(event);
    const isTelling = event.kind === 'quality' || event.kind === 'context';
    if (isTelling && !market.standing.isWithdrawn) this.#doubtful.add(market);
  }

  #learnAccount(account: AccountState, nowMs: number): void {
    const orders = ordersByMarket(account);
    for (const market of this.#markets.values()) {
      market.learnAccount(account, orders.get(market.marketId) ?? [], nowMs);
    }
  }

  #showAccount(market: QuotedMarket): void {
    const { account } = this.#table;
    if (account === undefined) return;
    const orders = [...account.openOrders.values()].filter(({ marketId }) => marketId === market.marketId);
    market.learnAccount(account, orders, this.#settings.scheduler.now());
  }

  #wishFor(market: QuotedMarket): Wish | undefined {
    const seen = this.#table.market(market.marketId);
    // Without a place nothing stands that could be withdrawn.
    if (seen === undefined || (!market.hasPlace && this.#places >= this.#settings.maxMarkets)) return undefined;
    const top = topOfOthers(seen, market.openQuotes);
    const view = { ...seen, top };
    const obstacle = quoteObstacle({ market: view, account: this.#table.account, nowMs: this.#nowMs }, this.#settings);
    if (obstacle !== undefined || top === undefined) return this.#withdrawal(market, obstacle ?? NO_PLAN);
    this.#seat(market, true);
    if (market.seenBeat === this.#beat) return undefined;
    market.seenBeat = this.#beat;
    if (this.#beat - market.decidedBeat < this.#settings.requoteBlocks) return undefined;
    return this.#requote(market, { ...view, top });
  }

  get #nowMs(): number {
    return this.#settings.scheduler.now();
  }

  /** Gives a market a place, or takes it. */
  #seat(market: QuotedMarket, hasPlace: boolean): void {
    if (market.hasPlace !== hasPlace) this.#places += hasPlace ? 1 : -1;
    market.hasPlace = hasPlace;
  }

  /** Takes quotes back, once. A market without inventory gives its place away with them. */
  #withdrawal(market: QuotedMarket, reason: Reason): Wish | undefined {
    if (market.positionBase === 0) this.#seat(market, false);
    return market.standing.isWithdrawn ? undefined : { confidence: 0, reasons: [reason] };
  }

  #requote(market: QuotedMarket, seen: QuoteView['market']): Wish | undefined {
    const { standing, openQuotes, positionBase: inventoryBase } = market;
    const inventoryUsd = inventoryBase * midPriceUsd(seen.top);
    const plan = market.model.quotes({ market: seen, nowMs: this.#nowMs, inventoryBase, inventoryUsd, openQuotes });
    if (plan === undefined) return this.#withdrawal(market, NO_PLAN);
    const bounds = this.#bounds(seen, inventoryUsd);
    standing.dropMissing(this.#nowMs, this.#settings.renewMs);
    const fits: Fits = (side, quote) => stillFits(side, quote, bounds);
    const change = standing.change(placeQuotes(plan, bounds), this.#settings, fits);
    return change && { ...change, ...this.#grounds(plan, inventoryUsd) };
  }

  #bounds({ top, context }: QuoteView['market'], inventoryUsd: number): QuoteBounds {
    const { maxInventoryUsd, minQuoteUsd } = this.#settings;
    return { top, rules: context?.rules, inventoryUsd, maxInventoryUsd, minQuoteUsd };
  }

  #grounds(plan: QuotePlan, inventoryUsd: number): Pick<Wish, 'confidence' | 'reasons'> {
    const inventory = { name: 'max-inventory-usd', value: inventoryUsd, bound: this.#settings.maxInventoryUsd };
    return { confidence: Math.min(1, Math.max(0, plan.confidence)), reasons: [...plan.reasons, inventory] };
  }

  #decision(market: QuotedMarket, wish: Wish): QuotesDecision {
    const { marketId, standing } = market;
    standing.decide(wish, this.#nowMs);
    market.decidedBeat = this.#beat;
    const { receivedMs, cause } = this.#stampOf(marketId);
    const { name: strategy } = this.#settings;
    return { kind: 'quotes', strategy, decision: this.#decisions++, marketId, receivedMs, cause, ...wish };
  }

  /** The latest input that a decision for a market rests on: one of the market, or the account. */
  #stampOf(marketId: MarketId): Stamp {
    const [market, account] = [this.#table.stampOf(marketId), this.#table.account];
    const latest = market === undefined || (account !== undefined && account.cause > market.cause) ? account : market;
    if (latest === undefined) throw new Error(`a decision for ${marketId} rests on no input`);
    return latest;
  }
}
