/** The equity at one time. */
export type EquityPoint = { readonly atMs: number; readonly equityUsd: number };

/**
 * The equity at whole multiples of a period since the epoch: that of the newest point at or before each of them, from the
 * first multiple at or after the first point.
 *
 * @param points in order of time
 */
export function equityAtPeriods(points: readonly EquityPoint[], periodMs: number): readonly EquityPoint[] {
  const sampled: EquityPoint[] = [];
  let dueMs = Infinity;
  points.forEach((point, index) => {
    const before = points[index - 1];
    if (before === undefined) dueMs = Math.ceil(point.atMs / periodMs) * periodMs;
    else for (; dueMs < point.atMs; dueMs += periodMs) sampled.push({ atMs: dueMs, equityUsd: before.equityUsd });
    if (dueMs !== point.atMs) return;
    sampled.push(point);
    dueMs += periodMs;
  });
  return sampled;
}

/** Simple returns from one point to the next. */
export function returnsOf(points: readonly EquityPoint[]): readonly number[] {
  return points.slice(1).map(({ equityUsd }, index) => equityUsd / points[index]!.equityUsd - 1);
}
