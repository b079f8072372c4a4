import { SIMULATED_ACCOUNTS } from '../accounts/simulated-accounts';
import type { ChannelUpdate } from '../venue/channel-update';
import type { IndexerMarket, IndexerTrade } from '../venue/indexer-shapes';
import { VenueState } from '../venue/venue-state';
import { DEFAULT_MARKETS } from './default-markets';
import { agendaOf, assertPlan, type MarketPlan } from './market-agenda';
import { Simulation } from './simulation';

const START = Date.parse('2026-03-01T00:00:00.000Z');
const [BTC, ETH, SOL, XRP] = DEFAULT_MARKETS;

type Seen = { readonly ms: number; readonly update: ChannelUpdate };

class Life {
  readonly state: VenueState = new VenueState();
  readonly seen: Seen[] = [];
  readonly simulation: Simulation;

  constructor(plan: MarketPlan, forcedTradesPerHour = 0) {
    this.simulation = new Simulation({
      ...{ seed: 4, markets: [BTC!, ETH!, SOL!], blockMs: 1_000, startMs: START, state: this.state },
      ...{ agenda: agendaOf(plan, START), forcedTradesPerHour },
    });
  }

  runTo(ms: number): this {
    this.simulation.advance(START + ms, (update) => this.seen.push({ ms: this.simulation.nowMs - START, update }));
    return this;
  }

  /** What v4_markets said of a market's trading, with the time. */
  listings(ticker: string): { readonly ms: number; readonly market: IndexerMarket }[] {
    return this.seen.flatMap(({ ms, update }) => {
      const market = update.channel === 'v4_markets' ? update.contents.trading?.[ticker] : undefined;
      return market?.['status'] === undefined ? [] : [{ ms, market }];
    });
  }

  count(channel: ChannelUpdate['channel'], ticker: string, fromMs: number, toMs: number = Infinity): number {
    return this.seen.filter(
      ({ ms, update }) => update.channel === channel && update.id === ticker && ms >= fromMs && ms < toMs,
    ).length;
  }

  get trades(): IndexerTrade[] {
    return this.seen.flatMap(({ update }) => (update.channel === 'v4_trades' ? update.contents.trades : []));
  }
}

describe('a listing', () => {
  const life = new Life({ listings: [{ atMs: 20_000, market: XRP! }] }).runTo(90_000);
  const [first, second, ...more] = life.listings('XRP-USD');

  it('appears as a whole object that is INITIALIZING, then ACTIVE, its oracle price apart', () => {
    expect(more).toEqual([]);
    expect([first!.market['status'], second!.market['status']]).toEqual(['INITIALIZING', 'ACTIVE']);
    expect(first!.ms).toBeGreaterThanOrEqual(20_000);
    expect(first!.ms).toBeLessThan(23_000);
    expect(second!.ms - first!.ms).toBeGreaterThan(8_000);
    expect(Object.keys(first!.market).sort()).toEqual(
      [
        ...['id', 'clobPairId', 'ticker', 'marketId', 'status', 'quantumConversionExponent', 'atomicResolution'],
        ...['subticksPerTick', 'stepBaseQuantums', 'marketType', 'initialMarginFraction', 'maintenanceMarginFraction'],
        ...['openInterestLowerCap', 'openInterestUpperCap', 'tickSize', 'stepSize', 'priceChange24H', 'volume24H'],
        ...['trades24H', 'nextFundingRate', 'openInterest', 'baseOpenInterest', 'defaultFundingRate1H'],
      ].sort(),
    );
    expect([first!.market['clobPairId'], first!.market['marketId']]).toEqual(['3', 3]);
  });

  it('is quoted by makers first and trades when it is ACTIVE', () => {
    expect(life.count('v4_orderbook', 'XRP-USD', 0, first!.ms)).toBe(0);
    expect(life.count('v4_orderbook', 'XRP-USD', first!.ms, second!.ms)).toBeGreaterThan(10);
    expect(life.count('v4_trades', 'XRP-USD', 0, second!.ms + 1)).toBe(0);
    expect(life.count('v4_trades', 'XRP-USD', second!.ms)).toBeGreaterThan(3);
    expect(life.count('v4_candles', 'XRP-USD/1MIN', second!.ms)).toBeGreaterThan(0);
  });

  it('is in the list and has a book like the others', () => {
    expect([...life.state.markets().keys()]).toEqual(['BTC-USD', 'ETH-USD', 'SOL-USD', 'XRP-USD']);
    expect(life.state.markets().get('XRP-USD')).toMatchObject({
      status: 'ACTIVE',
      oraclePrice: expect.any(String) as string,
    });
    expect(life.state.book('XRP-USD').bids.length).toBeGreaterThan(10);
  });
});

describe('a delisting', () => {
  const ticker = 'BTC-USD';
  const life = new Life({ delistings: [{ atMs: 120_000, ticker }] }).runTo(119_000);
  const accounts = SIMULATED_ACCOUNTS.flatMap(({ address, subaccountNumbers }) =>
    subaccountNumbers.map((number) => life.state.accounts.find(address, number)!),
  );
  const heldBefore = accounts.filter((account) => ticker in account.summary().openPerpetualPositions).length;
  life.runTo(140_000);
  const [{ ms, market }] = life.listings(ticker) as [{ ms: number; market: IndexerMarket }];

  it('goes into FINAL_SETTLEMENT with an empty book, told level by level', () => {
    expect(market['status']).toBe('FINAL_SETTLEMENT');
    expect(life.state.book(ticker)).toEqual({ bids: [], asks: [] });
    const stream = life.seen.flatMap(({ update }) =>
      update.channel === 'v4_orderbook' && update.id === ticker ? [update] : [],
    );
    const left = new Map<string, string>();
    for (const {
      contents: { bids = [], asks = [] },
    } of stream) {
      for (const [price, size] of [...bids, ...asks])
        if (size === '0') left.delete(price);
        else left.set(price, size);
    }
    expect([...left]).toEqual([]);
    expect(life.count('v4_orderbook', ticker, ms + 1)).toBe(0);
  });

  it('closes the positions of accounts at the oracle price and ends their orders', () => {
    expect(heldBefore).toBeGreaterThan(0);
    expect(accounts.filter((account) => ticker in account.summary().openPerpetualPositions)).toEqual([]);
    const closing = life.trades.filter(({ type }) => type === 'DELEVERAGED');
    expect(closing).toHaveLength(heldBefore);
    const oraclePrice = Number(life.state.markets().get(ticker)!['oraclePrice']);
    for (const { price } of closing) expect(Math.abs(Number(price) / oraclePrice - 1)).toBeLessThan(0.01);
    const live = accounts.flatMap(({ orders }) => orders.all()).filter((order) => order.ticker === ticker);
    expect(live.filter(({ status }) => status.endsWith('OPEN') || status.endsWith('OPENED'))).toEqual([]);
  });

  it('R14: is gone from the list and from REST half a minute later, and says no more', () => {
    expect(life.state.hasMarket(ticker)).toBe(true);
    life.runTo(200_000);
    expect([...life.state.markets().keys()]).toEqual(['ETH-USD', 'SOL-USD']);
    expect([life.state.hasMarket(ticker), life.state.trades(ticker), life.state.candles(ticker, '1MIN')]).toEqual([
      false,
      [],
      [],
    ]);
    expect(life.seen.filter(({ ms: at, update }) => at > ms + 35_000 && update.id.startsWith(ticker))).toEqual([]);
    expect(life.count('v4_trades', 'ETH-USD', ms + 35_000)).toBeGreaterThan(0);
  });
});

describe('a pause', () => {
  it('stops the market for its time; then it goes on', () => {
    const life = new Life({ pauses: [{ atMs: 30_000, ticker: 'ETH-USD', forMs: 20_000 }] }).runTo(80_000);
    const [paused, resumed] = life.listings('ETH-USD');
    expect([paused!.market['status'], resumed!.market['status']]).toEqual(['PAUSED', 'ACTIVE']);
    expect(life.count('v4_orderbook', 'ETH-USD', paused!.ms + 1, resumed!.ms)).toBe(0);
    expect(life.count('v4_orderbook', 'ETH-USD', resumed!.ms)).toBeGreaterThan(20);
    expect(life.count('v4_orderbook', 'BTC-USD', paused!.ms + 1, resumed!.ms)).toBeGreaterThan(20);
  });

  it('that ends after a delisting does not bring the market back', () => {
    const ticker = 'ETH-USD';
    const plan = { pauses: [{ atMs: 5_000, ticker, forMs: 20_000 }], delistings: [{ atMs: 10_000, ticker }] };
    const life = new Life(plan).runTo(50_000);
    expect(life.listings(ticker).map(({ market }) => market['status'])).toEqual(['PAUSED', 'FINAL_SETTLEMENT']);
    expect(life.state.hasMarket(ticker)).toBe(false);
  });
});

describe('forced trades', () => {
  it('R42: appear as LIQUIDATED and DELEVERAGED, as often as asked for', () => {
    const { trades } = new Life({}, 600).runTo(600_000);
    const times = (wanted: string): number =>
      new Set(trades.filter(({ type }) => type === wanted).map(({ createdAt }) => createdAt)).size;
    expect(new Set(trades.map(({ type }) => type))).toEqual(new Set(['LIMIT', 'LIQUIDATED', 'DELEVERAGED']));
    expect(times('LIQUIDATED') + times('DELEVERAGED')).toBeGreaterThan(60);
    expect(times('LIQUIDATED') + times('DELEVERAGED')).toBeLessThan(140);
    expect(times('LIQUIDATED')).toBeGreaterThan(times('DELEVERAGED'));
  });

  it('do not come when none are asked for', () => {
    const { trades } = new Life({}).runTo(120_000);
    expect(new Set(trades.map(({ type }) => type))).toEqual(new Set(['LIMIT']));
  });
});

describe('a plan', () => {
  it.each<[MarketPlan, string]>([
    [{ listings: [{ atMs: -1, market: XRP! }] }, 'listings: atMs of XRP-USD must be >= 0, was -1'],
    [{ listings: [{ atMs: 0, market: BTC! }] }, 'listings: BTC-USD is listed already'],
    [{ delistings: [{ atMs: 5, ticker: 'XRP-USD' }] }, 'delistings: no XRP-USD at 5 ms'],
    [{ delistings: [{ atMs: NaN, ticker: 'BTC-USD' }] }, 'delistings: atMs of BTC-USD must be >= 0, was NaN'],
    [{ pauses: [{ atMs: 5, ticker: 'BTC-USD', forMs: 0 }] }, 'pauses: forMs of BTC-USD must be > 0, was 0'],
    [
      { listings: [{ atMs: 9, market: { ...XRP!, stepBaseQuantums: 7 } }] },
      'XRP-USD: stepBaseQuantums must be a power of ten, was 7',
    ],
  ])('%j is refused', (plan, message) => {
    expect(() => assertPlan(plan, [BTC!])).toThrow(new RangeError(message));
  });

  it('may list, pause and delist the same market', () => {
    const ticker = 'XRP-USD';
    const plan: MarketPlan = {
      listings: [{ atMs: 10, market: XRP! }],
      pauses: [{ atMs: 20, ticker, forMs: 5 }],
      delistings: [{ atMs: 60_000, ticker }],
    };
    expect(() => assertPlan(plan, [BTC!])).not.toThrow();
    expect(agendaOf(plan, 1_000).map(({ atMs, action }) => [atMs, action])).toEqual([
      [1_010, 'list'],
      [1_020, 'pause'],
      [1_025, 'activate'],
      [11_010, 'activate'],
      [61_000, 'settle'],
      [91_000, 'remove'],
    ]);
  });
});
