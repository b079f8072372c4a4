import { DEFAULT_MARKETS } from '../chain/default-markets';
import { Simulation } from '../chain/simulation';
import type { IndexerFillRow, IndexerSubaccountChange } from '../venue/account-shapes';
import type { IndexerTrade } from '../venue/indexer-shapes';
import { VenueState } from '../venue/venue-state';
import { SIMULATED_ACCOUNTS } from './simulated-accounts';

const START = Date.parse('2026-03-01T00:00:00.000Z');
const KEYS = SIMULATED_ACCOUNTS.flatMap(({ address, subaccountNumbers }) =>
  subaccountNumbers.map((number) => `${address}/${number}`),
);

/** Sums on integers of 1e-9: exact for the sizes and amounts of these tests. */
const units = (text: string): bigint => BigInt(Math.round(Number(text) * 1e9));

type Run = {
  readonly state: VenueState;
  readonly changes: readonly { readonly id: string; readonly contents: IndexerSubaccountChange }[];
  readonly trades: ReadonlyMap<string, IndexerTrade>;
};

function run(minutes: number): Run {
  const state = new VenueState();
  const changes: { id: string; contents: IndexerSubaccountChange }[] = [];
  const trades = new Map<string, IndexerTrade>();
  const options = { seed: 5, markets: DEFAULT_MARKETS.slice(0, 3), blockMs: 1_000, startMs: START, state };
  const simulation = new Simulation({ ...options, forcedTradesPerHour: 400 });
  simulation.advance(START + minutes * 60_000, (update) => {
    if (update.channel === 'v4_subaccounts') changes.push(update);
    if (update.channel === 'v4_trades') for (const trade of update.contents.trades) trades.set(trade.id, trade);
  });
  return { state, changes, trades };
}

describe('twenty minutes of accounts', () => {
  const { state, changes, trades } = run(20);
  const of = (key: string): IndexerSubaccountChange[] =>
    changes.filter(({ id }) => id === key).map(({ contents }) => contents);
  const fillsOf = (key: string): IndexerFillRow[] => of(key).flatMap(({ fills = [] }) => fills);
  const stateOf = (key: string): NonNullable<ReturnType<VenueState['accounts']['find']>> =>
    state.accounts.find(key.split('/')[0]!, Number(key.split('/')[1]))!;

  it.each(KEYS)('%s trades, as a trade of the same event says', (key) => {
    const fills = fillsOf(key);
    expect(fills.length).toBeGreaterThan(5);
    for (const { eventId, size, price, side, liquidity } of fills) {
      const trade = trades.get(eventId)!;
      expect([trade.size, trade.price]).toEqual([size, price]);
      expect(trade.side === side).toBe(liquidity === 'TAKER');
    }
  });

  it('has both sides of a fill where two accounts met, and no fill twice', () => {
    const all = KEYS.flatMap(fillsOf);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    const byEvent = new Map<string, IndexerFillRow[]>();
    for (const fill of all) byEvent.set(fill.eventId, [...(byEvent.get(fill.eventId) ?? []), fill]);
    const met = [...byEvent.values()].filter(({ length }) => length > 1);
    expect(met.length).toBeGreaterThan(0);
    for (const [first, second] of met) {
      expect(new Set([first!.side, second!.side]).size).toBe(2);
      expect(new Set([first!.liquidity, second!.liquidity]).size).toBe(2);
      expect([first!.size, first!.price]).toEqual([second!.size, second!.price]);
    }
  });

  it.each(KEYS)('%s holds exactly what its fills amount to', (key) => {
    const sums = new Map<string, bigint>();
    for (const { ticker, side, size } of fillsOf(key)) {
      sums.set(ticker, (sums.get(ticker) ?? 0n) + (side === 'BUY' ? units(size) : -units(size)));
    }
    const held = stateOf(key).summary().openPerpetualPositions;
    for (const [ticker, sum] of sums) expect(units(held[ticker]?.size ?? '0')).toBe(sum);
    expect(Object.keys(held).every((ticker) => sums.has(ticker))).toBe(true);
  });

  it.each(KEYS)('R27: the cash of %s moves by fills, fees and transfers alone', (key) => {
    let cash = 0n;
    for (const { transfers, fills = [] } of of(key)) {
      if (transfers !== undefined) cash += (transfers.type === 'TRANSFER_OUT' ? -1n : 1n) * units(transfers.size);
      for (const { side, quoteAmount, fee } of fills) {
        cash += (side === 'BUY' ? -1n : 1n) * units(quoteAmount) - units(fee);
      }
    }
    const { size, side } = stateOf(key).assets()[0]!;
    expect(side === 'SHORT' ? -units(size) : units(size)).toBe(cash);
  });

  it.each(KEYS)('R26: the equity of %s is cash and signed size times oracle price', (key) => {
    const { equity, freeCollateral, openPerpetualPositions, assetPositions } = stateOf(key).summary();
    const usdc = assetPositions['USDC']!;
    let expected = Number(usdc.size) * (usdc.side === 'SHORT' ? -1 : 1);
    let margin = 0;
    for (const { market, size } of Object.values(openPerpetualPositions)) {
      const { oraclePrice, initialMarginFraction } = state.markets().get(market)!;
      expected += Number(size) * Number(oraclePrice);
      margin += Math.abs(Number(size) * Number(oraclePrice)) * Number(initialMarginFraction);
    }
    expect(Number(equity)).toBeCloseTo(expected, 6);
    expect(Number(freeCollateral)).toBeCloseTo(expected - margin, 6);
    expect(Number(equity)).toBeGreaterThan(9_000);
  });

  it('shows every way of an order', () => {
    const seen = new Set(
      changes.flatMap(({ contents: { orders = [], fills = [] } }) =>
        orders.map(({ status, orderFlags, timeInForce, removalReason = '' }) => {
          const kind = orderFlags === '64' ? 'long-term' : timeInForce;
          const reason = removalReason.replace('ORDER_REMOVAL_REASON_', '');
          return [kind, status, reason, fills.length > 0 ? 'with fills' : ''].filter((part) => part !== '').join(' ');
        }),
      ),
    );
    expect([...seen]).toEqual(
      expect.arrayContaining([
        'GTT BEST_EFFORT_OPENED',
        'GTT OPEN with fills',
        'GTT FILLED with fills',
        'GTT BEST_EFFORT_CANCELED REPLACED',
        'GTT BEST_EFFORT_CANCELED USER_CANCELED',
        'GTT CANCELED INDEXER_EXPIRED',
        'IOC BEST_EFFORT_OPENED',
        'IOC BEST_EFFORT_CANCELED IMMEDIATE_OR_CANCEL_WOULD_REST_ON_BOOK',
        'IOC CANCELED with fills',
        'IOC FILLED with fills',
        'long-term OPEN',
        'long-term FILLED with fills',
        'long-term CANCELED USER_CANCELED',
      ]),
    );
    const types = new Set(KEYS.flatMap(fillsOf).map(({ type }) => type));
    expect(types).toContain('LIQUIDATION');
    expect(types).toContain('OFFSETTING');
    expect(new Set(changes.map(({ contents }) => contents.transfers?.type))).toEqual(
      new Set([undefined, 'DEPOSIT', 'TRANSFER_IN', 'TRANSFER_OUT']),
    );
  });

  it('commits money before any order', () => {
    expect(changes[0]!.contents.transfers?.type).toBe('DEPOSIT');
    for (const key of KEYS) expect(of(key)[0]).toHaveProperty('transfers');
  });
});
