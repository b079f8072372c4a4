/**
 * The floor: what order books cost in plain functions that know nothing of events, gaps, faults or crossed books. The
 * update of a book goes from the text straight into two sorted typed arrays a side, other texts through JSON.parse.
 */
const HEAD =
  /\{"type":"channel_(?:batch_)?data","connection_id":"[ !#-[\]-~]*","message_id":\d+,"id":"[!#-[\]-~]+","channel":"v4_orderbook","version":"1\.0\.0","contents":/y;
const AFTER_ID = '","channel":"v4_orderbook","version":"1.0.0","contents":'.length;
const POWERS = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

const encoder = new TextEncoder();
let bytes = new Uint8Array(1 << 16);
let at = 0;

/** Fresh books: `feed` takes a frame, `sum` adds up best bid and best ask after every frame. */
export function plainBooks() {
  const books = new Map();
  let sum = 0;
  return {
    feed: ({ text }) => (sum += sumOfBest(scan(text, books) ?? parse(text, books))),
    sum: () => sum,
    levelsOf: (id) => levelsOf(books.get(id)),
  };
}

/** 0 while a side is empty. */
export function sumOfBest({ bids, asks }) {
  if (bids.count === 0 || asks.count === 0) return 0;
  return bids.prices[bids.count - 1] - asks.prices[asks.count - 1]; // keys of asks are negative
}

export function levelsOf({ bids, asks }) {
  const best = ({ prices, sizes, count, sign }) =>
    Array.from({ length: count }, (_, depth) => [sign * prices[count - 1 - depth], sizes[count - 1 - depth]]);
  return [best(bids), best(asks)];
}

export function bookOf(id, books) {
  let book = books.get(id);
  if (book === undefined) books.set(id, (book = { bids: sideOf(1), asks: sideOf(-1) }));
  return book;
}

const sideOf = (sign) => ({ sign, count: 0, prices: new Float64Array(256), sizes: new Float64Array(256) });

/** Best last; the keys of asks are negative, so both sides ascend. */
export function set(side, price, size) {
  const key = side.sign * price;
  const { prices, sizes, count } = side;
  let index = count;
  const near = Math.max(0, count - 16);
  while (index > near && prices[index - 1] >= key) index -= 1;
  if (index === near && near > 0) index = lowerBound(prices, near, key);
  if (index < count && prices[index] === key) {
    if (size > 0) {
      sizes[index] = size;
      return;
    }
    prices.copyWithin(index, index + 1, count);
    sizes.copyWithin(index, index + 1, count);
    side.count -= 1;
  } else if (size > 0) insert(side, index, key, size);
}

function lowerBound(prices, end, key) {
  let low = 0;
  let high = end;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (prices[middle] < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

function insert(side, index, key, size) {
  if (side.count === side.prices.length) {
    side.prices = grown(side.prices);
    side.sizes = grown(side.sizes);
  }
  side.prices.copyWithin(index + 1, index, side.count);
  side.sizes.copyWithin(index + 1, index, side.count);
  side.prices[index] = key;
  side.sizes[index] = size;
  side.count += 1;
}

function grown(column) {
  const larger = new Float64Array(column.length * 2);
  larger.set(column);
  return larger;
}

export function parse(text, books) {
  const { type, id, contents } = JSON.parse(text);
  const book = bookOf(id, books);
  if (type === 'subscribed') {
    book.bids.count = 0;
    book.asks.count = 0;
  }
  for (const { bids = [], asks = [] } of Array.isArray(contents) ? contents : [contents]) {
    for (const level of bids) set(book.bids, Number(level.price ?? level[0]), Number(level.size ?? level[1]));
    for (const level of asks) set(book.asks, Number(level.price ?? level[0]), Number(level.size ?? level[1]));
  }
  return book;
}

/** Undefined for what it cannot read. Levels are absolute: what it set by then may be set again. */
function scan(text, books) {
  HEAD.lastIndex = 0;
  if (!HEAD.test(text)) return undefined;
  if (text.length > bytes.length) bytes = new Uint8Array(text.length * 2);
  encoder.encodeInto(text, bytes);
  at = HEAD.lastIndex;
  const idEnd = at - AFTER_ID;
  const book = bookOf(text.slice(text.lastIndexOf('"', idEnd - 1) + 1, idEnd), books);
  if (bytes[at] !== 91) return scanContent(book) ? book : undefined;
  do {
    at += 1;
    if (!scanContent(book)) return undefined;
  } while (bytes[at] === 44);
  return book;
}

function scanContent(book) {
  do {
    at += 1;
    const name = bytes[at + 1];
    if (!(name === 97 || name === 98) || bytes[at + 7] !== 91) return false;
    at += 7;
    if (!scanLevels(name === 98 ? book.bids : book.asks)) return false;
  } while (bytes[at] === 44);
  at += 1;
  return true;
}

function scanLevels(side) {
  do {
    at += 3;
    const price = scanNumber();
    at += 2;
    const size = scanNumber();
    if (!(price > 0 && size >= 0) || bytes[at] !== 93) return false;
    set(side, price, size);
    at += 1;
  } while (bytes[at] === 44);
  at += 1;
  return true;
}

function scanNumber() {
  let mantissa = 0;
  let byte = bytes[at];
  while (byte >= 48 && byte <= 57) {
    mantissa = mantissa * 10 + (byte - 48);
    byte = bytes[++at];
  }
  let decimals = 0;
  if (byte === 46) {
    const dot = at;
    byte = bytes[++at];
    while (byte >= 48 && byte <= 57) {
      mantissa = mantissa * 10 + (byte - 48);
      byte = bytes[++at];
    }
    decimals = at - dot - 1;
  }
  if (byte !== 34 || mantissa > Number.MAX_SAFE_INTEGER || decimals > 22) return NaN;
  at += 1;
  return mantissa / POWERS[decimals];
}
