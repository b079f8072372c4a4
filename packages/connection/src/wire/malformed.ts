/**
 * A frame has another shape than its channel. Thrown by the readers of single fields and caught where the frame is
 * decoded, which makes one fault of it; it never leaves this folder.
 */
export class Malformed extends Error {
  override readonly name = 'Malformed';
}

/** A value of a frame as a short piece of one line, for messages. Containers are not looked into: they may be endless. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (typeof value === 'string') return JSON.stringify(value.length <= 60 ? value : `${value.slice(0, 57)}...`);
  if (typeof value === 'number' || typeof value === 'boolean') return `${value}`;
  return Array.isArray(value) ? 'a list' : 'an object';
}

/** The same without quotation marks, as a part of a name. */
export function shownBare(value: unknown): string {
  return shown(value).replaceAll('"', '');
}
