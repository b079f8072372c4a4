import { marketId, unixMs, type AuditEvent, type EventScheduler, type MarketData } from '@perpstream/core';
import { mergeMap, Observable, tap, throwError, type OperatorFunction } from 'rxjs';
import { type ComposedInput } from '../../composed-input';
import { type Step } from '../market/market-simulator';
import { StepFeeder } from './step-feeder';

const oracle = ({ receivedMs, cause }: Step): MarketData => ({
  kind: 'oracle',
  marketId: marketId('BTC-USD'),
  priceUsd: 100,
  receivedMs,
  cause,
});

/** Notes each input, and when what it schedules without delay runs. */
function noting(notes: string[]): (scheduler: EventScheduler) => OperatorFunction<ComposedInput, AuditEvent> {
  return (scheduler) => (inputs$) =>
    new Observable((subscriber) =>
      inputs$
        .pipe(
          tap(({ kind }) => {
            notes.push(`${scheduler.now()} ${kind}`);
            scheduler.schedule(() => notes.push(`${scheduler.now()} after ${kind}`));
          }),
        )
        .subscribe({ error: (error: unknown) => subscriber.error(error) }),
    );
}

describe('StepFeeder', () => {
  it('takes a step for one input: what it leads to without delay comes after its block, and before the next step', () => {
    const notes: string[] = [];
    const feeder = new StepFeeder(noting(notes), () => undefined);
    feeder.step(10, (step) => {
      step.emit(oracle(step));
      step.emit(oracle(step));
    });
    feeder.step(25, () => undefined);
    const first = ['10 oracle', '10 oracle', '10 block', '10 after oracle', '10 after oracle', '10 after block'];
    expect(notes).toEqual([...first, '25 block', '25 after block']);
    expect(feeder.steps).toBe(2);
  });

  it('runs what is due between two steps at its own time', () => {
    const notes: string[] = [];
    const compose = (scheduler: EventScheduler): OperatorFunction<ComposedInput, AuditEvent> => {
      scheduler.schedule(() => notes.push(`timer ${scheduler.now()}`), 15);
      return noting(notes)(scheduler);
    };
    const feeder = new StepFeeder(compose, () => undefined);
    for (const atMs of [10, 20]) feeder.step(atMs, () => undefined);
    expect(notes).toEqual(['10 block', '10 after block', 'timer 15', '20 block', '20 after block']);
  });

  it('counts steps and blocks from 0, and stamps both with the time', () => {
    const seen: ComposedInput[] = [];
    const feeder = new StepFeeder(
      () => (inputs$) =>
        inputs$.pipe(
          tap((input) => seen.push(input)),
          mergeMap(() => []),
        ),
      () => undefined,
    );
    for (const atMs of [10, 20]) feeder.step(atMs, (step) => expect(step).toMatchObject({ receivedMs: unixMs(atMs) }));
    expect(seen).toEqual([
      { kind: 'block', receivedMs: 10, exchangeMs: 10, cause: 0, height: 0 },
      { kind: 'block', receivedMs: 20, exchangeMs: 20, cause: 1, height: 1 },
    ]);
  });

  it('fails when an invariant of the core broke, and leaves nothing behind when it is stopped', () => {
    const broken = new StepFeeder(
      () => (inputs$) => inputs$.pipe(mergeMap(() => throwError(() => new Error('broken')))),
      () => undefined,
    );
    expect(() => broken.step(1, () => undefined)).toThrow('broken');
    const notes: string[] = [];
    const feeder = new StepFeeder(noting(notes), () => undefined);
    feeder.stop();
    feeder.step(1, () => undefined);
    expect(notes).toEqual([]);
  });
});
