import type { AccountState, ClientId, DecisionPart, MarketId, OrderIntent } from '@perpstream/core';
import { OrderRate } from '../limits/order-rate';
import { isStateful } from '../limits/stateful';
import { Protections } from '../protections/protections';
import { MarketRisk, type WorkingOrder } from './market-risk';
import type { CheckedRiskOptions, RiskInput } from './risk-options';

/** What an input changed that risk depends on. */
export type RiskChange = 'account' | 'marks' | 'protections' | 'none';

/** The account shows an approved target once it holds or works on this share of it: the rest is grid and price moves. */
const SHOWN_SHARE = 0.99;

type InFlightOrder = WorkingOrder & { readonly marketId: MarketId; readonly approvedMs: number };

/**
 * The state that monitoring and approving stand on: latest account, marks, data quality, halts, and what was approved but is
 * not visible in the account yet. A pure reducer: same inputs, same state. One per subscription.
 *
 * An approved target counts as exposure of its market, beside what the account shows (the larger of both), until a later
 * decision for that market is approved and takes its place, or until the account has shown it and then fell below it again: from
 * then on the account is the truth. A refused decision reserves nothing and releases nothing. An approved order counts until
 * the account lists it, or `inFlightOrderMs` have passed.
 */
export class RiskBook {
  readonly protections: Protections;
  /** What was sent against the chain's rates. */
  readonly rate: OrderRate;
  readonly #markets = new Map<MarketId, MarketRisk>();
  /** The markets in which there is or may be exposure: of 300 markets, those few that sums run over. */
  readonly #exposed = new Set<MarketRisk>();
  readonly #inFlight = new Map<ClientId, InFlightOrder>();
  readonly #stateful = new Set<ClientId>();
  #account: AccountState | undefined;
  #nowMs = -Infinity;

  constructor(readonly options: CheckedRiskOptions) {
    this.protections = new Protections(options);
    this.rate = new OrderRate(options.limits);
  }

  /** Orders that the account lists or that were approved and are not listed yet. */
  get openOrders(): number {
    return (this.#account?.openOrders.size ?? 0) + this.#inFlight.size;
  }

  /** Of these, the ones that the chain keeps in its state. */
  get statefulOrders(): number {
    return this.#stateful.size;
  }

  /** The step of event time that prices are sampled in for correlations; -Infinity before the first event. */
  get step(): number {
    return Math.floor(this.#nowMs / this.options.limits.correlationSampleMs);
  }

  get account(): AccountState | undefined {
    return this.#account;
  }

  get exposed(): Iterable<MarketRisk> {
    return this.#exposed;
  }

  market(marketId: MarketId): MarketRisk {
    let market = this.#markets.get(marketId);
    if (market === undefined) {
      market = new MarketRisk(marketId, this.options.limits);
      this.#markets.set(marketId, market);
    }
    return market;
  }

  /** Equity at oracle prices; undefined while the account is not known, NaN while a mark of an open position is not. */
  equityUsd(): number | undefined {
    if (this.#account === undefined) return undefined;
    let equityUsd = this.#account.quoteBalanceUsd;
    for (const market of this.#exposed) if (market.position !== undefined) equityUsd += market.notionalUsd;
    return equityUsd;
  }

  /** Lets time pass: a new UTC day starts, approved orders that never showed up stop counting. */
  advance(nowMs: number): void {
    this.protections.advance(nowMs);
    if (nowMs > this.#nowMs) this.#nowMs = nowMs;
    if (this.#inFlight.size === 0) return;
    for (const [clientId, order] of this.#inFlight) {
      if (nowMs - order.approvedMs <= this.options.inFlightOrderMs) continue;
      this.#inFlight.delete(clientId);
      this.#stateful.delete(clientId);
      const market = this.market(order.marketId);
      market.orders.splice(market.orders.indexOf(order), 1);
      market.openOrders -= 1;
    }
  }

  apply(input: RiskInput): RiskChange {
    const { revision } = this.protections;
    this.advance(input.kind === 'command' ? input.receivedUs / 1_000 : input.receivedMs);
    const change = this.#take(input);
    this.protections.observe(input, change, this);
    return change === 'none' && revision !== this.protections.revision ? 'protections' : change;
  }

  #take(input: RiskInput): RiskChange {
    switch (input.kind) {
      case 'account':
        return this.#applyAccount(input);
      case 'context': {
        const market = this.market(input.marketId);
        return market.applyContext(input) && market.position !== undefined ? 'marks' : 'none';
      }
      case 'quality':
        this.market(input.marketId).quality = input;
        return 'none';
      case 'book':
        this.market(input.marketId).top = input.top;
        return 'none';
      case 'flow':
        this.market(input.marketId).trades.observe(input);
        return 'none';
      case 'block':
        this.rate.advance(input.height);
        return 'none';
      case 'cancel':
        this.rate.countCancel();
        return 'none';
      default:
        return 'none';
    }
  }

  /** Counts an approved target (signed notional) as exposure of its market; takes the place of the one before. */
  reserveTarget(market: MarketRisk, notionalUsd: number, parts: readonly DecisionPart[] = []): void {
    market.reservedUsd = notionalUsd;
    market.isReserved = true;
    market.reservedParts = parts;
    market.wasShown = false;
    if (notionalUsd !== 0) this.#exposed.add(market);
  }

  /** Counts an approved order as working until the account shows it. */
  reserveOrder(order: OrderIntent, remainingBase: number, priceUsd: number): void {
    const { clientId, side, marketId } = order;
    const inFlight = { clientId, side, remainingBase, priceUsd, marketId, approvedMs: order.receivedMs };
    const market = this.market(marketId);
    this.#inFlight.set(clientId, inFlight);
    if (isStateful(order)) this.#stateful.add(clientId);
    this.#exposed.add(market);
    market.orders.push(inFlight);
    market.openOrders += 1;
  }

  #applyAccount(account: AccountState): RiskChange {
    this.#account = account;
    for (const market of this.#exposed) {
      market.position = undefined;
      market.orders.length = 0;
      market.openOrders = 0;
    }
    for (const position of account.positions.values()) this.#expose(position.marketId).position = position;
    for (const order of account.openOrders.values()) {
      this.#inFlight.delete(order.clientId);
      const market = this.#expose(order.marketId);
      market.openOrders += 1;
      if (!order.reduceOnly) market.orders.push(order);
    }
    for (const order of this.#inFlight.values()) {
      const market = this.#expose(order.marketId);
      market.openOrders += 1;
      market.orders.push(order);
    }
    for (const clientId of this.#stateful) {
      if (!account.openOrders.has(clientId) && !this.#inFlight.has(clientId)) this.#stateful.delete(clientId);
    }
    for (const market of this.#exposed) this.#releaseShownTarget(market);
    return 'account';
  }

  #expose(marketId: MarketId): MarketRisk {
    const market = this.market(marketId);
    this.#exposed.add(market);
    return market;
  }

  #releaseShownTarget(market: MarketRisk): void {
    const isShown = market.showsReservation(SHOWN_SHARE);
    if (market.wasShown && !isShown) {
      market.reservedUsd = 0;
      market.isReserved = false;
    }
    market.wasShown = isShown;
    const isIdle = market.position === undefined && market.openOrders === 0 && market.reservedUsd === 0;
    if (!isIdle) return;
    market.isReserved = false;
    market.reservedParts = [];
    this.#exposed.delete(market);
  }
}
