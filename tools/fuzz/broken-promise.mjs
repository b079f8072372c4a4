/** Faults that say that an input was not read; the others are about what was read. */
const REFUSALS = new Set(['malformed-frame', 'unknown-channel', 'unknown-type', 'server-error']);
const POSITIVE = /^(?:pricesUsd|priceUsd|openUsd|highUsd|lowUsd|closeUsd)$/;
const NOT_NEGATIVE = /^(?:sizesBase|isBid|count)$/;
const MARKET_KINDS = new Set(['book-snapshot', 'book-change', 'book-audit', 'trades', 'candles', 'oracle']);

/** Whether the faults say that the input was refused. */
export function isRefused(faults) {
  return faults.some(({ kind }) => REFUSALS.has(kind));
}

/** What an input led to, if that breaks a promise of the decoder: a text that says which. */
export function brokenPromise(events, faults) {
  const refusals = faults.filter(({ kind }) => REFUSALS.has(kind));
  if (refusals.length > 1) return 'more than one fault';
  if (refusals.length > 0 && events.length > 0) return 'a fault and events';
  if (refusals.length > 0 && faults.some(({ kind }) => kind === 'unknown-field')) return 'a refused input was counted';
  if (faults.some(({ message, where }) => /[\r\n]/.test(message + where))) return 'a fault of several lines';
  if (faults.some(({ message }) => message.length > 2_000)) return 'a fault without end';
  for (const event of events) {
    const broken = brokenEvent(event);
    if (broken !== undefined) return `${event.kind}: ${broken}`;
  }
  return brokenGlobals();
}

function brokenEvent(event) {
  if ('marketId' in event && !/^[!-~]+$/.test(event.marketId)) return 'a wild ticker';
  if (event.kind === 'account-data' && !(typeof event.subaccount === 'string' && event.subaccount !== '')) {
    return 'no subaccount';
  }
  if ('levels' in event) {
    const { count, isBid, pricesUsd, sizesBase } = event.levels;
    if ([isBid, pricesUsd, sizesBase].some(({ length }) => length !== count)) return 'columns of several lengths';
  }
  return brokenValue(event, '', MARKET_KINDS.has(event.kind));
}

function brokenValue(value, name, isMarket) {
  if (typeof value === 'number') {
    if (!(Math.abs(value) <= 1e100)) return `${name} is ${value}`;
    if (isMarket && POSITIVE.test(name) && value <= 0) return `${name} is ${value}`;
    return NOT_NEGATIVE.test(name) && value < 0 ? `${name} is ${value}` : undefined;
  }
  if (typeof value === 'string') return name === 'id' && value === '' ? 'an empty id' : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== Array.prototype) return `${name} has a prototype of its own`;
  if (!Array.isArray(value)) {
    for (const key of Object.keys(value)) {
      const broken = brokenValue(value[key], key, isMarket);
      if (broken !== undefined) return broken;
    }
    return undefined;
  }
  for (const one of value) {
    const broken = brokenValue(one, name, isMarket);
    if (broken !== undefined) return broken;
  }
  return undefined;
}

const PROTOTYPES = [Object, Array, String, Number, Map, Set].map(({ prototype }) => prototype);
const KEYS = PROTOTYPES.map((prototype) => Reflect.ownKeys(prototype).length);

function brokenGlobals() {
  const isSpoilt = PROTOTYPES.some((prototype, index) => Reflect.ownKeys(prototype).length !== KEYS[index]);
  return isSpoilt ? 'a prototype was changed' : undefined;
}
