import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Loads ccxt from a `node_modules` folder or from its own; its version with it. */
export async function loadCcxt(path) {
  const inner = join(resolve(path), 'ccxt');
  const folder = (await stat(inner).catch(() => undefined))?.isDirectory() ? inner : resolve(path);
  const { default: ccxt } = await import(pathToFileURL(join(folder, 'js/ccxt.js')).href);
  return ccxt;
}

/** Takes single frames ccxt's own way: JSON.parse, then its dydx handler; `sum` as in the plain books. */
export function ccxtBooks(ccxt, ids) {
  const exchange = new ccxt.pro.dydx();
  exchange.setMarkets(ids.map((id) => marketOf(id)));
  const client = { resolve: () => undefined, reject: () => undefined, subscriptions: {}, futures: {} };
  let sum = 0;
  return {
    feed: ({ text }) => {
      const message = JSON.parse(text);
      exchange.handleMessage(client, message);
      const { bids, asks } = exchange.orderbooks[symbolOf(message.id)];
      if (bids.length > 0 && asks.length > 0) sum += bids[0][0] + asks[0][0];
    },
    sum: () => sum,
    levelsOf: (id) => ['bids', 'asks'].map((side) => Array.from(exchange.orderbooks[symbolOf(id)][side], pair)),
  };
}

const pair = ([price, size]) => [price, size];
const symbolOf = (id) => `${id.split('-')[0]}/USDC:USDC`;

function marketOf(id) {
  const base = id.split('-')[0];
  return { id, symbol: symbolOf(id), base, quote: 'USDC', settle: 'USDC', type: 'swap', swap: true, active: true };
}
