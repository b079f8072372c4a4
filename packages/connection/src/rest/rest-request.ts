import { type SchedulerLike } from 'rxjs';
import { shown } from '../wire/malformed';
import { type RateStatement } from './rate-window';
import { IndexerRestError } from './rest-error';

/** How one request is made. */
export type RestRequestOptions = {
  readonly timeoutMs: number;
  readonly fetch: typeof globalThis.fetch;
  readonly scheduler: SchedulerLike;
  readonly signal: AbortSignal | undefined;
};

/** What came of one request: the text of a successful answer or why there is none, and what the server said of its limit. */
export type RestOutcome = { readonly rate: RateStatement } & (
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly error: IndexerRestError }
);

/** Makes one GET request; the time-out covers connecting, headers and body. Never rejects. */
export async function requestText(url: string, options: RestRequestOptions): Promise<RestOutcome> {
  const { timeoutMs, fetch, scheduler, signal } = options;
  const ending = new AbortController();
  const cancel = (): void => ending.abort();
  const timer = scheduler.schedule(cancel, timeoutMs);
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    const response = await fetch(url, { signal: ending.signal, headers: { accept: 'application/json' } });
    const text = await response.text();
    const rate = rateStatement(response);
    return response.ok
      ? { ok: true, text, rate }
      : { ok: false, error: statusError(url, response.status, text, rate), rate };
  } catch (error) {
    return { ok: false, error: noAnswer(url, error, ending.signal.aborted, options), rate: {} };
  } finally {
    timer.unsubscribe();
    signal?.removeEventListener('abort', cancel);
  }
}

/** Reads the body of an answer. @throws IndexerRestError with failure `malformed-body` */
export function readBody<T>(url: string, text: string, read: (body: unknown) => T): T {
  try {
    return read(JSON.parse(text));
  } catch (error) {
    const message = `unexpected answer from ${url} (${rootCause(error)}): check that it is a dYdX v4 Indexer`;
    throw new IndexerRestError(message, 'malformed-body', url);
  }
}

/** The error of a call that its caller ended. */
export function cancelledError(url: string): IndexerRestError {
  return new IndexerRestError(`the call of ${url} was cancelled`, 'cancelled', url);
}

function noAnswer(url: string, error: unknown, isEnded: boolean, options: RestRequestOptions): IndexerRestError {
  if (options.signal?.aborted === true) return cancelledError(url);
  if (isEnded) {
    const message = `no whole answer from ${url} within ${options.timeoutMs} ms: try again, or allow more time`;
    return new IndexerRestError(message, 'timeout', url);
  }
  const message = `cannot reach ${url} (${rootCause(error)}): check the address and the network`;
  return new IndexerRestError(message, 'unreachable', url);
}

function rateStatement({ status, headers }: Response): RateStatement {
  const numberOf = (name: string): number | undefined => {
    const text = headers.get(name);
    const number = text === null || text.trim() === '' ? NaN : Number(text);
    return Number.isFinite(number) && number >= 0 ? number : undefined;
  };
  const limit = numberOf('ratelimit-limit');
  const remaining = numberOf('ratelimit-remaining');
  const resetMs = numberOf('ratelimit-reset');
  // The Indexer states Retry-After in milliseconds.
  const retryAfterMs = status === 429 ? numberOf('retry-after') : undefined;
  return {
    ...(limit === undefined ? {} : { limit }),
    ...(remaining === undefined ? {} : { remaining }),
    ...(resetMs === undefined ? {} : { resetMs }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}

const BLOCKED_CODES: readonly unknown[] = ['GEOBLOCKED', 'COMPLIANCE_BLOCKED'];

function statusError(url: string, status: number, text: string, { retryAfterMs }: RateStatement): IndexerRestError {
  const { said, codes } = serverErrors(text);
  const isBlocked = status === 403 && codes.some((code) => BLOCKED_CODES.includes(code));
  const failure = isBlocked ? 'blocked' : status === 429 ? 'rate-limited' : 'http-status';
  const message = `${url} answered ${status}, ${said}: ${adviceFor(status, retryAfterMs)}`;
  return new IndexerRestError(message, failure, url, {
    status,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

function adviceFor(status: number, retryAfterMs: number | undefined): string {
  if (status === 429) return `try again in ${retryAfterMs ?? 10_000} ms`;
  if (status === 403) return 'the Indexer does not serve this region or address';
  return status >= 500 ? 'try again later' : 'check the market and the parameters';
}

function serverErrors(text: string): { readonly said: string; readonly codes: readonly unknown[] } {
  try {
    const { errors } = JSON.parse(text) as { errors: { msg: string; code?: unknown }[] };
    return { said: oneLine(errors.map(({ msg }) => msg).join(', ')), codes: errors.map(({ code }) => code) };
  } catch {
    return { said: text === '' ? 'no message' : shown(oneLine(text)), codes: [] };
  }
}

/** `fetch` hides the reason (such as ECONNREFUSED) in the cause of its error. */
function rootCause(error: unknown): string {
  const { cause, code, message } = Object(error) as {
    readonly cause?: unknown;
    readonly code?: string;
    readonly message?: string;
  };
  if (cause !== undefined) return rootCause(cause);
  return oneLine(message || code || String(error));
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
