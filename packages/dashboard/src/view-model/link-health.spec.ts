import { unixMs, type AuditEvent } from '@perpstream/core';
import { block, connection, fault, START_MS } from '../../fixtures/audit-events';
import { dashboardModel } from './dashboard-model';
import { linkHealth } from './link-health';
import { reduceAudit } from './reduce-audit';

const open = (id: number, afterMs = 0): AuditEvent =>
  connection({ kind: 'open', connection: id, connectionId: 'x' }, afterMs);
const waiting = (id: number, afterMs: number): AuditEvent =>
  connection(
    { kind: 'waiting', connection: id, attempt: 3, retryAtMs: unixMs(START_MS + afterMs + 4_000), reason: 'lost' },
    afterMs,
  );
const connecting = connection({ kind: 'connecting', connection: 0, attempt: 2 }, 500);
const degraded = connection({ kind: 'degraded', connection: 0, silentMs: 3_000 }, 4_000);
const circuit = connection(
  { kind: 'circuit-open', connection: 0, probeAtMs: unixMs(START_MS + 3_000), reason: 'five failures' },
  1_000,
);
const closed = (id: number): AuditEvent => connection({ kind: 'closed', connection: id, reason: 'shut down' }, 1_000);

/** Health at `afterMs`, without the fields that have nothing to say. */
function health(events: readonly AuditEvent[], afterMs: number): object {
  const model = events.reduce(reduceAudit, dashboardModel());
  const stated = Object.entries(linkHealth(model, unixMs(START_MS + afterMs))).filter(
    ([, value]) => value !== undefined,
  );
  return Object.fromEntries(stated);
}

describe('linkHealth', () => {
  it.each<{ name: string; events: readonly AuditEvent[]; afterMs: number; expected: object }>([
    {
      name: 'is connecting before anything happened',
      events: [],
      afterMs: 99,
      expected: { level: 'caution', headline: 'CONNECTING' },
    },
    {
      name: 'is connecting until a socket was open once',
      events: [connecting],
      afterMs: 2_500,
      expected: { level: 'caution', headline: 'CONNECTING', forMs: 2_000, connection: 0, attempt: 2 },
    },
    {
      name: 'is live with all sockets open',
      events: [open(0), open(1)],
      afterMs: 4_999,
      expected: { level: 'fine', headline: 'LIVE 2/2' },
    },
    {
      name: 'raises alarm when a lost socket waits',
      events: [open(0), waiting(0, 1_000)],
      afterMs: 3_000,
      expected: {
        level: 'alarm',
        headline: 'DISCONNECTED',
        forMs: 2_000,
        connection: 0,
        attempt: 3,
        retryInMs: 2_000,
        reason: 'lost',
      },
    },
    {
      name: 'never counts a retry below zero',
      events: [open(0), waiting(0, 1_000)],
      afterMs: 60_000,
      expected: expect.objectContaining({ retryInMs: 0, forMs: 59_000 }) as object,
    },
    {
      name: 'raises alarm also while it reconnects',
      events: [open(0), connecting],
      afterMs: 1_500,
      expected: { level: 'alarm', headline: 'DISCONNECTED', forMs: 1_000, connection: 0, attempt: 2 },
    },
    {
      name: 'tells the socket that is down longest, and how many are',
      events: [open(0), open(1), open(2), waiting(1, 1_000), waiting(0, 2_000)],
      afterMs: 3_000,
      expected: expect.objectContaining({ connection: 1, down: '2 of 3', level: 'alarm' }) as object,
    },
    {
      name: 'raises alarm when the circuit is open',
      events: [open(0), circuit],
      afterMs: 2_000,
      expected: {
        level: 'alarm',
        headline: 'CIRCUIT OPEN',
        forMs: 1_000,
        connection: 0,
        retryInMs: 1_000,
        reason: 'five failures',
      },
    },
    {
      name: 'raises alarm when the last socket is closed',
      events: [open(0), closed(0)],
      afterMs: 2_000,
      expected: { level: 'alarm', headline: 'CLOSED', forMs: 1_000, connection: 0, reason: 'shut down' },
    },
    {
      name: 'does not mind a closed socket beside an open one',
      events: [open(0), open(1), closed(1)],
      afterMs: 2_000,
      expected: { level: 'fine', headline: 'LIVE 1/2' },
    },
    {
      name: 'raises alarm when all sockets are open and nothing comes',
      events: [open(0), block(1, 2_000)],
      afterMs: 7_000,
      expected: { level: 'alarm', headline: 'NO DATA', forMs: 5_000 },
    },
    {
      name: 'is not fooled by events of its own making',
      events: [open(0), block(1, 0), fault({}, 8_000)],
      afterMs: 8_000,
      expected: { level: 'alarm', headline: 'NO DATA', forMs: 8_000 },
    },
    {
      name: 'gives a socket time after it opened',
      events: [block(1, 0), open(0, 60_000)],
      afterMs: 61_000,
      expected: { level: 'fine', headline: 'LIVE 1/1' },
    },
    {
      name: 'is cautious about a silent socket, and counts on',
      events: [open(0), open(1), block(1, 4_000), degraded],
      afterMs: 5_000,
      expected: { level: 'caution', headline: 'SILENT', forMs: 4_000, connection: 0 },
    },
    {
      name: 'is running when there are events and no sockets',
      events: [block(1)],
      afterMs: 10,
      expected: { level: 'fine', headline: 'RUNNING' },
    },
  ])('$name', ({ events, afterMs, expected }) => {
    expect(health(events, afterMs)).toEqual(expected);
  });
});
