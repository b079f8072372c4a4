import fc from 'fast-check';
import { unixMs } from '../units/unix-ms';
import { expectedBlockMs, heightAt, type BlockTiming } from './block-timing';

const timing: BlockTiming = { height: 100, receivedMs: unixMs(50_000), exchangeMs: unixMs(49_700), meanBlockMs: 800 };

describe('expectedBlockMs', () => {
  it.each([
    [100, 50_000],
    [101, 50_800],
    [110, 58_000],
    [95, 46_000],
  ])('expects height %d at %d ms', (height, expectedMs) => {
    expect(expectedBlockMs(timing, height)).toBe(expectedMs);
  });
});

describe('heightAt', () => {
  it.each([
    [50_000, 100],
    [50_799, 100],
    [50_800, 101],
    [58_000, 110],
    [10_000, 100],
  ])('is at %d ms at height %d', (atMs, height) => {
    expect(heightAt(timing, unixMs(atMs))).toBe(height);
  });

  it('turns back what expectedBlockMs says, to the block', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 100, max: 10_000 }),
        fc.integer({ min: 200, max: 5_000 }),
        (height, meanBlockMs) => {
          const rhythm = { ...timing, meanBlockMs };
          expect(heightAt(rhythm, expectedBlockMs(rhythm, height))).toBe(height);
        },
      ),
    );
  });
});
