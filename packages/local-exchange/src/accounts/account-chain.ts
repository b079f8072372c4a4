import { QUOTE_EXPONENT, decimalText } from '@perpstream/core';
import type { TradingFloor } from '../agents/agent';
import type { Block } from '../chain/block';
import { transactionHash } from '../chain/transaction-hash';
import { isoTime } from '../clock/iso-time';
import type { Fill, FillParty } from '../matching/order';
import type { IndexerOrderPatch, IndexerSubaccountChange, IndexerTransferEnd } from '../venue/account-shapes';
import { AccountDesk, type DeskChain } from './account-desk';
import type { OrderMarket } from './account-order';
import { BlockFills, type AccountParty } from './block-fills';
import type { Subaccount } from './subaccount';

type Publish = (owner: Subaccount, change: IndexerSubaccountChange) => void;

/** A position that the chain may close: the reference for the fill, and the signed size. */
export type Claim = { readonly reference: number; readonly quantums: number };

/** All accounts of the simulated chain: the desks through which they trade, and what each block does to them. */
export class AccountChain implements DeskChain {
  readonly #desks: AccountDesk[] = [];
  /** Positions that the next block closes against others. */
  readonly #claims = new Map<number, AccountParty>();
  #lastReference = 0;
  #height: number | undefined;

  constructor(private readonly publish: Publish) {}

  get height(): number | undefined {
    return this.#height;
  }

  nextReference(): number {
    return (this.#lastReference += 1);
  }

  say(owner: Subaccount, orders: readonly IndexerOrderPatch[]): void {
    this.publish(owner, { blockHeight: String(this.#height ?? 0), orders });
  }

  /** Opens a desk for a subaccount in a market. */
  open(owner: Subaccount, market: OrderMarket, floor: TradingFloor, floorOwner: number): AccountDesk {
    const desk = new AccountDesk(owner, market, floor, floorOwner, this);
    this.#desks.push(desk);
    return desk;
  }

  /** The open positions of accounts in a market, each ready to be closed by a fill that carries its reference. */
  claims(ticker: string): readonly Claim[] {
    return this.#desks
      .filter(({ market, quantums }) => market.ticker === ticker && quantums !== 0)
      .map(({ owner, market, quantums }) => {
        const reference = this.nextReference();
        this.#claims.set(reference, { owner, market });
        return { reference, quantums };
      });
  }

  /** Commits the fills of a block, each with the index of its event, then everything else that the block brings. */
  commit(block: Block, fills: Iterable<readonly [fill: Fill, eventIndex: number]>): void {
    this.#height = block.height;
    const collected = new BlockFills(block);
    for (const [fill, eventIndex] of fills) {
      for (const [party, liquidity] of [
        [this.#partyOf(fill.maker), 'MAKER'],
        [this.#partyOf(fill.taker), 'TAKER'],
      ] as const) {
        if (party !== undefined) collected.add(fill, eventIndex, liquidity, party);
      }
    }
    this.#claims.clear();
    for (const [owner, change] of collected.messages()) this.publish(owner, change);
    for (const desk of this.#desks) desk.commit(block);
  }

  /** The market is settled: orders end, desks close. */
  settle(ticker: string, block: Block): void {
    for (const desk of this.#desks.filter(({ market }) => market.ticker === ticker)) {
      desk.settle(block);
    }
  }

  /** Forgets the desks of a market that no longer exists. */
  close(ticker: string): void {
    const left = this.#desks.filter(({ market }) => market.ticker !== ticker);
    this.#desks.splice(0, this.#desks.length, ...left);
  }

  /** Moves money: from a wallet with `from` undefined, else from subaccount to subaccount. */
  transfer(block: Block, from: Subaccount | undefined, to: Subaccount, quoteQuantums: bigint): void {
    const hash = transactionHash(`${block.height} transfer ${from?.key ?? ''} ${to.key}`);
    const transfer = {
      sender: from === undefined ? { address: to.address } : endOf(from),
      recipient: endOf(to),
      symbol: 'USDC',
      size: decimalText(quoteQuantums, QUOTE_EXPONENT),
      transactionHash: hash,
      createdAt: isoTime(block.timeMs),
      createdAtHeight: String(block.height),
    };
    const blockHeight = String(block.height);
    from?.transfer(-quoteQuantums);
    to.transfer(quoteQuantums);
    if (from !== undefined) this.publish(from, { blockHeight, transfers: { ...transfer, type: 'TRANSFER_OUT' } });
    const type = from === undefined ? 'DEPOSIT' : 'TRANSFER_IN';
    this.publish(to, { blockHeight, transfers: { ...transfer, type } });
    for (const end of [from, to]) {
      if (end !== undefined) this.publish(end, { blockHeight, assetPositions: [end.assetRow()] });
    }
  }

  #partyOf({ reference }: FillParty): AccountParty | undefined {
    if (reference === undefined) return undefined;
    for (const desk of this.#desks) {
      const order = desk.find(reference);
      if (order !== undefined) return { owner: desk.owner, market: desk.market, order };
    }
    return this.#claims.get(reference);
  }
}

function endOf({ address, number }: Subaccount): IndexerTransferEnd {
  return { address, subaccountNumber: number };
}
