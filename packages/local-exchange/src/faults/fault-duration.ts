import { z } from 'zod';

const UNITS_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** Milliseconds of a text such as `250ms`, `10s`, `1.5m`, `2h`, or of a number of milliseconds; undefined when neither. */
function durationMs(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0 ? value : undefined;
  const match = typeof value === 'string' ? /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(value) : null;
  return match === null ? undefined : Number(match[1]) * UNITS_MS[match[2]!]!;
}

/** A duration of a script, read as milliseconds. */
export const faultDuration: z.ZodType<number> = z.unknown().transform((value, context) => {
  const ms = durationMs(value);
  if (ms !== undefined) return ms;
  const was = value === undefined ? 'is missing' : `was ${JSON.stringify(value)}`;
  context.issues.push({ code: 'custom', message: `must be a duration such as 500ms, 10s or 2m, ${was}`, input: value });
  return z.NEVER;
});
