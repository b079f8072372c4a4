import { HeldStream } from './held-stream';
import { refusedStream } from './refused-stream';
import { StreamRecord } from './stream-record';
import { type StreamRequest } from './stream-request';

const held = (stream: StreamRequest, turn: number, phase: HeldStream['phase'] = 'asked'): HeldStream =>
  Object.assign(new HeldStream(new StreamRecord(stream, 0)), { turn, phase });

const BTC = held({ channel: 'v4_orderbook', id: 'BTC-USD' }, 1);
const ETH = held({ channel: 'v4_orderbook', id: 'ETH-USD' }, 3);
const BLOCKS = held({ channel: 'v4_block_height' }, 4);
const ACCOUNT = held({ channel: 'v4_subaccounts', id: 'dydx1abc/0' }, 2);
const LIVE = held({ channel: 'v4_orderbook', id: 'SOL-USD' }, 9, 'live');
const ALL = [ETH, BTC, BLOCKS, ACCOUNT, LIVE];

describe('refusedStream', () => {
  it.each<[string, Parameters<typeof refusedStream>[0], Parameters<typeof refusedStream>[1], HeldStream | undefined]>([
    [
      'the one that its fields name',
      { kind: 'error', channel: 'v4_orderbook', id: 'BTC-USD', error: 'Internal error, could not fetch' },
      'not-fetched',
      BTC,
    ],
    [
      'the one that its text names',
      { kind: 'error', error: 'Invalid subscription id for channel: (v4_orderbook-BTC-USD)' },
      'unknown-id',
      BTC,
    ],
    [
      'the one without id that its text names',
      { kind: 'error', error: 'Invalid subscription id for channel: (v4_block_height-v4_block_height)' },
      'unknown-id',
      BLOCKS,
    ],
    [
      'the latest of its channel when only that is named',
      { kind: 'error', error: 'Per-connection subscription limit reached for v4_orderbook (limit=32).' },
      'cap',
      ETH,
    ],
    ['the latest of all when nothing is named', { kind: 'error', error: 'Internal error' }, 'internal', BLOCKS],
    ['an account when an address is blocked', { kind: 'error', error: 'you have been blocked' }, 'blocked', ACCOUNT],
    [
      'none when the one that is named was not asked for',
      { kind: 'error', error: 'Invalid subscription id for channel: (v4_trades-BTC-USD)' },
      'unknown-id',
      undefined,
    ],
    [
      'none when the one that is named is live already',
      { kind: 'error', channel: 'v4_orderbook', id: 'SOL-USD', error: 'already subscribed' },
      'already-subscribed',
      undefined,
    ],
    ['none for a text that nobody knows', { kind: 'error', error: 'The dog ate it' }, 'unknown', undefined],
    ['none without a text', { kind: 'error' }, 'unknown', undefined],
  ])('is %s', (_, head, meaning, expected) => {
    expect(refusedStream(head, meaning, ALL)).toBe(expected);
  });
});
