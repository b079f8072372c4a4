/** Pauses between requests: the first, doubling with each refusal in a row, up to the longest. */
export type Pauses = { readonly firstMs: number; readonly maxMs: number };

/**
 * What follows from an error of the server.
 *
 * - `retry`: asked for again after `firstMs`, doubling with each refusal in a row up to `maxMs`
 * - `elsewhere`: asked for on another connection
 * - `resync`: unsubscribed and asked for again, when no snapshot came
 * - `reconnect`: the server is about to close the connection
 * - `never`: not asked for again
 */
export type Remedy =
  (Pauses & { readonly kind: 'retry' }) | { readonly kind: 'elsewhere' | 'resync' | 'reconnect' | 'never' };

/** What an error text of the server means. */
export type ErrorMeaning =
  | 'not-fetched'
  | 'internal'
  | 'unknown-id'
  | 'cap'
  | 'rate'
  | 'already-subscribed'
  | 'blocked'
  | 'bad-request'
  | 'unknown';

/** One line of the catalogue. */
export type ErrorRule = { readonly meaning: ErrorMeaning; readonly remedy: Remedy };

/** For troubles of the moment. */
export const BACKING_OFF: Pauses = { firstMs: 1_000, maxMs: 60_000 };
/** For what will not change at once: a new market is refused until the server reads its list of markets again, up to five minutes. */
export const ONCE_A_MINUTE: Pauses = { firstMs: 60_000, maxMs: 60_000 };

const SOON: Remedy = { kind: 'retry', ...BACKING_OFF };
const LATER: Remedy = { kind: 'retry', ...ONCE_A_MINUTE };

const CATALOGUE: readonly (readonly [pattern: RegExp, meaning: ErrorMeaning, remedy: Remedy])[] = [
  [/^Internal error, could not fetch data for subscription/, 'not-fetched', SOON],
  [/^Internal error/, 'internal', SOON],
  [/^Invalid subscription id for channel/, 'unknown-id', LATER],
  [/^Per-connection subscription limit reached/, 'cap', { kind: 'elsewhere' }],
  [/^Too many (subscribe attempts|invalid messages)/, 'rate', { kind: 'reconnect' }],
  [/already subscribed/, 'already-subscribed', { kind: 'resync' }],
  [/blocked|jurisdiction|terms of use/i, 'blocked', { kind: 'never' }],
  [/^Invalid (message|subscribe message|channel|id)\b/, 'bad-request', LATER],
];

const UNKNOWN: ErrorRule = { meaning: 'unknown', remedy: LATER };

/**
 * Looks an error text of the Indexer's socket up. Every text has a rule: one that is not known is tried again each minute.
 *
 * @see v4-chain `indexer/services/socks/src/lib/subscription.ts`, `websocket/index.ts`, `lib/invalid-message.ts` for the texts
 */
export function errorRuleOf(text: string): ErrorRule {
  const found = CATALOGUE.find(([pattern]) => pattern.test(text));
  return found === undefined ? UNKNOWN : { meaning: found[1], remedy: found[2] };
}
