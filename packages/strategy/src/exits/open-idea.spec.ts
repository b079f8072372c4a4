import { array, assert, double, property } from 'fast-check';
import { openIdea, seeOpenIdea, type OpenIdea, type OpenIdeaSight } from './open-idea';

const options = { maxFundingCost1h: 0.001 };
const sight = (given: Partial<OpenIdeaSight>): OpenIdeaSight => ({
  nowMs: 2_000,
  value: 0,
  conviction: 0.5,
  fundingCost1h: 0,
  ...given,
});

describe('openIdea', () => {
  it('starts at nothing gained', () => {
    expect(openIdea(1_000, 0.8)).toMatchObject({ enteredMs: 1_000, value: 0, bestValue: 0, entryConviction: 0.8 });
  });
});

describe('seeOpenIdea', () => {
  it('takes over what is seen and keeps what it was entered with', () => {
    const seen = seeOpenIdea(openIdea(1_000, 0.8), sight({ value: -0.1, conviction: undefined }), options);
    expect(seen).toMatchObject({ enteredMs: 1_000, nowMs: 2_000, value: -0.1, entryConviction: 0.8 });
    expect(seen.conviction).toBeUndefined();
  });

  it('remembers the best value', () => {
    assert(
      property(array(double({ min: -1, max: 1, noNaN: true })), (values) => {
        const last = values.reduce((open, value) => seeOpenIdea(open, sight({ value }), options), openIdea(0, 1));
        expect(last.bestValue).toBe(Math.max(0, ...values));
      }),
    );
  });

  it('counts from when funding began to cost too much, and anew after it did not', () => {
    const see = (open: OpenIdea, nowMs: number, fundingCost1h: number | undefined) =>
      seeOpenIdea(open, sight({ nowMs, fundingCost1h }), options);
    const costly = see(see(openIdea(0, 1), 10, 0.002), 20, 0.003);
    expect(costly.costlySinceMs).toBe(10);
    expect(see(costly, 30, 0.001).costlySinceMs).toBeUndefined();
    expect(see(costly, 30, undefined).costlySinceMs).toBeUndefined();
    expect(see(see(costly, 30, -0.01), 40, 0.002).costlySinceMs).toBe(40);
  });
});
