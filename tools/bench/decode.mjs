/**
 * How fast order book frames become books: the public operators against plain functions and against ccxt, on the same
 * frames, in turns.
 *
 *   node tools/bench/decode.mjs [--updates 1000000] [--markets 200] [--rounds 5] [--seed 1] [--ccxt <node_modules folder>]
 *
 * Ways: `floor` plain functions; `events` the same with event objects and three operators between them, and nothing
 * else; `books` `decodeInputs` and `orderBooks`; `json` the same with a blank behind each frame, which is then read through
 * JSON instead of straight from its text; `data` `decodeInputs` and `processMarketData`; `ccxt` its parser and handlers
 * (single updates only: it does not handle batches). Frames: the seeded generator's, and those of the recordings in the
 * folder PERPSTREAM_DATA when it is there.
 *
 * Before any time is taken all ways must have come to the same books, level by level, and to the same best prices after
 * each frame. Prints one JSON line per way: microseconds of processor time per frame (of all threads, garbage collection
 * included, so that other programs on the machine matter little), and how many times the floor that is.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { bookFrames } from './book-frames.mjs';
import { bundlePackages } from './bundle-packages.mjs';
import { loadCcxt, runCcxtBooks } from './ccxt-books.mjs';
import { runEventBooks } from './event-books.mjs';
import { runPlainBooks } from './plain-books.mjs';
import { recordedBookFrames } from './recorded-book-frames.mjs';

const { values } = parseArgs({
  options: {
    updates: { type: 'string', default: '1000000' },
    markets: { type: 'string', default: '200' },
    rounds: { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' },
    ccxt: { type: 'string' },
  },
});
const rounds = Number(values.rounds);
const packages = await bundlePackages('core', 'connection', 'data', {
  scanner: 'packages/connection/src/wire/book-scanner.ts',
});
const { core, connection, data, rxjs } = packages;
const ccxt = values.ccxt === undefined ? undefined : await loadCcxt(values.ccxt);
if (ccxt === undefined) console.error('without ccxt: name the node_modules folder that has it with --ccxt <folder>');

const generated = (form) => ({
  name: `generated, ${form}`,
  isSingle: form === 'single',
  texts: bookFrames({
    seed: Number(values.seed),
    markets: Number(values.markets),
    updates: Number(values.updates),
    form,
  }),
});
const folder = process.env.PERPSTREAM_DATA;
const recorded = folder !== undefined && existsSync(folder) ? recordedBookFrames(folder) : [];
if (recorded.length === 0) console.error('without recordings: name their folder with PERPSTREAM_DATA');

for (const { name, texts, isSingle } of [generated('single'), generated('batched'), ...recorded]) {
  const inputs = inputsOf(texts);
  const parsed = inputsOf(texts.map((text) => Buffer.from(`${text} `).toString('latin1')));
  const frames = inputs.filter(({ kind }) => kind === 'frame');
  const ids = inputs.filter(({ kind }) => kind === 'stream').map(({ id }) => id);
  const options = { faults: failing(), maxLevelsPerSide: 1_000_000 };
  const ways = {
    floor: () => runPlainBooks(frames),
    events: () => runEventBooks(packages, frames),
    books: () => runOperators(inputs, ids.length, (scheduler) => data.orderBooks({ ...options, scheduler })),
    json: () => runOperators(parsed, ids.length, (scheduler) => data.orderBooks({ ...options, scheduler })),
    data: () => runOperators(inputs, ids.length, (scheduler) => data.processMarketData({ ...options, scheduler })),
    ...(ccxt !== undefined && isSingle ? { ccxt: () => runCcxtBooks(ccxt, frames, ids) } : {}),
  };
  compare(ways, ids);
  report(name, texts.length, measure(ways));
}

/**
 * The frames as the live feed logs them, after the news that their streams are live. Each kind of input is written out in
 * one place: V8 gives objects that begin with a spread a hidden class each, and 200 of those make every later look at
 * the `kind` of an input slow, which no input of the bot does.
 */
function inputsOf(texts) {
  const ids = [...new Set(texts.map((text) => /"id":"([^"]+)"/.exec(text)[1]))];
  const receivedUs = (seq) => 1_700_000_000_000_000 + seq * 200;
  const live = ids.map((id, seq) => ({
    kind: 'stream',
    receivedUs: receivedUs(seq),
    connection: 0,
    channel: 'v4_orderbook',
    id,
    state: { kind: 'live' },
    seq,
  }));
  const frames = texts.map((text, index) => {
    const seq = ids.length + index;
    return { kind: 'frame', receivedUs: receivedUs(seq), connection: 0, text, seq };
  });
  return [...live, ...frames];
}

function failing() {
  return {
    report: (fault) => {
      throw new Error(`unexpected fault: ${JSON.stringify(fault)}`);
    },
  };
}

/** Pushes the inputs through the public operators; `sum` adds up best bid and best ask after every frame. */
function runOperators(inputs, marketCount, processWith) {
  const scheduler = new core.EventScheduler();
  const inputs$ = new rxjs.Subject();
  const views = new Map();
  let sum = 0;
  const books$ = inputs$.pipe(
    connection.decodeInputs({ faults: failing() }),
    rxjs.filter(({ kind }) => kind !== 'stream'),
    processWith(scheduler),
  );
  const subscription = books$.subscribe((event) => {
    if (event.kind !== 'book') return;
    sum += event.top.bidPriceUsd + event.top.askPriceUsd;
    // Snapshots are the first frames; a view shows what comes later, too.
    if (views.size < marketCount) views.set(event.marketId, event.view);
  });
  for (const input of inputs) {
    scheduler.advanceTo(input.receivedUs / 1_000);
    inputs$.next(input);
  }
  subscription.unsubscribe();
  const levels = (side) =>
    Array.from({ length: side.count }, (_, depth) => [side.priceUsd(depth), side.sizeBase(depth)]);
  return { sum, levelsOf: (id) => [levels(views.get(id).bids), levels(views.get(id).asks)] };
}

function compare(ways, ids) {
  const results = Object.entries(ways).map(([way, run]) => ({ way, ...run() }));
  const [floor, ...others] = results;
  for (const { way, sum, levelsOf } of others) {
    assert.equal(sum, floor.sum, `${way}: another best price than the floor after some frame`);
    for (const id of ids) assert.deepEqual(levelsOf(id), floor.levelsOf(id), `${way}: another book of ${id}`);
  }
}

/** Milliseconds of processor time, all threads, per way and round, after one round of each that does not count. */
function measure(ways) {
  const times = Object.fromEntries(Object.keys(ways).map((way) => [way, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const [way, run] of Object.entries(ways)) {
      globalThis.gc?.();
      const start = process.cpuUsage();
      run();
      const { user, system } = process.cpuUsage(start);
      if (round > 0) times[way].push((user + system) / 1_000);
    }
  }
  return times;
}

function report(frames, count, times) {
  const floorMs = median(times.floor);
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  for (const [way, ms] of Object.entries(times)) {
    const us = ms.map((time) => rounded((time * 1_000) / count));
    const result = {
      name: `decode: ${way}`,
      frames,
      count,
      unit: 'us/frame',
      value: median(us),
      min: Math.min(...us),
      max: Math.max(...us),
      timesFloor: rounded(median(ms) / floorMs),
      ...(times.ccxt === undefined ? {} : { ccxtTimes: rounded(median(times.ccxt) / median(ms)) }),
      rounds,
      node: process.version,
      commit,
    };
    console.log(JSON.stringify(result));
  }
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

function rounded(value) {
  return Number(value.toFixed(3));
}
