import { randomNumbers } from '@perpstream/testing';
import type { OpenHighLowClose } from '../math/bar-prices';
import { normalShare } from '../math/normal-share';
import { RollingSum } from '../math/window/rolling-sum';
import { TrendShares } from './trend-shares';

const bars = { efficiencyBars: 20, adxBars: 14, varianceBars: 40, varianceHorizonBars: 5 };

const normal = (random: () => number): number => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());

/** Bars of a log price that takes `stepsPerBar` steps; each step carries on a share of the one before. */
function walk(count: number, { stepsPerBar = 10, seed = 5, carriedOn = 0 } = {}): OpenHighLowClose[] {
  const random = randomNumbers(seed);
  let log = 0;
  let step = 0;
  return Array.from({ length: count }, () => {
    const path = [log];
    for (let index = 0; index < stepsPerBar; index += 1) {
      step = carriedOn * step + (1e-3 * normal(random)) / Math.sqrt(stepsPerBar);
      path.push((log += step));
    }
    const [openUsd, closeUsd] = [Math.exp(path[0]!), Math.exp(log)];
    return { openUsd, closeUsd, highUsd: Math.exp(Math.max(...path)), lowUsd: Math.exp(Math.min(...path)) };
  });
}

type Read = (shares: TrendShares) => number | undefined;

function quantiles(history: readonly OpenHighLowClose[], read: Read, given = bars): number[] {
  const shares = new TrendShares(given);
  const values = history.flatMap((bar) => {
    shares.update(bar);
    return read(shares) ?? [];
  });
  const sorted = values.slice(200).sort((a, b) => a - b);
  return [0.1, 0.25, 0.5, 0.75, 0.9].map((share) => sorted[Math.floor(share * sorted.length)]!);
}

const flat: OpenHighLowClose = { openUsd: 100, highUsd: 100, lowUsd: 100, closeUsd: 100 };

const measures: readonly [string, Read][] = [
  ['efficiency', ({ efficiency }) => efficiency],
  ['directional movement', ({ directionalMovement }) => directionalMovement],
  ['variance ratio', ({ varianceRatio }) => varianceRatio],
];

describe('TrendShares', () => {
  const random = walk(20_000);

  it.each(measures)('the %s of a random walk is spread evenly over 0-1', (_, read) => {
    quantiles(random, read).forEach((value, index) =>
      expect(Math.abs(value - [0.1, 0.25, 0.5, 0.75, 0.9][index]!)).toBeLessThan(0.06),
    );
  });

  it.each([
    [7, 10],
    [28, 10],
    [14, 2],
    [14, 60],
  ])('the ADX of %d bars is, too, with %d steps a bar', (adxBars, stepsPerBar) => {
    const read: Read = ({ directionalMovement }) => directionalMovement;
    quantiles(walk(10_000, { stepsPerBar }), read, { ...bars, adxBars }).forEach((value, index) =>
      expect(Math.abs(value - [0.1, 0.25, 0.5, 0.75, 0.9][index]!)).toBeLessThan(0.1),
    );
  });

  it.each(measures)('the %s rises when moves go on and falls when they are undone', (name, read) => {
    const [, , goesOn] = quantiles(walk(4_000, { carriedOn: 0.5, stepsPerBar: 1 }), read);
    const [, , isUndone] = quantiles(walk(4_000, { carriedOn: -0.5, stepsPerBar: 1 }), read);
    expect(goesOn).toBeGreaterThan(0.6);
    expect(isUndone).toBeLessThan(name === 'directional movement' ? 0.5 : 0.4);
  });

  it('is silent until the longest window is full', () => {
    const shares = new TrendShares(bars);
    walk(40).forEach((bar) => shares.update(bar));
    expect(shares.mean).toBeUndefined();
    shares.update(walk(41).at(-1)!);
    expect(shares.mean).toBeGreaterThan(0);
  });

  it('is 1/2 where nothing ever moves, once the windows are full', () => {
    const shares = new TrendShares(bars);
    const means = Array.from({ length: 42 }, () => {
      shares.update(flat);
      return shares.mean;
    });
    expect(means.slice(0, 40).every((mean) => mean === undefined)).toBe(true);
    expect(means.slice(40)).toEqual([0.5, 0.5]);
  });

  it('takes no single move in a dead market for a trend', () => {
    const shares = new TrendShares(bars);
    const moved = { openUsd: 101, highUsd: 101, lowUsd: 101, closeUsd: 101 };
    [...Array<OpenHighLowClose>(50).fill(flat), ...Array<OpenHighLowClose>(5).fill(moved)].forEach((bar) =>
      shares.update(bar),
    );
    // One step of any size gets as far as 68 % of the normal distribution.
    expect(shares.efficiency).toBeCloseTo(0.6827, 4);
  });

  it('takes a steady drift for a trend', () => {
    const shares = new TrendShares(bars);
    for (let index = 0; index < 60; index += 1) {
      const [openUsd, closeUsd] = [1.001 ** index, 1.001 ** (index + 1)];
      shares.update({ openUsd, closeUsd, lowUsd: openUsd, highUsd: closeUsd });
    }
    expect(shares.efficiency).toBeGreaterThan(0.9999);
    expect(shares.directionalMovement).toBeGreaterThan(0.99);
    expect(shares.varianceRatio).toBeGreaterThan(0.9999);
  });

  it('knows no direction', () => {
    const history = walk(300, { seed: 9 });
    const [up, down] = [new TrendShares(bars), new TrendShares(bars)];
    for (const { openUsd, highUsd, lowUsd, closeUsd } of history) {
      up.update({ openUsd, highUsd, lowUsd, closeUsd });
      down.update({ openUsd: 1 / openUsd, highUsd: 1 / lowUsd, lowUsd: 1 / highUsd, closeUsd: 1 / closeUsd });
    }
    expect(down.efficiency).toBeCloseTo(up.efficiency!, 9);
    expect(down.varianceRatio).toBeCloseTo(up.varianceRatio!, 9);
    // Its true range is in USD, not in logarithms.
    expect(down.directionalMovement).toBeCloseTo(up.directionalMovement!, 2);
  });

  it.each([
    ['the defaults', bars],
    ['a long efficiency', { ...bars, efficiencyBars: 60 }],
    ['the shortest of all', { efficiencyBars: 1, adxBars: 1, varianceBars: 3, varianceHorizonBars: 2 }],
  ])('has the efficiency and variance ratio of separate rolling sums, with %s', (_, given) => {
    const shares = new TrendShares(given);
    const reference = new RollingShares(given);
    for (const bar of walk(3_000, { seed: 8 })) {
      shares.update(bar);
      reference.update(bar.closeUsd);
      expect(shares.efficiency).toEqual(near(reference.efficiency));
      expect(shares.varianceRatio).toEqual(near(reference.varianceRatio));
    }
  });
});

const near = (value: number | undefined): unknown => (value === undefined ? undefined : expect.closeTo(value, 11));

/** The same two measures by their definition, from a sum of its own for each. */
class RollingShares {
  readonly #net: RollingSum;
  readonly #squares: RollingSum;
  readonly #horizonReturn: RollingSum;
  readonly #horizonSquares: RollingSum;
  readonly #stepSquares: RollingSum;
  #closeUsd: number | undefined;

  constructor(private readonly given: typeof bars) {
    const { efficiencyBars, varianceBars, varianceHorizonBars } = given;
    this.#net = new RollingSum(efficiencyBars);
    this.#squares = new RollingSum(efficiencyBars);
    this.#horizonReturn = new RollingSum(varianceHorizonBars);
    this.#horizonSquares = new RollingSum(varianceBars - varianceHorizonBars + 1);
    this.#stepSquares = new RollingSum(varianceBars);
  }

  get efficiency(): number | undefined {
    const [net, squares] = [this.#net.value, this.#squares.value];
    if (net === undefined || squares === undefined) return undefined;
    return 2 * normalShare(Math.abs(net) / Math.sqrt(squares)) - 1;
  }

  get varianceRatio(): number | undefined {
    const { varianceBars: steps, varianceHorizonBars: horizon } = this.given;
    const [horizonSquares, stepSquares] = [this.#horizonSquares.value, this.#stepSquares.value];
    if (horizonSquares === undefined || stepSquares === undefined) return undefined;
    const ratio = horizonSquares / (steps - horizon + 1) / ((horizon * stepSquares) / steps);
    const third = Math.sqrt((2 * (2 * horizon - 1) * (horizon - 1)) / (3 * horizon * steps)) / 3;
    return normalShare((Math.cbrt(ratio) - (1 - third * third)) / third);
  }

  update(closeUsd: number): void {
    const logReturn = Math.log(closeUsd / (this.#closeUsd ?? closeUsd));
    const isFirst = this.#closeUsd === undefined;
    this.#closeUsd = closeUsd;
    if (isFirst) return;
    this.#net.update(logReturn);
    this.#squares.update(logReturn ** 2);
    this.#stepSquares.update(logReturn ** 2);
    const horizonReturn = this.#horizonReturn.update(logReturn);
    if (horizonReturn !== undefined) this.#horizonSquares.update(horizonReturn ** 2);
  }
}
