import { heldIdea } from '../../fixtures/held-idea';
import { fundingExit } from './funding-exit';

const options = { maxFundingCost1h: 0.001, fundingPatienceMs: 500 };
const costly = heldIdea({ fundingCost1h: 0.002, costlySinceMs: 2_000, nowMs: 2_500 });

describe('fundingExit', () => {
  it('leaves what has cost too much for too long', () => {
    expect(fundingExit(costly, options)).toEqual({ name: 'funding-cost-1h', value: 0.002, bound: 0.001 });
  });

  it.each([
    ['has not cost too much for long enough', { ...costly, nowMs: 2_499 }, options],
    ['does not cost too much', { ...costly, costlySinceMs: undefined }, options],
    ['has no bound', costly, { ...options, maxFundingCost1h: 0 }],
  ])('keeps what %s', (_name, open, given) => {
    expect(fundingExit(open, given)).toBeUndefined();
  });
});
