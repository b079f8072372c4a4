import { unixMs, type Bar } from '@perpstream/core';
import { candle } from '../../fixtures/candle-inputs';
import { trade } from '../../fixtures/market-inputs';
import { CandleCheck } from './candle-check';
import { OpenBar } from './open-bar';

const SPEC = { type: 'time' as const, intervalMs: 60_000 };

function barOf(minute: number, sizesBase: readonly number[]): Bar {
  const open = new OpenBar(SPEC, minute * 60_000, 100);
  for (const sizeBase of sizesBase) open.add(trade({ sizeBase }));
  return open.closed((minute + 1) * 60_000, true);
}

const candleOf = (minute: number, trades: number, volumeBase: number): ReturnType<typeof candle> =>
  candle({ startedMs: unixMs(minute * 60_000), trades, volumeBase });

describe('CandleCheck', () => {
  it.each([
    ['agrees', 2, 0.3, false],
    ['has one trade more', 3, 0.3, true],
    ['has one trade less', 1, 0.3, true],
    ['has another volume', 2, 0.31, true],
  ])('compares trades and volume: a candle that %s', (_, trades, volumeBase, isMismatch) => {
    const check = new CandleCheck();
    // 0.1 + 0.2 is not 0.3: sums of sizes are compared with the tolerance of their last digits.
    check.sent(barOf(1, [0.1, 0.2]));
    expect(check.mismatch(candleOf(1, trades, volumeBase)) !== undefined).toBe(isMismatch);
  });

  it('remembers the twenty newest bars', () => {
    const check = new CandleCheck();
    for (let minute = 1; minute <= 21; minute += 1) check.sent(barOf(minute, [1]));
    expect(check.mismatch(candleOf(1, 9, 9))).toBeUndefined();
    expect(check.mismatch(candleOf(2, 9, 9))).toBeDefined();
  });
});
