import { type BookChange, type BookLevels, type BookSnapshot } from '@perpstream/core';
import { type ChannelFrame } from './channel-frame';
import { readDecimal, readList, readMarketId, readPositive, type Fields } from './fields';
import { Malformed, shown } from './malformed';
import { objectShape, readObject } from './object-shape';
import { UNCOUNTED, type Oddities } from './oddities';

type Columns = { readonly isBid: number[]; readonly pricesUsd: number[]; readonly sizesBase: number[] };

const CONTENTS = objectShape('contents', 'bids asks');
/** Snapshots and REST answers state levels as objects, updates as pairs. */
const LEVEL = objectShape('level', 'price size');

/**
 * `v4_orderbook`: the snapshot, or all level changes of the frame as one event, in the order in which they were stated.
 * A frame without a level says nothing, except that a snapshot may be empty.
 */
export function parseOrderbook(frame: ChannelFrame): readonly (BookSnapshot | BookChange)[] {
  const marketId = readMarketId(frame.id, 'id');
  const levels = readLevels(frame.contents, frame.oddities);
  if (levels.count === 0 && !frame.isSnapshot) return [];
  const { receivedMs, cause, isSnapshot } = frame;
  return [{ kind: isSnapshot ? 'book-snapshot' : 'book-change', marketId, receivedMs, cause, levels }];
}

/** The levels of some book contents in columns: per content bids, then asks. @throws Malformed */
export function readLevels(contents: readonly unknown[], oddities: Oddities = UNCOUNTED): BookLevels {
  const columns: Columns = { isBid: [], pricesUsd: [], sizesBase: [] };
  for (const content of contents) {
    const { bids, asks } = readObject(content, CONTENTS, oddities);
    readSide(columns, readList(bids, 'bids'), 1, oddities);
    readSide(columns, readList(asks, 'asks'), 0, oddities);
  }
  return { count: columns.isBid.length, ...columns };
}

function readSide(columns: Columns, side: readonly unknown[], isBid: 0 | 1, oddities: Oddities): void {
  for (const level of side) {
    const isPair = Array.isArray(level);
    const raw = isPair ? readPair(level, oddities) : readObject(level, LEVEL, oddities);
    columns.isBid.push(isBid);
    columns.pricesUsd.push(readPositive(raw.price, 'price'));
    columns.sizesBase.push(readSize(raw.size));
  }
}

function readPair(level: readonly unknown[], oddities: Oddities): Fields {
  for (let at = 2; at < level.length; at += 1) oddities.field(`level.${at}`);
  return { price: level[0], size: level[1] };
}

function readSize(value: unknown): number {
  const size = readDecimal(value, 'size');
  if (size < 0) throw new Malformed(`size is negative: ${shown(value)}`);
  return size;
}
