/** What a piece of text means; the painter turns it into colour and weight. */
export type Tone = 'plain' | 'strong' | 'faint' | 'good' | 'bad' | 'caution' | 'alarm' | 'heading' | 'column';

/** A piece of text in one tone. */
export type Span = { readonly text: string; readonly tone: Tone };

/** One line of the screen, left to right. */
export type TextLine = readonly Span[];

/** Makes a span; plain unless told otherwise. */
export function span(text: string, tone: Tone = 'plain'): Span {
  return { text, tone };
}

/** Number of columns a line takes. */
export function lineWidth(line: TextLine): number {
  return line.reduce((sum, { text }) => sum + text.length, 0);
}

/**
 * Cuts a line to `width` columns; the last column of a cut line is an ellipsis. Names and messages come from outside, so
 * everything that a terminal may not draw as exactly one column (control characters, wide letters) becomes `?`.
 */
export function fitLine(line: TextLine, width: number): TextLine {
  const clean = line.map(({ text, tone }) => ({ text: printable(text), tone }));
  if (lineWidth(clean) <= width) return clean;
  const fitted: Span[] = [];
  let left = width - 1;
  for (const { text, tone } of clean) {
    if (text.length > left) {
      fitted.push({ text: `${text.slice(0, Math.max(0, left))}${width > 0 ? '…' : ''}`, tone });
      break;
    }
    fitted.push({ text, tone });
    left -= text.length;
  }
  return fitted;
}

/** A line filled up to `width` columns in one tone: a bar, or a rule under a heading. */
export function fillLine(line: TextLine, width: number, tone: Tone): TextLine {
  const fitted = fitLine(line, width);
  return [...fitted, span(' '.repeat(width - lineWidth(fitted)), tone)];
}

/** The heading of a section that has nothing below it, ruled over the whole width. */
export function headingLine(title: string, width: number): TextLine {
  return fillLine([span(title, 'heading')], width, 'column');
}

/** Two texts at the two ends of a line; the right one goes when there is no room for both. */
export function spreadLine(left: TextLine, right: TextLine, width: number): TextLine {
  const gap = width - lineWidth(left) - lineWidth(right);
  return gap < 1 ? fitLine(left, width) : fitLine([...left, span(' '.repeat(gap)), ...right], width);
}

/** Cuts a text to `width` columns, or fills it up with spaces at the end (or start) to exactly so many. */
export function fitText(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const clean = printable(text);
  const cut = clean.length > width ? `${clean.slice(0, Math.max(0, width - 1))}${width > 0 ? '…' : ''}` : clean;
  return align === 'left' ? cut.padEnd(width) : cut.padStart(width);
}

/** The text with `?` for everything but ASCII, Latin-1 and the few signs the dashboard draws with. */
export function printable(text: string): string {
  return text.replace(/[^ -~¡-¬®-ÿ…·×∞─▁-█▉-▏]/gu, '?');
}
