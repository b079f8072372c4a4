/** Prints a time in milliseconds since the epoch as the Indexer does, for example `2026-03-01T00:00:00.000Z`. */
export function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}
