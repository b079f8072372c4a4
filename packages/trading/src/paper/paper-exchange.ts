import {
  magnitude,
  unixMs,
  type AccountState,
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
  type Side,
  type Stamp,
  type Subticks,
} from '@perpstream/core';
import { RecentIds } from '../recent-ids';
import { admission, type AdmissionRules } from './admission';
import { BlockQueue } from './block-queue';
import { checkPlacing, type OrderEnd } from './check-placing';
import { matchMakersWithBook, matchMakersWithFlow, queueAhead, type MakerMatch } from './fill-makers';
import { ForcedFills } from './forced-fills';
import { Liquidator } from './liquidator';
import { makeFill } from './make-fill';
import { OwnerDesk, type OwnerCommand } from './owner-desk';
import type { PaperExchangeOptions } from './paper-exchange-options';
import { movementOf, PaperAccount } from './paper-account';
import { learn, paperMarket, type PaperMarket, type PaperMarkets, type RestingOrder } from './paper-market';
import { ownOrdersWithin, takeLiquidity, type Match } from './take-liquidity';

/** A market with its rules, at the moment at which its orders are matched. */
type Matching = {
  readonly marketId: MarketId;
  readonly market: PaperMarket;
  readonly rules: MarketRules;
  readonly at: Stamp;
};

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
  readonly #markets: PaperMarkets = new Map();
  readonly #account = new PaperAccount(this.#markets);
  readonly #admissionRules: AdmissionRules;
  readonly #liquidator: Liquidator | undefined;
  readonly #owner: OwnerDesk;
  #block: Block | undefined;
  /** The block whose orders are matched at the moment. */
  #handling: Block | undefined;
  #fills = 0;
  readonly #clientIds = new RecentIds<ClientId>(REMEMBERED_ORDERS);

  constructor(options: PaperExchangeOptions) {
    this.#options = options;
    this.#queue = new BlockQueue(options.scheduler, options.blockTimeoutMs);
    const { margin, report } = options;
    const forced = new ForcedFills(this.#account, report);
    this.#admissionRules = { markets: this.#markets, account: this.#account, margin };
    this.#owner = new OwnerDesk({ ...this.#admissionRules, forced, report });
    this.#liquidator =
      margin &&
      new Liquidator({
        ...this.#admissionRules,
        margin,
        forced,
        cancelOwn: (market, side, limit, block) => this.#cancelOwn(market, side, limit, block),
      });
  }

  /** Takes over what the account is now. Reports nothing. */
  learnAccount(account: AccountState): void {
    this.#account.learn(account);
  }

  /** Queues what the owner asks for, like an order. */
  command(command: OwnerCommand, stamp: Stamp): void {
    const work = (): void => {
      const at = this.#now(stamp);
      const refusal = this.#owner.run(command, at);
      if (refusal !== undefined) this.#options.refuse(command, refusal, at);
    };
    this.#queue.add(() => undefined, work);
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
    const { marketId } = event;
    const market = paperMarket(this.#markets, marketId);
    learn(market, event);
    const { rules } = market;
    if (rules === undefined || market.resting.length === 0) return;
    const matching = { marketId, market, rules, at: event };
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
    // The chain, too, looks for accounts to liquidate when the orders of the block have been matched.
    this.#liquidator?.run(block);
  }

  #place(order: OrderIntent, sentAtHeight: number | undefined): void {
    const at = this.#now(order);
    const market = paperMarket(this.#markets, order.marketId);
    const height = this.#block?.height;
    const base = sentAtHeight ?? height;
    const goodTilBlock = base === undefined ? undefined : base + order.goodTilBlocks;
    const isLate = height !== undefined && goodTilBlock !== undefined && height > goodTilBlock;
    const placing = isLate ? EXPIRED : checkPlacing(order, market);
    if (placing.kind !== 'placeable') {
      this.#report(order, at, placing);
      return;
    }
    const matching = { marketId: order.marketId, market, rules: placing.rules, at };
    const remaining = order.timeInForce === 'post-only' ? order.quantums : this.#take(matching, order);
    if (remaining > 0n && order.timeInForce !== 'ioc') this.#rest(matching, order, remaining, goodTilBlock);
  }

  /** Matches an order that may take with the displayed book. @returns the quantums of it that may rest */
  #take(matching: Matching, order: OrderIntent): bigint {
    const { market, rules, at } = matching;
    const held = magnitude(market.positionQuantums);
    const isCut = order.reduceOnly && held < order.quantums;
    const wanted = isCut ? held : order.quantums;
    const admit = admission(this.#admissionRules, order.marketId);
    let refusal: string | undefined;
    const matches = takeLiquidity(market, rules, order, wanted, (match) => {
      refusal = admit(movementOf(order.marketId, this.#priced(matching, order, match, 'taker')));
      return refusal === undefined;
    });
    let remaining: bigint = order.quantums;
    for (const { quantums } of matches) remaining -= quantums;
    const isWantedDone = order.quantums - remaining === wanted;
    const lastTaken = matches.at(-1)?.subticks;
    const reached = isWantedDone || refusal !== undefined ? lastTaken : order.subticks;
    if (reached !== undefined) this.#cancelOwn(market, order.side, reached, at);
    this.#fillTaker(matching, order, matches);
    if (refusal !== undefined) {
      this.#report(order, at, { kind: 'cancelled', reason: refusal });
      return 0n;
    }
    if (remaining > 0n && order.timeInForce === 'ioc') {
      const reason = isCut && isWantedDone ? 'REDUCE_ONLY_RESIZE' : 'IMMEDIATE_OR_CANCEL_WOULD_REST_ON_BOOK';
      this.#report(order, at, { kind: 'cancelled', reason });
    }
    return remaining;
  }

  /** An order never trades with another of the same account: the resting one goes. */
  #cancelOwn(market: PaperMarket, side: Side, limit: Subticks, at: Stamp): void {
    for (const own of ownOrdersWithin(market, side, limit)) this.#end(market, own, SELF_TRADE, at);
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
    const { marketId, market, at } = matching;
    for (const { resting, quantums } of matches) {
      const { order } = resting;
      const match = { quantums, subticks: order.subticks };
      // One at a time: each sees what the one before has changed.
      const refusal = admission(
        this.#admissionRules,
        marketId,
      )(movementOf(marketId, this.#priced(matching, order, match, 'maker')));
      if (refusal !== undefined) {
        this.#end(market, resting, { kind: 'cancelled', reason: refusal }, at);
        continue;
      }
      resting.remainingQuantums -= quantums;
      if (resting.remainingQuantums === 0n) this.#forget(market, resting);
      this.#fill(matching, order, match, resting.remainingQuantums, 'maker');
    }
  }

  /** What a match comes to as the next fill. */
  #priced({ rules }: Matching, { clientId, side }: OrderIntent, match: Match, liquidity: Fill['liquidity']): Fill {
    const { takerPpm, makerPpm } = this.#options.fees;
    const feePpm = liquidity === 'taker' ? takerPpm : makerPpm;
    return makeFill(match, rules, { id: `paper-${clientId}-${this.#fills}`, side, liquidity, feePpm });
  }

  #fill(matching: Matching, order: OrderIntent, match: Match, remaining: bigint, liquidity: Fill['liquidity']): void {
    const fill = this.#priced(matching, order, match, liquidity);
    this.#fills += 1;
    this.#account.book(movementOf(matching.marketId, fill));
    const { at } = matching;
    if (remaining === 0n) this.#report(order, at, { kind: 'filled', fill });
    else this.#report(order, at, { kind: 'partially-filled', fill, remainingQuantums: remaining as Quantums });
  }

  #cancel(cancel: CancelIntent): void {
    const market = paperMarket(this.#markets, cancel.marketId);
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

  /** Time and cause of what happens at a block, or at the scheduler's own time when an order waited in vain for one. */
  #now({ cause }: Stamp): Stamp {
    return this.#handling ?? { receivedMs: unixMs(this.#options.scheduler.now()), cause };
  }

  #report({ marketId, clientId }: OrderIntent, { receivedMs, cause }: Stamp, what: News): void {
    this.#options.report({ marketId, clientId, receivedMs, cause, ...what });
  }
}
