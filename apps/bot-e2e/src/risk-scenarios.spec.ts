import { openScene, type Outcome, type Told } from './risk-scenario';

/** 60,000 USD at the price of 100,000 that the simulated exchange starts with: six times the equity, 16 % from liquidation. */
const LONG_BTC = 0.6;

/**
 * Bounds that no account reaches before it is liquidated, and prices at which nobody trades in a fall: what happens when nobody
 * takes it down.
 */
const UNGUARDED =
  '{ levels: { watchMarginUsage: off, warningMarginUsage: off, criticalMarginUsage: off, watchMaintenanceUsage: off, ' +
  'warningMaintenanceUsage: off, criticalMaintenanceUsage: off, watchLiquidationDistance: 0, warningLiquidationDistance: 0, ' +
  'criticalLiquidationDistance: 0, watchTimeToLiquidationMs: 0, warningTimeToLiquidationMs: 0, criticalTimeToLiquidationMs: 0 }, ' +
  'guard: { maxSlippageBps: 0.01 } }';

function actions({ told }: Outcome, kind: string): readonly Told[] {
  return told.filter(({ topic, event }) => topic === 'protection' && event.kind === kind);
}

function trips(outcome: Outcome): readonly (string | undefined)[] {
  return actions(outcome, 'trip').map(({ event }) => event.lock?.protection);
}

function liquidations({ told }: Outcome): readonly Told[] {
  return told.filter(
    ({ topic, event: { reason } }) =>
      topic === 'account-change' && (reason === 'LIQUIDATED' || reason === 'DELEVERAGED'),
  );
}

function positionAfter({ told }: Outcome): number {
  let base = 0;
  for (const { event } of told) {
    const fill = (event as { fill?: { side: string; sizeBase: number } }).fill;
    if (fill !== undefined) base += fill.side === 'buy' ? fill.sizeBase : -fill.sizeBase;
  }
  return base;
}

/** Every order of the guard follows from a decision of it, that from a plan with its numbers, that from an input. */
function expectExplained(outcome: Outcome): void {
  const { told, inputs } = outcome;
  const orders = told.filter(({ topic, event }) => topic === 'order' && event.strategy === 'risk');
  expect(orders.length).toBeGreaterThan(0);
  for (const { event } of orders) {
    const at = told.findIndex(
      (line) => line.topic === 'decision' && line.event.strategy === 'risk' && line.event.decision === event.decision,
    );
    expect(at).toBeGreaterThanOrEqual(0);
    const plan = told.slice(0, at).findLast(({ event: before }) => before.kind === 'deleverage');
    expect(plan?.event.cause).toBe(told[at]!.event.cause);
    expect(plan?.event.message).toMatch(/\d/);
    expect(inputs[plan!.event.cause]).toBeDefined();
    const approval = told.find(
      (line) =>
        line.topic === 'verdict' && line.event.kind === 'approved' && line.event.order?.clientId === event.clientId,
    );
    expect(approval).toBeDefined();
  }
}

function expectDeterministic({ summary, replayHash }: Outcome): void {
  expect(replayHash).toBe(summary.decisionHash);
}

describe('an account with an open position', () => {
  it.concurrent('is taken down step by step while the price falls by 30 % in a minute', async () => {
    const scene = await openScene(LONG_BTC);
    await scene.inject({ kind: 'price-move', market: 'BTC-USD', by: -0.3, over: '60s' });
    await scene.bot.prints(/DELEVERAGES/);
    await scene.oracleBelow(72_000);
    await scene.blocks(5);
    const outcome = await scene.end();
    expect(liquidations(outcome)).toEqual([]);
    expect(actions(outcome, 'level').map(({ event }) => event.to)).toContain('critical');
    expect(trips(outcome)).toContain('deleveraging');
    expect(outcome.summary.equityEndUsd).toBeGreaterThan(0);
    expectExplained(outcome);
    expectDeterministic(outcome);
  });

  it.concurrent('would have been liquidated in the same crash with nobody to take it down', async () => {
    const scene = await openScene(LONG_BTC, UNGUARDED);
    await scene.inject({ kind: 'price-move', market: 'BTC-USD', by: -0.3, over: '60s' });
    await scene.bot.prints(/LIQUIDATED BTC-USD/);
    const outcome = await scene.end();
    expect(liquidations(outcome).length).toBeGreaterThan(0);
    expect(trips(outcome)).toContain('forced-fill');
    expectDeterministic(outcome);
  });

  it.concurrent(
    'takes nothing new on an oracle price that stands still, and is taken down when it moves again',
    async () => {
      const scene = await openScene(LONG_BTC, '{ protections: { oracleFreezeMs: 5000 } }');
      await scene.inject({ kind: 'oracle-freeze', market: 'BTC-USD', for: '25s' });
      await scene.inject({ kind: 'price-move', market: 'BTC-USD', by: -0.12, over: '10s' });
      await scene.bot.prints(/LOCKED BTC-USD \(oracle-freeze\)/);
      await scene.bot.prints(/DELEVERAGES/);
      await scene.blocks(10);
      const outcome = await scene.end();
      expect(liquidations(outcome)).toEqual([]);
      expect(trips(outcome)).toContain('oracle-freeze');
      expect(Math.abs(positionAfter(outcome))).toBeLessThan(LONG_BTC);
      expectExplained(outcome);
      expectDeterministic(outcome);
    },
  );

  it.concurrent('adds nothing while funding is dear, and says what it costs', async () => {
    const scene = await openScene(LONG_BTC);
    await scene.inject({ kind: 'funding-rate', market: 'BTC-USD', rate: 0.005, for: '10m' });
    await scene.bot.prints(/LOCKED BTC-USD \(funding-cost\)/);
    const outcome = await scene.end();
    expect(liquidations(outcome)).toEqual([]);
    const [trip] = actions(outcome, 'trip').filter(({ event }) => event.lock?.protection === 'funding-cost');
    expect(trip?.event.lock?.marketId).toBe('BTC-USD');
    expect(trip?.event.lock?.message).toMatch(/\d/);
    expectDeterministic(outcome);
  });

  it.concurrent('is taken down as soon as the feed is back, with what was asked for meanwhile', async () => {
    const scene = await openScene(LONG_BTC);
    await scene.inject({ kind: 'refuse-connections', for: '12s' });
    await scene.inject({ kind: 'cut', connections: 'all' });
    await scene.bot.prints(/retry/);
    await scene.inject({ kind: 'price-move', market: 'BTC-USD', by: -0.12, over: '5s' });
    await scene.owner('halt');
    await scene.bot.prints(/DELEVERAGES[^\n]*margin usage/);
    await scene.blocks(8);
    const outcome = await scene.end();
    expect(liquidations(outcome)).toEqual([]);
    expect(trips(outcome)).toContain('operator-halt');
    expect(Math.abs(positionAfter(outcome))).toBeLessThan(LONG_BTC);
    const lost = outcome.inputs.findIndex((line) => / connection .*"kind":"waiting"/.test(line));
    const back = outcome.inputs.findIndex((line, index) => index > lost && line.includes('"channel":"v4_orderbook"'));
    const blind = outcome.told.filter(
      ({ topic, event }) => topic === 'order' && event.cause > lost && event.cause < back,
    );
    expect(blind).toEqual([]);
    expectExplained(outcome);
    expectDeterministic(outcome);
  });

  it.concurrent('waits while the exchange takes no orders, and is taken down once it takes them', async () => {
    const scene = await openScene(LONG_BTC, '{ levels: { levelHoldMs: 3000 } }');
    await scene.inject({ kind: 'market-status', market: 'BTC-USD', status: 'PAUSED', for: '20s' });
    await scene.inject({ kind: 'price-move', market: 'BTC-USD', by: -0.12, over: '10s' });
    await scene.bot.prints(/DELEVERAGES/);
    await scene.bot.prints(/market BTC-USD ACTIVE, was PAUSED/);
    await scene.bot.prints(/risk critical ->/);
    const outcome = await scene.end();
    expect(liquidations(outcome)).toEqual([]);
    const { told, inputs } = outcome;
    const paused = inputs.findIndex((line) => line.includes('"status":"PAUSED"'));
    const active = inputs.findIndex((line, index) => index > paused && line.includes('"status":"ACTIVE"'));
    const knocking = told.filter(
      ({ topic, event }) => topic === 'order' && event.cause > paused && event.cause < active,
    );
    expect(knocking).toEqual([]);
    expect(Math.abs(positionAfter(outcome))).toBeLessThan(LONG_BTC);
    expectExplained(outcome);
    expectDeterministic(outcome);
  });

  it.concurrent(
    'keeps trying while the exchange refuses its orders, and is taken down once it takes them',
    async () => {
      // In a falling market nobody pays this price one block later: the exchange takes the order and gives it back.
      const scene = await openScene(LONG_BTC, '{ levels: { levelHoldMs: 3000 }, guard: { maxSlippageBps: 1 } }');
      await scene.inject({ kind: 'price-move', market: 'BTC-USD', by: -0.13, over: '30s' });
      await scene.bot.prints(/IMMEDIATE_OR_CANCEL_WOULD_REST_ON_BOOK/);
      await scene.bot.prints(/risk critical ->/);
      const outcome = await scene.end();
      expect(liquidations(outcome)).toEqual([]);
      expect(Math.abs(positionAfter(outcome))).toBeLessThan(LONG_BTC);
      expectExplained(outcome);
      expectDeterministic(outcome);
    },
  );

  it.concurrent('is taken down when its owner takes the money out, and closed when he says so, once', async () => {
    const scene = await openScene(LONG_BTC);
    await scene.owner('transfer', '--usd=-7000');
    await scene.bot.prints(/DELEVERAGES/);
    await scene.blocks(5);
    await scene.owner('trade', '--market', 'ETH-USD', '--size=-1');
    await scene.bot.prints(/MANUAL ETH-USD/);
    await scene.owner('flatten');
    await scene.owner('flatten');
    await scene.bot.prints(/flatten/);
    await scene.blocks(8);
    const outcome = await scene.end();
    expect(liquidations(outcome)).toEqual([]);
    expect(positionAfter(outcome)).toBeCloseTo(0, 9);
    expect(trips(outcome)).toEqual(expect.arrayContaining(['forced-fill', 'operator-halt']));
    const flattenings = actions(outcome, 'deleverage').filter(({ event }) => event.reason === 'flatten');
    expect(flattenings).toHaveLength(1);
    expectExplained(outcome);
    expectDeterministic(outcome);
  });
});
