import {
  assertNever,
  type AccountState,
  type Bar,
  type BookUpdate,
  type DataQuality,
  type MarketEvent,
  type MarketId,
  type Stamp,
  type StrategyInput,
} from '@perpstream/core';
import { momentsOf } from './covariance';
import type { EstimateOptions } from './estimate-options';
import type { MarketView } from './market-view';
import { ReturnHistory } from './return-history';

const HOUR_MS = 3_600_000;
/** After so many half-lives a return weighs a sixteenth: what is older is not kept. */
const HALF_LIVES_KEPT = 4;

type Row = { -readonly [Key in keyof MarketView]: MarketView[Key] } & {
  readonly returns: ReturnHistory;
  /** The latest input that changed what is seen of the market. */
  stamp: Stamp;
};

/**
 * What the inputs so far say of every market: folds `StrategyInput`s into `MarketView`s, in the order in which markets were
 * first heard of. One table per subscription.
 *
 * Views are changed in place. Scores, top and book of a market go when its data are not live. Volatility and covariance
 * come from the closes of time bars of `barMs`, with mean 0 and exponential weights, and are undefined until there are
 * `warmUpBars` returns (of both markets, from the same bars).
 * @example table.observe(input, scheduler.now()); const views = table.markets;
 */
export class MarketTable {
  readonly #rows = new Map<MarketId, Row>();
  readonly #views: Row[] = [];
  #account: AccountState | undefined;

  constructor(private readonly options: EstimateOptions) {}

  /** All markets, in the order in which they were first heard of. The list grows in place. */
  get markets(): readonly MarketView[] {
    return this.#views;
  }

  /** The latest account state, undefined before the first. */
  get account(): AccountState | undefined {
    return this.#account;
  }

  market(marketId: MarketId): MarketView | undefined {
    return this.#rows.get(marketId);
  }

  /** Time and cause of the latest input that changed what is seen of a market. */
  stampOf(marketId: MarketId): Stamp | undefined {
    return this.#rows.get(marketId)?.stamp;
  }

  /** Notes what was decided of a market that was heard of. */
  setTarget(marketId: MarketId, targetUsd: number): void {
    const row = this.#rows.get(marketId);
    if (row !== undefined) row.targetUsd = targetUsd;
  }

  /** Covariance of the log returns of one hour of two markets, or the variance of one; undefined until warm. */
  covariance1h(a: MarketId, b: MarketId): number | undefined {
    const [rowA, rowB] = [this.#rows.get(a), this.#rows.get(b)];
    if (rowA === undefined || rowB === undefined) return undefined;
    const { covariance, count } = momentsOf(rowA.returns, rowB.returns, this.options.halfLifeBars);
    return count < this.options.warmUpBars ? undefined : (covariance * HOUR_MS) / this.options.barMs;
  }

  /** Correlation of the returns of two markets in [-1, 1]; undefined until warm, and while one of them does not move. */
  correlation(a: MarketId, b: MarketId): number | undefined {
    const [rowA, rowB] = [this.#rows.get(a), this.#rows.get(b)];
    if (rowA === undefined || rowB === undefined) return undefined;
    const { covariance, variances, count } = momentsOf(rowA.returns, rowB.returns, this.options.halfLifeBars);
    const scale = Math.sqrt(variances[0] * variances[1]);
    if (count < this.options.warmUpBars || !(scale > 0)) return undefined;
    return Math.min(1, Math.max(-1, covariance / scale));
  }

  /** Takes one input in at time `nowMs`. */
  observe(input: StrategyInput, nowMs: number): void {
    switch (input.kind) {
      case 'scores':
        this.#touch(input, nowMs).scores = input.scores;
        break;
      case 'quality':
        this.#setQuality(this.#touch(input, nowMs), input);
        break;
      case 'context':
        this.#touch(input, nowMs).context = input;
        break;
      case 'book':
        this.#setBook(this.#touch(input, nowMs), input);
        break;
      case 'bar':
        this.#addBar(this.#touch(input, nowMs), input.bar);
        break;
      case 'account':
        this.#setAccount(input);
        break;
      case 'flow':
      case 'flow-window':
      case 'forced-flow':
      case 'status-change':
      case 'clock-skew':
      case 'block':
        break;
      default:
        assertNever(input);
    }
  }

  #touch(input: MarketEvent, nowMs: number): Row {
    const row = this.#rows.get(input.marketId) ?? this.#add(input, nowMs);
    row.stamp = input;
    return row;
  }

  #add(stamp: MarketEvent, nowMs: number): Row {
    const { marketId } = stamp;
    const { barMs, halfLifeBars } = this.options;
    const row: Row = {
      marketId,
      scores: undefined,
      top: undefined,
      book: undefined,
      context: undefined,
      quality: undefined,
      sinceMs: nowMs,
      volatility1h: undefined,
      targetUsd: 0,
      position: this.#account?.positions.get(marketId),
      returns: new ReturnHistory(Math.ceil(HALF_LIVES_KEPT * halfLifeBars), barMs),
      stamp,
    };
    this.#rows.set(marketId, row);
    this.#views.push(row);
    return row;
  }

  #setQuality(row: Row, quality: DataQuality): void {
    row.quality = quality;
    if (quality.level === 'live') return;
    // Nothing from before an interruption may lead to a decision after it.
    row.scores = undefined;
    row.top = undefined;
    row.book = undefined;
  }

  #setBook(row: Row, { top, view }: BookUpdate): void {
    row.top = top;
    row.book = view;
  }

  #addBar(row: Row, { spec, closeUsd, endMs }: Bar): void {
    if (spec.type !== 'time' || spec.intervalMs !== this.options.barMs) return;
    row.returns.add(closeUsd, endMs);
    const variance = this.covariance1h(row.marketId, row.marketId);
    row.volatility1h = variance === undefined ? undefined : Math.sqrt(variance);
  }

  #setAccount(account: AccountState): void {
    this.#account = account;
    for (const row of this.#views) row.position = account.positions.get(row.marketId);
  }
}
