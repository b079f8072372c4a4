import { Ema } from '../average/ema';
import { Macd } from './macd';
import { Ppo } from './ppo';

const periods = { fastPeriod: 3, slowPeriod: 5, signalPeriod: 4 };
const closes = Array.from({ length: 60 }, (_, index) => 100 + 10 * Math.sin(index / 3) + index);

describe('Ppo', () => {
  it('is the MACD in percent of the slow average', () => {
    const [ppo, macd, slow] = [new Ppo(periods), new Macd(periods), new Ema(5)];
    for (const close of closes) {
      const [percent, difference, average] = [ppo, macd, slow].map((formula) => formula.update(close));
      if (percent === undefined) expect(difference).toBeUndefined();
      else expect(percent).toBeCloseTo((100 * difference!) / average!, 10);
    }
  });

  it('has a signal, its EMA from its first value on, and a histogram, the difference', () => {
    const [ppo, average] = [new Ppo(periods), new Ema(4)];
    closes.forEach((close, index) => {
      const value = ppo.update(close);
      const signal = value === undefined ? undefined : average.update(value);
      expect(ppo.signal).toBe(signal);
      expect(ppo.histogram).toBe(signal === undefined ? undefined : value! - signal);
      expect(ppo.signal === undefined).toBe(index < 7);
    });
  });

  it('keeps its value while the slow average is 0: of volumes in a market without trades', () => {
    const ppo = new Ppo(periods);
    [0, 0, 0, 0, 0, 0].forEach((volume) => expect(ppo.update(volume)).toBeUndefined());
    expect(ppo.update(10)).toBeGreaterThan(0);
  });
});
