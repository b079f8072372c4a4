import { type Side, type Trade, type Trades } from '@perpstream/core';
import { type ChannelFrame } from './channel-frame';
import { readList, readMarketId, readPositive, readText, readTime } from './fields';
import { Malformed, shown } from './malformed';
import { objectShape, readObject } from './object-shape';
import { type Oddities } from './oddities';

const TYPES: ReadonlyMap<unknown, Trade['type']> = new Map([
  ['LIMIT', 'limit'],
  ['LIQUIDATED', 'liquidated'],
  ['DELEVERAGED', 'deleveraged'],
  ['TWAP_SUBORDER', 'twap'],
]);
/** The last three come with REST answers. */
const LIST = objectShape('contents', 'trades pageSize totalResults offset');
const TRADE = objectShape('trade', 'id side size price type createdAt createdAtHeight');

/** `v4_trades`: the trades of the frame as one event, oldest first. A snapshot may be empty, an update says nothing then. */
export function parseTrades(frame: ChannelFrame): readonly Trades[] {
  const marketId = readMarketId(frame.id, 'id');
  const { receivedMs, cause, isSnapshot, oddities } = frame;
  const trades = frame.contents
    .flatMap((content) => readList(readObject(content, LIST, oddities).trades, 'trades').toReversed())
    .map((trade) => readTrade(trade, oddities))
    .sort(byChainPosition);
  if (trades.length === 0 && !isSnapshot) return [];
  return [{ kind: 'trades', marketId, receivedMs, cause, isSnapshot, trades }];
}

/** Reads a taker side. @throws Malformed */
export function readSide(value: unknown): Side {
  if (value === 'BUY') return 'buy';
  if (value === 'SELL') return 'sell';
  throw new Malformed(`side is neither BUY nor SELL: ${shown(value)}`);
}

/** Snapshots come newest first, the trades of a block oldest first: ids are positions in the chain and settle it. */
function byChainPosition(a: Trade, b: Trade): number {
  if (a.exchangeMs !== b.exchangeMs) return a.exchangeMs - b.exchangeMs;
  if (a.id === b.id) return 0;
  return a.id < b.id ? -1 : 1;
}

export function readTrade(value: unknown, oddities: Oddities): Trade {
  const trade = readObject(value, TRADE, oddities);
  return {
    id: readText(trade.id, 'trade id'),
    side: readSide(trade.side),
    sizeBase: readPositive(trade.size, 'size'),
    priceUsd: readPositive(trade.price, 'price'),
    exchangeMs: readTime(trade.createdAt, 'createdAt'),
    type: readType(trade.type, oddities),
  };
}

/** Early frames of the exchange state no type. */
function readType(value: unknown, oddities: Oddities): Trade['type'] {
  const type = TYPES.get(value);
  if (type === undefined && value !== undefined) oddities.value('trade type', value, 'kept as other');
  return type ?? 'other';
}
