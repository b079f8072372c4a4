import type {
  MarketContext,
  MarketEvent,
  MarketFacts,
  MarketStatus,
  MarketUpdate,
  OraclePrice,
  StatusChange,
} from '@perpstream/core';
import type { Emit, MarketInput, MarketPart } from '../market-part';
import { mergeFacts, type ContextFacts } from './merge-facts';
import { OpenInterestMarks } from './open-interest-marks';

/** Keeps what is known of one market besides its book, and says so when it changes. */
export class ContextKeeper implements MarketPart {
  readonly #openInterest = new OpenInterestMarks();
  #facts: ContextFacts = { status: 'UNKNOWN' };
  /** What the exchange said last, whatever was interrupted since. */
  #statedStatus: MarketStatus = 'UNKNOWN';

  constructor(private readonly emit: Emit<MarketContext | StatusChange>) {}

  handle(event: MarketInput): void {
    if (event.kind === 'oracle') {
      this.#update(event, withOracle(this.#facts, event));
    } else if (event.kind === 'market') {
      this.#handleFacts(event);
    } else if (event.kind === 'gap' && event.channel === 'markets') {
      // A market may be paused, or its price move, without a word of it.
      this.#update(event, mergeFacts(this.#facts, { status: 'UNKNOWN' }));
    }
  }

  #handleFacts(event: MarketUpdate): void {
    const { facts, receivedMs } = event;
    if (facts.openInterestBase !== undefined) this.#openInterest.state(facts.openInterestBase, receivedMs);
    this.#update(event, mergeFacts(this.#facts, facts));
    this.#tellStatus(event, facts);
  }

  #update({ marketId, receivedMs, cause }: MarketEvent, merged: ContextFacts): void {
    const facts = withChange(merged, this.#openInterest.changeAt(receivedMs));
    if (facts === this.#facts) return;
    this.#facts = facts;
    this.emit({ kind: 'context', marketId, receivedMs, cause, ...facts });
  }

  #tellStatus({ marketId, receivedMs, cause }: MarketEvent, { status: to }: MarketFacts): void {
    const from = this.#statedStatus;
    if (to === undefined || to === from) return;
    this.#statedStatus = to;
    this.emit({ kind: 'status-change', marketId, receivedMs, cause, from, to });
  }
}

/** A price whose time was not stated must not wear the time of the one before. */
function withOracle(facts: ContextFacts, { priceUsd, receivedMs, exchangeMs }: OraclePrice): ContextFacts {
  const merged: { -readonly [Fact in keyof ContextFacts]: ContextFacts[Fact] } = { ...facts };
  merged.oraclePriceUsd = priceUsd;
  merged.oracleReceivedMs = receivedMs;
  if (exchangeMs === undefined) delete merged.oracleExchangeMs;
  else merged.oracleExchangeMs = exchangeMs;
  return merged;
}

function withChange(facts: ContextFacts, openInterestChange1hBase: number | undefined): ContextFacts {
  if (openInterestChange1hBase === undefined || openInterestChange1hBase === facts.openInterestChange1hBase)
    return facts;
  return { ...facts, openInterestChange1hBase };
}
