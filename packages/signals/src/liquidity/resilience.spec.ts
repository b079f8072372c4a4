import { Resilience } from './resilience';

const options = { resilienceHalfLifeMs: 60_000, normHalfLifeMs: 600_000, largeMultiple: 3 };

/** So many frames with trades worth 10 USD. */
function tradeAsUsual(resilience: Resilience, frames = 20): Resilience {
  for (let frame = 0; frame < frames; frame += 1) resilience.trade(10);
  return resilience;
}

const usualMarket = (): Resilience => tradeAsUsual(new Resilience(options));

/** A large trade among the usual ones, after which the book needs so long. */
function hit(resilience: Resilience, recoveryMs: number): void {
  resilience.trade(90);
  resilience.see(false);
  resilience.pass(recoveryMs);
  resilience.see(true);
  tradeAsUsual(resilience);
}

describe('Resilience', () => {
  it('is as usual without large trades', () => {
    const resilience = usualMarket();
    resilience.see(false);
    resilience.pass(60_000);
    resilience.see(true);
    expect(resilience.logRatio).toBe(0);
  });

  it('is as usual while recoveries take as long as always', () => {
    const resilience = usualMarket();
    for (let times = 0; times < 20; times += 1) {
      hit(resilience, 2_000);
      resilience.pass(60_000);
      expect(resilience.logRatio).toBeCloseTo(0, 12);
    }
  });

  it.each([
    ['falls when the book stays away longer', 10_000, -1],
    ['rises when the book is back sooner', 250, 1],
  ])('%s', (_, recoveryMs, sign) => {
    const resilience = usualMarket();
    for (let times = 0; times < 20; times += 1) {
      hit(resilience, 2_000);
      resilience.pass(60_000);
    }
    hit(resilience, recoveryMs);
    const once = resilience.logRatio * sign;
    expect(once).toBeGreaterThan(0.1);
    hit(resilience, recoveryMs);
    expect(resilience.logRatio * sign).toBeGreaterThan(once);
  });

  it('has no say of old recoveries', () => {
    const resilience = usualMarket();
    hit(resilience, 1_000);
    resilience.pass(120_000);
    hit(resilience, 9_000);
    const fresh = resilience.logRatio;
    resilience.pass(600_000);
    expect(fresh).toBeLessThan(-0.1);
    expect(resilience.logRatio).toBeGreaterThan(fresh / 100);
    expect(resilience.logRatio).toBeLessThanOrEqual(0);
  });

  it('joins the recent recoveries with one usual one', () => {
    const resilience = usualMarket();
    hit(resilience, 1_000);
    hit(resilience, 9_000);
    // Weights of the first: by 9 s of half lives of 60 s and of 600 s.
    const [recent, norm] = [2 ** (-9 / 60), 2 ** (-9 / 600)];
    const usualMs = (1_000 * norm + 9_000) / (norm + 1);
    const recentMs = (usualMs + 1_000 * recent + 9_000) / (1 + recent + 1);
    expect(resilience.logRatio).toBeCloseTo(Math.log((usualMs + 250) / (recentMs + 250)), 12);
  });

  it('counts a hit while the book is away once, from the first trade on', () => {
    const [one, two] = [usualMarket(), usualMarket()];
    for (const resilience of [one, two]) hit(resilience, 1_000);
    hit(one, 4_000);
    two.trade(90);
    two.pass(2_000);
    two.trade(90);
    two.see(false);
    two.pass(2_000);
    two.see(true);
    expect(two.logRatio).toBeCloseTo(one.logRatio, 6);
  });

  it('does not wait longer than half a minute', () => {
    const [endless, long] = [usualMarket(), usualMarket()];
    for (const resilience of [endless, long]) hit(resilience, 1_000);
    hit(long, 30_000);
    endless.trade(90);
    endless.pass(30_000);
    endless.see(false);
    expect(endless.logRatio).toBe(long.logRatio);
  });

  it('takes no trade for large before it knows what is usual', () => {
    const [first, second] = [new Resilience(options), new Resilience(options)];
    hit(first, 5_000);
    tradeAsUsual(second);
    for (const resilience of [first, second]) for (const ms of [1_000, 8_000]) hit(resilience, ms);
    expect(first.logRatio).toBeCloseTo(second.logRatio, 2);
  });
});
