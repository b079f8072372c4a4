import { RollingDay } from './rolling-day';

const MINUTE_MS = 60_000;

describe('RollingDay', () => {
  const flow = (open: number, close: number): Parameters<RollingDay['add']>[0] => {
    return { open, close, high: close, low: open, quantums: 1, value: 10, trades: 2 };
  };

  it('sums up and measures the change from the first open', () => {
    const day = new RollingDay();
    expect(day.totals()).toEqual({ value: 0, trades: 0, change: 0 });
    day.add(flow(100, 101), 0);
    day.add(flow(101, 95), 30_000);
    day.add(flow(95, 97), MINUTE_MS);
    expect(day.totals()).toEqual({ value: 30, trades: 6, change: -3 });
  });

  it('forgets what is older than a day', () => {
    const day = new RollingDay();
    for (let minute = 0; minute < 3 * 1440; minute += 1) day.add(flow(minute, minute), minute * MINUTE_MS);
    expect(day.totals()).toEqual({ value: 14_400, trades: 2_880, change: 1_439 });
  });
});
