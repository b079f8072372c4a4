import { assert, double, property } from 'fast-check';
import { bandedConviction, keepingConviction } from './banded-conviction';

const bands = { enterConviction: 0.6, exitConviction: 0.2 };
const z = { enterAt: 2, exitAt: 0.5 };

describe('bandedConviction', () => {
  it.each([
    [0, 0],
    [0.25, 0.1],
    [0.5, 0.2],
    [1.25, 0.4],
    [2, 0.6],
    [3, 0.8],
    [4, 1],
    [9, 1],
    [-2, -0.6],
    [-0.25, -0.1],
  ])('turns %d into %d', (strength, conviction) => {
    expect(bandedConviction(strength, z, bands)).toBeCloseTo(conviction, 12);
  });

  it('leaves at 0 when the exit lies there', () => {
    const atZero = { enterAt: 2, exitAt: 0 };
    expect(bandedConviction(0, atZero, bands)).toBe(0);
    expect(bandedConviction(1e-9, atZero, bands)).toBeCloseTo(0.2, 6);
  });

  it('reaches the bounds of the portfolio exactly where those of the strategy are, and never falls', () => {
    const positive = double({ min: 0, max: 8, noNaN: true });
    assert(
      property(positive, positive, (a, b) => {
        const [less, more] = [Math.min(a, b), Math.max(a, b)].map((size) => bandedConviction(size, z, bands));
        expect(more).toBeGreaterThanOrEqual(less!);
        expect(more! >= bands.enterConviction).toBe(Math.max(a, b) >= z.enterAt);
        expect(less! < bands.exitConviction).toBe(Math.min(a, b) < z.exitAt);
      }),
    );
  });
});

describe('keepingConviction', () => {
  it.each([
    [1, 0.4],
    [0.3, 0.3],
    [0.1, 0.1],
    [-1, -0.4],
  ])('turns %d into %d: what is held is kept, nothing is entered', (conviction, kept) => {
    expect(keepingConviction(conviction, bands)).toBe(kept);
  });
});
