/** A signal of your own, beside a shipped one, on one score board: tight spreads score high. */
import { marketId, spreadBps, unixMs, type BookUpdate, type SignalEngine, type TopOfBook } from '@perpstream/core';
import { bookImbalance, scoreBoard, signalEngine } from '@perpstream/signals';
import { from } from 'rxjs';

/** 100 at no spread, 50 at `halfBps`. */
function tightness(halfBps: number): SignalEngine {
  return signalEngine('tightness', () => ({
    update: (event) => (event.kind === 'book' ? (100 * halfBps) / (halfBps + spreadBps(event.top)) : undefined),
  }));
}

/** A book of one level a side. In a bot these events come from `processMarketData`. */
function book(atMs: number, top: TopOfBook): BookUpdate {
  const side = (priceUsd: number, sizeBase: number) => ({
    count: 1,
    priceUsd: () => priceUsd,
    sizeBase: () => sizeBase,
  });
  const bids = side(top.bidPriceUsd, top.bidSizeBase);
  const asks = side(top.askPriceUsd, top.askSizeBase);
  const view = { bids, asks, averagePriceUsd: () => undefined, depthUsd: () => 0 };
  const receivedMs = unixMs(atMs);
  return {
    kind: 'book',
    policy: 'age',
    marketId: marketId('BTC-USD'),
    receivedMs,
    cause: atMs,
    top,
    view,
    hiddenLevels: 0,
  };
}

from([
  book(0, { bidPriceUsd: 99_990, bidSizeBase: 1, askPriceUsd: 100_010, askSizeBase: 1 }),
  book(1_000, { bidPriceUsd: 99_999, bidSizeBase: 3, askPriceUsd: 100_001, askSizeBase: 1 }),
  book(2_000, { bidPriceUsd: 99_999, bidSizeBase: 3, askPriceUsd: 100_001, askSizeBase: 1 }),
])
  .pipe(scoreBoard([tightness(1), bookImbalance({ levels: 1, halfLifeMs: 500, warmUpMs: 1_000 })]))
  .subscribe(({ receivedMs, scores }) => {
    const shown = Object.entries(scores).map(([name, score]) => `${name} ${score.toFixed(1)}`);
    console.log(`${receivedMs} ms: ${shown.join(', ')}`);
  });

/* prints
0 ms: tightness 33.3
1000 ms: tightness 83.3, bookImbalance 50.0
2000 ms: tightness 83.3, bookImbalance 70.0
*/
