import { deepEqual, ok } from 'node:assert/strict';
import { unixMs } from '@perpstream/core';
import { randomNumbers } from '../builders/random-numbers';
import { replayEvents, type Replay } from '../replay/replay-events';
import type { ContractCheck } from './contract-check';
import { endMs } from './event-timeline';
import type { LookaheadSubject } from './lookahead-subject';
import { otherFutures, type Future } from './other-futures';
import type { Timed } from './timed';

const CUTS = 8;
const LATE = 'after the cut';

/** A moment between two events of different times. */
type Cut = { readonly events: number; readonly atMs: number; readonly nextMs: number };

function replay<In extends Timed, Out extends Timed>(
  { create, judgedBy = 'stated' }: LookaheadSubject<In, Out>,
  events: readonly In[],
  untilMs: number,
): Replay<Out> {
  // What is judged by the time it states may wait for the end, so the end has to come.
  const options = { untilMs: unixMs(untilMs), completes: judgedBy === 'stated' };
  return replayEvents(events, (scheduler) => create(scheduler, events), options);
}

/** Moments after the first output, drawn with the seed. */
function cutsOf<In extends Timed, Out extends Timed>(subject: LookaheadSubject<In, Out>): readonly Cut[] {
  const { events, cuts = CUTS, seed = 1 } = subject;
  const spokenMs = replay(subject, events, endMs(events)).emittedMs[0] ?? Infinity;
  const moments = events.flatMap(({ receivedMs }, index): Cut[] => {
    const atMs = events[index - 1]?.receivedMs ?? Infinity;
    return atMs >= spokenMs && receivedMs > atMs ? [{ events: index, atMs, nextMs: receivedMs }] : [];
  });
  ok(moments.length > 0, 'the operator has said nothing by the time of the last event but one');
  const random = randomNumbers(seed);
  return Array.from({ length: cuts }, () => moments[Math.floor(random() * moments.length)] as Cut);
}

/** What was said up to the cut: emitted before the next event, or stating a time before it whenever it was emitted. */
function saidUpTo<Out extends Timed>(cut: Cut, { outputs, emittedMs }: Replay<Out>, judgedBy: string): unknown[] {
  return outputs.flatMap((output, index): { readonly emittedMs: number | string; readonly output: Out }[] => {
    const outputMs = emittedMs[index] ?? Infinity;
    if (outputMs < cut.nextMs) return [{ emittedMs: outputMs, output }];
    const isLate = judgedBy === 'stated' && output.receivedMs <= cut.atMs;
    return isLate ? [{ emittedMs: LATE, output }] : [];
  });
}

function saysTheSameBefore<In extends Timed, Out extends Timed>(
  future: Future<In>,
): (subject: LookaheadSubject<In, Out>) => void {
  return (subject) => {
    const { events, seed = 1, judgedBy = 'stated' } = subject;
    const real = replay(subject, events, endMs(events));
    cutsOf(subject).forEach((cut, index) => {
      const head = events.slice(0, cut.events);
      const tail = future.after(head, events.slice(cut.events), seed + index);
      ok((tail[0]?.receivedMs ?? Infinity) >= cut.nextMs, `"${future.name}" begins before the cut`);
      const other = replay(subject, [...head, ...tail], Math.max(cut.nextMs, endMs(tail)));
      deepEqual(
        saidUpTo(cut, other, judgedBy),
        saidUpTo(cut, real, judgedBy),
        `lookahead: what was said up to ${cut.atMs} is another when ${future.name} comes after it`,
      );
    });
  };
}

function closesNoBarEarly<In extends Timed, Out extends Timed>(subject: LookaheadSubject<In, Out>): void {
  const { events, skewMs = 0 } = subject;
  const { outputs, emittedMs } = replay(subject, events, endMs(events));
  events.forEach((event) => isOver(event, event.receivedMs + skewMs, 'an event'));
  outputs.forEach((output, index) => {
    isOver(output, Math.min(output.receivedMs, emittedMs[index] ?? Infinity) + skewMs, 'an output');
  });
}

function isOver(event: Timed & { readonly bar?: unknown }, byMs: number, what: string): void {
  const { endMs: barEndMs } = (event.bar ?? {}) as { readonly endMs?: number };
  ok(barEndMs === undefined || barEndMs <= byMs, `lookahead: ${what} of ${byMs} has a bar that ends at ${barEndMs}`);
}

function speaksInTime<In extends Timed, Out extends Timed>(subject: LookaheadSubject<In, Out>): void {
  ok(cutsOf(subject).length > 0);
}

/** The promises of an operator that does not look ahead, one for each future it is tried with. */
export function lookaheadContract<In extends Timed, Out extends Timed>({
  futures = [],
}: LookaheadSubject<In, Out>): readonly ContractCheck<LookaheadSubject<In, Out>>[] {
  return [
    { promise: 'speaks while the events come', verify: speaksInTime },
    { promise: 'sees and gives bars only when they are over', verify: closesNoBarEarly },
    ...[...otherFutures<In>(), ...futures].map((future) => ({
      promise: `says the same up to a moment when ${future.name} comes after it`,
      verify: saysTheSameBefore<In, Out>(future),
    })),
  ];
}

/**
 * Proves on given events that an operator does not use the future: what it said up to a moment stays the same, to the last
 * bit and with the same emission times, when after that moment nothing comes, or the same events in another order, or their
 * mirror image, or something without sense. What was due on the scheduler before the next event counts, too.
 *
 * The moments are drawn with the seed, after the first output. An output is judged by the time it states (`judgedBy`
 * `stated`), so holding it back until later events are known does not hide it; strategies, which name an older input by
 * design, by the moment they emit. Bars must be over when they come. An operator that never answers fails.
 * @throws AssertionError that names the moment, the future and the difference
 * @example noLookahead({ name: 'momentum', create: () => momentum(), events: marketHistory({ seed: 3 }) });
 */
export function noLookahead<In extends Timed, Out extends Timed>(subject: LookaheadSubject<In, Out>): void {
  for (const { verify } of lookaheadContract(subject)) void verify(subject);
}
