import { type AccountData, type Input, type LoggedInput } from '@perpstream/core';
import { collectFaults } from '@perpstream/testing';
import { from, map } from 'rxjs';
import { decodeInputs, type Decoded } from './decode-inputs';

const TIME = '2026-03-01T00:00:00.000Z';
const TRADE = { id: '0a', size: '1', price: '2', side: 'BUY', createdAt: TIME, type: 'LIMIT' };
const CANDLE = {
  ...{ startedAt: TIME, ticker: 'BTC-USD', resolution: '1MIN', low: '1', high: '3', open: '2', close: '2' },
  ...{ baseTokenVolume: '1', usdVolume: '2', trades: 1, startingOpenInterest: '5', orderbookMidPriceOpen: null },
};
const MARKET = {
  ...{ clobPairId: '0', ticker: 'BTC-USD', status: 'ACTIVE', marketType: 'CROSS', atomicResolution: -10 },
  ...{ quantumConversionExponent: -9, stepBaseQuantums: 1, subticksPerTick: 1, initialMarginFraction: '0.05' },
  ...{ maintenanceMarginFraction: '0.03' },
};
const POSITION = { market: 'BTC-USD', side: 'LONG', status: 'OPEN', size: '1' };

const data = (channel: string, id: string | undefined, contents: unknown, more: object = {}): Input => ({
  kind: 'frame',
  receivedUs: 1_000,
  connection: 0,
  text: JSON.stringify({ type: 'channel_data', id, channel, version: '1.0.0', contents, ...more }),
});
const decode = (...inputs: Input[]): { events: Decoded[]; told: string[] } => {
  const faults = collectFaults();
  const events: Decoded[] = [];
  from(inputs)
    .pipe(
      map((input, seq): LoggedInput => ({ seq, ...input })),
      decodeInputs({ faults }),
    )
    .subscribe((event) => events.push(event));
  return { events, told: faults.faults.map(({ kind, message }) => `${kind} ${message.replace(' (1 so far)', '')}`) };
};

describe('R11: what this version does not know', () => {
  it.each<[string, Input, string]>([
    [
      'the envelope',
      data('v4_trades', 'A', { trades: [TRADE] }, { mood: 1 }),
      'v4_trades: unknown field envelope.mood',
    ],
    ['contents', data('v4_trades', 'A', { trades: [TRADE], mood: 1 }), 'v4_trades: unknown field contents.mood'],
    ['a trade', data('v4_trades', 'A', { trades: [{ ...TRADE, mood: 1 }] }), 'v4_trades: unknown field trade.mood'],
    ['a candle', data('v4_candles', 'A/1MIN', { ...CANDLE, mood: 1 }), 'v4_candles: unknown field candle.mood'],
    ['a book', data('v4_orderbook', 'A', { bids: [['1', '1']], mood: 1 }), 'v4_orderbook: unknown field contents.mood'],
    ['a level', data('v4_orderbook', 'A', { bids: [['1', '1', 'x']] }), 'v4_orderbook: unknown field level.2'],
    [
      'a level of a snapshot',
      data('v4_orderbook', 'A', { bids: [{ price: '1', size: '1', mood: 1 }] }),
      'v4_orderbook: unknown field level.mood',
    ],
    [
      'a market',
      data('v4_markets', undefined, { trading: { A: { volume24H: '1', mood: 1 } } }),
      'v4_markets: unknown field market.mood',
    ],
    [
      'an oracle price',
      data('v4_markets', undefined, { oraclePrices: { A: { oraclePrice: '1', effectiveAt: TIME, mood: 1 } } }),
      'v4_markets: unknown field oracle price.mood',
    ],
    [
      'a block',
      data('v4_block_height', 'v', { blockHeight: '1', time: TIME, mood: 1 }),
      'v4_block_height: unknown field contents.mood',
    ],
    ['an account', data('v4_subaccounts', 'a/0', { mood: 1 }), 'v4_subaccounts: unknown field contents.mood'],
    [
      'an order',
      data('v4_subaccounts', 'a/0', { orders: [{ id: 'o', mood: 1 }] }),
      'v4_subaccounts: unknown field order.mood',
    ],
    [
      'a position',
      data('v4_parent_subaccounts', 'a/0', { perpetualPositions: [{ ...POSITION, mood: 1 }] }, { subaccountNumber: 0 }),
      'v4_parent_subaccounts: unknown field position.mood',
    ],
  ])('is one fault when it is a field of %s, and the rest is decoded', (_, input, expected) => {
    const { events, told } = decode(input);
    expect(told).toEqual([`unknown-field ${expected}, left out`]);
    expect(events).toHaveLength(1);
  });

  it('is a fault at the 1st, 10th and 100th time, not at each one', () => {
    const odd = data('v4_trades', 'A', { trades: [{ ...TRADE, mood: 1 }] });
    const { events, told } = decode(...Array.from({ length: 150 }, () => odd));
    expect(events).toHaveLength(150);
    expect(told.map((message) => /\d+/.exec(message.slice(-14))?.[0])).toEqual([undefined, '10', '100']);
  });

  it('starts counting with each subscription', () => {
    const odd = data('v4_trades', 'A', { trades: [{ ...TRADE, mood: 1 }] });
    expect([decode(odd).told, decode(odd).told]).toEqual([[expect.any(String)], [expect.any(String)]]);
  });

  it('is not counted in a frame that is refused', () => {
    const { told } = decode(data('v4_trades', 'A', { trades: [{ ...TRADE, mood: 1, price: 'x' }] }));
    expect(told).toEqual(['malformed-frame price is not a number: "x"']);
  });

  it('is nothing that every object has', () => {
    const { told } = decode(data('v4_trades', 'A', { trades: [TRADE], toString: 1, __proto__: 2 }));
    expect(told).toEqual(['unknown-field v4_trades: unknown field contents.toString, left out']);
  });

  it('can be a type of trade, kept as other', () => {
    const { events, told } = decode(data('v4_trades', 'A', { trades: [{ ...TRADE, type: 'AUCTION' }] }));
    expect(events).toMatchObject([{ trades: [{ type: 'other' }] }]);
    expect(told).toEqual(['unknown-field v4_trades: unknown trade type "AUCTION", kept as other']);
  });

  it('can be a length of candles, which are left out of their list', () => {
    const candles = [CANDLE, { ...CANDLE, resolution: '2MINS' }, { ...CANDLE, resolution: '1DAY' }];
    const { events, told } = decode(data('v4_candles', 'A/1MIN', { candles }, { type: 'subscribed' }));
    expect(events).toMatchObject([{ candles: [{ resolution: '1DAY' }, { resolution: '1MIN' }] }]);
    expect(told).toEqual(['unknown-field v4_candles: unknown candle resolution "2MINS", left out']);
    expect(decode(data('v4_candles', 'A/2MINS', { ...CANDLE, resolution: '2MINS' })).events).toEqual([]);
  });

  it('can be a status or a type of a market', () => {
    const market = { ...MARKET, status: 'NAPPING', marketType: 'SHARED' };
    const { events, told } = decode(data('v4_markets', undefined, { trading: { 'BTC-USD': market } }));
    expect(events).toMatchObject([{ facts: { status: 'UNKNOWN', rules: { marginMode: 'cross' } } }]);
    expect(told).toEqual([
      'unknown-field v4_markets: unknown market type "SHARED", kept as CROSS',
      'unknown-field v4_markets: unknown market status "NAPPING", kept as UNKNOWN',
    ]);
  });

  it('can be a status of an order or a position, or a type of a transfer', () => {
    const contents = {
      orders: [{ id: 'o', status: 'HALF_OPEN' }],
      perpetualPositions: [{ ...POSITION, status: 'PAUSED' }],
      transfers: { type: 'GIFT', symbol: 'USDC', size: '1' },
    };
    const { events, told } = decode(data('v4_subaccounts', 'a/0', contents));
    const [account] = events as AccountData[];
    expect([account?.orders[0]?.status, account?.positions[0]?.status, account?.transfers[0]?.type]).toEqual([
      'UNKNOWN',
      'UNKNOWN',
      'UNKNOWN',
    ]);
    expect(told).toEqual([
      'unknown-field v4_subaccounts: unknown order status "HALF_OPEN", kept as UNKNOWN',
      'unknown-field v4_subaccounts: unknown position status "PAUSED", kept as UNKNOWN',
      'unknown-field v4_subaccounts: unknown transfer type "GIFT", kept as UNKNOWN',
    ]);
  });

  it('survives an id of endless nesting on a channel without ids', () => {
    const nested = '['.repeat(100_000) + ']'.repeat(100_000);
    const text = `{"type":"channel_data","channel":"v4_markets","id":${nested},"contents":{"trading":{"A":{"volume24H":"1"}}}}`;
    expect(decode({ kind: 'frame', receivedUs: 1, connection: 0, text }).events).toHaveLength(1);
  });
});
