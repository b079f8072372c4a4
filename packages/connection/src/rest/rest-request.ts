import { shown } from '../wire/malformed';
import { IndexerRestError } from './rest-error';

/** How REST calls are made. */
export type RestRequestOptions = { readonly timeoutMs: number; readonly fetch: typeof globalThis.fetch };

/** Gets the text of a successful answer; the time-out covers connecting, headers and body. @throws IndexerRestError */
export async function getText(url: string, { timeoutMs, fetch }: RestRequestOptions): Promise<string> {
  const signal = AbortSignal.timeout(timeoutMs);
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, { signal, headers: { accept: 'application/json' } });
    text = await response.text();
  } catch (error) {
    if (signal.aborted) {
      const message = `no whole answer from ${url} within ${timeoutMs} ms: try again, or allow more time`;
      throw new IndexerRestError(message, 'timeout', url);
    }
    const message = `cannot reach ${url} (${rootCause(error)}): check the address and the network`;
    throw new IndexerRestError(message, 'unreachable', url);
  }
  if (!response.ok) throw statusError(url, response, text);
  return text;
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

function statusError(url: string, { status, headers }: Response, text: string): IndexerRestError {
  // The Indexer states Retry-After in milliseconds.
  const retryAfter = Number(headers.get('retry-after') ?? NaN);
  const retryAfterMs = status === 429 && Number.isFinite(retryAfter) ? retryAfter : undefined;
  const message = `${url} answered ${status}, ${serverMessage(text)}: ${adviceFor(status, retryAfterMs)}`;
  return new IndexerRestError(message, 'http-status', url, status, retryAfterMs);
}

function adviceFor(status: number, retryAfterMs: number | undefined): string {
  if (status === 429) return `try again in ${retryAfterMs ?? 10_000} ms`;
  if (status === 403) return 'the Indexer does not serve this region or address';
  return status >= 500 ? 'try again later' : 'check the market and the parameters';
}

function serverMessage(text: string): string {
  try {
    const { errors } = JSON.parse(text) as { errors: { msg: string }[] };
    return oneLine(errors.map(({ msg }) => msg).join(', '));
  } catch {
    return text === '' ? 'no message' : shown(oneLine(text));
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
