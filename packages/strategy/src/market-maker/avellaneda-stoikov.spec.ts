import { avellanedaStoikov } from './avellaneda-stoikov';
import type { QuoteFormInput } from './quote-form';

/** The parameters of the paper's simulations: sigma 2, k 1.5, T 1. */
const paper: QuoteFormInput = { volatilityBps: 2, arrivalsPerSecond: 140, decayPerBps: 1.5, riskAversion: 0.1 };

describe('avellanedaStoikov', () => {
  // By equation (30): gamma sigma² T + (2/gamma) ln(1 + gamma/k).
  it.each([
    [0.01, 0.04 + 200 * Math.log(1.51 / 1.5)],
    [0.1, 0.4 + 20 * Math.log(1.6 / 1.5)],
    [0.5, 2 + 4 * Math.log(2 / 1.5)],
  ])('has the spread of the paper at gamma %p', (riskAversion, spread) => {
    expect(2 * avellanedaStoikov({ ...paper, riskAversion }, 1).halfSpreadBps).toBeCloseTo(spread, 12);
  });

  it('has the reservation price of the paper: s - q gamma sigma² (T - t)', () => {
    // Equation (29) at s 100, q 3, gamma 0.1, sigma 2, T - t 0.25: 100 - 3 x 0.1 x 4 x 0.25 = 99.7
    expect(100 - 3 * avellanedaStoikov(paper, 0.25).skewBps).toBeCloseTo(99.7, 12);
  });

  it('counts inventory more the further it looks ahead', () => {
    const [near, far] = [avellanedaStoikov(paper, 1), avellanedaStoikov(paper, 2)];
    expect(far.skewBps).toBeCloseTo(2 * near.skewBps, 12);
    expect(far.halfSpreadBps).toBeGreaterThan(near.halfSpreadBps);
  });
});
