import { heldIdea } from '../../fixtures/held-idea';
import { timeExit } from './time-exit';

describe('timeExit', () => {
  it.each([
    ['keeps before the time', 5_999, 5_000, undefined],
    ['leaves at the time', 6_000, 5_000, { name: 'max-hold-ms', value: 5_000, bound: 5_000 }],
    ['is switched off by 0', 1e12, 0, undefined],
  ])('%s', (_name, nowMs, maxHoldMs, expected) => {
    expect(timeExit(heldIdea({ nowMs }), { maxHoldMs })).toEqual(expected);
  });
});
