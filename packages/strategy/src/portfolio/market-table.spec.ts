import { unixMs, type MarketId, type StrategyInput } from '@perpstream/core';
import {
  BTC,
  ETH,
  accountState,
  barClosed,
  block,
  bookUpdate,
  clockSkew,
  dataQuality,
  flowWindow,
  forcedFlow,
  marketContext,
  position,
  signalScores,
  statusChange,
  tradeFlow,
} from '@perpstream/testing';
import { estimateDefaults, type EstimateOptions } from './estimate-options';
import { MarketTable } from './market-table';

const tableOf = (options: Partial<EstimateOptions>, ...inputs: StrategyInput[]): MarketTable => {
  const table = new MarketTable({ ...estimateDefaults, ...options });
  inputs.forEach((input, index) => table.observe(input, index));
  return table;
};

const { bar } = barClosed();
/** Bars of one minute with these closes. */
const closes = (marketId: MarketId, prices: readonly number[], intervalMs = 60_000): StrategyInput[] =>
  prices.map((closeUsd, index) => {
    const endMs = unixMs((index + 1) * intervalMs);
    return barClosed({ marketId, bar: { ...bar, spec: { type: 'time', intervalMs }, closeUsd, endMs } });
  });

describe('MarketTable', () => {
  it('keeps what it was told last of each market, in the order in which they were heard of', () => {
    const book = bookUpdate();
    const [context, quality] = [marketContext(), dataQuality()];
    const eth = dataQuality({ marketId: ETH });
    const table = tableOf({}, eth, quality, context, book, signalScores({ momentum: 90 }), signalScores({ trend: 10 }));
    expect(table.markets.map(({ marketId }) => marketId)).toEqual([ETH, BTC]);
    expect(table.market(BTC)).toMatchObject({
      scores: { trend: 10 },
      top: book.top,
      book: book.view,
      context,
      quality,
      sinceMs: 1,
      targetUsd: 0,
    });
    expect(table.market(ETH)).toMatchObject({ scores: undefined, top: undefined, context: undefined, sinceMs: 0 });
  });

  it.each(['stale', 'dirty', 'syncing'] as const)('R25: forgets scores and book of a market that is %s', (level) => {
    const table = tableOf({}, dataQuality(), marketContext(), bookUpdate(), signalScores({ momentum: 90 }));
    table.observe(dataQuality({ level }), 4);
    expect(table.market(BTC)).toMatchObject({
      quality: { level },
      scores: undefined,
      top: undefined,
      book: undefined,
      context: { status: 'ACTIVE' },
    });
  });

  it('does not know a market that it never heard of', () => {
    const table = tableOf({}, accountState({ positions: [position()] }));
    expect(table.market(BTC)).toBeUndefined();
    expect(table.stampOf(BTC)).toBeUndefined();
    expect(table.covariance1h(BTC, ETH)).toBeUndefined();
    expect(table.correlation(BTC, ETH)).toBeUndefined();
    table.setTarget(BTC, 1_000);
    expect(table.markets).toEqual([]);
  });

  it('shows the position of the account, whichever came first', () => {
    const held = accountState({ positions: [position()] });
    expect(tableOf({}, dataQuality(), held).market(BTC)!.position).toEqual(position());
    const table = tableOf({}, held, dataQuality());
    expect(table.market(BTC)!.position).toEqual(position());
    expect(table.account).toBe(held);
    table.observe(accountState(), 2);
    expect(table.market(BTC)!.position).toBeUndefined();
  });

  it('remembers what was decided', () => {
    const table = tableOf({}, dataQuality());
    table.setTarget(BTC, -500);
    expect(table.market(BTC)!.targetUsd).toBe(-500);
  });

  it('names the latest input that changed what is seen', () => {
    const at = (cause: number) => ({ cause, receivedMs: unixMs(cause * 10) });
    const table = tableOf(
      {},
      dataQuality(at(1)),
      bookUpdate(at(2)),
      tradeFlow(at(3)),
      bookUpdate({ marketId: ETH, ...at(4) }),
    );
    expect(table.stampOf(BTC)).toMatchObject(at(2));
  });

  it.each<[StrategyInput]>([
    [tradeFlow()],
    [flowWindow()],
    [forcedFlow()],
    [statusChange()],
    [clockSkew()],
    [block()],
    [accountState()],
  ])('hears of no market by $kind', (input) => {
    expect(tableOf({}, input).markets).toEqual([]);
  });

  it('refuses an input of a kind that does not exist', () => {
    const unknown = { kind: 'rumour' } as unknown as StrategyInput;
    expect(() => tableOf({}, unknown)).toThrow('rumour');
  });

  describe('estimates', () => {
    const up = 100 * Math.exp(0.01);
    const warm = { warmUpBars: 2, halfLifeBars: 60 };

    it('knows the volatility of an hour when it is warm, not before', () => {
      const table = tableOf(warm, ...closes(BTC, [100, up]));
      expect(table.market(BTC)!.volatility1h).toBeUndefined();
      // Two moves of 1 % in a minute each: 1 % x sqrt(60) in an hour.
      const warmed = tableOf(warm, ...closes(BTC, [100, up, 100]));
      expect(warmed.market(BTC)!.volatility1h).toBeCloseTo(0.01 * Math.sqrt(60), 12);
      expect(warmed.covariance1h(BTC, BTC)).toBeCloseTo(0.01 ** 2 * 60, 12);
    });

    it('scales bars of any length to an hour', () => {
      const table = tableOf({ ...warm, barMs: 3_600_000 }, ...closes(BTC, [100, up, 100], 3_600_000));
      expect(table.market(BTC)!.volatility1h).toBeCloseTo(0.01, 12);
    });

    it('reads the time bars of its length alone', () => {
      const ticks = closes(BTC, [100, up, 100]).map((input): StrategyInput =>
        input.kind === 'bar' ? { ...input, bar: { ...input.bar, spec: { type: 'tick', trades: 60_000 } } } : input,
      );
      const table = tableOf(warm, ...closes(BTC, [100, up, 100], 30_000), ...ticks);
      expect(table.market(BTC)!.volatility1h).toBeUndefined();
    });

    it('knows how two markets move together', () => {
      const mirrored = [100, 100 / Math.exp(0.02), 100];
      const table = tableOf(warm, ...closes(BTC, [100, up, 100]), ...closes(ETH, mirrored));
      expect(table.correlation(BTC, ETH)).toBeCloseTo(-1, 12);
      expect(table.correlation(BTC, BTC)).toBe(1);
      expect(table.covariance1h(BTC, ETH)).toBeCloseTo(-0.01 * 0.02 * 60, 12);
    });

    it('knows no correlation with a market that does not move, or not yet', () => {
      const table = tableOf(warm, ...closes(BTC, [100, up, 100]), ...closes(ETH, [100, 100, 100]));
      expect(table.correlation(BTC, ETH)).toBeUndefined();
      expect(
        tableOf(warm, ...closes(BTC, [100, up, 100]), ...closes(ETH, [100, up])).correlation(BTC, ETH),
      ).toBeUndefined();
    });
  });
});
