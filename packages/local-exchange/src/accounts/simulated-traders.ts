import type { Agent } from '../agents/agent';
import type { MarketFloor } from '../agents/market-floor';
import { PatientAccount } from '../agents/patient-account';
import { QuotingAccount } from '../agents/quoting-account';
import { TakingAccount } from '../agents/taking-account';
import type { Block } from '../chain/block';
import type { Fill } from '../matching/order';
import { SeededRandom } from '../random/seeded-random';
import type { IndexerSubaccountChange } from '../venue/account-shapes';
import { AccountChain, type Claim } from './account-chain';
import type { AccountDesk } from './account-desk';
import type { OrderMarket } from './account-order';
import { SIMULATED_ACCOUNTS } from './simulated-accounts';
import { Subaccount } from './subaccount';
import { Treasury } from './treasury';

/** A market in which accounts can trade. */
export type TradedMarket = { readonly orderMarket: OrderMarket; readonly floor: MarketFloor };

/** What the simulated accounts need to know beside the markets. */
export type TradersContext = {
  readonly seed: number;
  readonly nowMs: () => number;
  readonly publish: (id: string, change: IndexerSubaccountChange) => void;
  /** Equity of a subaccount in USD. */
  readonly equityUsd: (address: string, number: number) => number;
};

/** The accounts of the simulation at work in the first markets: quoting, taking, waiting. */
export class SimulatedTraders {
  readonly #chain: AccountChain;
  readonly #treasury: Treasury;

  /** @param markets the ones to trade in, at least one; with fewer than three some are shared */
  constructor(markets: readonly TradedMarket[], { seed, nowMs, publish, equityUsd }: TradersContext) {
    const [first, second] = SIMULATED_ACCOUNTS;
    const quoter = new Subaccount(first.address, 0);
    const child = new Subaccount(first.address, 128);
    const taker = new Subaccount(second.address, 0);
    this.#chain = new AccountChain((owner, change) => publish(owner.key, change));
    this.#treasury = new Treasury(
      [[quoter, child], [taker]],
      this.#chain,
      ({ address, number }) => equityUsd(address, number),
      new SeededRandom(seed),
    );
    const market = (index: number): TradedMarket => markets[index % markets.length]!;
    const quoting = { halfSpreadBps: 1, orderUsd: 2_000, maxPositionUsd: 20_000 };
    this.#join(quoter, market(0), (desk) => new QuotingAccount(desk, quoting));
    const taking = { ordersPerMinute: 8, orderUsd: 1_500, maxPositionUsd: 15_000 };
    for (const index of markets.length > 1 ? [0, 1] : [0]) {
      this.#join(taker, market(index), (desk) => new TakingAccount(desk, taking));
    }
    this.#join(child, market(2), (desk) => new PatientAccount(desk, { distanceBps: 1, orderUsd: 1_000 }, nowMs));
  }

  /** Commits the fills of a block, each with the index of its event; then deposits and transfers. */
  commit(block: Block, fills: Iterable<readonly [fill: Fill, eventIndex: number]>): void {
    this.#chain.commit(block, fills);
    this.#treasury.commit(block);
  }

  /** Open positions of accounts in a market, to be closed by the chain. */
  claims(ticker: string): readonly Claim[] {
    return this.#chain.claims(ticker);
  }

  /** The market is settled for good: all orders end. */
  settle(ticker: string, block: Block): void {
    this.#chain.settle(ticker, block);
  }

  /** The market no longer exists. */
  close(ticker: string): void {
    this.#chain.close(ticker);
  }

  #join(owner: Subaccount, { orderMarket, floor }: TradedMarket, agentOf: (desk: AccountDesk) => Agent): void {
    floor.join((floorOwner) => agentOf(this.#chain.open(owner, orderMarket, floor, floorOwner)));
  }
}
