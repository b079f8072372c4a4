import { deepEqual, equal, ok } from 'node:assert/strict';
import {
  unixMs,
  type EventScheduler,
  type MarketId,
  type QualityLevel,
  type StrategyDecision,
  type StrategyInput,
} from '@perpstream/core';
import { map, merge, type OperatorFunction } from 'rxjs';
import { dataQuality } from '../builders/processed';
import { replayEvents, type Replay } from '../replay/replay-events';
import type { ContractCheck } from './contract-check';
import { endMs, numbered } from './event-timeline';
import type { StrategySubject } from './strategy-subject';
import { withoutAmbient } from './without-ambient';

/** At so many points of the inputs the strategy is stopped or cut off from its data. */
const CUTS = 12;
const SETTLE_MS = 60_000;

type Inputs = readonly StrategyInput[];

function replay({ create, settleMs = SETTLE_MS }: StrategySubject, inputs: Inputs): Replay<StrategyDecision> {
  return replayEvents(numbered(inputs), create, { untilMs: unixMs(endMs(inputs) + settleMs) });
}

/** What a decision asks for, without when and why. */
function wish(decision: StrategyDecision): object {
  const { kind, marketId } = decision;
  if (decision.kind === 'target') return { kind, marketId, targetNotionalUsd: decision.targetNotionalUsd };
  return { kind, marketId, bid: decision.bid, ask: decision.ask };
}

function isExit(decision: StrategyDecision): boolean {
  if (decision.kind === 'target') return decision.targetNotionalUsd === 0;
  return decision.bid === undefined && decision.ask === undefined;
}

function noNewExposure(decisions: readonly StrategyDecision[], when: string): void {
  const taken = decisions.find((decision) => !isExit(decision));
  ok(taken === undefined, `${when}, exposure was taken: ${JSON.stringify(taken && wish(taken))}`);
}

function marketsOf(inputs: Inputs): MarketId[] {
  return [...new Set(inputs.flatMap((input) => ('marketId' in input ? [input.marketId] : [])))];
}

/** The loss of the data of all markets, right after these inputs. */
function lossAfter(inputs: Inputs, markets: readonly MarketId[], level: QualityLevel): StrategyInput[] {
  return markets.map((marketId) => dataQuality({ marketId, level, receivedMs: unixMs(endMs(inputs)) }));
}

/** Heads of the inputs of rising length, the last one all of them. */
function cuts(inputs: Inputs): Inputs[] {
  return Array.from({ length: CUTS }, (_, index) => inputs.slice(0, Math.ceil(((index + 1) * inputs.length) / CUTS)));
}

function takesExposure(subject: StrategySubject): void {
  const { outputs } = replay(subject, subject.events);
  ok(
    outputs.some((decision) => !isExit(decision)),
    'the events of the contract lead to no exposure',
  );
}

function givesReasons(subject: StrategySubject): void {
  replay(subject, subject.events).outputs.forEach((decision, index) => {
    const { confidence, reasons, strategy } = decision;
    ok(confidence >= 0 && confidence <= 1, `a confidence was ${confidence}`);
    ok(strategy !== '', 'a decision needs the name of its strategy');
    ok(reasons.length > 0, 'a decision had no reason');
    equal(decision.decision, index, 'decisions are counted from 0');
    for (const { name, value } of reasons) ok(name !== '' && !Number.isNaN(value), `a reason was ${name} ${value}`);
  });
}

function asksForNumbers(subject: StrategySubject): void {
  for (const decision of replay(subject, subject.events).outputs) {
    if (decision.kind === 'target') ok(Number.isFinite(decision.targetNotionalUsd), 'a target is not a finite number');
    else {
      for (const quote of [decision.bid, decision.ask]) {
        ok(!quote || (quote.priceUsd > 0 && quote.sizeBase > 0), `a quote was ${JSON.stringify(quote)}`);
      }
    }
  }
}

function namesItsInput(subject: StrategySubject): void {
  const { outputs, emittedMs } = replay(subject, subject.events);
  outputs.forEach(({ cause, receivedMs }, index) => {
    const input = subject.events[cause];
    ok(input !== undefined && input.receivedMs === receivedMs, 'cause and time of a decision are those of no input');
    ok(receivedMs <= (emittedMs[index] ?? 0), 'a decision names an input that was still to come');
  });
}

function sendsChanges(subject: StrategySubject): void {
  const standing = new Map<MarketId, object>();
  for (const decision of replay(subject, subject.events).outputs) {
    const before = standing.get(decision.marketId);
    const after = wish(decision);
    ok(
      before === undefined || JSON.stringify(before) !== JSON.stringify(after),
      'a decision was sent that changes nothing',
    );
    standing.set(decision.marketId, after);
  }
}

function holdsBackOn(level: QualityLevel): (subject: StrategySubject) => void {
  return (subject) => {
    const markets = marketsOf(subject.events);
    const spoilt = subject.events.map((input) => (input.kind === 'quality' ? { ...input, level } : input));
    const [first] = subject.events;
    const lost = lossAfter(first === undefined ? [] : [first], markets, level);
    noNewExposure(replay(subject, [...lost, ...spoilt]).outputs, `with ${level} data`);
    for (const head of cuts(subject.events)) {
      const before = replayEvents(numbered(head), subject.create).outputs.length;
      const { outputs } = replay(subject, [...head, ...lossAfter(head, markets, level)]);
      noNewExposure(outputs.slice(before), `after data went ${level}`);
    }
  };
}

function holdsBackWithoutScores(subject: StrategySubject): void {
  const emptied = subject.events.map((input) => (input.kind === 'scores' ? { ...input, scores: {} } : input));
  noNewExposure(replay(subject, emptied).outputs, 'without scores');
  noNewExposure(
    replay(
      subject,
      subject.events.filter(({ kind }) => kind !== 'scores'),
    ).outputs,
    'without scores',
  );
}

function startsFresh(subject: StrategySubject): void {
  const alone = replay(subject, subject.events).outputs;
  const twice = (
    scheduler: EventScheduler,
  ): OperatorFunction<StrategyInput, { reader: number; said: StrategyDecision }> => {
    const strategy$ = subject.create(scheduler);
    return (source$) =>
      merge(
        ...[0, 1].map((reader) =>
          source$.pipe(
            strategy$,
            map((said) => ({ reader, said })),
          ),
        ),
      );
  };
  const settledMs = unixMs(endMs(subject.events) + (subject.settleMs ?? SETTLE_MS));
  const { outputs } = replayEvents(numbered(subject.events), twice, { untilMs: settledMs });
  for (const reader of [0, 1]) {
    const read = outputs.filter((output) => output.reader === reader).map(({ said }) => said);
    deepEqual(read, alone, 'two subscriptions at the same time share state');
  }
}

function isDeterministic(subject: StrategySubject): void {
  const [first, second] = [replay(subject, subject.events), replay(subject, subject.events)];
  deepEqual(first, second, 'a second replay gives other decisions');
}

function readsNothingAmbient(subject: StrategySubject): void {
  const decisions = withoutAmbient(() => replay(subject, subject.events));
  deepEqual(decisions, replay(subject, subject.events), 'the decisions depend on the clock or on chance');
}

function leavesNoTimers(subject: StrategySubject): void {
  for (const head of cuts(subject.events)) {
    equal(replayEvents(numbered(head), subject.create).leftTimers, 0, `timers left after ${head.length} inputs`);
  }
}

/** What every strategy promises, as functions: run them in any test runner. */
export const strategyContract: readonly ContractCheck<StrategySubject>[] = [
  { promise: 'takes exposure when the inputs call for it', verify: takesExposure },
  { promise: 'gives confidence in [0, 1], reasons and a number with every decision', verify: givesReasons },
  { promise: 'asks for finite targets and positive quotes', verify: asksForNumbers },
  { promise: 'names the input a decision follows from', verify: namesItsInput },
  { promise: 'sends a decision only when it changes what is wanted', verify: sendsChanges },
  { promise: 'takes no exposure on stale data, also not what was waiting', verify: holdsBackOn('stale') },
  { promise: 'takes no exposure on dirty data, also not what was waiting', verify: holdsBackOn('dirty') },
  { promise: 'takes no exposure on syncing data, also not what was waiting', verify: holdsBackOn('syncing') },
  { promise: 'takes no exposure without scores', verify: holdsBackWithoutScores },
  { promise: 'has fresh state in each subscription', verify: startsFresh },
  { promise: 'is deterministic under replay', verify: isDeterministic },
  { promise: 'reads no ambient time and no random numbers', verify: readsNothingAmbient },
  { promise: 'leaves no timers when it is unsubscribed', verify: leavesNoTimers },
];
