import { unixMs, type ConnectionState, type Input, type LoggedInput, type StreamState } from '@perpstream/core';
import { collectFaults } from '@perpstream/testing';
import { from, map, toArray } from 'rxjs';
import { decodeInputs, type Decoded } from './decode-inputs';

const TIME = '2026-03-01T00:00:00.000Z';
const MARKET = { status: 'ACTIVE', oraclePrice: '5' };

const frame = (envelope: object, connection = 0): Input => ({
  kind: 'frame',
  receivedUs: 1_000,
  connection,
  text: JSON.stringify({ connection_id: 'u', ...envelope }),
});
/** In the order of keys in which the server writes it, so that it is read without JSON. */
const book = (id: string, connection = 0): Input =>
  frame(
    {
      type: 'channel_data',
      message_id: 5,
      id,
      channel: 'v4_orderbook',
      version: '1.0.0',
      contents: { bids: [['1', '2']] },
    },
    connection,
  );
const candles = (id: string): Input =>
  frame({ type: 'subscribed', channel: 'v4_candles', id, contents: { candles: [] } });
const markets = (...tickers: string[]): Input =>
  frame({
    type: 'subscribed',
    channel: 'v4_markets',
    contents: { markets: Object.fromEntries(tickers.map((id) => [id, MARKET])) },
  });
const block = (height: number, connection = 0): Input =>
  frame(
    { type: 'channel_data', channel: 'v4_block_height', contents: { blockHeight: String(height), time: TIME } },
    connection,
  );
const stream = (state: StreamState, channel = 'v4_orderbook', id = 'BTC-USD'): Input => ({
  kind: 'stream',
  receivedUs: 2_500,
  connection: 0,
  channel,
  // This one channel has no ids.
  ...(channel !== 'v4_markets' && { id }),
  state,
});
const requested: StreamState = { kind: 'requested', reason: 'lost' };
const live: StreamState = { kind: 'live' };
const stale: StreamState = { kind: 'stale', reason: 'message 7 is missing' };
const lost: ConnectionState = { kind: 'waiting', connection: 0, attempt: 1, retryAtMs: unixMs(9), reason: 'code 1006' };
const connection = (state: ConnectionState): Input => ({ kind: 'connection', receivedUs: 3_000, state });

const decode = (...inputs: Input[]): Decoded[] => {
  let decoded: Decoded[] = [];
  from(inputs)
    .pipe(
      map((input, seq): LoggedInput => ({ seq, ...input })),
      decodeInputs({ faults: collectFaults() }),
      toArray(),
    )
    .subscribe((events) => (decoded = events));
  return decoded;
};
const kinds = (...inputs: Input[]): string =>
  decode(...inputs)
    .map(({ kind }) => kind)
    .join(' ');

describe('decodeInputs of stream changes', () => {
  it('passes them through', () => {
    const change = stream(live);
    expect(decode(change)).toEqual([{ ...change, seq: 0 }]);
  });

  it.each<StreamState>([
    { kind: 'requested', reason: 'the snapshot did not come' },
    { kind: 'refused', reason: 'limit reached' },
    { kind: 'ended', reason: 'not wanted' },
  ])('tells a gap of the market when a stream is $kind', (state) => {
    const [, , gap] = decode(book('BTC-USD'), stream(state));
    expect(gap).toEqual({
      kind: 'gap',
      channel: 'book',
      marketId: 'BTC-USD',
      reason: `v4_orderbook BTC-USD ${state.kind}: ${(state as { reason: string }).reason}`,
      receivedMs: 2.5,
      cause: 1,
    });
  });

  it('tells no gap of a stream of which nothing was known', () => {
    expect(kinds(stream(requested), stream(requested), stream({ kind: 'refused', reason: 'x' }))).toBe(
      'stream stream stream',
    );
  });

  it('tells a gap of a stream that was live although no data came', () => {
    expect(kinds(stream(live), stream(requested))).toBe('stream stream gap');
  });

  it('tells a gap once, and again only after new data', () => {
    expect(kinds(book('BTC-USD'), stream(requested), stream(requested), book('BTC-USD'), stream(requested))).toBe(
      'book-change stream gap stream book-change stream gap',
    );
  });

  it('tells the loss of a socket and of its streams once', () => {
    expect(kinds(book('BTC-USD'), connection(lost), stream(requested))).toBe('book-change connection gap stream');
    expect(kinds(book('BTC-USD'), stream(requested), connection(lost))).toBe('book-change stream gap connection');
  });

  it('tells the gap of that stream alone', () => {
    const events = decode(
      book('BTC-USD'),
      book('ETH-USD'),
      candles('BTC-USD/1MIN'),
      candles('BTC-USD/1HOUR'),
      stream(requested, 'v4_candles', 'BTC-USD/1MIN'),
    );
    expect(events.slice(5)).toMatchObject([{ kind: 'gap', channel: 'candles', marketId: 'BTC-USD' }]);
  });

  it('tells a gap of each market that v4_markets told of', () => {
    const events = decode(markets('BTC-USD', 'ETH-USD'), stream(requested, 'v4_markets'));
    expect(events.slice(5)).toMatchObject([
      { kind: 'gap', channel: 'markets', marketId: 'BTC-USD' },
      { kind: 'gap', channel: 'markets', marketId: 'ETH-USD' },
    ]);
  });

  it('tells no gap of what another socket carries as well', () => {
    expect(kinds(book('BTC-USD', 0), book('BTC-USD', 1), stream(requested))).toBe('book-change book-change stream');
    expect(kinds(book('BTC-USD', 0), book('BTC-USD', 1), connection(lost))).toBe('book-change book-change connection');
  });

  it('tells nothing of streams without a market', () => {
    const account = (state: StreamState): Input => stream(state, 'v4_subaccounts', 'a/0');
    expect(kinds(account(live), account(stale), account(requested))).toBe('stream stream stream');
  });

  it('R20: puts a stale stream in doubt, and ends the doubt when it is live again', () => {
    const [, , doubt, , over] = decode(book('BTC-USD'), stream(stale), stream(live));
    const common = { kind: 'doubt', channel: 'book', marketId: 'BTC-USD', receivedMs: 2.5 };
    expect(doubt).toEqual({
      ...common,
      isOver: false,
      reason: 'v4_orderbook BTC-USD stale: message 7 is missing',
      cause: 1,
    });
    expect(over).toEqual({ ...common, isOver: true, reason: 'v4_orderbook BTC-USD live again', cause: 2 });
  });

  it('R20: doubts each market of v4_markets, once', () => {
    const change = (state: StreamState): Input => stream(state, 'v4_markets');
    expect(
      kinds(markets('BTC-USD', 'ETH-USD'), change(stale), change(stale), change(live), change(live))
        .split(' ')
        .slice(4)
        .join(' '),
    ).toBe('stream doubt doubt stream stream doubt doubt stream');
  });

  it('R20: ends a doubt by a gap', () => {
    expect(kinds(book('BTC-USD'), stream(stale), stream(requested), stream(live))).toBe(
      'book-change stream doubt stream gap stream',
    );
  });
});

describe('decodeInputs of blocks', () => {
  it('tells each height once, whatever number of streams carries it', () => {
    const heights = decode(block(7, 0), block(7, 1), block(8, 1), block(7, 0), block(8, 0), block(10, 0)).flatMap(
      (event) => (event.kind === 'block' ? [event.height] : []),
    );
    expect(heights).toEqual([7, 8, 10]);
  });
});

describe('decodeInputs of lists of markets', () => {
  const listed = (path: string, ...tickers: string[]): Input => ({
    kind: 'rest',
    receivedUs: 4_000,
    path,
    body: JSON.stringify({ markets: Object.fromEntries(tickers.map((id) => [id, MARKET])) }),
  });
  const update = (ticker: string): Input =>
    frame({ type: 'channel_data', channel: 'v4_markets', contents: { trading: { [ticker]: { status: 'ACTIVE' } } } });
  const statuses = (...inputs: Input[]): string[] =>
    decode(...inputs).flatMap((event) => (event.kind === 'market' ? [`${event.marketId} ${event.facts.status}`] : []));

  it.each([
    ['the list of REST', listed('/perpetualMarkets', 'BTC-USD')],
    ['the snapshot of the stream', markets('BTC-USD')],
  ])('tells of a market that is not in %s any more', (_, second) => {
    expect(statuses(markets('BTC-USD', 'ETH-USD'), second).slice(2)).toEqual(['BTC-USD ACTIVE', 'ETH-USD DELISTED']);
  });

  it('tells so once, and notices when the market is back', () => {
    const lists = [
      markets('A-USD', 'B-USD'),
      markets('A-USD'),
      markets('A-USD'),
      markets('A-USD', 'B-USD'),
      markets('A-USD'),
    ];
    expect(statuses(...lists).filter((status) => status.startsWith('B'))).toEqual([
      'B-USD ACTIVE',
      'B-USD DELISTED',
      'B-USD ACTIVE',
      'B-USD DELISTED',
    ]);
  });

  it('knows a market that an update brought', () => {
    expect(statuses(update('NEW-USD'), markets('BTC-USD'))).toEqual([
      'NEW-USD ACTIVE',
      'BTC-USD ACTIVE',
      'NEW-USD DELISTED',
    ]);
  });

  it.each(['/perpetualMarkets?limit=1', '/perpetualMarkets?ticker=BTC-USD', '/perpetualMarkets?market=BTC-USD'])(
    'takes %s for a part of the list',
    (path) => {
      expect(statuses(markets('BTC-USD', 'ETH-USD'), listed(path, 'BTC-USD'))).toHaveLength(3);
    },
  );

  it('takes an empty list for an outage', () => {
    expect(statuses(markets('BTC-USD'), markets(), listed('/perpetualMarkets'))).toEqual(['BTC-USD ACTIVE']);
  });
});
