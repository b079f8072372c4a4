import { ReturnHistory } from './return-history';

const BAR_MS = 60_000;
function historyOf(capacity: number, closes: readonly number[]): ReturnHistory {
  const history = new ReturnHistory(capacity, BAR_MS);
  closes.forEach((close, index) => history.add(close, (index + 1) * BAR_MS));
  return history;
}
const returnsOf = (history: ReturnHistory): number[] =>
  Array.from({ length: history.count }, (_, age) => history.logReturn(age));

describe('ReturnHistory', () => {
  it('has no return before the second close', () => {
    expect(historyOf(3, [100]).count).toBe(0);
  });

  it('keeps log returns, newest first', () => {
    const history = historyOf(3, [100, 110, 99]);
    expect(returnsOf(history)).toEqual([Math.log(99 / 110), Math.log(110 / 100)]);
    expect([history.endMs(0), history.endMs(1)]).toEqual([3 * BAR_MS, 2 * BAR_MS]);
  });

  it('drops the oldest when it is full', () => {
    const history = historyOf(2, [1, 2, 4, 16]);
    expect(returnsOf(history)).toEqual([Math.log(4), Math.log(2)]);
  });

  it('makes no return across a hole', () => {
    const history = historyOf(3, [100, 110]);
    history.add(200, 5 * BAR_MS);
    expect(history.count).toBe(1);
    history.add(220, 6 * BAR_MS);
    expect(returnsOf(history)).toEqual([Math.log(220 / 200), Math.log(110 / 100)]);
  });

  it.each([
    ['of the same time', 500, 2 * BAR_MS],
    ['of an earlier time', 500, BAR_MS],
    ['without a price', NaN, 3 * BAR_MS],
    ['with a price of 0', 0, 3 * BAR_MS],
  ])('ignores a bar %s', (_name, close, endMs) => {
    const history = historyOf(3, [100, 110]);
    history.add(close, endMs);
    expect(returnsOf(history)).toEqual([Math.log(110 / 100)]);
  });
});
