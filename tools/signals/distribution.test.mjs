/** The distribution tool on made-up candles: it runs, its files are the same each time, and it notices what is broken. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { randomNumbers } from '../bench/random-numbers.mjs';
import { inTimeOrder } from './candles.mjs';
import { ScoreTally } from './score-tally.mjs';

const HOUR_MS = 3_600_000;
const START_MS = 1_700_000_000_000 - (1_700_000_000_000 % HOUR_MS);
const ENGINES = 13;

const work = mkdtempSync(join(tmpdir(), 'perpstream-distribution-'));
const tool = fileURLToPath(new URL('distribution.mjs', import.meta.url));

function write(folder, name, header, rows) {
  mkdirSync(join(work, 'data', folder), { recursive: true });
  writeFileSync(join(work, 'data', folder, `${name}.csv.gz`), gzipSync([header, ...rows].join('\n')));
}

/** A market whose price wanders, with funding that does, too. */
function writeMarket(name, seed, bars) {
  const random = randomNumbers(seed);
  let price = 100;
  let rate = 0.00001;
  const candles = Array.from({ length: bars }, (_, hour) => {
    const open = price;
    price *= 1 + (random() - 0.5) / 50;
    const [high, low] = [1.001 * Math.max(open, price), 0.999 * Math.min(open, price)];
    return [START_MS + hour * HOUR_MS, open, high, low, price, 10 + 90 * random()].join(',');
  });
  const rates = Array.from({ length: bars }, (_, hour) => {
    rate += (random() - 0.5) / 1e5;
    return [START_MS + hour * HOUR_MS + 56, rate].join(',');
  });
  write('hyperliquid-perps/1h', name, 'ts_ms,open,high,low,close,volume', candles);
  write('hyperliquid-perps/funding-1h', name, 'ts_ms,rate', rates);
}

function run(data, out) {
  return spawnSync(process.execPath, [tool, '--data', join(work, data), '--out', join(work, out)], {
    encoding: 'utf8',
  });
}

describe('the distribution of scores', () => {
  let first;
  before(() => {
    ['BTC', 'ETH', 'XYZ'].forEach((name, index) => writeMarket(name, index + 5, 400));
    first = run('data', 'one');
  });
  after(() => rmSync(work, { recursive: true }));

  it('is written as a table and a picture without anything that is no number', () => {
    assert.equal(first.status, 0, first.stderr);
    const page = readFileSync(join(work, 'one/distribution.md'), 'utf8');
    const picture = readFileSync(join(work, 'one/distribution.svg'), 'utf8');
    assert.match(page, /^## Hourly bars and funding$/m);
    assert.match(page, /^\| `funding` +\| 1,1\d\d +\| 3 /m);
    for (const name of ['momentum', 'trend', 'volume', 'funding'])
      assert.match(page, new RegExp(`^\\| \`${name}\` `, 'm'));
    assert.match(page, /Silent: `bookImbalance` \(needs order books\)/);
    assert.doesNotMatch(page + picture, /NaN|undefined|Infinity/);
    assert.equal(picture.match(/text-anchor="end"/g).length, ENGINES);
    assert.equal(picture.match(/>silent</g).length, 5);
  });

  it('is the same each time', () => {
    assert.equal(run('data', 'two').status, 0);
    for (const file of ['distribution.md', 'distribution.svg']) {
      assert.equal(readFileSync(join(work, 'two', file), 'utf8'), readFileSync(join(work, 'one', file), 'utf8'));
    }
  });

  it('says what is missing where there are no data', () => {
    const { status, stderr } = run('nowhere', 'three');
    assert.equal(status, 1);
    assert.match(stderr, /no market data in .*nowhere: name the folder with --data or PERPSTREAM_DATA/);
  });
});

describe('ScoreTally', () => {
  const at = (receivedMs, score) => ({ marketId: 'A', receivedMs, score });

  it('counts what is no number from 0 to 100 apart', () => {
    const tally = new ScoreTally(['momentum']);
    tally.see(at(0));
    for (const score of [50, NaN, 101, -1, Infinity, 20]) tally.say('momentum', at(0, score));
    const [{ count, broken, atNeutral }] = tally.results();
    assert.deepEqual({ count, broken, atNeutral }, { count: 2, broken: 4, atNeutral: 0.5 });
  });

  it('weighs silence and the ends by time', () => {
    const tally = new ScoreTally(['momentum']);
    for (const ms of [0, 40, 100]) tally.see(at(ms));
    tally.say('momentum', at(20, 100));
    tally.say('momentum', at(50, 60));
    tally.say('momentum', at(60, undefined));
    const [{ silent, stuck, percentile }] = tally.results();
    assert.ok(Math.abs(silent - 0.6) < 1e-12);
    assert.deepEqual(stuck, [{ marketId: 'A', share: 0.75, end: 100 }]);
    assert.equal(percentile(99), 100);
  });
});

it('lists are merged by time, at one time in their order', () => {
  const list = (name, ...times) => times.map((receivedMs) => ({ name, receivedMs }));
  const merged = [...inTimeOrder([list('a', 1, 3, 3), list('b', 0, 1, 3, 4)])];
  assert.equal(merged.map(({ name, receivedMs }) => name + receivedMs).join(' '), 'b0 a1 b1 a3 a3 b3 b4');
});
