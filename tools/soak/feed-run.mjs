/**
 * The feed of a soak, in a process of its own: the bot's feed, decoder and data layer over all markets of an exchange,
 * watched from outside. The last line it prints is its report as JSON.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { decodeInputs } from '@perpstream/connection';
import { processMarketData } from '@perpstream/data';
import { filter } from 'rxjs';
import { isMarketData } from '../../apps/bot/src/compose-guards';
import { parseConfig } from '../../apps/bot/src/config/load-config';
import { openBotFeed } from '../../apps/bot/src/run/bot-feed';
import { openNetwork, tradingStreams } from '../../apps/bot/src/run/open-network';
import { Pipeline } from '../../apps/bot/src/run/pipeline';
import { FeedTally } from './feed-tally.mjs';
import { MemorySlope } from './memory-slope.mjs';
import { percentile, ResyncTimes, streamKey } from './resync-times.mjs';
import { barDifferences, bookDifferences } from './truth.mjs';

/** Subscriptions of one channel that one connection may hold. */
const CAP = 32;
const COLLECT_MS = 30_000;
/** Every book is audited once more within this time. */
const SETTLE_LIMIT_MS = 180_000;
/** Without a frame for so long, everything that the paused exchange sent has arrived. */
const DRAIN_MS = 1_000;

const { restUrl, runMs, auditMs, calmMs } = JSON.parse(process.argv[2]);
/** What the feed remembers, twenty bars of a minute at the longest, fills up first: no slope is measured then. */
const warmUpMs = Math.min(1_260_000, runMs / 2);
const controlUrl = `${new URL(restUrl).origin}/local`;
const control = async (path, method = 'GET') => (await fetch(`${controlUrl}/${path}`, { method })).json();

const config = parseConfig({ markets: 'all', feed: { barAuditEveryMs: auditMs, auditEveryMs: auditMs } }, 'soak');
const tally = new FeedTally();
const resyncs = new ResyncTimes();
const memory = new MemorySlope();
/** What is alive after a full collection: it shows a leak that lazy collection would hide, and none where there is none. */
const heap = new MemorySlope();
const opened = await openNetwork(restUrl, config.markets);
const streams = [
  ...tradingStreams(opened.markets),
  ...opened.markets.flatMap((id) =>
    ['1MIN', '5MINS'].map((length) => ({ channel: 'v4_candles', id: `${id}/${length}` })),
  ),
];

const composition = (scheduler) => (inputs$) =>
  inputs$.pipe(
    decodeInputs({ faults: tally }),
    filter(isMarketData),
    processMarketData({ ...config.data, barIntervalsMs: [60_000], scheduler, faults: tally }),
  );
const fail = (error) => {
  throw error;
};
const pipeline = new Pipeline(composition, {
  input: (input) => {
    tally.input(input);
    resyncs.handle(input);
  },
  audit: (event) => tally.data(event),
  failure: fail,
});

const startedMs = Date.now();
const elapsedMs = () => Date.now() - startedMs;
let allLiveAfterMs;
let socketsAtFirst = NaN;
const sampling = setInterval(() => {
  memory.add(elapsedMs(), process.memoryUsage.rss());
  if (allLiveAfterMs === undefined && feed.statuses().every(({ state }) => state.kind === 'live')) {
    allLiveAfterMs = elapsedMs();
    socketsAtFirst = tally.sockets;
  }
}, 500);
const collecting = setInterval(() => {
  globalThis.gc();
  heap.add(elapsedMs(), process.memoryUsage().heapUsed);
}, COLLECT_MS);
const startCpu = process.cpuUsage();
const feed = openBotFeed(opened, { streams, config, faults: tally });
const feeding = feed.inputs$.subscribe({ next: (input) => pipeline.handle(input), error: fail });
pipeline.handle(opened.listing);

await wait(runMs);
const { user, system } = process.cpuUsage(startCpu);
const ranMs = elapsedMs();
const frames = tally.frames;

/** The end: faults and noise are over; whatever is still wrong once every book was audited again is wrong for good. */
const calmSinceMs = Date.now() + calmMs;
const isSettled = () =>
  Date.now() - calmSinceMs > auditMs && resyncs.down().length === 0 && tally.auditedSince(calmSinceMs, opened.markets);
while (!isSettled() && Date.now() - calmSinceMs < SETTLE_LIMIT_MS) await wait(500);
await control('pause', 'POST');
for (let seen = -1; seen !== tally.frames; await wait(DRAIN_MS)) seen = tally.frames;

const views = new Map(opened.markets.map((market) => [market, tally.view(market)]));
const bookErrors = await bookDifferences(controlUrl, views);
const bars = await barDifferences(restUrl, tally.completeBars(), tally.toldBars);
const statuses = feed.statuses();
const stats = await control('stats');
clearInterval(sampling);
clearInterval(collecting);

const times = (values) => ({
  count: values.length,
  p50: percentile(values, 0.5),
  p99: percentile(values, 0.99),
  max: percentile(values, 1),
});
const aliveMb = () => {
  globalThis.gc();
  return process.memoryUsage().heapUsed / 2 ** 20;
};
const uptimes = statuses.map(({ uptime }) => uptime);
const worst = statuses.reduce((low, status) => (status.uptime < low.uptime ? status : low));
const down = resyncs.down();
const perChannel = (channel) => Math.ceil(streams.filter((stream) => stream.channel === channel).length / CAP);
const report = {
  runMs: ranMs,
  streams: {
    markets: opened.markets.length,
    count: statuses.length,
    sockets: socketsAtFirst,
    socketsEver: tally.sockets,
    leastSockets: Math.max(...['v4_orderbook', 'v4_trades', 'v4_candles'].map(perChannel)),
    allLiveAfterMs: allLiveAfterMs ?? NaN,
    down: down.length,
    firstDown: down[0],
    notLiveMarkets: tally.notLive(opened.markets).length,
    uptimeMean: uptimes.reduce((sum, uptime) => sum + uptime, 0) / uptimes.length,
    uptimeWorst: worst.uptime,
    worst: streamKey(worst),
  },
  injected: stats.faults,
  faults: tally.faults,
  resyncMs: times(resyncs.resyncMs),
  outageMs: times(resyncs.outageMs),
  books: {
    ...tally.books,
    compared: views.size,
    differing: bookErrors.length,
    firstDifference: bookErrors[0],
  },
  losses: { barsCompared: bars.compared, told: bars.told, silent: bars.differences.length, first: bars.differences[0] },
  limits: stats.limiterTrips,
  memory: {
    peakMb: memory.peakMb(),
    mbPerHour: memory.mbPerHour(warmUpMs),
    warmUpMs,
    ...memory.quarters(warmUpMs),
    heap: { mbPerHour: heap.mbPerHour(warmUpMs), ...heap.quarters(warmUpMs) },
  },
  framesPerSecond: frames / (ranMs / 1_000),
  cpuShare: (user + system) / 1_000 / ranMs,
};
// What the report itself has collected grows with the run as a leak would; the feed still lives while it is weighed.
const withRecordsMb = aliveMb();
for (const records of [tally, resyncs, memory, heap]) records.clear();
report.memory.recordsMb = withRecordsMb - aliveMb();
feeding.unsubscribe();
process.stdout.write(`${JSON.stringify(report)}\n`);
