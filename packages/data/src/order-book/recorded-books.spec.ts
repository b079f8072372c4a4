import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type BookLevels, type TopOfBook, type UncrossPolicyName } from '@perpstream/core';
import { bookLevels, type LevelInput } from '../../fixtures/market-inputs';
import { OrderBook } from './order-book';

const dataFolder = process.env['PERPSTREAM_DATA'] ?? resolve(__dirname, '../../../../../shared/data');
const describeWithData = existsSync(dataFolder) ? describe : describe.skip;
const suite = (name: string): string =>
  existsSync(dataFolder) ? name : `${name} (skipped: no recorded data in ${dataFolder}, set PERPSTREAM_DATA)`;

type Pair = readonly [price: string, size: string];
type WireLevel = Pair | { readonly price: string; readonly size: string };
type WireSides = { readonly bids?: readonly WireLevel[]; readonly asks?: readonly WireLevel[] };

function side(name: 'bid' | 'ask', levels: readonly WireLevel[] = []): LevelInput[] {
  return levels.map((level) => {
    const [price, size] = 'price' in level ? [level.price, level.size] : level;
    return [name, Number(price), Number(size)];
  });
}

const levelsOf = (...parts: readonly WireSides[]): BookLevels =>
  bookLevels(parts.flatMap(({ bids, asks }) => [...side('bid', bids), ...side('ask', asks)]));

function lines(file: string): { readonly contents: WireSides | readonly WireSides[] }[] {
  return readFileSync(join(dataFolder, 'dydx-v4-abacus', file), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { contents: WireSides | readonly WireSides[] });
}

const rawBest = (book: OrderBook, name: 'bids' | 'asks'): number => book.rawLevels(name)[0]?.priceUsd ?? NaN;

const policies: readonly UncrossPolicyName[] = ['age', 'size', 'documentation', 'subtract', 'none'];

describeWithData(suite('OrderBook on recorded dYdX books'), () => {
  it('uncrosses a snapshot that the exchange sent crossed', () => {
    const [snapshot] = lines('v4_orderbook_APE-USD_snapshot.jsonl');
    const book = new OrderBook();
    book.applySnapshot(levelsOf(snapshot?.contents as WireSides));
    expect(rawBest(book, 'bids')).toBeGreaterThan(rawBest(book, 'asks'));
    // 2 x 50 against 1 x 70 and 1 x 2,710 against 1 x 70, all of one age: the smaller one goes each time.
    expect(book.top).toEqual({ bidPriceUsd: 1, bidSizeBase: 2_710, askPriceUsd: 2, askSizeBase: 29_100 });
    expect(book.hiddenLevels).toBe(2);
  });

  it.each<[policy: UncrossPolicyName, top: TopOfBook | undefined]>([
    ['age', { bidPriceUsd: 1, bidSizeBase: 2_710, askPriceUsd: 2, askSizeBase: 29_100 }],
    ['size', { bidPriceUsd: 1, bidSizeBase: 2_710, askPriceUsd: 2, askSizeBase: 29_100 }],
    // 50 of the 70 trade away against the bid at 2, the other 20 against the bid at 1.
    ['documentation', { bidPriceUsd: 1, bidSizeBase: 2_690, askPriceUsd: 2, askSizeBase: 29_100 }],
    ['subtract', { bidPriceUsd: 1, bidSizeBase: 2_690, askPriceUsd: 2, askSizeBase: 29_100 }],
    ['none', undefined],
  ])('R18: uncrosses that snapshot by %s', (uncross, top) => {
    const book = new OrderBook({ uncross });
    book.applySnapshot(levelsOf(lines('v4_orderbook_APE-USD_snapshot.jsonl')[0]?.contents as WireSides));
    expect(book.top).toEqual(top);
  });

  it.each(policies)('R17: never shows a crossed state by %s, and gets rid of what loses', (uncross) => {
    const [snapshot, ...batches] = lines('v3_orderbook_ETH-USD_snapshot_plus_13_batches.jsonl');
    const book = new OrderBook({ uncross });
    book.applySnapshot(levelsOf(snapshot?.contents as WireSides), 0);
    let nowMs = 0;
    let shown = 0;
    const updates = batches.flatMap(({ contents }) => contents as readonly WireSides[]);
    for (const update of updates) {
      nowMs += 100;
      book.evictLosers(nowMs);
      book.apply(levelsOf(update), nowMs);
      const { top } = book;
      if (top === undefined) continue;
      shown += 1;
      expect(top.bidPriceUsd).toBeLessThan(top.askPriceUsd);
      expect(top.bidSizeBase).toBeGreaterThan(0);
      expect(top.askSizeBase).toBeGreaterThan(0);
    }
    expect([updates.length > 400, shown === updates.length]).toEqual([true, uncross !== 'none']);
    expect(book.evictedLevels > 0).toBe(uncross !== 'none');
    expect(book.crossesRepaired > 0).toBe(uncross !== 'none');
  });

  it('never shows the crossed states of a raw book that its updates cross many times', () => {
    const [snapshot, ...batches] = lines('v3_orderbook_ETH-USD_snapshot_plus_13_batches.jsonl');
    const book = new OrderBook();
    book.applySnapshot(levelsOf(snapshot?.contents as WireSides));
    let crossed = 0;
    let locked = 0;
    for (const update of batches.flatMap(({ contents }) => contents as readonly WireSides[])) {
      book.apply(levelsOf(update));
      if (rawBest(book, 'bids') > rawBest(book, 'asks')) crossed += 1;
      if (rawBest(book, 'bids') === rawBest(book, 'asks')) locked += 1;
      expect(book.top?.bidPriceUsd).toBeLessThan(book.top?.askPriceUsd ?? NaN);
      expect(book.hiddenLevels > 0).toBe(rawBest(book, 'bids') >= rawBest(book, 'asks'));
    }
    expect([batches.length, crossed > 50, locked > 50]).toEqual([13, true, true]);
  });
});

type Depth = {
  readonly e: 'depthUpdate';
  readonly u: number;
  readonly pu: number;
  readonly b: Pair[];
  readonly a: Pair[];
};
type Ticker = {
  readonly e: 'bookTicker';
  readonly u: number;
  readonly b: string;
  readonly B: string;
  readonly a: string;
  readonly A: string;
};
type Snapshot = { readonly lastUpdateId: number; readonly bids: Pair[]; readonly asks: Pair[] };

function binanceMessages(file: string, count: number): (Depth | Ticker | Snapshot)[] {
  const text = gunzipSync(readFileSync(join(dataFolder, 'binance-l2-ws-hftbacktest', file))).toString('latin1');
  return text
    .split('\n', count)
    .map((line) => line.slice(line.indexOf(' ') + 1))
    .filter((json) => !json.includes('"e":"trade"'))
    .map((json) => JSON.parse(json) as { data?: Depth | Ticker } & Snapshot)
    .map((message) => message.data ?? message);
}

const tickerTop = ({ b, B, a, A }: Ticker): TopOfBook => ({
  bidPriceUsd: Number(b),
  bidSizeBase: Number(B),
  askPriceUsd: Number(a),
  askSizeBase: Number(A),
});

describeWithData(suite('OrderBook against the best prices that the exchange states itself'), () => {
  it('has the best bid and ask of the book ticker after every depth update', () => {
    const messages = binanceMessages('usdm_btcusdt_20240808.gz', 20_000);
    const tickers = messages.filter((message): message is Ticker => 'e' in message && message.e === 'bookTicker');
    const book = new OrderBook();
    let bookId = Infinity;
    let ticker = 0;
    let compared = 0;
    let same = 0;
    for (const message of messages) {
      if ('lastUpdateId' in message) {
        book.applySnapshot(levelsOf(message));
        bookId = message.lastUpdateId;
      } else if (message.e === 'depthUpdate' && message.u > bookId) {
        book.apply(levelsOf({ bids: message.b, asks: message.a }));
        while ((tickers[ticker + 1]?.u ?? Infinity) <= message.u) ticker += 1;
        compared += 1;
        if (JSON.stringify(book.top) === JSON.stringify(tickerTop(tickers[ticker]!))) same += 1;
        expect(book.hiddenLevels).toBe(0);
      }
    }
    expect(compared).toBeGreaterThan(1_000);
    expect(same).toBe(compared);
  });
});
