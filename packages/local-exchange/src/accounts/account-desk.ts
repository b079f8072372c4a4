import type { TradingFloor } from '../agents/agent';
import type { Block } from '../chain/block';
import { isoTime } from '../clock/iso-time';
import type { IndexerOrderPatch } from '../venue/account-shapes';
import { AccountOrder, LONG_TERM, SHORT_TERM, type OrderMarket, type OrderTerms } from './account-order';
import type { Subaccount } from './subaccount';

/** Blocks that a short-term order lives. */
const SHORT_TERM_BLOCKS = 20;
/** The Indexer sweeps cancelled orders out this many blocks after their expiry. */
const SWEEP_BLOCKS = 20;

/** What desks need of the chain. */
export interface DeskChain {
  /** The last block's height; undefined while accounts may not trade yet. */
  readonly height: number | undefined;
  /** A number that no order had before. */
  nextReference(): number;
  /** Publishes what became of an order. */
  say(owner: Subaccount, orders: readonly IndexerOrderPatch[]): void;
}

/**
 * The orders of one subaccount in one market: from the account's wishes to the book, with the off-chain messages that
 * the Indexer sends on the way, and what each block makes of them.
 *
 * @see v4-chain `indexer/services/vulcan/src/handlers` for the messages before the block
 */
export class AccountDesk {
  readonly #orders = new Map<number, AccountOrder>();
  readonly #references = new Map<AccountOrder, number>();
  readonly #toOpen: AccountOrder[] = [];
  readonly #toCancel: AccountOrder[] = [];

  /** @param floorOwner the owner number of the account's agent on the floor */
  constructor(
    readonly owner: Subaccount,
    readonly market: OrderMarket,
    private readonly floor: TradingFloor,
    private readonly floorOwner: number,
    private readonly chain: DeskChain,
  ) {}

  /** Whether orders are taken now. */
  get isOpen(): boolean {
    return this.chain.height !== undefined && this.floor.access === 'open';
  }

  /** Committed size of the position, signed. */
  get quantums(): number {
    return this.owner.quantumsIn(this.market.ticker);
  }

  find(reference: number): AccountOrder | undefined {
    return this.#orders.get(reference);
  }

  /** Places a short-term order: known at once, in the book at once, committed by blocks. */
  placeShortTerm(terms: OrderTerms, clientId: number): AccountOrder {
    const expiry = { goodTilBlock: (this.chain.height ?? 0) + SHORT_TERM_BLOCKS };
    const order = new AccountOrder(this.owner, this.market, clientId, SHORT_TERM, terms, expiry);
    this.#register(order);
    this.#say(order.offChain('BEST_EFFORT_OPENED'));
    this.#match(order);
    return order;
  }

  /** Replaces price and size of a live short-term order; does nothing when it is older than a block or used up. */
  replace(order: AccountOrder, terms: Pick<OrderTerms, 'subticks' | 'quantums'>): void {
    const goodTilBlock = (this.chain.height ?? 0) + SHORT_TERM_BLOCKS;
    if (goodTilBlock <= (order.goodTilBlock ?? Infinity) || terms.quantums <= order.matchedQuantums) return;
    this.#takeOut(order);
    this.#say(order.offChain('BEST_EFFORT_CANCELED', 'REPLACED'));
    order.terms = { ...order.terms, ...terms };
    order.expiry = { goodTilBlock };
    this.#say(order.offChain('BEST_EFFORT_OPENED'));
    this.#match(order);
  }

  /** Cancels a short-term order; matches of the time before may still be committed. */
  cancel(order: AccountOrder): void {
    if (this.isLive(order)) this.#remove(order, 'USER_CANCELED');
  }

  /** Places a long-term order with the next block. */
  placeLongTerm(terms: OrderTerms, clientId: number, goodTilMs: number): AccountOrder {
    const expiry = { goodTilBlockTime: isoTime(goodTilMs) };
    const order = new AccountOrder(this.owner, this.market, clientId, LONG_TERM, terms, expiry);
    this.#register(order);
    this.#toOpen.push(order);
    return order;
  }

  /** Cancels a long-term order with the next block. */
  cancelLongTerm(order: AccountOrder): void {
    if (this.isLive(order)) this.#toCancel.push(order);
  }

  /** Whether an order may still be matched, as far as its owner knows. */
  isLive(order: AccountOrder): boolean {
    return !order.isRemoved && !order.isFilled && this.#references.has(order);
  }

  /** A resting order was hit. */
  matched(reference: number, quantums: number): void {
    const order = this.#orders.get(reference);
    if (order !== undefined) order.matchedQuantums += quantums;
  }

  /** After the fills of a block: forgets what has ended, expires, opens and cancels. */
  commit(block: Block): void {
    for (const order of this.#references.keys()) this.#expire(order, block);
    for (const order of this.#toCancel.splice(0)) if (this.isLive(order)) this.#end(order, block, 'USER_CANCELED');
    for (const order of this.#toOpen.splice(0)) {
      const createdAt = isoTime(block.timeMs);
      this.#say({ ...order.onChain('OPEN', block), createdAt, createdAtHeight: String(block.height) });
      this.#match(order);
    }
  }

  /** The market is settled for good: every order ends. */
  settle(block: Block): void {
    this.#toOpen.length = 0;
    for (const order of [...this.#references.keys()]) this.#end(order, block, 'FINAL_SETTLEMENT');
  }

  #expire(order: AccountOrder, block: Block): void {
    const { goodTilBlock } = order;
    if (order.isFilled || (order.isRemoved && order.terms.timeInForce === 'IOC')) return this.#forget(order);
    if (goodTilBlock === undefined) {
      if ('goodTilBlockTime' in order.expiry && Date.parse(order.expiry.goodTilBlockTime) <= block.timeMs) {
        this.#end(order, block, 'EXPIRED');
      }
    } else if (order.isRemoved ? block.height >= goodTilBlock + SWEEP_BLOCKS : block.height > goodTilBlock) {
      this.#end(order, block, order.isRemoved ? 'INDEXER_EXPIRED' : 'EXPIRED');
    }
  }

  #end(order: AccountOrder, block: Block, reason: string): void {
    this.#takeOut(order);
    order.isRemoved = true;
    const isShortTerm = order.orderFlags === SHORT_TERM;
    this.#say(isShortTerm ? order.offChain('CANCELED', reason) : order.onChain('CANCELED', block, reason));
    this.#forget(order);
  }

  #match(order: AccountOrder): void {
    const { side, subticks, quantums, timeInForce, postOnly } = order.terms;
    const mode = timeInForce === 'IOC' ? 'immediate-or-cancel' : postOnly ? 'post-only' : 'rest';
    const { fills, orderId, refused } = this.floor.place({
      owner: this.floorOwner,
      side,
      subticks,
      quantums: quantums - order.matchedQuantums,
      mode,
      reference: this.#references.get(order)!,
    });
    for (const fill of fills) order.matchedQuantums += fill.quantums;
    order.restingId = orderId;
    if (refused !== undefined) this.#remove(order, 'POST_ONLY_WOULD_CROSS_MAKER_ORDER');
    else if (timeInForce === 'IOC' && order.matchedQuantums < quantums) {
      this.#remove(order, 'IMMEDIATE_OR_CANCEL_WOULD_REST_ON_BOOK');
    }
  }

  #remove(order: AccountOrder, reason: string): void {
    this.#takeOut(order);
    order.isRemoved = true;
    this.#say(order.offChain('BEST_EFFORT_CANCELED', reason));
  }

  #takeOut(order: AccountOrder): void {
    if (order.restingId !== undefined) this.floor.cancel(order.restingId);
    order.restingId = undefined;
  }

  #register(order: AccountOrder): void {
    const reference = this.chain.nextReference();
    this.#orders.set(reference, order);
    this.#references.set(order, reference);
  }

  #forget(order: AccountOrder): void {
    this.#orders.delete(this.#references.get(order)!);
    this.#references.delete(order);
  }

  #say(patch: IndexerOrderPatch): void {
    this.chain.say(this.owner, [patch]);
  }
}
