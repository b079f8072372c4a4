import { EventScheduler } from '@perpstream/core';
import { momentumSettings, type MomentumStrategyOptions } from './momentum-options';
import { momentumStrategy } from './momentum-strategy';
import { momentumWeights } from './signal-weights';

const scheduler = new EventScheduler();

describe('momentumSettings', () => {
  it('fills in the defaults', () => {
    expect(momentumSettings({ scheduler })).toEqual({
      scheduler,
      weights: momentumWeights,
      enterConfidence: 0.8,
      exitConfidence: 0.6,
      sampleMs: 250,
      confirmMs: 2_000,
      minHoldMs: 10_000,
      coolDownMs: 30_000,
      maxPositions: 3,
      positionNotionalUsd: 1_000,
      maxSpreadBps: 20,
      minVolume24hUsd: 0,
    });
  });

  it('keeps what is given', () => {
    expect(momentumSettings({ scheduler, maxPositions: 7, confirmMs: 0 })).toMatchObject({
      maxPositions: 7,
      confirmMs: 0,
    });
  });
});

describe('momentumStrategy, when called', () => {
  it.each<[Partial<MomentumStrategyOptions>, string]>([
    [{ enterConfidence: 0 }, 'enterConfidence must be in (0, 1], was 0'],
    [{ enterConfidence: 1.01 }, 'enterConfidence must be in (0, 1], was 1.01'],
    [{ enterConfidence: NaN }, 'enterConfidence must be in (0, 1], was NaN'],
    [{ exitConfidence: 0.8 }, 'exitConfidence must be in [0, enterConfidence = 0.8), was 0.8'],
    [{ exitConfidence: -0.1 }, 'exitConfidence must be in [0, enterConfidence = 0.8), was -0.1'],
    [{ enterConfidence: 0.5 }, 'exitConfidence must be in [0, enterConfidence = 0.5), was 0.6'],
    [{ sampleMs: 0 }, 'sampleMs must be > 0 and finite, was 0'],
    [{ confirmMs: -1 }, 'confirmMs must be >= 0 and finite, was -1'],
    [{ minHoldMs: NaN }, 'minHoldMs must be >= 0 and finite, was NaN'],
    [{ coolDownMs: Infinity }, 'coolDownMs must be >= 0 and finite, was Infinity'],
    [{ maxPositions: 0 }, 'maxPositions must be an integer >= 1, was 0'],
    [{ maxPositions: 1.5 }, 'maxPositions must be an integer >= 1, was 1.5'],
    [{ positionNotionalUsd: -1_000 }, 'positionNotionalUsd must be > 0 and finite, was -1000'],
    [{ maxSpreadBps: 0 }, 'maxSpreadBps must be > 0 and finite, was 0'],
    [{ minVolume24hUsd: -1 }, 'minVolume24hUsd must be >= 0 and finite, was -1'],
    [{ weights: {} }, 'weights must be given for at least one direction signal, was 0'],
    [
      { weights: { volume: { role: 'confirmation', weight: 1 } } },
      'weights must be given for at least one direction signal, was 0',
    ],
    [
      { weights: { momentum: { role: 'direction', weight: 0 } } },
      'weights.momentum.weight must be > 0 and finite, was 0',
    ],
    [
      { weights: { momentum: { role: 'direction', weight: Infinity } } },
      'weights.momentum.weight must be > 0 and finite, was Infinity',
    ],
  ])('refuses %j', (options, message) => {
    expect(() => momentumStrategy({ scheduler, ...options })).toThrow(new RangeError(message));
  });
});
