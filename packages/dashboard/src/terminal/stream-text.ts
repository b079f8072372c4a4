import type { StreamState, UnixMs } from '@perpstream/core';
import type { StreamHealth } from '../view-model/stream-health';
import { streamName, type StreamView } from '../view-model/stream-view';
import { fixedText } from './format-number';
import { ageText, secondsText } from './format-time';

/** How many streams are in which state: `6 live`, `4 of 6 live, 1 stale, 1 refused`. */
export function streamCountsText({ total, live, requested, stale, refused }: StreamHealth): string {
  const others = [
    ...(requested > 0 ? [`${fixedText(requested, 0)} requested`] : []),
    ...(stale > 0 ? [`${fixedText(stale, 0)} stale`] : []),
    ...(refused > 0 ? [`${fixedText(refused, 0)} refused`] : []),
  ];
  const lives = others.length === 0 ? fixedText(live, 0) : `${fixedText(live, 0)} of ${fixedText(total, 0)}`;
  return [`${lives} live`, ...others].join(', ');
}

/** What is the matter with a stream: `v4_trades BTC-USD refused 12s: too many subscriptions`. */
export function streamTroubleText(stream: StreamView, nowMs: UnixMs): string {
  const { state, sinceMs } = stream;
  const reason = 'reason' in state ? `: ${state.reason}` : '';
  return `${streamName(stream)} ${state.kind} ${secondsText(nowMs - sinceMs)}${reason}`;
}

/** The share of time that streams were live. Cut, not rounded: 100 % means that nothing was missed. */
export function uptimeText(uptime: number): string {
  return uptime >= 1 ? '100%' : `${(Math.floor(uptime * 10_000) / 100).toFixed(2)}%`;
}

/** What a change of a stream says in a log: `refused: too many subscriptions; asked again in 5.0s`. */
export function streamStateText(state: StreamState, atMs: number): string {
  if (state.kind === 'live') return 'live';
  if (state.kind !== 'refused') return `${state.kind}: ${state.reason}`;
  const next = state.retryAtMs === undefined ? 'not asked again' : `asked again in ${ageText(state.retryAtMs - atMs)}`;
  return `refused: ${state.reason}; ${next}`;
}
