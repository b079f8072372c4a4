import type { BarSpec } from '@perpstream/core';

/** What closes a time bar. */
export type TimeSpec = Extract<BarSpec, { readonly type: 'time' }>;

/** What closes a bar of any other kind. */
export type ThresholdSpec = Exclude<BarSpec, TimeSpec>;

/** The choice of bars among the options of an operator. */
export type BarChoice = {
  /** Which bars to make, each once; default time bars of one minute and of five seconds. */
  readonly bars?: readonly BarSpec[];
  /** Short for time bars of these lengths, whole milliseconds > 0; they come before those of `bars`. */
  readonly barIntervalsMs?: readonly number[];
};

const DEFAULT_INTERVALS_MS: readonly number[] = [60_000, 5_000];

/** The check of `bars` and `barIntervalsMs`. @throws RangeError when a bound is out of range or a spec stands twice */
export function checkedBarSpecs({ bars, barIntervalsMs }: BarChoice): readonly BarSpec[] {
  const intervalsMs = barIntervalsMs ?? (bars === undefined ? DEFAULT_INTERVALS_MS : []);
  const specs = [
    ...intervalsMs.map((intervalMs) => checkedSpec({ type: 'time', intervalMs }, 'barIntervalsMs')),
    ...(bars ?? []).map((spec) => checkedSpec(spec, 'bars')),
  ];
  const names = specs.map(describeSpec);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new RangeError(`bars and barIntervalsMs must differ, ${twice} stands twice`);
  return specs;
}

/** A spec in a few words, for messages. */
export function describeSpec(spec: BarSpec): string {
  const { bound, unit } = boundOf(spec);
  return `${spec.type} ${bound} ${unit}`;
}

function boundOf(spec: BarSpec): { readonly bound: number; readonly unit: string; readonly isWhole: boolean } {
  switch (spec.type) {
    case 'time':
      return { bound: spec.intervalMs, unit: 'ms', isWhole: true };
    case 'tick':
      return { bound: spec.trades, unit: 'trades', isWhole: true };
    case 'volume':
      return { bound: spec.base, unit: 'base', isWhole: false };
    case 'dollar':
    case 'imbalance':
      return { bound: spec.usd, unit: 'USD', isWhole: false };
  }
}

function checkedSpec(spec: BarSpec, option: string): BarSpec {
  const { bound, unit, isWhole } = boundOf(spec);
  const isValid = isWhole ? Number.isSafeInteger(bound) && bound > 0 : bound > 0 && bound < Infinity;
  if (!isValid) {
    const wanted = isWhole ? 'an integer > 0' : '> 0 and finite';
    throw new RangeError(`${option}: the ${unit} of ${spec.type} bars must be ${wanted}, was ${bound}`);
  }
  return Object.freeze({ ...spec });
}
