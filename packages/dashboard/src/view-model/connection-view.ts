import { unixMs, type ConnectionChange, type ConnectionState, type UnixMs } from '@perpstream/core';

/** More sockets than a pool has; beyond this, closed ones are forgotten. */
const MAX_CONNECTIONS = 32;

/** A socket as the dashboard shows it. */
export type ConnectionView = {
  readonly state: ConnectionState;
  /** When it said so. */
  readonly atMs: UnixMs;
  /** Since when nothing can come through it; undefined while it is open. */
  readonly downSinceMs: UnixMs | undefined;
  /** It was open at least once. */
  readonly wasOpen: boolean;
};

/** The table of sockets after one of them changed its state. */
export function withConnection(
  connections: ReadonlyMap<number, ConnectionView>,
  { state, receivedUs }: ConnectionChange,
): ReadonlyMap<number, ConnectionView> {
  const atMs = unixMs(receivedUs / 1_000);
  const known = connections.get(state.connection);
  const isOpen = state.kind === 'open' || state.kind === 'degraded';
  const changed = new Map(connections).set(state.connection, {
    state,
    atMs,
    downSinceMs: isOpen ? undefined : (known?.downSinceMs ?? atMs),
    wasOpen: isOpen || known?.wasOpen === true,
  });
  for (const [connection, view] of changed) {
    if (changed.size <= MAX_CONNECTIONS) break;
    if (view.state.kind === 'closed') changed.delete(connection);
  }
  return changed;
}
