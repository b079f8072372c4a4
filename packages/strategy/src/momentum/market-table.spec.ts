import type { StrategyInput } from '@perpstream/core';
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
import { MarketTable } from './market-table';

const tableOf = (...inputs: StrategyInput[]): MarketTable => {
  const table = new MarketTable();
  inputs.forEach((input, index) => table.observe(input, index));
  return table;
};

describe('MarketTable', () => {
  it.each<[StrategyInput, boolean]>([
    [signalScores({ momentum: 90 }), true],
    [dataQuality(), true],
    [marketContext(), true],
    [accountState(), true],
    [bookUpdate(), false],
    [tradeFlow(), false],
    [flowWindow(), false],
    [forcedFlow(), false],
    [statusChange(), false],
    [clockSkew(), false],
    [barClosed(), false],
    [block(), false],
  ])('says whether an input can change what is wanted: $kind', (input, expected) => {
    expect(new MarketTable().observe(input, 0)).toBe(expected);
  });

  it('keeps what it was told last of each market', () => {
    const scores = signalScores({ momentum: 10 });
    const top = bookUpdate().top;
    const table = tableOf(
      dataQuality(),
      bookUpdate(),
      signalScores({ momentum: 90 }),
      scores,
      dataQuality({ marketId: ETH }),
    );
    expect(table.market(BTC)).toMatchObject({ quality: 'live', scores, top });
    expect(table.market(ETH)).toMatchObject({ quality: 'live', scores: undefined, top: undefined });
  });

  it.each(['stale', 'dirty', 'syncing'] as const)('forgets scores, book and wish of a market that is %s', (level) => {
    const table = tableOf(dataQuality(), bookUpdate(), signalScores({ momentum: 90 }));
    table.market(BTC).pending = 'long';
    table.observe(dataQuality({ level }), 3);
    expect(table.market(BTC)).toMatchObject({ quality: level, scores: undefined, top: undefined, pending: undefined });
  });

  it('does not know what the account holds before the account speaks', () => {
    expect(tableOf(dataQuality()).isInAccount(BTC)).toBeUndefined();
    expect(tableOf(accountState()).isInAccount(BTC)).toBe(false);
    expect(tableOf(accountState({ positions: [position()] })).isInAccount(BTC)).toBe(true);
  });

  it('counts what was decided and what the account shows as held, each market once', () => {
    const table = tableOf(dataQuality(), dataQuality({ marketId: ETH }), accountState({ positions: [position()] }));
    table.market(BTC).decided = 'long';
    table.market(ETH).decided = 'short';
    expect([...table.held()]).toEqual([BTC, ETH]);
  });

  it('notes when the account stopped showing a market, and only then', () => {
    const held = accountState({ positions: [position()] });
    const table = tableOf(held, held);
    expect(table.market(BTC).sinceMs).toBe(-Infinity);
    table.observe(accountState(), 7);
    table.observe(accountState(), 8);
    expect(table.market(BTC).sinceMs).toBe(7);
  });

  it('refuses an input of a kind that does not exist', () => {
    const unknown = { kind: 'rumour' } as unknown as StrategyInput;
    expect(() => new MarketTable().observe(unknown, 0)).toThrow('rumour');
  });
});
