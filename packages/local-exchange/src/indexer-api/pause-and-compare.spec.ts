import { simulatedVenue } from '../chain/simulated-venue';
import { HandClock } from '../test-kit/hand-clock';
import { ExchangeClient } from '../test-kit/exchange-client';
import { useExchanges } from '../test-kit/exchanges';
import { BookState } from '../venue/book-state';
import type { IndexerBook, IndexerBookChange } from '../venue/indexer-shapes';

jest.setTimeout(60_000);

const start = useExchanges();

/** The book that a client has after all its messages, a snapshot and batches of changes, as JSON. */
function bookOf({ messages }: ExchangeClient): string {
  const book = new BookState();
  for (const { type, contents } of messages) {
    if (type === 'subscribed') book.replace(contents as IndexerBook);
    if (type === 'channel_batch_data') for (const change of contents as IndexerBookChange[]) book.apply(change);
  }
  return JSON.stringify(book.levels());
}

async function bookAt(url: string): Promise<IndexerBook> {
  return (await (await fetch(url)).json()) as IndexerBook;
}

describe('a paused exchange', () => {
  it('has the books of a client that missed nothing, and not those of one that did', async () => {
    const exchange = await start(simulatedVenue({ seed: 3, historyMs: 3_600_000 }), { seed: 1 });
    const [holed, whole] = [await ExchangeClient.connect(exchange.wsUrl), await ExchangeClient.connect(exchange.wsUrl)];
    holed.subscribe('v4_orderbook', 'BTC-USD', true);
    await holed.next();
    exchange.inject({ kind: 'drop', frames: 1_000, channel: 'v4_orderbook' });
    whole.subscribe('v4_orderbook', 'BTC-USD', true);
    for (let batches = 0; batches < 3; batches += 1) await whole.next(({ type }) => type === 'channel_batch_data');
    exchange.pause();
    const truth = await (await fetch(`${exchange.controlUrl}/book/BTC-USD`)).text();
    // The last batch may be on its way.
    while (bookOf(whole) !== truth) await whole.roundTrip();
    expect(bookOf(holed)).not.toBe(truth);
    const { length } = whole.messages;
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(whole.messages).toHaveLength(length);
    exchange.resume();
    await whole.next(({ type }) => type === 'channel_batch_data');
  });

  it('shows in REST what was published, and nothing that was due and not done', async () => {
    const clock = new HandClock();
    const restLagMs = 20;
    const exchange = await start(simulatedVenue({ seed: 3, historyMs: 3_600_000 }), { clock, restLagMs });
    const client = await ExchangeClient.connect(exchange.wsUrl);
    client.subscribe('v4_orderbook', 'BTC-USD', true);
    clock.nowMs += 1_000;
    await client.next(({ type }) => type === 'channel_batch_data');
    clock.nowMs += 1_000;
    exchange.pause();
    await new Promise((resolve) => setTimeout(resolve, 200));
    clock.nowMs += restLagMs;
    const truth = await bookAt(`${exchange.controlUrl}/book/BTC-USD`);
    expect(await bookAt(`${exchange.restUrl}/orderbooks/perpetualMarket/BTC-USD`)).toEqual(truth);
  });
});
