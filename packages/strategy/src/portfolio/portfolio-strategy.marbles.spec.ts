import { type MarketId, type StrategyDecision, type StrategyInput } from '@perpstream/core';
import { BTC, ETH, bookUpdate, dataQuality, marketContext, signalScores } from '@perpstream/testing';
import { map, type Observable } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { followMomentum, type FollowOptions } from '../../fixtures/follow-momentum';

const scored = (momentum: number, market: MarketId = BTC) => signalScores({ momentum }, { marketId: market });
const book = (market: MarketId) => bookUpdate({ marketId: market, bids: [[9_999, 1]], asks: [[10_001, 1]] });

/** Lower case: BTC, upper case: ETH. q c t: quality, context, top of book; u d n: scores up, down, neutral; s: stale. */
const inputs: Record<string, StrategyInput> = {
  q: dataQuality(),
  c: marketContext(),
  t: book(BTC),
  s: dataQuality({ level: 'stale' }),
  u: scored(90),
  d: scored(10),
  n: scored(50),
  Q: dataQuality({ marketId: ETH }),
  C: marketContext({ marketId: ETH }),
  T: book(ETH),
  U: scored(95, ETH),
  N: scored(50, ETH),
};
const decided = { b: 'BTC-USD 1000', z: 'BTC-USD 0', h: 'BTC-USD -1000', e: 'ETH-USD 1000', y: 'ETH-USD 0' };

const inWords = (decision: StrategyDecision): string =>
  `${decision.marketId} ${decision.kind === 'target' ? decision.targetNotionalUsd : 'quotes'}`;

function withMarbles(
  body: (helpers: {
    readonly hot: (
      marbles: string,
      error?: unknown,
    ) => ReturnType<typeof TestScheduler.prototype.createHotObservable<StrategyInput>>;
    readonly decisions: (source$: Observable<StrategyInput>, options?: FollowOptions) => Observable<string>;
    readonly expect$: TestScheduler['expectObservable'];
    readonly expectSubscriptions: TestScheduler['expectSubscriptions'];
  }) => void,
): void {
  const scheduler = new TestScheduler((actual, expected) => expect(actual).toEqual(expected));
  scheduler.run(({ hot, expectObservable, expectSubscriptions }) => {
    body({
      hot: (marbles, error) => hot(marbles, inputs, error),
      decisions: (source$, options) =>
        source$.pipe(
          followMomentum({
            scheduler,
            ...options,
            timing: { sampleMs: 2, confirmMs: 5, ...options?.timing },
            hysteresis: { minHoldMs: 0, coolDownMs: 0, ...options?.hysteresis },
          }),
          map(inWords),
        ),
      expect$: expectObservable,
      expectSubscriptions,
    });
  });
}

/** One frame is one millisecond; a sample takes 2, a confirmation 5, so a wish is decided 7 after its scores. */
describe('portfolioStrategy in time', () => {
  it.each([
    ['decides after sample and confirmation', 'qctu------', '----------b', {}],
    ['decides after the sample without confirmation', 'qctu------', '-----b', { timing: { confirmMs: 0 } }],
    ['samples from the first input on', 'qctu------', '------b', { timing: { sampleMs: 6, confirmMs: 0 } }],
    ['ignores a change between two samples', 'qctu-nu---', '-----------b', { timing: { sampleMs: 6 } }],
    ['forgets a wish that was given up', 'qctu---n--', '', {}],
    ['confirms a wish that came back anew', 'qctu---n--u-', '-----------------b', {}],
    ['decides for two markets, best first', '(qctQCT)uU---', '---------------(eb)', {}],
    ['decides for two markets, each in its time', '(qctQCT)u--U-', '---------------b--e', {}],
    ['drops a wish when the data go stale', 'qctu----su', '', {}],
    ['leaves after sample and confirmation', 'qctu--------n-', '----------b--------z', {}],
    ['turns by one decision', 'qctu--------d-', '----------b--------h', {}],
    [
      'holds for the minimum time',
      'qctu--------nnnnnnnnnnn',
      '----------b--------------z',
      { hysteresis: { minHoldMs: 8 } },
    ],
    [
      'cools down for its time',
      'qctu--------n-------uuuuu',
      '----------b--------z----------b',
      { hysteresis: { coolDownMs: 4 } },
    ],
  ])('%s', (_name, marbles, expected, options) => {
    withMarbles(({ hot, decisions, expect$ }) => {
      expect$(decisions(hot(marbles), options)).toBe(expected, decided);
    });
  });

  it.each([
    ['completes with an input that was empty', '|', '|'],
    ['is silent on an input that never speaks', '-', '-'],
    ['completes with its input, and drops what is not yet confirmed', 'qctu-----|', '---------|'],
    ['completes at once, without waiting for a sample', 'qctu|', '----|'],
    ['passes the error of its input on', 'qctu---#', '-------#'],
  ])('%s', (_name, marbles, expected) => {
    withMarbles(({ hot, decisions, expect$ }) => {
      expect$(decisions(hot(marbles, 'gone'))).toBe(expected, decided, 'gone');
    });
  });

  it('lets go of its input when the reader leaves', () => {
    withMarbles(({ hot, decisions, expect$, expectSubscriptions }) => {
      const source$ = hot('qctu--------n------');
      expect$(decisions(source$), '     ------------!').toBe('----------b', decided);
      expectSubscriptions(source$.subscriptions).toBe('^-----------!');
    });
  });

  it('starts fresh for a second subscription', () => {
    withMarbles(({ hot, decisions, expect$ }) => {
      const decisions$ = decisions(hot('qctu-----------(qct)u---'));
      expect$(decisions$).toBe('          ----------b', decided);
      expect$(decisions$, '     ------------^').toBe('---------------------------b', decided);
    });
  });
});
