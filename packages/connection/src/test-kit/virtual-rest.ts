import { unixMs, type EventScheduler, type RestAnswer } from '@perpstream/core';
import { type RestCall } from '../rest/indexer-rest';
import { IndexerRestError } from '../rest/rest-error';

/** More promises in a row than any code here needs to come to rest. */
const ENOUGH_TURNS = 40;

/** Lets every promise that can settle do so. */
export async function comeToRest(): Promise<void> {
  for (let turn = 0; turn < ENOUGH_TURNS; turn += 1) await Promise.resolve();
}

/** Moves the time on in steps, and lets promises settle in between. */
export async function passTime(scheduler: EventScheduler, forMs: number, stepMs = 50): Promise<void> {
  const endMs = scheduler.now() + forMs;
  await comeToRest();
  while (scheduler.now() < endMs) {
    scheduler.advanceTo(unixMs(Math.min(endMs, scheduler.now() + stepMs)));
    await comeToRest();
  }
}

/** An error as the client gives it for an answer with this status. */
export function statusError(status: number): IndexerRestError {
  const failure = status === 403 ? 'blocked' : status === 429 ? 'rate-limited' : 'http-status';
  return new IndexerRestError(`the server answered ${status}`, failure, 'http://rest', { status });
}

/** A question that was asked. */
export type Asked = { readonly path: string; readonly atMs: number };

/** A REST client on virtual time: answers what a test tells it to, after a while. */
export class VirtualRest {
  readonly asked: Asked[] = [];
  readonly cancelled: string[] = [];

  constructor(
    private readonly scheduler: EventScheduler,
    public reply: (path: string) => string | Error,
    public latencyMs = 20,
  ) {}

  get paths(): readonly string[] {
    return this.asked.map(({ path }) => path);
  }

  get(path: string, { signal }: RestCall = {}): Promise<RestAnswer> {
    const atMs = this.scheduler.now();
    this.asked.push({ path, atMs });
    return new Promise((resolve, reject) => {
      const answering = this.scheduler.schedule(() => {
        signal?.removeEventListener('abort', cancel);
        const body = this.reply(path);
        if (body instanceof Error) reject(body);
        else resolve({ kind: 'rest', receivedUs: this.scheduler.now() * 1_000, requestedUs: atMs * 1_000, path, body });
      }, this.latencyMs);
      const cancel = (): void => {
        answering.unsubscribe();
        this.cancelled.push(path);
      };
      signal?.addEventListener('abort', cancel, { once: true });
    });
  }
}
