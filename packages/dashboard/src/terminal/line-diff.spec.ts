import { lineDiff } from './line-diff';

const size = { columns: 10, rows: 3 };

describe('lineDiff', () => {
  it('clears the screen first and writes what is not empty', () => {
    expect(lineDiff().update(['a', '', 'c'], size)).toBe('\u001b[2J\u001b[1;1H\u001b[Ka\u001b[3;1H\u001b[Kc');
  });

  it('writes nothing when nothing changed, and changed lines alone otherwise', () => {
    const diff = lineDiff();
    diff.update(['a', 'b', 'c'], size);
    expect(diff.update(['a', 'b', 'c'], size)).toBe('');
    expect(diff.update(['a', '', 'C'], size)).toBe('\u001b[2;1H\u001b[K\u001b[3;1H\u001b[KC');
  });

  it('starts over when the size changed', () => {
    const diff = lineDiff();
    diff.update(['a'], size);
    expect(diff.update(['a'], { ...size, columns: 11 })).toBe('\u001b[2J\u001b[1;1H\u001b[Ka');
  });
});
