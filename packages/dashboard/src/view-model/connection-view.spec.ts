import { unixMs, type ConnectionState } from '@perpstream/core';
import { withConnection, type ConnectionView } from './connection-view';

/** The table after states reported one second apart. */
function after(...states: ConnectionState[]): ReadonlyMap<number, ConnectionView> {
  return states.reduce<ReadonlyMap<number, ConnectionView>>(
    (table, state, index) => withConnection(table, { kind: 'connection', receivedUs: index * 1_000_000, state }),
    new Map(),
  );
}

const open = (connection: number): ConnectionState => ({ kind: 'open', connection, connectionId: 'x' });
const closed = (connection: number): ConnectionState => ({ kind: 'closed', connection, reason: 'done' });
const connecting: ConnectionState = { kind: 'connecting', connection: 0, attempt: 2 };
const waiting: ConnectionState = {
  kind: 'waiting',
  connection: 0,
  attempt: 2,
  retryAtMs: unixMs(9_000),
  reason: 'lost',
};

describe('withConnection', () => {
  it('counts the time down from the loss, through all attempts', () => {
    expect(after(open(0), waiting, connecting, waiting).get(0)).toEqual({
      state: waiting,
      atMs: 3_000,
      downSinceMs: 1_000,
      wasOpen: true,
    });
  });

  it('is up again once open, also when silent', () => {
    expect(after(waiting, open(0)).get(0)?.downSinceMs).toBeUndefined();
    expect(after(open(0), { kind: 'degraded', connection: 0, silentMs: 1 }).get(0)?.downSinceMs).toBeUndefined();
  });

  it('remembers whether a socket was ever open', () => {
    expect(after(connecting).get(0)?.wasOpen).toBe(false);
  });

  it('forgets closed sockets, oldest first, when there are more than any pool has', () => {
    const table = after(open(0), ...Array.from({ length: 40 }, (_, index) => closed(index + 1)));
    expect(table.size).toBe(32);
    expect([...table.keys()].slice(0, 2)).toEqual([0, 10]);
  });
});
