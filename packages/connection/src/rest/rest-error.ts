/** Why a REST call failed. */
export type IndexerRestFailure = 'unreachable' | 'timeout' | 'http-status' | 'malformed-body';

/** A failed REST call. The message is one line: what failed, the URL, and what to do. */
export class IndexerRestError extends Error {
  override readonly name = 'IndexerRestError';

  constructor(
    message: string,
    readonly failure: IndexerRestFailure,
    readonly url: string,
    /** HTTP status; with `http-status` alone. */
    readonly status?: number,
    /** How long the server asks to wait; with status 429. */
    readonly retryAfterMs?: number,
  ) {
    super(message);
  }
}

/** Whether an error is a failed REST call of this package. */
export function isIndexerRestError(error: unknown): error is IndexerRestError {
  return error instanceof IndexerRestError;
}
