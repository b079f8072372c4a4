import { returning, walk } from '../../fixtures/minute-bars';
import { dickeyFuller } from './dickey-fuller';
import { regress } from './regression';

/** Gauss-Jordan: the inverse of a matrix in rows. */
function inverse(matrix: readonly (readonly number[])[]): number[][] {
  const size = matrix.length;
  const rows = matrix.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  for (let pivot = 0; pivot < size; pivot += 1) {
    const scale = rows[pivot]![pivot]!;
    rows[pivot] = rows[pivot]!.map((value) => value / scale);
    for (let i = 0; i < size; i += 1) {
      const factor = i === pivot ? 0 : rows[i]![pivot]!;
      rows[i] = rows[i]!.map((value, j) => value - factor * rows[pivot]![j]!);
    }
  }
  return rows.map((row) => row.slice(size));
}

/** The statistic as textbooks write it: level first, coefficients by the inverse of X'X, standard error of the first. */
function naive(levels: readonly number[], lags: number): number {
  const change = (t: number) => levels[t]! - levels[t - 1]!;
  const times = levels.map((_, t) => t).slice(lags + 1);
  const x = times.map((t) => [levels[t - 1]!, ...Array.from({ length: lags }, (_, lag) => change(t - lag - 1))]);
  const y = times.map(change);
  const size = lags + 1;
  const range = Array.from({ length: size }, (_, i) => i);
  const inverted = inverse(range.map((i) => range.map((j) => x.reduce((sum, row) => sum + row[i]! * row[j]!, 0))));
  const moments = range.map((i) => x.reduce((sum, row, t) => sum + row[i]! * y[t]!, 0));
  const coefficients = inverted.map((row) => row.reduce((sum, value, j) => sum + value * moments[j]!, 0));
  const errors = y.map(
    (value, t) => value - x[t]!.reduce((sum, regressor, j) => sum + regressor * coefficients[j]!, 0),
  );
  const variance = errors.reduce((sum, error) => sum + error * error, 0) / (y.length - size);
  return coefficients[0]! / Math.sqrt(variance * inverted[0]![0]!);
}

describe('dickeyFuller', () => {
  it('gives the statistic of a series by hand', () => {
    // Levels before 1, -1, 2, -1; changes -2, 3, -3, 2. Coefficient -13 / 7, errors -1/7, 8/7, 5/7, 1/7: variance 13/21,
    // standard error sqrt(13 / 147).
    const { statistic, observations } = dickeyFuller(Float64Array.from([1, -1, 2, -1, 1]), 0)!;
    expect(observations).toBe(4);
    expect(statistic).toBeCloseTo(-13 / 7 / Math.sqrt(13 / 147), 12);
  });

  /** Two series of 120 points that anyone can rebuild, tested by statsmodels 0.14: `coint(y, x, maxlag=p, autolag=None)`. */
  it.each([
    [0, -8.411816624],
    [1, -5.616262058],
    [3, -4.549653099],
  ])('agrees with statsmodels with %i lags', (lags, statistic) => {
    const times = Array.from({ length: 120 }, (_, t) => t);
    const x = times.map((t) => Math.log(100) + 0.02 * Math.sin(t / 17) + 0.0005 * t);
    const y = times.map((t) => 0.3 + 0.8 * x[t]! + 0.004 * Math.sin((t * t) / 7) + 0.003 * Math.cos(t / 3));
    const line = regress(Float64Array.from(y), Float64Array.from(x))!;
    expect(line.slope).toBeCloseTo(0.81101779, 7);
    expect(line.intercept).toBeCloseTo(0.24972215, 7);
    expect(dickeyFuller(line.residuals, lags)!.statistic).toBeCloseTo(statistic, 8);
  });

  it.each([0, 1, 2, 5, 12])('agrees with the textbook with %i lags, on series that return and that do not', (lags) => {
    for (const levels of [returning(3, 300, 0.8, 1), walk(4, 300, 0.01), returning(5, 60, -0.5, 100)]) {
      expect(dickeyFuller(Float64Array.from(levels), lags)!.statistic).toBeCloseTo(naive(levels, lags), 7);
    }
  });

  it('does not depend on the unit', () => {
    const levels = returning(7, 200, 0.9, 1);
    const [one, other] = [1, 1e-4].map(
      (unit) =>
        dickeyFuller(
          Float64Array.from(levels, (x) => x * unit),
          2,
        )!.statistic,
    );
    expect(other).toBeCloseTo(one!, 9);
  });

  it.each([
    ['is too short', [1, -1, 1], 1],
    ['does not move', [0, 0, 0, 0, 0, 0], 0],
    ['moves in one way only', [1, 2, 4, 8, 16, 32, 64], 1],
  ])('gives nothing for a series that %s', (_name, levels, lags) => {
    expect(dickeyFuller(Float64Array.from(levels), lags)).toBeUndefined();
  });
});
