import { ok } from 'node:assert/strict';
import { unixMs } from '@perpstream/core';
import { replayEvents } from '../replay/replay-events';
import { endMs } from './event-timeline';
import type { Timed } from './timed';
import type { WarmUpSubject } from './warm-up-subject';

const STARTS = 6;

/** How long it matters that the data began where they did. Times are those of emission. */
export type WarmUpRow = {
  /** Time of the first event that was given. */
  readonly startMs: number;
  /** Time of the first value; undefined without values. */
  readonly speaksFromMs: number | undefined;
  /** Time of the last value that differs by more than epsilon, or that only one of the runs has; undefined without such. */
  readonly differsUntilMs: number | undefined;
  /** Time of the first value after that; undefined when there is none: the values never agree for good. */
  readonly agreesFromMs: number | undefined;
  /** Largest difference between two values, from the first on; NaN without values. */
  readonly maxDifference: number;
};

type Values = ReadonlyMap<string, number | undefined>;
type Compared = { readonly atMs: number; readonly difference: number };

/** The values by series and time of emission; of several of one series at one time the last. */
function valuesOf<In extends Timed, Out extends Timed>(subject: WarmUpSubject<In, Out>, events: readonly In[]): Values {
  const { create, value = scoreOf, series = signalOf } = subject;
  const { outputs, emittedMs } = replayEvents(events, create, { untilMs: unixMs(endMs(subject.events)) });
  return new Map(outputs.map((output, index) => [`${emittedMs[index]} ${series(output)}`, value(output)]));
}

function scoreOf(output: Timed & { readonly score?: number | undefined }): number | undefined {
  return output.score;
}

function signalOf({
  marketId = '',
  signal = '',
}: Timed & { readonly marketId?: string; readonly signal?: string }): string {
  return `${marketId} ${signal}`;
}

/** Every value of either run after the start; a value that only one of them has is infinitely far off. */
function compare(whole: Values, late: Values, startMs: number): readonly Compared[] {
  const keys = new Set([...late.keys(), ...whole.keys()]);
  return Array.from(keys, (key) => ({
    atMs: parseFloat(key),
    difference: difference(whole.get(key), late.get(key)),
  })).filter(({ atMs }) => atMs >= startMs);
}

function difference(whole: number | undefined, late: number | undefined): number {
  if (whole === undefined || late === undefined) return whole === late ? 0 : Infinity;
  return Math.abs(whole - late);
}

function rowOf(startMs: number, late: Values, compared: readonly Compared[], epsilon: number): WarmUpRow {
  const isOff = ({ difference: off }: Compared): boolean => off > epsilon;
  const both = compared.filter(({ difference: off }) => off < Infinity).map(({ difference: off }) => off);
  const differsUntilMs = largest(compared.filter(isOff).map(({ atMs }) => atMs));
  const agreed = compared.filter(({ atMs }) => differsUntilMs === undefined || atMs > differsUntilMs);
  return {
    startMs,
    speaksFromMs: smallest(Array.from(late.keys(), parseFloat)),
    differsUntilMs,
    agreesFromMs: smallest(agreed.map(({ atMs }) => atMs)),
    maxDifference: largest(both) ?? NaN,
  };
}

function largest(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((most, value) => Math.max(most, value));
}

function smallest(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((least, value) => Math.min(least, value));
}

/** Points evenly over the first half of the events, the first one not the start of all. */
function defaultStarts(events: readonly Timed[]): readonly number[] {
  const firstMs = events[0]?.receivedMs ?? 0;
  const spanMs = endMs(events) - firstMs;
  return Array.from({ length: STARTS }, (_, index) => firstMs + (spanMs * (index + 1)) / (2 * STARTS));
}

/**
 * Measures how long the outputs of an operator depend on where its data begin: begins at later and later points, and compares
 * each output with that of a run over all events, by market, signal and time.
 *
 * @returns one row per start. `differsUntilMs` minus `startMs` is the warm-up that this epsilon takes on these events
 * @throws RangeError when a start lies after the last event
 * @example console.table(warmUpDependence({ create: () => momentum(), events: marketHistory({}), epsilon: 3 }));
 */
export function warmUpDependence<In extends Timed, Out extends Timed>(
  subject: WarmUpSubject<In, Out>,
): readonly WarmUpRow[] {
  const { events, epsilon, startsMs = defaultStarts(events) } = subject;
  const whole = valuesOf(subject, events);
  return startsMs.map((wantedMs) => {
    const later = events.filter(({ receivedMs }) => receivedMs >= wantedMs);
    const startMs = later[0]?.receivedMs;
    if (startMs === undefined) throw new RangeError(`startsMs must lie in the time of the events, was ${wantedMs}`);
    const late = valuesOf(subject, later);
    return rowOf(startMs, late, compare(whole, late, startMs), epsilon);
  });
}

/**
 * Asserts that, wherever its data begin, an operator says nothing before `warmUpMs` have passed, and from then on agrees
 * within `epsilon` with a run over all events.
 *
 * @throws AssertionError that names the start, and what came too early or differs
 * @throws RangeError when the events end before the last warm-up does
 * @example warmUpAgrees({ create: () => momentum(), events, epsilon: 3 }, 60_000);
 */
export function warmUpAgrees<In extends Timed, Out extends Timed>(
  subject: WarmUpSubject<In, Out>,
  warmUpMs: number,
): void {
  for (const { startMs, speaksFromMs, differsUntilMs, maxDifference } of warmUpDependence(subject)) {
    const warmMs = startMs + warmUpMs;
    if (warmMs >= endMs(subject.events)) throw new RangeError(`the events end in the warm-up of ${warmUpMs} ms from ${startMs}`); // prettier-ignore
    const data = `with data from ${startMs} and a warm-up of ${warmUpMs} ms`;
    ok(speaksFromMs !== undefined, `${data} nothing is said`);
    ok(speaksFromMs >= warmMs, `${data} a value came at ${speaksFromMs} already`);
    const off = `values differ until ${differsUntilMs} by more than ${subject.epsilon} (at most by ${maxDifference})`;
    ok(differsUntilMs === undefined || differsUntilMs < warmMs + (subject.slackMs ?? 0), `${data} ${off}`);
  }
}
