import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** The markets that a folder has a `<name>.csv.gz` of, Bitcoin and Ether first: others are scored by what they did. */
export function marketsIn(folder) {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).flatMap((file) => /^(.+)\.csv\.gz$/.exec(file)?.[1] ?? []);
  const leaders = ['BTC', 'ETH'].filter((name) => names.includes(name));
  return [...leaders, ...names.filter((name) => !leaders.includes(name)).sort()];
}

/** The closed bars of one file, as events in time order. The money traded is that of the closing price. */
export function barEvents(folder, name, barMs) {
  const spec = { type: 'time', intervalMs: barMs };
  return rowsOf(folder, name).map(([startMs, openUsd, highUsd, lowUsd, closeUsd, volumeBase]) => {
    const prices = { openUsd, highUsd, lowUsd, closeUsd };
    const traded = { volumeBase, volumeUsd: volumeBase * closeUsd, buyBase: NaN, trades: 0 };
    const bar = { spec, source: 'candle', isComplete: true, startMs, endMs: startMs + barMs, ...prices, ...traded };
    return { kind: 'bar', marketId: `${name}-USD`, receivedMs: startMs + barMs, cause: 0, bar };
  });
}

/** The funding rates of one file, each as a context that predicts it. */
export function fundingEvents(folder, name) {
  return rowsOf(folder, name).map(([receivedMs, nextFundingRate1h]) => {
    return { kind: 'context', marketId: `${name}-USD`, receivedMs, cause: 0, status: 'ACTIVE', nextFundingRate1h };
  });
}

/** Merges lists that are each in time order; at one time the order is that of the lists. */
export function* inTimeOrder(lists) {
  const times = new Set(lists.flatMap((list) => list.map(({ receivedMs }) => receivedMs)));
  const next = lists.map(() => 0);
  for (const timeMs of Float64Array.from(times).sort()) {
    for (const [index, list] of lists.entries()) {
      while (list[next[index]]?.receivedMs === timeMs) yield list[next[index]++];
    }
  }
}

function rowsOf(folder, name) {
  const [, ...lines] = gunzipSync(readFileSync(join(folder, `${name}.csv.gz`)))
    .toString('latin1')
    .trim()
    .split('\n');
  return lines.map((line) => line.split(',').map(Number));
}
