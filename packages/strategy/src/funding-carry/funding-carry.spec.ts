import { marketId, type MarketId, type StrategyInput } from '@perpstream/core';
import { BTC, dataQuality, marketContext, signalScores } from '@perpstream/testing';
import { assert, double, property } from 'fast-check';
import { priced } from '../../fixtures/idea-script';
import { MINUTE_MS, minuteOf, noise, opened } from '../../fixtures/minute-bars';
import { Rehearsal } from '../../fixtures/rehearsal';
import { fundingCarry } from './funding-carry';
import { fundingCarryDefaults, type FundingCarryOptions } from './funding-carry-options';

type Given = Omit<FundingCarryOptions, 'scheduler'>;
const SOL: MarketId = marketId('SOL-USD');
const HOUR_MS = 3_600_000;
/** Longs of SOL pay a basis point an hour, 72 in the horizon; a round trip costs about 24, so 34 are asked for. */
const HIGH = 0.0001;
const options: Given = {
  warmUpMs: 10 * MINUTE_MS,
  averageHalfLifeMs: 10 * MINUTE_MS,
  estimates: { halfLifeBars: 30, warmUpBars: 20 },
  hysteresis: { minHoldMs: 0, coolDownMs: 0 },
  exits: { maxFundingCost1h: 0 },
  timing: { sampleMs: 1_000, confirmMs: 2_000 },
};

/** What happens in a minute: rates of both markets, moves of both prices. */
type Minute = { readonly sol: number; readonly btc?: number; readonly own?: number };

/** SOL moves one and a half times as far as BTC, and `own` beyond. */
class Carry {
  readonly run: Rehearsal;
  #minute = 0;
  #logs = { btc: Math.log(50_000), sol: Math.log(100) };
  readonly #noise = noise(4);

  constructor(given: Given = {}, scores: Readonly<Record<string, number>> = { liquidity: 50 }) {
    this.run = new Rehearsal((scheduler) => fundingCarry({ scheduler, ...options, ...given }));
    this.run.at(0, ...opened(BTC, scores), ...opened(SOL, scores));
  }

  minutes(count: number, { sol, btc = 0, own = 0 }: Minute, beta = 1.5, noise = 0.0002): this {
    for (let i = 0; i < count; i += 1) {
      const nowMs = ++this.#minute * MINUTE_MS;
      const move = 0.001 * this.#noise();
      this.#logs.btc += move;
      this.#logs.sol += beta * move + noise * this.#noise() + own;
      this.run.at(nowMs, ...this.#inputs(nowMs), rate(SOL, sol), rate(BTC, btc)).at(nowMs + 10_000);
    }
    return this;
  }

  #inputs(nowMs: number): StrategyInput[] {
    const { btc, sol } = this.#logs;
    return [...minuteOf(BTC, nowMs, Math.exp(btc)), ...minuteOf(SOL, nowMs, Math.exp(sol))];
  }

  at(inputs: readonly StrategyInput[]): this {
    this.run.at(this.#minute * MINUTE_MS + 11_000, ...inputs).at(this.#minute * MINUTE_MS + 20_000);
    return this;
  }

  /** Market and side of every decision. */
  get sides(): [string, number][] {
    return this.run.decisions.map((decision) => [decision.marketId, Math.sign(this.#target(decision))]);
  }

  get targets(): number[] {
    return this.run.decisions.map((decision) => this.#target(decision));
  }

  #target(decision: (typeof this.run.decisions)[number]): number {
    return decision.kind === 'target' ? decision.targetNotionalUsd : NaN;
  }
}

const rate = (market: MarketId, nextFundingRate1h: number) => marketContext({ marketId: market, nextFundingRate1h });
const shortSol: [string, number][] = [[SOL, -1], [BTC, 1]]; // prettier-ignore
const longSol: [string, number][] = [[SOL, 1], [BTC, -1]]; // prettier-ignore
const flat: [string, number][] = [[SOL, 0], [BTC, 0]]; // prettier-ignore

describe('fundingCarry', () => {
  it('sells where longs pay and hedges with beta, with every number that led to it', () => {
    const carry = new Carry().minutes(40, { sol: HIGH });
    expect(carry.sides).toEqual(shortSol);
    const [sol, btc] = carry.targets;
    expect(-btc! / sol!).toBeCloseTo(1.5, 0);
    expect(Math.abs(sol!) + Math.abs(btc!)).toBeCloseTo(1_000, 6);
    const { reasons } = carry.run.decisions[0]!;
    expect(reasons.map(({ name }) => name)).toEqual([
      'carry-bps',
      'predicted-carry-bps',
      'round-trip-bps',
      'hedge-ratio',
      'hedge-correlation',
      'liquidity SOL-USD',
      'liquidity BTC-USD',
      'enter-conviction',
      'max-ideas',
      'equal-size-usd',
      'leg-weight',
    ]);
    expect(reasons[0]!.value).toBeLessThan(-68);
    expect(reasons[1]!.value).toBeCloseTo(-72, 9);
    expect(reasons[2]!.value).toBeCloseTo(12 + 12 * reasons[3]!.value, 6);
    expect(reasons[0]!.bound).toBeCloseTo(reasons[2]!.value + 10, 9);
  });

  it('buys where longs are paid', () => {
    expect(new Carry().minutes(40, { sol: -HIGH }).sides).toEqual(longSol);
  });

  it('counts the funding of the hedge', () => {
    expect(new Carry().minutes(40, { sol: 0, btc: HIGH }).sides).toEqual(longSol);
    expect(new Carry().minutes(40, { sol: HIGH, btc: HIGH / 1.5 }).sides).toEqual([]);
  });

  it('hedges a dollar with a dollar when told so', () => {
    const [sol, btc] = new Carry({ hedgeRatio: 'dollar' }).minutes(40, { sol: HIGH }).targets;
    expect([sol, btc]).toEqual([-500, 500]);
  });

  it('keeps beta within its bounds', () => {
    const [sol, btc] = new Carry({ maxBeta: 1.2 }).minutes(40, { sol: HIGH }).targets;
    expect(-btc! / sol!).toBeCloseTo(1.2, 9);
  });

  it.each<[string, Given, Minute]>([
    ['a carry that costs more than it brings', {}, { sol: HIGH / 4 }],
    ['fees that eat it', { feeBps: 20 }, { sol: HIGH }],
    ['a horizon that is too short', { horizonMs: HOUR_MS }, { sol: HIGH }],
    ['a correlation that is too low', { minCorrelation: 0.9999 }, { sol: HIGH }],
    ['a score below its bound', { scores: { liquidity: { min: 60, max: 100 } } }, { sol: HIGH }],
    ['an average that is not warm', { warmUpMs: HOUR_MS }, { sol: HIGH }],
    ['estimates that are not warm', { estimates: { halfLifeBars: 100, warmUpBars: 100 } }, { sol: HIGH }],
  ])('does not enter with %s', (_name, given, minute) => {
    expect(new Carry(given).minutes(40, minute).sides).toEqual([]);
  });

  it('does not enter on an average against which the prediction speaks', () => {
    const carry = new Carry({ warmUpMs: 40 * MINUTE_MS }).minutes(38, { sol: HIGH }).minutes(5, { sol: -HIGH / 10 });
    expect(carry.sides).toEqual([]);
  });

  it('leaves when the carry has faded, later than it would enter', () => {
    const carry = new Carry().minutes(40, { sol: HIGH }).minutes(20, { sol: HIGH / 4 });
    expect(carry.sides).toEqual(shortSol);
    expect(carry.minutes(60, { sol: 0 }).sides.slice(2)).toEqual(flat);
    expect(carry.run.decisions[2]!.reasons.map(({ name }) => name)).toContain('exit-conviction');
  });

  it('leaves and goes the other way when the carry turns', () => {
    const carry = new Carry().minutes(40, { sol: HIGH }).minutes(60, { sol: -HIGH });
    expect(carry.sides).toEqual([...shortSol, ...flat, ...longSol]);
  });

  it('leaves when the prediction has cost too much for too long, before the average shows it', () => {
    const exits = { maxFundingCost1h: 0.00002, fundingPatienceMs: 20 * MINUTE_MS };
    const carry = new Carry({ exits, averageHalfLifeMs: 100 * HOUR_MS }).minutes(40, { sol: HIGH });
    expect(carry.minutes(19, { sol: -HIGH / 2 }).sides).toEqual(shortSol);
    expect(carry.minutes(3, { sol: -HIGH / 2 }).sides).toEqual([...shortSol, ...flat]);
    expect(carry.run.decisions[2]!.reasons.map(({ name }) => name)).toContain('funding-cost-1h');
  });

  it('leaves when the hedge breaks', () => {
    const carry = new Carry({ exits: { stopLoss: 0, maxFundingCost1h: 0 }, rebalance: { band: 10 } }).minutes(40, {
      sol: HIGH,
    });
    carry.minutes(80, { sol: HIGH }, 0, 0.002);
    expect(carry.sides).toEqual([...shortSol, ...flat]);
    const broken = carry.run.decisions[2]!.reasons.find(({ name }) => name === 'hedge-correlation')!;
    expect(broken).toMatchObject({ bound: 0.25 });
    expect(broken.value).toBeLessThan(0.25);
  });

  it('leaves when the basis has moved against it beyond the stop, at once', () => {
    const carry = new Carry({ rebalance: { band: 10 } })
      .minutes(40, { sol: HIGH })
      .minutes(1, { sol: HIGH, own: 0.04 });
    expect(carry.sides.slice(0, 4)).toEqual([...shortSol, ...flat]);
    expect(carry.run.decisions[2]!.reasons.map(({ name }) => name)).toContain('stop-loss');
  });

  it('never holds the hedge for itself', () => {
    const carry = new Carry().minutes(40, { sol: 0, btc: 0 });
    expect(carry.minutes(40, { sol: 0 }).sides).toEqual([]);
  });

  it.each(['stale', 'dirty', 'syncing'] as const)('R25: enters nothing while market or hedge is %s', (level) => {
    for (const market of [SOL, BTC]) {
      const carry = new Carry().at([dataQuality({ marketId: market, level })]).minutes(40, { sol: HIGH });
      expect(carry.sides).toEqual([]);
    }
  });

  it('R25: enters nothing without a score or without prices, and keeps what it holds', () => {
    expect(new Carry({}, {}).minutes(40, { sol: HIGH }).sides).toEqual([]);
    const carry = new Carry().minutes(40, { sol: HIGH }).at([signalScores({}, { marketId: SOL })]);
    expect(carry.minutes(10, { sol: HIGH }).sides).toEqual(shortSol);
    const run = new Rehearsal((scheduler) => fundingCarry({ scheduler, ...options }));
    run
      .at(0, priced(BTC, 1), rate(SOL, HIGH))
      .at(HOUR_MS, rate(SOL, HIGH))
      .at(2 * HOUR_MS);
    expect(run.log).toEqual([]);
  });

  it('is hedged whatever is paid: the legs always stand on opposite sides, in one ratio', () => {
    const anyRate = double({ min: -0.0003, max: 0.0003, noNaN: true });
    assert(
      property(anyRate, anyRate, anyRate, (first, second, btc) => {
        const carry = new Carry({ hedgeRatio: 'dollar' })
          .minutes(35, { sol: first, btc })
          .minutes(25, { sol: second, btc });
        const { decisions } = carry.run;
        const standing = new Map<string, number>();
        decisions.forEach((decision, i) => {
          standing.set(decision.marketId, carry.targets[i]!);
          const isRoundOver = decisions[i + 1]?.receivedMs !== decision.receivedMs;
          const sum = [...standing.values()].reduce((total, target) => total + target, 0);
          if (isRoundOver) expect(Math.abs(sum)).toBeLessThan(1e-6);
        });
      }),
      { numRuns: 15 },
    );
  });
});

describe('fundingCarryDefaults', () => {
  it('are plain data, for configurations', () => {
    expect(JSON.parse(JSON.stringify(fundingCarryDefaults))).toEqual(fundingCarryDefaults);
  });
});

describe('fundingCarry, when called', () => {
  it.each<[Given, string]>([
    [{ hedge: '' }, 'fundingCarry.hedge must name a market, was ""'],
    [{ hedgeRatio: 'none' as 'beta' }, 'fundingCarry.hedgeRatio must be beta or dollar, was none'],
    [{ minBeta: 0 }, 'fundingCarry.minBeta must be > 0 and finite, was 0'],
    [{ maxBeta: 0.1 }, 'fundingCarry.maxBeta must be > minBeta = 0.25 and finite, was 0.1'],
    [{ horizonMs: 0 }, 'fundingCarry.horizonMs must be > 0 and finite, was 0'],
    [{ minEdgeBps: 3 }, 'fundingCarry.minEdgeBps must be > exitEdgeBps = 4 and finite, was 3'],
    [{ breakCorrelation: 0.6 }, 'fundingCarry.breakCorrelation must be in [0, minCorrelation = 0.5], was 0.6'],
    [{ scores: { x: { min: 2, max: 1 } } }, 'fundingCarry.scores.x must be 0 <= min <= max <= 100, was 2 and 1'],
    [{ hysteresis: { exitConviction: 0 } }, 'hysteresis.exitConviction must be > 0 and finite, was 0'],
    [{ timing: { sampleMs: 0 } }, 'timing.sampleMs must be > 0 and finite, was 0'],
  ])('refuses %j', (given, message) => {
    expect(() => new Carry(given)).toThrow(new RangeError(message));
  });
});
