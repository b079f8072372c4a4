import { KnownBooks } from './known-books';
import { OpenStreams } from './open-streams';

const bytes = new TextEncoder().encode('"BTC-USD","ETH-USD"');
const btc = [bytes, 1, 8] as const;
const eth = [bytes, 11, 18] as const;

describe('KnownBooks', () => {
  it('finds a market by its bytes', () => {
    const books = new KnownBooks(new OpenStreams());
    expect([books.marketOf(0, ...btc), books.marketOf(0, ...eth), books.marketOf(0, ...btc)]).toEqual([
      'BTC-USD',
      'ETH-USD',
      'BTC-USD',
    ]);
  });

  it('notes the stream of each socket, and again after an interruption', () => {
    const streams = new OpenStreams();
    const books = new KnownBooks(streams);
    books.marketOf(0, ...btc);
    books.marketOf(1, ...eth);
    expect(streams.takeAll(0)).toEqual([{ channel: 'book', marketId: 'BTC-USD' }]);
    books.marketOf(0, ...btc);
    books.marketOf(1, ...eth);
    expect(streams.takeAll(0)).toEqual([{ channel: 'book', marketId: 'BTC-USD' }]);
    expect(streams.takeAll(1)).toEqual([{ channel: 'book', marketId: 'ETH-USD' }]);
  });

  it('tells names apart that share a hash', () => {
    // The hash is that of Java: "Aa" and "BB" have the same.
    const twins = new TextEncoder().encode('AaBB');
    const books = new KnownBooks(new OpenStreams());
    const names = [0, 1, 2].map(() => [books.marketOf(0, twins, 0, 2), books.marketOf(0, twins, 2, 4)]);
    expect(names).toEqual([
      ['Aa', 'BB'],
      ['Aa', 'BB'],
      ['Aa', 'BB'],
    ]);
  });
});
