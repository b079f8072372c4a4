import { QUOTE_EXPONENT } from '@perpstream/core';
import type { Block } from '../chain/block';
import type { SeededRandom } from '../random/seeded-random';
import type { AccountChain } from './account-chain';
import type { Subaccount } from './subaccount';

const USD = 10 ** -QUOTE_EXPONENT;
/** What a parent has after a deposit. */
const PARENT_USD = 100_000;
/** What a child has after a transfer, and what makes it get one. */
const CHILD_USD = 20_000;
/** The books are looked at every so many blocks. */
const LOOK_BLOCKS = 30;
/** Chance of a look to move money within a family. */
const TRANSFER_PROBABILITY = 0.1;
/** Share of a child's money that a transfer moves. */
const TRANSFER_SHARE = [0.05, 0.25] as const;

/** The worth of a subaccount in USD, at the oracle prices of now. */
export type Valuation = (subaccount: Subaccount) => number;

/**
 * Feeds the accounts: deposits to parents whose equity has fallen below half, money to and from their children now and
 * then. So that they trade for ever.
 */
export class Treasury {
  #blocks = 0;

  /** @param families each a parent with its children */
  constructor(
    private readonly families: readonly (readonly [parent: Subaccount, ...children: Subaccount[]])[],
    private readonly chain: AccountChain,
    private readonly equityUsd: Valuation,
    private readonly random: SeededRandom,
  ) {}

  commit(block: Block): void {
    this.#blocks += 1;
    if (this.#blocks % LOOK_BLOCKS !== 1) return;
    for (const [parent, ...children] of this.families) {
      this.#topUp(block, undefined, parent, PARENT_USD);
      for (const child of children) {
        this.#topUp(block, parent, child, CHILD_USD);
        if (this.random.chance(TRANSFER_PROBABILITY)) this.#shift(block, parent, child);
      }
    }
  }

  #topUp(block: Block, from: Subaccount | undefined, to: Subaccount, usd: number): void {
    const equityUsd = this.equityUsd(to);
    if (equityUsd < usd / 2) this.chain.transfer(block, from, to, quote(usd - equityUsd));
  }

  #shift(block: Block, parent: Subaccount, child: Subaccount): void {
    const amount = quote(CHILD_USD * this.random.between(...TRANSFER_SHARE));
    if (this.equityUsd(child) > CHILD_USD) this.chain.transfer(block, child, parent, amount);
    else this.chain.transfer(block, parent, child, amount);
  }
}

/** Whole cents. */
function quote(usd: number): bigint {
  return BigInt(Math.round(usd * 100)) * BigInt(USD / 100);
}
