import { type BarSpec } from '@perpstream/core';
import { checkedBarSpecs } from './bar-specs';

describe('checkedBarSpecs', () => {
  it('makes minutes and five seconds when nothing is said', () => {
    expect(checkedBarSpecs({})).toEqual([
      { type: 'time', intervalMs: 60_000 },
      { type: 'time', intervalMs: 5_000 },
    ]);
  });

  it('makes what is asked for and nothing else, intervals first', () => {
    expect(checkedBarSpecs({ bars: [{ type: 'tick', trades: 5 }], barIntervalsMs: [250] })).toEqual([
      { type: 'time', intervalMs: 250 },
      { type: 'tick', trades: 5 },
    ]);
    expect(checkedBarSpecs({ bars: [{ type: 'dollar', usd: 0.5 }] })).toEqual([{ type: 'dollar', usd: 0.5 }]);
    expect(checkedBarSpecs({ bars: [] })).toEqual([]);
  });

  it('takes copies that nobody can change', () => {
    const spec = { type: 'tick' as const, trades: 5 };
    const [copy] = checkedBarSpecs({ bars: [spec] });
    expect(copy).not.toBe(spec);
    expect(Object.isFrozen(copy)).toBe(true);
  });

  it.each<[spec: BarSpec, message: string]>([
    [{ type: 'time', intervalMs: 0 }, 'bars: the ms of time bars must be an integer > 0, was 0'],
    [{ type: 'time', intervalMs: 1.5 }, 'must be an integer > 0, was 1.5'],
    [{ type: 'tick', trades: NaN }, 'bars: the trades of tick bars must be an integer > 0, was NaN'],
    [{ type: 'volume', base: 0 }, 'bars: the base of volume bars must be > 0 and finite, was 0'],
    [{ type: 'dollar', usd: Infinity }, 'bars: the USD of dollar bars must be > 0 and finite, was Infinity'],
    [{ type: 'imbalance', usd: -1 }, 'bars: the USD of imbalance bars must be > 0 and finite, was -1'],
  ])('refuses %p', (spec, message) => {
    expect(() => checkedBarSpecs({ bars: [spec] })).toThrow(message);
    expect(() => checkedBarSpecs({ bars: [spec] })).toThrow(RangeError);
  });

  it('names the short option where the fault is in it', () => {
    expect(() => checkedBarSpecs({ barIntervalsMs: [-5] })).toThrow('barIntervalsMs: the ms');
  });

  it.each<[name: string, choice: Parameters<typeof checkedBarSpecs>[0]]>([
    ['in one option', { barIntervalsMs: [60_000, 60_000] }],
    ['in both', { barIntervalsMs: [60_000], bars: [{ type: 'time', intervalMs: 60_000 }] }],
  ])('refuses a spec that stands twice %s', (_, choice) => {
    expect(() => checkedBarSpecs(choice)).toThrow('time 60000 ms stands twice');
  });

  it('tells apart kinds with the same bound', () => {
    expect(
      checkedBarSpecs({
        bars: [
          { type: 'dollar', usd: 5 },
          { type: 'imbalance', usd: 5 },
        ],
      }),
    ).toHaveLength(2);
  });
});
