import {
  magnitude,
  unixMs,
  type Block,
  type CancelIntent,
  type ClientId,
  type ExecutionReport,
  type Fill,
  type MarketId,
  type MarketRules,
  type OrderIntent,
  type ProcessedData,
  type Quantums,
  type Stamp,
} from '@perpstream/core';
import type { SchedulerLike } from 'rxjs';
import { RecentIds } from '../recent-ids';
import { BlockQueue } from './block-queue';
import { checkPlacing, type OrderEnd } from './check-placing';
import { matchMakersWithBook, matchMakersWithFlow, queueAhead, type MakerMatch } from './fill-makers';
import { makeFill } from './make-fill';
import { learn, newPaperMarket, type PaperMarket, type RestingOrder } from './paper-market';
import { ownOrdersWithin, takeLiquidity, type Match } from './take-liquidity';
import type { TradingFees } from './trading-fee';

/** What a `PaperExchange` is made with. */
export type PaperExchangeOptions = {
  readonly scheduler: SchedulerLike;
  readonly fees: TradingFees;
  readonly blockTimeoutMs: number;
  readonly report: (report: ExecutionReport) => void;
};

/** A market with its rules, at the moment at which its orders are matched. */
type Matching = { readonly market: PaperMarket; readonly rules: MarketRules; readonly at: Stamp };

/** What a report says besides the order it is about. */
type News<Report = ExecutionReport> = Report extends ExecutionReport
  ? Omit<Report, 'marketId' | 'clientId' | 'receivedMs' | 'cause'>
  : never;

const EXPIRED: OrderEnd = { kind: 'expired', reason: 'EXPIRED' };
const SELF_TRADE: OrderEnd = { kind: 'cancelled', reason: 'SELF_TRADE_ERROR' };
const USER_CANCELED: OrderEnd = { kind: 'cancelled', reason: 'USER_CANCELED' };

/** Orders whose client ids are remembered: a retry comes soon after its first attempt. */
const REMEMBERED_ORDERS = 100_000;

/** The exchange that a paper gateway simulates for one subscription: live books, own orders, own positions. */
export class PaperExchange {
  readonly #options: PaperExchangeOptions;
  readonly #queue: BlockQueue;
  readonly #markets = new Map<MarketId, PaperMarket>();
  #block: Block | undefined;
  /** The block whose orders are matched at the moment. */
  #handling: Block | undefined;
  #fills = 0;
  readonly #clientIds = new RecentIds<ClientId>(REMEMBERED_ORDERS);

  constructor(options: PaperExchangeOptions) {
    this.#options = options;
    this.#queue = new BlockQueue(options.scheduler, options.blockTimeoutMs);
  }

  /** Queues an order. @returns false when an order of this client id was sent before; the new one is dropped */
  submit(order: OrderIntent): boolean {
    if (!this.#clientIds.add(order.clientId)) return false;
    let sentAtHeight: number | undefined;
    const announce = (): void => {
      // The height is read here, when all have seen the present input: if that is a block, it lies behind the order.
      sentAtHeight = this.#block?.height;
      this.#report(order, this.#now(order), { kind: 'submitted', order });
    };
    this.#queue.add(announce, () => this.#place(order, sentAtHeight));
    return true;
  }

  cancel(cancel: CancelIntent): void {
    this.#queue.add(
      () => undefined,
      () => this.#cancel(cancel),
    );
  }

  handle(event: ProcessedData): void {
    if (event.kind === 'block') {
      this.#takeBlock(event);
      return;
    }
    if (event.kind === 'clock-skew') return;
    const market = this.#market(event.marketId);
    learn(market, event);
    const { rules } = market;
    if (rules === undefined || market.resting.length === 0) return;
    const matching = { market, rules, at: event };
    if (event.kind === 'book') this.#fillMakers(matching, matchMakersWithBook(market, rules, event));
    if (event.kind === 'flow') this.#fillMakers(matching, matchMakersWithFlow(market, rules, event));
  }

  /** Leaves nothing scheduled. */
  close(): void {
    this.#queue.clear();
  }

  #takeBlock(block: Block): void {
    this.#block = block;
    for (const market of this.#markets.values()) {
      for (const resting of [...market.resting]) {
        resting.goodTilBlock ??= block.height + resting.order.goodTilBlocks;
        if (block.height > resting.goodTilBlock) this.#end(market, resting, EXPIRED, block);
      }
    }
    this.#handling = block;
    this.#queue.run();
    this.#handling = undefined;
  }

  #place(order: OrderIntent, sentAtHeight: number | undefined): void {
    const at = this.#now(order);
    const market = this.#market(order.marketId);
    const height = this.#block?.height;
    const base = sentAtHeight ?? height;
    const goodTilBlock = base === undefined ? undefined : base + order.goodTilBlocks;
    const isLate = height !== undefined && goodTilBlock !== undefined && height > goodTilBlock;
    const placing = isLate ? EXPIRED : checkPlacing(order, market);
    if (placing.kind !== 'placeable') {
      this.#report(order, at, placing);
      return;
    }
    const matching = { market, rules: placing.rules, at };
    const remaining = order.timeInForce === 'post-only' ? order.quantums : this.#take(matching, order);
    if (remaining > 0n && order.timeInForce !== 'ioc') this.#rest(matching, order, remaining, goodTilBlock);
  }

  /** Matches an order that may take with the displayed book. @returns the quantums that are left of it */
  #take(matching: Matching, order: OrderIntent): bigint {
    const { market, rules, at } = matching;
    const held = magnitude(market.positionQuantums);
    const isCut = order.reduceOnly && held < order.quantums;
    const wanted = isCut ? held : order.quantums;
    const matches = takeLiquidity(market, rules, order, wanted);
    let remaining: bigint = order.quantums;
    for (const { quantums } of matches) remaining -= quantums;
    const isWantedDone = order.quantums - remaining === wanted;
    const reached = (isWantedDone ? matches.at(-1)?.subticks : undefined) ?? order.subticks;
    for (const own of ownOrdersWithin(market, order.side, reached)) this.#end(market, own, SELF_TRADE, at);
    this.#fillTaker(matching, order, matches);
    if (remaining > 0n && order.timeInForce === 'ioc') {
      const reason = isCut && isWantedDone ? 'REDUCE_ONLY_RESIZE' : 'IMMEDIATE_OR_CANCEL_WOULD_REST_ON_BOOK';
      this.#report(order, at, { kind: 'cancelled', reason });
    }
    return remaining;
  }

  #fillTaker(matching: Matching, order: OrderIntent, matches: readonly Match[]): void {
    let remaining: bigint = order.quantums;
    for (const match of matches) {
      remaining -= match.quantums;
      this.#fill(matching, order, match, remaining, 'taker');
    }
  }

  #rest(
    { market, rules, at }: Matching,
    order: OrderIntent,
    remainingQuantums: bigint,
    goodTilBlock: number | undefined,
  ): void {
    market.resting.push({
      order,
      remainingQuantums,
      queueAheadQuantums: queueAhead(market, rules, order.side, order.priceUsd),
      sinceExchangeMs: this.#block?.exchangeMs ?? -Infinity,
      goodTilBlock,
    });
    this.#report(order, at, { kind: 'accepted', goodTilBlock: goodTilBlock ?? order.goodTilBlocks });
  }

  #fillMakers(matching: Matching, matches: readonly MakerMatch[]): void {
    for (const { resting, quantums } of matches) {
      resting.remainingQuantums -= quantums;
      if (resting.remainingQuantums === 0n) this.#forget(matching.market, resting);
      const match = { quantums, subticks: resting.order.subticks };
      this.#fill(matching, resting.order, match, resting.remainingQuantums, 'maker');
    }
  }

  #fill(
    { market, rules, at }: Matching,
    order: OrderIntent,
    match: Match,
    remaining: bigint,
    liquidity: Fill['liquidity'],
  ): void {
    const { takerPpm, makerPpm } = this.#options.fees;
    const id = `paper-${order.clientId}-${this.#fills++}`;
    const feePpm = liquidity === 'taker' ? takerPpm : makerPpm;
    const fill = makeFill(match, rules, { id, side: order.side, liquidity, feePpm });
    if (order.side === 'buy') market.positionQuantums += match.quantums;
    else market.positionQuantums -= match.quantums;
    if (remaining === 0n) this.#report(order, at, { kind: 'filled', fill });
    else this.#report(order, at, { kind: 'partially-filled', fill, remainingQuantums: remaining as Quantums });
  }

  #cancel(cancel: CancelIntent): void {
    const market = this.#market(cancel.marketId);
    const resting = market.resting.find(({ order }) => order.clientId === cancel.clientId);
    if (resting !== undefined) this.#end(market, resting, USER_CANCELED, this.#now(cancel));
  }

  #end(market: PaperMarket, resting: RestingOrder, end: OrderEnd, at: Stamp): void {
    this.#forget(market, resting);
    this.#report(resting.order, at, end);
  }

  #forget(market: PaperMarket, resting: RestingOrder): void {
    market.resting = market.resting.filter((other) => other !== resting);
  }

  #market(marketId: MarketId): PaperMarket {
    let market = this.#markets.get(marketId);
    if (market === undefined) this.#markets.set(marketId, (market = newPaperMarket()));
    return market;
  }

  /** Time and cause of what happens at a block, or at the scheduler's own time when an order waited in vain for one. */
  #now({ cause }: Stamp): Stamp {
    return this.#handling ?? { receivedMs: unixMs(this.#options.scheduler.now()), cause };
  }

  #report({ marketId, clientId }: OrderIntent, { receivedMs, cause }: Stamp, what: News): void {
    this.#options.report({ marketId, clientId, receivedMs, cause, ...what });
  }
}
