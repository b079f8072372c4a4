import { unixMs, type Checked, type MarketData, type RestAnswer } from '@perpstream/core';
import { parseMarkets } from './markets';

/** Path of the list of all markets, relative to the root of the API. */
export const PERPETUAL_MARKETS_PATH = '/perpetualMarkets';

/**
 * Decodes a logged REST answer: the list of markets gives `market` and `oracle` events, other paths give nothing. A body
 * of another shape is one fault. Never throws.
 */
export function decodeRest(answer: RestAnswer & { readonly seq: number }): Checked<readonly MarketData[]> {
  const [path] = answer.path.split('?');
  if (path !== PERPETUAL_MARKETS_PATH) return { ok: true, value: [] };
  const receivedMs = unixMs(answer.receivedUs / 1_000);
  const cause = answer.seq;
  try {
    const contents = [JSON.parse(answer.body) as unknown];
    const frame = { id: undefined, subaccountNumber: undefined, isSnapshot: true, contents, receivedMs, cause };
    return { ok: true, value: parseMarkets(frame) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const where = `rest ${answer.path} input ${answer.seq}`;
    return { ok: false, fault: { kind: 'malformed-frame', where, message, receivedMs, cause } };
  }
}
