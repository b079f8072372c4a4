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
 * All ways take turns of some thousand frames, so that each has the same share of what else the machine does. What a round
 * has made lives until the next is over, as the operators of a bot live for days: once the last object of a class is gone,
 * V8 throws away what it has compiled for it, and every round would be a start. A few frames are run many times in a
 * round, for the same reason.
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
import { bundleCopies } from './bundle-packages.mjs';
import { ccxtBooks, loadCcxt } from './ccxt-books.mjs';
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
const FRAMES_PER_TURN = 5_000;
/** Fewer frames in a round are over before V8 has compiled anything. */
const LEAST_FRAMES = 50_000;

const rounds = Number(values.rounds);
let copiesMade = 0;
const scanner = 'packages/connection/src/wire/book-scanner.ts';
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
  const frames = framesOf(texts);
  const parsed = framesOf(texts.map((text) => Buffer.from(`${text} `).toString('latin1')));
  const ids = [...new Set(texts.map((text) => /"id":"([^"]+)"/.exec(text)[1]))];
  const [forEvents, ...forOperators] = await bundleCopies(4, 'core', 'connection', 'data', { scanner });
  const { plainBooks } = await copyOf('plain-books.mjs');
  const { eventBooks } = await copyOf('event-books.mjs');
  const ways = {
    floor: { frames, make: plainBooks },
    events: { frames, make: () => eventBooks(forEvents) },
    books: { frames, make: await operators(forOperators[0], 'orderBooks', ids) },
    json: { frames: parsed, make: await operators(forOperators[1], 'orderBooks', ids) },
    data: { frames, make: await operators(forOperators[2], 'processMarketData', ids) },
    ...(ccxt !== undefined && isSingle ? { ccxt: { frames, make: () => ccxtBooks(ccxt, ids) } } : {}),
  };
  compare(ways, ids);
  report(name, texts.length, measure(ways, Math.ceil(LEAST_FRAMES / frames.length)));
}

/** A module of its own: V8 compiles it for what is done with it, and not for what other ways and frames do. */
async function copyOf(file) {
  copiesMade += 1;
  return import(`./${file}?copy=${copiesMade}`);
}

async function operators(packages, name, ids) {
  const { operatorBooks } = await copyOf('operator-books.mjs');
  return () => operatorBooks(packages, name, ids, receivedUs(0));
}

/** Frames as the live feed logs them. */
function framesOf(texts) {
  return texts.map((text, index) => ({
    kind: 'frame',
    receivedUs: receivedUs(index),
    connection: 0,
    text,
    seq: index,
  }));
}

function receivedUs(index) {
  return 1_700_000_000_000_000 + index * 200;
}

function compare(ways, ids) {
  const results = Object.entries(ways).map(([way, { frames, make }]) => {
    const books = make();
    for (const frame of frames) books.feed(frame);
    return { way, books };
  });
  const [floor, ...others] = results;
  for (const { way, books } of others) {
    assert.equal(books.sum(), floor.books.sum(), `${way}: another best price than the floor after some frame`);
    for (const id of ids)
      assert.deepEqual(books.levelsOf(id), floor.books.levelsOf(id), `${way}: another book of ${id}`);
  }
}

/**
 * Milliseconds of processor time, all threads, per way and round, after one round that does not count.
 *
 * @param passes how often all frames are run in a round
 */
function measure(ways, passes) {
  const times = Object.fromEntries(Object.keys(ways).map((way) => [way, []]));
  const living = {};
  for (let round = 0; round <= rounds; round += 1) {
    const spent = Object.fromEntries(Object.keys(ways).map((way) => [way, 0]));
    for (let pass = 0; pass < passes; pass += 1) living.pass = runInTurns(ways, spent);
    if (round > 0) for (const [way, ms] of Object.entries(spent)) times[way].push(ms / passes);
  }
  return times;
}

/** Runs all frames once, adds up what each way has `spent`, and returns what was made for it. */
function runInTurns(ways, spent) {
  const running = Object.entries(ways).map(([way, { frames, make }]) => ({ way, frames, books: make() }));
  for (let from = 0; from < running[0].frames.length; from += FRAMES_PER_TURN) {
    for (const { way, frames, books } of running) {
      const start = process.cpuUsage();
      const to = Math.min(frames.length, from + FRAMES_PER_TURN);
      for (let index = from; index < to; index += 1) books.feed(frames[index]);
      const { user, system } = process.cpuUsage(start);
      spent[way] += (user + system) / 1_000;
    }
    running.push(running.shift());
  }
  return running;
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
