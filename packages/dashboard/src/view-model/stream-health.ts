import type { StreamState, UnixMs } from '@perpstream/core';
import { liveMs, type StreamTable, type StreamView } from './stream-view';

/** A stream that is asked for is in trouble only when its snapshot stays away for so long. */
const PATIENCE_MS = 10_000;

/** All streams together. Those that ended, because nobody wants them any more, are not counted. */
export type StreamHealth = {
  readonly total: number;
  readonly requested: number;
  readonly live: number;
  readonly stale: number;
  readonly refused: number;
  /** Share of the time since they were first asked for that the streams were live, 0 to 1; undefined without streams. */
  readonly uptime: number | undefined;
  /** The stream that is worst off; undefined when all is well. */
  readonly worst: StreamView | undefined;
};

/** From bad to good: what is refused never comes by itself, what is stale may be wrong, what is requested is not there yet. */
const SEVERITY: Readonly<Record<StreamState['kind'], number>> = {
  refused: 3,
  stale: 2,
  requested: 1,
  live: 0,
  ended: 0,
};

/** Judges the streams at `nowMs`. */
export function streamHealth({ rows }: StreamTable, nowMs: UnixMs): StreamHealth {
  const wanted = rows.filter(({ state }) => state.kind !== 'ended');
  const count = (kind: StreamState['kind']): number => wanted.filter(({ state }) => state.kind === kind).length;
  return {
    total: wanted.length,
    requested: count('requested'),
    live: count('live'),
    stale: count('stale'),
    refused: count('refused'),
    uptime: uptimeOf(wanted, nowMs),
    worst: worstOf(wanted, nowMs),
  };
}

function uptimeOf(streams: readonly StreamView[], nowMs: UnixMs): number | undefined {
  const wantedMs = streams.reduce((sum, { firstMs }) => sum + Math.max(0, nowMs - firstMs), 0);
  return wantedMs === 0 ? undefined : streams.reduce((sum, stream) => sum + liveMs(stream, nowMs), 0) / wantedMs;
}

function worstOf(streams: readonly StreamView[], nowMs: UnixMs): StreamView | undefined {
  let worst: StreamView | undefined;
  for (const stream of streams) {
    if (isTrouble(stream, nowMs) && (worst === undefined || isWorse(stream, worst))) worst = stream;
  }
  return worst;
}

function isTrouble({ state, sinceMs }: StreamView, nowMs: UnixMs): boolean {
  return state.kind === 'requested' ? nowMs - sinceMs >= PATIENCE_MS : SEVERITY[state.kind] > 0;
}

function isWorse(a: StreamView, b: StreamView): boolean {
  const difference = SEVERITY[a.state.kind] - SEVERITY[b.state.kind];
  return difference > 0 || (difference === 0 && a.sinceMs < b.sinceMs);
}
