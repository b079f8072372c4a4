import { marketId, type ChainPosition, type MarketId, type Quantums } from '@perpstream/core';
import { marketRules } from '@perpstream/testing';
import { isolatedConflict } from './isolated-conflict';

type Held = Pick<ChainPosition, 'rules' | 'quantums'>;

/** Positions by name; a name that begins with ISO is a market with isolated margin. */
function positions(held: Readonly<Record<string, bigint>>): { readonly positions: ReadonlyMap<MarketId, Held> } {
  const entries = Object.entries(held).map(([name, quantums]): [MarketId, Held] => {
    const marginMode = name.startsWith('ISO') ? 'isolated' : 'cross';
    return [marketId(name), { rules: marketRules({ marketId: marketId(name), marginMode }), quantums: quantums as Quantums }]; // prettier-ignore
  });
  return { positions: new Map(entries) };
}

describe('isolatedConflict', () => {
  // What v4-chain x/subaccounts/keeper/subaccount_test.go asserts, and isolated_subaccount.go states.
  it.each<[string, Readonly<Record<string, bigint>>, Readonly<Record<string, bigint>>, string | undefined]>([
    ['nothing changes', { BTC: 5n }, { BTC: 5n }, undefined],
    ['nothing changes in an isolated account', { ISO: 5n }, { ISO: 5n }, undefined],
    ['a cross position is opened alone', {}, { BTC: 5n }, undefined],
    ['a cross position is opened beside another', { BTC: 5n }, { BTC: 5n, ETH: 1n }, undefined],
    ['two cross positions are opened at once', {}, { BTC: 5n, ETH: 1n }, undefined],
    ['an isolated position is opened alone', {}, { ISO: 5n }, undefined],
    ['an isolated position grows', { ISO: 5n }, { ISO: 6n }, undefined],
    ['an isolated position is closed', { ISO: 5n }, {}, undefined],
    ['an isolated position turns round', { ISO: 5n }, { ISO: -5n }, undefined],
    ['an isolated position is opened where one was closed', { BTC: 0n }, { BTC: 0n, ISO: 5n }, undefined],
    ['isolated and cross are opened at once', {}, { BTC: 5n, ISO: 1n }, 'ISO is isolated: it may not change together with others'], // prettier-ignore
    ['two isolated ones are opened at once', {}, { ISO: 5n, ISO2: 1n }, 'ISO is isolated: it may not change together with others'], // prettier-ignore
    ['a cross position is opened beside an isolated one', { ISO: 5n }, { ISO: 5n, BTC: 1n }, 'ISO is isolated: BTC may not stand in the same subaccount'], // prettier-ignore
    ['another isolated one is opened beside one', { ISO: 5n }, { ISO: 5n, ISO2: 1n }, 'ISO is isolated: ISO2 may not stand in the same subaccount'], // prettier-ignore
    ['an isolated one is opened beside a cross one', { BTC: 5n }, { BTC: 5n, ISO: 1n }, 'ISO is isolated: the subaccount holds other positions'], // prettier-ignore
    ['an isolated one is opened as the cross one is closed', { BTC: 5n }, { ISO: 1n }, 'ISO is isolated: the subaccount holds other positions'], // prettier-ignore
    ['a cross one is opened as the isolated one is closed', { ISO: 5n }, { BTC: 1n }, 'ISO is isolated: BTC may not stand in the same subaccount'], // prettier-ignore
  ])('%s', (_name, before, after, expected) => {
    expect(isolatedConflict(positions(before), positions(after))).toBe(expected);
  });
});
