import { type ConnectionState, type FaultSink, type Input, type LoggedInput } from '@perpstream/core';
import { collectFaults } from '@perpstream/testing';
import { from, map, NEVER, of, throwError, toArray } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { decodeInputs, type Decoded } from './decode-inputs';

const frame = (connection: number, envelope: object): Input => ({
  kind: 'frame',
  receivedUs: 1_000,
  connection,
  text: JSON.stringify(envelope),
});
const book = (id: string, connection = 0): Input =>
  frame(connection, { type: 'channel_data', channel: 'v4_orderbook', id, contents: { bids: [['1', '2']] } });
const trades = (id: string, connection = 0): Input =>
  frame(connection, { type: 'subscribed', channel: 'v4_trades', id, contents: { trades: [] } });
const candles = (id: string): Input =>
  frame(0, { type: 'subscribed', channel: 'v4_candles', id, contents: { candles: [] } });
const block: Input = frame(0, {
  type: 'channel_data',
  channel: 'v4_block_height',
  contents: { blockHeight: '1', time: '2026-03-01T00:00:00.000Z' },
});
const MARKETS = JSON.stringify({ markets: { 'BTC-USD': { status: 'ACTIVE', oraclePrice: '5' } } });
const change = (state: ConnectionState): Input => ({ kind: 'connection', receivedUs: 2_500, state });
const open: ConnectionState = { kind: 'open', connection: 0, connectionId: 'u' };
const closed = (connection = 0): ConnectionState => ({ kind: 'closed', connection, reason: 'done' });

const decode = (inputs: readonly Input[], faults: FaultSink = collectFaults()): Decoded[] => {
  let decoded: Decoded[] = [];
  from(inputs)
    .pipe(
      map((input, seq): LoggedInput => ({ ...input, seq })),
      decodeInputs({ faults }),
      toArray(),
    )
    .subscribe((events) => (decoded = events));
  return decoded;
};
const kinds = (inputs: readonly Input[]): string[] => decode(inputs).map(({ kind }) => kind);

describe('decodeInputs', () => {
  it('decodes frames and gives nothing for ticks and commands', () => {
    const tick: Input = { kind: 'tick', receivedUs: 1 };
    const command: Input = { kind: 'command', receivedUs: 1, command: 'stop' };
    expect(kinds([tick, book('BTC-USD'), command, block])).toEqual(['book-change', 'block']);
  });

  it('names the position of its input as the cause of an event', () => {
    const tick: Input = { kind: 'tick', receivedUs: 1 };
    expect(decode([tick, tick, book('BTC-USD')])).toMatchObject([{ cause: 2, receivedMs: 1 }]);
  });

  it('reports a bad frame once and goes on', () => {
    const faults = collectFaults();
    expect(decode([frame(0, { type: 'x' }), book('BTC-USD')], faults)).toHaveLength(1);
    expect(faults.faults).toMatchObject([{ kind: 'unknown-type', cause: 0 }]);
  });

  describe('of REST answers', () => {
    const rest = (path: string, body: string): Input => ({ kind: 'rest', receivedUs: 3_000, path, body });

    it.each(['/perpetualMarkets', '/perpetualMarkets?limit=1'])('reads %s', (path) => {
      expect(decode([rest(path, MARKETS)])).toEqual([
        { kind: 'market', marketId: 'BTC-USD', facts: { status: 'ACTIVE' }, receivedMs: 3, cause: 0 },
        { kind: 'oracle', marketId: 'BTC-USD', priceUsd: 5, receivedMs: 3, cause: 0 },
      ]);
    });

    it('leaves other paths out', () => {
      expect(decode([rest('/time', '{}'), rest('/perpetualMarketsX', MARKETS)])).toEqual([]);
    });

    it.each(['nonsense', '{"markets":[]}'])('reports the body %s', (body) => {
      const faults = collectFaults();
      expect(decode([rest('/perpetualMarkets', body)], faults)).toEqual([]);
      expect(faults.faults).toMatchObject([
        { kind: 'malformed-frame', where: 'rest /perpetualMarkets input 0', cause: 0 },
      ]);
    });
  });

  describe('of connection changes', () => {
    const lost: readonly ConnectionState[] = [
      { kind: 'connecting', connection: 0, attempt: 2 },
      { kind: 'waiting', connection: 0, attempt: 1, retryAtMs: 5 as never, reason: 'closed with code 1006' },
      { kind: 'circuit-open', connection: 0, probeAtMs: 5 as never, reason: 'x' },
      closed(),
    ];

    it('passes them through', () => {
      expect(decode([change(open)])).toEqual([{ kind: 'connection', receivedUs: 2_500, state: open, seq: 0 }]);
    });

    it.each(lost)('tells a gap to every market and channel of the socket on $kind', (state) => {
      const events = decode([
        book('BTC-USD'),
        book('BTC-USD'),
        trades('BTC-USD'),
        book('ETH-USD'),
        block,
        change(state),
      ]);
      expect(events.slice(5)).toMatchObject([
        { kind: 'connection' },
        { kind: 'gap', channel: 'book', marketId: 'BTC-USD', receivedMs: 2.5, cause: 5 },
        { kind: 'gap', channel: 'book', marketId: 'ETH-USD' },
        { kind: 'gap', channel: 'trades', marketId: 'BTC-USD' },
      ]);
    });

    it('says in the gap why the socket was lost', () => {
      const [, , gap] = decode([book('BTC-USD'), change(lost[1]!)]);
      expect(gap).toMatchObject({ reason: 'connection 0 lost (waiting: closed with code 1006)' });
    });

    it.each<ConnectionState>([open, { kind: 'degraded', connection: 0, silentMs: 1 }])(
      'tells no gap on $kind',
      (state) => {
        expect(kinds([book('BTC-USD'), change(state)])).toEqual(['book-change', 'connection']);
      },
    );

    it('tells one gap for candles of several lengths, and one for all facts of a market', () => {
      const markets = frame(0, { type: 'subscribed', channel: 'v4_markets', contents: JSON.parse(MARKETS) as object });
      const events = decode([candles('BTC-USD/1MIN'), candles('BTC-USD/1HOUR'), markets, change(closed())]);
      expect(events.slice(5)).toMatchObject([
        { kind: 'gap', channel: 'candles' },
        { kind: 'gap', channel: 'markets' },
      ]);
    });

    it('tells no gap to what came through another socket', () => {
      const events = decode([book('BTC-USD', 0), book('ETH-USD', 1), change(closed(1))]);
      expect(events.slice(3)).toMatchObject([{ kind: 'gap', marketId: 'ETH-USD' }]);
    });

    it('tells a gap once, and again only for what came since', () => {
      const inputs = [
        book('BTC-USD'),
        book('ETH-USD'),
        change(closed()),
        change(closed()),
        book('ETH-USD'),
        change(closed()),
      ];
      expect(kinds(inputs).slice(2)).toEqual([
        'connection',
        'gap',
        'gap',
        'connection',
        'book-change',
        'connection',
        'gap',
      ]);
    });
  });

  describe('as an operator', () => {
    const faults = collectFaults();
    const first: LoggedInput = { ...book('BTC-USD'), seq: 0 };

    it('keeps time and order, completes with its source and unsubscribes from it', () => {
      new TestScheduler((actual, expected) => expect(actual).toEqual(expected)).run(
        ({ hot, expectObservable, expectSubscriptions }) => {
          const lost: LoggedInput = { ...change(closed()), seq: 1 };
          const inputs$ = hot(' -b-(lb)-b-|', { b: first, l: lost });
          const subs = '        ^---------!';
          const expected = '    -b-(cgb)b-|';
          const kinds$ = inputs$.pipe(
            decodeInputs({ faults }),
            map(({ kind }) => kind.charAt(0)),
          );
          expectObservable(kinds$).toBe(expected);
          expectSubscriptions(inputs$.subscriptions).toBe(subs);
        },
      );
    });

    it('starts fresh with every subscription', () => {
      const decodeOnce = decodeInputs({ faults });
      of(first).pipe(decodeOnce).subscribe();
      const events: Decoded[] = [];
      of({ ...change(closed()), seq: 1 })
        .pipe(decodeOnce)
        .subscribe((event) => events.push(event));
      expect(events).toHaveLength(1);
    });

    it('passes the error of its source on and stays silent while the source does', () => {
      const seen: unknown[] = [];
      throwError(() => 'broken')
        .pipe(decodeInputs({ faults }))
        .subscribe({ error: (error) => seen.push(error) });
      NEVER.pipe(decodeInputs({ faults }))
        .subscribe((event) => seen.push(event))
        .unsubscribe();
      expect(seen).toEqual(['broken']);
    });
  });
});
