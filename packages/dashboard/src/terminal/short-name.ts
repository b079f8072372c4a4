/**
 * A camel-case name in at most four letters, for narrow columns: the first four of one word, the first two of each of two:
 * `volu`, `trFl`.
 */
export function shortName(name: string): string {
  const [first = '', second] = name.split(/(?=[A-Z])/);
  return second === undefined ? first.slice(0, 4) : `${first.slice(0, 2)}${second.slice(0, 2)}`;
}
