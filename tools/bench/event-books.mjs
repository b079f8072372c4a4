import { bookOf, levelsOf, parse, set, sumOfBest } from './plain-books.mjs';

/**
 * The floor with what stands between layers: an object per frame and one per book, three operators. Nothing that a layer
 * is for: no gaps, ages, crosses, faults.
 */
export function eventBooks({ rxjs, scanner: { BookScanner } }) {
  const books = new Map();
  const scanner = new BookScanner();
  let sum = 0;
  let frames;
  const decode = ({ text, receivedUs, seq }) => {
    const stamp = receivedUs / 1_000;
    if (!scanner.scan(text)) return { kind: 'book-snapshot', marketId: '', receivedMs: stamp, cause: seq, text };
    const marketId = text.slice(scanner.idStart, scanner.idEnd);
    return { kind: 'book-change', marketId, receivedMs: stamp, cause: seq, levels: scanner.takeLevels() };
  };
  const apply = (event) => {
    const book = event.kind === 'book-change' ? change(event, books) : parse(event.text, books);
    const { marketId, receivedMs, cause } = event;
    return { kind: 'book', marketId, receivedMs, cause, view: book };
  };
  new rxjs.Observable((subscriber) => (frames = subscriber))
    .pipe(
      rxjs.map(decode),
      rxjs.filter(({ kind }) => kind !== 'stream'),
      rxjs.map(apply),
    )
    .subscribe(({ view }) => (sum += sumOfBest(view)));
  return { feed: (frame) => frames.next(frame), sum: () => sum, levelsOf: (id) => levelsOf(books.get(id)) };
}

function change({ marketId, levels }, books) {
  const book = bookOf(marketId, books);
  const { count, isBid, pricesUsd, sizesBase } = levels;
  for (let index = 0; index < count; index += 1) {
    set(isBid[index] === 1 ? book.bids : book.asks, pricesUsd[index], sizesBase[index]);
  }
  return book;
}
