/** Levels a side that the exchange ever states at once: below them a book is only partly known. */
const STATED_LEVELS = 100;

async function getJson(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response.json();
}

const asText = ([price, size]) => `${Number(price)} x ${Number(size)}`;

/** The levels of a book view, best first, as far as `reaches` says. */
function visible(side, reaches) {
  const levels = [];
  for (let depth = 0; depth < side.count; depth += 1) {
    if (!reaches(side.priceUsd(depth))) break;
    levels.push(asText([side.priceUsd(depth), side.sizeBase(depth)]));
  }
  return levels;
}

/**
 * Compares the books a feed has put together with the exchange's own, level by level, within the 100 best true levels of
 * each side.
 *
 * @returns the first difference of each market that differs
 */
export async function bookDifferences(controlUrl, views) {
  const differences = [];
  for (const [ticker, view] of views) {
    const { bids, asks } = await getJson(`${controlUrl}/book/${ticker}`);
    for (const [name, levels, side, sign] of [
      ['bid', bids, view?.bids, 1],
      ['ask', asks, view?.asks, -1],
    ]) {
      const truth = levels
        .slice(0, STATED_LEVELS)
        .map((level) => (Array.isArray(level) ? level : [level.price, level.size]));
      const worst = Number(truth.at(-1)?.[0] ?? NaN);
      const ours = side === undefined ? [] : visible(side, (priceUsd) => sign * priceUsd >= sign * worst);
      const theirs = truth.map(asText);
      const at = theirs.findIndex((level, index) => level !== ours[index]);
      if (at >= 0 || ours.length !== theirs.length) {
        const depth = at >= 0 ? at : theirs.length;
        differences.push(
          `${ticker} ${name} ${depth}: ours ${ours[depth] ?? 'nothing'}, true ${theirs[depth] ?? 'nothing'}`,
        );
        break;
      }
    }
  }
  return differences;
}

/**
 * Compares complete one-minute bars made from the stream of trades with the candles of the exchange: a lost or doubled trade shows
 * as another volume.
 *
 * @param barsByTicker complete bars by start time, per market
 * @param toldBars bars that the feed has already told to be wrong: no silent loss
 */
export async function barDifferences(restUrl, barsByTicker, toldBars) {
  const differences = [];
  let compared = 0;
  let told = 0;
  for (const [ticker, bars] of barsByTicker) {
    const { candles } = await getJson(`${restUrl}/candles/perpetualMarkets/${ticker}?resolution=1MIN&limit=1000`);
    for (const candle of candles) {
      const bar = bars.get(Date.parse(candle.startedAt));
      if (bar === undefined) continue;
      compared += 1;
      const isSame =
        bar.trades === candle.trades &&
        Math.abs(bar.volumeBase - Number(candle.baseTokenVolume)) <= 1e-9 * (1 + bar.volumeBase);
      if (!isSame && toldBars.has(`bar of ${ticker} 1MIN ${candle.startedAt}`)) told += 1;
      else if (!isSame) {
        differences.push(
          `${ticker} ${candle.startedAt}: ours ${bar.trades} trades ${bar.volumeBase}, true ${candle.trades} trades ${candle.baseTokenVolume}`,
        );
      }
    }
  }
  return { compared, told, differences };
}
