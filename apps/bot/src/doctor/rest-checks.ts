import { indexerRest, isIndexerRestError, serverTime, type IndexerRest, type ServerTime } from '@perpstream/connection';
import { systemClock } from '../run/system-clock';
import { fine, skipped, trouble, type DoctorCheck } from './doctor-check';

/** Books and orders are judged by ages of seconds: half a second off is worth setting right. */
const CLOCK_WARN_MS = 500;
/** From here on data that are fresh count as stale, or stale ones as fresh. */
const CLOCK_FAIL_MS = 5_000;
const SLOW_MS = 1_000;
/** Below this share of the limit the bot would have to wait for its audits. */
const LITTLE_HEADROOM = 0.2;

/** How many requests the server still takes, as its answers state. */
export type Headroom = { readonly remaining: number; readonly limit: number };

/** The REST interface of a network, and what its answers say of the rate limit. */
export type WatchedRest = { readonly rest: IndexerRest; readonly headroom: () => Headroom | undefined };

/** A REST client that notes the rate limit which the server states. It tries nothing again: what fails is what is told. */
export function watchedRest(restUrl: string): WatchedRest {
  let headroom: Headroom | undefined;
  const noting: typeof fetch = async (...args) => {
    const answer = await fetch(...args);
    const [limit, remaining] = ['ratelimit-limit', 'ratelimit-remaining'].map((name) =>
      Number(answer.headers.get(name) ?? NaN),
    );
    if (limit !== undefined && remaining !== undefined && limit > 0 && remaining >= 0) headroom = { limit, remaining };
    return answer;
  };
  return { rest: indexerRest({ restUrl, clock: systemClock, retries: 0, fetch: noting }), headroom: () => headroom };
}

/** What a few questions for the time tell. `time` is absent when they were not answered. */
export type RestSeen = { readonly checks: readonly DoctorCheck[]; readonly time?: ServerTime };

/** The REST interface, region, clock and rate limit. */
export async function checkRest({ rest, headroom }: WatchedRest, network: string): Promise<RestSeen> {
  try {
    const time = await serverTime({ rest });
    const region = fine('region', 'this address is served');
    return { checks: [judgeLatency(time), region, judgeClock(time), judgeHeadroom(headroom())], time };
  } catch (error) {
    return { checks: failedRest(error, network) };
  }
}

function judgeLatency({ roundTripMs }: ServerTime): DoctorCheck {
  const found = `answers in ${Math.round(roundTripMs)} ms`;
  if (roundTripMs <= SLOW_MS) return fine('rest', found);
  return trouble('rest', 'warn', found, 'run the bot nearer to the Indexer, or on a better line');
}

/** The clock of this computer against the server's. */
export function judgeClock({ offsetMs, uncertaintyMs }: ServerTime): DoctorCheck {
  const side = offsetMs > 0 ? 'behind' : 'ahead of';
  const found = `${Math.abs(Math.round(offsetMs))} ms ${side} the exchange, give or take ${Math.ceil(uncertaintyMs)} ms`;
  const atLeastMs = Math.abs(offsetMs) - uncertaintyMs;
  if (atLeastMs <= CLOCK_WARN_MS) return fine('clock', found);
  const advice = 'set the clock by a time server: sudo timedatectl set-ntp true, or sudo chronyc makestep';
  return trouble('clock', atLeastMs > CLOCK_FAIL_MS ? 'fail' : 'warn', found, advice);
}

/** What is left of the rate limit of this address. */
export function judgeHeadroom(headroom: Headroom | undefined): DoctorCheck {
  if (headroom === undefined) return fine('rate limit', 'the server states none');
  const { remaining, limit } = headroom;
  const found = `${remaining} of ${limit} requests left`;
  if (remaining >= limit * LITTLE_HEADROOM) return fine('rate limit', found);
  return trouble('rate limit', 'warn', found, 'another program of this address asks a lot; end it or wait');
}

function failedRest(error: unknown, network: string): readonly DoctorCheck[] {
  if (!isIndexerRestError(error)) throw error;
  const { failure, status, message } = error;
  // Without a code of the Indexer it is whatever stands before it that refuses.
  if (failure === 'blocked' || status === 403) {
    const advice = 'dYdX does not serve this region or address; run the bot from where it may be used';
    return [
      fine('rest', 'answers'),
      trouble('region', 'fail', message, advice),
      ...unknown(['clock', 'rate limit'], 'blocked'),
    ];
  }
  if (failure === 'rate-limited') {
    const advice = 'too many requests from this address: end other programs, wait a minute';
    const limited = trouble('rate limit', 'fail', message, advice);
    return [fine('rest', 'answers'), ...unknown(['region', 'clock'], 'no answer'), limited];
  }
  return [
    trouble('rest', 'fail', message, adviceFor(status, network)),
    ...unknown(['region', 'clock', 'rate limit'], 'no answer'),
  ];
}

function adviceFor(status: number | undefined, network: string): string {
  if (status === 404) return 'the base URL usually ends in /v4, as in http://127.0.0.1:3002/v4';
  if (status !== undefined) return 'the Indexer is in trouble; try again later, see https://status.dydx.trade';
  if (network === 'local') return 'start one with: perpstream exchange';
  return 'check --network, the internet connection, and proxies or firewalls on the way';
}

function unknown(names: readonly string[], because: string): readonly DoctorCheck[] {
  return names.map((name) => skipped(name, because));
}
