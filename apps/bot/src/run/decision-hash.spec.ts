import { createHash } from 'node:crypto';
import { type AuditEvent } from '@perpstream/core';
import { orderIntent, signalScores, targetDecision } from '@perpstream/testing';
import { DecisionHash, isDecisionEvent, toJson } from './decision-hash';

const scores = (momentum: number): AuditEvent => ({ topic: 'scores', event: signalScores({ momentum }) });
const decision = (targetNotionalUsd: number): AuditEvent => ({
  topic: 'decision',
  event: targetDecision({ targetNotionalUsd }),
});
const fault: AuditEvent = {
  topic: 'fault',
  event: { kind: 'rest', where: 'x', message: 'y', receivedMs: signalScores({}).receivedMs },
};

function hashOf(...events: readonly AuditEvent[]): string {
  const hash = new DecisionHash();
  events.forEach((event) => hash.add(event));
  return hash.value;
}

describe('DecisionHash', () => {
  it('is equal for equal runs', () => {
    expect(hashOf(scores(60), decision(5))).toBe(hashOf(scores(60), decision(5)));
  });

  it.each([
    ['a score differs by the smallest bit', [scores(60), decision(5)], [scores(60 + 2 ** -47), decision(5)]],
    ['a decision differs', [decision(5)], [decision(6)]],
    ['the order of events differs', [decision(5), decision(6)], [decision(6), decision(5)]],
    ['one event more was decided', [decision(5)], [decision(5), decision(5)]],
  ])('differs when %s', (_, one, other) => {
    expect(hashOf(...one)).not.toBe(hashOf(...other));
  });

  it('does not depend on what is no decision', () => {
    expect(hashOf(decision(5), fault)).toBe(hashOf(decision(5)));
  });

  it('is the SHA-256 of all that was said, whatever the pieces', () => {
    const plain = createHash('sha256');
    const hash = new DecisionHash();
    for (let count = 0; count < 3_000; count += 1) {
      const event = signalScores({ momentum: count / 30, volume: 50 });
      plain.update(`scores ${event.cause} ${event.marketId} momentum,volume\n`);
      plain.update(new Uint8Array(Float64Array.of(count / 30, 50).buffer));
      hash.add({ topic: 'scores', event });
      if (count % 500 !== 0) continue;
      // Text of several bytes a letter, and once more than a piece holds.
      const told = targetDecision({ strategy: 'ü€𝄞'.repeat(1 + 20 * count) });
      plain.update(`decision ${toJson(told)}\n`);
      hash.add({ topic: 'decision', event: told });
    }
    expect(hash.value).toBe(plain.digest('hex'));
  });

  it('goes on after it was read', () => {
    const hash = new DecisionHash();
    hash.add(decision(5));
    const between = hash.value;
    hash.add(decision(6));
    expect(between).toBe(hashOf(decision(5)));
    expect(hash.value).toBe(hashOf(decision(5), decision(6)));
  });
});

describe('isDecisionEvent', () => {
  it('tells decisions from what led to them', () => {
    expect([decision(1), scores(50), fault].map(isDecisionEvent)).toEqual([true, false, false]);
  });
});

describe('toJson', () => {
  it('writes exact integers as text', () => {
    expect(toJson({ quantums: orderIntent().quantums })).toBe('{"quantums":"10000000000"}');
    expect(toJson([Infinity, -Infinity, NaN, 1.5])).toBe('["Infinity","-Infinity","NaN",1.5]');
  });
});
