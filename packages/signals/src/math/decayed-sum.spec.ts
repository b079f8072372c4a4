import fc from 'fast-check';
import { DecayedSum } from './decayed-sum';

describe('DecayedSum', () => {
  it('starts at 0', () => {
    expect(new DecayedSum(1_000).value).toBe(0);
  });

  it('halves what it holds in every half life and adds at full weight', () => {
    const sum = new DecayedSum(1_000);
    sum.add(8, 0);
    sum.add(0, 1_000);
    expect(sum.value).toBe(4);
    sum.add(10, 2_000);
    expect(sum.value).toBe(11);
  });

  it('adds amounts of one instant without decay', () => {
    const sum = new DecayedSum(1_000);
    [1, 2, 3].forEach((amount) => sum.add(amount, 0));
    expect(sum.value).toBe(6);
  });

  it('does not depend on how often nothing is added', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 5_000 }), { minLength: 1, maxLength: 20 }), (stepsMs) => {
        const inSteps = new DecayedSum(700);
        const atOnce = new DecayedSum(700);
        inSteps.add(5, 0);
        atOnce.add(5, 0);
        stepsMs.forEach((stepMs) => inSteps.add(0, stepMs));
        atOnce.add(
          0,
          stepsMs.reduce((total, stepMs) => total + stepMs, 0),
        );
        expect(inSteps.value).toBeCloseTo(atOnce.value, 10);
      }),
    );
  });
});
