/** The order book alone: it keeps every level it was told, and never shows a crossed market. */
import { type BookLevels, type Side } from '@perpstream/core';
import { OrderBook } from '@perpstream/data';

/** Level changes as the wire parsers deliver them: in columns, sizes absolute, 0 deletes. */
function levels(...changes: readonly (readonly [side: Side, priceUsd: number, sizeBase: number])[]): BookLevels {
  return {
    count: changes.length,
    isBid: Uint8Array.from(changes, ([side]) => (side === 'buy' ? 1 : 0)),
    pricesUsd: Float64Array.from(changes, ([, priceUsd]) => priceUsd),
    sizesBase: Float64Array.from(changes, ([, , sizeBase]) => sizeBase),
  };
}

const book = new OrderBook();
const show = (what: string): void =>
  console.log(what.padEnd(28), JSON.stringify(book.top), `hidden ${book.hiddenLevels}`);

book.applySnapshot(levels(['buy', 99, 2], ['buy', 98, 5], ['sell', 101, 1], ['sell', 102, 4]));
show('snapshot');
book.apply(levels(['buy', 100, 1]));
show('a better bid');
book.apply(levels(['buy', 101.5, 3]));
show('a bid above the old ask');
book.apply(levels(['buy', 101.5, 0]));
show('that bid is gone');
console.log('to buy 3 now costs', book.view.averagePriceUsd('buy', 3), 'each');

/* prints
snapshot                     {"bidPriceUsd":99,"bidSizeBase":2,"askPriceUsd":101,"askSizeBase":1} hidden 0
a better bid                 {"bidPriceUsd":100,"bidSizeBase":1,"askPriceUsd":101,"askSizeBase":1} hidden 0
a bid above the old ask      {"bidPriceUsd":101.5,"bidSizeBase":3,"askPriceUsd":102,"askSizeBase":4} hidden 1
that bid is gone             {"bidPriceUsd":100,"bidSizeBase":1,"askPriceUsd":101,"askSizeBase":1} hidden 0
to buy 3 now costs 101.66666666666667 each
*/
