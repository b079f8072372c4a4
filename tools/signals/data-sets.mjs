import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { barEvents, fundingEvents, inTimeOrder, marketsIn } from './candles.mjs';
import { barOptions } from './engines.mjs';
import { runOnEvents, runOnRecording } from './run-engines.mjs';

const MINUTE_MS = 60_000;

/** For five minutes of two busy markets: half lives so short that every price engine gets warm. */
const seconds = {
  momentum: { fastHalfLifeMs: 1_000, slowHalfLifeMs: 5_000 },
  trend: { barMs: 1_000, barsOf: 'micro' },
  meanReversion: { meanHalfLifeMs: 5_000, normHalfLifeMs: 50_000 },
  leadLag: { moveHalfLifeMs: 100, horizonMs: 250, normHalfLifeMs: 60_000 },
  bookImbalance: { halfLifeMs: 1_000 },
  tradeFlow: { recentHalfLifeMs: 2_000, normHalfLifeMs: 30_000 },
  liquidity: { recentHalfLifeMs: 2_000, normHalfLifeMs: 30_000 },
  liquidationPressure: { forcedHalfLifeMs: 5_000, normHalfLifeMs: 60_000 },
  basis: { recentHalfLifeMs: 2_000, normHalfLifeMs: 60_000 },
  openInterest: { fastHalfLifeMs: 2_000, slowHalfLifeMs: 20_000 },
  volume: { recentHalfLifeMs: 2_000, normHalfLifeMs: 30_000 },
  volatility: { recentHalfLifeMs: 2_000, normHalfLifeMs: 30_000 },
};

/** For half a minute of five thin markets: shorter still. */
const halfSeconds = {
  momentum: { fastHalfLifeMs: 500, slowHalfLifeMs: 2_500 },
  trend: { barMs: 200, barsOf: 'micro' },
  meanReversion: { meanHalfLifeMs: 500, normHalfLifeMs: 5_000 },
  leadLag: { leaders: ['ETH-USD'], moveHalfLifeMs: 100, horizonMs: 250, normHalfLifeMs: 10_000 },
  bookImbalance: { halfLifeMs: 500 },
  tradeFlow: { recentHalfLifeMs: 1_000, normHalfLifeMs: 10_000 },
  liquidity: { recentHalfLifeMs: 500, normHalfLifeMs: 5_000 },
  liquidationPressure: { forcedHalfLifeMs: 5_000, normHalfLifeMs: 10_000 },
  volume: { recentHalfLifeMs: 1_000, normHalfLifeMs: 10_000 },
  volatility: { recentHalfLifeMs: 1_000, normHalfLifeMs: 10_000 },
};

/**
 * What the engines are run over: for each set its name, what is known of the markets in it, the options of the engines,
 * and `run`, which gives a tally; `files` have to be there.
 */
export const dataSets = [
  {
    name: 'One-minute bars',
    about:
      '173 Hyperliquid perpetuals, 2025-07-21 to 07-23, from candles. Engines read bars of one minute where they can, ' +
      'otherwise with their defaults.',
    options: barOptions(MINUTE_MS),
    files: ['hyperliquid-perps/1m'],
    run: (packages, options, [bars]) => runOnEvents(packages, options, candleEvents(bars, MINUTE_MS)),
  },
  {
    name: 'Hourly bars and funding',
    about:
      'Ten Hyperliquid perpetuals: bars 2024-09 to 2025-05, hourly funding 2023-05 to 2025-05, each rate told as the ' +
      'predicted one when it was paid. Engines read bars of one hour where they can, otherwise with their defaults. ' +
      'Those that read bars are silent in the time before the first one, when there is funding alone.',
    options: barOptions(60 * MINUTE_MS),
    files: ['hyperliquid-perps/1h', 'hyperliquid-perps/funding-1h'],
    run: (packages, options, [bars, funding]) =>
      runOnEvents(packages, options, candleEvents(bars, 60 * MINUTE_MS, funding)),
  },
  ...[
    [
      'Five minutes of books, defaults',
      'The Binance BTC and ETH perpetuals, 2024-08-08. All engines with their defaults.',
      {},
    ],
    ['Five minutes of books, short half lives', 'The same with the options below.', seconds],
  ].map(([name, about, options]) => recording(name, about, options, 'binance-um-btc-eth-as-v4_2024-08-08')),
  recording(
    'Half a minute of thin books',
    'Five dYdX perpetuals, 2021-10-28, with the options below.',
    halfSeconds,
    'dydx-v3-five-markets-as-v4_2021-10-28',
  ),
];

function recording(name, about, options, file) {
  const files = [`frames/${file}.frames.gz`];
  return { name, about, options, files, run: (packages, given, [path]) => runOnRecording(packages, given, path) };
}

function* candleEvents(bars, barMs, funding) {
  const rates = funding === undefined ? [] : marketsIn(funding).map((name) => fundingEvents(funding, name));
  yield* inTimeOrder([...rates, ...marketsIn(bars).map((name) => barEvents(bars, name, barMs))]);
}

/** Runs the engines over the sets whose files are in the folder. */
export async function runDataSets(packages, folder, sets = dataSets) {
  const results = [];
  for (const set of sets) {
    const paths = set.files.map((file) => join(folder, file));
    if (!paths.every(existsSync)) continue;
    const tally = await set.run(packages, set.options, paths);
    results.push({ ...set, events: tally.events, markets: tally.markets, engines: tally.results() });
  }
  return results;
}
