/** Number of single-letter edits that lead from one word to another. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, at) => at);
  [...from].forEach((letter, above) => {
    const next = [above + 1];
    row.slice(1).forEach((up, at) => {
      const change = row[at]! + (letter === to[at] ? 0 : 1);
      next.push(Math.min(change, up + 1, next[at]! + 1));
    });
    row = next;
  });
  return row.at(-1)!;
}

/** The known name closest to a misspelt one. */
export function nearestName(name: string, known: readonly string[]): string {
  const byDistance = known.map(
    (candidate) => [distance(name.toLowerCase(), candidate.toLowerCase()), candidate] as const,
  );
  return byDistance.reduce((best, next) => (next[0] < best[0] ? next : best))[1];
}
