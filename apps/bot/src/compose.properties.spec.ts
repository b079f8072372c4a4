import { EventScheduler, unixMs, type Input, type LoggedInput } from '@perpstream/core';
import fc from 'fast-check';
import { Subject } from 'rxjs';
import { compose } from './compose';
import { type BotConfig } from './config/config-schema';
import { quickSignals, quickSniper } from '../fixtures/quick-config';
import { parseConfig } from './config/load-config';
import { AuditInvariants } from '../fixtures/audit-invariants';
import { MarketScript, type Happening } from '../fixtures/market-script';
import { DecisionHash } from './run/decision-hash';

/** Shortly before a full hour, so that funding is paid on the way. */
const START_MS = Date.UTC(2026, 0, 1, 11, 59, 50);
const RUNS = 50;

const market = fc.nat(2);
const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constant('trend' as const),
      market,
      steps: fc.integer({ min: 4, max: 24 }),
      stepBps: fc.constantFrom(-8, -4, -1, 0, 1, 4, 8),
    }),
  },
  fc.record({ kind: fc.constant('jump' as const), market, factor: fc.constantFrom(0.7, 0.97, 1.03, 1.3) }),
  fc.record({ kind: fc.constant('cross' as const), market }),
  fc.record({
    kind: fc.constant('empty-side' as const),
    market,
    side: fc.constantFrom('bids' as const, 'asks' as const),
  }),
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('status' as const),
      market,
      status: fc.constantFrom('ACTIVE', 'ACTIVE', 'PAUSED', 'FINAL_SETTLEMENT'),
    }),
  },
  fc.record({ kind: fc.constant('funding' as const), market, rate: fc.constantFrom('-0.001', '0', '0.001') }),
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('blocks' as const), isOn: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('oracle' as const), isOn: fc.boolean() }) },
  fc.record({ kind: fc.constant('outage' as const), silentMs: fc.constantFrom(0, 50, 1_000, 12_000) }),
  fc.record({ kind: fc.constant('silence' as const), silentMs: fc.constantFrom(50, 2_000, 12_000) }),
  fc.record({
    kind: fc.constant('command' as const),
    command: fc.constantFrom('resume' as const, 'resume' as const, 'halt-new-exposure' as const),
  }),
);

const limits = [
  {},
  { maxPositionNotionalUsd: 300 },
  { maxGrossNotionalUsd: 1_300 },
  { maxLeverage: 0.12 },
  { maxPositionNotionalUsd: 300, maxGrossNotionalUsd: 700, maxLeverage: 0.05, minLiquidationDistance: 0.9 },
  { maxDailyLossUsd: 1 },
];

const config: fc.Arbitrary<BotConfig> = fc
  .record({
    seed: fc.nat(100),
    risk: fc.constantFrom(...limits),
    style: fc.constantFrom('taker', 'maker'),
    goodTilBlocks: fc.integer({ min: 1, max: 4 }),
    positionNotionalUsd: fc.constantFrom(12, 250, 1_000, 3_000),
  })
  .map(({ seed, risk, style, goodTilBlocks, positionNotionalUsd }) =>
    parseConfig(
      {
        seed,
        risk,
        execution: { style, goodTilBlocks },
        signals: {
          ...quickSignals,
          momentum: { fastHalfLifeMs: 500, slowHalfLifeMs: 1_000 },
          volume: { recentHalfLifeMs: 500, normHalfLifeMs: 2_000 },
          volatility: { recentHalfLifeMs: 500, normHalfLifeMs: 2_000 },
        },
        strategies: [
          {
            ...quickSniper,
            budgetUsd: 3 * positionNotionalUsd,
            universe: { maxSpreadBps: 100 },
            hysteresis: { enterConviction: 0.1, exitConviction: 0.02, minHoldMs: 0, coolDownMs: 500 },
            allocation: { maxPositionUsd: positionNotionalUsd },
            timing: { confirmMs: 250 },
          },
        ],
      },
      'test',
    ),
  );

const story = fc.record({
  config,
  markets: fc.integer({ min: 2, max: 3 }),
  happenings: fc.array(happening, { minLength: 10, maxLength: 30 }),
});

function inputsOf(markets: number, happenings: readonly Happening[]): readonly Input[] {
  const script = new MarketScript(markets, START_MS);
  script.play({ kind: 'trend', market: 0, steps: 24, stepBps: 2 });
  happenings.forEach((each) => script.play(each));
  return script.inputs;
}

function runThrough(config: BotConfig, inputs: readonly Input[]) {
  const scheduler = new EventScheduler();
  const inputs$ = new Subject<LoggedInput>();
  const invariants = new AuditInvariants(config);
  const hash = new DecisionHash();
  const running = inputs$.pipe(compose(config, scheduler)).subscribe((audit) => {
    invariants.see(audit);
    hash.add(audit);
  });
  inputs.forEach((input, seq) => {
    const nowMs = unixMs(input.receivedUs / 1_000);
    scheduler.advanceTo(nowMs);
    inputs$.next({ ...input, seq });
    scheduler.advanceTo(nowMs);
  });
  running.unsubscribe();
  const { broken, counts } = invariants;
  return { broken: [...new Set(broken)], counts, hash: hash.value, pending: scheduler.pending };
}

describe('compose, whatever the markets do', () => {
  it('keeps every promise about money, leaves nothing behind, and decides the same again', () => {
    const total = { decisions: 0, orders: 0, makerFills: 0, takerFills: 0, refused: 0, trimmed: 0 };
    fc.assert(
      fc.property(story, ({ config, markets, happenings }) => {
        const inputs = inputsOf(markets, happenings);
        const first = runThrough(config, inputs);
        expect(first.broken).toEqual([]);
        expect(first.pending).toBe(0);
        expect(runThrough(config, inputs).hash).toBe(first.hash);
        for (const name of Object.keys(total) as (keyof typeof total)[]) total[name] += first.counts[name];
      }),
      { numRuns: RUNS, seed: 20_260_101 },
    );
    // A world in which nothing happens would keep every promise, too.
    for (const count of Object.values(total)) expect(count).toBeGreaterThan(10);
  });
});
