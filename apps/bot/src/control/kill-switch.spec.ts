import { EventScheduler, unixMs, type AccountState, type AuditEvent, type LoggedInput } from '@perpstream/core';
import { Subject } from 'rxjs';
import { quickSignals, quickSniper } from '../../fixtures/quick-config';
import { MarketScript, type Happening } from '../../fixtures/market-script';
import { compose } from '../compose';
import { parseConfig } from '../config/load-config';

const START_MS = Date.UTC(2026, 0, 1, 12);

/** Rests a bid and an ask, the one that closes its position too: the hardest to bring to rest. */
const quoter = {
  use: 'grid',
  stepBps: 10,
  levelUsd: 100,
  maxTrend: 100,
  maxInventoryUsd: 2_000,
  budgetUsd: 4_000,
  universe: { minDepthUsd: 1, minVolume24hUsd: 1 },
};

function configOf(strategies: readonly object[], style = 'taker'): ReturnType<typeof parseConfig> {
  return parseConfig(
    { markets: ['BTC-USD', 'ETH-USD'], signals: quickSignals, strategies, execution: { style } },
    'test',
  );
}

/** What the account was at each block, and at which block each command came. */
type Seen = {
  readonly blocks: readonly { readonly orders: number; readonly positions: number }[];
  readonly commands: readonly number[];
  readonly actions: readonly string[];
};

function play(config: ReturnType<typeof parseConfig>, happenings: readonly Happening[]): Seen {
  const script = new MarketScript(2, START_MS);
  happenings.forEach((happening) => script.play(happening));
  const input$ = new Subject<LoggedInput>();
  const scheduler = new EventScheduler();
  const [blocks, commands, actions]: [Seen['blocks'][number][], number[], string[]] = [[], [], []];
  let account: AccountState | undefined;
  const observe = ({ topic, event }: AuditEvent): void => {
    if (topic === 'account') account = event;
    if (topic === 'protection' && event.kind === 'deleverage') actions.push(event.reason);
    if (topic !== 'data' || event.kind !== 'block') return;
    // A reduce-only order is a strategy that closes; it lives for one block.
    const orders = [...(account?.openOrders.values() ?? [])].filter(({ reduceOnly }) => !reduceOnly);
    blocks.push({ orders: orders.length, positions: account?.positions.size ?? 0 });
  };
  const running = input$.pipe(compose(config, scheduler)).subscribe(observe);
  script.inputs.forEach((input, seq) => {
    if (input.kind === 'command') commands.push(blocks.length);
    scheduler.advanceTo(unixMs(input.receivedUs / 1_000));
    input$.next({ seq, ...input });
    scheduler.advanceTo(unixMs(input.receivedUs / 1_000));
  });
  running.unsubscribe();
  return { blocks, commands, actions };
}

function trend(market: number, stepBps: number, steps = 10): Happening {
  return { kind: 'trend', market, stepBps, steps };
}

/** Up and down again, so that what rests is filled on both sides. */
const swing = [trend(0, 4), trend(0, -4), trend(1, 3), trend(1, -3)];
const trends = [trend(0, 4, 40), trend(1, 3, 40), ...swing, trend(0, 4, 6)];
const after = [trend(0, -4, 24), ...swing, ...swing];

const halt: Happening = { kind: 'command', command: 'halt-new-exposure' };
const flatten: Happening = { kind: 'command', command: 'flatten' };
/** The oracle goes silent, one side of a book is empty, and a block stays away. */
const trouble: Happening[] = [
  { kind: 'oracle', isOn: false },
  { kind: 'empty-side', market: 1, side: 'bids' },
  { kind: 'silence', silentMs: 2_000 },
];

const flattens: readonly (readonly [string, readonly Happening[]])[] = [
  ['flatten', [flatten]],
  ['flatten twice in trouble', [...trouble, flatten, flatten]],
];
const all = [['halt', [halt]], ['halt twice in trouble', [...trouble, halt, halt]], ...flattens] as const;

describe.each([
  ['a strategy that takes', configOf([quickSniper]), trends, all],
  ['a strategy that rests', configOf([quickSniper], 'maker'), trends, all],
  ['a strategy that quotes', configOf([quoter]), [...swing, trend(0, 4, 6)], all],
])('the kill switch on %s', (_, config, before, cases) => {
  it.each(cases)('R31: %s leaves no order two blocks later', (name, given) => {
    const { blocks, commands, actions } = play(config, [...before, ...given, ...after]);
    const at = commands[0]!;
    expect(blocks.slice(0, at).some(({ orders, positions }) => orders + positions > 0)).toBe(true);
    expect(new Set(actions)).toEqual(new Set([name.split(' ')[0]]));
    const later = blocks.slice(at + 2);
    expect(later.length).toBeGreaterThan(15);
    expect(later.filter(({ orders }) => orders > 0)).toEqual([]);
    if (name.startsWith('flatten')) expect(later.slice(2).filter(({ positions }) => positions > 0)).toEqual([]);
  });
});
