import { type Candle, type CandleResolution, type Candles } from '@perpstream/core';
import { type ChannelFrame } from './channel-frame';
import { readDecimal, readInteger, readList, readMarketId, readPositive, readText, readTime } from './fields';
import { objectShape, readKnown, readObject } from './object-shape';
import { UNCOUNTED, type Oddities } from './oddities';

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

const LIST = objectShape('contents', 'candles');
const CANDLE = objectShape(
  'candle',
  `startedAt ticker resolution open high low close baseTokenVolume usdVolume trades startingOpenInterest
   orderbookMidPriceOpen orderbookMidPriceClose`,
);

/**
 * `v4_candles`: the candles of the frame as one event, oldest first. A snapshot lists them newest first under `candles`,
 * an update is one bare candle. A candle of a length that is not known is counted and left out.
 */
export function parseCandles(frame: ChannelFrame): readonly Candles[] {
  const [ticker] = readText(frame.id, 'id').split('/');
  const marketId = readMarketId(ticker, 'id');
  const { receivedMs, cause, isSnapshot, oddities } = frame;
  const candles = frame.contents.flatMap((content) =>
    isSnapshot ? readCandleList(content, oddities) : readCandle(content, oddities),
  );
  if (candles.length === 0 && !isSnapshot) return [];
  return [{ kind: 'candles', marketId, receivedMs, cause, isSnapshot, candles }];
}

/** The candles of `{"candles": [newest, ...]}`, oldest first. @throws Malformed */
export function readCandleList(content: unknown, oddities: Oddities = UNCOUNTED): Candle[] {
  const { candles } = readObject(content, LIST, oddities);
  return readList(candles, 'candles')
    .flatMap((candle) => readCandle(candle, oddities))
    .reverse();
}

function readCandle(value: unknown, oddities: Oddities): Candle[] {
  const fields = readObject(value, CANDLE, oddities);
  const candle = {
    startedMs: readTime(fields.startedAt, 'startedAt'),
    openUsd: readPositive(fields.open, 'open'),
    highUsd: readPositive(fields.high, 'high'),
    lowUsd: readPositive(fields.low, 'low'),
    closeUsd: readPositive(fields.close, 'close'),
    volumeBase: readDecimal(fields.baseTokenVolume, 'baseTokenVolume'),
    volumeUsd: readDecimal(fields.usdVolume, 'usdVolume'),
    trades: readInteger(fields.trades, 'trades'),
    startingOpenInterestBase: readDecimal(fields.startingOpenInterest, 'startingOpenInterest'),
  };
  const text = readText(fields.resolution, 'resolution');
  const resolution = readKnown(CANDLE_RESOLUTIONS, text, 'candle resolution', undefined, 'left out', oddities);
  return resolution === undefined ? [] : [{ resolution, ...candle }];
}
