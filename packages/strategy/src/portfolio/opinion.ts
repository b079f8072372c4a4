import type { MarketId, Reason } from '@perpstream/core';
import { convictionDecay } from '../exits/conviction-decay';
import { exitReason } from '../exits/exit-reason';
import type { Exposure } from '../hysteresis/exposure';
import { nextExposure } from '../hysteresis/next-exposure';
import { universeRefusal } from '../universe/universe-refusal';
import type { AccountWatch } from './account-watch';
import type { Leg } from './idea';
import { convictionIn, exposureOf, type Holding, type IdeaState } from './idea-state';
import type { MarketView } from './market-view';
import type { PortfolioSettings } from './portfolio-options';

/** What is wanted of one idea now, before the places of the portfolio are given out. */
export type Opinion = {
  readonly exposure: Exposure;
  /** What decided: the bounds it was held against. Empty when nothing is to change. */
  readonly gates: readonly Reason[];
  /**
   * - `keep`: nothing is to change
   * - `conviction`: by the conviction
   * - `exit`: by an exit rule; it is not confirmed, since a price is where it is
   * - `not-held`: the account does not show it; it has been cooling down since then
   */
  readonly by: 'keep' | 'conviction' | 'exit' | 'not-held';
};

/** What an opinion depends on besides the idea itself. */
export type Moment = {
  readonly nowMs: number;
  readonly marketOf: (marketId: MarketId) => MarketView | undefined;
  readonly watch: AccountWatch;
  readonly settings: PortfolioSettings;
};

/** Whether the data of the markets of all legs are live. */
export function isLive(legs: readonly Leg[], { marketOf }: Moment): boolean {
  return legs.every(({ marketId }) => marketOf(marketId)?.quality?.level === 'live');
}

/** The first rule of the universe that a leg does not pass. */
export function legRefusal(legs: readonly Leg[], { marketOf, nowMs, settings }: Moment): Reason | undefined {
  for (const { marketId } of legs) {
    const market = marketOf(marketId);
    if (market === undefined) return { name: 'universe-live', value: 0, bound: 1 };
    const refusal = universeRefusal(market, nowMs, settings.universe);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

function absence({ legs }: IdeaState, moment: Moment): Reason | undefined {
  const isGone = ({ marketId }: Leg): boolean => moment.watch.absence(marketId, moment.nowMs) !== undefined;
  const gone = legs.find(isGone);
  const rest = legs.filter((leg) => !isGone(leg));
  // The market of the leg that is gone may be closed for good; of an idea of one leg nothing is judged without data.
  return gone && isLive(rest.length > 0 ? rest : legs, moment)
    ? moment.watch.absence(gone.marketId, moment.nowMs)
    : undefined;
}

function restUntilMs({ holding, idea, leftMs }: IdeaState, { watch, settings }: Moment): number {
  const { minHoldMs, coolDownMs } = settings.hysteresis;
  if (holding !== undefined) return holding.enteredMs + minHoldMs;
  return Math.max(leftMs, ...idea.legs.map(({ marketId }) => watch.goneMs(marketId))) + coolDownMs;
}

function byConviction(state: IdeaState, moment: Moment): Opinion {
  const held = exposureOf(state);
  const { settings } = moment;
  const { enterConviction, exitConviction } = settings.hysteresis;
  const conviction = state.idea.conviction ?? 0;
  const confidence = { long: Math.max(0, conviction), short: Math.max(0, -conviction) };
  const bands = { enterConfidence: enterConviction, exitConfidence: exitConviction };
  const decay = state.holding && convictionDecay(state.holding.open, settings.exits);
  const next = nextExposure(decay === undefined ? held : 'flat', confidence, bands);
  const isNew = next !== 'flat' && next !== held;
  const exposure = isNew && legRefusal(state.idea.legs, moment) !== undefined ? 'flat' : next;
  const gates: Reason[] = [];
  if (held !== 'flat' && exposure !== held) {
    gates.push(decay ?? { name: 'exit-conviction', value: convictionIn(state, held)!, bound: exitConviction });
  }
  if (isNew && exposure !== 'flat') {
    gates.push({ name: 'enter-conviction', value: confidence[exposure], bound: enterConviction });
  }
  return { exposure, gates, by: exposure === held ? 'keep' : 'conviction' };
}

function mustLeave(state: IdeaState, { open }: Holding, moment: Moment): Opinion | undefined {
  const gone = absence(state, moment);
  if (gone !== undefined) return { exposure: 'flat', gates: [gone], by: 'not-held' };
  const reason = isLive(state.legs, moment) ? exitReason(open, moment.settings.exits) : undefined;
  return reason && { exposure: 'flat', gates: [reason], by: 'exit' };
}

/**
 * What is wanted of one idea. Nothing changes while the data of one of its markets are not live: without data there is
 * neither a reason to enter nor a price to leave at. Without an opinion of the model nothing is entered, and a held idea is
 * left by the exit rules alone.
 */
export function opinionOf(state: IdeaState, moment: Moment): Opinion {
  const { holding } = state;
  const leave = holding && mustLeave(state, holding, moment);
  if (leave !== undefined) return leave;
  const keep: Opinion = { exposure: exposureOf(state), gates: [], by: 'keep' };
  const legs = holding === undefined ? state.idea.legs : state.legs;
  if (!isLive(legs, moment) || state.idea.conviction === undefined) return keep;
  return moment.nowMs < restUntilMs(state, moment) ? keep : byConviction(state, moment);
}
