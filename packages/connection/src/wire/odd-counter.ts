import { unixMs, type FaultSink } from '@perpstream/core';
import { shown, shownBare } from './malformed';
import { type Oddities } from './oddities';

type LoggedInput = { readonly receivedUs: number; readonly seq: number };

/** The exchange's own vocabulary is far smaller; beyond it the names are made up and are counted together. */
const MAX_NAMES = 500;

/**
 * Counts what parsers do not know, by channel and field, and reports it at the 1st, 10th, 100th ... time.
 *
 * What a frame holds is noted while it is read and counted when it could be read: a frame that is refused is one fault.
 */
export class OddCounter implements Oddities {
  readonly #counts = new Map<string, number>();
  readonly #pending: string[] = [];

  constructor(private readonly faults: FaultSink) {}

  field(what: string): void {
    this.#pending.push(`unknown field ${shownBare(what)}, left out`);
  }

  value(what: string, value: unknown, kept: string): void {
    this.#pending.push(`unknown ${what} ${shown(value)}, ${kept}`);
  }

  /** Counts what was noted since, in this input; `channel` is what it is counted for, `where` names the input. */
  settle(channel: unknown, input: LoggedInput, where: () => string): void {
    if (this.#pending.length === 0) return;
    const name = shownBare(channel);
    for (const what of this.#pending.splice(0)) this.#count(`${name}: ${what}`, input, where);
  }

  /** Forgets what was noted since, of a frame that was refused. */
  drop(): void {
    this.#pending.length = 0;
  }

  #count(what: string, { receivedUs, seq }: LoggedInput, where: () => string): void {
    const key = this.#counts.has(what) || this.#counts.size < MAX_NAMES ? what : 'further unknown fields and values';
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, count);
    if (!isPowerOfTen(count)) return;
    const message = `${key} (${count} so far)`;
    const receivedMs = unixMs(receivedUs / 1_000);
    this.faults.report({ kind: 'unknown-field', where: where(), message, receivedMs, cause: seq });
  }
}

function isPowerOfTen(count: number): boolean {
  let rest = count;
  while (rest % 10 === 0) rest /= 10;
  return rest === 1;
}
