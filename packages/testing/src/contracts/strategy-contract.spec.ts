import {
  debounceByMarket,
  unixMs,
  type EventScheduler,
  type MarketId,
  type Strategy,
  type StrategyDecision,
  type StrategyInput,
  type TargetDecision,
} from '@perpstream/core';
import { concatMap, defer, filter, map, merge, Observable, tap, timer } from 'rxjs';
import { BTC, ETH } from '../builders/markets';
import { dataQuality } from '../builders/processed';
import { signalScores, targetDecision } from '../builders/trading';
import { describeStrategyContract } from './describe-strategy-contract';
import { strategyContract } from './strategy-contract';
import type { StrategySubject } from './strategy-subject';

const CONFIRM_MS = 400;

type Wish = TargetDecision & { readonly isEntry: boolean };

/** What a strategy knows; `quality` decides whether it may enter. */
class Desk {
  readonly live = new Set<MarketId>();
  readonly targetUsd = new Map<MarketId, number>();
  decisions = 0;

  wish(input: StrategyInput): Wish[] {
    if (input.kind === 'quality') {
      if (input.level === 'live') this.live.add(input.marketId);
      else this.live.delete(input.marketId);
      return [];
    }
    const momentum = input.kind === 'scores' ? input.scores['momentum'] : undefined;
    if (input.kind !== 'scores' || momentum === undefined) return [];
    const { marketId, receivedMs, cause } = input;
    const targetNotionalUsd = momentum > 70 ? 1_000 : momentum < 30 ? -1_000 : 0;
    const reasons = [{ name: 'momentum', value: momentum }];
    const confidence = Math.abs(momentum - 50) / 50;
    const decision = targetDecision({ marketId, receivedMs, cause, targetNotionalUsd, reasons, confidence });
    return [{ ...decision, isEntry: targetNotionalUsd !== 0 }];
  }

  decide({ isEntry, ...decision }: Wish): TargetDecision[] {
    const before = this.targetUsd.get(decision.marketId) ?? 0;
    if (before === decision.targetNotionalUsd || (isEntry && !this.live.has(decision.marketId))) return [];
    this.targetUsd.set(decision.marketId, decision.targetNotionalUsd);
    return [{ ...decision, decision: this.decisions++ }];
  }
}

type Parts = {
  readonly desk?: () => Desk;
  readonly change?: (decision: TargetDecision) => StrategyDecision;
};

/** A strategy that keeps the contract: follows momentum that stood for 400 ms. Parts of it can be broken. */
const follower =
  ({ desk: makeDesk = () => new Desk(), change = (decision) => decision }: Parts = {}) =>
  (scheduler: EventScheduler): Strategy =>
  (source$) =>
    defer(() => {
      const desk = makeDesk();
      return source$.pipe(
        concatMap((input) => desk.wish(input)),
        debounceByMarket(CONFIRM_MS, scheduler),
        concatMap((wish) => desk.decide(wish)),
        map(change),
      );
    });

const at = (ms: number, momentum: number, marketId = BTC): StrategyInput =>
  signalScores({ momentum }, { marketId, receivedMs: unixMs(ms) });

const subject: StrategySubject = {
  name: 'momentum follower',
  create: follower(),
  events: [
    dataQuality({ level: 'live' }),
    dataQuality({ level: 'live', marketId: ETH }),
    at(100, 80),
    at(200, 80, ETH),
    at(600, 85),
    at(1_500, 20, ETH),
    at(2_500, 50),
    at(3_500, 10),
    at(4_500, 50, ETH),
    at(6_000, 90),
  ],
};

function broken(create: StrategySubject['create']): string[] {
  return strategyContract.flatMap(({ promise, verify }) => {
    try {
      void verify({ ...subject, create });
      return [];
    } catch {
      return [promise];
    }
  });
}

const changed = (change: (decision: TargetDecision) => StrategyDecision): string[] => broken(follower({ change }));

const withDesk = (overrides: Partial<Desk>): string[] =>
  broken(follower({ desk: () => Object.assign(new Desk(), overrides) }));

describeStrategyContract(subject);

describe('strategyContract', () => {
  it('accepts a strategy that keeps every promise', () => {
    expect(broken(follower())).toEqual([]);
  });

  it('accepts quotes', () => {
    const quoting = (decision: TargetDecision): StrategyDecision => {
      const { targetNotionalUsd, ...rest } = decision;
      const quote = { priceUsd: 100, sizeBase: 1 + Math.abs(targetNotionalUsd) };
      if (targetNotionalUsd === 0) return { ...rest, kind: 'quotes' };
      return targetNotionalUsd > 0 ? { ...rest, kind: 'quotes', bid: quote } : { ...rest, kind: 'quotes', ask: quote };
    };
    expect(changed(quoting)).toEqual([]);
  });

  it('rejects a strategy that never takes exposure', () => {
    expect(changed((decision) => ({ ...decision, targetNotionalUsd: 0 }))).toContain(
      'takes exposure when the inputs call for it',
    );
  });

  it.each<[string, Partial<TargetDecision>]>([
    ['a confidence above 1', { confidence: 1.2 }],
    ['a confidence below 0', { confidence: -0.1 }],
    ['a confidence that is no number', { confidence: NaN }],
    ['no reasons', { reasons: [] }],
    ['a reason without a value', { reasons: [{ name: 'momentum', value: NaN }] }],
    ['no name', { strategy: '' }],
    ['the same number for every decision', { decision: 7 }],
  ])('rejects decisions with %s', (_, wrong) => {
    expect(changed((decision) => ({ ...decision, ...wrong }))).toEqual([
      'gives confidence in [0, 1], reasons and a number with every decision',
    ]);
  });

  it.each<[string, (decision: TargetDecision) => StrategyDecision]>([
    ['a target that is no number', (decision) => ({ ...decision, targetNotionalUsd: NaN })],
    ['an infinite target', (decision) => ({ ...decision, targetNotionalUsd: Infinity })],
    ['a quote of size 0', (decision) => ({ ...decision, kind: 'quotes', bid: { priceUsd: 100, sizeBase: 0 } })],
    [
      'a quote at a negative price',
      (decision) => ({ ...decision, kind: 'quotes', ask: { priceUsd: -1, sizeBase: 1 } }),
    ],
  ])('rejects %s', (_, change) => {
    expect(changed(change)).toContain('asks for finite targets and positive quotes');
  });

  it('rejects a cause that is no input', () => {
    expect(changed((decision) => ({ ...decision, cause: 999 }))).toEqual(['names the input a decision follows from']);
  });

  it('rejects a decision sent again', () => {
    const stutter =
      (scheduler: EventScheduler): Strategy =>
      (source$) =>
        source$.pipe(
          follower()(scheduler),
          concatMap((decision) => [decision, decision]),
        );
    expect(broken(stutter)).toContain('sends a decision only when it changes what is wanted');
  });

  it('R25: rejects a strategy that does not look at quality', () => {
    expect(withDesk({ live: Object.assign(new Set([BTC, ETH]), { delete: () => false }) })).toEqual([
      'takes no exposure on stale data, also not what was waiting',
      'takes no exposure on dirty data, also not what was waiting',
      'takes no exposure on syncing data, also not what was waiting',
    ]);
  });

  it.each(['stale', 'dirty', 'syncing'] as const)(
    'R25: rejects a strategy that takes %s data for live ones',
    (level) => {
      class Trusting extends Desk {
        override wish(input: StrategyInput): Wish[] {
          const isTrusted = input.kind === 'quality' && input.level === level;
          return super.wish(isTrusted ? { ...input, level: 'live' } : input);
        }
      }
      expect(broken(follower({ desk: () => new Trusting() }))).toEqual([
        `takes no exposure on ${level} data, also not what was waiting`,
      ]);
    },
  );

  it('rejects a strategy that looks at quality before it waits, but not after', () => {
    class Hasty extends Desk {
      override wish(input: StrategyInput): Wish[] {
        return super.wish(input).filter(({ isEntry, marketId }) => !isEntry || this.live.has(marketId));
      }
      override decide(wish: Wish): TargetDecision[] {
        this.live.add(wish.marketId);
        return super.decide(wish);
      }
    }
    expect(broken(follower({ desk: () => new Hasty() }))).toContain(
      'takes no exposure on stale data, also not what was waiting',
    );
  });

  it('rejects a strategy that takes an absent score for an extreme one', () => {
    class Careless extends Desk {
      override wish(input: StrategyInput): Wish[] {
        if (input.kind !== 'scores') return super.wish(input);
        return super.wish({ ...input, scores: { ...signalScores({ momentum: 0 }).scores, ...input.scores } });
      }
    }
    expect(broken(follower({ desk: () => new Careless() }))).toEqual(['takes no exposure without scores']);
  });

  it('rejects state that two subscriptions share', () => {
    const shared = (scheduler: EventScheduler): Strategy => {
      const desk = new Desk();
      return follower({ desk: () => desk })(scheduler);
    };
    expect(broken(shared)).toEqual(['has fresh state in each subscription']);
  });

  it('rejects state in the module', () => {
    const desk = new Desk();
    expect(broken(follower({ desk: () => desk }))).toContain('is deterministic under replay');
  });

  it('rejects chance', () => {
    expect(changed((decision) => ({ ...decision, confidence: Math.random() }))).toEqual(
      expect.arrayContaining(['is deterministic under replay', 'reads no ambient time and no random numbers']),
    );
  });

  it('rejects the ambient clock, even without effect on the decision', () => {
    const timed =
      (scheduler: EventScheduler): Strategy =>
      (source$) =>
        source$.pipe(
          filter(() => Date.now() > 0),
          follower()(scheduler),
        );
    expect(broken(timed)).toEqual(['reads no ambient time and no random numbers']);
  });

  it('rejects timers that outlive the subscription', () => {
    const leaking =
      (scheduler: EventScheduler): Strategy =>
      (source$) =>
        new Observable((subscriber) => {
          timer(1e9, scheduler).subscribe();
          return source$.pipe(follower()(scheduler)).subscribe(subscriber);
        });
    expect(broken(leaking)).toEqual(['leaves no timers when it is unsubscribed']);
  });

  it('lets time pass after the last input, so that what waits is decided', () => {
    let last = 0;
    const watched =
      (scheduler: EventScheduler): Strategy =>
      (source$) =>
        source$.pipe(
          follower()(scheduler),
          tap(() => (last = Math.max(last, scheduler.now()))),
        );
    expect(broken(watched)).toEqual([]);
    expect(last).toBe(6_400);
  });

  it('rejects two strategies merged into one stream', () => {
    const two =
      (scheduler: EventScheduler): Strategy =>
      (source$) =>
        merge(source$.pipe(follower()(scheduler)), source$.pipe(follower()(scheduler)));
    expect(broken(two)).toContain('sends a decision only when it changes what is wanted');
  });
});
