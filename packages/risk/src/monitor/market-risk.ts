import {
  stepSizeBase,
  type ClientId,
  type DataQuality,
  type DecisionPart,
  type MarketContext,
  type MarketId,
  type MarketRules,
  type MarketStatus,
  type Position,
  type Side,
  type TopOfBook,
} from '@perpstream/core';
import { PricePath } from '../limits/price-path';
import { DEFAULT_RISK_LIMITS, type RiskLimits } from '../limits/risk-limits';
import { TypicalTrade } from '../limits/typical-trade';
import { effectiveInitialMarginFraction } from '../margin/effective-initial-margin-fraction';
import type { MarginPosition } from '../margin/account-margin';

/** An order that may fill at any time: it rests, or it was approved and the account does not show it yet. */
export type WorkingOrder = {
  readonly clientId: ClientId;
  readonly side: Side;
  readonly remainingBase: number;
  readonly priceUsd: number;
};

/** +1 for what buys, -1 for what sells. */
export type Sign = 1 | -1;

/** The sign that an order of this side gives to a position. */
export function signOf(side: Side): Sign {
  return side === 'buy' ? 1 : -1;
}

/** All that risk knows of one market: its marks and margin tier, the account's position, and what may be added to it. */
export class MarketRisk implements MarginPosition {
  status: MarketStatus = 'UNKNOWN';
  rules: MarketRules | undefined;
  quality: DataQuality | undefined;
  position: Position | undefined;
  /** Best prices of the book; undefined until a book came. */
  top: TopOfBook | undefined;
  /** Working orders that may open exposure; reduce-only ones never do. */
  readonly orders: WorkingOrder[] = [];
  /** Orders that the account lists or that were approved and are not listed yet, reduce-only ones included. */
  openOrders = 0;
  /** Signed notional of the latest approved target, or of the larger side of approved quotes. */
  reservedUsd = 0;
  /** Whether a target is reserved at all: one of 0 may yet take away what is held. */
  isReserved = false;
  /** Of whom the latest approved decision is put together. */
  reservedParts: readonly DecisionPart[] = [];
  /** Whether the account has shown what is reserved. */
  wasShown = false;
  readonly trades: TypicalTrade = new TypicalTrade();
  /** Oracle prices in steps of `correlationSampleMs`. */
  readonly path: PricePath;
  oraclePriceUsd: number = NaN;
  initialMarginFraction: number = NaN;
  maintenanceMarginFraction: number = NaN;
  /** When the oracle price was last stated; NaN before. */
  oracleMs: number = NaN;
  readonly #sampleMs: number;
  #openInterestBase: number | undefined;
  #isOracleInvalid = false;

  constructor(
    readonly marketId: MarketId,
    limits: Pick<RiskLimits, 'correlationSampleMs' | 'correlationSamples'> = DEFAULT_RISK_LIMITS,
  ) {
    this.path = new PricePath(limits.correlationSamples);
    this.#sampleMs = limits.correlationSampleMs;
  }

  get sizeBase(): number {
    return this.position?.sizeBase ?? 0;
  }

  get notionalUsd(): number {
    return this.sizeBase * this.oraclePriceUsd;
  }

  get stepUsd(): number {
    return this.rules === undefined ? 0 : stepSizeBase(this.rules) * this.oraclePriceUsd;
  }

  /** Which of the inputs that margin needs is not known yet. */
  get missing(): 'oracle price' | 'margin rules' | 'open interest' | undefined {
    if (Number.isNaN(this.oraclePriceUsd)) return 'oracle price';
    if (this.rules === undefined) return 'margin rules';
    return Number.isNaN(this.initialMarginFraction) ? 'open interest' : undefined;
  }

  /** Whether the oracle price was stated, but is no price. */
  get isOracleInvalid(): boolean {
    return this.#isOracleInvalid;
  }

  /** Takes what a context states, keeps what it leaves out. Returns whether the marks changed. */
  applyContext(context: MarketContext): boolean {
    const { oraclePriceUsd, missing } = this;
    this.status = context.status;
    this.rules = context.rules ?? this.rules;
    if (context.oraclePriceUsd !== undefined) this.#setOracle(context.oraclePriceUsd, context);
    this.#openInterestBase = context.openInterestBase ?? this.#openInterestBase;
    this.maintenanceMarginFraction = this.rules?.maintenanceMarginFraction ?? NaN;
    this.initialMarginFraction = this.initialMarginFractionWith(0);
    return !Object.is(oraclePriceUsd, this.oraclePriceUsd) || missing !== this.missing;
  }

  /** The initial margin fraction when the market's open interest grows by `addedUsd`; NaN while an input is missing. */
  initialMarginFractionWith(addedUsd: number): number {
    if (this.rules === undefined) return NaN;
    if (this.rules.openInterestUpperCapUsd === 0) return this.rules.initialMarginFraction;
    const openInterestUsd = (this.#openInterestBase ?? NaN) * this.oraclePriceUsd + addedUsd;
    return Number.isNaN(openInterestUsd) ? NaN : effectiveInitialMarginFraction(this.rules, openInterestUsd);
  }

  /** The position when every working order of one side fills and none of the other. */
  worstBase(sign: Sign): number {
    let base = this.sizeBase;
    for (const order of this.orders) if (signOf(order.side) === sign) base += sign * order.remainingBase;
    return base;
  }

  /** The signed notional of largest size that the account may come to hold: by its orders, or by what was approved. */
  worstNotionalUsd(): number {
    const longUsd = this.worstBase(1) * this.oraclePriceUsd;
    const shortUsd = this.worstBase(-1) * this.oraclePriceUsd;
    const byOrdersUsd = longUsd >= -shortUsd ? longUsd : shortUsd;
    return Math.abs(this.reservedUsd) > Math.abs(byOrdersUsd) ? this.reservedUsd : byOrdersUsd;
  }

  /** The largest notional in one direction that the account may come to hold; below 0 while it is sure to hold the other. */
  worstTowardUsd(sign: Sign): number {
    const byOrdersUsd = sign * this.worstBase(sign) * this.oraclePriceUsd;
    return this.isReserved ? Math.max(byOrdersUsd, sign * this.reservedUsd) : byOrdersUsd;
  }

  /** The initial margin of a notional of this size, the market's open interest grown by what is not held yet of it. */
  initialMarginUsd(notionalUsd: number): number {
    const heldUsd = Math.max(0, Math.sign(notionalUsd) * this.notionalUsd);
    const absoluteUsd = Math.abs(notionalUsd);
    return absoluteUsd * this.initialMarginFractionWith(Math.max(0, absoluteUsd - heldUsd));
  }

  /** The larger of the initial margins of what the account may come to hold in either direction. */
  worstInitialMarginUsd(): number {
    const longUsd = this.initialMarginUsd(Math.max(0, this.worstTowardUsd(1)));
    return Math.max(longUsd, this.initialMarginUsd(-Math.max(0, this.worstTowardUsd(-1))));
  }

  /** Whether position and working orders come to `share` of what is reserved. */
  showsReservation(share: number): boolean {
    const sign = this.reservedUsd >= 0 ? 1 : -1;
    return sign * this.worstBase(sign) * this.oraclePriceUsd >= Math.abs(this.reservedUsd) * share;
  }

  /** What filling the working orders costs against the mark: bought above it, sold below it. */
  fillCostUsd(): number {
    let costUsd = 0;
    for (const order of this.orders) costUsd += fillCostUsd(order, this.oraclePriceUsd);
    return costUsd;
  }

  #setOracle(priceUsd: number, { oracleReceivedMs, receivedMs }: MarketContext): void {
    this.#isOracleInvalid = !(priceUsd > 0 && priceUsd < Infinity);
    if (oracleReceivedMs !== undefined) this.oracleMs = oracleReceivedMs;
    else if (priceUsd !== this.oraclePriceUsd) this.oracleMs = receivedMs;
    this.oraclePriceUsd = this.#isOracleInvalid ? NaN : priceUsd;
    if (!this.#isOracleInvalid) this.path.state(Math.floor(receivedMs / this.#sampleMs), priceUsd);
  }
}

/** What filling an order costs against the mark, >= 0; a fill better than the mark is not counted on. */
export function fillCostUsd(order: Omit<WorkingOrder, 'clientId'>, oraclePriceUsd: number): number {
  return Math.max(0, signOf(order.side) * (order.priceUsd - oraclePriceUsd) * order.remainingBase);
}
