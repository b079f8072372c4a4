/** What a feed delivered, counted from its inputs, its processed events and its faults. */
export class FeedTally {
  frames = 0;
  faults = {};
  books = { published: 0, crossed: 0, hidden: 0, audits: 0, corrected: 0 };
  /** Bars of which the feed itself said that trades are missing. */
  toldBars = new Set();
  #sockets = new Set();
  #views = new Map();
  #levels = new Map();
  #auditedMs = new Map();
  #bars = new Map();

  /** Sockets that were ever opened. */
  get sockets() {
    return this.#sockets.size;
  }

  report({ kind, where }) {
    this.faults[kind] = (this.faults[kind] ?? 0) + 1;
    if (kind === 'bar-mismatch') this.toldBars.add(where);
  }

  input(input) {
    if (input.kind === 'frame') this.frames += 1;
    if (input.kind === 'connection') this.#sockets.add(input.state.connection);
    // A new snapshot has its own mistakes: what was audited before it says nothing of it.
    if (input.kind === 'stream' && input.channel === 'v4_orderbook') this.#auditedMs.delete(input.id);
  }

  data(event) {
    if (event.kind === 'book') this.#book(event);
    else if (event.kind === 'quality') this.#quality(event);
    else if (event.kind === 'bar' && event.bar.isComplete && event.bar.source === 'trades') this.#bar(event);
  }

  view(market) {
    return this.#views.get(market);
  }

  notLive(markets) {
    return markets.filter((market) => this.#levels.get(market) !== 'live');
  }

  auditedSince(atMs, markets) {
    return markets.every((market) => (this.#auditedMs.get(market) ?? 0) > atMs);
  }

  /** Lets go of what grows with the run. */
  clear() {
    this.toldBars.clear();
    this.#bars.clear();
  }

  /** The complete one-minute bars made from trades, by market and start. */
  completeBars() {
    return this.#bars;
  }

  #book({ marketId, top, view, hiddenLevels }) {
    this.books.published += 1;
    if (hiddenLevels > 0) this.books.hidden += 1;
    // Both the copy and the live view are looked at: a strategy may read either.
    if (!(top.bidPriceUsd < top.askPriceUsd && view.bids.priceUsd(0) < view.asks.priceUsd(0))) this.books.crossed += 1;
    this.#views.set(marketId, view);
  }

  #quality({ marketId, level, lastAudit }) {
    this.#levels.set(marketId, level);
    if (lastAudit === undefined || lastAudit.receivedMs <= (this.#auditedMs.get(marketId) ?? 0)) return;
    this.#auditedMs.set(marketId, lastAudit.receivedMs);
    this.books.audits += 1;
    this.books.corrected += lastAudit.wrongLevels;
  }

  #bar({ marketId, bar }) {
    let bars = this.#bars.get(marketId);
    if (bars === undefined) this.#bars.set(marketId, (bars = new Map()));
    bars.set(bar.startMs, { trades: bar.trades, volumeBase: bar.volumeBase });
  }
}
