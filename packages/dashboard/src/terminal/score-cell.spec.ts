import { scoreBar, scoreGlyph } from './score-cell';

describe('scores', () => {
  it.each([
    [0, '  0▁', 'strong'],
    [50, ' 50▅', 'faint'],
    [71.4, ' 71▆', 'strong'],
    [100, '100█', 'strong'],
    [undefined, '   ·', 'faint'],
  ])('draw %p as %p', (score, text, tone) => {
    expect(scoreGlyph(score)).toEqual({ text, tone });
  });

  it.each([
    [0, '  0 '],
    [50, ' 50 ███'],
    [71.4, ' 71 ████▎'],
    [100, '100 ██████'],
    [undefined, '  ·'],
  ])('draw %p as the bar %p', (score, text) => {
    expect(scoreBar(score, 10).text).toBe(text);
  });
});
