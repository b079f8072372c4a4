import { marketId, unixMs, type AuditEvent, type ClientId, type Quantums } from '@perpstream/core';
import { barClosed, flowWindow, forcedFlow } from '@perpstream/testing';
import fc from 'fast-check';
import { account, position, risk } from '../../fixtures/account-events';
import {
  approved,
  block,
  book,
  BTC,
  connection,
  context,
  decided,
  ETH,
  fault,
  fill,
  flow,
  leverageHit,
  order,
  quality,
  refused,
  report,
  scores,
  START_MS,
  target,
  trimmed,
} from '../../fixtures/audit-events';
import { anyEvents, healthyRun } from '../../fixtures/audit-runs';
import { dashboardModel, type DashboardModel } from './dashboard-model';
import { marketView } from './market-table';
import { reduceAudit } from './reduce-audit';
import { RING_SIZE } from './ring';

const after = (...events: AuditEvent[]): DashboardModel => events.reduce(reduceAudit, dashboardModel());
const rowOf = (model: DashboardModel, market: string) => marketView(model.markets, marketId(market));

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}

describe('reduceAudit', () => {
  it('keeps mid, spread and the time of the newest book or trade of a market', () => {
    const model = after(book(BTC, 99, 101, 10), book(ETH, 9, 11, 20), flow(BTC, 30), quality(BTC, 'stale', 40));
    expect(rowOf(model, BTC)).toMatchObject({ midUsd: 100, spreadBps: 200, dataMs: START_MS + 30 });
    expect(rowOf(model, ETH)).toMatchObject({ midUsd: 10, dataMs: START_MS + 20 });
  });

  it('merges what is stated of a market and keeps what is not', () => {
    const model = after(
      context(BTC, { oraclePriceUsd: 100, nextFundingRate1h: 0.0001 }),
      context(BTC, { status: 'PAUSED', volume24hUsd: 5 }),
    );
    expect(rowOf(model, BTC)).toEqual({
      marketId: BTC,
      scores: {},
      status: 'PAUSED',
      oraclePriceUsd: 100,
      nextFundingRate1h: 0.0001,
      volume24hUsd: 5,
    });
  });

  it('replaces the scores of a market, so that a withdrawn one goes, and learns the names of signals', () => {
    const model = after(
      scores(BTC, { momentum: 60, volume: 50 }),
      scores(ETH, { own: 1 }),
      scores(BTC, { volume: 40 }),
    );
    expect(rowOf(model, BTC)?.scores).toEqual({ volume: 40 });
    expect(model.signals).toEqual(['momentum', 'volume', 'own']);
  });

  it('takes blocks, books, trades and market facts as signs of life, and nothing that time alone makes', () => {
    expect(after(block(7, 10)).heardMs).toBe(START_MS + 10);
    expect(after(book(BTC, 1, 2, 10), quality(BTC, 'stale', 9_000), fault({}, 9_500)).heardMs).toBe(START_MS + 10);
    expect(after(quality(BTC, 'stale', 9_000)).heardMs).toBeUndefined();
  });

  it('ignores bars and windows of flow', () => {
    const model = after(
      { topic: 'data', event: barClosed() },
      { topic: 'data', event: flowWindow() },
      { topic: 'data', event: forcedFlow({ receivedMs: unixMs(START_MS + 5) }) },
    );
    expect(model.markets.rows).toEqual([]);
    expect(model.rate.total).toBe(3);
    expect(model.heardMs).toBe(START_MS + 5);
  });

  it('puts the verdict on the decision it is about, whatever came in between', () => {
    const first = target({ decision: 3 });
    const model = after(decided(first), decided(target({ decision: 4 })), refused(first));
    expect(model.decisions.map(({ decision, verdict }) => [decision.decision, verdict?.kind])).toEqual([
      [4, undefined],
      [3, 'refused'],
    ]);
  });

  it('tells decisions of two strategies with the same number apart', () => {
    const mine = target({ decision: 3, strategy: 'mine' });
    const model = after(decided(mine), decided(target({ decision: 3, strategy: 'other' })), approved(mine));
    expect(model.decisions.map(({ verdict }) => verdict?.kind)).toEqual([undefined, 'approved']);
  });

  it('lets the refusal of an order overrule the approval of its decision, and an approval of an order say nothing', () => {
    const decision = target({ decision: 0 });
    const { marketId: market, receivedMs, cause } = decision;
    const subject = { marketId: market, receivedMs, cause, subject: 'order', order: order({ decision: 0 }) } as const;
    const model = after(
      decided(decision),
      approved(decision),
      { topic: 'verdict', event: { ...subject, kind: 'approved' } },
      { topic: 'verdict', event: { ...subject, kind: 'refused', by: [leverageHit] } },
    );
    expect(model.decisions[0]?.verdict?.kind).toBe('refused');
    expect(model.counts).toMatchObject({ decisions: 1, approved: 1, refused: 1 });
  });

  it('counts what was decided, judged, ordered and filled', () => {
    const decision = target();
    const model = after(
      decided(decision),
      trimmed(decision, 9_000),
      { topic: 'order', event: order() },
      { topic: 'order', event: { ...order(), kind: 'cancel', clientId: 17 as ClientId, reason: 'moved' } },
      report({ kind: 'submitted', order: order() }),
      report({ kind: 'accepted', goodTilBlock: 9 }),
      report({ kind: 'partially-filled', fill: fill(), remainingQuantums: 1n as Quantums }),
      report({ kind: 'filled', fill: fill() }),
      report({ kind: 'cancelled', reason: 'moved' }),
      report({ kind: 'expired', reason: 'too late' }),
      report({ kind: 'unknown', reason: 'no answer' }),
    );
    expect(model.counts).toEqual({ decisions: 1, approved: 0, trimmed: 1, refused: 0, orders: 1, fills: 2 });
    expect(model.orderReports.map(({ kind }) => kind)).toEqual(['unknown', 'expired', 'filled', 'partially-filled']);
  });

  it('keeps the latest state of account and risk', () => {
    const model = after(account([]), account([position(BTC, 1, 2)]), risk([]), risk([], { equityUsd: 1 }));
    expect(model.account?.positions.size).toBe(1);
    expect(model.risk?.equityUsd).toBe(1);
  });

  it('counts faults by kind and keeps the latest', () => {
    const model = after(fault(), fault({ kind: 'rest' }), fault({ message: 'newest' }));
    expect([...model.faultCounts]).toEqual([
      ['malformed-frame', 2],
      ['rest', 1],
    ]);
    expect(model.faults[0]?.message).toBe('newest');
  });

  it('stays bounded however long the run', () => {
    let model = dashboardModel();
    for (let index = 0; index < 3 * RING_SIZE; index += 1) {
      const decision = target({ decision: index });
      const events = [decided(decision), approved(decision), report({ kind: 'filled', fill: fill() }), fault()];
      model = events.reduce(reduceAudit, model);
    }
    expect([model.decisions, model.orderReports, model.faults].map(({ length }) => length)).toEqual([
      RING_SIZE,
      RING_SIZE,
      RING_SIZE,
    ]);
    expect(model.decisions[0]?.decision.decision).toBe(3 * RING_SIZE - 1);
    expect(model.counts.decisions).toBe(3 * RING_SIZE);
  });

  it('never changes a model or an event, and counts every event', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...anyEvents)), (events) => {
        const model = events.reduce((before, event) => reduceAudit(deepFreeze(before), deepFreeze(event)), after());
        expect(model.rate.total).toBe(events.length);
      }),
    );
  });

  it('gives the same model for the same events', () => {
    expect(after(...healthyRun())).toEqual(after(...healthyRun()));
  });

  it('knows the newest time although events of a connection are stamped in microseconds', () => {
    const model = after(connection({ kind: 'open', connection: 0, connectionId: 'x' }, 50), {
      topic: 'position',
      event: { ...order(), kind: 'position', reason: 'fill', realizedPnlUsd: 0, feeUsd: 0, fundingUsd: 0 },
    });
    expect(model.latestMs).toBe(START_MS + 50);
  });
});
