import { fitLine, lineWidth, span, type TextLine } from './text-line';

/** A part of the screen: a heading and as many rows as it gets. */
export type Section = {
  /** Rows it could fill below its heading. */
  readonly wanted: number;
  /** Rows it gets before any other section gets more than its own least. */
  readonly least: number;
  /** Its share of what is left over. */
  readonly weight: number;
  /** The heading and at most `rows` further lines, none wider than `width`. */
  readonly draw: (rows: number, width: number) => readonly TextLine[];
};

/** How many rows each section gets below its heading when `height` lines are to be shared; -1: not even a heading. */
export function shareRows(sections: readonly Section[], height: number): readonly number[] {
  const rows = sections.map((_, index): number => (index < height ? 0 : -1));
  let left = height - rows.filter((count) => count === 0).length;
  for (; left > 0; left -= 1) {
    const next = neediest(sections, rows);
    if (next === undefined) break;
    rows[next] = rows[next]! + 1;
  }
  return rows;
}

function neediest(sections: readonly Section[], rows: readonly number[]): number | undefined {
  const urgency = (index: number): number => {
    const { wanted, least, weight } = sections[index]!;
    const has = rows[index]!;
    if (has < 0 || has >= wanted) return -1;
    return has < least ? 1_000 - has : weight / (has + 1);
  };
  const best = sections.map((_, index) => index).reduce((a, b) => (urgency(b) > urgency(a) ? b : a), 0);
  return sections.length > 0 && urgency(best) > 0 ? best : undefined;
}

/** Two sections side by side, the left one on `leftShare` of the width. */
export function besideSections(left: Section, right: Section, leftShare: number): Section {
  return {
    wanted: Math.max(left.wanted, right.wanted),
    least: Math.max(left.least, right.least),
    weight: Math.max(left.weight, right.weight),
    draw: (rows, width) => {
      const leftWidth = Math.floor(width * leftShare) - 1;
      const lefts = left.draw(rows, leftWidth);
      const rights = right.draw(rows, width - leftWidth - 2);
      return Array.from({ length: Math.max(lefts.length, rights.length) }, (_, index) => {
        const line = lefts[index] ?? [];
        return fitLine([...line, span(' '.repeat(leftWidth + 2 - lineWidth(line))), ...(rights[index] ?? [])], width);
      });
    },
  };
}
