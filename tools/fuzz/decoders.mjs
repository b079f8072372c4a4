/**
 * Damages frames and REST answers and looks whether `decodeInputs` keeps its promises.
 *
 *   node tools/fuzz/decoders.mjs [--runs 1000000] [--seed 1]
 *
 * Starts from own frames and, when the folder PERPSTREAM_DATA is there, from all real ones. Promises: it neither throws
 * nor ends; an input gives well-formed events or exactly one fault; no prototype changes; sound frames between the
 * damaged ones are decoded as ever; the heap does not grow. Prints one JSON line; exits with 1 when a promise is broken
 * and shows the inputs that broke it.
 */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { bundlePackages } from '../bench/bundle-packages.mjs';
import { brokenPromise, isRefused } from './broken-promise.mjs';
import { Mutator, trimmed } from './mutator.mjs';
import { ownAnswers, ownFrames } from './own-frames.mjs';
import { recordedAnswers, recordedFrames } from './recorded-frames.mjs';

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '1000000' }, seed: { type: 'string', default: '1' } },
});
const runs = Number(values.runs);
const SHOWN = 10;
const LARGEST_FRAME = 4_000;
const SOUND_EVERY = 1_000;
const HEAP_SAMPLES = 20;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc');
const { connection, rxjs } = await bundlePackages('connection');

const folder = process.env.PERPSTREAM_DATA;
const hasData = folder !== undefined && existsSync(folder);
if (!hasData) console.error('without real frames: name their folder with PERPSTREAM_DATA');
const frames = [...ownFrames, ...(hasData ? recordedFrames(folder) : [])].map((text) => trimmed(text, LARGEST_FRAME));
const answers = [...ownAnswers, ...(hasData ? recordedAnswers(folder) : [])].map(({ path, body }) => ({
  path,
  body: trimmed(body, LARGEST_FRAME),
}));

let events = [];
let faults = [];
let isOver = false;
const counts = { events: 0, refused: 0, silent: 0, faults: {} };
const inputs$ = new rxjs.Subject();
inputs$.pipe(connection.decodeInputs({ faults: { report: (fault) => faults.push(fault) } })).subscribe({
  next: (event) => events.push(event),
  error: () => (isOver = true),
  complete: () => (isOver = true),
});
let seq = 0;
/** Connection 0 is judged by its feed, connection 1 is a bare recording. */
const send = (input) => {
  events = [];
  faults = [];
  inputs$.next({ seq, receivedUs: 1_700_000_000_000_000 + seq * 1_000, ...input });
  seq += 1;
};
send({ kind: 'stream', connection: 0, channel: 'v4_orderbook', id: 'BTC-USD', state: { kind: 'live' } });

const mutator = new Mutator(Number(values.seed));
const broken = [];
const heapMb = [];
const startMs = performance.now();
let run = 0;
for (; run < runs; run += 1) {
  if (run % SOUND_EVERY === 0) sendSound();
  if (run % Math.ceil(runs / HEAP_SAMPLES) === 0) sampleHeap();
  const input = damagedInput();
  let promise;
  try {
    send(input);
    promise = isOver ? 'the stream is over' : brokenPromise(events, faults);
  } catch (error) {
    promise = `thrown: ${error.stack}`;
  }
  if (promise !== undefined) broken.push({ run, promise, input });
  count();
  if (isOver || broken.length >= SHOWN) break;
}
sendSound();
sampleHeap();

function damagedInput() {
  if (mutator.below(6) > 0) {
    return { kind: 'frame', connection: mutator.below(2), text: mutator.mutate(mutator.pick(frames)) };
  }
  const { path, body } = mutator.pick(answers);
  if (mutator.below(8) > 0) return { kind: 'rest', path, body: mutator.mutate(body) };
  return { kind: 'rest', path: mutator.mutate(path), body };
}

/** Sound frames, one that is scanned and one that is parsed, whatever came before them. */
function sendSound() {
  send({ kind: 'frame', connection: 0, text: ownFrames[2] });
  assert.deepEqual(
    events.map(({ kind, marketId, levels }) => [kind, marketId, levels.count]),
    [['book-change', 'BTC-USD', 2]],
  );
  send({ kind: 'frame', connection: 0, text: ownFrames[4] });
  assert.deepEqual(
    events.map(({ kind, trades }) => [kind, trades.length]),
    [['trades', 1]],
  );
}

function sampleHeap() {
  collectGarbage();
  heapMb.push(Number((process.memoryUsage().heapUsed / 2 ** 20).toFixed(2)));
}

function count() {
  counts.events += events.length;
  if (isRefused(faults)) counts.refused += 1;
  else if (events.length === 0) counts.silent += 1;
  for (const { kind } of faults) counts.faults[kind] = (counts.faults[kind] ?? 0) + 1;
}

for (const { run, promise, input } of broken) console.error(`run ${run}: ${promise}\n  ${JSON.stringify(input)}`);
// The first sample is before the tables of names are full.
const settled = heapMb.slice(Math.floor(heapMb.length / 2));
const result = {
  name: 'damaged inputs',
  runs: run,
  seed: Number(values.seed),
  from: frames.length + answers.length,
  broken: broken.length,
  ...counts,
  heapMb: { first: heapMb[0], half: settled[0], last: settled.at(-1) },
  seconds: Math.round((performance.now() - startMs) / 1_000),
  node: process.version,
};
console.log(JSON.stringify(result));
process.exitCode = broken.length === 0 ? 0 : 1;
