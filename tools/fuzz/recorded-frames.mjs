import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** Every so many-th frame of a recording is taken. */
const STEP = 10;

/** Real answers, by what their file is called, with the path that they answer. */
const ANSWERS = [
  ['dydx-v4-nautilus-rest2024/list_perpetual_markets.json', '/perpetualMarkets'],
  ['dydx-v4-nautilus-rest2024/addresses.json', '/addresses/a'],
  ['dydx-v4-nautilus-rest2024/asset_positions.json', '/assetPositions?address=a&subaccountNumber=0'],
  ['dydx-v4-nautilus-rest2024/fills.json', '/fills?address=a&subaccountNumber=0'],
  ['dydx-v4-nautilus-rest2024/list_perpetual_positions.json', '/perpetualPositions?address=a&subaccountNumber=0'],
  ['dydx-v4-nautilus-rest2024/orders.json', '/orders?address=a&subaccountNumber=0'],
  ['dydx-v4-nautilus-rest2024/order.json', '/orders/o1?address=a&subaccountNumber=0'],
  ['dydx-v4-nautilus-rest2025/http_get_candles.json', '/candles/perpetualMarkets/BTC-USD'],
  ['dydx-v4-nautilus-rest2025/http_get_orderbook.json', '/orderbooks/perpetualMarket/BTC-USD'],
  ['dydx-v4-nautilus-rest2025/http_get_subaccount.json', '/addresses/a/subaccountNumber/0'],
  ['dydx-v4-nautilus-rest2025/http_get_trades.json', '/trades/perpetualMarket/BTC-USD'],
  ['dydx-v4-abacus/rest_candles_1HOUR_testnet_2023-04.json', '/candles/perpetualMarkets/ETH-USD'],
];

/** The texts of all real frames below the folder, recordings sampled. */
export function recordedFrames(folder) {
  const within = (name) => readdirSync(join(folder, name)).map((file) => join(folder, name, file));
  const recordings = within('frames').flatMap((path) =>
    gunzipSync(readFileSync(path))
      .toString()
      .split('\n')
      .filter((line, index) => line !== '' && (index < 20 || index % STEP === 0))
      .map((line) => line.replace(/^\d+ \d+ /, '')),
  );
  const single = within('dydx-v4-nautilus-ws2024').map((path) =>
    JSON.stringify(JSON.parse(readFileSync(path, 'utf8'))),
  );
  const lines = within('dydx-v4-abacus')
    .filter((path) => path.endsWith('.jsonl'))
    .flatMap((path) => readFileSync(path, 'utf8').split('\n'));
  return [...recordings, ...single, ...lines.filter((line) => line !== '')];
}

/** Real REST answers as `{path, body}`; those that were stored in an envelope of their own without it. */
export function recordedAnswers(folder) {
  return ANSWERS.filter(([file]) => existsSync(join(folder, file))).map(([file, path]) => {
    const stored = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    return { path, body: JSON.stringify(stored.result ?? stored) };
  });
}
