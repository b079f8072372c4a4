import { createHash, type Hash } from 'node:crypto';
import { type AuditEvent, type SignalScores } from '@perpstream/core';

/** What counts as a decision of the run: from the scores to what became of the orders, and what risk did by itself and why. */
const DECISION_TOPICS = ['decision', 'verdict', 'order', 'execution', 'account-change', 'protection'] as const;

type DecisionTopic = (typeof DECISION_TOPICS)[number];

/** An audit event that is written to the decision file. */
export type DecisionEvent = Extract<AuditEvent, { readonly topic: DecisionTopic }>;

/** True for the events that are decisions or follow from them. */
export function isDecisionEvent(audit: AuditEvent): audit is DecisionEvent {
  return DECISION_TOPICS.some((topic) => topic === audit.topic);
}

/** Exact integers are written as decimal text, and so are the numbers that JSON has no word for. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_, field: unknown) => {
    const isUnknownToJson = typeof field === 'bigint' || (typeof field === 'number' && !Number.isFinite(field));
    return isUnknownToJson ? String(field) : field;
  });
}

/** The hash takes its input in pieces of this size: many small ones cost more than the hashing. */
const PIECE_BYTES = 65_536;
const DOUBLE_BYTES = 8;
/** Bytes of a UTF-16 code unit in UTF-8, at most. */
const MOST_BYTES_PER_UNIT = 3;

/**
 * The rolling hash over every score, decision, verdict, order, report and protection of a run. Two runs that took the same decisions
 * on the same inputs have the same hash; it holds no clock of the computer it ran on.
 */
export class DecisionHash {
  readonly #hash: Hash = createHash('sha256');
  readonly #piece: Buffer = Buffer.allocUnsafe(PIECE_BYTES);
  #length = 0;

  add(audit: AuditEvent): void {
    if (audit.topic === 'scores') this.#addScores(audit.event);
    else if (isDecisionEvent(audit)) this.#addText(`${audit.topic} ${toJson(audit.event)}\n`);
  }

  /** Hex digest of everything so far; the hash goes on. */
  get value(): string {
    this.#flush();
    return this.#hash.copy().digest('hex');
  }

  #addScores({ cause, marketId, scores }: SignalScores): void {
    const names = Object.keys(scores);
    this.#addText(`scores ${cause} ${marketId} ${names.join()}\n`);
    this.#makeRoom(names.length * DOUBLE_BYTES);
    for (const name of names) this.#length = this.#piece.writeDoubleLE(scores[name]!, this.#length);
  }

  #addText(text: string): void {
    if (text.length * MOST_BYTES_PER_UNIT > PIECE_BYTES) {
      this.#flush();
      this.#hash.update(text);
      return;
    }
    this.#makeRoom(text.length * MOST_BYTES_PER_UNIT);
    this.#length += this.#piece.write(text, this.#length);
  }

  #makeRoom(bytes: number): void {
    if (this.#length + bytes > PIECE_BYTES) this.#flush();
  }

  #flush(): void {
    this.#hash.update(this.#piece.subarray(0, this.#length));
    this.#length = 0;
  }
}
