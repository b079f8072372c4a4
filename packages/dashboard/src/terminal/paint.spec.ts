import { paintLine } from './paint';
import { span } from './text-line';

describe('paintLine', () => {
  const line = [span('a'), span('b', 'good'), span('', 'bad'), span('c', 'alarm')];

  it('colours each span by its tone and ends every colour', () => {
    expect(paintLine(line, true)).toBe('a\u001b[32mb\u001b[0m\u001b[1;37;41mc\u001b[0m');
  });

  it('writes no escape code without colour', () => {
    expect(paintLine(line, false)).toBe('abc');
  });
});
