import { deepEqual, equal, notDeepEqual, ok } from 'node:assert/strict';
import {
  marketId,
  unixMs,
  type MarketId,
  type ProcessedData,
  type ProcessedMarketData,
  type QualityLevel,
  type SignalEngine,
  type SignalScore,
  type UnixMs,
} from '@perpstream/core';
import { map, merge } from 'rxjs';
import { block, clockSkew, dataQuality } from '../builders/processed';
import { replayEvents } from '../replay/replay-events';
import type { ContractCheck } from './contract-check';
import { endMs, numbered, ofMarket, retimed, withInTheMiddle } from './event-timeline';
import type { SignalSubject } from './signal-subject';
import { withoutAmbient } from './without-ambient';

/** Scores may differ by this much when all times are shifted, because times are float64. */
const SHIFT_TOLERANCE = 1e-6;

type Told = readonly [receivedMs: number, score: number | undefined];

const OTHER: MarketId = marketId('OTHER-USD');

function replay(create: () => SignalEngine, events: readonly ProcessedData[]): readonly SignalScore[] {
  return replayEvents(numbered(events), create).outputs;
}

/** Times and scores of one market. */
function told(scores: readonly SignalScore[], market = scores[0]?.marketId): Told[] {
  return scores.filter(({ marketId }) => marketId === market).map(({ receivedMs, score }) => [receivedMs, score]);
}

function marketOf({ events }: SignalSubject): MarketId {
  const [first] = events;
  ok(first !== undefined, 'the contract needs events');
  return first.marketId;
}

function quality(subject: SignalSubject, level: QualityLevel, receivedMs: number): ProcessedMarketData {
  return dataQuality({ marketId: marketOf(subject), level, receivedMs: unixMs(receivedMs) });
}

function staysInRange(subject: SignalSubject): void {
  const { create, events, divergentEvent } = subject;
  const backwards = events.flatMap((event) => [event, retimed(event, event.receivedMs - 1_000)]);
  const extreme = events.flatMap((event) => [
    event,
    retimed({ ...divergentEvent, marketId: event.marketId }, event.receivedMs),
  ]);
  for (const stream of [events, backwards, extreme]) {
    for (const { score } of replay(create, stream)) {
      ok(score === undefined || (score >= 0 && score <= 100), `a score was ${score}`);
    }
  }
}

function isSilentBeforeWarmUp({ create, events, warmUpMs }: SignalSubject): void {
  const scores = replay(create, events);
  ok(scores.length > 0, 'the events of the contract lead to no score');
  const warmMs = (events[0]?.receivedMs ?? 0) + warmUpMs;
  const early = scores.find(({ receivedMs }) => receivedMs < warmMs);
  ok(early === undefined, `a score came at ${early?.receivedMs}, the warm-up ends at ${warmMs}`);
}

function answersEachEventOnce({ create, events }: SignalSubject): void {
  const scores = replay(create, events);
  for (const { kind, signal, marketId, receivedMs, cause } of scores) {
    ok(kind === 'score' && signal !== '', 'a score needs its kind and the name of its signal');
    const event = events[cause];
    deepEqual(
      { marketId, receivedMs },
      { marketId: event?.marketId, receivedMs: event?.receivedMs },
      'not as its event',
    );
  }
  equal(new Set(scores.map(({ cause }) => cause)).size, scores.length, 'one event led to several scores');
  equal(new Set(scores.map(({ signal }) => signal)).size, 1, 'an engine has one signal');
}

function movesWithTheMarket(subject: SignalSubject): void {
  const { create, events, divergentEvent } = subject;
  const diverging = withInTheMiddle(events, { ...divergentEvent, marketId: marketOf(subject) });
  const middleMs = events[events.length >> 1]?.receivedMs ?? 0;
  const later = (stream: readonly ProcessedData[]): Told[] =>
    told(replay(create, stream)).filter(([ms]) => ms >= middleMs);
  notDeepEqual(later(events), later(diverging), 'the divergent event leads to the same scores');
}

function keepsMarketsApart(subject: SignalSubject): void {
  const { create, events, divergentEvent } = subject;
  const others = events
    .map((event) => [event, retimed(divergentEvent, event.receivedMs)])
    .map((pair) => ofMarket(pair, OTHER));
  const together = replay(
    create,
    events.flatMap((event, index) => [event, ...(others[index] ?? [])]),
  );
  deepEqual(told(together, marketOf(subject)), told(replay(create, events)), 'another market changes the scores');
  deepEqual(told(together, OTHER), told(replay(create, others.flat())), 'another market changes the scores');
}

function startsFresh({ create, events }: SignalSubject): void {
  const engine$ = create();
  const alone = replay(create, events);
  replay(() => engine$, events);
  deepEqual(told(replay(() => engine$, events)), told(alone), 'a second subscription knows what the first one saw');
  const twice = replayEvents(
    numbered(events),
    () => (source$) =>
      merge(
        ...[0, 1].map((reader) =>
          source$.pipe(
            engine$,
            map((score) => ({ reader, score })),
          ),
        ),
      ),
  ).outputs;
  for (const reader of [0, 1]) {
    const read = twice.filter((said) => said.reader === reader).map(({ score }) => score);
    deepEqual(told(read), told(alone), 'two subscriptions at the same time share state');
  }
}

function survivesAGap(subject: SignalSubject): void {
  const { create, events } = subject;
  const lostMs = endMs(events) + 1_000;
  const shiftMs = lostMs + 1_000 - (events[0]?.receivedMs ?? 0);
  const lost = [0, 1, 2].map((delayMs) => quality(subject, delayMs < 2 ? 'syncing' : 'live', lostMs + delayMs));
  const later = events.map((event) => retimed(event, event.receivedMs + shiftMs));
  const scores = told(replay(create, [...events, ...lost, ...later]));
  const before = told(replay(create, events));
  deepEqual(scores.slice(0, before.length), before);
  deepEqual(scores[before.length], [lostMs, undefined], 'a gap withdraws the score, at once and with score undefined');
  const after = scores.slice(before.length + 1);
  equal(after.length, before.length, 'after a gap an engine withdraws once and warms up again');
  before.forEach(([receivedMs, score], index) => {
    const [laterMs, again] = after[index] ?? [];
    equal(laterMs, receivedMs + shiftMs);
    ok(
      Math.abs((again ?? NaN) - (score ?? NaN)) <= SHIFT_TOLERANCE,
      'after a gap the scores are those of a fresh start',
    );
  });
}

function withdrawsNothingUnsaid(subject: SignalSubject): void {
  const [first, ...rest] = subject.events;
  ok(first !== undefined);
  const syncing = quality(subject, 'syncing', first.receivedMs);
  const scores = told(replay(subject.create, [syncing, first, ...rest]));
  deepEqual(scores, told(replay(subject.create, subject.events)), 'nothing was said yet that could be withdrawn');
}

function ignores(level: QualityLevel): (subject: SignalSubject) => void {
  return (subject) => {
    const doubted = withInTheMiddle(subject.events, quality(subject, level, 0));
    deepEqual(
      told(replay(subject.create, doubted)),
      told(replay(subject.create, subject.events)),
      `${level} data are not lost data`,
    );
  };
}

function passesOver(rhythm: (receivedMs: UnixMs) => ProcessedData): (subject: SignalSubject) => void {
  return ({ create, events }) => {
    const mixed = events.flatMap((event) => [event, rhythm(event.receivedMs)]);
    deepEqual(
      told(replay(create, mixed)),
      told(replay(create, events)),
      'what belongs to no market changes the scores',
    );
  };
}

function isDeterministic({ create, events }: SignalSubject): void {
  deepEqual(replay(create, events), replay(create, events), 'a second replay gives other scores');
}

function readsNothingAmbient({ create, events }: SignalSubject): void {
  const scores = withoutAmbient(() => replay(create, events));
  deepEqual(scores, replay(create, events), 'the scores depend on the clock or on chance');
}

/** What every signal engine promises, as functions: run them in any test runner. */
export const signalContract: readonly ContractCheck<SignalSubject>[] = [
  {
    promise: 'stays in 0-100, also with jumps, several events at one time and time that goes backwards',
    verify: staysInRange,
  },
  { promise: 'is silent before its warm-up and speaks after it', verify: isSilentBeforeWarmUp },
  { promise: 'answers an event at most once, with its market, time and cause', verify: answersEachEventOnce },
  { promise: 'gives other scores when the market takes another course', verify: movesWithTheMarket },
  { promise: 'does not let markets leak into each other', verify: keepsMarketsApart },
  { promise: 'has fresh state in each subscription', verify: startsFresh },
  { promise: 'withdraws its score once after a gap, then warms up again', verify: survivesAGap },
  { promise: 'withdraws nothing before it has given a score', verify: withdrawsNothingUnsaid },
  { promise: 'keeps its score when data go stale', verify: ignores('stale') },
  { promise: 'keeps its score when data are dirty', verify: ignores('dirty') },
  { promise: 'passes over blocks', verify: passesOver((receivedMs) => block({ receivedMs })) },
  { promise: 'passes over the skew of the clock', verify: passesOver((receivedMs) => clockSkew({ receivedMs })) },
  { promise: 'is deterministic under replay', verify: isDeterministic },
  { promise: 'reads no ambient time and no random numbers', verify: readsNothingAmbient },
];
