import { dataQuality, marketContext, accountState, position } from '@perpstream/testing';
import { A, IdeaScript, idea, priced, tradable } from '../../fixtures/idea-script';
import type { ExitOptions } from '../exits/exit-options';

const off: Partial<ExitOptions> = { stopLoss: 0 };
const size = { maxIdeas: 1, budgetUsd: 1_000 };
const long = idea(A, 0.8);
const short = idea(A, -0.8);
/** In a long of 1,000 since 1,100 ms, at a price of 100. */
const inLong = (exits: Partial<ExitOptions>, options = {}) =>
  new IdeaScript({ allocation: size, exits: { ...off, ...exits }, ...options })
    .at(0, ...tradable(A))
    .think(1_000, long);
const lastRule = ({ run }: IdeaScript) => run.decisions.at(-1)!.reasons.find(({ bound }) => bound !== undefined);

describe('portfolioStrategy and its exits', () => {
  it('stops a loss at the next sample, without confirmation', () => {
    const run = inLong({ stopLoss: 0.02 }, { timing: { sampleMs: 100, confirmMs: 5_000 } });
    run.at(6_000).at(8_000, priced(A, 99)).at(9_000, priced(A, 98));
    expect(run.log).toEqual(['6100 A-USD 1000', '9100 A-USD 0']);
    expect(lastRule(run)).toEqual({
      name: 'stop-loss',
      value: expect.closeTo(Math.log(0.98), 12) as number,
      bound: -0.02,
    });
  });

  it('stops the loss of a short when the price rises', () => {
    const run = new IdeaScript({ allocation: size, exits: { stopLoss: 0.02 } })
      .at(0, ...tradable(A))
      .think(1_000, short);
    expect(run.at(2_000, priced(A, 98)).at(3_000, priced(A, 102.1)).log.slice(1)).toEqual(['3100 A-USD 0']);
  });

  it('does not wait for the minimum hold', () => {
    const run = inLong({ stopLoss: 0.02 }, { hysteresis: { minHoldMs: 60_000 } });
    expect(run.at(2_000, priced(A, 97)).log.slice(1)).toEqual(['2100 A-USD 0']);
  });

  it('cools down after it', () => {
    const run = inLong({ stopLoss: 0.02 }, { hysteresis: { coolDownMs: 10_000 } }).at(2_000, priced(A, 97));
    run.think(12_000, long);
    expect(run.log.slice(1)).toEqual(['2100 A-USD 0', '12100 A-USD 1000']);
    expect(
      inLong({ stopLoss: 0.02 }, { hysteresis: { coolDownMs: 10_000 } })
        .at(2_000, priced(A, 97))
        .think(11_900, long).log,
    ).toHaveLength(2);
  });

  it('measures from the price at which it was entered again', () => {
    const run = inLong({ stopLoss: 0.02 }).at(2_000, priced(A, 97)).at(3_000, priced(A, 97)).at(4_000, priced(A, 96));
    expect(run.log.slice(1)).toEqual(['2100 A-USD 0', '3100 A-USD 1000']);
  });

  it('R25: stops no loss on data that are not live, and at once when they are back', () => {
    const run = inLong({ stopLoss: 0.02 }).at(2_000, dataQuality({ marketId: A, level: 'dirty' }), priced(A, 90));
    expect(run.log).toHaveLength(1);
    expect(run.at(3_000, dataQuality({ marketId: A }), priced(A, 90)).log.slice(1)).toEqual(['3100 A-USD 0']);
  });

  it('stops a loss while there is no opinion', () => {
    const run = inLong({ stopLoss: 0.02 }).think(2_000, idea(A, undefined));
    expect(run.at(3_000, priced(A, 97)).log.slice(1)).toEqual(['3100 A-USD 0']);
    expect(run.run.decisions[1]).toMatchObject({ confidence: 0 });
  });

  it('stops a loss where nothing may be entered', () => {
    const run = inLong({ stopLoss: 0.02 }).at(2_000, marketContext({ marketId: A, status: 'POST_ONLY' }));
    expect(run.at(3_000, priced(A, 97)).log.slice(1)).toEqual(['3100 A-USD 0']);
  });

  it('takes a profit', () => {
    const run = inLong({ takeProfit: 0.05 }).at(2_000, priced(A, 105)).at(3_000, priced(A, 106));
    expect(run.log.slice(1)).toEqual(['3100 A-USD 0']);
    expect(lastRule(run)).toMatchObject({ name: 'take-profit', bound: 0.05 });
  });

  it('trails the best price once it is activated', () => {
    const run = inLong({ trailingActivation: 0.05, trailingDistance: 0.02 });
    run.at(2_000, priced(A, 104)).at(3_000, priced(A, 101)).at(4_000, priced(A, 110)).at(5_000, priced(A, 108));
    expect(run.log).toHaveLength(1);
    expect(run.at(6_000, priced(A, 107.5)).log.slice(1)).toEqual(['6100 A-USD 0']);
    expect(lastRule(run)).toMatchObject({ name: 'trailing-stop' });
  });

  it('leaves after the longest time', () => {
    const run = inLong({ maxHoldMs: 5_000 }).at(5_900, priced(A, 100));
    expect(run.log).toHaveLength(1);
    expect(run.at(6_100, priced(A, 100)).log[1]).toBe('6200 A-USD 0');
  });

  it('leaves when the conviction decayed, with confirmation', () => {
    const run = inLong({ convictionDecay: 0.5 }, { timing: { sampleMs: 100, confirmMs: 1_000 } }).at(2_100);
    run.think(3_000, idea(A, 0.39)).at(4_100);
    expect(run.log).toEqual(['2100 A-USD 1000', '4100 A-USD 0']);
    expect(lastRule(run)).toEqual({ name: 'conviction-decay', value: 0.39, bound: 0.4 });
  });

  it('leaves when funding has cost too much for too long', () => {
    const funding = (nextFundingRate1h: number) => marketContext({ marketId: A, nextFundingRate1h });
    const run = inLong({ maxFundingCost1h: 0.001, fundingPatienceMs: 2_000 }).at(2_000, funding(0.002));
    run.at(3_000, funding(0.0005)).at(4_000, funding(0.003)).at(5_900, priced(A, 100));
    expect(run.log).toHaveLength(1);
    expect(run.at(6_100, priced(A, 100)).log.slice(1)).toEqual(['6200 A-USD 0']);
    expect(lastRule(run)).toEqual({ name: 'funding-cost-1h', value: 0.003, bound: 0.001 });
  });

  it('turns by conviction, and measures the new direction from there', () => {
    const run = inLong({ stopLoss: 0.02 }).at(2_000, priced(A, 99)).think(3_000, short);
    run.at(4_000, priced(A, 100)).at(5_000, priced(A, 101.2));
    expect(run.log).toEqual(['1100 A-USD 1000', '3100 A-USD -1000', '5100 A-USD 0']);
  });

  it('rests on the account alone where the account alone tells', () => {
    const run = inLong({}).at(2_000, accountState({ positions: [position({ marketId: A })] }));
    run.at(3_000, accountState());
    expect(run.run.decisions[1]).toMatchObject({ receivedMs: 3_000, targetNotionalUsd: 0 });
  });
});
