import { CloseHistory } from './close-history';

const logs = (...closes: number[]) => closes.map(Math.log);

describe('CloseHistory', () => {
  it('keeps the log closes of the last bars, oldest first', () => {
    const history = new CloseHistory(3);
    [1, 2, 3, 4, 5].forEach((close, i) => history.add(100 + i, close));
    expect([...history.toArray()]).toEqual(logs(3, 4, 5));
    expect([history.bar, history.newest, history.isFull]).toEqual([104, Math.log(5), true]);
  });

  it('knows nothing before the first', () => {
    const history = new CloseHistory(3);
    expect([history.bar, history.isFull, history.toArray().length]).toEqual([NaN, false, 0]);
  });

  it('takes up to five missing bars as bars without trades', () => {
    const history = new CloseHistory(8);
    history.add(10, 7);
    history.add(16, 9);
    expect([...history.toArray()]).toEqual(logs(7, 7, 7, 7, 7, 7, 9));
  });

  it('begins anew after a longer hole', () => {
    const history = new CloseHistory(2);
    [10, 11].forEach((bar) => history.add(bar, 7));
    expect(history.isFull).toBe(true);
    history.add(18, 9);
    expect([history.isFull, [...history.toArray()]]).toEqual([false, logs(9)]);
  });

  it('ignores bars that are older or not priced', () => {
    const history = new CloseHistory(3);
    history.add(10, 7);
    history.add(10, 8);
    history.add(9, 8);
    history.add(11, 0);
    history.add(11, NaN);
    expect([...history.toArray()]).toEqual(logs(7));
  });
});
