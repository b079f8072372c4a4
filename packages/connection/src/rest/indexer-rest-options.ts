import { type Clock } from '@perpstream/core';
import { asyncScheduler, type SchedulerLike } from 'rxjs';
import { assertBackoffBounds, type BackoffBounds } from './backoff-delay';
import { RestServer } from './rest-server';
import { type RestTransportOptions } from './rest-transport';

/** Options of the REST client. */
export type IndexerRestOptions = {
  /** Root of the API, for example `https://indexer.dydx.trade/v4`. */
  readonly restUrl: string;
  /** Roots of the same API elsewhere, asked while the ones before them answer badly. Default none. */
  readonly fallbackUrls?: readonly string[];
  /** Wall clock, for the times of questions and answers. */
  readonly clock: Clock;
  /** For all waiting. Default `asyncScheduler`. */
  readonly scheduler?: SchedulerLike;
  /** Random numbers in [0, 1), for the jitter of back-offs. Default always 0.5: no jitter. */
  readonly random?: () => number;
  /** A request that has not delivered its whole body by then fails, > 0. Default 10,000. */
  readonly timeoutMs?: number;
  /** How often a call is tried again after no answer, 429 or 5xx, a whole number >= 0. Default 2. */
  readonly retries?: number;
  /** Bounds of the wait before a server is tried again. Default 250 to 5,000. */
  readonly retryBackoff?: BackoffBounds;
  /** The part of the server's rate limit that this client spends, in (0, 1]. Default 0.8. */
  readonly rateShare?: number;
  readonly fetch?: typeof globalThis.fetch;
};

const WITHOUT_JITTER = 0.5;

/** Checks the options and fills in the defaults. @throws RangeError when one is outside its bounds */
export function transportOptions(options: IndexerRestOptions): RestTransportOptions {
  const { clock, scheduler = asyncScheduler, random = () => WITHOUT_JITTER, timeoutMs = 10_000 } = options;
  const { retries = 2, retryBackoff: backoff = { initialMs: 250, maxMs: 5_000 }, rateShare = 0.8 } = options;
  if (!(timeoutMs > 0)) throw new RangeError(`timeoutMs must be > 0, was ${timeoutMs}`);
  if (!(Number.isInteger(retries) && retries >= 0)) {
    throw new RangeError(`retries must be a whole number >= 0, was ${retries}`);
  }
  if (!(rateShare > 0 && rateShare <= 1)) throw new RangeError(`rateShare must be in (0, 1], was ${rateShare}`);
  assertBackoffBounds(backoff, 'retryBackoff');
  const urls = [
    rootOf(options.restUrl, 'restUrl'),
    ...(options.fallbackUrls ?? []).map((url) => rootOf(url, 'fallbackUrls')),
  ];
  const servers = [...new Set(urls)].map((url) => new RestServer(url, rateShare, scheduler));
  return { servers, clock, scheduler, random, timeoutMs, retries, backoff, fetch: options.fetch ?? globalThis.fetch };
}

function rootOf(url: string, option: string): string {
  if (/^https?:\/\//.test(url) && URL.canParse(url)) return url.replace(/\/+$/, '');
  throw new RangeError(`${option} must be an http:// or https:// URL, was "${url}"`);
}
