import { EventScheduler, unixMs, type StrategyInput } from '@perpstream/core';
import {
  accountState,
  block,
  bookUpdate,
  dataQuality,
  marketContext,
  signalScores,
  tradeFlow,
} from '@perpstream/testing';
import { Subject } from 'rxjs';
import { A, B, IdeaScript, idea, priced, tradable } from '../../fixtures/idea-script';
import { followMomentum } from '../../fixtures/follow-momentum';
import { Rehearsal } from '../../fixtures/rehearsal';
import type { PortfolioView } from './portfolio-model';
import { portfolioStrategy } from './portfolio-strategy';

describe('portfolioStrategy and its model', () => {
  it('asks at most once in a sample, however many inputs come, and only when some come', () => {
    const script = new IdeaScript({ timing: { sampleMs: 250 } });
    script.run.every(10, 0, 1_000, priced(A, 100)).at(10_000);
    expect(script.asked).toEqual([250, 500, 750, 1_000]);
  });

  it('asks once more when a confirmation ends', () => {
    const script = new IdeaScript({ timing: { sampleMs: 100, confirmMs: 170 } }).at(0, ...tradable(A));
    script.think(1_000, idea(A, 0.9)).at(5_000);
    expect(script.asked).toEqual([100, 1_100, 1_270]);
    expect(script.log).toEqual(['1270 A-USD 1000']);
  });

  it('shows every input to the model, in order', () => {
    const inputs: StrategyInput[] = [...tradable(A), tradeFlow({ marketId: A }), block(), accountState()];
    const script = new IdeaScript().at(0, ...inputs);
    expect(script.observed.map(({ kind }) => kind)).toEqual(inputs.map(({ kind }) => kind));
  });

  it('shows the model the markets, the account and the time', () => {
    const views: unknown[] = [];
    const model = {
      ideas: ({ nowMs, markets, account }: PortfolioView) => {
        views.push([nowMs, markets.map(({ marketId, targetUsd }) => [marketId, targetUsd]), account?.kind]);
        return [idea(B, 0.9)];
      },
    };
    const timing = { sampleMs: 100, confirmMs: 0 };
    const run = new Rehearsal((scheduler) =>
      portfolioStrategy({ name: 'm', scheduler, createModel: () => model, timing }),
    );
    run
      .at(0, ...tradable(A, B))
      .at(100)
      .at(200, accountState())
      .at(300);
    expect(views).toEqual([
      [
        100,
        [
          [A, 0],
          [B, 0],
        ],
        undefined,
      ],
      [
        300,
        [
          [A, 0],
          [B, 1_000],
        ],
        'account',
      ],
    ]);
  });

  it('makes a model of its own for each subscription', () => {
    let models = 0;
    const create = () => {
      models += 1;
      return { ideas: () => [] };
    };
    const runs = [1, 2].map(
      () => new Rehearsal((scheduler) => portfolioStrategy({ name: 'm', scheduler, createModel: create })),
    );
    expect([runs.length, models]).toEqual([2, 2]);
  });

  it('ends with an error when the model fails', () => {
    const [scheduler, inputs, errors] = [new EventScheduler(), new Subject<StrategyInput>(), new Array<unknown>()];
    const ideas = () => {
      throw new Error('lost its mind');
    };
    const strategy$ = portfolioStrategy({ name: 'm', scheduler, createModel: () => ({ ideas }) });
    inputs.pipe(strategy$).subscribe({ error: (error: unknown) => errors.push(error) });
    inputs.next(priced(A, 100));
    scheduler.advanceTo(unixMs(1_000));
    expect(errors).toEqual([new Error('lost its mind')]);
    expect(scheduler.pending).toBe(0);
  });

  it('forgets ideas that come and go: they may come back without a cool-down that is over', () => {
    const script = new IdeaScript({ hysteresis: { coolDownMs: 1_000 } }).at(0, ...tradable(A));
    script
      .think(1_000, idea('x', 0.9, { [A]: 1 }))
      .think(2_000)
      .think(2_500, idea('x', 0.9, { [A]: 1 }))
      .think(4_000);
    script.think(5_000, idea('x', 0.9, { [A]: 1 }));
    expect(script.log).toEqual(['1100 A-USD 1000', '2100 A-USD 0', '5100 A-USD 1000']);
  });

  it('leaves an idea that is given no longer', () => {
    const script = new IdeaScript()
      .at(0, ...tradable(A))
      .think(1_000, idea(A, 0.9))
      .think(2_000);
    expect(script.log).toEqual(['1100 A-USD 1000', '2100 A-USD 0']);
    expect(script.run.decisions[1]).toMatchObject({
      confidence: 0,
      reasons: [{ name: 'exit-conviction', value: 0, bound: 0.2 }],
    });
  });

  it('wants nothing of a conviction that is no number', () => {
    expect(new IdeaScript().at(0, ...tradable(A)).think(1_000, idea(A, NaN)).log).toEqual([]);
  });

  it('leaves nothing on the scheduler when its input ends', () => {
    const run = new Rehearsal((scheduler) => followMomentum({ scheduler }));
    run.at(0, dataQuality(), marketContext(), bookUpdate({ bids: [[9_999, 1]], asks: [[10_001, 1]] }));
    run.at(10, signalScores({ momentum: 99 })).at(300, signalScores({ momentum: 99 }));
    expect(run.scheduler.pending).toBeGreaterThan(0);
    run.end();
    expect(run.scheduler.pending).toBe(0);
  });
});
