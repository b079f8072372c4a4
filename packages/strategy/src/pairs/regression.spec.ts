import { array, assert, double, property, tuple } from 'fast-check';
import { regress } from './regression';

const from = (values: readonly number[]) => Float64Array.from(values);

describe('regress', () => {
  it('finds a line by hand', () => {
    const line = regress(from([1, 3, 2, 5]), from([0, 1, 2, 3]))!;
    // Means 2.75 and 1.5; covariance 5.5, variance 5.
    expect(line.slope).toBeCloseTo(1.1, 14);
    expect(line.intercept).toBeCloseTo(1.1, 14);
    [-0.1, 0.8, -1.3, 0.6].forEach((residual, i) => expect(line.residuals[i]).toBeCloseTo(residual, 14));
  });

  it('gives nothing for an x that does not move', () => {
    expect(regress(from([1, 2, 3]), from([7, 7, 7]))).toBeUndefined();
  });

  it('leaves residuals that sum to 0 and do not go with x', () => {
    const value = double({ min: -10, max: 10, noNaN: true });
    assert(
      property(array(tuple(value, value), { minLength: 3, maxLength: 60 }), (points) => {
        const [x, y] = [from(points.map(([first]) => first)), from(points.map(([, second]) => second))];
        const spread = Math.max(...x) - Math.min(...x);
        const line = regress(y, x);
        if (line === undefined || spread < 0.01) return;
        const sum = line.residuals.reduce((total, residual) => total + residual, 0);
        const moment = line.residuals.reduce((total, residual, i) => total + residual * x[i]!, 0);
        expect(Math.abs(sum)).toBeLessThan(1e-6);
        expect(Math.abs(moment)).toBeLessThan(1e-6);
      }),
    );
  });
});
