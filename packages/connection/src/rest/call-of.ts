import { type RestCall } from './indexer-rest';

/** The options of a call out of those of something that makes calls. */
export function callOf({ signal, onAnswer }: { [K in keyof RestCall]: RestCall[K] | undefined }): RestCall {
  return { ...(signal === undefined ? {} : { signal }), ...(onAnswer === undefined ? {} : { onAnswer }) };
}
