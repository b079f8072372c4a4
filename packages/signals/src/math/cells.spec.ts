import { Cells } from './cells';
import { DecayedMean } from './decayed-mean';

describe('Cells', () => {
  it('hands out places one after the other, with what is there at first', () => {
    const cells = new Cells();
    expect([cells.reserve(2), cells.reserve(1, NaN), cells.reserve(3, -1)]).toEqual([0, 2, 3]);
    expect(cells.newRow()).toEqual([0, 0, NaN, -1, -1, -1]);
  });

  it('makes rows that know nothing of each other', () => {
    const cells = new Cells();
    const at = cells.reserve(1);
    const [one, other] = [cells.newRow(), cells.newRow()];
    one[at] = 5;
    expect([other, cells.newRow()]).toEqual([[0], [0]]);
  });

  it('lets one formula serve several markets', () => {
    const cells = new Cells();
    const shared = new DecayedMean(1_000, cells);
    const markets = [1, 2, 3].map((scale) => ({ scale, row: cells.newRow(), own: new DecayedMean(1_000) }));
    for (const value of [7, 3, 9, 4]) {
      for (const { scale, row, own } of markets) {
        own.update(scale * value, 300);
        cells.row = row;
        shared.update(scale * value, 300);
        expect(shared.value).toBe(own.value);
      }
    }
  });

  it('gives a formula without cells some to itself', () => {
    const [one, other] = [new DecayedMean(1_000), new DecayedMean(1_000)];
    one.update(5, 0);
    expect([one.value, other.value]).toEqual([5, 0]);
  });

  it('forgets what is fleeting in the row that is looked at, and in no other', () => {
    const cells = new Cells();
    cells.reserve(2, 1);
    cells.keepSoFar();
    cells.reserve(2, NaN);
    const [one, other] = [cells.newRow(), cells.newRow()].map((row) => row.fill(7));
    cells.row = one!;
    cells.forget();
    expect([one, other]).toEqual([[7, 7, NaN, NaN], [7, 7, 7, 7]]); // prettier-ignore
  });
});
