import { unixMs, type OraclePrice } from '@perpstream/core';
import { BTC, ETH } from '@perpstream/testing';
import { OpenStreams, type Affected } from './open-streams';

const book = { connection: 0, channel: 'v4_orderbook', id: 'BTC-USD' };
const oracle = (marketId: typeof BTC): OraclePrice => ({
  kind: 'oracle',
  marketId,
  priceUsd: 1,
  receivedMs: unixMs(1),
  cause: 0,
});
const shown = (affected: readonly Affected[]): string =>
  affected.map(({ channel, marketId }) => `${channel} ${marketId}`).join();

describe('OpenStreams', () => {
  it('takes out what came through a stream, once', () => {
    const streams = new OpenStreams();
    streams.noteMarket(book, BTC);
    expect(shown(streams.take(book))).toBe('book BTC-USD');
    expect(streams.take(book)).toEqual([]);
  });

  it('takes out a stream that was live although nothing came', () => {
    const streams = new OpenStreams();
    streams.trust({ connection: 0, channel: 'v4_candles', id: 'BTC-USD/1MIN' });
    expect(shown(streams.take({ connection: 0, channel: 'v4_candles', id: 'BTC-USD/1MIN' }))).toBe('candles BTC-USD');
  });

  it.each([
    ['an account', { connection: 0, channel: 'v4_subaccounts', id: 'a/0' }],
    ['blocks', { connection: 0, channel: 'v4_block_height' }],
    ['a channel nobody knows', { connection: 0, channel: 'toString', id: 'BTC-USD' }],
    ['a book without a market', { connection: 0, channel: 'v4_orderbook' }],
    ['a market that is no ticker', { connection: 0, channel: 'v4_orderbook', id: 'é' }],
  ])('knows no market through %s', (_, place) => {
    const streams = new OpenStreams();
    expect([streams.trust(place), streams.doubt(place), streams.take(place)]).toEqual([[], [], []]);
  });

  it('takes out every market that a list of markets told of', () => {
    const streams = new OpenStreams();
    const markets = { connection: 0, channel: 'v4_markets' };
    streams.trust(markets);
    streams.note(markets, [oracle(BTC), oracle(ETH), oracle(BTC)]);
    expect(shown(streams.take(markets))).toBe('markets BTC-USD,markets ETH-USD');
  });

  it('keeps what another socket carries as well, until that is taken too', () => {
    const streams = new OpenStreams();
    streams.noteMarket(book, BTC);
    streams.noteMarket({ ...book, connection: 1 }, BTC);
    expect(streams.takeAll(0)).toEqual([]);
    expect(shown(streams.takeAll(1))).toBe('book BTC-USD');
  });

  it('doubts what is known, once, and says when that is over', () => {
    const streams = new OpenStreams();
    streams.noteMarket(book, BTC);
    expect(shown(streams.doubt(book))).toBe('book BTC-USD');
    expect(streams.doubt(book)).toEqual([]);
    expect(shown(streams.trust(book))).toBe('book BTC-USD');
    expect(streams.trust(book)).toEqual([]);
  });

  it('ends a doubt with the stream', () => {
    const streams = new OpenStreams();
    streams.noteMarket(book, BTC);
    streams.doubt(book);
    streams.take(book);
    expect(streams.trust(book)).toEqual([]);
  });

  it('counts interruptions, for those who noted something before', () => {
    const streams = new OpenStreams();
    streams.takeAll(0);
    expect(streams.interruptions).toBe(0);
    streams.noteMarket(book, BTC);
    streams.takeAll(0);
    expect(streams.interruptions).toBe(1);
  });

  it('holds a bounded number of streams, whatever names come', () => {
    const streams = new OpenStreams();
    for (let index = 0; index < 6_000; index += 1) streams.noteMarket({ ...book, id: `M${index}` }, BTC);
    expect(streams.take({ ...book, id: 'M5000' })).toHaveLength(0);
    expect(streams.takeAll(0)).toHaveLength(1);
  });
});
