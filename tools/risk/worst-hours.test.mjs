/** The tool for the worst hours: on made-up candles whose worst hours are known, and on recorded ones where they are. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { bundlePackages } from '../bench/bundle-packages.mjs';
import { HOUR_MS, hourlyReturns } from './hourly-returns.mjs';

const START_MS = 1_700_000_000_000 - (1_700_000_000_000 % HOUR_MS);
const MINUTE_MS = 60_000;
const tool = fileURLToPath(new URL('worst-hours.mjs', import.meta.url));
const data = process.env.PERPSTREAM_DATA ?? fileURLToPath(new URL('../../../shared/data', import.meta.url));
const recorded = ['hyperliquid-perps/1h', 'binance-um-2025/1m'].filter((folder) => existsSync(join(data, folder)));
const work = mkdtempSync(join(tmpdir(), 'perpstream-worst-hours-'));

/** Candles of a length that close at the given prices; undefined leaves a hole. */
function write(folder, name, closes, candleMs = HOUR_MS) {
  mkdirSync(join(work, folder), { recursive: true });
  const rows = closes.flatMap((close, index) =>
    close === undefined ? [] : [[START_MS + index * candleMs, close, close, close, close, 1].join(',')],
  );
  writeFileSync(join(work, folder, `${name}.csv`), ['ts_ms,open,high,low,close,volume', ...rows].join('\n'));
}

function run(args, env = {}) {
  return spawnSync(process.execPath, [tool, ...args], { encoding: 'utf8', env: { ...process.env, ...env } });
}

after(() => rmSync(work, { recursive: true }));

describe('hourlyReturns', () => {
  const returnsOf = async (folder) => {
    const hours = await hourlyReturns([join(work, folder)]);
    return [...hours].map(([endMs, returns]) => [(endMs - START_MS) / HOUR_MS, Object.fromEntries(returns)]);
  };

  it('are from close to close, by the end of the hour, and leave out what stands beside a hole', async () => {
    write('hours', 'BTC', [100, 110, 99, undefined, 50, 60]);
    write('hours', 'ETHUSDT', [10, 5]);
    assert.deepEqual(await returnsOf('hours'), [
      [2, { 'BTC-USD': 110 / 100 - 1, 'ETH-USD': -0.5 }],
      [3, { 'BTC-USD': 99 / 110 - 1 }],
      [6, { 'BTC-USD': 60 / 50 - 1 }],
    ]);
  });

  it('of minutes take the last one of each hour, and no hour that the file ends within', async () => {
    const minutes = (count) => Array.from({ length: count }, (_, index) => 100 + index);
    write('minutes', 'BTC', minutes(180), MINUTE_MS);
    assert.deepEqual(await returnsOf('minutes'), [
      [2, { 'BTC-USD': 219 / 159 - 1 }],
      [3, { 'BTC-USD': 279 / 219 - 1 }],
    ]);
    write('minutes', 'BTC', minutes(179), MINUTE_MS);
    assert.deepEqual(await returnsOf('minutes'), [[2, { 'BTC-USD': 219 / 159 - 1 }]]);
  });

  it('of two folders are put together, the first one counts', async () => {
    write('one', 'BTC', [100, 110]);
    write('two', 'BTC', [100, 120, 180]);
    write('two', 'ETH', [1, 2]);
    const hours = await hourlyReturns([join(work, 'one'), join(work, 'two')]);
    assert.deepEqual(
      [...hours.values()].map((returns) => Object.fromEntries(returns)),
      [{ 'BTC-USD': 110 / 100 - 1, 'ETH-USD': 1 }, { 'BTC-USD': 0.5 }],
    );
  });
});

describe('the worst hours', () => {
  const out = join(work, 'worst.json');
  let packages;
  before(async () => {
    packages = await bundlePackages('core', 'risk');
    // Means of the hours: -10 %, +5 %, 0, -1 %, +20 %.
    write('known', 'BTC', [100, 90, 90, 90, 90, 108]);
    write('known', 'SOL', [100, 90, 99, 99, 97.02, 116.424]);
    write('known', 'NEW', [undefined, undefined, undefined, undefined, undefined, 10, 1]);
  });

  it('are falls and rises in turn of their size, with every market and the benchmark', () => {
    const { status, stderr, stdout } = run(['--out', out, '--count', '3', join(work, 'known')]);
    assert.equal(status, 0, stderr);
    const hour = (index) => new Date(START_MS + (index + 1) * HOUR_MS).toISOString().slice(0, 16).replace('T', ' ');
    const names = [
      `hour to ${hour(1)} UTC: -10.0 % on average of 2 markets`,
      `hour to ${hour(4)} UTC: -1.0 % on average of 2 markets`,
      `hour to ${hour(5)} UTC: +20.0 % on average of 2 markets`,
    ];
    assert.equal(stdout, `${names.join('\n')}\n`);
    const scenarios = packages.risk.parseScenarios(readFileSync(out, 'utf8'));
    assert.deepEqual(
      scenarios.map(({ name }) => name),
      names,
    );
    assert.deepEqual(scenarios[1], {
      kind: 'historical',
      name: names[1],
      atMs: START_MS + 5 * HOUR_MS,
      otherMoveFraction: 0,
      returns: { 'BTC-USD': 0, 'SOL-USD': -0.02 },
    });
  });

  it('are the same each time', () => {
    const other = join(work, 'other.json');
    run(['--out', out, join(work, 'known')]);
    run(['--out', other, join(work, 'known')]);
    assert.equal(readFileSync(other, 'utf8'), readFileSync(out, 'utf8'));
  });

  it('take the average where the benchmark has no return', () => {
    run(['--out', out, '--count', '1', '--benchmark', 'XYZ-USD', join(work, 'known')]);
    assert.equal(packages.risk.parseScenarios(readFileSync(out, 'utf8'))[0].otherMoveFraction, -0.1);
  });

  for (const [what, args, env, message] of [
    ['no file to write', [], {}, /^worst-hours: name the file to write with --out\n$/],
    ['a count of 0', ['--out', out, '--count', '0'], {}, /--count must be a whole number >= 1, was 0/],
    ['a folder that is not there', ['--out', out, join(work, 'nowhere')], {}, /nowhere: not a folder with \*\.csv/],
    ['no data', ['--out', out], { PERPSTREAM_DATA: join(work, 'nowhere') }, /no candles in .*nowhere: name a folder/],
  ]) {
    it(`are not written with ${what}`, () => {
      const { status, stderr } = run(args, env);
      assert.equal(status, 1);
      assert.match(stderr, message);
      assert.equal(stderr.trim().split('\n').length, 1);
    });
  }

  it('are not written when no two hours follow each other', () => {
    write('short', 'BTC', [1]);
    const { status, stderr } = run(['--out', out, join(work, 'short')]);
    assert.equal(status, 1);
    assert.match(stderr, /no two hours in a row in/);
  });
});

const skip = recorded.length === 0 ? `no candles in ${data}: set PERPSTREAM_DATA` : false;

describe('the worst hours of recorded candles', { skip }, () => {
  it('stress a portfolio that holds more markets than the recording', async () => {
    const { core, risk } = await bundlePackages('core', 'risk');
    const out = join(work, 'recorded.json');
    const { status, stderr } = run(['--out', out], { PERPSTREAM_DATA: data });
    assert.equal(status, 0, stderr);
    const scenarios = risk.parseScenarios(readFileSync(out, 'utf8'));
    assert.equal(scenarios.length, 24);
    const held = (ticker, beta) => {
      const margin = { initialMarginFraction: 0.05, maintenanceMarginFraction: 0.03 };
      return { marketId: core.marketId(ticker), sizeBase: 100, oraclePriceUsd: 100, beta, ...margin };
    };
    const positions = [held('BTC-USD', 1), held('NOT-RECORDED-USD', 2)];
    const results = risk.stressOf({ quoteBalanceUsd: -19_000, positions }, scenarios);
    for (const [index, { lossUsd }] of results.entries()) {
      const { returns, otherMoveFraction } = scenarios[index];
      assert.ok(Math.abs(lossUsd + 10_000 * (returns['BTC-USD'] + 2 * otherMoveFraction)) < 1e-6);
    }
    assert.ok(results.some(({ lossUsd }) => lossUsd > 0) && results.some(({ lossUsd }) => lossUsd < 0));
  });

  it('exceed the value at risk about as often as its confidence says', async () => {
    const { core, risk } = await bundlePackages('core', 'risk');
    const hours = [...(await hourlyReturns([join(data, recorded[0])])).values()];
    const btc = core.marketId('BTC-USD');
    const list = hours.flatMap((returns) => (returns.has(btc) ? [returns.get(btc)] : []));
    const margin = { initialMarginFraction: 0.05, maintenanceMarginFraction: 0.03 };
    const positions = [{ marketId: btc, sizeBase: 1, oraclePriceUsd: 100, ...margin }];
    const half = Math.floor(list.length / 2);
    const past = new Map([[btc, list.slice(0, half)]]);
    const options = { confidence: 0.95 };
    const { varUsd } = risk.historicalVar({ quoteBalanceUsd: 0, positions }, past, options);
    const parametric = risk.parametricVar({ quoteBalanceUsd: 0, positions }, risk.covarianceOf(past), options);
    const shareOver = (usd) => list.slice(half).filter((value) => -100 * value > usd).length / (list.length - half);
    assert.ok(Math.abs(shareOver(varUsd) - 0.05) < 0.025, `historical: ${shareOver(varUsd)}`);
    assert.ok(Math.abs(shareOver(parametric.varUsd) - 0.05) < 0.025, `parametric: ${shareOver(parametric.varUsd)}`);
  });
});
