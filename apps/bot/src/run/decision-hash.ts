import { createHash, type Hash } from 'node:crypto';
import { type AuditEvent, type SignalScores } from '@perpstream/core';

/** What counts as a decision of the run: from the scores to what became of the orders. */
const DECISION_TOPICS = ['decision', 'verdict', 'order', 'execution'] as const;

type DecisionTopic = (typeof DECISION_TOPICS)[number];

/** An audit event that is written to the decision file. */
export type DecisionEvent = Extract<AuditEvent, { readonly topic: DecisionTopic }>;

/** True for the events that are decisions or follow from them. */
export function isDecisionEvent(audit: AuditEvent): audit is DecisionEvent {
  return DECISION_TOPICS.some((topic) => topic === audit.topic);
}

/** Exact integers are written as decimal text. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_, field: unknown) => (typeof field === 'bigint' ? field.toString() : field));
}

/**
 * The rolling hash over every score, decision, verdict, order and report of a run. Two runs that took the same decisions
 * on the same inputs have the same hash; it holds no clock of the computer it ran on.
 */
export class DecisionHash {
  readonly #hash: Hash = createHash('sha256');

  add(audit: AuditEvent): void {
    if (audit.topic === 'scores') this.#addScores(audit.event);
    else if (isDecisionEvent(audit)) this.#hash.update(`${audit.topic} ${toJson(audit.event)}\n`);
  }

  /** Hex digest of everything so far; the hash goes on. */
  get value(): string {
    return this.#hash.copy().digest('hex');
  }

  #addScores({ cause, marketId, scores }: SignalScores): void {
    const values = Float64Array.from(Object.values(scores));
    this.#hash.update(`scores ${cause} ${marketId} ${Object.keys(scores).join()}\n`);
    this.#hash.update(new Uint8Array(values.buffer));
  }
}
