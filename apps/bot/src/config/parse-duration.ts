import { UsageError } from '../errors';

const UNITS_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;

/**
 * Reads a duration such as `500ms`, `30s`, `5m` or `2h` as milliseconds.
 *
 * @throws UsageError for anything else
 */
export function parseDuration(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text);
  const value = Number(match?.[1]);
  if (match === null || !(value > 0)) throw new UsageError(`"${text}" is not a duration; write 500ms, 30s, 5m or 2h`);
  return value * UNITS_MS[match[2] as keyof typeof UNITS_MS];
}
