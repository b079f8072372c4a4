import { unixMs, type Block } from '@perpstream/core';
import { block, collectFaults } from '@perpstream/testing';
import { ExchangeTime } from './exchange-time';

const SECOND = 1_000;
const DAY = 86_400_000;

/** A block by exchange time, received at another. */
const at = (exchangeMs: number, receivedMs = exchangeMs): Block =>
  block({ exchangeMs: unixMs(exchangeMs), receivedMs: unixMs(receivedMs) });

function observed(...blocks: readonly Block[]): {
  readonly news: boolean[];
  readonly time: ExchangeTime;
  readonly faults: number;
} {
  const faults = collectFaults();
  const time = new ExchangeTime(faults);
  return { news: blocks.map((one) => time.observe(one)), time, faults: faults.faults.length };
}

describe('ExchangeTime', () => {
  it('knows no time before the first block', () => {
    expect(observed().time.newestMs).toBe(-Infinity);
  });

  it('moves on with each newer block, and never back', () => {
    const { news, time, faults } = observed(at(5), at(9), at(9), at(7), at(10));
    expect(news).toEqual([true, true, false, false, true]);
    expect([time.newestMs, faults]).toEqual([10, 0]);
  });

  it('takes a clock of this computer that runs behind or ahead, by hours if need be', () => {
    expect(observed(at(DAY, 0), at(DAY + SECOND, SECOND)).news).toEqual([true, true]);
    expect(observed(at(0, 9 * DAY), at(SECOND, 9 * DAY + SECOND)).news).toEqual([true, true]);
  });

  it('does not believe a block that is too far ahead, and goes on with the others', () => {
    const { news, time, faults } = observed(at(0), at(DAY, SECOND), at(2 * SECOND), at(3 * SECOND));
    expect(news).toEqual([true, false, true, true]);
    expect([time.newestMs, faults]).toEqual([3 * SECOND, 1]);
  });

  it('believes it once the next agrees: the clock of this computer has jumped', () => {
    const { news, faults } = observed(
      at(0),
      at(DAY, SECOND),
      at(DAY + SECOND, 2 * SECOND),
      at(DAY + 2 * SECOND, 3 * SECOND),
    );
    expect([news, faults]).toEqual([[true, false, true, true], 1]);
  });

  it('does not take two odd blocks that disagree for agreement', () => {
    expect(observed(at(0), at(DAY, SECOND), at(2 * DAY, SECOND), at(DAY, SECOND)).news).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  it('lets the first block be a mistake', () => {
    expect(observed(at(9 * DAY, 0), at(SECOND)).news).toEqual([false, true]);
  });

  it.each<[name: string, exchangeMs: number, receivedMs: number, isAhead: boolean]>([
    ['as old as the newest block', 100_000, 100_000, false],
    ['10 s ahead of it', 110_000, 100_000, false],
    ['more', 110_001, 100_000, true],
    ['ahead by as long as no block came', 700_000, 690_000, false],
    ['ahead although the clock of this computer went back', 110_001, 50_000, true],
  ])('judges what is %s', (_, exchangeMs, receivedMs, isAhead) => {
    expect(observed(at(100_000)).time.isAhead(exchangeMs, receivedMs)).toBe(isAhead);
  });

  it('judges by the clock of this computer, to a day, before the first block', () => {
    const { time } = observed();
    expect([time.isAhead(DAY + 5, 5), time.isAhead(DAY + 6, 5)]).toEqual([false, true]);
  });
});
