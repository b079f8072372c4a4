import type { UnixMs } from '../units/unix-ms';

/**
 * State of one stream (a channel and an id). Each variant carries what is valid in that state.
 *
 * - `requested`: asked for, and not known until its snapshot comes; also when it is asked for again
 * - `live`: its snapshot came, and nothing speaks against what follows
 * - `stale`: subscribed, but messages may be missing, or none came for longer than the stream is ever silent
 * - `refused`: the server does not give it; asked for again at `retryAtMs`, never when that is absent
 * - `ended`: no longer wanted
 */
export type StreamState =
  | { readonly kind: 'requested'; readonly reason: string }
  | { readonly kind: 'live' }
  | { readonly kind: 'stale'; readonly reason: string }
  | { readonly kind: 'refused'; readonly reason: string; readonly retryAtMs?: UnixMs }
  | { readonly kind: 'ended'; readonly reason: string };
