/** The groups of paths that the Indexer counts apart. */
export type RateGroup =
  'get' | 'orders' | 'fills' | 'candles' | 'sparklines' | 'historical-pnl' | 'pnl' | 'funding-payments';

/** How many points one address may spend on a group of paths in a time; every request costs one. */
export type RateLimit = { readonly points: number; readonly windowMs: number };

const WINDOW_MS = 10_000;
const GROUPS_BY_FOLDER: ReadonlyMap<string, RateGroup> = new Map([
  ['orders', 'orders'],
  ['fills', 'fills'],
  ['tradeHistory', 'fills'],
  ['candles', 'candles'],
  ['sparklines', 'sparklines'],
  ['historical-pnl', 'historical-pnl'],
  ['pnl', 'pnl'],
  ['fundingPayments', 'funding-payments'],
]);

/** The group that a path below the API's root belongs to. */
export function rateGroupOf(path: string): RateGroup {
  const [, folder = ''] = /^\/([^/?]*)/.exec(path) ?? [];
  return GROUPS_BY_FOLDER.get(folder) ?? 'get';
}

/**
 * The limit of a group before any answer stated another one.
 *
 * @see v4-chain `indexer/services/comlink/src/config.ts` and `caches/rate-limiters.ts`
 */
export function defaultRateLimit(group: RateGroup): RateLimit {
  return { points: group === 'candles' ? 1_000 : 100, windowMs: WINDOW_MS };
}
