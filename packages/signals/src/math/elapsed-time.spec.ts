import { unixMs } from '@perpstream/core';
import { ElapsedTime } from './elapsed-time';

const stepsOf = (timesMs: readonly number[]): { steps: number[]; sinceFirstMs: number } => {
  const time = new ElapsedTime();
  return { steps: timesMs.map((ms) => time.stepTo(unixMs(ms))), sinceFirstMs: time.sinceFirstMs };
};

describe('ElapsedTime', () => {
  it.each([
    ['no event', [], [], 0],
    ['one event', [500], [0], 0],
    ['events at fractions of a ms', [500, 500.25, 501], [0, 0.25, 0.75], 1],
    ['two events at one time', [500, 500, 600], [0, 0, 100], 100],
    ['an event from the past', [500, 400, 600], [0, 0, 100], 100],
    ['a start at 0', [0, 10], [0, 10], 10],
  ])('counts %s', (_, timesMs, steps, sinceFirstMs) => {
    expect(stepsOf(timesMs)).toEqual({ steps, sinceFirstMs });
  });
});
