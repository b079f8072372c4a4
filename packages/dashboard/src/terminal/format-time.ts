import type { UnixMs } from '@perpstream/core';

const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');

/** The time of day in UTC: `23:54:15`. */
export function clockText(atMs: UnixMs): string {
  const seconds = ((Math.floor(atMs / 1_000) % 86_400) + 86_400) % 86_400;
  return `${two(seconds / 3_600)}:${two((seconds % 3_600) / 60)}:${two(seconds % 60)}`;
}

/** A length of time in at most five columns: `0.3s`, `12s`, `3m05s`, `2h05m`, `4d`. */
export function ageText(ageMs: number): string {
  if (!Number.isFinite(ageMs)) return '-';
  const seconds = Math.max(0, ageMs) / 1_000;
  if (seconds < 9.95) return `${seconds.toFixed(1)}s`;
  if (seconds < 60) return `${Math.floor(seconds)}s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)}m${two(seconds % 60)}s`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)}h${two((seconds % 3_600) / 60)}m`;
  return `${Math.floor(seconds / 86_400)}d`;
}

/** Whole seconds, for bars that are read at a glance: `4s`. */
export function secondsText(durationMs: number): string {
  return durationMs < 60_000 ? `${Math.floor(Math.max(0, durationMs) / 1_000)}s` : ageText(durationMs);
}
