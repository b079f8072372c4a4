import { unixMs, type StreamChange, type StreamState, type UnixMs } from '@perpstream/core';
import { rowOf, withRow, type RowTable } from './row-table';

/** A stream (a channel and an id) as the dashboard knows it. */
export type StreamView = {
  readonly channel: string;
  readonly id: string | undefined;
  readonly state: StreamState;
  /** Since when it is in a state of this kind. */
  readonly sinceMs: UnixMs;
  /** When it was first heard of. */
  readonly firstMs: UnixMs;
  /** How long it was live before `sinceMs`. */
  readonly wasLiveMs: number;
};

/** The streams in order of appearance, by channel and id. */
export type StreamTable = RowTable<string, StreamView>;

/** A table without streams. */
export const emptyStreamTable: StreamTable = { rows: [], index: new Map() };

/** What a stream is called: `v4_trades BTC-USD`, or the channel alone. */
export function streamName({
  channel,
  id,
}: Pick<StreamView, 'channel'> & { readonly id?: string | undefined }): string {
  return id === undefined ? channel : `${channel} ${id}`;
}

/** The stream that a change is about, as it was before; undefined when it is new. */
export function streamView(table: StreamTable, change: StreamChange): StreamView | undefined {
  return rowOf(table, streamName(change));
}

/** The table after one change of a stream. Time does not run back: a change dated before the latest one counts as of then. */
export function withStream(table: StreamTable, change: StreamChange): StreamTable {
  const { channel, id, state } = change;
  const before = streamView(table, change);
  const atMs = unixMs(Math.max(change.receivedUs / 1_000, before?.sinceMs ?? 0));
  const row = (view: Omit<StreamView, 'channel' | 'id' | 'state'>): StreamTable =>
    withRow(table, streamName(change), { channel, id, state, ...view });
  if (before === undefined) return row({ sinceMs: atMs, firstMs: atMs, wasLiveMs: 0 });
  const { firstMs, sinceMs, wasLiveMs } = before;
  if (before.state.kind === state.kind) return row({ firstMs, sinceMs, wasLiveMs });
  return row({ firstMs, sinceMs: atMs, wasLiveMs: liveMs(before, atMs) });
}

/** How long a stream was live until `nowMs`. */
export function liveMs({ state, sinceMs, wasLiveMs }: StreamView, nowMs: UnixMs): number {
  return wasLiveMs + (state.kind === 'live' ? Math.max(0, nowMs - sinceMs) : 0);
}
