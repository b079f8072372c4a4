import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { parseRecordingLine, type Input } from '@perpstream/core';
import { startLocalExchange } from '../indexer-api/start-local-exchange';
import { ExchangeClient } from '../test-kit/exchange-client';
import { replayVenue } from './replay-venue';

jest.setTimeout(30_000);

const root = process.env['PERPSTREAM_DATA'] ?? join(__dirname, '../../../../../shared/data');
const file = join(root, 'frames/dydx-v3-five-markets-as-v4_2021-10-28.frames.gz');
// The recordings are not part of the project: without them (see PERPSTREAM_DATA) these tests are skipped.
const describeWithData = existsSync(file) ? describe : describe.skip;

async function* readInBatches(size: number): AsyncGenerator<readonly Input[]> {
  let batch: Input[] = [];
  for await (const line of createInterface({ input: createReadStream(file).pipe(createGunzip()) })) {
    const input = parseRecordingLine(line);
    if (input.kind !== 'unreadable') batch.push(input);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  yield batch;
}

type BookFrame = {
  readonly type: string;
  readonly channel?: string;
  readonly id?: string;
  readonly contents: { readonly bids?: unknown; readonly asks?: unknown };
};

function setLevels(side: Map<number, string>, levels: unknown): void {
  for (const [price, size] of (levels ?? []) as [string, string][]) {
    if (Number(size) === 0) side.delete(Number(price));
    else side.set(Number(price), size);
  }
}

/** The book that results from frames, put together without any code of the package. */
function put(frames: readonly BookFrame[]): Record<'bids' | 'asks', Map<number, string>> {
  const book = { bids: new Map<number, string>(), asks: new Map<number, string>() };
  for (const { type, contents } of frames) {
    for (const side of ['bids', 'asks'] as const) {
      if (type === 'subscribed') {
        const levels = contents[side] as { price: string; size: string }[];
        setLevels(
          book[side],
          levels.map(({ price, size }) => [price, size]),
        );
      } else {
        setLevels(book[side], contents[side]);
      }
    }
  }
  return book;
}

async function framesOf(ticker: string): Promise<BookFrame[]> {
  const frames: BookFrame[] = [];
  for await (const batch of readInBatches(100)) {
    for (const input of batch) {
      if (input.kind !== 'frame') continue;
      const message = JSON.parse(input.text) as BookFrame;
      if (message.channel === 'v4_orderbook' && message.id === ticker) frames.push(message);
    }
  }
  return frames;
}

describeWithData('a recording of five markets', () => {
  it('is played to its end at full speed; clients have the book that the frames amount to', async () => {
    let end = (): void => undefined;
    const ended = new Promise<void>((resolve) => (end = resolve));
    const venue = replayVenue({ frames: readInBatches(50), speed: 'max', onEnd: () => end() });
    const exchange = await startLocalExchange({ port: 0, venue, batchIntervalMs: 10 });
    try {
      const client = await ExchangeClient.connect(exchange.wsUrl);
      client.subscribe('v4_orderbook', 'ETH-USD');
      await ended;
      // Its answer comes after every update that was published before.
      client.subscribe('v4_markets');
      await client.next(({ channel }) => channel === 'v4_markets');
      const mine = put(client.messages.filter(({ channel }) => channel === 'v4_orderbook') as BookFrame[]);
      const byHand = put(await framesOf('ETH-USD'));
      expect(client.messages.length).toBeGreaterThan(1_000);
      for (const side of ['bids', 'asks'] as const) {
        expect(mine[side].size).toBeGreaterThan(90);
        for (const [price, size] of mine[side]) expect(byHand[side].get(price)).toBe(size);
      }
      const markets = (await (await fetch(`${exchange.restUrl}/perpetualMarkets`)).json()) as { markets: object };
      expect(Object.keys(markets.markets)).toEqual(['ETH-USD', 'LTC-USD', 'UNI-USD', 'EOS-USD', 'BCH-USD']);
    } finally {
      await exchange.stop();
    }
  });
});
