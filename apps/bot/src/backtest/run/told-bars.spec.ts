import { parseConfig } from '../../config/load-config';
import { toldBars } from './told-bars';

const HOUR_MS = 3_600_000;

describe('toldBars', () => {
  it('tells signals and strategies to read the bars', () => {
    const { signals, strategies } = toldBars(parseConfig({ strategies: [{ use: 'pairs' }] }, 'test'), HOUR_MS);
    expect(signals).toMatchObject({
      momentum: { price: { barMs: HOUR_MS } },
      trend: { barMs: HOUR_MS },
      volume: { barMs: HOUR_MS },
      leadLag: { price: { barMs: HOUR_MS } },
    });
    expect(strategies).toMatchObject([{ use: 'pairs', barMs: HOUR_MS, estimates: { barMs: HOUR_MS } }]);
  });

  it('leaves what the configuration says', () => {
    const given = {
      signals: { momentum: { price: 'mid' }, trend: { barMs: 60_000 } },
      strategies: [{ use: 'momentumSniper', estimates: { barMs: 60_000, halfLifeBars: 20 } }],
    };
    const { signals, strategies } = toldBars(parseConfig(given, 'test'), HOUR_MS);
    expect(signals).toMatchObject({ momentum: { price: 'mid' }, trend: { barMs: 60_000 } });
    expect(strategies).toMatchObject([{ estimates: { barMs: 60_000, halfLifeBars: 20 } }]);
  });
});
