import { type AccountState, type MarketContext, type MarketId, type Position } from '@perpstream/core';
import { splitChange } from './split-change';

/** What one strategy holds of one market. */
type Part = { quantums: bigint; costUsd: number; openedMs: Position['openedMs'] };

/** What the change of a position is told with. */
type Change = {
  readonly marketId: MarketId;
  readonly quantums: bigint;
  readonly priceUsd: number;
  readonly atMs: Position['openedMs'];
};

/** What is known of a market when its position changes. */
export type HoldingFacts = {
  /** Per strategy what it wants to hold, in signed base units; undefined: whatever it holds. */
  readonly wantedBase: readonly (number | undefined)[];
  /** The strategy that quotes the market: whatever is filled there is its own. */
  readonly quoter: number | undefined;
  /** Whose it is what nobody lacks or holds: of whoever had an order sent there last, while it is open; else of the owner. */
  readonly heir: number | undefined;
  readonly midUsd: number | undefined;
};

/**
 * Which part of every position, and of the money that was paid for it, belongs to which strategy. The last seat is the
 * owner of the account: what was there before, and what no strategy asked for. Sizes are exact: the parts add up to the
 * position. So is the money, up to rounding of float64.
 */
export class Holdings {
  readonly #parts: Map<MarketId, Part>[];
  readonly #cashUsd: number[];
  readonly #baseOfQuantum = new Map<MarketId, number>();
  #account: AccountState | undefined;

  constructor(
    private readonly seats: number,
    private readonly factsOf: (marketId: MarketId) => HoldingFacts,
  ) {
    this.#parts = Array.from({ length: seats + 1 }, () => new Map<MarketId, Part>());
    this.#cashUsd = new Array<number>(seats + 1).fill(0);
  }

  /** Signed base units; `seats` is the seat of the owner. */
  sizeBase(seat: number, marketId: MarketId): number {
    const part = this.#parts[seat]?.get(marketId);
    return part === undefined ? 0 : this.#toBase(marketId, part.quantums);
  }

  /** Money that a seat received minus what it paid, fees and funding included. */
  cashUsd(seat: number): number {
    return this.#cashUsd[seat] ?? 0;
  }

  /** The parts of a seat as positions of their own, with the average price that the seat paid, fees included. */
  positions(seat: number): Map<MarketId, Position> {
    const positions = new Map<MarketId, Position>();
    for (const [marketId, { quantums, costUsd, openedMs }] of this.#parts[seat] ?? []) {
      const sizeBase = this.#toBase(marketId, quantums);
      const entryPriceUsd = costUsd / sizeBase;
      positions.set(marketId, {
        marketId,
        quantums: quantums as Position['quantums'],
        sizeBase,
        entryPriceUsd,
        openedMs,
      });
    }
    return positions;
  }

  /** Takes in the next state of the account. */
  take(account: AccountState, contexts: ReadonlyMap<MarketId, MarketContext>): void {
    const before = this.#account;
    this.#account = account;
    for (const position of account.positions.values()) this.#learn(position);
    const changed = changedMarkets(before, account);
    if (before === undefined) {
      for (const marketId of changed) this.#giveToOwner(account, marketId);
      return;
    }
    const fundingUsd = account.fundingUsd - before.fundingUsd;
    if (fundingUsd !== 0) this.#payFunding(fundingUsd, contexts);
    const paidUsd = account.quoteBalanceUsd - before.quoteBalanceUsd - fundingUsd;
    this.#book(before, account, changed, paidUsd);
  }

  /** Lets strategies that want opposite changes of a market trade with each other, at the mid, without an order. */
  cross(marketId: MarketId, atMs: Position['openedMs']): void {
    const { midUsd } = this.factsOf(marketId);
    if (midUsd === undefined || !this.#baseOfQuantum.has(marketId)) return;
    const gaps = this.#gaps(marketId);
    const buying = gaps.reduce((total, gap) => (gap > 0n ? total + gap : total), 0n);
    const selling = gaps.reduce((total, gap) => (gap < 0n ? total + gap : total), 0n);
    const quantums = buying < -selling ? buying : -selling;
    if (quantums === 0n) return;
    const none = gaps.map(() => 0n);
    for (const change of [quantums, -quantums]) {
      splitChange(change, gaps, none).forEach((part, seat) => {
        if (part !== 0n) this.#apply(seat, { marketId, quantums: part, priceUsd: midUsd, atMs });
      });
    }
  }

  /** States how much base a quantum is, before the account shows a position. */
  learnRules({ marketId, rules }: MarketContext): void {
    if (rules !== undefined) this.#baseOfQuantum.set(marketId, 10 ** rules.atomicResolution);
  }

  #learn({ marketId, sizeBase, quantums }: Position): void {
    if (!this.#baseOfQuantum.has(marketId)) this.#baseOfQuantum.set(marketId, sizeBase / Number(quantums));
  }

  #toBase(marketId: MarketId, quantums: bigint): number {
    return Number(quantums) * (this.#baseOfQuantum.get(marketId) ?? 0);
  }

  /** Gives out what changed, and the money for it: exactly where one market changed, else at the mids. */
  #book(before: AccountState, account: AccountState, changed: readonly MarketId[], paidUsd: number): void {
    let leftUsd = paidUsd;
    for (const marketId of changed) {
      const quantums = quantumsOf(account, marketId) - quantumsOf(before, marketId);
      const sizeBase = this.#toBase(marketId, quantums);
      const midUsd = changed.length === 1 ? undefined : this.factsOf(marketId).midUsd;
      const priceUsd = midUsd ?? -leftUsd / sizeBase;
      leftUsd += priceUsd * sizeBase;
      this.#split({ marketId, quantums, priceUsd, atMs: account.receivedMs });
    }
    this.#cashUsd[this.seats]! += leftUsd;
  }

  #split(change: Change): void {
    const { marketId, quantums } = change;
    const { quoter, heir = this.seats } = this.factsOf(marketId);
    if (quoter !== undefined) {
      this.#apply(quoter, change);
      return;
    }
    const held = this.#parts.map((parts) => parts.get(marketId)?.quantums ?? 0n);
    const parts = splitChange(quantums, this.#gaps(marketId), held);
    parts[heir]! += quantums - parts.reduce((total, part) => total + part, 0n);
    parts.forEach((part, seat) => {
      if (part !== 0n) this.#apply(seat, { ...change, quantums: part });
    });
  }

  /** Per seat what it wants to hold minus what it holds; the owner wants nothing. */
  #gaps(marketId: MarketId): bigint[] {
    const base = this.#baseOfQuantum.get(marketId);
    const wanted = this.factsOf(marketId).wantedBase;
    const gaps = wanted.map((wantedBase, seat) => {
      if (wantedBase === undefined || base === undefined) return 0n;
      return BigInt(Math.round(wantedBase / base)) - (this.#parts[seat]?.get(marketId)?.quantums ?? 0n);
    });
    return [...gaps, 0n];
  }

  #apply(seat: number, { marketId, quantums, priceUsd, atMs }: Change): void {
    const sizeBase = this.#toBase(marketId, quantums);
    this.#cashUsd[seat]! -= sizeBase * priceUsd;
    const parts = this.#parts[seat]!;
    const before = parts.get(marketId);
    const after = (before?.quantums ?? 0n) + quantums;
    if (after === 0n) {
      parts.delete(marketId);
      return;
    }
    const afterBase = this.#toBase(marketId, after);
    const isOpened = before === undefined || before.quantums > 0n !== after > 0n;
    const isAdding = isOpened || before.quantums > 0n === quantums > 0n;
    const costUsd = isOpened
      ? afterBase * priceUsd
      : isAdding
        ? before.costUsd + sizeBase * priceUsd
        : (before.costUsd * Number(after)) / Number(before.quantums);
    parts.set(marketId, { quantums: after, costUsd, openedMs: isOpened ? atMs : before.openedMs });
  }

  #giveToOwner(account: AccountState, marketId: MarketId): void {
    const position = account.positions.get(marketId)!;
    const { quantums, sizeBase, entryPriceUsd, openedMs } = position;
    this.#parts[this.seats]!.set(marketId, { quantums, costUsd: sizeBase * entryPriceUsd, openedMs });
  }

  /** Funding by what each seat holds, at the rates last stated; what those do not explain stays with the owner. */
  #payFunding(fundingUsd: number, contexts: ReadonlyMap<MarketId, MarketContext>): void {
    const hourly = this.#parts.map((parts) => {
      let receivedUsd = 0;
      for (const [marketId, { quantums }] of parts) {
        const { oraclePriceUsd = 0, nextFundingRate1h = 0 } = contexts.get(marketId) ?? {};
        receivedUsd -= this.#toBase(marketId, quantums) * oraclePriceUsd * nextFundingRate1h;
      }
      return receivedUsd;
    });
    const hourUsd = hourly.reduce((total, usd) => total + usd, 0);
    // After an interruption several hours are paid at once.
    const hours = hourUsd === 0 ? 1 : Math.max(1, Math.round(fundingUsd / hourUsd));
    hourly.forEach((usd, seat) => (this.#cashUsd[seat]! += usd * hours));
    this.#cashUsd[this.seats]! += fundingUsd - hourUsd * hours;
  }
}

function quantumsOf(account: AccountState, marketId: MarketId): bigint {
  return account.positions.get(marketId)?.quantums ?? 0n;
}

function changedMarkets(before: AccountState | undefined, after: AccountState): MarketId[] {
  const markets = new Set([...(before?.positions.keys() ?? []), ...after.positions.keys()]);
  return [...markets].filter(
    (marketId) => (before === undefined ? 0n : quantumsOf(before, marketId)) !== quantumsOf(after, marketId),
  );
}
