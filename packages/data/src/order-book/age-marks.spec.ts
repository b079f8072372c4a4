import { AgeMarks } from './age-marks';

describe('AgeMarks', () => {
  it('tells the age of the newest mark that is not later', () => {
    const marks = new AgeMarks(10);
    [100, 110, 150].forEach((ms, index) => marks.mark(ms, index + 1));
    expect([99, 100, 109, 110, 149, 150, 1_000].map((ms) => marks.ageAt(ms))).toEqual([undefined, 1, 1, 2, 2, 3, 3]);
  });

  it('moves the newest mark along until the next is due, so that no statement counts as older than it is', () => {
    const marks = new AgeMarks(10);
    [100, 110, 115, 119].forEach((ms, index) => marks.mark(ms, index + 1));
    expect([110, 115, 118, 119].map((ms) => marks.ageAt(ms))).toEqual([1, 1, 1, 4]);
  });

  it('takes a time that runs backwards for the newest one', () => {
    const marks = new AgeMarks(10);
    marks.mark(100, 1);
    marks.mark(90, 2);
    expect([90, 99, 100].map((ms) => marks.ageAt(ms))).toEqual([undefined, undefined, 2]);
  });

  it('forgets the oldest of more than 128 marks, and everything when it is cleared', () => {
    const marks = new AgeMarks(1);
    for (let ms = 1; ms <= 129; ms += 1) marks.mark(ms, ms * 10);
    expect([1, 2, 129].map((ms) => marks.ageAt(ms))).toEqual([undefined, 20, 1_290]);
    marks.clear();
    expect(marks.ageAt(1_000)).toBeUndefined();
    marks.mark(5, 1);
    expect(marks.ageAt(1_000)).toBe(1);
  });
});
