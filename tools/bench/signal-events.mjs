/**
 * Made-up events of many markets in time order, each with books, flows, forced flows, bars and contexts. The books have
 * flat arrays for levels, as those of the data layer do, so that reading them costs about what it costs live.
 */
export function signalEvents({ core, testing }, { markets, ...options }) {
  const leaders = ['BTC-USD', 'ETH-USD'];
  const histories = Array.from({ length: markets }, (_, index) => {
    const marketId = core.marketId(leaders[index] ?? `M${index}-USD`);
    return testing.marketHistory({ ...options, marketId, seed: index + 1 }).map(withFlatBook);
  });
  return histories.flat().sort((a, b) => a.receivedMs - b.receivedMs);
}

function withFlatBook(event) {
  return event.kind === 'book' ? { ...event, view: new FlatView(event.view) } : event;
}

class FlatView {
  constructor({ bids, asks }) {
    this.bids = new FlatSide(bids);
    this.asks = new FlatSide(asks);
  }

  averagePriceUsd() {
    return undefined;
  }

  depthUsd(which, bps) {
    const midUsd = (this.bids.priceUsd(0) + this.asks.priceUsd(0)) / 2;
    const reachUsd = (midUsd * bps) / 10_000;
    const side = this[which];
    let usd = 0;
    for (let depth = 0; depth < side.count; depth += 1) {
      const priceUsd = side.priceUsd(depth);
      if (Math.abs(priceUsd - midUsd) > reachUsd) break;
      usd += priceUsd * side.sizeBase(depth);
    }
    return usd;
  }
}

class FlatSide {
  #levels;

  constructor(side) {
    this.count = side.count;
    this.#levels = new Float64Array(2 * side.count);
    for (let depth = 0; depth < side.count; depth += 1) {
      this.#levels[2 * depth] = side.priceUsd(depth);
      this.#levels[2 * depth + 1] = side.sizeBase(depth);
    }
  }

  priceUsd(depth) {
    return this.#levels[2 * depth];
  }

  sizeBase(depth) {
    return this.#levels[2 * depth + 1];
  }
}
