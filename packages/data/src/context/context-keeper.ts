import type { MarketContext, MarketEvent } from '@perpstream/core';
import type { Emit, MarketInput, MarketPart } from '../market-part';
import { mergeFacts, type ContextFacts } from './merge-facts';

/** Keeps what is known of one market besides its book, and says so when it changes. */
export class ContextKeeper implements MarketPart {
  #facts: ContextFacts = { status: 'UNKNOWN' };

  constructor(private readonly emit: Emit<MarketContext>) {}

  handle(event: MarketInput): void {
    if (event.kind === 'oracle') {
      this.#update(event, { ...this.#facts, oraclePriceUsd: event.priceUsd, oracleReceivedMs: event.receivedMs });
    } else if (event.kind === 'market') {
      this.#update(event, mergeFacts(this.#facts, event.facts));
    } else if (event.kind === 'gap' && event.channel === 'markets') {
      // A market may be paused, or its price move, without a word of it.
      this.#update(event, mergeFacts(this.#facts, { status: 'UNKNOWN' }));
    }
  }

  #update({ marketId, receivedMs, cause }: MarketEvent, facts: ContextFacts): void {
    if (facts === this.#facts) return;
    this.#facts = facts;
    this.emit({ ...facts, kind: 'context', marketId, receivedMs, cause });
  }
}
