import { unixMs } from '@perpstream/core';
import { BTC, ETH } from './markets';
import {
  barClosed,
  block,
  bookUpdate,
  clockSkew,
  dataQuality,
  flowWindow,
  forcedFlow,
  marketContext,
  statusChange,
  tradeFlow,
} from './processed';

const event = { marketId: ETH, receivedMs: unixMs(250), cause: 4 };

describe('bookUpdate', () => {
  it('has a top that is the best level of its view', () => {
    const { top, view } = bookUpdate({ bids: [[98, 3]], asks: [[102, 5]] });
    expect(top).toEqual({ bidPriceUsd: 98, bidSizeBase: 3, askPriceUsd: 102, askSizeBase: 5 });
    expect([view.bids.priceUsd(0), view.asks.sizeBase(0)]).toEqual([98, 5]);
  });

  it('is an uncrossed book of BTC at time 0 by default', () => {
    const { marketId, receivedMs, top } = bookUpdate();
    expect([marketId, receivedMs]).toEqual([BTC, 0]);
    expect(top.bidPriceUsd).toBeLessThan(top.askPriceUsd);
  });

  it('keeps a valid top over an empty view', () => {
    expect(bookUpdate({ bids: [], asks: [] }).top).toEqual(bookUpdate().top);
  });
});

describe('builders of processed events', () => {
  it.each([
    ['bookUpdate', bookUpdate(event), 'book'],
    ['tradeFlow', tradeFlow(event), 'flow'],
    ['barClosed', barClosed(event), 'bar'],
    ['marketContext', marketContext(event), 'context'],
    ['dataQuality', dataQuality(event), 'quality'],
    ['flowWindow', flowWindow(event), 'flow-window'],
    ['forcedFlow', forcedFlow(event), 'forced-flow'],
    ['statusChange', statusChange(event), 'status-change'],
  ])('%s takes over what is given', (_, built, kind) => {
    expect(built).toMatchObject({ ...event, kind });
  });

  it('stamp exchange and oracle times with the receive time unless told otherwise', () => {
    expect(tradeFlow(event).exchangeMs).toBe(250);
    expect(marketContext(event).oracleReceivedMs).toBe(250);
    expect(tradeFlow({ ...event, exchangeMs: unixMs(7) }).exchangeMs).toBe(7);
    expect(block({ receivedMs: unixMs(9) })).toMatchObject({ kind: 'block', height: 1, receivedMs: 9, exchangeMs: 9 });
  });

  it('give the rules of the market in question', () => {
    expect(marketContext({ marketId: ETH }).rules?.marketId).toBe(ETH);
  });

  it('start at time 0', () => {
    expect([tradeFlow().receivedMs, marketContext().oracleReceivedMs, block().exchangeMs]).toEqual([0, 0, 0]);
    const { startMs, endMs, spec } = barClosed().bar;
    expect(spec).toEqual({ type: 'time', intervalMs: endMs - startMs });
    expect(dataQuality().level).toBe('live');
    expect([flowWindow().exchangeMs, forcedFlow().exchangeMs, clockSkew().receivedMs]).toEqual([0, 0, 0]);
  });
});
