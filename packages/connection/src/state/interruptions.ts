import {
  unixMs,
  type ConnectionChange,
  type Doubt,
  type Gap,
  type LoggedInput,
  type StreamChange,
} from '@perpstream/core';
import { type Affected, type OpenStreams } from './open-streams';

type Logged<T> = T & Pick<LoggedInput, 'seq'>;

/** A lost socket (any state but `open` and `degraded`) is a gap of each market and channel that came through it. */
export function gapsOfConnection(change: Logged<ConnectionChange>, streams: OpenStreams): readonly Gap[] {
  const { state } = change;
  if (state.kind === 'open' || state.kind === 'degraded') return [];
  const why = 'reason' in state ? `${state.kind}: ${state.reason}` : state.kind;
  return gapsOf(streams.takeAll(state.connection), `connection ${state.connection} lost (${why})`, change);
}

/**
 * A stream that is asked for again, refused or ended is a gap of each market known through it; a stale one puts them in
 * doubt until it is live again.
 */
export function gapsAndDoubtsOf(change: Logged<StreamChange>, streams: OpenStreams): readonly (Gap | Doubt)[] {
  const { state, channel, id } = change;
  const name = id === undefined ? channel : `${channel} ${id}`;
  switch (state.kind) {
    case 'requested':
    case 'refused':
    case 'ended':
      return gapsOf(streams.take(change), `${name} ${state.kind}: ${state.reason}`, change);
    case 'stale':
      return doubtsOf(streams.doubt(change), false, `${name} stale: ${state.reason}`, change);
    case 'live':
      return doubtsOf(streams.trust(change), true, `${name} live again`, change);
  }
}

function gapsOf(
  affected: readonly Affected[],
  reason: string,
  { receivedUs, seq }: Logged<object & { receivedUs: number }>,
): Gap[] {
  const receivedMs = unixMs(receivedUs / 1_000);
  return affected.map(({ channel, marketId }) => ({ kind: 'gap', marketId, channel, reason, receivedMs, cause: seq }));
}

function doubtsOf(
  affected: readonly Affected[],
  isOver: boolean,
  reason: string,
  { receivedUs, seq }: Logged<StreamChange>,
): Doubt[] {
  const receivedMs = unixMs(receivedUs / 1_000);
  return affected.map(({ channel, marketId }) => ({
    kind: 'doubt',
    marketId,
    channel,
    isOver,
    reason,
    receivedMs,
    cause: seq,
  }));
}
