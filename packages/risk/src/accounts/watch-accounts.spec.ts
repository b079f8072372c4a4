import { marketId, unixMs, type MarketContext, type MarketId, type ProcessedData } from '@perpstream/core';
import { block, BTC, ETH, marketContext, marketRules, randomNumbers } from '@perpstream/testing';
import * as fc from 'fast-check';
import { from, Observable } from 'rxjs';
import { accountMargin } from '../margin/account-margin';
import { marginOf } from '../margin/margin-of';
import { AccountTable } from './account-table';
import type { LiquidationVerdict, WatchedAccount } from './liquidation-verdict';
import { watchAccounts, type WatchAccountsOptions } from './watch-accounts';

type Input = ProcessedData | WatchedAccount;

function watched(
  account: string,
  quoteBalanceUsd: number,
  sizes: Readonly<Record<string, number>>,
  atMs = 0,
): WatchedAccount {
  const positions = Object.entries(sizes).map(([name, sizeBase]) => ({ marketId: marketId(name), sizeBase }));
  return { kind: 'watched-account', receivedMs: unixMs(atMs), cause: 0, account, quoteBalanceUsd, positions };
}

/** A mark of a market with margin of 5 % and 3 %. */
function mark(oraclePriceUsd: number, market: MarketId = BTC, more: Partial<MarketContext> = {}): MarketContext {
  return marketContext({ marketId: market, oraclePriceUsd, ...more });
}

function verdicts(inputs: readonly Input[], options?: WatchAccountsOptions): LiquidationVerdict[] {
  const seen: LiquidationVerdict[] = [];
  from(inputs)
    .pipe(watchAccounts(options))
    .subscribe((verdict) => seen.push(verdict));
  return seen;
}

function states(inputs: readonly Input[], options?: WatchAccountsOptions): string[] {
  return verdicts(inputs, options).map(({ account, state }) => `${account} ${state}`);
}

describe('watchAccounts', () => {
  it('states the margin of an account with its verdict, and the event that made it', () => {
    const account = watched('a', -700, { 'BTC-USD': 10, 'ETH-USD': -20 });
    const context = mark(10, ETH, { receivedMs: unixMs(7), cause: 3 });
    // Equity -700 + 1,000 - 200 = 100; margin 5 % and 3 % of 1,200.
    expect(verdicts([account, mark(100), context])[1]).toEqual({
      kind: 'liquidation-verdict',
      receivedMs: 7,
      cause: 3,
      account: 'a',
      state: 'safe',
      insideBound: Infinity,
      equityUsd: 100,
      initialMarginUsd: 60,
      maintenanceMarginUsd: 36,
      // 64 of surplus; a fall of all of BTC takes 970, more than a rise of ETH takes.
      nearestDistance: 64 / 970,
      nearest: { marketId: BTC, liquidationPriceUsd: expect.closeTo(906 / 9.7, 12) as number },
    });
  });

  it('speaks when an account comes, then only when its verdict changes', () => {
    const inputs = [
      mark(100),
      watched('a', -900, { 'BTC-USD': 10 }),
      mark(101),
      mark(97), // a liquidation price of 92.78: 4.3 % away
      mark(95),
      mark(92.7),
      mark(92.6),
      mark(92.8),
      mark(100),
      watched('a', -500, { 'BTC-USD': 10 }),
      watched('a', -980, { 'BTC-USD': 10 }),
    ];
    expect(states(inputs)).toEqual(['a safe', 'a near', 'a liquidatable', 'a near', 'a safe', 'a liquidatable']);
  });

  it('tells which of several bounds an account is inside of', () => {
    const inputs = [watched('a', -900, { 'BTC-USD': 10 }), ...[110, 100, 95, 93, 92, 94, 99, 120].map((price) => mark(price))]; // prettier-ignore
    const seen = verdicts(inputs, { distanceBounds: [0.005, 0.1, 0.05] });
    expect(seen.map(({ state, insideBound }) => [state, insideBound])).toEqual([
      ['unknown', Infinity],
      ['safe', Infinity],
      ['near', 0.1],
      ['near', 0.05],
      ['near', 0.005],
      ['liquidatable', 0.005],
      ['near', 0.05],
      ['near', 0.1],
      ['safe', Infinity],
    ]);
  });

  it('is not inside of a bound that it is exactly away from', () => {
    // Surplus 97 of 970: a distance of 0.1.
    const at = (bound: number): string[] =>
      states([mark(100), watched('a', -873, { 'BTC-USD': 10 })], { distanceBounds: [bound] });
    expect([at(0.1), at(0.1001)]).toEqual([['a safe'], ['a near']]);
  });

  it('counts the margin that a short needs more of as its mark rises', () => {
    // 103 lost in a rise of all: 10.2 of surplus are less than a tenth of it, though more than a tenth of the position.
    const at = (balanceUsd: number): string[] =>
      states([mark(100), watched('a', balanceUsd, { 'BTC-USD': -1 })], { distanceBounds: [0.1] });
    expect([at(113.2), at(113.4)]).toEqual([['a near'], ['a safe']]);
  });

  it('is past every price where no mark can help: a long whose margin is all of its value', () => {
    const rules = marketRules({ initialMarginFraction: 1, maintenanceMarginFraction: 1 });
    const [verdict] = verdicts([mark(100, BTC, { rules }), watched('a', -1, { 'BTC-USD': 1 })]);
    expect(verdict).toMatchObject({ state: 'liquidatable', nearestDistance: -Infinity });
    expect(verdict).not.toHaveProperty('nearest');
  });

  it('is liquidatable from the first bit below the maintenance margin on, and not at it', () => {
    const at = (balanceUsd: number): string[] => states([mark(100), watched('a', balanceUsd, { 'BTC-USD': 10 })]);
    expect([at(-970), at(-970.000_000_1)]).toEqual([['a near'], ['a liquidatable']]);
  });

  it.each<[string, number, Readonly<Record<string, number>>, object]>([
    ['cash alone', 100, {}, { state: 'safe', nearestDistance: Infinity }],
    ['debt alone, which the chain does not liquidate', -100, {}, { state: 'safe', nearestDistance: Infinity }],
    ['nothing', 0, {}, { state: 'safe', equityUsd: 0 }],
    ['positions of size 0', 100, { 'NEW-USD': 0 }, { state: 'safe', equityUsd: 100 }],
    ['a long that is paid for', 0.01, { 'BTC-USD': 1 }, { state: 'safe', nearestDistance: Infinity }],
    ['a long that is just paid for', 0, { 'BTC-USD': 1 }, { nearestDistance: 1, nearest: { marketId: BTC, liquidationPriceUsd: 0 } }], // prettier-ignore
    ['a short, by a rise', 206, { 'BTC-USD': -1 }, { nearestDistance: 1, nearest: { marketId: BTC, liquidationPriceUsd: 200 } }], // prettier-ignore
    ['a long that is paid for, but not its short', 3_100, { 'BTC-USD': 1, 'ETH-USD': -100 }, { nearest: { marketId: ETH } }], // prettier-ignore
    ['a short that is past any price', -10, { 'BTC-USD': -1 }, { state: 'liquidatable', nearest: { marketId: BTC, liquidationPriceUsd: 0 } }], // prettier-ignore
    ['a balance that is no number', NaN, { 'BTC-USD': 1 }, { state: 'unknown', nearestDistance: NaN }],
    ['a balance that is infinite', Infinity, { 'BTC-USD': 1 }, { state: 'unknown', nearestDistance: NaN }],
    ['a balance that is infinite and nothing else', Infinity, {}, { state: 'unknown' }],
    ['a size that is no number', 100, { 'BTC-USD': NaN }, { state: 'unknown', equityUsd: NaN }],
    ['a market that is not known', 100, { 'NEW-USD': 1 }, { state: 'unknown', insideBound: Infinity }],
  ])('judges an account of %s', (_name, balanceUsd, sizes, expected) => {
    const [verdict] = verdicts([mark(100), mark(10, ETH), watched('a', balanceUsd, sizes)]);
    expect(verdict).toMatchObject(expected);
    if (verdict?.state === 'unknown') expect(verdict).not.toHaveProperty('nearest');
  });

  it.each([0, -1, NaN, Infinity])('does not know an account in a market whose oracle price is %s', (wrong) => {
    const account = watched('a', 0, { 'BTC-USD': 1 });
    expect(states([mark(100), account, mark(wrong), mark(wrong), mark(99)])).toEqual(['a safe', 'a unknown', 'a safe']);
  });

  it('does not know an account while margin fractions are missing or no number', () => {
    const { rules, ...bare } = mark(100);
    const broken = { ...bare, rules: marketRules({ maintenanceMarginFraction: NaN }) };
    const seen = states([watched('a', 0, { 'BTC-USD': 1 }), bare, { ...bare, rules: rules! }, broken]);
    expect(seen).toEqual(['a unknown', 'a safe', 'a unknown']);
  });

  it('keeps what a context leaves out', () => {
    const { oraclePriceUsd, rules, openInterestBase, ...bare } = mark(100);
    expect([oraclePriceUsd, rules?.marketId, openInterestBase]).toEqual([100, BTC, 1_000]);
    expect(states([mark(100), bare, watched('a', -900, { 'BTC-USD': 10 }), bare])).toEqual(['a safe']);
  });

  it('knows the liquidation though open interest, and so the initial margin, is not known', () => {
    const rules = marketRules({ openInterestLowerCapUsd: 1, openInterestUpperCapUsd: 1e9 });
    const { openInterestBase, ...context } = mark(100, BTC, { rules });
    expect(openInterestBase).toBe(1_000);
    const [verdict] = verdicts([context, watched('a', -900, { 'BTC-USD': 10 })]);
    expect(verdict).toMatchObject({ state: 'safe', initialMarginUsd: NaN, maintenanceMarginUsd: 30 });
    const [scaled] = verdicts([{ ...context, openInterestBase: 1e7 }, watched('a', -900, { 'BTC-USD': 10 })]);
    expect(scaled).toMatchObject({ initialMarginUsd: 1_000 });
  });

  it('looks only at accounts that hold the market, also after they changed', () => {
    const inputs = [
      mark(100),
      mark(10, ETH),
      watched('a', -900, { 'BTC-USD': 10 }),
      watched('b', -90, { 'ETH-USD': 10 }),
      mark(92),
      watched('a', -90, { 'ETH-USD': 10 }),
      mark(1),
      mark(9, ETH),
    ];
    expect(states(inputs)).toEqual([
      'a safe',
      'b safe',
      'a liquidatable',
      'a safe',
      'b liquidatable',
      'a liquidatable',
    ]);
  });

  it('lets everything else pass by', () => {
    expect(states([block(), mark(100), watched('a', 1, {}), block()])).toEqual(['a safe']);
  });

  it('passes completion and errors on, and lets go of its source', () => {
    const failed = jest.fn();
    new Observable<Input>((subscriber) => subscriber.error('over')).pipe(watchAccounts()).subscribe({ error: failed });
    expect(failed).toHaveBeenCalledWith('over');
    const completed = jest.fn();
    from([]).pipe(watchAccounts()).subscribe({ complete: completed });
    expect(completed).toHaveBeenCalledTimes(1);
    const released = jest.fn();
    new Observable<Input>(() => released).pipe(watchAccounts()).subscribe().unsubscribe();
    expect(released).toHaveBeenCalledTimes(1);
  });

  it('starts afresh for every subscription', () => {
    const operator = watchAccounts();
    const run = (inputs: readonly Input[]): string[] => {
      const seen: string[] = [];
      from(inputs)
        .pipe(operator)
        .subscribe(({ state }) => seen.push(state));
      return seen;
    };
    const account = watched('a', 0, { 'BTC-USD': 1 });
    expect([run([mark(100), account]), run([account])]).toEqual([['safe'], ['unknown']]);
  });

  it.each([0, -0.1, NaN, Infinity])('refuses a distance bound of %s when it is called', (bound) => {
    expect(() => watchAccounts({ distanceBounds: [0.1, bound] })).toThrow(RangeError);
    expect(() => watchAccounts({ distanceBounds: [0.1, bound] })).toThrow(
      `distanceBounds must be finite numbers > 0, was ${bound}`,
    );
  });

  it('needs no bound', () => {
    const inputs = [mark(100), watched('a', -969, { 'BTC-USD': 10 }), mark(99)];
    expect(states(inputs, { distanceBounds: [] })).toEqual(['a safe', 'a liquidatable']);
  });
});

describe('AccountTable', () => {
  it('agrees with the margin of every account by itself, at any time', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 31 }), (seed) => {
        const random = randomNumbers(seed);
        const markets = Array.from({ length: 6 }, (_, index) => marketId(`M${index}-USD`));
        const prices = new Map(markets.map((market) => [market, 50 + random() * 100]));
        const table = new AccountTable([0.05]);
        const apply = (market: MarketId): unknown =>
          table.applyContext(mark(prices.get(market)!, market, { rules: marketRules({ marketId: market }) }));
        markets.forEach(apply);
        const accounts = Array.from({ length: 10 }, (_, index) => {
          const sizes = Object.fromEntries(markets.filter(() => random() < 0.5).map((market) => [market, random() * 4 - 2])); // prettier-ignore
          return watched(`${index}`, random() * 400 - 100, sizes);
        });
        accounts.forEach((account) => table.setAccount(account));
        for (let step = 0; step < 20; step += 1) {
          const market = markets[Math.floor(random() * markets.length)]!;
          prices.set(market, prices.get(market)! * (0.9 + random() * 0.2));
          apply(market);
        }
        for (const account of accounts) {
          const positions = account.positions.map((position) => ({
            ...position,
            oraclePriceUsd: prices.get(position.marketId)!,
            initialMarginFraction: 0.05,
            maintenanceMarginFraction: 0.03,
          }));
          const alone = marginOf({ quoteBalanceUsd: account.quoteBalanceUsd, positions });
          const { state, nearestDistance, equityUsd, nearest, ...standing } = table.standing(account.account)!;
          expect(equityUsd).toBe(accountMargin(account.quoteBalanceUsd, positions).equityUsd);
          expect(standing.initialMarginUsd).toBe(alone.initialMarginUsd);
          const isOver = alone.maintenanceMarginUsd > alone.equityUsd && alone.positions.length > 0;
          expect(state === 'liquidatable').toBe(isOver);
          if (isOver) continue;
          const distances = alone.positions.map(({ liquidationDistance }) => liquidationDistance);
          expect(nearestDistance).toBeCloseTo(Math.min(Infinity, ...distances), 9);
          const position = alone.positions.find(({ marketId: held }) => held === nearest?.marketId);
          if (position !== undefined)
            expect(nearest!.liquidationPriceUsd).toBeCloseTo(position.liquidationPriceUsd!, 6);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('does not know an account that it was never told of', () => {
    expect(new AccountTable([]).standing('a')).toBeUndefined();
  });
});
