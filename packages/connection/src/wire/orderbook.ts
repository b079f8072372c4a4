import { type BookChange, type BookLevels, type BookSnapshot } from '@perpstream/core';
import { type ChannelFrame } from './channel-frame';
import { readDecimal, readFields, readList, readMarketId, readPositive } from './fields';
import { Malformed, shown } from './malformed';

type Columns = { readonly isBid: Uint8Array; readonly pricesUsd: Float64Array; readonly sizesBase: Float64Array };

/** Snapshots state levels as `{price, size}`, updates as `[price, size]`. */
type RawLevel = { readonly price?: unknown; readonly size?: unknown; readonly 0?: unknown; readonly 1?: unknown };

/**
 * `v4_orderbook`: the snapshot, or all level changes of the frame as one event, in the order in which they were stated.
 * A frame without a level says nothing, except that a snapshot may be empty.
 */
export function parseOrderbook(frame: ChannelFrame): readonly (BookSnapshot | BookChange)[] {
  const marketId = readMarketId(frame.id, 'id');
  const levels = readLevels(frame.contents);
  if (levels.count === 0 && !frame.isSnapshot) return [];
  const { receivedMs, cause, isSnapshot } = frame;
  return [{ kind: isSnapshot ? 'book-snapshot' : 'book-change', marketId, receivedMs, cause, levels }];
}

/** The levels of some book contents in columns: per content bids, then asks. @throws Malformed */
export function readLevels(contents: readonly unknown[]): BookLevels {
  let count = 0;
  for (const content of contents) {
    const { bids, asks } = readFields(content, 'contents');
    count += readList(bids, 'bids').length + readList(asks, 'asks').length;
  }
  const columns = {
    isBid: new Uint8Array(count),
    pricesUsd: new Float64Array(count),
    sizesBase: new Float64Array(count),
  };
  let at = 0;
  for (const content of contents) {
    const { bids, asks } = content as { readonly bids?: readonly unknown[]; readonly asks?: readonly unknown[] };
    if (bids !== undefined) at = writeSide(columns, at, bids, 1);
    if (asks !== undefined) at = writeSide(columns, at, asks, 0);
  }
  return { count, ...columns };
}

function writeSide(columns: Columns, start: number, side: readonly unknown[], isBid: 0 | 1): number {
  let at = start;
  for (const level of side) {
    if (typeof level !== 'object' || level === null) throw new Malformed(`not a level: ${shown(level)}`);
    const raw = level as RawLevel;
    const isPair = Array.isArray(level);
    columns.isBid[at] = isBid;
    columns.pricesUsd[at] = readPositive(isPair ? raw[0] : raw.price, 'price');
    columns.sizesBase[at] = readSize(isPair ? raw[1] : raw.size);
    at += 1;
  }
  return at;
}

function readSize(value: unknown): number {
  const size = readDecimal(value, 'size');
  if (size < 0) throw new Malformed(`size is negative: ${shown(value)}`);
  return size;
}
