/**
 * How fast signals are computed, and how much they remember: all engines on one score board, and each engine alone on
 * one, with their defaults, over made-up events of many markets in time order.
 *
 *   node tools/bench/signals.mjs [--markets 200] [--rounds 5] [--only board,trend] [--measure speed,memory]
 *
 * Two hours of every market: a book each 10 s, flows with half of the books, forced flows, a bar each minute, a context
 * each 20 s. The first 75 minutes warm the engines up and are not timed. Live, books come 40 times as often; that makes no
 * engine dearer. Prints one JSON line per way: events per second of processor time (of all threads, garbage collection
 * included, so that other programs on the machine matter little), median of the rounds, which are taken in turns after one
 * that does not count. Then one line per engine: bytes of memory per market, as the difference between 500 and 250
 * markets after a forced garbage collection. `board` is the score board with all engines; `empty` is one engine that says
 * nothing.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { enginesOf } from '../signals/engines.mjs';
import { bundlePackages } from './bundle-packages.mjs';
import { report } from './report.mjs';
import { signalEvents } from './signal-events.mjs';

const MINUTE_MS = 60_000;
const START_MS = 1_700_000_000_000 - (1_700_000_000_000 % 86_400_000);
const MEMORY_MARKETS = 250;

if (globalThis.gc === undefined) {
  const args = ['--expose-gc', ...process.execArgv, fileURLToPath(import.meta.url), ...process.argv.slice(2)];
  process.exit(spawnSync(process.execPath, args, { stdio: 'inherit' }).status ?? 1);
}

const { values } = parseArgs({
  options: {
    markets: { type: 'string', default: '200' },
    rounds: { type: 'string', default: '5' },
    only: { type: 'string' },
    measure: { type: 'string', default: 'speed,memory' },
  },
});
const rounds = Number(values.rounds);
const packages = await bundlePackages('core', 'signals', 'testing');
const { rxjs, signals } = packages;

const names = Object.keys(enginesOf(signals));
const board =
  (...chosen) =>
  () =>
    signals.scoreBoard(chosen.map((name) => enginesOf(signals)[name]));
const ways = Object.fromEntries(
  Object.entries({
    board: board(...names),
    empty: () => signals.scoreBoard([signals.signalEngine('empty', () => ({ update: () => undefined }))]),
    ...Object.fromEntries(names.map((name) => [name, board(name)])),
  }).filter(([name]) => values.only === undefined || values.only.split(',').includes(name)),
);

if (values.measure.includes('speed')) {
  const speeds = measureSpeed(
    signalEvents(packages, {
      markets: Number(values.markets),
      startMs: START_MS,
      durationMs: 120 * MINUTE_MS,
      bookMs: 10_000,
      contextMs: 20_000,
    }),
  );
  for (const [way, perSecond] of Object.entries(speeds)) report(`signals: ${way}`, 'events/s', perSecond, Math.round);
}
if (values.measure.includes('memory')) {
  for (const [way, create] of Object.entries(ways)) {
    report(`signals: ${way}, state`, 'bytes/market', [bytesPerMarket(create)], Math.round);
  }
}

/** Events per second of processor time, per way and round. */
function measureSpeed(events) {
  const warm = events.filter(({ receivedMs }) => receivedMs < START_MS + 75 * MINUTE_MS);
  const timed = events.slice(warm.length);
  const speeds = Object.fromEntries(Object.keys(ways).map((way) => [way, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const [way, create] of Object.entries(ways)) {
      const run = start(create);
      warm.forEach(run.feed);
      globalThis.gc();
      const before = process.cpuUsage();
      timed.forEach(run.feed);
      const { user, system } = process.cpuUsage(before);
      run.stop();
      if (round > 0) speeds[way].push((timed.length / (user + system)) * 1_000_000);
    }
  }
  return speeds;
}

/** One running operator; `said` shows that it speaks. */
function start(create) {
  const events$ = new rxjs.Subject();
  const run = { said: 0, feed: (event) => events$.next(event), stop: () => subscription.unsubscribe() };
  const subscription = events$.pipe(create()).subscribe(() => {
    run.said += 1;
  });
  return run;
}

/** What each of the second 250 markets adds to the memory that is alive. */
function bytesPerMarket(create) {
  const history = signalEvents(packages, {
    markets: 1,
    startMs: START_MS,
    durationMs: 75 * MINUTE_MS,
    bookMs: MINUTE_MS,
    contextMs: MINUTE_MS,
  });
  const run = start(create);
  const feedMarkets = (from, to) => {
    const ids = Array.from({ length: to - from }, (_, index) => packages.core.marketId(`T${from + index}-USD`));
    history.forEach((event) => ids.forEach((marketId) => run.feed({ ...event, marketId })));
    return aliveBytes();
  };
  const one = feedMarkets(0, MEMORY_MARKETS);
  const two = feedMarkets(MEMORY_MARKETS, 2 * MEMORY_MARKETS);
  run.stop();
  return (two - one) / MEMORY_MARKETS;
}

function aliveBytes() {
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
