import { type RestAnswer } from '@perpstream/core';
import { from, Observable } from 'rxjs';
import { type IndexerRest } from './indexer-rest';

/** Asks for a path when subscribed to; leaving ends the call. */
export function askRest(rest: Pick<IndexerRest, 'get'>, path: string): Observable<RestAnswer> {
  return new Observable((subscriber) => {
    const leaving = new AbortController();
    subscriber.add(() => leaving.abort());
    return from(rest.get(path, { signal: leaving.signal })).subscribe(subscriber);
  });
}
