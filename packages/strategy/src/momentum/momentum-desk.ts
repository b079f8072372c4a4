import type { MarketId, StrategyInput, TargetDecision } from '@perpstream/core';
import { selectMarkets, type PlaceCandidate } from '../allocation/select-markets';
import type { Exposure } from '../hysteresis/exposure';
import type { MarketState } from './market-state';
import { MarketTable } from './market-table';
import { momentumDecision } from './momentum-decision';
import type { MomentumSettings } from './momentum-options';
import { opinionOf, type Opinion } from './opinion';

/** What is wanted of a market, until it is wanted no more or was confirmed. */
export type Wish = { readonly marketId: MarketId; readonly exposure: Exposure };

/**
 * All that one running strategy knows. It takes inputs in, says which wishes changed, and turns confirmed wishes into
 * decisions. It owns no timer: the operator around it says when.
 */
export class MomentumDesk {
  readonly #table = new MarketTable();
  #decisions = 0;

  constructor(private readonly settings: MomentumSettings) {}

  /** Takes one input in. Says whether it can change a wish. */
  observe(input: StrategyInput): boolean {
    return this.#table.observe(input, this.settings.scheduler.now());
  }

  /**
   * Looks at all markets and gives the wishes that changed: first those of markets that need no new place, then entries,
   * best first. A wish for what is already decided takes back the one under confirmation.
   */
  changedWishes(): Wish[] {
    const wishes: Wish[] = [];
    const candidates: (Wish & PlaceCandidate)[] = [];
    for (const market of this.#table.markets()) {
      const { marketId, decided, pending } = market;
      const { exposure, confidence } = this.#opinionOf(market);
      if (decided !== 'flat' || exposure === 'flat') wishes.push({ marketId, exposure });
      else candidates.push({ marketId, exposure, confidence: confidence[exposure], isWaiting: pending !== undefined });
    }
    wishes.push(...selectMarkets(candidates, this.#table.held(), this.settings.maxPositions));
    return wishes.filter((wish) => this.#takeUp(wish));
  }

  /** Turns a confirmed wish into a decision, unless it was taken back or does not hold at this very moment. */
  decide({ marketId, exposure }: Wish): TargetDecision | undefined {
    const market = this.#table.market(marketId);
    if (market.pending !== exposure) return undefined;
    market.pending = undefined;
    const opinion = this.#opinionOf(market);
    const places = this.#table.held().add(marketId).size;
    const isWithoutPlace = market.decided === 'flat' && places > this.settings.maxPositions;
    if (opinion.exposure !== exposure || isWithoutPlace) return undefined;
    return this.#decideNow(market, opinion, places);
  }

  #decideNow(market: MarketState, opinion: Opinion, places: number): TargetDecision {
    const nowMs = this.settings.scheduler.now();
    const ground = { market, opinion, account: this.#table.account, nowMs, places };
    const decision = momentumDecision(ground, this.#decisions++, this.settings);
    market.decided = opinion.exposure;
    // What was never held, or is gone already, has been cooling down since then.
    if (!opinion.isNotHeld) market.sinceMs = nowMs;
    return decision;
  }

  #opinionOf(market: MarketState): Opinion {
    const isInAccount = this.#table.isInAccount(market.marketId);
    return opinionOf(market, { nowMs: this.settings.scheduler.now(), isInAccount }, this.settings);
  }

  /** Remembers the wish when it differs from the one that stands. */
  #takeUp({ marketId, exposure }: Wish): boolean {
    const market = this.#table.market(marketId);
    if (exposure === (market.pending ?? market.decided)) return false;
    market.pending = exposure === market.decided ? undefined : exposure;
    return true;
  }
}
