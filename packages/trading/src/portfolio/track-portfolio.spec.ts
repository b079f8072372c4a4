import {
  fillQuoteQuantums,
  quoteToUsd,
  toPriceUsd,
  toSizeBase,
  unixMs,
  unrealizedPnlUsd,
  usdToQuote,
  type AccountState,
  type CancelIntent,
  type ClientId,
  type ExecutionReport,
  type Fill,
  type MarketRules,
  type PositionUpdate,
  type Quantums,
  type QuoteQuantums,
  type Side,
  type Subticks,
} from '@perpstream/core';
import {
  barClosed,
  block,
  bookUpdate,
  BTC,
  collectFaults,
  clockSkew,
  dataQuality,
  flowWindow,
  forcedFlow,
  statusChange,
  ETH,
  marketContext,
  marketRules,
  orderIntent,
  tradeFlow,
  type CollectedFaults,
} from '@perpstream/testing';
import { EMPTY, of, Subject } from 'rxjs';
import { tradingFee } from '../paper/trading-fee';
import type { PortfolioInput } from './portfolio';
import { trackPortfolio } from './track-portfolio';

type Output = AccountState | PositionUpdate;

/** Step 0.001, tick 0.01 USD. */
const ethRules = marketRules({
  marketId: ETH,
  atomicResolution: -9,
  stepBaseQuantums: 1_000_000n,
  subticksPerTick: 10_000n,
});

function fillOf(
  rules: MarketRules,
  given: {
    readonly id: string;
    readonly side: Side;
    readonly steps: number;
    readonly ticks: number;
    readonly feePpm?: number;
  },
): Fill {
  const quantums = (BigInt(given.steps) * rules.stepBaseQuantums) as Quantums;
  const subticks = (BigInt(given.ticks) * rules.subticksPerTick) as Subticks;
  const quoteQuantums = fillQuoteQuantums(quantums, subticks, rules);
  const feeQuoteQuantums = tradingFee(quoteQuantums, given.feePpm ?? 500);
  return {
    id: given.id,
    side: given.side,
    liquidity: 'taker',
    quantums,
    subticks,
    quoteQuantums,
    feeQuoteQuantums,
    sizeBase: toSizeBase(quantums, rules),
    priceUsd: toPriceUsd(subticks, rules),
    feeUsd: quoteToUsd(feeQuoteQuantums),
  };
}

/** A fill of the BTC-like market: whole base units at a whole price. */
function btcFill(id: string, side: Side, sizeBase: number, priceUsd: number): Fill {
  return fillOf(marketRules(), { id, side, steps: sizeBase * 10_000, ticks: priceUsd });
}

const at = { marketId: BTC, receivedMs: unixMs(1_000), cause: 5 };

function submitted(clientId = 1, given: Parameters<typeof orderIntent>[0] = {}): ExecutionReport {
  const id = clientId as ClientId;
  return { ...at, kind: 'submitted', clientId: id, order: orderIntent({ clientId: id, ...given }) };
}

function partly(fill: Fill, clientId = 1): ExecutionReport {
  return { ...at, kind: 'partially-filled', clientId: clientId as ClientId, fill, remainingQuantums: 1n as Quantums };
}

function filled(fill: Fill, clientId = 1): ExecutionReport {
  return { ...at, kind: 'filled', clientId: clientId as ClientId, fill };
}

function forced(reason: 'LIQUIDATED' | 'DELEVERAGED' | 'MANUAL', fill: Fill): PortfolioInput {
  return { ...at, kind: 'forced-fill', reason, fill };
}

function ended(kind: 'cancelled' | 'expired' | 'rejected' | 'unknown', clientId = 1): ExecutionReport {
  return { ...at, kind, clientId: clientId as ClientId, reason: 'test' };
}

/** A portfolio of 1,000 USD; `feed` returns what it emits in answer. */
function tracking(startBalanceUsd = 1_000): {
  readonly feed: (...inputs: PortfolioInput[]) => Output[];
  readonly account: () => AccountState;
  readonly sink: CollectedFaults;
} {
  const input$ = new Subject<PortfolioInput>();
  const sink = collectFaults();
  const outputs: Output[] = [];
  input$.pipe(trackPortfolio({ startBalanceUsd, faults: sink })).subscribe((output) => outputs.push(output));
  return {
    feed: (...inputs) => {
      const before = outputs.length;
      inputs.forEach((input) => input$.next(input));
      return outputs.slice(before);
    },
    account: () => outputs.filter((output) => output.kind === 'account').at(-1)!,
    sink,
  };
}

describe('trackPortfolio', () => {
  it('emits the empty account on subscribing', () => {
    const seen: Output[] = [];
    const track = trackPortfolio({ startBalanceUsd: 1_234.5, faults: collectFaults() });
    EMPTY.pipe(track).subscribe((output) => seen.push(output));
    expect(seen).toEqual([
      {
        kind: 'account',
        receivedMs: 0,
        cause: 0,
        quoteQuantums: 1_234_500_000n,
        quoteBalanceUsd: 1_234.5,
        positions: new Map(),
        openOrders: new Map(),
        realizedPnlUsd: 0,
        feesUsd: 0,
        fundingUsd: 0,
        transfersUsd: 0,
      },
    ]);
  });

  it('emits nothing for market data alone', () => {
    const passing = [tradeFlow(), flowWindow(), forcedFlow(), barClosed(), statusChange(), clockSkew()];
    const events = [bookUpdate(), ...passing, marketContext(), dataQuality(), block()];
    expect(tracking().feed(...events)).toEqual([]);
  });

  it('starts afresh for each subscription', () => {
    const track = trackPortfolio({ startBalanceUsd: 1_000, faults: collectFaults() });
    const balances = [1, 2].map(() => {
      let last: Output | undefined;
      of(filled(btcFill('f', 'buy', 1, 100)))
        .pipe(track)
        .subscribe((output) => (last = output));
      return last?.kind === 'account' ? last.quoteBalanceUsd : undefined;
    });
    expect(balances).toEqual([899.95, 899.95]);
  });

  it.each([-1, NaN, Infinity])('refuses a start balance of %d', (startBalanceUsd) => {
    expect(() => tracking(startBalanceUsd)).toThrow(
      new RangeError(`startBalanceUsd must be finite and >= 0, was ${startBalanceUsd}`),
    );
  });
});

describe('trackPortfolio with fills', () => {
  it('says what a fill did, then what the account is now', () => {
    const { feed } = tracking();
    expect(feed(submitted(), filled(btcFill('f1', 'buy', 2, 100))).slice(1)).toEqual([
      {
        kind: 'position',
        marketId: BTC,
        receivedMs: 1_000,
        cause: 5,
        reason: 'fill',
        sizeBase: 2,
        entryPriceUsd: 100,
        realizedPnlUsd: 0,
        feeUsd: 0.1,
        fundingUsd: 0,
      },
      {
        kind: 'account',
        receivedMs: 1_000,
        cause: 5,
        quoteQuantums: 799_900_000n,
        quoteBalanceUsd: 799.9,
        positions: new Map([
          [BTC, { marketId: BTC, quantums: 20_000_000_000n, sizeBase: 2, entryPriceUsd: 100, openedMs: 1_000 }],
        ]),
        openOrders: new Map(),
        realizedPnlUsd: 0,
        feesUsd: 0.1,
        fundingUsd: 0,
        transfersUsd: 0,
      },
    ]);
  });

  const rounds: readonly (readonly [string, readonly Fill[], number, number | undefined, number])[] = [
    ['averages the entry of what is added', [btcFill('a', 'buy', 1, 100), btcFill('b', 'buy', 3, 120)], 4, 115, 0],
    ['realises a part', [btcFill('a', 'buy', 4, 100), btcFill('b', 'sell', 1, 110)], 3, 100, 10],
    ['realises all', [btcFill('a', 'buy', 4, 100), btcFill('b', 'sell', 4, 90)], 0, undefined, -40],
    ['realises a short', [btcFill('a', 'sell', 2, 100), btcFill('b', 'buy', 2, 90)], 0, undefined, 20],
    ['flips', [btcFill('a', 'buy', 2, 100), btcFill('b', 'sell', 5, 110)], -3, 110, 20],
    ['flips back', [btcFill('a', 'sell', 2, 100), btcFill('b', 'buy', 3, 110)], 1, 110, -20],
  ];

  it.each(rounds)('%s', (_, fills, sizeBase, entryPriceUsd, realizedPnlUsd) => {
    const { feed, account } = tracking();
    feed(submitted(1, { quantums: (10n ** 12n) as Quantums }), ...fills.map((fill) => partly(fill)));
    const position = account().positions.get(BTC);
    expect(position?.sizeBase ?? 0).toBe(sizeBase);
    expect(position?.entryPriceUsd).toBe(entryPriceUsd);
    expect(account().realizedPnlUsd).toBe(realizedPnlUsd);
  });

  it('leaves out the entry price of a position that is closed', () => {
    const [, , update] = tracking().feed(filled(btcFill('a', 'buy', 1, 100)), filled(btcFill('b', 'sell', 1, 130), 2));
    expect(update).toMatchObject({ reason: 'fill', sizeBase: 0, realizedPnlUsd: 30, feeUsd: 0.065 });
    expect(update).not.toHaveProperty('entryPriceUsd');
  });

  it('keeps the time of opening until a position is closed or flipped', () => {
    const { feed, account } = tracking();
    const openedMs = (): number | undefined => account().positions.get(BTC)?.openedMs;
    feed({ ...filled(btcFill('a', 'buy', 2, 100)), receivedMs: unixMs(10) });
    feed({ ...filled(btcFill('b', 'sell', 1, 100)), receivedMs: unixMs(20) });
    expect(openedMs()).toBe(10);
    feed({ ...filled(btcFill('c', 'sell', 2, 100)), receivedMs: unixMs(30) });
    expect(openedMs()).toBe(30);
  });

  it('lists positions in order of opening', () => {
    const { feed, account } = tracking();
    const eth = { ...filled(fillOf(ethRules, { id: 'e', side: 'buy', steps: 1, ticks: 1 })), marketId: ETH };
    feed(filled(btcFill('a', 'buy', 1, 100)), eth, filled(btcFill('b', 'sell', 2, 100)));
    expect([...account().positions.keys()]).toEqual([ETH, BTC]);
  });

  it('counts a fill once, however often it is told', () => {
    const { feed, account, sink } = tracking();
    const fill = btcFill('f1', 'buy', 0.5, 100);
    feed(submitted(), partly(fill));
    const before = account();
    expect(feed(partly(fill), partly(fill))).toEqual([]);
    expect(account()).toBe(before);
    expect(sink.faults).toEqual([]);
  });

  it('takes a fill after the cancel of its order', () => {
    const { feed, account } = tracking();
    feed(submitted(), ended('cancelled'), partly(btcFill('f1', 'buy', 0.5, 100)));
    expect(account().positions.get(BTC)?.sizeBase).toBe(0.5);
    expect(account().openOrders.size).toBe(0);
  });

  it('reports a fill of an order that was never submitted, and counts it', () => {
    const { feed, account, sink } = tracking();
    feed(filled(btcFill('f1', 'buy', 1, 100), 9));
    expect(account().positions.get(BTC)?.sizeBase).toBe(1);
    expect(sink.faults).toEqual([
      {
        kind: 'order',
        where: 'portfolio, fill f1',
        message: 'order 9 was filled which was never submitted; the fill counts',
        receivedMs: 1_000,
        cause: 5,
        marketId: BTC,
      },
    ]);
  });

  it('reports a fill beyond the size of its order, and counts it', () => {
    const { feed, account, sink } = tracking();
    feed(submitted(), partly(btcFill('f1', 'buy', 1, 100)), filled(btcFill('f2', 'buy', 0.5, 100)));
    expect(account().positions.get(BTC)?.sizeBase).toBe(1.5);
    expect(sink.faults.map(({ message }) => message)).toEqual([
      'order 1 was filled beyond its size, by 5000000000 quantums; the fill counts',
    ]);
  });

  it('gives the same account for any order of the reports', () => {
    const reports = [
      submitted(),
      { ...at, kind: 'accepted', clientId: 1 as ClientId, goodTilBlock: 5 } as ExecutionReport,
      partly(btcFill('f1', 'buy', 0.25, 100)),
      partly(btcFill('f2', 'buy', 0.25, 101)),
      ended('cancelled'),
    ];
    const permutations = (items: readonly ExecutionReport[]): ExecutionReport[][] =>
      items.length === 0
        ? [[]]
        : items.flatMap((item) => permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]));
    for (const sequence of permutations(reports)) {
      const { feed, account } = tracking();
      feed(...sequence);
      expect(account().positions.get(BTC)).toMatchObject({ sizeBase: 0.5, entryPriceUsd: 100.5 });
      expect(account().quoteQuantums).toBe(949_724_875n);
      expect(account().openOrders.size).toBe(0);
    }
  });
});

describe('trackPortfolio with orders', () => {
  it('shows an order from its submission to its end', () => {
    const { feed, account } = tracking();
    const shown = (): unknown => {
      const order = account().openOrders.get(1 as ClientId);
      return order && [order.status, Number(order.filledQuantums) / 1e10, order.remainingBase];
    };
    feed(submitted());
    expect(shown()).toEqual(['submitted', 0, 1]);
    feed({ ...at, kind: 'accepted', clientId: 1 as ClientId, goodTilBlock: 5 });
    expect(shown()).toEqual(['open', 0, 1]);
    feed(partly(btcFill('f1', 'buy', 0.25, 100)));
    expect(shown()).toEqual(['open', 0.25, 0.75]);
    const cancel: CancelIntent = { ...at, kind: 'cancel', clientId: 1 as ClientId, reason: 'test' };
    feed(cancel);
    expect(shown()).toEqual(['cancelling', 0.25, 0.75]);
    feed(ended('cancelled'));
    expect(shown()).toBeUndefined();
  });

  it('takes over everything an order says', () => {
    const { feed, account } = tracking();
    feed(submitted(4, { side: 'sell', timeInForce: 'post-only', priceUsd: 102, subticks: 10_200_000n as Subticks }));
    expect(account().openOrders.get(4 as ClientId)).toEqual({
      clientId: 4,
      marketId: BTC,
      side: 'sell',
      quantums: 10_000_000_000n,
      filledQuantums: 0n,
      subticks: 10_200_000n,
      sizeBase: 1,
      remainingBase: 1,
      priceUsd: 102,
      timeInForce: 'post-only',
      reduceOnly: false,
      status: 'submitted',
      submittedMs: 1_000,
    });
  });

  it.each(['cancelled', 'expired', 'rejected'] as const)('forgets an order that is %s', (kind) => {
    const { feed, account } = tracking();
    expect(feed(submitted(), ended(kind))).toHaveLength(2);
    expect(account().openOrders.size).toBe(0);
  });

  it('keeps an order whose fate is unknown', () => {
    const { feed, account } = tracking();
    feed(submitted(), ended('unknown'));
    expect(account().openOrders.size).toBe(1);
  });

  it('ends an order whose partial fills add up to its size', () => {
    const { feed, account } = tracking();
    feed(submitted(), partly(btcFill('f1', 'buy', 0.5, 100)), partly(btcFill('f2', 'buy', 0.5, 100)));
    expect(account().openOrders.size).toBe(0);
  });

  it('does not show an order again that ended before its submission was told', () => {
    const { feed, account } = tracking();
    feed(ended('cancelled'), submitted());
    expect(account().openOrders.size).toBe(0);
  });

  it('emits nothing for a report that changes nothing', () => {
    const { feed } = tracking();
    feed(submitted(), ended('cancelled'));
    const cancel: CancelIntent = { ...at, kind: 'cancel', clientId: 77 as ClientId, reason: 'test' };
    expect(feed(submitted(), ended('cancelled'), ended('expired'), ended('unknown'), cancel)).toEqual([]);
  });

  it('lists open orders in order of submission', () => {
    const { feed, account } = tracking();
    feed(submitted(5), submitted(2), submitted(9), ended('unknown', 5), ended('cancelled', 2));
    expect([...account().openOrders.keys()]).toEqual([5, 9]);
  });

  it('remembers ended orders, but not for ever', () => {
    const { feed, account } = tracking();
    feed(ended('cancelled', 1));
    for (let clientId = 2; clientId <= 10_001; clientId += 1) feed(ended('cancelled', clientId));
    feed(submitted(2));
    expect(account().openOrders.size).toBe(0);
    feed(submitted(1));
    expect(account().openOrders.size).toBe(1);
  });
});

describe('trackPortfolio with funding', () => {
  const hourMs = 3_600_000;

  function atHour(hours: number): PortfolioInput {
    return block({ exchangeMs: unixMs(hours * hourMs), receivedMs: unixMs(hours * hourMs + 400), cause: 50 });
  }

  /** A long of 2 at 100, an oracle price of 110 and a rate of 0.1 % an hour. */
  function longWithFunding(): ReturnType<typeof tracking> {
    const portfolio = tracking();
    portfolio.feed(
      marketContext({ oraclePriceUsd: 110, nextFundingRate1h: 0.001 }),
      atHour(10.5),
      filled(btcFill('f1', 'buy', 2, 100)),
    );
    return portfolio;
  }

  it('pays once, at the first block of an hour', () => {
    const { feed, account } = longWithFunding();
    expect(feed(atHour(10.99))).toEqual([]);
    const [update, state] = feed(atHour(11), atHour(11.1), atHour(11.9));
    expect(update).toEqual({
      kind: 'position',
      marketId: BTC,
      receivedMs: 11 * hourMs + 400,
      cause: 50,
      reason: 'funding',
      sizeBase: 2,
      entryPriceUsd: 100,
      realizedPnlUsd: 0,
      feeUsd: 0,
      fundingUsd: -0.22,
    });
    expect(state).toBe(account());
    expect(account()).toMatchObject({ quoteBalanceUsd: 799.68, fundingUsd: -0.22 });
  });

  it('pays at the rate and price known before the crossing', () => {
    const { feed, account } = longWithFunding();
    feed(marketContext({ oraclePriceUsd: 100, nextFundingRate1h: -0.002 }), atHour(11.2));
    feed(marketContext({ oraclePriceUsd: 500, nextFundingRate1h: 0.5 }));
    expect(account().fundingUsd).toBe(0.4);
  });

  it('pays for every hour that passed without a block', () => {
    const { feed, account } = longWithFunding();
    feed(atHour(13.2));
    expect(account().fundingUsd).toBe(-0.66);
  });

  it('pays nothing at the first block it sees, nor for time that runs back', () => {
    const { feed } = longWithFunding();
    expect(feed(atHour(9), atHour(10))).toEqual([]);
    expect(feed(atHour(11))).toHaveLength(2);
    expect(feed(atHour(10), atHour(11))).toEqual([]);
  });

  it.each([
    ['rate', { oraclePriceUsd: 100 }],
    ['price', { nextFundingRate1h: 0.001 }],
  ])('pays nothing while the %s is unknown', (_, facts) => {
    const { feed } = tracking();
    feed({ kind: 'context', ...at, status: 'ACTIVE', ...facts }, atHour(1), filled(btcFill('f', 'buy', 1, 100)));
    expect(feed(atHour(2))).toEqual([]);
  });

  it('pays nothing without a position', () => {
    const { feed } = tracking();
    expect(feed(marketContext({ nextFundingRate1h: 0.001 }), atHour(1), atHour(2))).toEqual([]);
  });

  it('pays all positions and tells the account once', () => {
    const { feed } = longWithFunding();
    feed(marketContext({ marketId: ETH, nextFundingRate1h: 0.001, oraclePriceUsd: 10 }), {
      ...filled(fillOf(ethRules, { id: 'e', side: 'sell', steps: 1_000, ticks: 1_000 }), 2),
      marketId: ETH,
    });
    const outputs = feed(atHour(11));
    expect(outputs.map(({ kind }) => kind)).toEqual(['position', 'position', 'account']);
    expect(outputs[2]).toMatchObject({ fundingUsd: -0.21 });
  });
});

describe('trackPortfolio on what no order did', () => {
  it.each([
    ['LIQUIDATED', btcFill('f', 'sell', 1, 90), 2],
    ['DELEVERAGED', btcFill('f', 'sell', 3, 90), 0],
    ['MANUAL', btcFill('f', 'buy', 2, 90), 5],
  ] as const)('R42: a %s fill changes the position, and raises no fault', (reason, fill, held) => {
    const { feed, account, sink } = tracking();
    feed(submitted(1, { quantums: (10n ** 12n) as Quantums }), partly(btcFill('a', 'buy', 3, 101)));
    const outputs = feed(forced(reason, fill));
    expect(outputs.map(({ kind }) => kind)).toEqual(['position', 'account']);
    expect(outputs[0]).toMatchObject({ reason: 'fill', sizeBase: held, feeUsd: fill.feeUsd, cause: 5 });
    expect(account().positions.get(BTC)?.sizeBase ?? 0).toBe(held);
    expect(account().openOrders.size).toBe(1);
    expect(sink.faults).toEqual([]);
  });

  it('R42: a forced fill realises what it closes, and its fee is what was taken for it', () => {
    const { feed, account } = tracking();
    feed(submitted(), filled(fillOf(marketRules(), { id: 'a', side: 'buy', steps: 10_000, ticks: 101, feePpm: 0 })));
    feed(
      forced('LIQUIDATED', fillOf(marketRules(), { id: 'f', side: 'sell', steps: 10_000, ticks: 90, feePpm: 15_000 })),
    );
    expect(account()).toMatchObject({ realizedPnlUsd: -11, feesUsd: 1.35, quoteBalanceUsd: 1_000 - 11 - 1.35 });
  });

  it('takes what the insurance fund paid as an earned fee, also on a fill that is worth nothing', () => {
    const { feed, account } = tracking(0);
    const size = { quantums: 10_000_000_000n as Quantums, sizeBase: 1 };
    const worth = { quoteQuantums: 0n as QuoteQuantums, feeQuoteQuantums: -5_000_000n as QuoteQuantums, feeUsd: -5 };
    const fill: Fill = { ...btcFill('f', 'buy', 1, 1), ...size, ...worth };
    feed(
      submitted(1, { side: 'sell' }),
      filled(fillOf(marketRules(), { id: 'a', side: 'sell', steps: 10_000, ticks: 100, feePpm: 0 })),
    );
    feed(forced('DELEVERAGED', fill));
    expect(account()).toMatchObject({ quoteBalanceUsd: 105, realizedPnlUsd: 100, feesUsd: -5 });
    expect(account().positions.size).toBe(0);
  });

  it('counts a forced fill once, however often it is told', () => {
    const { feed, account } = tracking();
    feed(forced('MANUAL', btcFill('f', 'buy', 2, 90)));
    expect(feed(forced('MANUAL', btcFill('f', 'buy', 2, 90)))).toEqual([]);
    expect(account().positions.get(BTC)?.sizeBase).toBe(2);
  });

  it('R27: a transfer moves cash and is no gain', () => {
    const { feed, account } = tracking();
    const transfers = [250.5, -100.25].map((usd) => feed({ ...at, kind: 'transfer', quoteQuantums: usdToQuote(usd) }));
    expect(transfers.map((outputs) => outputs.map(({ kind }) => kind))).toEqual([['account'], ['account']]);
    expect(account()).toMatchObject({ quoteBalanceUsd: 1_150.25, transfersUsd: 150.25, realizedPnlUsd: 0, feesUsd: 0 });
  });
});

describe('trackPortfolio as accounting', () => {
  it('R27: is an account whose equity changes by realised + unrealised + funding + transfers - fees', () => {
    const { feed, account } = tracking();
    feed(
      marketContext({ oraclePriceUsd: 104, nextFundingRate1h: 0.0001 }),
      block({ exchangeMs: unixMs(0) }),
      submitted(1, { quantums: (10n ** 12n) as Quantums }),
      partly(btcFill('a', 'buy', 3, 101)),
      partly(btcFill('b', 'sell', 1, 103)),
      block({ exchangeMs: unixMs(3_600_000) }),
      partly(btcFill('c', 'buy', 1, 107)),
      { ...at, kind: 'transfer', quoteQuantums: usdToQuote(-70) },
    );
    const { quoteBalanceUsd, positions, realizedPnlUsd, feesUsd, fundingUsd, transfersUsd } = account();
    const position = positions.get(BTC)!;
    const equityUsd = quoteBalanceUsd + position.sizeBase * 109;
    const explainedUsd = realizedPnlUsd + unrealizedPnlUsd(position, 109) + fundingUsd + transfersUsd - feesUsd;
    expect(equityUsd - 1_000).toBeCloseTo(explainedUsd, 9);
    expect(explainedUsd).toBeCloseTo(2 + 3 * 109 - 2 * 101 - 107 - 0.0208 - 0.2565 - 70, 9);
  });

  it('starts from exactly the stated balance', () => {
    expect(tracking(0.1 + 0.2).account().quoteQuantums).toBe(usdToQuote(0.1 + 0.2));
    expect(tracking(0).account().quoteQuantums).toBe(0n as QuoteQuantums);
  });
});
