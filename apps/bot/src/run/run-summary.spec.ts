import { unixMs, type AuditEvent, type Input } from '@perpstream/core';
import { accountState, orderIntent, targetDecision } from '@perpstream/testing';
import { DecisionHash } from './decision-hash';
import { summaryLines } from './print-summary';
import { RunStatistics } from './run-summary';

const frame = (receivedUs: number): Input => ({ kind: 'frame', receivedUs, connection: 0, text: '{}' });

const audits: readonly AuditEvent[] = [
  { topic: 'decision', event: targetDecision() },
  {
    topic: 'verdict',
    event: {
      ...targetDecision(),
      kind: 'trimmed',
      subject: 'decision',
      decision: targetDecision(),
      by: [],
      askedNotionalUsd: 2,
    },
  },
  { topic: 'verdict', event: { ...orderIntent(), kind: 'approved', subject: 'order', order: orderIntent() } },
  { topic: 'verdict', event: { ...orderIntent(), kind: 'refused', subject: 'order', order: orderIntent(), by: [] } },
  { topic: 'order', event: orderIntent() },
  { topic: 'account', event: accountState({ feesUsd: 1.5, fundingUsd: -0.25 }) },
  { topic: 'fault', event: { kind: 'late-data', where: 'x', message: 'y', receivedMs: unixMs(0) } },
  { topic: 'fault', event: { kind: 'late-data', where: 'x', message: 'y', receivedMs: unixMs(0) } },
];

function statistics(): RunStatistics {
  const counted = new RunStatistics(10_000, new DecisionHash());
  counted.addInput(frame(1_000_000), 2_000n);
  counted.addInput({ kind: 'tick', receivedUs: 1_050_000 }, 1_000n);
  counted.addInput(frame(3_500_000), 4_000n);
  audits.forEach((audit) => counted.addAudit(audit));
  return counted;
}

describe('RunStatistics', () => {
  it('counts frames, decisions, verdicts, orders and faults by kind', () => {
    expect(statistics().summary()).toMatchObject({
      frames: 2,
      events: 8,
      decisions: 1,
      verdicts: { approved: 0, trimmed: 1, refused: 1 },
      orders: 1,
      fills: 0,
      faults: { 'late-data': 2 },
      feesUsd: 1.5,
      fundingUsd: -0.25,
    });
  });

  it('measures the span of the inputs and the latency of frames alone', () => {
    const { inputSpanMs, latencyUs } = statistics().summary();
    expect(inputSpanMs).toBe(2_500);
    expect(latencyUs).toEqual({ p50: 2, p99: 4, p999: 4 });
  });

  it('has the equity of the start until risk states another', () => {
    expect(statistics().summary()).toMatchObject({ equityStartUsd: 10_000, equityEndUsd: 10_000 });
  });

  it('has exactly the keys that users rely on', () => {
    expect(Object.keys(statistics().summary())).toEqual([
      'frames',
      'events',
      'decisions',
      'verdicts',
      'orders',
      'fills',
      'faults',
      'equityStartUsd',
      'equityEndUsd',
      'feesUsd',
      'fundingUsd',
      'decisionHash',
      'inputSpanMs',
      'wallMs',
      'framesPerSecond',
      'latencyUs',
      'peakRssMb',
    ]);
  });
});

describe('summaryLines', () => {
  it('says in a few lines what a run did', () => {
    const lines = summaryLines(statistics().summary(), 'runs/x');
    expect(lines).toContain('equity     $10,000.00 -> $10,000.00 (fees $1.50, funding -$0.25)');
    expect(lines).toContain('faults     2 late-data');
    expect(lines.at(-1)).toBe('run log    runs/x');
  });
});
