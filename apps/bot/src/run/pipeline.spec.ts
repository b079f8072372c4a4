import { unixMs, type AuditEvent, type Input, type LoggedInput } from '@perpstream/core';
import { delay, map, merge, throwError, type Observable } from 'rxjs';
import { Pipeline, type Composition } from './pipeline';

const tick = (receivedUs: number): Input => ({ kind: 'tick', receivedUs });

/** Reports each input as a fault whose text is its number, at once and 5 ms later. */
const echo: Composition = (scheduler) => (inputs$: Observable<LoggedInput>) => {
  const say =
    (text: string) =>
    (input: LoggedInput): AuditEvent => ({
      topic: 'fault',
      event: { kind: 'rest', where: text, message: String(input.seq), receivedMs: scheduler.now() },
    });
  return merge(inputs$.pipe(map(say('now'))), inputs$.pipe(delay(5, scheduler), map(say('later'))));
};

type Seen = {
  readonly audits: string[];
  readonly inputs: number[];
  readonly failures: unknown[];
  readonly pipeline: Pipeline;
};

function start(composition: Composition): Seen {
  const seen = { audits: [] as string[], inputs: [] as number[], failures: [] as unknown[] };
  const pipeline = new Pipeline(composition, {
    input: ({ seq }) => seen.inputs.push(seq),
    audit: ({ event }) => 'where' in event && seen.audits.push(`${event.where} ${event.message} @${event.receivedMs}`),
    failure: (error) => seen.failures.push(error),
  });
  return { ...seen, pipeline };
}

describe('Pipeline', () => {
  it('runs what was due before it delivers an input', () => {
    const { pipeline, audits } = start(echo);
    pipeline.handle(tick(1_000));
    pipeline.handle(tick(20_000));
    expect(audits).toEqual(['now 0 @1', 'later 0 @6', 'now 1 @20']);
  });

  it('numbers inputs from 0 and shows them before they are handled', () => {
    const order: string[] = [];
    const pipeline = new Pipeline(
      (scheduler) => (inputs$) =>
        inputs$.pipe(
          map(({ seq }): AuditEvent => ({
            topic: 'fault',
            event: { kind: 'rest', where: '', message: `${seq}`, receivedMs: scheduler.now() },
          })),
        ),
      {
        input: ({ seq }) => order.push(`log ${seq}`),
        audit: () => order.push('handled'),
        failure: () => undefined,
      },
    );
    pipeline.handle(tick(1));
    pipeline.handle(tick(2));
    expect(order).toEqual(['log 0', 'handled', 'log 1', 'handled']);
  });

  it('runs what an input scheduled without delay before the next input', () => {
    const { pipeline, audits } = start(
      (scheduler) => (inputs$) =>
        inputs$.pipe(
          delay(0, scheduler),
          map(({ seq }): AuditEvent => ({
            topic: 'fault',
            event: { kind: 'rest', where: 'after', message: `${seq}`, receivedMs: unixMs(0) },
          })),
        ),
    );
    pipeline.handle(tick(1_000));
    expect(audits).toEqual(['after 0 @0']);
  });

  it('tells of a broken invariant', () => {
    const failure = new Error('broken');
    const { failures, pipeline } = start(() => () => throwError(() => failure));
    pipeline.handle(tick(1_000));
    expect(failures).toEqual([failure]);
  });

  it('delivers nothing after it was stopped', () => {
    const { pipeline, audits } = start(echo);
    pipeline.handle(tick(1_000));
    pipeline.stop();
    pipeline.handle(tick(20_000));
    expect(audits).toEqual(['now 0 @1']);
  });
});
