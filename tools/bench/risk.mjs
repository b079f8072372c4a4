/**
 * How fast margin is computed, and how soon a liquidation is seen.
 *
 *   node tools/bench/risk.mjs [--accounts 1000] [--positions 20] [--markets 100] [--rate 5000] [--seconds 10] [--rounds 5]
 *                             [--only account,accounts,latency]
 *
 * `account`: one account, microseconds of processor time. `sum` is `accountMargin`: equity, requirements, free collateral,
 * leverage. `all` is `marginOf`: the same and every position's margin, liquidation price, distance and bankruptcy price.
 * `exact` is `chainMargin().requirements`, the chain's integers; `exact step` is its next liquidation.
 * `accounts`: all accounts, milliseconds of processor time. `all` is `marginOf` of each; `table` gives one new mark of every
 * market to the table behind `watchAccounts`, which evaluates every account once per market that it holds.
 * `latency`: frames of oracle prices, one market each, through `decodeInputs`, `processMarketData` and `watchAccounts`. Open loop:
 * frame k is due at k / rate whether or not the one before is done, and its latency runs from then until its last verdict
 * is out (or it is clear that there is none), so a stall counts for every frame that waits behind it. Milliseconds of wall
 * clock: run it on a quiet machine. `verdicts` are the frames that changed a verdict; `work` is processor time per frame (all
 * threads, garbage collection included), and `processor` the latencies of the same queue when each frame takes its processor
 * time: what other programs on the machine take away does not count.
 *
 * Made-up accounts and prices, seeded. Median, smallest and largest of the rounds, after one that does not count.
 */
import { parseArgs } from 'node:util';
import { bundlePackages } from './bundle-packages.mjs';
import { report } from './report.mjs';
import { oracleFrames } from './oracle-frames.mjs';
import { randomNumbers } from './random-numbers.mjs';

const { values } = parseArgs({
  options: {
    accounts: { type: 'string', default: '1000' },
    positions: { type: 'string', default: '20' },
    markets: { type: 'string', default: '100' },
    rate: { type: 'string', default: '5000' },
    seconds: { type: 'string', default: '10' },
    rounds: { type: 'string', default: '5' },
    only: { type: 'string', default: 'account,accounts,latency' },
  },
});
const [accountCount, positionCount, marketCount, rate, seconds, rounds] = [
  values.accounts,
  values.positions,
  values.markets,
  values.rate,
  values.seconds,
  values.rounds,
].map(Number);
const parts = values.only.split(',');
const { core, connection, data, risk, rxjs } = await bundlePackages('core', 'connection', 'data', 'risk');
const faults = {
  report: (fault) => {
    throw new Error(`unexpected fault: ${JSON.stringify(fault)}`);
  },
};

const stream = oracleFrames({ seed: 7, markets: marketCount, frames: Math.round(rate * seconds), stepBps: 20 });
const accounts = madeUpAccounts();

if (parts.includes('account')) measureAccount();
if (parts.includes('accounts')) measureAccounts();
if (parts.includes('latency')) await measureLatency();

/** Accounts of so many positions at the first prices, each with an equity of 3 to 33 % of its gross notional. */
function madeUpAccounts() {
  const random = randomNumbers(11);
  return Array.from({ length: accountCount }, (_, index) => {
    const held = Array.from({ length: positionCount }, (_, offset) => (index * 7 + offset * 3) % marketCount);
    const positions = [...new Set(held)].map((market) => {
      const sizeBase = Number((((random() - 0.5) * 20_000) / stream.start[market]).toPrecision(5));
      return { marketId: core.marketId(stream.tickers[market]), market, sizeBase };
    });
    const worth = positions.map(({ market, sizeBase }) => sizeBase * stream.start[market]);
    const gross = worth.reduce((sum, usd) => sum + Math.abs(usd), 0);
    const quoteBalanceUsd = (0.03 + random() * 0.3) * gross - worth.reduce((sum, usd) => sum + usd, 0);
    return {
      kind: 'watched-account',
      receivedMs: 0,
      cause: 0,
      account: `account/${index}`,
      quoteBalanceUsd,
      positions,
    };
  });
}

function marketRules(market) {
  return {
    marketId: core.marketId(stream.tickers[market]),
    clobPairId: market,
    atomicResolution: -6,
    quantumConversionExponent: -9,
    stepBaseQuantums: 1_000n,
    subticksPerTick: 1_000n,
    initialMarginFraction: 0.05,
    maintenanceMarginFraction: 0.03,
    openInterestLowerCapUsd: 20_000_000,
    openInterestUpperCapUsd: 50_000_000,
    marginMode: 'cross',
  };
}

function heldAccount({ quoteBalanceUsd, positions }) {
  return {
    quoteBalanceUsd,
    positions: positions.map(({ marketId, market, sizeBase }) => ({
      marketId,
      sizeBase,
      oraclePriceUsd: stream.start[market],
      initialMarginFraction: 0.05,
      maintenanceMarginFraction: 0.03,
    })),
  };
}

/** The same account in the chain's integers, half of its equity gone, so that it can be liquidated. */
function chainAccount({ quoteBalanceUsd, positions }) {
  const gross = positions.reduce((sum, { market, sizeBase }) => sum + Math.abs(sizeBase) * stream.start[market], 0);
  const entries = positions.map(({ marketId, market, sizeBase }) => [
    marketId,
    {
      rules: marketRules(market),
      quantums: BigInt(Math.round(sizeBase * 1e6)),
      oraclePriceUsd: stream.start[market],
      openInterestBase: 1_000,
    },
  ]);
  return { quoteQuantums: core.usdToQuote((quoteBalanceUsd - gross * 0.32).toFixed(6)), positions: new Map(entries) };
}

function measureAccount() {
  const some = accounts.slice(0, 50);
  const held = some.map(heldAccount);
  const exact = some.map(chainAccount);
  const chain = risk.chainMargin();
  const ways = {
    sum: () =>
      held.reduce((sum, given) => sum + risk.accountMargin(given.quoteBalanceUsd, given.positions).equityUsd, 0),
    all: () => held.reduce((sum, given) => sum + risk.marginOf(given).positions[0].liquidationDistance, 0),
    exact: () => exact.reduce((sum, given) => sum + Number(chain.requirements(given).initial), 0),
    'exact step': () => exact.filter((given) => chain.liquidation(given) !== undefined).length,
  };
  for (const [way, run] of Object.entries(ways)) {
    report(`risk: account of ${positionCount} positions, ${way}`, 'us', perRound(run).map((ms) => (ms * 1_000) / some.length)); // prettier-ignore
  }
}

function measureAccounts() {
  const held = accounts.map(heldAccount);
  const table = new risk.AccountTable([0.05]);
  const contexts = stream.tickers.map((ticker, market) => ({
    kind: 'context',
    marketId: core.marketId(ticker),
    receivedMs: 0,
    cause: 0,
    status: 'ACTIVE',
    rules: marketRules(market),
    oraclePriceUsd: stream.start[market],
    openInterestBase: 1_000,
  }));
  contexts.forEach((context) => table.applyContext(context));
  accounts.forEach((account) => table.setAccount(account));
  let factor = 1;
  const ways = {
    all: () => held.reduce((sum, given) => sum + risk.marginOf(given).positions.at(-1).liquidationDistance, 0),
    table: () => {
      factor = factor === 1 ? 1.0001 : 1;
      let changed = 0;
      for (const context of contexts) {
        changed += table.applyContext({ ...context, oraclePriceUsd: context.oraclePriceUsd * factor }).length;
      }
      return changed;
    },
  };
  for (const [way, run] of Object.entries(ways)) {
    report(`risk: ${accountCount} accounts of ${positionCount} positions, ${way}`, 'ms', perRound(run));
  }
}

/** Milliseconds of processor time of one run, per round of as many runs as fill 300 ms; the first round does not count. */
function perRound(run) {
  const times = [];
  let used = 0;
  for (let round = 0; round <= rounds; round += 1) {
    let runs = 0;
    const before = process.cpuUsage();
    let spent;
    do {
      used += run();
      runs += 1;
      const { user, system } = process.cpuUsage(before);
      spent = (user + system) / 1_000;
    } while (spent < 300);
    if (round > 0) times.push(spent / runs);
  }
  if (Number.isNaN(used)) throw new Error('the accounts have no sound margin');
  return times;
}

async function measureLatency() {
  const rows = { all: [], verdicts: [], processor: [], work: [], changed: [] };
  for (let round = 0; round <= rounds; round += 1) {
    const measured = { ...(await runOpenLoop()), ...runClosedLoop() };
    if (round === 0) continue;
    for (const [name, value] of Object.entries(measured)) rows[name].push(value);
  }
  const what = `risk: oracle frame to verdict, ${accountCount} accounts, ${rate}/s`;
  for (const name of ['all', 'verdicts', 'processor']) {
    for (const quantile of ['p50', 'p99', 'p999', 'max']) {
      report(`${what}, ${name}, ${quantile}`, 'ms', rows[name].map((times) => times[quantile])); // prettier-ignore
    }
  }
  report(`${what}, work`, 'us/frame', rows.work);
  report(`${what}, verdicts`, 'count', rows.changed);
}

/** The way from frames to verdicts; `said` counts them. */
function startWatching() {
  const scheduler = new core.EventScheduler();
  const inputs$ = new rxjs.Subject();
  const accounts$ = new rxjs.Subject();
  const processed$ = inputs$.pipe(
    connection.decodeInputs({ faults }),
    rxjs.filter(({ kind }) => kind !== 'stream'),
    data.processMarketData({ faults, scheduler }),
  );
  const verdicts$ = rxjs.merge(accounts$, processed$).pipe(risk.watchAccounts({ distanceBounds: [0.1, 0.02] }));
  const watch = { said: 0, feed, stop: () => subscription.unsubscribe() };
  const subscription = verdicts$.subscribe(() => {
    watch.said += 1;
  });
  function feed(text, seq) {
    const receivedUs = 1_700_000_000_000_000 + Math.round((seq / rate) * 1e6);
    scheduler.advanceTo(receivedUs / 1_000);
    inputs$.next({ kind: 'frame', receivedUs, connection: 0, text, seq });
  }
  feed(stream.texts[0], 0);
  for (const account of accounts) accounts$.next(account);
  if (watch.said !== accounts.length) throw new Error(`${watch.said} verdicts for ${accounts.length} accounts`);
  return watch;
}

/** All frames, one after the other, by processor time; the queue that they would have stood in, had they come at the rate. */
function runClosedLoop() {
  const watch = startWatching();
  const frames = stream.texts.slice(1);
  const latencies = new Float64Array(frames.length);
  const usedUs = () => {
    const { user, system } = process.cpuUsage();
    return user + system;
  };
  const startUs = usedUs();
  let doneMs = 0;
  let before = startUs;
  for (const [index, text] of frames.entries()) {
    watch.feed(text, index + 1);
    const now = usedUs();
    const dueMs = (index * 1_000) / rate;
    doneMs = Math.max(doneMs, dueMs) + (now - before) / 1_000;
    latencies[index] = doneMs - dueMs;
    before = now;
  }
  watch.stop();
  return { processor: quantiles(latencies), work: (before - startUs) / frames.length };
}

/** One run over all frames; each is handled as soon as it is due and the ones before are done. */
async function runOpenLoop() {
  const watch = startWatching();
  const frames = stream.texts.slice(1);
  const latencies = new Float64Array(frames.length);
  const changed = [];
  const startMs = performance.now() + 50;
  for (let next = 0; next < frames.length;) {
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    for (; next < frames.length && startMs + (next * 1_000) / rate <= performance.now(); next += 1) {
      const { said } = watch;
      watch.feed(frames[next], next + 1);
      latencies[next] = performance.now() - (startMs + (next * 1_000) / rate);
      if (watch.said > said) changed.push(latencies[next]);
    }
  }
  watch.stop();
  return {
    all: quantiles(latencies),
    verdicts: quantiles(Float64Array.from(changed)),
    changed: watch.said - accounts.length,
  };
}

function quantiles(times) {
  const sorted = times.toSorted();
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
  return { p50: at(0.5), p99: at(0.99), p999: at(0.999), max: at(1) };
}
