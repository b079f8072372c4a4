/**
 * Takes note of what a parser meets and does not know, so that it is counted and the parser goes on with the rest.
 * `what` names the place in a frame, such as `trade.type`.
 */
export interface Oddities {
  /** A field that this version does not know; it was left out. */
  field(what: string): void;
  /** A value, of a field that has a fixed set of them, that this version does not know; `kept` says what became of it. */
  value(what: string, value: unknown, kept: string): void;
}

/** For reading what is counted elsewhere: a REST answer is decoded from the log once more. */
export const UNCOUNTED: Oddities = { field: () => undefined, value: () => undefined };
