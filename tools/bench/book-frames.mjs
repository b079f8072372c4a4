import { randomNumbers, zipf } from './random-numbers.mjs';

const CONNECTION_ID = '5b0d3a52-1f4e-4c55-9a1b-0c7d8e9f1a2b';
const SNAPSHOT_LEVELS = 100;
/** Updates reach so many ticks from the middle, most of them few. */
const REACH_TICKS = 150;
const REMOVED_SHARE = 0.15;
/** Of a batch: 1 to 10 updates, 5.5 on average. */
const LARGEST_BATCH = 10;

/**
 * A seeded stream of order book frames as the Indexer writes them: first a snapshot of each market, 100 levels a side,
 * then updates of markets whose activity follows Zipf's law; `form` is `single` (one update a frame) or `batched`.
 * Prices stay on their side of the middle, so the books never cross.
 */
export function bookFrames({ seed, markets: count, updates, form }) {
  const random = randomNumbers(seed);
  const pickMarket = zipf(count, random);
  const pickDepth = zipf(REACH_TICKS, random);
  const markets = Array.from({ length: count }, (_, index) => ({
    id: `M${index}-USD`,
    decimals: index % 5,
    middleTicks: 2_000 + Math.floor(random() * 100_000),
  }));
  const texts = [];
  const add = (type, rest, contents) => {
    const text = `{"type":"${type}","connection_id":"${CONNECTION_ID}","message_id":${texts.length + 1},${rest},"contents":${contents}}`;
    // Flat and one byte a letter, as texts of a socket are.
    texts.push(Buffer.from(text).toString('latin1'));
  };
  const size = () => (random() < 0.3 ? `${1 + Math.floor(random() * 500)}` : (0.001 + random() * 20).toFixed(3));
  const price = ({ decimals, middleTicks }, ticks) => ((middleTicks + ticks) / 10 ** decimals).toFixed(decimals);
  const side = (market, sign) =>
    Array.from({ length: SNAPSHOT_LEVELS }, (_, at) => ({ price: price(market, sign * (at + 1)), size: size() }));
  const update = (market) => {
    const isBid = random() < 0.5;
    const ticks = (isBid ? -1 : 1) * (pickDepth() + 1);
    return `{"${isBid ? 'bids' : 'asks'}":[["${price(market, ticks)}","${random() < REMOVED_SHARE ? '0' : size()}"]]}`;
  };

  for (const market of markets) {
    const contents = JSON.stringify({ bids: side(market, -1), asks: side(market, 1) });
    add('subscribed', `"channel":"v4_orderbook","id":"${market.id}"`, contents);
  }
  for (let left = updates; left > 0;) {
    const market = markets[pickMarket()];
    const rest = `"id":"${market.id}","channel":"v4_orderbook","version":"1.0.0"`;
    const batch = form === 'single' ? 1 : Math.min(left, 1 + Math.floor(random() * LARGEST_BATCH));
    const contents = Array.from({ length: batch }, () => update(market));
    if (form === 'single') add('channel_data', rest, contents[0]);
    else add('channel_batch_data', rest, `[${contents.join()}]`);
    left -= batch;
  }
  return texts;
}
