import type { TerminalSize } from './screen';

const CLEAR_SCREEN = '\u001b[2J';
const CLEAR_TO_END = '\u001b[K';

/** Turns screens into what must be written to get from one to the next. */
export type LineDiff = {
  /** What to write so that these painted lines stand on the screen; empty when they already do. */
  readonly update: (lines: readonly string[], size: TerminalSize) => string;
};

/**
 * Makes a writer that knows what it wrote before: it addresses and rewrites changed lines only, and everything after the
 * size changed.
 *
 * A line is cleared before it is written, never after: behind a line that fills the terminal the cursor still stands on
 * its last cell, and clearing from there would eat it.
 */
export function lineDiff(): LineDiff {
  let written: readonly string[] = [];
  let writtenSize: TerminalSize | undefined;
  return {
    update: (lines, size) => {
      const isSameSize = size.columns === writtenSize?.columns && size.rows === writtenSize.rows;
      // A cleared screen shows empty lines already.
      const before = isSameSize ? written : lines.map(() => '');
      const changes = lines.map((line, index) =>
        line === before[index] ? '' : `\u001b[${index + 1};1H${CLEAR_TO_END}${line}`,
      );
      written = lines;
      writtenSize = size;
      return `${isSameSize ? '' : CLEAR_SCREEN}${changes.join('')}`;
    },
  };
}
