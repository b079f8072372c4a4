/** Bounds of a back-off, in milliseconds. */
export type BackoffBounds = { readonly initialMs: number; readonly maxMs: number };

/**
 * How long to wait after so many failures in a row (>= 1): between half of a bound and all of it; the bound doubles with
 * every failure up to `maxMs`. Half of it is certain, so that many failing callers cannot hammer a server by chance.
 */
export function backoffDelayMs(failures: number, { initialMs, maxMs }: BackoffBounds, random: () => number): number {
  const boundMs = Math.min(maxMs, initialMs * 2 ** (failures - 1));
  return Math.round(boundMs * (0.5 + 0.5 * random()));
}

/** @throws RangeError when the bounds are not 0 < initialMs <= maxMs */
export function assertBackoffBounds({ initialMs, maxMs }: BackoffBounds, name: string): void {
  if (!(initialMs > 0)) throw new RangeError(`${name}.initialMs must be > 0, was ${initialMs}`);
  if (!(maxMs >= initialMs)) throw new RangeError(`${name}.maxMs must be >= initialMs ${initialMs}, was ${maxMs}`);
}
