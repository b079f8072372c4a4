import { type MarketId } from '@perpstream/core';

type PlannedAudit = {
  readonly marketId: MarketId;
  dueMs: number;
  /** When the snapshot came that has not been audited yet; -Infinity once it was. */
  snapshotMs: number;
  /** How often the server refused the question in a row. */
  refusals: number;
};

/** Times of an audit plan, in milliseconds. */
export type AuditPlanOptions = { readonly everyMs: number; readonly soonMs: number; readonly random: () => number };

/** Steps of this part of a period never come close to each other, however many there are. */
const GOLDEN_RATIO = (Math.sqrt(5) - 1) / 2;
const MOST_DOUBLINGS = 6;

/** Which book is to be asked for when: each live one soon after its snapshot, then once per period, spread over it. */
export class AuditPlan {
  readonly #planned = new Map<MarketId, PlannedAudit>();
  #phase: number;

  constructor(private readonly options: AuditPlanOptions) {
    this.#phase = options.random();
  }

  /** A snapshot of this book came. */
  live(marketId: MarketId, nowMs: number): void {
    this.#planned.set(marketId, { marketId, dueMs: nowMs + this.options.soonMs, snapshotMs: nowMs, refusals: 0 });
  }

  /** This book is not live any more. */
  gone(marketId: MarketId): void {
    this.#planned.delete(marketId);
  }

  /** When the next audit is due; undefined while none is planned. */
  nextDueMs(): number | undefined {
    let nextMs: number | undefined;
    for (const { dueMs } of this.#planned.values()) if (nextMs === undefined || dueMs < nextMs) nextMs = dueMs;
    return nextMs === Infinity ? undefined : nextMs;
  }

  /** Takes the audit to do now: of the newest snapshot that was not audited, else the one that has waited longest. */
  take(nowMs: number): MarketId | undefined {
    let first: PlannedAudit | undefined;
    for (const audit of this.#planned.values()) {
      if (audit.dueMs <= nowMs && (first === undefined || isBefore(audit, first))) first = audit;
    }
    if (first !== undefined) first.dueMs = Infinity;
    return first?.marketId;
  }

  /** The audit was done. */
  done(marketId: MarketId, nowMs: number): void {
    const audit = this.#planned.get(marketId);
    if (audit === undefined) return;
    const isFirst = audit.snapshotMs > -Infinity;
    audit.dueMs = nowMs + this.options.everyMs * (isFirst ? this.#nextPhase() : 1);
    audit.snapshotMs = -Infinity;
    audit.refusals = 0;
  }

  /** No answer came; the audit keeps its place. */
  failed(marketId: MarketId, nowMs: number): void {
    const audit = this.#planned.get(marketId);
    if (audit !== undefined) audit.dueMs = nowMs;
  }

  /** The server refuses this question. Returns how long to leave it alone. */
  refused(marketId: MarketId, nowMs: number): number {
    const audit = this.#planned.get(marketId);
    if (audit === undefined) return 0;
    const waitMs = this.options.everyMs * 2 ** Math.min(audit.refusals, MOST_DOUBLINGS);
    audit.refusals += 1;
    audit.dueMs = nowMs + waitMs;
    return waitMs;
  }

  #nextPhase(): number {
    this.#phase = (this.#phase + GOLDEN_RATIO) % 1;
    return this.#phase;
  }
}

function isBefore(a: PlannedAudit, b: PlannedAudit): boolean {
  return a.snapshotMs === b.snapshotMs ? a.dueMs < b.dueMs : a.snapshotMs > b.snapshotMs;
}
