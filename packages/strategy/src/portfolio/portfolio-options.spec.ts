import { EventScheduler } from '@perpstream/core';
import { mergeRules, portfolioDefaults, portfolioSettings, type PortfolioOptions } from './portfolio-options';
import { portfolioStrategy } from './portfolio-strategy';

const base = { name: 'test', scheduler: new EventScheduler(), createModel: () => ({ ideas: () => [] }) };

describe('portfolioDefaults', () => {
  it('is plain data, for configurations', () => {
    expect(JSON.parse(JSON.stringify(portfolioDefaults))).toEqual(portfolioDefaults);
  });
});

describe('mergeRules', () => {
  it('puts single keys over single keys', () => {
    const rules = mergeRules(portfolioDefaults, { exits: { stopLoss: 0.5 }, timing: { confirmMs: 0 } });
    expect(rules.exits).toEqual({ ...portfolioDefaults.exits, stopLoss: 0.5 });
    expect(rules.timing).toEqual({ sampleMs: 250, confirmMs: 0 });
    expect(rules.allocation).toEqual(portfolioDefaults.allocation);
  });

  it('changes nothing without options', () => {
    expect(mergeRules(portfolioDefaults, {})).toEqual(portfolioDefaults);
  });
});

describe('portfolioSettings', () => {
  it('fills in the defaults of every group', () => {
    expect(portfolioSettings(base)).toEqual({ ...base, ...portfolioDefaults });
  });
});

describe('portfolioStrategy, when called', () => {
  it.each<[PortfolioOptions, string]>([
    [{ universe: { minQuality: 1.1 } }, 'universe.minQuality must be in [0, 1], was 1.1'],
    [{ universe: { maxSpreadBps: 0 } }, 'universe.maxSpreadBps must be > 0 and finite, was 0'],
    [{ universe: { minVolume24hUsd: -1 } }, 'universe.minVolume24hUsd must be >= 0 and finite, was -1'],
    [{ universe: { minDepthUsd: NaN } }, 'universe.minDepthUsd must be >= 0 and finite, was NaN'],
    [{ universe: { depthBps: 0 } }, 'universe.depthBps must be > 0 and finite, was 0'],
    [{ universe: { minKnownMs: Infinity } }, 'universe.minKnownMs must be >= 0 and finite, was Infinity'],
    [{ universe: { allow: ['A', 'B'], deny: ['B'] } }, 'universe.deny must be free of markets that allow names, was 1'],
    [{ hysteresis: { enterConviction: 0 } }, 'hysteresis.enterConviction must be in (0, 1], was 0'],
    [{ hysteresis: { enterConviction: 1.01 } }, 'hysteresis.enterConviction must be in (0, 1], was 1.01'],
    [
      { hysteresis: { exitConviction: 0.6 } },
      'hysteresis.exitConviction must be in [0, enterConviction = 0.6), was 0.6',
    ],
    [
      { hysteresis: { exitConviction: -0.1 } },
      'hysteresis.exitConviction must be in [0, enterConviction = 0.6), was -0.1',
    ],
    [{ hysteresis: { minHoldMs: -1 } }, 'hysteresis.minHoldMs must be >= 0 and finite, was -1'],
    [{ hysteresis: { coolDownMs: NaN } }, 'hysteresis.coolDownMs must be >= 0 and finite, was NaN'],
    [{ exits: { stopLoss: -0.01 } }, 'exits.stopLoss must be >= 0 and finite, was -0.01'],
    [{ exits: { takeProfit: -1 } }, 'exits.takeProfit must be >= 0 and finite, was -1'],
    [{ exits: { trailingDistance: -1 } }, 'exits.trailingDistance must be >= 0 and finite, was -1'],
    [{ exits: { trailingActivation: -1 } }, 'exits.trailingActivation must be >= 0 and finite, was -1'],
    [{ exits: { maxHoldMs: Infinity } }, 'exits.maxHoldMs must be >= 0 and finite, was Infinity'],
    [{ exits: { convictionDecay: 2 } }, 'exits.convictionDecay must be in [0, 1], was 2'],
    [{ exits: { maxFundingCost1h: -1 } }, 'exits.maxFundingCost1h must be >= 0 and finite, was -1'],
    [{ exits: { fundingPatienceMs: -1 } }, 'exits.fundingPatienceMs must be >= 0 and finite, was -1'],
    [{ allocation: { budgetUsd: 0 } }, 'allocation.budgetUsd must be > 0 and finite, was 0'],
    [{ allocation: { maxPositionUsd: -1 } }, 'allocation.maxPositionUsd must be > 0 and finite, was -1'],
    [{ allocation: { maxIdeas: 1.5 } }, 'allocation.maxIdeas must be an integer >= 1, was 1.5'],
    [{ allocation: { correlationCap: 0 } }, 'allocation.correlationCap must be in (0, 1], was 0'],
    [{ allocation: { targetVolatility1h: 0 } }, 'allocation.targetVolatility1h must be > 0 and finite, was 0'],
    [{ allocation: { kellyFraction: 1.5 } }, 'allocation.kellyFraction must be in (0, 1], was 1.5'],
    [{ allocation: { kellyEdgeBps: 0 } }, 'allocation.kellyEdgeBps must be > 0 and finite, was 0'],
    [{ allocation: { kellyHorizonMs: 0 } }, 'allocation.kellyHorizonMs must be > 0 and finite, was 0'],
    [{ allocation: { kellyCap: 0 } }, 'allocation.kellyCap must be in (0, 1], was 0'],
    [{ rebalance: { band: -1 } }, 'rebalance.band must be >= 0 and finite, was -1'],
    [{ rebalance: { minTradeUsd: -1 } }, 'rebalance.minTradeUsd must be >= 0 and finite, was -1'],
    [{ estimates: { barMs: 0 } }, 'estimates.barMs must be > 0 and finite, was 0'],
    [{ estimates: { halfLifeBars: 0 } }, 'estimates.halfLifeBars must be > 0 and finite, was 0'],
    [{ estimates: { warmUpBars: 0 } }, 'estimates.warmUpBars must be an integer >= 1, was 0'],
    [{ estimates: { halfLifeBars: 5 } }, 'estimates.warmUpBars must be at most 4 halfLifeBars = 20, was 30'],
    [{ timing: { sampleMs: 0 } }, 'timing.sampleMs must be > 0 and finite, was 0'],
    [{ timing: { confirmMs: -1 } }, 'timing.confirmMs must be >= 0 and finite, was -1'],
  ])('refuses %j', (options, message) => {
    expect(() => portfolioStrategy({ ...base, ...options })).toThrow(new RangeError(message));
  });

  it('refuses a method of allocation that does not exist', () => {
    const allocation = { method: 'martingale' } as unknown as NonNullable<PortfolioOptions['allocation']>;
    expect(() => portfolioStrategy({ ...base, allocation })).toThrow(
      new RangeError(
        'allocation.method must be one of equal, volatilityTarget, scoreWeighted, riskParity, kelly, was martingale',
      ),
    );
  });

  it('refuses a strategy without a name', () => {
    expect(() => portfolioStrategy({ ...base, name: '' })).toThrow(new RangeError('name must not be empty, was ""'));
  });
});
