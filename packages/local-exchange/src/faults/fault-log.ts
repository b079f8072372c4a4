import { BoundedList } from '../venue/bounded-list';
import type { ExchangeFaultKind, InjectedFault } from './exchange-fault';

/** Entries that are kept; counts go on. */
const KEPT = 10_000;

/** Every fault that took effect. */
export class FaultLog {
  readonly #entries = new BoundedList<InjectedFault>(KEPT);
  readonly #counts = new Map<ExchangeFaultKind, number>();

  constructor(private readonly nowMs: () => number) {}

  add(kind: ExchangeFaultKind, detail: string): void {
    this.#entries.push({ kind, atMs: this.nowMs(), detail });
    this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + 1);
  }

  /** The newest entries, oldest first. */
  entries(): readonly InjectedFault[] {
    return this.#entries.newestFirst().reverse();
  }

  counts(): Readonly<Partial<Record<ExchangeFaultKind, number>>> {
    return Object.fromEntries(this.#counts);
  }
}
