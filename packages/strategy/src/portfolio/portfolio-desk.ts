import { midPriceUsd, type MarketId, type Reason, type StrategyInput, type TargetDecision } from '@perpstream/core';
import { selectIdeas, type IdeaCandidate } from '../allocation/select-ideas';
import { openIdea, seeOpenIdea } from '../exits/open-idea';
import type { Direction } from '../hysteresis/exposure';
import { AccountWatch } from './account-watch';
import { adoptLegs } from './adopt-legs';
import { DecisionWriter } from './decision-writer';
import { fundingCost1h } from './funding-cost';
import { IdeaBook } from './idea-book';
import { convictionIn, exposureOf, signs, type IdeaState } from './idea-state';
import { IdeaValue } from './idea-value';
import { MarketTable } from './market-table';
import { opinionOf, type Moment, type Opinion } from './opinion';
import type { PortfolioModel } from './portfolio-model';
import type { PortfolioSettings } from './portfolio-options';
import { heldStake, isWorthATrade, newStake, sizeReasons, sizesOf, type Stake } from './sizing';

/** Confirmations that end within this of each other end together: times are fractions of milliseconds. */
const SAME_MOMENT_MS = 1e-3;
/** Sizes that differ by less than this share are the same. */
const SAME_SIZE = 1e-9;

/** The outcome of one look at the portfolio. */
export type Review = {
  readonly decisions: readonly TargetDecision[];
  /** When the next confirmation ends; undefined while nothing waits for one. */
  readonly dueMs: number | undefined;
};

/** A change that was confirmed, or an entry that would be. */
type Change = IdeaCandidate & { readonly state: IdeaState; readonly opinion: Opinion };

function changeOf(state: IdeaState, opinion: Opinion, marketsOfOthers: ReadonlySet<MarketId>): Change {
  return {
    key: state.key,
    state,
    opinion,
    conviction: Math.abs(state.idea.conviction ?? 0),
    isWaiting: state.wish !== undefined,
    needsPlace: !state.idea.legs.some(({ marketId }) => marketsOfOthers.has(marketId)),
  };
}

/**
 * All that one running portfolio knows. It takes inputs in and, when it is asked, looks at all ideas and says what is
 * decided. It owns no timer: the operator around it says when.
 */
export class PortfolioDesk {
  readonly #table: MarketTable;
  readonly #watch: AccountWatch;
  readonly #model: PortfolioModel;
  readonly #book = new IdeaBook();
  readonly #writer: DecisionWriter;

  constructor(private readonly settings: PortfolioSettings) {
    this.#table = new MarketTable(settings.estimates);
    this.#watch = new AccountWatch(settings.hysteresis.coolDownMs);
    this.#writer = new DecisionWriter(settings.name, this.#table, this.#watch);
    this.#model = settings.createModel();
  }

  observe(input: StrategyInput): void {
    const nowMs = this.settings.scheduler.now();
    this.#table.observe(input, nowMs);
    if (input.kind === 'account') this.#watch.observe(input, nowMs);
    if (input.kind === 'quality' && input.level !== 'live') this.#book.dropWishes(input.marketId);
    this.#model.observe?.(input);
  }

  /** Looks at all ideas, changes what was wanted for long enough, and gives the decisions that follow. */
  review(): Review {
    const moment = this.#moment();
    const { nowMs } = moment;
    const view = { nowMs, markets: this.#table.markets, account: this.#table.account };
    this.#book.hear(this.#model.ideas(view));
    const adopted = this.#book.held.filter((state) => this.#see(state, moment));
    const changes = this.#dueChanges(moment).filter((change) => this.#make(change, moment));
    const changed = [...changes.map(({ state }) => state), ...adopted];
    const resized = this.#resize(changed, moment);
    const decisions = this.#writer.write([...changed, ...resized], this.#book, nowMs);
    this.#book.forget((state) => this.#isOver(state, nowMs));
    return { decisions, dueMs: this.#nextDueMs() };
  }

  #moment(): Moment {
    return {
      nowMs: this.settings.scheduler.now(),
      marketOf: (marketId) => this.#table.market(marketId),
      watch: this.#watch,
      settings: this.settings,
    };
  }

  readonly #covariance = (a: MarketId, b: MarketId): number | undefined => this.#table.covariance1h(a, b);

  readonly #mid = (marketId: MarketId): number | undefined => {
    const top = this.#table.market(marketId)?.top;
    return top && midPriceUsd(top);
  };

  /** Looks at what a held idea has become. Says whether its legs are others now. */
  #see(state: IdeaState, moment: Moment): boolean {
    const holding = state.holding!;
    const { direction, value, open } = holding;
    const sight = {
      nowMs: moment.nowMs,
      value: value.see(state.legs, this.#mid),
      conviction: convictionIn(state, direction),
      fundingCost1h: fundingCost1h(state.legs, signs[direction], moment.marketOf),
    };
    holding.open = seeOpenIdea(open, sight, moment.settings.exits);
    holding.conviction = sight.conviction ?? holding.conviction;
    return adoptLegs(state, moment);
  }

  /** Forms the opinions, gives out the places, and says which changes have been wanted for long enough: exits first. */
  #dueChanges(moment: Moment): Change[] {
    const others = this.#marketsOfOthers();
    const changes = this.#book.all.map((state) => changeOf(state, opinionOf(state, moment), others));
    const newcomers = changes.filter(({ state, opinion }) => !state.holding && opinion.exposure !== 'flat');
    const free = this.settings.allocation.maxIdeas - this.#places();
    const selected = new Set(selectIdeas(newcomers, free, (change) => this.#isSizable(change, moment)));
    const unselected = new Set(newcomers.filter((change) => !selected.has(change)));
    const rest = changes.filter((change) => !selected.has(change));
    return [...rest, ...selected].filter((change) => this.#isDue(change, unselected.has(change), moment));
  }

  /** The markets in which the account shows something that no held idea accounts for. */
  #marketsOfOthers(): Set<MarketId> {
    const others = new Set(this.#watch.present);
    for (const { legs } of this.#book.held) for (const { marketId } of legs) others.delete(marketId);
    return others;
  }

  #places(): number {
    return this.#book.held.length + this.#marketsOfOthers().size;
  }

  #isSizable({ state, opinion }: Change, moment: Moment): boolean {
    return this.#stakeFor(state, opinion.exposure as Direction, moment) !== undefined;
  }

  /**
   * The stake of a new idea beside the held ones; undefined when it would be too small for a trade, or leave too little
   * for one that is entered at the same moment.
   */
  #stakeFor(state: IdeaState, direction: Direction, moment: Moment): Stake | undefined {
    const held = this.#book.held.flatMap(heldStake);
    const stake = newStake(state, direction, held, this.settings, this.#covariance);
    const stakes = [...held, stake];
    const sizes = sizesOf(stakes, moment, this.#covariance);
    const { minTradeUsd } = this.settings.rebalance;
    const isWorthIt = stakes.every((one, index) => {
      const isNew = one === stake || one.state.sizeUsd === 0;
      return !isNew || isWorthATrade(sizes[index]!.grossUsd, one.legs, minTradeUsd);
    });
    return isWorthIt ? stake : undefined;
  }

  /** Remembers what is wanted, and says whether it has been wanted for long enough. */
  #isDue({ state, opinion }: Change, isWithoutPlace: boolean, { nowMs }: Moment): boolean {
    const { exposure, by } = opinion;
    if (exposure === exposureOf(state)) state.wish = undefined;
    else if (state.wish?.exposure !== exposure) {
      const dueMs = nowMs + this.settings.timing.confirmMs;
      // One that never had a place does not wait for it.
      state.wish = isWithoutPlace ? undefined : { exposure, dueMs };
    }
    // An exit rule does not wait: a price is where it is.
    const isDue = state.wish !== undefined && (by === 'exit' || state.wish.dueMs <= nowMs + SAME_MOMENT_MS);
    if (isDue) state.wish = undefined;
    return isDue && !isWithoutPlace;
  }

  /** Makes a change; false when an idea cannot be entered after all. */
  #make({ state, opinion }: Change, moment: Moment): boolean {
    const isHeld = state.holding !== undefined;
    if (isHeld) this.#leave(state, opinion, moment);
    return (opinion.exposure !== 'flat' && this.#enter(state, opinion, moment)) || isHeld;
  }

  #leave(state: IdeaState, { gates, by }: Opinion, { nowMs, watch }: Moment): void {
    // What was never held, or is gone already, has been cooling down since then; legs that are left over are not.
    const isGone = by === 'not-held' && !state.legs.some(({ marketId }) => watch.present.has(marketId));
    state.leftMs = isGone ? state.holding!.enteredMs : nowMs;
    state.isByAccount = by === 'not-held';
    state.gates = gates;
    state.sizing = [];
    state.holding = undefined;
    state.sizeUsd = 0;
  }

  #enter(state: IdeaState, { exposure, gates }: Opinion, moment: Moment): boolean {
    const direction = exposure as Direction;
    const stake = this.#stakeFor(state, direction, moment);
    if (stake === undefined) return false;
    const { nowMs } = moment;
    const conviction = convictionIn(state, direction)!;
    const open = openIdea(nowMs, conviction);
    const value = new IdeaValue(signs[direction] as 1 | -1);
    value.see(stake.legs, this.#mid);
    state.holding = { direction, enteredMs: nowMs, value, scale: stake.scale, conviction, open };
    state.formerLegs = state.legs;
    state.legs = stake.legs;
    state.direction = direction;
    state.isByAccount = false;
    state.gates = [...gates, this.#placeReason()];
    return true;
  }

  #placeReason(): Reason {
    return { name: 'max-ideas', value: this.#places(), bound: this.settings.allocation.maxIdeas };
  }

  /** Sizes all held ideas, and gives those whose size changed although nothing else did. */
  #resize(changed: readonly IdeaState[], moment: Moment): IdeaState[] {
    const stakes = this.#book.held.flatMap(heldStake);
    const sizes = sizesOf(stakes, moment, this.#covariance);
    return stakes.flatMap((stake, index) => {
      const { state } = stake;
      const size = sizes[index]!;
      const change = size.grossUsd / state.sizeUsd - 1;
      if (Math.abs(change) < SAME_SIZE) return [];
      state.sizing = sizeReasons(stake, size, this.settings);
      state.sizeUsd = size.grossUsd;
      if (changed.includes(state)) return [];
      state.gates = [{ name: 'rebalance', value: change, bound: this.settings.rebalance.band }];
      return [state];
    });
  }

  /** Whether nothing is left of an idea that is neither given nor held. */
  #isOver({ legs, formerLegs, leftMs }: IdeaState, nowMs: number): boolean {
    const isCool = nowMs - leftMs >= this.settings.hysteresis.coolDownMs;
    return (
      isCool && [...legs, ...formerLegs].every(({ marketId }) => (this.#table.market(marketId)?.targetUsd ?? 0) === 0)
    );
  }

  #nextDueMs(): number | undefined {
    const dueMs = this.#book.all.flatMap(({ wish }) => (wish === undefined ? [] : [wish.dueMs]));
    return dueMs.length === 0 ? undefined : Math.min(...dueMs);
  }
}
