import { type Candle, type CandleResolution, type Candles } from '@perpstream/core';
import { type ChannelFrame } from './channel-frame';
import {
  readDecimal,
  readFields,
  readInteger,
  readList,
  readMarketId,
  readPositive,
  readText,
  readTime,
} from './fields';
import { Malformed, shown } from './malformed';

/** Every candle length of the Indexer. */
export const CANDLE_RESOLUTIONS: readonly CandleResolution[] = [
  '1MIN',
  '5MINS',
  '15MINS',
  '30MINS',
  '1HOUR',
  '4HOURS',
  '1DAY',
];

/**
 * `v4_candles`: the candles of the frame as one event, oldest first. A snapshot lists them newest first under `candles`,
 * an update is one bare candle.
 */
export function parseCandles(frame: ChannelFrame): readonly Candles[] {
  const [ticker] = readText(frame.id, 'id').split('/');
  const marketId = readMarketId(ticker, 'id');
  const candles = frame.isSnapshot ? frame.contents.flatMap(readCandleList) : frame.contents.map(readCandle);
  if (candles.length === 0 && !frame.isSnapshot) return [];
  const { receivedMs, cause, isSnapshot } = frame;
  return [{ kind: 'candles', marketId, receivedMs, cause, isSnapshot, candles }];
}

/** The candles of `{"candles": [newest, ...]}`, oldest first. @throws Malformed */
export function readCandleList(content: unknown): Candle[] {
  return readList(readFields(content, 'contents').candles, 'candles').map(readCandle).reverse();
}

function readResolution(value: unknown): CandleResolution {
  const resolution = CANDLE_RESOLUTIONS.find((known) => known === value);
  if (resolution === undefined) throw new Malformed(`unknown candle resolution: ${shown(value)}`);
  return resolution;
}

function readCandle(value: unknown): Candle {
  const candle = readFields(value, 'candle');
  return {
    startedMs: readTime(candle.startedAt, 'startedAt'),
    resolution: readResolution(candle.resolution),
    openUsd: readPositive(candle.open, 'open'),
    highUsd: readPositive(candle.high, 'high'),
    lowUsd: readPositive(candle.low, 'low'),
    closeUsd: readPositive(candle.close, 'close'),
    volumeBase: readDecimal(candle.baseTokenVolume, 'baseTokenVolume'),
    volumeUsd: readDecimal(candle.usdVolume, 'usdVolume'),
    trades: readInteger(candle.trades, 'trades'),
    startingOpenInterestBase: readDecimal(candle.startingOpenInterest, 'startingOpenInterest'),
  };
}
