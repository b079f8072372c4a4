import { type Side, type Trade, type Trades } from '@perpstream/core';
import { type ChannelFrame } from './channel-frame';
import { readFields, readList, readMarketId, readPositive, readText, readTime } from './fields';
import { Malformed, shown } from './malformed';

const TYPES: ReadonlyMap<unknown, Trade['type']> = new Map([
  ['LIMIT', 'limit'],
  ['LIQUIDATED', 'liquidated'],
  ['DELEVERAGED', 'deleveraged'],
  ['TWAP_SUBORDER', 'twap'],
]);

/** `v4_trades`: the trades of the frame as one event, oldest first. A snapshot may be empty, an update says nothing then. */
export function parseTrades(frame: ChannelFrame): readonly Trades[] {
  const marketId = readMarketId(frame.id, 'id');
  const trades = frame.contents
    .flatMap((content) => readList(readFields(content, 'contents').trades, 'trades').toReversed())
    .map(readTrade)
    .sort(byChainPosition);
  if (trades.length === 0 && !frame.isSnapshot) return [];
  const { receivedMs, cause, isSnapshot } = frame;
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

/** Reads one trade. @throws Malformed */
export function readTrade(value: unknown): Trade {
  const trade = readFields(value, 'trade');
  return {
    id: readText(trade.id, 'trade id'),
    side: readSide(trade.side),
    sizeBase: readPositive(trade.size, 'size'),
    priceUsd: readPositive(trade.price, 'price'),
    exchangeMs: readTime(trade.createdAt, 'createdAt'),
    type: TYPES.get(trade.type) ?? 'other',
  };
}
