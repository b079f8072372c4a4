import type { z } from 'zod';
import { nearestName } from './nearest-name';

/** Something wrong in a fault script: where in it, and what. */
export class FaultMistake extends Error {
  constructor(
    readonly path: readonly PropertyKey[],
    message: string,
  ) {
    super(message);
  }

  /** The mistake in one line, with its place. */
  override toString(): string {
    return this.path.length === 0 ? this.message : `${this.path.map(String).join('.')}: ${this.message}`;
  }

  /** A name that is not known where it stands. */
  static unknownName(path: readonly PropertyKey[], name: string, known: readonly string[], of: string): FaultMistake {
    const nearest = nearestName(name, known);
    return new FaultMistake([...path, name], `is no field of ${of}; did you mean "${nearest}"?`);
  }

  /** The first of the issues that a schema found. */
  static of(error: z.ZodError, path: readonly PropertyKey[], known: readonly string[], of: string): FaultMistake {
    const [issue] = error.issues;
    if (issue === undefined) return new FaultMistake(path, 'is not valid');
    const at = [...path, ...issue.path];
    if (issue.code === 'unrecognized_keys') return FaultMistake.unknownName(at, issue.keys[0] ?? '', known, of);
    return new FaultMistake(at, issue.message);
  }
}
