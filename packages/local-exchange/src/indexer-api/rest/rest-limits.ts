import type { Clock } from '@perpstream/core';
import type { IncomingMessage } from 'node:http';
import { RateLimiter } from '../rate-limiter';
import { bucketOf, checkedBuckets, REST_BUCKETS, type RestBucket, type RestBucketLimits } from './rest-buckets';

/** What the limits say to a request: headers of its answer, and whether it is answered at all. */
export type RestAllowance = { readonly isAllowed: boolean; readonly headers: Readonly<Record<string, string>> };

/** The key of limits that all clients share. */
const ALL_CLIENTS = '';
const UNLIMITED: RestAllowance = { isAllowed: true, headers: {} };
/** How long an address counts as screened, so that asking again costs no query of a provider. */
const SCREENED_MS = 86_400_000;
const SCREENING = /^\/compliance\/screen\/([^/]+)$/;

/** The REST limits: points per bucket and client address, in windows that begin with the first request. */
export class RestLimits {
  readonly #limiters: ReadonlyMap<RestBucket, RateLimiter>;
  readonly #points: ReadonlyMap<RestBucket, number>;
  readonly #screenedMs = new Map<string, number>();

  constructor(
    private readonly mode: 'proxied' | 'always' | 'never',
    limits: RestBucketLimits,
    private readonly clock: Clock,
  ) {
    const buckets = checkedBuckets(limits);
    this.#points = new Map(REST_BUCKETS.map((name) => [name, buckets[name].points]));
    this.#limiters = new Map(
      REST_BUCKETS.map((name) => [name, new RateLimiter(buckets[name].points, buckets[name].windowMs, clock)]),
    );
  }

  /** Takes a point for a request of a path below `/v4`. */
  take(request: IncomingMessage, path: string): RestAllowance {
    const client = this.#clientOf(request);
    if (client === undefined) return UNLIMITED;
    const allowance = this.#use(bucketOf(path), client);
    if (!allowance.isAllowed || !this.#isNewScreening(path)) return allowance;
    const own = this.#use('screen', client);
    return own.isAllowed ? this.#use('screenGlobal', ALL_CLIENTS) : own;
  }

  #use(bucket: RestBucket, client: string): RestAllowance {
    const { isAllowed, left, resetInMs } = this.#limiters.get(bucket)!.use(client);
    const headers = {
      'ratelimit-limit': String(this.#points.get(bucket)),
      'ratelimit-remaining': String(left),
      'ratelimit-reset': String(this.clock.now() + resetInMs),
    };
    // In milliseconds, against the standard: this is what the Indexer sends.
    return { isAllowed, headers: isAllowed ? headers : { ...headers, 'retry-after': String(resetInMs) } };
  }

  #clientOf({ headers, socket }: IncomingMessage): string | undefined {
    if (this.mode === 'never') return undefined;
    const forwarded = [headers['x-forwarded-for']].flat()[0]?.split(',')[0]?.trim();
    const proxied = [headers['cf-connecting-ip']].flat()[0] ?? forwarded;
    return proxied ?? (this.mode === 'always' ? (socket.remoteAddress ?? '') : undefined);
  }

  #isNewScreening(path: string): boolean {
    const address = SCREENING.exec(path)?.[1];
    if (address === undefined) return false;
    const nowMs = this.clock.now();
    if (nowMs - (this.#screenedMs.get(address) ?? -Infinity) < SCREENED_MS) return false;
    this.#screenedMs.set(address, nowMs);
    return true;
  }
}
