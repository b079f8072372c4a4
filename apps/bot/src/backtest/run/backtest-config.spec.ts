import { parseConfig } from '../../config/load-config';
import { backtestConfig } from './backtest-config';

const MINUTE_MS = 60_000;
const withBars = (...barIntervalsMs: number[]) => parseConfig({ data: { barIntervalsMs } }, 'test');

describe('backtestConfig', () => {
  it('lets data be as old as two candles and a half, and says what it changed', () => {
    const { config, adapted } = backtestConfig(withBars(MINUTE_MS), MINUTE_MS);
    expect(config.data.staleAfterMs).toBe(150_000);
    expect(config.risk.maxDataAgeMs).toBe(150_000);
    expect(adapted).toEqual([
      { setting: 'data.staleAfterMs', from: '10000', to: '150000' },
      { setting: 'risk.maxDataAgeMs', from: '10000', to: '150000' },
      { setting: 'risk.protections.oracleSilenceMs', from: '60000', to: '150000' },
    ]);
  });

  it('keeps what is long enough', () => {
    const given = parseConfig(
      {
        data: { staleAfterMs: 1e6, barIntervalsMs: [60_000] },
        risk: { maxDataAgeMs: 2e6, protections: { oracleSilenceMs: 2e6 } },
      },
      'test',
    );
    const { config, adapted } = backtestConfig(given, MINUTE_MS);
    expect({ data: config.data, risk: config.risk, adapted }).toEqual({
      data: given.data,
      risk: given.risk,
      adapted: [],
    });
  });

  it.each<[name: string, wanted: number[], candleMs: number, bars: number[]]>([
    ['of the candles themselves', [60_000], MINUTE_MS, [60_000]],
    ['longer than the candles', [60_000, 300_000, 3_600_000], 5 * MINUTE_MS, [300_000, 3_600_000]],
    ['that the exchange has', [60_000, 120_000, 5_000], MINUTE_MS, [60_000]],
    ['of the candles where none of those wanted can be made', [60_000, 5_000], 60 * MINUTE_MS, [3_600_000]],
  ])('makes bars %s', (_, wanted, candleMs, bars) => {
    expect(backtestConfig(withBars(...wanted), candleMs).config.data.barIntervalsMs).toEqual(bars);
  });
});
