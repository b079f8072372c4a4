/** One thing that waits for its time. Emptying `item` cancels it. */
export type HeapEntry<T> = { readonly dueMs: number; readonly order: number; item: T | undefined };

/** Below this many cancelled entries a clean-up is not worth its cost. */
const MIN_CANCELLED = 64;

function isBefore(a: HeapEntry<unknown>, b: HeapEntry<unknown>): boolean {
  return a.dueMs < b.dueMs || (a.dueMs === b.dueMs && a.order < b.order);
}

/** A binary heap of entries by due time, then by order of adding. Cancelled entries go at the latest when they are half. */
export class TimeHeap<T> {
  #entries: HeapEntry<T>[] = [];
  #nextOrder = 0;
  #cancelled = 0;

  /** Number of entries that were neither taken nor cancelled. */
  get size(): number {
    return this.#entries.length - this.#cancelled;
  }

  add(dueMs: number, item: T): HeapEntry<T> {
    const entry: HeapEntry<T> = { dueMs, order: this.#nextOrder++, item };
    this.#entries.push(entry);
    this.#siftUp(this.#entries.length - 1);
    return entry;
  }

  cancel(entry: HeapEntry<T>): void {
    if (entry.item === undefined) return;
    entry.item = undefined;
    this.#cancelled += 1;
    if (this.#cancelled >= MIN_CANCELLED && this.#cancelled * 2 > this.#entries.length) this.#dropCancelled();
  }

  /** Takes the earliest entry that is due at `atMs`, if there is one. */
  takeDue(atMs: number): { readonly dueMs: number; readonly item: T } | undefined {
    for (let first = this.#entries[0]; first !== undefined && first.dueMs <= atMs; first = this.#entries[0]) {
      this.#removeFirst();
      const { item, dueMs } = first;
      first.item = undefined;
      if (item !== undefined) return { dueMs, item };
      this.#cancelled -= 1;
    }
    return undefined;
  }

  #dropCancelled(): void {
    // A sorted array is a valid heap.
    this.#entries = this.#entries
      .filter((entry) => entry.item !== undefined)
      .sort((a, b) => a.dueMs - b.dueMs || a.order - b.order);
    this.#cancelled = 0;
  }

  #removeFirst(): void {
    const last = this.#entries.pop();
    if (last !== undefined && this.#entries.length > 0) {
      this.#entries[0] = last;
      this.#siftDown(last);
    }
  }

  #siftUp(start: number): void {
    const entries = this.#entries;
    const entry = entries[start]!;
    let index = start;
    while (index > 0) {
      const parentIndex = (index - 1) >> 1;
      const parent = entries[parentIndex]!;
      if (!isBefore(entry, parent)) break;
      entries[index] = parent;
      index = parentIndex;
    }
    entries[index] = entry;
  }

  #siftDown(entry: HeapEntry<T>): void {
    const entries = this.#entries;
    let index = 0;
    for (;;) {
      const left = 2 * index + 1;
      if (left >= entries.length) break;
      const right = left + 1;
      const childIndex = right < entries.length && isBefore(entries[right]!, entries[left]!) ? right : left;
      const child = entries[childIndex]!;
      if (!isBefore(child, entry)) break;
      entries[index] = child;
      index = childIndex;
    }
    entries[index] = entry;
  }
}
