import { type Clock, type RestAnswer } from '@perpstream/core';
import { type SchedulerLike } from 'rxjs';
import { backoffDelayMs, type BackoffBounds } from './backoff-delay';
import { pause } from './pause';
import { type IndexerRestError } from './rest-error';
import { cancelledError, requestText, type RestOutcome } from './rest-request';
import { chooseServer, type RestServer } from './rest-server';

/** How calls are carried out. */
export type RestTransportOptions = {
  readonly servers: readonly RestServer[];
  readonly clock: Clock;
  readonly scheduler: SchedulerLike;
  readonly random: () => number;
  readonly timeoutMs: number;
  readonly retries: number;
  readonly backoff: BackoffBounds;
  readonly fetch: typeof globalThis.fetch;
};

/** An answer and the address it came from. */
export type FoundAnswer = { readonly url: string; readonly answer: RestAnswer };

/**
 * Gets a path from the best server, within its rate limit. What may work the next time (no connection, a time-out, 429, 5xx)
 * is tried again: at once at a server that was not tried yet, else after a back-off.
 *
 * @throws IndexerRestError
 */
export async function getAnswer(
  path: string,
  options: RestTransportOptions,
  signal?: AbortSignal,
): Promise<FoundAnswer> {
  const { servers, scheduler, retries, backoff, random } = options;
  const tried = new Set<RestServer>();
  for (let failures = 0; ;) {
    const server = chooseServer(servers, tried, scheduler.now());
    if (tried.has(server)) await pause(backoffDelayMs(failures, backoff, random), scheduler, signal);
    const { requestedUs, outcome } = await askServer(server, path, options, failures > 0, signal);
    const url = `${server.url}${path}`;
    if (outcome.ok) {
      const answer: RestAnswer = {
        kind: 'rest',
        receivedUs: micros(options.clock),
        requestedUs,
        path,
        body: outcome.text,
      };
      return { url, answer };
    }
    failures += 1;
    if (failures > retries || !isWorthRetrying(outcome.error)) throw outcome.error;
    tried.add(server);
  }
}

async function askServer(
  server: RestServer,
  path: string,
  { scheduler, clock, timeoutMs, fetch }: RestTransportOptions,
  isRetry: boolean,
  signal: AbortSignal | undefined,
): Promise<{ readonly requestedUs: number; readonly outcome: RestOutcome }> {
  const url = `${server.url}${path}`;
  const queue = server.queueOf(path);
  const isAdmitted = await queue.enter(isRetry, signal);
  const requestedUs = micros(clock);
  if (!isAdmitted) return { requestedUs, outcome: { ok: false, error: cancelledError(url), rate: {} } };
  const outcome = await requestText(url, { timeoutMs, fetch, scheduler, signal });
  queue.answered(outcome.rate);
  noteHealth(server, outcome, scheduler.now());
  return { requestedUs, outcome };
}

function noteHealth({ health }: RestServer, outcome: RestOutcome, nowMs: number): void {
  if (outcome.ok) health.succeeded(nowMs);
  else if (isWorthRetrying(outcome.error)) health.failed(nowMs, outcome.error.failure === 'rate-limited');
}

function isWorthRetrying({ failure, status }: IndexerRestError): boolean {
  switch (failure) {
    case 'unreachable':
    case 'timeout':
    case 'rate-limited':
      return true;
    case 'http-status':
      return (status ?? 0) >= 500;
    case 'blocked':
    case 'malformed-body':
    case 'cancelled':
      return false;
  }
}

function micros(clock: Clock): number {
  return Math.round(clock.now() * 1_000);
}
