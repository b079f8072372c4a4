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

type Share = { readonly section: Section; rows: number };

/** How many rows each section gets below its heading when `height` lines are to be shared; -1: not even a heading. */
export function shareRows(sections: readonly Section[], height: number): readonly number[] {
  const shares = sections.map((section, index): Share => ({ section, rows: index < height ? 0 : -1 }));
  let left = height - shares.filter(({ rows }) => rows === 0).length;
  for (; left > 0; left -= 1) {
    const next = neediest(shares);
    if (next === undefined) break;
    next.rows += 1;
  }
  return shares.map(({ rows }) => rows);
}

/** How much a section needs one row more; 0: not at all. */
function urgency({ section: { wanted, least, weight }, rows }: Share): number {
  if (rows < 0 || rows >= wanted) return 0;
  return rows < least ? 1_000 - rows : weight / (rows + 1);
}

/** The section of highest urgency, of equals the first; undefined when none needs a row. */
function neediest(shares: readonly Share[]): Share | undefined {
  const needy = shares.filter((share) => urgency(share) > 0);
  return needy.toSorted((a, b) => urgency(b) - urgency(a))[0];
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
