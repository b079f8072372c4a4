import type { TextLine, Tone } from './text-line';

const RESET = '\u001b[0m';

/** Colour only where it means something: gain and loss, trouble, and emphasis. */
const CODES: Readonly<Record<Tone, string>> = {
  plain: '',
  strong: '\u001b[1m',
  faint: '\u001b[2m',
  good: '\u001b[32m',
  bad: '\u001b[31m',
  caution: '\u001b[33m',
  alarm: '\u001b[1;37;41m',
  heading: '\u001b[1;4m',
  column: '\u001b[2;4m',
};

/** The line as text for a terminal, with colours or without a single escape code. */
export function paintLine(line: TextLine, color: boolean): string {
  return line
    .filter(({ text }) => text !== '')
    .map(({ text, tone }) => (color && tone !== 'plain' ? `${CODES[tone]}${text}${RESET}` : text))
    .join('');
}
