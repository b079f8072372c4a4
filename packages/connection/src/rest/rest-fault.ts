import { unixMs, type Fault } from '@perpstream/core';
import { type SchedulerLike } from 'rxjs';
import { isIndexerRestError } from './rest-error';

/** Whether the Indexer does not serve this region or address, so that asking again is of no use. */
export function isBlocked(error: unknown): boolean {
  return isIndexerRestError(error) && error.failure === 'blocked';
}

/** Whether the question itself is what the server does not like: 4xx, but neither a block nor a limit. */
export function isRefused(error: unknown): boolean {
  return isIndexerRestError(error) && error.failure === 'http-status' && (error.status ?? 0) < 500;
}

/** What the failure of a path is to the rest of the program; `consequence` says what follows from it. */
export function restFault(path: string, error: unknown, scheduler: SchedulerLike, consequence: string): Fault {
  const said = error instanceof Error ? error.message : String(error);
  return {
    kind: isBlocked(error) ? 'blocked' : 'rest',
    where: `rest ${path}`,
    message: `${said}; ${consequence}`,
    receivedMs: unixMs(scheduler.now()),
  };
}
