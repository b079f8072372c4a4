import { HandClock } from '../test-kit/hand-clock';
import type { IndexerBook } from '../venue/indexer-shapes';
import { PastBook } from './past-book';

const LAG_MS = 800;

/** A book of one bid whose size the test sets. */
function bookOf(): { readonly clock: HandClock; readonly set: (size: string) => void; readonly seen: () => unknown } {
  const clock = new HandClock(0);
  let size = '0';
  const read = (): IndexerBook => ({ bids: [{ price: '1', size }], asks: [] });
  const past = new PastBook(LAG_MS, () => clock.now(), read);
  const set = (next: string): void => {
    size = next;
    past.changed();
  };
  return { clock, set, seen: () => past.levels().bids[0]?.size };
}

const untilCopied = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

describe('PastBook', () => {
  it('shows the book as it was that long ago', async () => {
    const { clock, set, seen } = bookOf();
    clock.nowMs = 1_000;
    set('1');
    await untilCopied();
    clock.nowMs = 1_500;
    set('2');
    await untilCopied();
    const shown = [1_799, 1_800, 2_299, 2_300].map((nowMs) => {
      clock.nowMs = nowMs;
      return seen();
    });
    expect(shown).toEqual(['0', '1', '1', '2']);
  });

  it('never shows what was in the middle of a change, however quiet the book is afterwards', async () => {
    const { clock, set, seen } = bookOf();
    clock.nowMs = 1_000;
    set('0');
    set('5');
    await untilCopied();
    clock.nowMs = 9_000;
    set('0');
    set('7');
    expect(seen()).toBe('5');
  });

  it('shows a book that has not been copied yet once it is old enough', () => {
    const { clock, set, seen } = bookOf();
    clock.nowMs = 1_000;
    set('1');
    clock.nowMs = 1_800;
    expect(seen()).toBe('1');
  });
});
