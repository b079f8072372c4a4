import type { MarketId, ProtectionName, RiskLock } from '@perpstream/core';
import type { RiskJournal } from './risk-journal';

function keyOf(protection: ProtectionName, marketId: MarketId | undefined): string {
  return marketId === undefined ? protection : `${protection} ${marketId}`;
}

/**
 * The locks that hold, at most one of each protection and market. Every lock is told twice: when it begins and when it ends.
 *
 * A lock never ends before its time: what holds already can be made longer, not shorter.
 */
export class LockTable {
  readonly #locks = new Map<string, RiskLock>();
  #held: readonly RiskLock[] = [];
  #revision = 0;
  #nextEndMs = Infinity;

  constructor(private readonly journal: RiskJournal) {}

  /** Grows with every change. */
  get revision(): number {
    return this.#revision;
  }

  /** When the next lock ends by itself. */
  get nextEndMs(): number {
    return this.#nextEndMs;
  }

  /** Oldest first. The same array until something changes. */
  get held(): readonly RiskLock[] {
    return this.#held;
  }

  find(protection: ProtectionName, marketId?: MarketId): RiskLock | undefined {
    return this.#locks.get(keyOf(protection, marketId));
  }

  /** Locks, or makes a lock that holds already longer when this one ends later. */
  lock(lock: RiskLock): void {
    const key = keyOf(lock.protection, lock.marketId);
    const before = this.#locks.get(key);
    if (before === undefined) {
      this.#locks.set(key, lock);
      this.journal.add({ kind: 'trip', lock });
    } else {
      if (!(lock.untilMs > before.untilMs)) return;
      this.#locks.set(key, { ...before, untilMs: lock.untilMs });
    }
    this.#changed();
  }

  /** Gives a lock that holds until further notice its end. */
  endAt(untilMs: number, protection: ProtectionName, marketId?: MarketId): void {
    const lock = this.find(protection, marketId);
    if (lock?.untilMs !== Infinity) return;
    this.#locks.set(keyOf(protection, marketId), { ...lock, untilMs });
    this.#changed();
  }

  /** Ends a lock that holds until further notice; one with an end runs its time. */
  release(protection: ProtectionName, marketId?: MarketId): void {
    if (this.find(protection, marketId)?.untilMs !== Infinity) return;
    this.#end(keyOf(protection, marketId));
    this.#changed();
  }

  /** Ends the locks whose time is over. */
  expire(nowMs: number): void {
    if (nowMs < this.#nextEndMs) return;
    for (const [key, { untilMs }] of this.#locks) if (untilMs <= nowMs) this.#end(key);
    this.#changed();
  }

  /** Takes over a lock of an earlier run, which has been told there. */
  restore(lock: RiskLock): void {
    this.#locks.set(keyOf(lock.protection, lock.marketId), lock);
    this.#changed();
  }

  #end(key: string): void {
    const lock = this.#locks.get(key);
    if (lock === undefined) return;
    this.#locks.delete(key);
    this.journal.add({ kind: 'release', lock });
  }

  #changed(): void {
    this.#revision += 1;
    this.#held = [...this.#locks.values()];
    this.#nextEndMs = this.#held.reduce((next, { untilMs }) => Math.min(next, untilMs), Infinity);
  }
}
