import {
  marketId,
  unixMs,
  type ClientId,
  type MarketId,
  type OpenOrder,
  type OperatorCommand,
  type Position,
} from '@perpstream/core';
import {
  accountState,
  block,
  bookUpdate,
  BTC,
  ETH,
  marketContext,
  marketRules,
  orderIntent,
  position,
} from '@perpstream/testing';
import { from, NEVER, Subject } from 'rxjs';
import type { RiskInput } from '../monitor/risk-options';
import { guardAccount } from './guard-account';
import type { GuardOptions } from './guard-options';
import type { GuardOutput } from './guard-voice';

const SOL = marketId('SOL-USD');

function command(name: OperatorCommand['command'], atMs = 10): RiskInput {
  return { kind: 'command', receivedUs: atMs * 1_000, command: name } as RiskInput;
}

function resting(clientId: number, given: Partial<OpenOrder> = {}): OpenOrder {
  const order = orderIntent({ clientId: clientId as ClientId, timeInForce: 'post-only' });
  return { ...order, filledQuantums: 0n as never, remainingBase: 1, status: 'open', submittedMs: unixMs(0), ...given };
}

type AccountGiven = {
  readonly positions?: Readonly<Record<string, number>>;
  readonly orders?: readonly OpenOrder[];
  readonly balanceUsd?: number;
};

function account({ positions = {}, orders = [], balanceUsd = 10_000 }: AccountGiven, atMs = 0): RiskInput {
  const held = Object.entries(positions).map(([id, sizeBase]): Position =>
    position({ marketId: marketId(id), sizeBase }),
  );
  return accountState({
    positions: held,
    openOrders: orders,
    quoteBalanceUsd: balanceUsd,
    receivedMs: unixMs(atMs),
    cause: atMs,
  });
}

function context(
  id: MarketId,
  oraclePriceUsd = 100,
  atMs = 0,
  given: Parameters<typeof marketContext>[0] = {},
): RiskInput {
  const rules = marketRules({ marketId: id });
  return marketContext({ marketId: id, rules, oraclePriceUsd, receivedMs: unixMs(atMs), cause: atMs, ...given });
}

const tick = (atMs: number): RiskInput => block({ receivedMs: unixMs(atMs), cause: atMs });

function outputs(inputs: readonly RiskInput[], options: GuardOptions = {}): GuardOutput[] {
  const seen: GuardOutput[] = [];
  from(inputs)
    .pipe(guardAccount(options))
    .subscribe((output) => seen.push(output));
  return seen;
}

/** Actions as `flatten`, decisions as `BTC-USD -> 0`. */
function brief(seen: readonly GuardOutput[]): string[] {
  return seen.map((output) => {
    if (output.kind === 'deleverage') return output.reason;
    return output.kind === 'target' ? `${output.marketId} -> ${output.targetSizeBase}` : output.kind;
  });
}

function told(inputs: readonly RiskInput[], options?: GuardOptions): string[] {
  return brief(outputs(inputs, options));
}

const held = account({
  positions: { [BTC]: 2, [ETH]: -3 },
  orders: [
    resting(1),
    resting(2, { marketId: SOL }),
    resting(3, { marketId: ETH, reduceOnly: true, timeInForce: 'ioc' }),
  ],
});
const flattenAll = ['flatten', 'BTC-USD -> 0', 'ETH-USD -> 0', 'SOL-USD -> 0'];

describe('guardAccount on halt', () => {
  it('R31: takes back the orders of every market and holds the positions', () => {
    expect(told([held, command('halt-new-exposure')])).toEqual(['halt', 'BTC-USD -> 2', 'SOL-USD -> 0']);
  });

  it('R31: acts once when it is given twice', () => {
    const inputs = [held, command('halt-new-exposure'), command('halt-new-exposure', 20), held, tick(900)];
    expect(told(inputs)).toEqual(['halt', 'BTC-USD -> 2', 'SOL-USD -> 0']);
  });

  it('answers with an action when there is nothing to take back', () => {
    expect(told([account({ positions: { [BTC]: 1 } }), command('halt-new-exposure')])).toEqual(['halt']);
  });

  it('waits with the answer until the account is known', () => {
    expect(told([command('halt-new-exposure'), held])).toEqual(['halt', 'BTC-USD -> 2', 'SOL-USD -> 0']);
  });

  it('lets strategies close positions', () => {
    const inputs = [2, 1.5, 0.7].map((size, index) => account({ positions: { [BTC]: size } }, index * 10_000));
    expect(told([inputs[0]!, command('halt-new-exposure', 5), ...inputs.slice(1), tick(60_000)])).toEqual(['halt']);
  });

  it('takes back an order that appears later', () => {
    const later = account({ positions: { [BTC]: 2 }, orders: [resting(9)] }, 1_000);
    const gone = account({ positions: { [BTC]: 2 } }, 2_000);
    expect(told([gone, command('halt-new-exposure'), later, tick(1_500), gone, tick(99_000)])).toEqual([
      'halt',
      'halt',
      'BTC-USD -> 2',
    ]);
  });

  it('asks again when an order is still there after the retry time', () => {
    const stubborn = (atMs: number): RiskInput => account({ orders: [resting(1)] }, atMs);
    expect(told([stubborn(0), command('halt-new-exposure'), stubborn(5_000), tick(5_010), tick(6_000)])).toEqual([
      'halt',
      'BTC-USD -> 0',
      'halt',
      'BTC-USD -> 0',
    ]);
  });
});

describe('guardAccount on flatten', () => {
  it('R31: closes every position and takes back every order', () => {
    expect(told([held, command('flatten')])).toEqual(flattenAll);
  });

  it('R31: acts once when it is given twice, and a halt after it adds nothing', () => {
    const again = [command('flatten', 20), command('halt-new-exposure', 30), held, tick(900)];
    expect(told([held, command('flatten'), ...again])).toEqual(flattenAll);
  });

  it('follows a halt', () => {
    const [, ...both] = told([held, command('halt-new-exposure'), command('flatten', 20)]).slice(2);
    expect(both).toEqual(flattenAll);
  });

  it('says in numbers what it does, stamped with the command where that has a place in the log', () => {
    const logged = Object.assign(command('flatten'), { seq: 77 });
    const [action, first] = outputs([context(BTC), context(ETH, 50), held, logged]);
    expect(action).toEqual({
      kind: 'deleverage',
      reason: 'flatten',
      receivedMs: 10,
      cause: 77,
      message: 'flatten: 3 markets are closed and their orders taken back',
      // 200 and 150 USD of positions and 10,050 USD of equity; fee 5 bps, half of the spread 10 bps, depth 25,000 USD.
      marginUsageBefore: 17.5 / 10_050,
      marginUsageAfter: 0,
      steps: [
        { marketId: BTC, fromBase: 2, toBase: 0, freedMarginUsd: 10, costUsd: expect.closeTo(0.304, 9) as number },
        { marketId: ETH, fromBase: -3, toBase: 0, freedMarginUsd: 7.5, costUsd: expect.closeTo(0.22725, 9) as number },
        { marketId: SOL, fromBase: 0, toBase: 0, freedMarginUsd: 0, costUsd: 0 },
      ],
    });
    expect(first).toEqual({
      kind: 'target',
      marketId: BTC,
      receivedMs: 10,
      cause: 77,
      strategy: 'risk',
      decision: 0,
      confidence: 1,
      reasons: [
        { name: 'flatten', value: 1 },
        { name: 'margin-usage', value: 17.5 / 10_050 },
      ],
      targetSizeBase: 0,
      targetNotionalUsd: 0,
      maxSlippageBps: 500,
    });
  });

  it('needs no price and no rules', () => {
    const [action, , second] = outputs([held, command('flatten')]);
    expect(action).toMatchObject({
      marginUsageBefore: NaN,
      steps: [{ freedMarginUsd: NaN }, { freedMarginUsd: NaN }, { freedMarginUsd: 0 }],
    });
    expect(second).toMatchObject({ kind: 'target', targetSizeBase: 0, targetNotionalUsd: 0, decision: 1 });
  });

  it('closes what a fill in flight opens, until it is resumed', () => {
    const flat = account({}, 1_000);
    const surprise = account({ positions: { [ETH]: 1 } }, 2_000);
    expect(told([held, command('flatten'), flat, surprise, tick(3_000)])).toEqual([
      ...flattenAll,
      'flatten',
      'ETH-USD -> 0',
    ]);
    expect(told([held, command('flatten'), flat, command('resume', 1_500), surprise])).toEqual(flattenAll);
  });

  it('asks again after the retry time without progress, not before, and not while it goes on', () => {
    const at = (size: number, atMs: number): RiskInput => account({ positions: { [BTC]: size } }, atMs);
    const inputs = [at(3, 0), command('flatten', 0), at(3, 4_000), at(2, 4_500), tick(9_000), tick(9_499)];
    expect(told(inputs)).toEqual(['flatten', 'BTC-USD -> 0']);
    expect(told([...inputs, tick(9_500), tick(10_100)])).toEqual([
      'flatten',
      'BTC-USD -> 0',
      'flatten',
      'BTC-USD -> 0',
    ]);
  });

  it('stops closing when it is resumed', () => {
    const part = account({ positions: { [BTC]: 0.5, [ETH]: -3 } }, 1_000);
    const seen = outputs([held, command('flatten'), part, command('resume', 2_000), tick(60_000)]);
    expect(brief(seen).slice(4)).toEqual(['halt', 'BTC-USD -> 0.5', 'ETH-USD -> -3']);
    expect(seen[4]).toMatchObject({ message: 'resumed with 2 positions still open: they are not closed any further' });
    expect(told([held, command('resume'), command('stop')])).toEqual([]);
  });

  it('shows what a held size is worth at the last price that was one', () => {
    const bad = context(BTC, NaN, 5);
    const seen = outputs([context(BTC, 80), bad, held, command('halt-new-exposure')]);
    expect(seen[1]).toMatchObject({ targetSizeBase: 2, targetNotionalUsd: 160 });
  });
});

describe('guardAccount on the level critical', () => {
  const levels = { watchLiquidationDistance: 0, warningLiquidationDistance: 0, criticalLiquidationDistance: 0 };
  /** Distances do not count, so that one position may stay as it is. */
  const usageAlone: GuardOptions = { levels };

  /** 10,000 USD long on so much equity; margin 5 % and 3 %. */
  const long = (equityUsd: number, atMs = 0, size = 100): RiskInput =>
    account({ positions: { [BTC]: size }, balanceUsd: equityUsd - 10_000 + (100 - size) * 100 }, atMs);

  it('reduces as much as leaves the level behind, once', () => {
    const seen = outputs([context(BTC), long(500), tick(1_000), long(500, 1_500)]);
    expect(brief(seen)).toEqual(['critical', expect.stringMatching(/^BTC-USD -> /)]);
    const [action, decision] = seen;
    if (action?.kind !== 'deleverage' || decision?.kind !== 'target') throw new Error('no action');
    expect(action).toMatchObject({
      reason: 'critical',
      marginUsageBefore: 1,
      steps: [{ marketId: BTC, fromBase: 100 }],
    });
    expect(action.marginUsageAfter).toBeLessThan(0.68);
    expect(action.message).toMatch(/^margin usage 1, liquidation 2\.0619 % away: 1 positions are reduced for about /);
    // The nearest of the demands, 12 % to liquidation: 500 less costs, less 3 % of what is left, is 12 % of 97 % of that.
    const left = decision.targetSizeBase!;
    expect((500 - action.steps[0]!.costUsd - left * 3) / (left * 97)).toBeGreaterThanOrEqual(0.12);
    expect((500 - action.steps[0]!.costUsd - left * 3) / (left * 97)).toBeLessThan(0.12001);
    expect(decision).toMatchObject({ strategy: 'risk', targetNotionalUsd: left * 100 });
  });

  it('does nothing on lesser levels, without positions, or before the margin rules are known', () => {
    expect(told([context(BTC), long(900)])).toEqual([]);
    expect(told([context(BTC), account({ balanceUsd: -5 })])).toEqual([]);
    expect(told([long(500), tick(99_000)])).toEqual([]);
  });

  it('is planned anew when the marks fall on, and ends when the account is well', () => {
    const [, first] = outputs([context(BTC), long(500)]);
    const size = first?.kind === 'target' ? first.targetSizeBase! : NaN;
    const done = long(490, 1_000, size);
    expect(told([context(BTC), long(500), done, tick(2_000), tick(60_000), tick(200_000)])).toHaveLength(2);
    const crash = context(BTC, 91, 2_000);
    const again = outputs([context(BTC), long(500), done, crash]);
    expect(brief(again)).toEqual(['critical', expect.any(String), 'critical', expect.any(String)]);
    expect(again[3]).toMatchObject({ decision: 1 });
  });

  it('takes back resting orders and does not count on a market that makes no progress', () => {
    const both = (atMs: number, orders: readonly OpenOrder[] = []): RiskInput =>
      account({ positions: { [BTC]: 100, [ETH]: 100 }, balanceUsd: -19_000, orders }, atMs);
    const books = [context(BTC), context(ETH), bookUpdate({ bids: [[99.99, 9_000]], asks: [[100.01, 9_000]] })];
    const orders = [resting(5, { marketId: SOL })];
    const inputs = [...books, both(0, orders), both(1_000), tick(4_999), tick(5_001), tick(6_000)];
    const seen = told(inputs, usageAlone);
    // BTC-USD has the better book. When nothing comes of it, ETH-USD has to do, and BTC-USD is let go.
    expect(seen).toEqual([
      'critical',
      expect.stringMatching(/^BTC-USD -> /),
      'SOL-USD -> 0',
      'critical',
      expect.stringMatching(/^ETH-USD -> /),
      'BTC-USD -> 100',
    ]);
  });

  it('counts on a market that takes no orders only when nothing else helps', () => {
    const paused = context(BTC, 100, 0, { status: 'PAUSED' });
    const both = account({ positions: { [BTC]: 100, [ETH]: 100 }, balanceUsd: -19_000 });
    expect(told([paused, context(ETH), both], usageAlone)).toEqual(['critical', expect.stringMatching(/^ETH-USD -> /)]);
    expect(told([paused, long(500)])).toEqual(['critical', expect.stringMatching(/^BTC-USD -> /)]);
  });

  it('closes what has no oracle price first, at the last one, and says so', () => {
    const open = account({ positions: { [BTC]: 100, [ETH]: 5 }, balanceUsd: -10_000 });
    const [action] = outputs([context(BTC), context(ETH), context(ETH, NaN, 5), open]);
    expect(action).toMatchObject({
      steps: [{ marketId: ETH, fromBase: 5, toBase: 0 }, { marketId: BTC }],
      message: expect.stringContaining('; no oracle price of ETH-USD: 100 stands in') as string,
    });
  });

  it('goes on under a halt, and gives way to a flatten', () => {
    const seen = told([context(BTC), long(500), command('halt-new-exposure'), command('flatten', 20), tick(60_000)]);
    expect(seen).toEqual([
      'critical',
      expect.stringMatching(/^BTC-USD -> /),
      'halt',
      'flatten',
      'BTC-USD -> 0',
      'flatten',
      'BTC-USD -> 0',
    ]);
  });
});

describe('guardAccount', () => {
  it('starts afresh with every subscription, and ends with its source', () => {
    const guard$ = from([held, command('flatten')]).pipe(guardAccount());
    const [first, second]: GuardOutput[][] = [[], []];
    guard$.subscribe((output) => first!.push(output));
    guard$.subscribe((output) => second!.push(output));
    expect(second).toEqual(first);
    expect(first).toHaveLength(4);
  });

  it('lets go of its source', () => {
    const source = new Subject<RiskInput>();
    const running = source.pipe(guardAccount()).subscribe();
    running.unsubscribe();
    expect(source.observed).toBe(false);
    expect(NEVER.pipe(guardAccount())).toBeDefined();
  });

  it.each<[NonNullable<GuardOptions['guard']>, string]>([
    [{ retryMs: 0 }, 'guard.retryMs must be finite and > 0, was 0'],
    [{ retryMs: Infinity }, 'guard.retryMs must be finite and > 0, was Infinity'],
    [{ targetHeadroom: 1 }, 'guard.targetHeadroom must be in [0, 1), was 1'],
    [{ targetHeadroom: -0.1 }, 'guard.targetHeadroom must be in [0, 1), was -0.1'],
    [{ takerFeeBps: -1 }, 'guard.takerFeeBps must be finite and >= 0, was -1'],
    [{ assumedSpreadBps: NaN }, 'guard.assumedSpreadBps must be finite and >= 0, was NaN'],
    [{ assumedDepthUsd: 0 }, 'guard.assumedDepthUsd must be finite and > 0, was 0'],
    [{ maxSlippageBps: 0 }, 'guard.maxSlippageBps must be in (0, 10000), was 0'],
    [{ speed: 1 } as object, 'guard.speed is not a setting'],
  ])('refuses the settings %j', (guard, message) => {
    expect(() => guardAccount({ guard })).toThrow(new RangeError(message));
  });
});
