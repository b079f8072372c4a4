import { randomNumbers } from '../bench/random-numbers.mjs';

const NAMES = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'id',
  'contents',
  'length',
  '',
  'é',
];
const VALUES = [
  ...[null, true, false, 0, -1, -0, 1.5, 1e308, -1e308, 5e-324, 9_007_199_254_740_993, 1e21, '', ' ', '0', '-1', '-0'],
  ...['1e308', '1e-400', '1e999', 'NaN', 'Infinity', '-Infinity', '0x10', '1_000', '１', 'é', '\u001b[2J', '\ud800'],
  ...['__proto__', 'constructor', 'A B', '2026-03-01T00:00:00.000Z', '2026', '9'.repeat(400), `0.${'0'.repeat(30)}1`],
  ...['00012.50', '.5', '5.', '9007199254740993', '0.1234567890123456789', [], {}, [[]], [null], [['1', '-1']]],
  ...[{ price: '1', size: '-1' }, { __proto__: null, oraclePrice: '5' }, [{ bids: [['1', '2']] }]],
];
const TEXTS = [
  ...['', '{', '}', '[', ']', ',', '"', '\\', ':', '-', 'e9', '\n', '\u0000', '\u2028', 'é', '💥', 'NaN', '1e999'],
  ...['"a":1,', '"__proto__":{"x":1},', '"__proto__":', '\\u0000', '\\ud800', 'null', ' ', '\t', '0', '9'.repeat(25)],
];
const KEY = /"(?:[^"\\]|\\.)*":/g;
const NEST = 2_000;

/** Damages texts and JSON values in one to three places, the same way for the same seed. */
export class Mutator {
  #random;

  constructor(seed) {
    this.#random = randomNumbers(seed);
  }

  pick(list) {
    return list[this.below(list.length)];
  }

  below(bound) {
    return Math.floor(this.#random() * bound);
  }

  /** The text with something wrong in it, as text or, when it is JSON, as a structure. */
  mutate(text) {
    let damaged = text;
    for (let left = this.below(3); left >= 0; left -= 1) {
      damaged = this.#random() < 0.5 ? this.#ofStructure(damaged) : this.#ofText(damaged);
    }
    return damaged;
  }

  #ofText(text) {
    const at = this.below(text.length + 1);
    const other = this.below(text.length + 1);
    switch (this.below(8)) {
      case 0:
        return text.slice(0, at);
      case 1:
        return text.slice(0, at) + this.pick(TEXTS) + text.slice(at + this.below(3));
      case 2:
        return (
          text.slice(0, at) +
          String.fromCharCode((text.charCodeAt(at) || 0) ^ (1 << this.below(8))) +
          text.slice(at + 1)
        );
      case 3:
        return text.slice(0, Math.min(at, other)) + text.slice(Math.max(at, other));
      case 4:
        return this.#atKey(text, (key) => `${key}${JSON.stringify(this.pick(VALUES))},${key}`);
      case 5:
        return this.#atKey(text, () => `${JSON.stringify(this.pick(NAMES))}:`);
      case 6:
        return this.#atKey(text, (key) => `"__proto__":${JSON.stringify(this.pick(VALUES))},${key}`);
      default:
        return this.#atKey(text, (key) => `"x":${'['.repeat(this.below(NEST))}${']'.repeat(this.below(NEST))},${key}`);
    }
  }

  #atKey(text, put) {
    const matches = [...text.matchAll(KEY)];
    const match = matches[this.below(matches.length)];
    if (match === undefined) return text;
    return text.slice(0, match.index) + put(match[0]) + text.slice(match.index + match[0].length);
  }

  #ofStructure(text) {
    let root;
    try {
      root = { whole: JSON.parse(text) };
    } catch {
      return this.#ofText(text);
    }
    let [holder, key] = [root, 'whole'];
    // Down to some depth, so that the envelope is hit as often as what is inside.
    for (let depth = this.below(8); depth > 0; depth -= 1) {
      const keys = Object.keys(Object(holder[key]));
      if (typeof holder[key] !== 'object' || keys.length === 0) break;
      [holder, key] = [holder[key], this.pick(keys)];
    }
    this.#change(holder, key);
    return JSON.stringify(root.whole) ?? '';
  }

  #change(holder, key) {
    const value = holder[key];
    switch (this.below(7)) {
      case 0:
        delete holder[key];
        break;
      case 1:
        holder[key] = [value, value];
        break;
      case 2:
        holder[key] = { [this.pick(NAMES)]: value };
        break;
      case 3:
        if (typeof value === 'object' && value !== null && !Array.isArray(value))
          value[this.pick(NAMES)] = this.pick(VALUES);
        else holder[key] = JSON.stringify(value) ?? '';
        break;
      case 4:
        holder[key] = typeof value === 'string' ? Number(value) : this.pick(VALUES);
        break;
      default:
        holder[key] = this.pick(VALUES);
    }
  }
}

/** A large frame cut down to a few entries of each list and object, so that it is quick to damage. */
export function trimmed(text, largest) {
  if (text.length <= largest) return text;
  const short = (value) => {
    if (Array.isArray(value)) return value.slice(0, 3).map(short);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value);
    // Objects of many entries are tables (of markets, of positions); others are records and stay whole.
    return Object.fromEntries(
      (entries.length > 50 ? entries.slice(0, 3) : entries).map(([name, own]) => [name, short(own)]),
    );
  };
  return JSON.stringify(short(JSON.parse(text)));
}
