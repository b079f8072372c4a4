import { collectFaults } from '@perpstream/testing';
import { OddCounter } from './odd-counter';

const input = { receivedUs: 5_000, seq: 7 };
const where = (): string => 'somewhere';

describe('OddCounter', () => {
  it('reports the 1st, 10th, 100th and 1000th time', () => {
    const faults = collectFaults();
    const odd = new OddCounter(faults);
    for (let count = 1; count <= 1_500; count += 1) {
      odd.field('trade.mood');
      odd.settle('v4_trades', input, where);
    }
    expect(faults.faults.map(({ message }) => message)).toEqual([
      'v4_trades: unknown field trade.mood, left out (1 so far)',
      'v4_trades: unknown field trade.mood, left out (10 so far)',
      'v4_trades: unknown field trade.mood, left out (100 so far)',
      'v4_trades: unknown field trade.mood, left out (1000 so far)',
    ]);
    expect(faults.faults[0]).toMatchObject({ kind: 'unknown-field', where: 'somewhere', receivedMs: 5, cause: 7 });
  });

  it('counts each channel, field and value by itself', () => {
    const faults = collectFaults();
    const odd = new OddCounter(faults);
    odd.field('a.x');
    odd.field('a.y');
    odd.value('mood', 'GOOD', 'kept as other');
    odd.settle('one', input, where);
    odd.field('a.x');
    odd.settle('two', input, where);
    expect(faults.faults.map(({ message }) => message.replace(' (1 so far)', ''))).toEqual([
      'one: unknown field a.x, left out',
      'one: unknown field a.y, left out',
      'one: unknown mood "GOOD", kept as other',
      'two: unknown field a.x, left out',
    ]);
  });

  it('forgets what a refused frame held', () => {
    const faults = collectFaults();
    const odd = new OddCounter(faults);
    odd.field('a.x');
    odd.drop();
    odd.settle('one', input, where);
    expect(faults.faults).toEqual([]);
  });

  it('counts together what is beyond any vocabulary, in one short line each', () => {
    const faults = collectFaults();
    const odd = new OddCounter(faults);
    for (let count = 0; count < 600; count += 1) odd.field(`a.${count}\n${'x'.repeat(5_000)}`);
    odd.settle('one', input, where);
    expect(faults.faults).toHaveLength(503);
    expect(faults.faults.at(-1)?.message).toBe('further unknown fields and values (100 so far)');
    expect(faults.faults.every(({ message }) => message.length < 200 && !message.includes('\n'))).toBe(true);
  });
});
