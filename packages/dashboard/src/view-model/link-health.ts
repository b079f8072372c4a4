import type { UnixMs } from '@perpstream/core';
import type { ConnectionView } from './connection-view';
import type { DashboardModel } from './dashboard-model';

/** With every socket open, nothing at all for this long means that the feed is dead. */
const SILENCE_MS = 5_000;

/** The state of all sockets together, told by the worst of them. `alarm`: nothing is to be trusted. */
export type LinkHealth = {
  readonly level: 'fine' | 'caution' | 'alarm';
  readonly headline: string;
  /** How long it has been so. */
  readonly forMs: number | undefined;
  /** The socket that is in trouble. */
  readonly connection: number | undefined;
  readonly attempt: number | undefined;
  /** How many of how many sockets are down, when there are several: `1 of 2`. */
  readonly down: string | undefined;
  /** Time until the next attempt, >= 0. */
  readonly retryInMs: number | undefined;
  readonly reason: string | undefined;
};

const unknown = {
  forMs: undefined,
  connection: undefined,
  down: undefined,
  attempt: undefined,
  retryInMs: undefined,
  reason: undefined,
};

/** Judges the sockets at `nowMs`; silence counts up while nothing arrives. */
export function linkHealth(model: DashboardModel, nowMs: UnixMs): LinkHealth {
  const views = [...model.connections.values()];
  const open = views.filter(({ downSinceMs }) => downSinceMs === undefined);
  const trouble = worst(views.filter(({ state }) => state.kind !== 'closed' || open.length === 0));
  if (trouble !== undefined && trouble.downSinceMs !== undefined) {
    const down = views.length > 1 ? `${views.length - open.length} of ${views.length}` : undefined;
    return { ...lost(trouble, trouble.downSinceMs, nowMs), down };
  }
  const silentMs = silenceMs(model, open, nowMs);
  if (silentMs >= SILENCE_MS) return { ...unknown, level: 'alarm', headline: 'NO DATA', forMs: silentMs };
  if (trouble?.state.kind === 'degraded') return silent(trouble, trouble.state.silentMs, nowMs);
  if (views.length > 0) return { ...unknown, level: 'fine', headline: `LIVE ${open.length}/${views.length}` };
  if (model.latestMs !== undefined) return { ...unknown, level: 'fine', headline: 'RUNNING' };
  return { ...unknown, level: 'caution', headline: 'CONNECTING' };
}

/** Time since the exchange was heard, or since a socket opened if that was later. */
function silenceMs(model: DashboardModel, open: readonly ConnectionView[], nowMs: UnixMs): number {
  const signsMs = [...open.map(({ atMs }) => atMs), ...(model.heardMs === undefined ? [] : [model.heardMs])];
  return signsMs.length === 0 ? 0 : nowMs - Math.max(...signsMs);
}

function worst(views: readonly ConnectionView[]): ConnectionView | undefined {
  const down = views.filter(({ downSinceMs }) => downSinceMs !== undefined);
  const oldestFirst = down.sort((a, b) => (a.downSinceMs ?? 0) - (b.downSinceMs ?? 0));
  return oldestFirst[0] ?? views.find(({ state }) => state.kind === 'degraded');
}

function lost({ state, wasOpen }: ConnectionView, downSinceMs: UnixMs, nowMs: UnixMs): LinkHealth {
  const base = { ...unknown, forMs: Math.max(0, nowMs - downSinceMs), connection: state.connection };
  const headline = wasOpen ? 'DISCONNECTED' : 'CONNECTING';
  const level = wasOpen ? 'alarm' : 'caution';
  switch (state.kind) {
    case 'waiting':
      return {
        ...base,
        level: 'alarm',
        headline: 'DISCONNECTED',
        attempt: state.attempt,
        retryInMs: Math.max(0, state.retryAtMs - nowMs),
        reason: state.reason,
      };
    case 'circuit-open':
      return {
        ...base,
        level: 'alarm',
        headline: 'CIRCUIT OPEN',
        retryInMs: Math.max(0, state.probeAtMs - nowMs),
        reason: state.reason,
      };
    case 'closed':
      return { ...base, level: 'alarm', headline: 'CLOSED', reason: state.reason };
    case 'connecting':
      return { ...base, level, headline, attempt: state.attempt };
    case 'open':
    case 'degraded':
      return { ...base, level: 'fine', headline: 'LIVE' };
  }
}

function silent({ state, atMs }: ConnectionView, silentMs: number, nowMs: UnixMs): LinkHealth {
  const forMs = silentMs + Math.max(0, nowMs - atMs);
  return { ...unknown, level: 'caution', headline: 'SILENT', forMs, connection: state.connection };
}
