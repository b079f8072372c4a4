/**
 * Why a REST call failed.
 *
 * - `unreachable`: no connection, or it broke off
 * - `timeout`: the whole answer did not come in time
 * - `rate-limited`: status 429; `retryAfterMs` says how long the server asks to wait
 * - `blocked`: status 403, the Indexer does not serve this region or address; trying again does not help
 * - `http-status`: any other status but success
 * - `malformed-body`: an answer that is not what the Indexer sends
 * - `cancelled`: the caller's signal ended the call
 */
export type IndexerRestFailure =
  'unreachable' | 'timeout' | 'rate-limited' | 'blocked' | 'http-status' | 'malformed-body' | 'cancelled';

/** What is known of a failed call besides its message. */
export type IndexerRestErrorDetails = {
  /** HTTP status; when there was an answer. */
  readonly status?: number;
  /** How long the server asks to wait; with status 429. */
  readonly retryAfterMs?: number;
};

/** A failed REST call. The message is one line: what failed, the URL, and what to do. */
export class IndexerRestError extends Error {
  override readonly name = 'IndexerRestError';
  readonly status: number | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(
    message: string,
    readonly failure: IndexerRestFailure,
    readonly url: string,
    { status, retryAfterMs }: IndexerRestErrorDetails = {},
  ) {
    super(message);
    this.status = status;
    this.retryAfterMs = retryAfterMs;
  }
}

/** Whether an error is a failed REST call of this package. */
export function isIndexerRestError(error: unknown): error is IndexerRestError {
  return error instanceof IndexerRestError;
}
