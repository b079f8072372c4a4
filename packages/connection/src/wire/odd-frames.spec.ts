import { type Fault, type LoggedInput } from '@perpstream/core';
import { randomNumbers } from '@perpstream/testing';
import { Subject } from 'rxjs';
import { decodeInputs, type Decoded } from './decode-inputs';

const MUTATIONS = 100_000;
const TIME = '2026-03-01T00:00:00.000Z';
const TRADE = {
  id: '00bc614e0000000200000005',
  size: '0.5',
  price: '100',
  side: 'BUY',
  createdAt: TIME,
  type: 'LIMIT',
};
const CANDLE = {
  startedAt: TIME,
  ticker: 'BTC-USD',
  resolution: '1MIN',
  low: '99',
  high: '101',
  open: '100',
  close: '100.5',
  baseTokenVolume: '2',
  usdVolume: '200',
  trades: 3,
  startingOpenInterest: '7',
};
const MARKET = {
  clobPairId: '0',
  ticker: 'BTC-USD',
  status: 'ACTIVE',
  oraclePrice: '100.5',
  priceChange24H: '-1',
  volume24H: '1000',
  trades24H: 9,
  nextFundingRate: '0.00001',
  initialMarginFraction: '0.05',
  maintenanceMarginFraction: '0.03',
  openInterest: '7',
  atomicResolution: -10,
  quantumConversionExponent: -9,
  stepBaseQuantums: 1_000_000,
  subticksPerTick: 100_000,
};
const ORDER = { id: 'o1', clientId: '5', ticker: 'BTC-USD', side: 'SELL', size: '1', price: '100', status: 'OPEN' };
const FILL = { ...TRADE, ticker: 'BTC-USD', liquidity: 'TAKER', fee: '0.01', createdAtHeight: '5' };
const POSITION = { market: 'BTC-USD', side: 'LONG', status: 'OPEN', size: '1', entryPrice: '99', netFunding: '0' };
const BALANCE = { symbol: 'USDC', side: 'LONG', size: '500' };
const SUBACCOUNT = {
  subaccountNumber: 0,
  equity: '1000',
  openPerpetualPositions: { 'BTC-USD': POSITION },
  assetPositions: { USDC: BALANCE },
};

const frame = (type: string, channel: string, id: string | undefined, contents: unknown): string =>
  JSON.stringify({ type, connection_id: 'u', message_id: 7, id, channel, version: '1.0.0', contents });
const REFUSALS: readonly Fault['kind'][] = ['malformed-frame', 'unknown-channel', 'unknown-type', 'server-error'];
/** In the form that is scanned; the others of the list are mostly parsed. */
const SOUND = frame('channel_data', 'v4_orderbook', 'BTC-USD', { bids: [['100.5', '2']] });
const LEVEL = { price: '100', size: '1' };

/** One snapshot and one update of every channel, and what else a server says. */
const FRAMES: readonly string[] = [
  frame('subscribed', 'v4_orderbook', 'BTC-USD', { bids: [LEVEL], asks: [{ price: '101', size: '2' }] }),
  frame('channel_data', 'v4_orderbook', 'BTC-USD', { bids: [['100', '0']] }),
  frame('channel_batch_data', 'v4_orderbook', 'BTC-USD', [{ bids: [['99', '1']] }, { asks: [['102', '3.5']] }]),
  frame('subscribed', 'v4_trades', 'BTC-USD', { trades: [TRADE] }),
  frame('channel_batch_data', 'v4_trades', 'BTC-USD', [{ trades: [TRADE, TRADE] }]),
  frame('subscribed', 'v4_candles', 'BTC-USD/1MIN', { candles: [CANDLE] }),
  frame('channel_data', 'v4_candles', 'BTC-USD/1MIN', CANDLE),
  frame('subscribed', 'v4_markets', undefined, { markets: { 'BTC-USD': MARKET, 'ETH-USD': MARKET } }),
  frame('channel_data', 'v4_markets', undefined, {
    trading: { 'BTC-USD': { volume24H: '5' } },
    oraclePrices: { 'BTC-USD': { oraclePrice: '101', effectiveAt: TIME } },
  }),
  frame('subscribed', 'v4_block_height', 'v4_block_height', { height: '12', time: TIME }),
  frame('channel_data', 'v4_block_height', 'v4_block_height', { blockHeight: '13', time: TIME }),
  frame('subscribed', 'v4_subaccounts', 'a/0', { subaccount: SUBACCOUNT, orders: [ORDER], blockHeight: '5' }),
  frame('channel_data', 'v4_subaccounts', 'a/0', {
    blockHeight: '6',
    orders: [ORDER],
    fills: [FILL],
    perpetualPositions: [POSITION],
    assetPositions: [BALANCE],
    transfers: { type: 'DEPOSIT', symbol: 'USDC', size: '5' },
  }),
  frame('subscribed', 'v4_parent_subaccounts', 'a/0', {
    subaccount: { childSubaccounts: [SUBACCOUNT] },
    orders: [ORDER],
    blockHeight: '5',
  }),
  JSON.stringify({ type: 'connected', connection_id: 'u', message_id: 0 }),
  JSON.stringify({ type: 'error', message: 'Invalid id: 5', connection_id: 'u', message_id: 3 }),
];

/** Pieces that take the place of a whole JSON value, and texts that take the place of any piece of a frame. */
const VALUES: readonly string[] = [
  ...[
    'null',
    'true',
    '0',
    '-1',
    '-0',
    '1.5',
    '1e308',
    '1e999',
    '5e-324',
    '9007199254740993',
    '[]',
    '{}',
    '[[]]',
    '[null]',
  ],
  ...[
    '""',
    '" "',
    '"0"',
    '"-1"',
    '"1e308"',
    '"1e-400"',
    '"NaN"',
    '"-Infinity"',
    '"0x10"',
    '"é"',
    '"\\u001b[2J"',
    '"\\ud800"',
  ],
  ...[
    '"__proto__"',
    '"constructor"',
    '"toString"',
    '"A B"',
    '{"price":"1","size":"-1"}',
    '["1","-1"]',
    '["1"]',
    '"2026"',
  ],
  `"${'9'.repeat(400)}"`,
  '{"__proto__":{"oraclePrice":"5"},"constructor":{"volume24H":"5"},"toString":{"status":"ACTIVE"}}',
  '['.repeat(500) + ']'.repeat(500),
];
const SCRAPS: readonly string[] = [
  '',
  '{',
  '}',
  '[',
  ']',
  ',',
  '"',
  '\\',
  '-',
  'e9',
  '\n',
  '\u0000',
  'é',
  'NaN',
  '"a":1,',
];
const JSON_VALUE = /"(?:[^"\\]|\\.)*"(?!:)|-?\d+(?:\.\d+)?|\{[^{}]*\}|\[[^[\]]*\]/g;
const JSON_KEY = /"[^"]*":/g;

class Mutator {
  readonly #random: () => number;

  constructor(seed: number) {
    this.#random = randomNumbers(seed);
  }

  /** A frame with one to three things wrong. */
  next(): string {
    let text = this.#pick(FRAMES);
    for (let left = this.#below(3); left >= 0; left -= 1) text = this.#damaged(text);
    return text;
  }

  #damaged(text: string): string {
    const at = this.#below(text.length + 1);
    switch (this.#below(6)) {
      case 0:
        return text.slice(0, at);
      case 1:
        return text.slice(0, at) + this.#pick(SCRAPS) + text.slice(at + this.#below(3));
      case 2:
        return this.#replaceOne(text, JSON_KEY, (key) => `${key}${this.#pick(VALUES)},${key}`);
      case 3:
        return this.#replaceOne(text, JSON_KEY, () => `${this.#pick(['"__proto__"', '"id"', '"contents"', '"x"'])}:`);
      default:
        return this.#replaceOne(text, JSON_VALUE, () => this.#pick(VALUES));
    }
  }

  #replaceOne(text: string, pattern: RegExp, put: (found: string) => string): string {
    const matches = [...text.matchAll(pattern)];
    const match = matches[this.#below(matches.length)];
    if (match === undefined) return text;
    return text.slice(0, match.index) + put(match[0]) + text.slice(match.index + match[0].length);
  }

  #pick<T>(list: readonly T[]): T {
    return list[this.#below(list.length)]!;
  }

  #below(bound: number): number {
    return Math.floor(this.#random() * bound);
  }
}

function numbersIn(value: unknown): readonly number[] {
  if (typeof value === 'number') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return ArrayBuffer.isView(value)
    ? Array.from(value as Float64Array | Uint8Array)
    : Object.values(value).flatMap(numbersIn);
}

/** What a frame led to, if that breaks a promise of the decoder. */
function brokenPromise(events: readonly Decoded[], faults: readonly Fault[]): string | undefined {
  const refused = faults.filter(({ kind }) => REFUSALS.includes(kind));
  if (refused.length > 1) return 'more than one fault';
  if (refused.length > 0 && events.length > 0) return 'a fault and events';
  if (refused.length > 0 && faults.some(({ kind }) => kind === 'unknown-field')) return 'a refused frame was counted';
  if (faults.some(({ message, where }) => /[\r\n]/.test(message + where))) return 'a fault of several lines';
  if (!numbersIn(events).every((number) => Math.abs(number) <= 1e100)) return 'a wild number';
  const ids = events.flatMap((event) => ('marketId' in event ? [event.marketId] : []));
  return ids.every((id) => /^[!-~]+$/.test(id)) ? undefined : 'a wild ticker';
}

describe('odd frames', () => {
  it('decodes the frames that the mutations start from', () => {
    const { decode } = decoder();
    const kinds = FRAMES.map((text) =>
      decode(text)
        .events.map(({ kind }) => kind)
        .join(),
    );
    expect(new Set(kinds)).toEqual(
      new Set([
        ...['book-snapshot', 'book-change', 'trades', 'candles', 'market,oracle,market,oracle', 'market,oracle'],
        ...['block', 'account-data', ''],
      ]),
    );
  });

  it.each([1, 2, 3, 4])('R11: give events or one fault, and what follows still parses (seed %d)', (seed) => {
    const { decode } = decoder();
    const mutator = new Mutator(seed);
    const broken: unknown[] = [];
    let faulty = 0;
    for (let count = 0; count < MUTATIONS / 4; count += 1) {
      const text = mutator.next();
      const { events, faults } = decode(text);
      const promise = brokenPromise(events, faults);
      if (promise !== undefined) broken.push({ promise, text });
      faulty += faults.some(({ kind }) => REFUSALS.includes(kind)) ? 1 : 0;
      if (count % 500 === 0 && decode(SOUND).events.length !== 1)
        broken.push({ promise: 'a sound frame is lost', text });
    }
    expect(broken).toEqual([]);
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(faulty).toBeGreaterThan(MUTATIONS / 4 / 3);
    expect(faulty).toBeLessThan(MUTATIONS / 4);
  });
});

function decoder(): { decode: (text: string) => { readonly events: Decoded[]; readonly faults: Fault[] } } {
  let events: Decoded[] = [];
  let faults: Fault[] = [];
  const inputs$ = new Subject<LoggedInput>();
  inputs$.pipe(decodeInputs({ faults: { report: (fault) => faults.push(fault) } })).subscribe({
    next: (event) => events.push(event),
  });
  return {
    decode: (text) => {
      events = [];
      faults = [];
      inputs$.next({ kind: 'frame', receivedUs: 1, connection: 0, text, seq: 1 });
      return { events, faults };
    },
  };
}
