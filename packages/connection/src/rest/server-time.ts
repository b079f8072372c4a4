import { type RestAnswer } from '@perpstream/core';
import { callOf } from './call-of';
import { type IndexerRest, type RestCall } from './indexer-rest';

/** How far the server's clock is from ours. */
export type ServerTime = {
  /** Server's clock minus ours; > 0 when ours is behind. */
  readonly offsetMs: number;
  /** The true offset lies within +/- this. */
  readonly uncertaintyMs: number;
  readonly roundTripMs: number;
};

/** Options of `serverTime`. */
export type ServerTimeOptions = RestCall & {
  readonly rest: Pick<IndexerRest, 'time'>;
  /** How many answers to take the best of, a whole number >= 1. Default 5. */
  readonly samples?: number;
};

/**
 * Measures the server's clock: of several answers the one with the shortest round trip, half of which is the uncertainty.
 *
 * A cache on the way may give an answer that is up to a second old, which makes the server look slow by as much.
 * @throws RangeError (through the promise) when `samples` is not a whole number >= 1
 * @throws IndexerRestError (through the promise) when the Indexer does not answer
 * @example const { offsetMs, uncertaintyMs } = await serverTime({ rest });
 * @see RFC 5905, section 8, for offset and delay of one exchange
 */
export async function serverTime({ rest, samples = 5, signal, onAnswer }: ServerTimeOptions): Promise<ServerTime> {
  if (!(Number.isInteger(samples) && samples >= 1)) {
    throw new RangeError(`samples must be a whole number >= 1, was ${samples}`);
  }
  let best = await oneSample(rest, { signal, onAnswer });
  for (let taken = 1; taken < samples; taken += 1) {
    const sample = await oneSample(rest, { signal, onAnswer });
    if (sample.roundTripMs < best.roundTripMs) best = sample;
  }
  return best;
}

async function oneSample(rest: Pick<IndexerRest, 'time'>, call: Parameters<typeof callOf>[0]): Promise<ServerTime> {
  let answer: RestAnswer | undefined;
  const onAnswer = (raw: RestAnswer): void => {
    answer = raw;
    call.onAnswer?.(raw);
  };
  const exchangeMs = await rest.time(callOf({ signal: call.signal, onAnswer }));
  const { requestedUs = 0, receivedUs = 0 } = answer ?? {};
  const roundTripMs = (receivedUs - requestedUs) / 1_000;
  const midpointMs = (receivedUs + requestedUs) / 2_000;
  return { offsetMs: exchangeMs - midpointMs, uncertaintyMs: roundTripMs / 2, roundTripMs };
}
