import { EventScheduler, type MarketId } from '@perpstream/core';
import { accountState, bookUpdate, dataQuality, marketContext, position } from '@perpstream/testing';
import { A, B, idea } from '../../fixtures/idea-script';
import { marketView } from '../../fixtures/market-view';
import { openIdea, type OpenIdea } from '../exits/open-idea';
import type { Direction } from '../hysteresis/exposure';
import { AccountWatch } from './account-watch';
import { newIdeaState, type IdeaState } from './idea-state';
import { IdeaValue } from './idea-value';
import type { MarketView } from './market-view';
import { isLive, legRefusal, opinionOf, type Moment } from './opinion';
import { portfolioSettings } from './portfolio-options';

const settings = portfolioSettings({
  name: 'test',
  scheduler: new EventScheduler(),
  createModel: () => ({ ideas: () => [] }),
  hysteresis: { minHoldMs: 100, coolDownMs: 1_000 },
  exits: { stopLoss: 0.02, convictionDecay: 0.5 },
});

const narrow = bookUpdate({ bids: [[9_999, 1]], asks: [[10_001, 1]] }).top;
const shut = { context: marketContext({ status: 'PAUSED' }) };
const stale = { quality: dataQuality({ level: 'stale' }) };

/** 5,000 ms, two markets that may be entered except for what is given, and an account that was watched. */
function moment(given: Partial<MarketView> = {}, watch = new AccountWatch(1_000)): Moment {
  const views = [A, B].map((marketId) => marketView({ marketId, top: narrow, ...(marketId === A ? given : {}) }));
  const marketOf = (marketId: MarketId) => views.find((view) => view.marketId === marketId);
  return { nowMs: 5_000, marketOf, watch, settings };
}

/** What an account that showed A, and then nothing, leaves of a decision for A. */
function emptied(goneMs: number): AccountWatch {
  const watch = new AccountWatch(1_000);
  watch.decide(A, 1_000, 0);
  watch.observe(accountState({ positions: [position({ marketId: A })] }), 0);
  watch.observe(accountState(), goneMs);
  return watch;
}

const flat = (conviction: number | undefined, given: Partial<IdeaState> = {}): IdeaState => ({
  ...newIdeaState(idea(A, conviction)),
  ...given,
});
function held(direction: Direction, conviction: number | undefined, enteredMs = 0, given: Partial<OpenIdea> = {}) {
  const open = { ...openIdea(enteredMs, 0.8), conviction, ...given };
  const holding = { direction, enteredMs, value: new IdeaValue(1), scale: 1, conviction: 0.8, open };
  return flat(direction === 'short' && conviction !== undefined ? -conviction : conviction, { holding, direction });
}

describe('opinionOf', () => {
  it.each<[string, IdeaState, Moment, string, string]>([
    ['wants an idea of enough conviction', flat(0.6), moment(), 'long', 'conviction'],
    ['wants the other direction as well', flat(-0.6), moment(), 'short', 'conviction'],
    ['wants nothing of too little conviction', flat(0.59), moment(), 'flat', 'keep'],
    ['wants nothing without an opinion', flat(undefined), moment(), 'flat', 'keep'],
    ['wants nothing that may not be entered', flat(0.9), moment(shut), 'flat', 'keep'],
    ['wants nothing while it cools down', flat(0.9, { leftMs: 4_001 }), moment(), 'flat', 'keep'],
    ['wants it again when it has cooled down', flat(0.9, { leftMs: 4_000 }), moment(), 'long', 'conviction'],
    ['cools down from the end of a position', flat(0.9), moment({}, emptied(4_001)), 'flat', 'keep'],
    ['has cooled down from the end of a position', flat(0.9), moment({}, emptied(4_000)), 'long', 'conviction'],
    ['wants nothing on stale data', flat(0.9), moment(stale), 'flat', 'keep'],
    ['keeps what is held between the bounds', held('long', 0.5), moment(), 'long', 'keep'],
    ['leaves below the lower bound', held('long', 0.1), moment(), 'flat', 'conviction'],
    ['leaves a short below the lower bound', held('short', 0.1), moment(), 'flat', 'conviction'],
    ['leaves what has decayed, above the lower bound', held('long', 0.39), moment(), 'flat', 'conviction'],
    ['turns', held('long', -0.7), moment(), 'short', 'conviction'],
    ['leaves where it may not turn', held('long', -0.7), moment(shut), 'flat', 'conviction'],
    ['keeps what may not be entered', held('long', 0.7), moment(shut), 'long', 'keep'],
    ['keeps for the minimum time', held('long', 0, 4_901), moment(), 'long', 'keep'],
    ['leaves after the minimum time', held('long', 0, 4_900), moment(), 'flat', 'conviction'],
    ['keeps without an opinion', held('long', undefined), moment(), 'long', 'keep'],
    ['keeps on stale data', held('long', -1), moment(stale), 'long', 'keep'],
    ['stops a loss', held('long', 0.9, 0, { value: -0.02 }), moment(), 'flat', 'exit'],
    ['stops a loss within the minimum time', held('long', 0.9, 4_990, { value: -0.1 }), moment(), 'flat', 'exit'],
    ['stops a loss without an opinion', held('long', undefined, 0, { value: -0.1 }), moment(), 'flat', 'exit'],
    ['stops no loss on stale data', held('long', 0.9, 0, { value: -0.1 }), moment(stale), 'long', 'keep'],
    ['leaves what others closed', held('long', 0.9), moment({}, emptied(4_999)), 'flat', 'not-held'],
    ['names that before a loss', held('long', 0.9, 0, { value: -1 }), moment({}, emptied(9)), 'flat', 'not-held'],
    ['judges no absence on stale data', held('long', 0.9), moment(stale, emptied(4_999)), 'long', 'keep'],
  ])('%s', (_name, state, when, exposure, by) => {
    expect(opinionOf(state, when)).toMatchObject({ exposure, by });
  });

  it.each<[string, IdeaState, Moment, object[]]>([
    ['an entry', flat(0.7), moment(), [{ name: 'enter-conviction', value: 0.7, bound: 0.6 }]],
    [
      'an exit',
      held('short', 0.1, 0, { entryConviction: 0.2 }),
      moment(),
      [{ name: 'exit-conviction', value: 0.1, bound: 0.2 }],
    ],
    ['a decay', held('long', 0.3), moment(), [{ name: 'conviction-decay', value: 0.3, bound: 0.4 }]],
    ['a stop', held('long', 0.9, 0, { value: -0.5 }), moment(), [{ name: 'stop-loss', value: -0.5, bound: -0.02 }]],
    ['an absence', held('long', 0.9), moment({}, emptied(4_000)), [{ name: 'closed-by-others', value: 1_000 }]],
    ['nothing', held('long', 0.5), moment(), []],
    ['nothing that was refused', flat(0.9), moment(shut), []],
  ])('says what decided: %s', (_name, state, when, gates) => {
    expect(opinionOf(state, when).gates).toEqual(gates);
  });

  it('leaves what lost a leg although the market of that leg is stale, and nothing while the other one is', () => {
    const pair = { ...held('long', 0.9), legs: idea('pair', 0.9, { [A]: 1, [B]: -1 }).legs };
    expect(opinionOf(pair, moment(stale, emptied(4_000)))).toMatchObject({ exposure: 'flat', by: 'not-held' });
    const watch = emptied(4_000);
    const when = moment({}, watch);
    const marketOf = (marketId: MarketId) =>
      marketId === B ? marketView({ marketId, ...stale }) : when.marketOf(marketId);
    expect(opinionOf(pair, { ...when, marketOf })).toMatchObject({ exposure: 'long', by: 'keep' });
  });
});

describe('isLive', () => {
  it('asks the data of every leg', () => {
    const legs = idea('x', 1, { [A]: 1, [B]: -1 }).legs;
    expect(isLive(legs, moment())).toBe(true);
    expect(isLive(legs, moment(stale))).toBe(false);
    expect(isLive(idea('NONE-USD', 1).legs, moment())).toBe(false);
  });

  it('does not ask for a price: leaving needs none', () => {
    expect(isLive(idea(A, 1).legs, moment({ top: undefined }))).toBe(true);
  });
});

describe('legRefusal', () => {
  it('names the first rule that a leg does not pass', () => {
    const legs = idea('x', 1, { [B]: 1, [A]: -1 }).legs;
    expect(legRefusal(legs, moment())).toBeUndefined();
    expect(legRefusal(legs, moment(shut))).toEqual({ name: 'universe-active', value: 0, bound: 1 });
    expect(legRefusal(idea('NONE-USD', 1).legs, moment())).toEqual({ name: 'universe-live', value: 0, bound: 1 });
  });
});
