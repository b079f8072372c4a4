import { execFileSync } from 'node:child_process';

const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();

/** Prints one figure of a benchmark as a JSON line: the median of its rounds, with the smallest and the largest of them. */
export function report(name, unit, numbers, rounded = (number) => Number(number.toPrecision(4))) {
  const sorted = numbers.map(rounded).toSorted((a, b) => a - b);
  const [min, value, max] = [sorted[0], sorted[Math.floor(sorted.length / 2)], sorted.at(-1)];
  console.log(JSON.stringify({ name, unit, value, min, max, rounds: sorted.length, node: process.version, commit }));
}
