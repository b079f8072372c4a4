/** How much of a score may count as one of the ends. */
const NEAR = 1;

/**
 * What engines said over one data set: every score, and for each market how long a score stood, and stood at an end. A
 * score stands until the engine says the next one of the market, takes it back, or the data end.
 */
export class ScoreTally {
  #engines = new Map();
  #firstMs = new Map();
  #nowMs = -Infinity;
  events = 0;

  constructor(names) {
    for (const name of names) this.#engines.set(name, { scores: [], broken: 0, markets: new Map() });
  }

  /** Takes note of an event before the engines see it. */
  see({ marketId, receivedMs }) {
    this.events += 1;
    this.#nowMs = Math.max(this.#nowMs, receivedMs);
    if (marketId !== undefined && !this.#firstMs.has(marketId)) this.#firstMs.set(marketId, receivedMs);
  }

  /** Takes note of what an engine said. */
  say(name, { marketId, receivedMs, score }) {
    const engine = this.#engines.get(name);
    if (score !== undefined) {
      if (score >= 0 && score <= 100) engine.scores.push(score);
      else engine.broken += 1;
    }
    const market = engine.markets.get(marketId) ?? { score: undefined, sinceMs: 0, spokenMs: 0, lowMs: 0, highMs: 0 };
    engine.markets.set(marketId, market);
    pass(market, receivedMs);
    market.score = score;
  }

  get markets() {
    return this.#firstMs.size;
  }

  /** Per engine, by name: its distribution, and its markets. To be asked once, at the end. */
  results() {
    return [...this.#engines].map(([name, engine]) => this.#resultOf(name, engine));
  }

  #resultOf(name, { scores, broken, markets }) {
    markets.forEach((market) => pass(market, this.#nowMs));
    const sorted = Float64Array.from(scores).sort();
    const share = (is) =>
      scores.length > 0 ? sorted.reduce((sum, score) => sum + (is(score) ? 1 : 0), 0) / sorted.length : 0;
    return {
      name,
      count: scores.length,
      broken,
      atNeutral: share((score) => score === 50),
      low: share((score) => score < NEAR),
      high: share((score) => score > 100 - NEAR),
      mean: sorted.reduce((sum, score) => sum + score, 0) / sorted.length,
      percentile: (percent) => sorted[Math.round((percent / 100) * (sorted.length - 1))],
      bins: histogram(sorted),
      spokenMarkets: [...markets.values()].filter(({ spokenMs }) => spokenMs > 0).length,
      silent: 1 - sum([...markets.values()].map(({ spokenMs }) => spokenMs)) / this.#marketMs(),
      stuck: stuckMarkets(markets),
    };
  }

  #marketMs() {
    return sum([...this.#firstMs.values()].map((firstMs) => this.#nowMs - firstMs));
  }
}

/** Counts the time since the last score was said. */
function pass(market, nowMs) {
  const stoodMs = Math.max(0, nowMs - market.sinceMs);
  if (market.score !== undefined) {
    market.spokenMs += stoodMs;
    if (market.score < NEAR) market.lowMs += stoodMs;
    if (market.score > 100 - NEAR) market.highMs += stoodMs;
  }
  market.sinceMs = nowMs;
}

/** Markets by the share of their time with a score that they spend at one end, the worst first. */
function stuckMarkets(markets) {
  return [...markets]
    .filter(([, { spokenMs }]) => spokenMs > 0)
    .map(([marketId, { spokenMs, lowMs, highMs }]) => {
      return { marketId, share: Math.max(lowMs, highMs) / spokenMs, end: lowMs > highMs ? 0 : 100 };
    })
    .sort((a, b) => b.share - a.share);
}

/** Counts in 50 bins of two points. */
function histogram(scores) {
  const bins = Array.from({ length: 50 }, () => 0);
  for (const score of scores) bins[Math.min(49, Math.floor(score / 2))] += 1;
  return bins;
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}
