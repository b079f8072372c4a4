import { errorRuleOf, type ErrorMeaning, type Remedy } from './error-catalogue';

const SOON: Remedy = { kind: 'retry', firstMs: 1_000, maxMs: 60_000 };
const LATER: Remedy = { kind: 'retry', firstMs: 60_000, maxMs: 60_000 };

describe('errorRuleOf', () => {
  it.each<[text: string, meaning: ErrorMeaning, remedy: Remedy]>([
    ['Internal error, could not fetch data for subscription: v4_orderbook.', 'not-fetched', SOON],
    ['Internal error', 'internal', SOON],
    ['Invalid subscription id for channel: (v4_trades-NEW-USD)', 'unknown-id', LATER],
    ['Per-connection subscription limit reached for v4_candles (limit=32).', 'cap', { kind: 'elsewhere' }],
    [
      'Too many subscribe attempts for channel v4_orderbook-BTC-USD. Please  reconnect and try again.',
      'rate',
      { kind: 'reconnect' },
    ],
    ['Too many invalid messages. Please reconnect and try again.', 'rate', { kind: 'reconnect' }],
    ['Invalid subscribe message: already subscribed (v4_orderbook-BTC-USD)', 'already-subscribed', { kind: 'resync' }],
    [
      'Because you appear to be a resident of, or trading from, a jurisdiction that violates our terms of use, you have been blocked.',
      'blocked',
      { kind: 'never' },
    ],
    ['Invalid message: could not parse', 'bad-request', LATER],
    ['Invalid message: type is required', 'bad-request', LATER],
    ['Invalid message type: subscrib', 'bad-request', LATER],
    ['Invalid subscribe message: channel is required', 'bad-request', LATER],
    ['Invalid channel: v5_orderbook', 'bad-request', LATER],
    ['Invalid id: undefined', 'bad-request', LATER],
    ['The dog ate the subscription', 'unknown', LATER],
    ['', 'unknown', LATER],
  ])('R7: "%s" is %s', (text, meaning, remedy) => {
    expect(errorRuleOf(text)).toEqual({ meaning, remedy });
  });
});
