import { unixMs, type FaultSink } from '@perpstream/core';
import { shown } from './malformed';
import { type Oddities } from './oddities';

/** The input in which something odd was found. */
export type OddPlace = { readonly where: string; readonly receivedUs: number; readonly seq: number };

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
    this.#pending.push(`unknown field ${nameOf(what)}, left out`);
  }

  value(what: string, value: unknown, kept: string): void {
    this.#pending.push(`unknown ${what} ${shown(value)}, ${kept}`);
  }

  /** Counts what was noted since; `channel` names where it was found. */
  settle(channel: string, place: OddPlace): void {
    if (this.#pending.length === 0) return;
    const noted = this.#pending.splice(0);
    for (const what of noted) this.#count(channel, what, place);
  }

  /** Forgets what was noted since, of a frame that was refused. */
  drop(): void {
    this.#pending.length = 0;
  }

  #count(channel: string, what: string, { where, receivedUs, seq }: OddPlace): void {
    const own = `${channel}: ${what}`;
    const key = this.#counts.has(own) || this.#counts.size < MAX_NAMES ? own : `further unknown fields and values`;
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, count);
    if (!isPowerOfTen(count)) return;
    const message = `${key} (${count} so far)`;
    this.faults.report({ kind: 'unknown-field', where, message, receivedMs: unixMs(receivedUs / 1_000), cause: seq });
  }
}

function nameOf(what: string): string {
  return shown(what).slice(1, -1);
}

function isPowerOfTen(count: number): boolean {
  let rest = count;
  while (rest % 10 === 0) rest /= 10;
  return rest === 1;
}
