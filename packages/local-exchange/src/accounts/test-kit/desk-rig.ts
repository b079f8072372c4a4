import { MarketFloor } from '../../agents/market-floor';
import type { Block } from '../../chain/block';
import { DEFAULT_MARKETS } from '../../chain/default-markets';
import type { Fill } from '../../matching/order';
import type { IndexerSubaccountChange } from '../../venue/account-shapes';
import { AccountChain } from '../account-chain';
import type { AccountDesk } from '../account-desk';
import type { AccountOrder, OrderTerms } from '../account-order';
import { Subaccount } from '../subaccount';

/** The address of the Indexer's own test constants: its ids are known. */
export const ADDRESS = 'dydx18tkxrnrkqc2t0lr3zxr5g6a4hdvqksylxqje4r';
/** An owner number without an agent. */
const STRANGER = 9;

/** A published update with the subscription id it goes to. */
export type Said = readonly [key: string, change: IndexerSubaccountChange];

/** A market without agents, two accounts, and blocks by hand. */
export class DeskRig {
  readonly said: Said[] = [];
  readonly floor: MarketFloor = new MarketFloor(DEFAULT_MARKETS[0]!, 1, () => undefined);
  readonly chain: AccountChain = new AccountChain((owner, change) => this.said.push([owner.key, change]));
  readonly desk: AccountDesk;
  readonly other: AccountDesk;
  block: Block = { height: 1_000, timeMs: Date.parse('2026-03-01T00:00:00.000Z') };

  constructor() {
    this.desk = this.#open(new Subaccount(ADDRESS, 0));
    this.other = this.#open(new Subaccount(ADDRESS, 128));
    this.commit();
  }

  /** Places an order of the desk: prices in USD, sizes in coins. */
  place(
    side: 'buy' | 'sell',
    priceUsd: number,
    sizeBase: number,
    extra: Partial<OrderTerms> = {},
    desk: AccountDesk = this.desk,
  ): AccountOrder {
    return desk.placeShortTerm(terms(side, priceUsd, sizeBase, extra), 123);
  }

  /** Somebody without an account trades. */
  stranger(
    side: 'buy' | 'sell',
    priceUsd: number,
    sizeBase: number,
    mode: 'rest' | 'immediate-or-cancel' = 'rest',
  ): void {
    const { subticks, quantums } = terms(side, priceUsd, sizeBase);
    this.floor.place({ owner: STRANGER, side, subticks, quantums, mode });
  }

  /** Commits blocks and returns what they said. */
  commit(blocks: number = 1): Said[] {
    this.said.splice(0);
    for (let done = 0; done < blocks; done += 1) {
      this.block = { height: this.block.height + 1, timeMs: this.block.timeMs + 1_000 };
      this.chain.commit(
        this.block,
        this.floor.takeFills().map((fill, index): [Fill, number] => [fill, index]),
      );
    }
    return this.said.splice(0);
  }

  /** What was said since the last call or block: status and reason of the first order of each message. */
  news(): string[] {
    return newsOf(this.said.splice(0));
  }

  #open(owner: Subaccount): AccountDesk {
    const { floor } = this;
    const market = { ticker: 'BTC-USD', clobPairId: 0, grid: floor.grid, oraclePrice: () => '100000' };
    let desk: AccountDesk | undefined;
    floor.join((floorOwner) => {
      desk = this.chain.open(owner, market, floor, floorOwner);
      return {
        act: () => undefined,
        filled: (_side, quantums, reference) => desk!.matched(reference!, quantums),
      };
    });
    return desk!;
  }
}

/** What an order asks for: prices in USD, sizes in coins. */
export function terms(
  side: 'buy' | 'sell',
  priceUsd: number,
  sizeBase: number,
  extra: Partial<OrderTerms> = {},
): OrderTerms {
  const [subticks, quantums] = [priceUsd * 1e5, Math.round(sizeBase * 1e10)];
  return { side, subticks, quantums, timeInForce: 'GTT', postOnly: false, ...extra };
}

/** Status, reason and filled size of every order in messages; `~` before what is not committed. */
export function newsOf(said: readonly Said[]): string[] {
  return said.flatMap(([, { orders = [], fills = [] }]) =>
    orders.map(({ status, removalReason, totalFilled, totalOptimisticFilled }) =>
      [
        status,
        removalReason?.replace('ORDER_REMOVAL_REASON_', ''),
        totalFilled === undefined ? `~${totalOptimisticFilled}` : totalFilled,
        fills.length > 0 ? 'with fills' : undefined,
      ]
        .filter((part) => part !== undefined)
        .join(' '),
    ),
  );
}
