import type { ForcedStatus, MarketFault } from '../faults/exchange-fault';
import { INITIALIZING_MS, type AgendaItem, type MarketAction } from './market-agenda';
import type { TradingMarket } from './trading-market';

/** The chain as faults of its markets see it. */
export interface FaultyChain {
  readonly nowMs: number;
  /** The market of a ticker, if it is listed, or all of them. */
  marketsOf(ticker: string | undefined): readonly TradingMarket[];
  /** Has something happen to a market with the first block at or after its time. */
  plan(item: AgendaItem): void;
  /** Publishes a whole market object. */
  publishListing(market: TradingMarket): void;
  /** No block before a time. */
  haltUntil(ms: number): void;
}

type LastingFault = Exclude<MarketFault, { readonly kind: 'halt-chain' | 'price-move' }>;
type Turn = { readonly atMs: number; readonly work: () => void };

const BEGINNING: Readonly<Record<ForcedStatus, MarketAction>> = {
  PAUSED: 'pause',
  CANCEL_ONLY: 'cancel-only',
  POST_ONLY: 'post-only',
  FINAL_SETTLEMENT: 'settle',
};

/**
 * What is done to markets by force, and undone when its time is over. A market has one fault of each kind at a time: a
 * later one takes the place of an earlier one for good, except that a settled market takes no other status. Moves of the
 * price are never undone.
 */
export class MarketFaults {
  readonly #turns: Turn[] = [];
  readonly #current = new Map<string, LastingFault>();

  constructor(private readonly chain: FaultyChain) {}

  /** Has a fault begin at a time, or at once when that is past. Returns for how many markets it is. */
  schedule(fault: MarketFault, atMs: number): number {
    const beginMs = Math.max(atMs, this.chain.nowMs);
    this.#at(beginMs, () => this.#begin(fault, beginMs));
    return fault.kind === 'halt-chain' ? 1 : this.chain.marketsOf(fault.market).length;
  }

  /** Begins and ends what is due by a time; false when nothing was. */
  runUntil(ms: number): boolean {
    if ((this.#turns[0]?.atMs ?? Infinity) > ms) return false;
    this.#turns.shift()!.work();
    this.runUntil(ms);
    return true;
  }

  #at(atMs: number, work: () => void): void {
    const later = this.#turns.findIndex((turn) => turn.atMs > atMs);
    this.#turns.splice(later === -1 ? this.#turns.length : later, 0, { atMs, work });
  }

  #begin(fault: MarketFault, beginMs: number): void {
    if (fault.kind === 'halt-chain') return this.chain.haltUntil(beginMs + fault.forMs);
    for (const market of this.chain.marketsOf(fault.market)) {
      if (fault.kind === 'price-move') market.floor.fairValue.move(fault.by, fault.overMs / 1_000);
      else this.#hold(market, fault, beginMs + fault.forMs);
    }
  }

  #hold(market: TradingMarket, fault: LastingFault, endMs: number): void {
    const slot = `${fault.kind} ${market.ticker}`;
    if (isSettlement(this.#current.get(slot)) && !isSettlement(fault)) return;
    this.#current.set(slot, fault);
    this.#do(market, fault);
    this.#at(endMs, () => {
      if (this.#current.get(slot) !== fault) return;
      this.#current.delete(slot);
      this.#undo(market, fault, endMs);
    });
  }

  #do(market: TradingMarket, fault: LastingFault): void {
    const { floor, ledger, ticker } = market;
    switch (fault.kind) {
      case 'oracle-freeze':
        return ledger.freezeOracle(true);
      case 'liquidity':
        floor.depthFactor = fault.factor;
        return;
      case 'funding-rate':
        ledger.forceFunding(fault.rate);
        return this.chain.publishListing(market);
      case 'open-interest':
        ledger.forceOpenInterest(fault.openInterestUsd);
        return this.chain.publishListing(market);
      case 'market-status':
        return this.chain.plan({ atMs: this.chain.nowMs, action: BEGINNING[fault.status], ticker });
    }
  }

  #undo(market: TradingMarket, fault: LastingFault, atMs: number): void {
    const { floor, ledger, ticker } = market;
    switch (fault.kind) {
      case 'oracle-freeze':
        return ledger.freezeOracle(false);
      case 'liquidity':
        floor.depthFactor = 1;
        return;
      case 'funding-rate':
        ledger.forceFunding(undefined);
        return this.chain.publishListing(market);
      case 'open-interest':
        ledger.forceOpenInterest(undefined);
        return this.chain.publishListing(market);
      case 'market-status':
        return this.#reopen(ticker, fault.status, atMs);
    }
  }

  #reopen(ticker: string, status: ForcedStatus, atMs: number): void {
    const isSettled = status === 'FINAL_SETTLEMENT';
    if (isSettled) this.chain.plan({ atMs, action: 'reopen', ticker });
    this.chain.plan({ atMs: isSettled ? atMs + INITIALIZING_MS : atMs, action: 'activate', ticker });
  }
}

function isSettlement(fault: LastingFault | undefined): boolean {
  return fault?.kind === 'market-status' && fault.status === 'FINAL_SETTLEMENT';
}
