import fc from 'fast-check';
import { glft } from './glft';
import type { QuoteFormInput } from './quote-form';

type Distances = { readonly bid: number; readonly ask: number };

const input = (volatilityBps: number, arrivalsPerSecond: number, decayPerBps: number): QuoteFormInput => ({
  volatilityBps,
  arrivalsPerSecond,
  decayPerBps,
  riskAversion: 0.01,
});

/** Distances of bid and ask from the mid at an inventory of `lots`. */
function distances(given: QuoteFormInput, impactBps: number, lots: number): Distances {
  const { halfSpreadBps, skewBps } = glft(given, impactBps);
  return { bid: halfSpreadBps + skewBps * lots, ask: halfSpreadBps - skewBps * lots };
}

/**
 * The optimal quotes of the paper without any approximation: its linear ordinary differential equations (section 3, with
 * impact section 5.2), solved backwards from T = 600 s by the midpoint rule, for inventories up to 30 lots.
 */
function optimalDistances(given: QuoteFormInput, impactBps: number): (lots: number) => Distances {
  const { volatilityBps: sigma, arrivalsPerSecond: A, decayPerBps: k, riskAversion: gamma } = given;
  const [Q, seconds, dt] = [30, 600, 0.1];
  const alpha = (k / 2) * gamma * sigma ** 2;
  const eta = A * (1 + gamma / k) ** -(1 + k / gamma) * Math.exp((-k * impactBps) / 2);
  const slope = (v: number[]): number[] =>
    v.map((value, i) => alpha * (i - Q) ** 2 * value - eta * ((v[i - 1] ?? 0) + (v[i + 1] ?? 0)));
  let v = Array.from({ length: 2 * Q + 1 }, (_, i) => Math.exp(-0.5 * k * impactBps * (i - Q) ** 2));
  for (let step = 0; step < seconds / dt; step += 1) {
    const first = slope(v);
    const second = slope(v.map((value, i) => value - (dt / 2) * first[i]!));
    const next = v.map((value, i) => value - dt * second[i]!);
    const largest = Math.max(...next);
    v = next.map((value) => value / largest);
  }
  const least = Math.log(1 + gamma / k) / gamma + impactBps / 2;
  return (lots) => ({
    bid: least + Math.log(v[Q + lots]! / v[Q + lots + 1]!) / k,
    ask: least + Math.log(v[Q + lots]! / v[Q + lots - 1]!) / k,
  });
}

describe('glft', () => {
  // Parameters of the paper's figures: sigma in Tick s^-1/2, A in s^-1, k in Tick^-1, gamma 0.01 Tick^-1.
  it.each([
    ['sigma 0.3, A 0.9, k 0.3', input(0.3, 0.9, 0.3), 0, 0.002],
    ['sigma 0.4, A 0.9, k 0.3', input(0.4, 0.9, 0.3), 0, 0.003],
    ['sigma 1.0, A 0.2, k 0.3', input(1, 0.2, 0.3), 0, 0.035],
    ['sigma 0.6, A 0.9, k 0.9', input(0.6, 0.9, 0.9), 0, 0.004],
    ['sigma 0.3, A 0.9, k 0.3, impact 0.5', input(0.3, 0.9, 0.3), 0.5, 0.002],
    ['sigma 1.0, A 0.2, k 0.3, impact 0.5', input(1, 0.2, 0.3), 0.5, 0.04],
  ])('is near the optimal quotes of the differential equations at %s', (_, given, impactBps, tolerance) => {
    const optimal = optimalDistances(given, impactBps);
    for (const lots of [-6, -3, -1, 0, 1, 3, 6]) {
      const { bid, ask } = distances(given, impactBps, lots);
      expect(Math.abs(bid - optimal(lots).bid)).toBeLessThan(tolerance);
      expect(Math.abs(ask - optimal(lots).ask)).toBeLessThan(tolerance);
    }
  });

  it('has the numbers of the closed form, worked out by hand', () => {
    // (1/0.01) ln(1 + 0.01/0.3) = 3.2789822823; sqrt(0.09 x 0.01 / (2 x 0.3 x 0.9) x (31/30)^31) = 0.0678658325
    const { halfSpreadBps, skewBps } = glft(input(0.3, 0.9, 0.3), 0);
    expect(skewBps).toBeCloseTo(0.0678658325, 10);
    expect(halfSpreadBps).toBeCloseTo(3.2789822823 + 0.0678658325 / 2, 9);
  });

  it('becomes 1/k without risk aversion', () => {
    const { halfSpreadBps, skewBps } = glft({ ...input(1, 1, 0.5), riskAversion: 1e-12 }, 0);
    expect(halfSpreadBps).toBeCloseTo(2, 5);
    expect(skewBps).toBeCloseTo(0, 5);
  });

  const any = fc.record({
    volatilityBps: fc.double({ min: 0.01, max: 20, noNaN: true }),
    arrivalsPerSecond: fc.double({ min: 1e-3, max: 50, noNaN: true }),
    decayPerBps: fc.double({ min: 0.02, max: 5, noNaN: true }),
    riskAversion: fc.double({ min: 1e-4, max: 1, noNaN: true }),
  });
  const impact = fc.double({ min: 0, max: 5, noNaN: true });

  it('widens and leans more with volatility and impact, less with more arrivals', () => {
    fc.assert(
      fc.property(any, impact, fc.double({ min: 1.01, max: 5, noNaN: true }), (given, impactBps, factor) => {
        const form = glft(given, impactBps);
        const wilder = glft({ ...given, volatilityBps: given.volatilityBps * factor }, impactBps);
        const busier = glft({ ...given, arrivalsPerSecond: given.arrivalsPerSecond * factor }, impactBps);
        const costlier = glft(given, impactBps + factor);
        for (const name of ['halfSpreadBps', 'skewBps'] as const) {
          expect(wilder[name]).toBeGreaterThan(form[name]);
          expect(busier[name]).toBeLessThan(form[name]);
          expect(costlier[name]).toBeGreaterThan(form[name]);
        }
      }),
    );
  });

  it('does not depend on the unit of prices', () => {
    fc.assert(
      fc.property(any, impact, fc.double({ min: 0.1, max: 10, noNaN: true }), (given, impactBps, unit) => {
        const form = glft(given, impactBps);
        const other = glft(
          {
            volatilityBps: given.volatilityBps * unit,
            arrivalsPerSecond: given.arrivalsPerSecond,
            decayPerBps: given.decayPerBps / unit,
            riskAversion: given.riskAversion / unit,
          },
          impactBps * unit,
        );
        expect(other.halfSpreadBps / form.halfSpreadBps).toBeCloseTo(unit, 9);
        expect(other.skewBps / form.skewBps).toBeCloseTo(unit, 9);
      }),
    );
  });
});
