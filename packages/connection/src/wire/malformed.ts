/**
 * A frame has another shape than its channel. Thrown by the readers of single fields and caught where the frame is
 * decoded, which makes one fault of it; it never leaves this folder.
 */
export class Malformed extends Error {
  override readonly name = 'Malformed';
}

/** A value of a frame as a short piece of one line, for messages. */
export function shown(value: unknown): string {
  const text = typeof value === 'string' ? JSON.stringify(value) : (JSON.stringify(value) ?? 'nothing');
  return text.length <= 60 ? text : `${text.slice(0, 57)}...`;
}
