const failing = {
  report: (fault) => {
    throw new Error(`unexpected fault: ${JSON.stringify(fault)}`);
  },
};

/** Books by the public operators, `orderBooks` or `processMarketData`, told that the streams of all markets are live. */
export function operatorBooks({ core, connection, data, rxjs }, name, ids, startUs) {
  const scheduler = new core.EventScheduler();
  const options = { scheduler, faults: failing, maxLevelsPerSide: 1_000_000 };
  const views = new Map();
  let sum = 0;
  let inputs;
  new rxjs.Observable((subscriber) => (inputs = subscriber))
    .pipe(
      connection.decodeInputs({ faults: failing }),
      rxjs.filter(({ kind }) => kind !== 'stream'),
      data[name](options),
    )
    .subscribe((event) => {
      if (event.kind !== 'book') return;
      sum += event.top.bidPriceUsd + event.top.askPriceUsd;
      // Snapshots are the first frames; a view shows what comes later, too.
      if (views.size < ids.length) views.set(event.marketId, event.view);
    });
  for (const id of ids) {
    const state = { kind: 'live' };
    inputs.next({ kind: 'stream', receivedUs: startUs, connection: 0, channel: 'v4_orderbook', id, state, seq: 0 });
  }
  const levels = (side) =>
    Array.from({ length: side.count }, (_, depth) => [side.priceUsd(depth), side.sizeBase(depth)]);
  return {
    feed: (frame) => {
      scheduler.advanceTo(frame.receivedUs / 1_000);
      inputs.next(frame);
    },
    sum: () => sum,
    levelsOf: (id) => [levels(views.get(id).bids), levels(views.get(id).asks)],
  };
}
