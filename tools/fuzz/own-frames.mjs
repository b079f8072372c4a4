/** One frame of every kind, with invented values, and one answer of every path that is read. */
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
  marketType: 'CROSS',
};
const ORDER = { id: 'o1', clientId: '5', ticker: 'BTC-USD', side: 'SELL', size: '1', price: '100', status: 'OPEN' };
const FILL = {
  ...TRADE,
  ticker: 'BTC-USD',
  liquidity: 'TAKER',
  fee: '0.01',
  createdAtHeight: '5',
  subaccountNumber: 0,
};
const POSITION = { market: 'BTC-USD', side: 'LONG', status: 'OPEN', size: '1', entryPrice: '99', netFunding: '0' };
const BALANCE = { symbol: 'USDC', side: 'LONG', size: '500', subaccountNumber: 0 };
const TRANSFER = { id: 't1', type: 'DEPOSIT', symbol: 'USDC', size: '5', sender: { address: 'a' }, createdAt: TIME };
const SUBACCOUNT = {
  subaccountNumber: 0,
  equity: '1000',
  openPerpetualPositions: { 'BTC-USD': POSITION },
  assetPositions: { USDC: BALANCE },
};
const LEVEL = { price: '100', size: '1' };

const frame = (type, channel, id, contents) =>
  JSON.stringify({ type, connection_id: 'u', message_id: 7, id, channel, version: '1.0.0', contents });

export const ownFrames = [
  frame('subscribed', 'v4_orderbook', 'BTC-USD', { bids: [LEVEL], asks: [{ price: '101', size: '2' }] }),
  frame('channel_data', 'v4_orderbook', 'BTC-USD', { bids: [['100', '0']] }),
  frame('channel_data', 'v4_orderbook', 'BTC-USD', { bids: [['100.5', '1.25']], asks: [['100.75', '3']] }),
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
    transfers: TRANSFER,
  }),
  frame('subscribed', 'v4_parent_subaccounts', 'a/0', {
    subaccount: { childSubaccounts: [SUBACCOUNT] },
    orders: [ORDER],
    blockHeight: '5',
  }),
  JSON.stringify({ type: 'connected', connection_id: 'u', message_id: 0 }),
  JSON.stringify({ type: 'unsubscribed', connection_id: 'u', message_id: 4, channel: 'v4_trades', id: 'BTC-USD' }),
  JSON.stringify({ type: 'error', message: 'Invalid id: 5', connection_id: 'u', message_id: 3 }),
];

const ACCOUNT = 'address=a&subaccountNumber=0';
const PARENT = 'address=a&parentSubaccountNumber=0';
const answer = (path, body) => ({ path, body: JSON.stringify(body) });

export const ownAnswers = [
  answer('/perpetualMarkets', { markets: { 'BTC-USD': MARKET, 'SOL-USD': MARKET } }),
  answer('/orderbooks/perpetualMarket/BTC-USD', { bids: [LEVEL], asks: [] }),
  answer('/trades/perpetualMarket/BTC-USD?limit=10', { trades: [{ ...TRADE, createdAtHeight: '5' }] }),
  answer('/candles/perpetualMarkets/BTC-USD?resolution=1MIN', { candles: [CANDLE] }),
  answer(`/fills?${ACCOUNT}`, { fills: [{ ...FILL, ticker: undefined, market: 'BTC-USD' }] }),
  answer(`/fills/parentSubaccount?${PARENT}`, { fills: [FILL] }),
  answer(`/orders?${ACCOUNT}`, [ORDER]),
  answer(`/orders/o1?${ACCOUNT}`, ORDER),
  answer(`/perpetualPositions?${ACCOUNT}`, { positions: [POSITION] }),
  answer(`/assetPositions/parentSubaccountNumber?${PARENT}`, { positions: [BALANCE] }),
  answer(`/transfers?${ACCOUNT}`, { transfers: [TRANSFER] }),
  answer('/addresses/a', { subaccounts: [SUBACCOUNT], totalTradingRewards: '0' }),
  answer('/addresses/a/subaccountNumber/0', { subaccount: SUBACCOUNT }),
  answer('/addresses/a/parentSubaccountNumber/0', { subaccount: { childSubaccounts: [SUBACCOUNT] } }),
];
