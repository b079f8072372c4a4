/** A signal of your own, beside a shipped one, on one score board: a tight spread scores high. */
import { spreadBps, type SignalEngine } from '@perpstream/core';
import { bookImbalance, scoreBoard, signalEngine } from '@perpstream/signals';
import { marketHistory, replayEvents } from '@perpstream/testing';

/** 100 at no spread, 50 at `halfBps`. */
function tightness(halfBps: number): SignalEngine {
  return signalEngine('tightness', () => ({
    update: (event) => (event.kind === 'book' ? (100 * halfBps) / (halfBps + spreadBps(event.top)) : undefined),
  }));
}

// In a bot the events come from processMarketData; here they are two made-up minutes of one market.
const events = marketHistory({ seed: 3, durationMs: 120_000, bookMs: 1_000 });
const { outputs } = replayEvents(events, () => scoreBoard([tightness(1), bookImbalance()]));

for (const { receivedMs, scores } of outputs.filter(({ receivedMs: atMs }) => atMs % 30_000 === 0)) {
  const shown = Object.entries(scores).map(([name, score]) => `${name} ${score.toFixed(1)}`);
  console.log(`${receivedMs / 1_000} s: ${shown.join(', ')}`);
}

/* prints
30 s: tightness 41.6, bookImbalance 67.0
60 s: tightness 35.4, bookImbalance 61.1
90 s: tightness 47.7, bookImbalance 70.4
120 s: tightness 49.5, bookImbalance 55.6
*/
