import * as fc from 'fast-check';
import { inverseNormal } from './inverse-normal';

describe('inverseNormal', () => {
  // The check values that the paper itself prints, and NIST/SEMATECH e-Handbook 1.3.6.7.1 for the usual quantiles.
  it.each([
    ['the centre, as printed in AS 241', 0.25, -0.6744897501960817],
    ['the middle, as printed in AS 241', 0.001, -3.090232306167814],
    ['the far tail, as printed in AS 241', 1e-20, -9.262340089798408],
    ['90 %', 0.9, 1.2815515655446004],
    ['95 %', 0.95, 1.6448536269514722],
    ['97.5 %', 0.975, 1.959963984540054],
    ['99 %', 0.99, 2.3263478740408408],
    ['99.5 %', 0.995, 2.5758293035489004],
    ['99.9 %', 0.999, 3.0902323061678132],
    ['one half', 0.5, 0],
    ['one standard deviation', 0.8413447460685429, 1],
    ['two standard deviations', 0.9772498680518208, 2],
  ])('%s', (_name, probability, expected) => {
    expect(Math.abs(inverseNormal(probability) - expected)).toBeLessThanOrEqual(
      1e-14 * Math.max(1, Math.abs(expected)),
    );
  });

  it.each([
    ['between centre and middle', 0.925],
    ['between middle and tail', 1 - Math.exp(-25)],
  ])('has no step %s', (_name, border) => {
    const slope = 1e-12 * Math.sqrt(2 * Math.PI) * Math.exp(inverseNormal(border) ** 2 / 2);
    expect(inverseNormal(border + 1e-12) - inverseNormal(border - 1e-12)).toBeLessThan(3 * slope);
  });

  it('is the same on both sides of one half', () => {
    const eighths = fc.integer({ min: 1, max: 2 ** 20 - 1 }).map((count) => count / 2 ** 20);
    fc.assert(fc.property(eighths, (p) => expect(inverseNormal(1 - p)).toBe(0 - inverseNormal(p))));
  });

  it('never falls', () => {
    const probability = fc.double({ min: 1e-300, max: 1 - 1e-15, noNaN: true });
    fc.assert(
      fc.property(probability, probability, (a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        expect(inverseNormal(high)).toBeGreaterThanOrEqual(inverseNormal(low) - 1e-14);
      }),
    );
  });

  it.each([0, 1, -0.1, 1.1, NaN, Infinity])('refuses a probability of %s', (probability) => {
    expect(() => inverseNormal(probability)).toThrow(
      new RangeError(`probability must be in (0, 1), was ${probability}`),
    );
  });
});
