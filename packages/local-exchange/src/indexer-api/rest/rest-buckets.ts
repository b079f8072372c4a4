/** Groups of REST routes that share a limit, as the Indexer divides them. */
export type RestBucket =
  | 'get'
  | 'orders'
  | 'fills'
  | 'candles'
  | 'sparklines'
  | 'historicalPnl'
  | 'pnl'
  | 'fundingPayments'
  | 'screen'
  | 'screenGlobal';

/** Requests of one client within a window. */
export type RestBucketLimit = { readonly points: number; readonly windowMs: number };

/** Limits of some buckets. */
export type RestBucketLimits = Partial<Readonly<Record<RestBucket, RestBucketLimit>>>;

const USUAL: RestBucketLimit = { points: 100, windowMs: 10_000 };

/** @see v4-chain `indexer/services/comlink/src/config.ts` for the numbers */
const DEFAULTS: Readonly<Record<RestBucket, RestBucketLimit>> = {
  get: USUAL,
  orders: USUAL,
  fills: USUAL,
  candles: { points: 1_000, windowMs: 10_000 },
  sparklines: USUAL,
  historicalPnl: USUAL,
  pnl: USUAL,
  fundingPayments: USUAL,
  // Only for addresses that were not screened lately: of one client, and of all clients together.
  screen: { points: 2, windowMs: 60_000 },
  screenGlobal: { points: 100, windowMs: 60_000 },
};

const FIRST_PARTS: Readonly<Record<string, RestBucket>> = {
  orders: 'orders',
  fills: 'fills',
  tradeHistory: 'fills',
  candles: 'candles',
  sparklines: 'sparklines',
  'historical-pnl': 'historicalPnl',
  pnl: 'pnl',
  fundingPayments: 'fundingPayments',
};

/** The names of all buckets. */
export const REST_BUCKETS: readonly RestBucket[] = Object.keys(DEFAULTS) as RestBucket[];

/** The bucket that a path below `/v4` takes a point from. */
export function bucketOf(path: string): RestBucket {
  const part = path.split('/')[1] ?? '';
  return Object.hasOwn(FIRST_PARTS, part) ? FIRST_PARTS[part]! : 'get';
}

/** Fills in the Indexer's limits. @throws RangeError when one is out of its range */
export function checkedBuckets(limits: RestBucketLimits): Readonly<Record<RestBucket, RestBucketLimit>> {
  for (const [name, { points, windowMs }] of Object.entries(limits)) {
    if (!(Number.isInteger(points) && points >= 1)) {
      throw new RangeError(`restBuckets.${name}.points must be an integer >= 1, was ${points}`);
    }
    if (!(windowMs > 0)) throw new RangeError(`restBuckets.${name}.windowMs must be > 0, was ${windowMs}`);
  }
  return { ...DEFAULTS, ...limits };
}
