import { from } from 'rxjs';
import { unixMs, type ForcedFlow, type MarketData, type Trade } from '@perpstream/core';
import { BTC, collectFaults, ETH } from '@perpstream/testing';
import { bookSnapshot, trade, tradeHistory, tradeId, trades } from '../../fixtures/market-inputs';
import { forcedFlow } from './forced-flow';

function flowsOf(...inputs: readonly MarketData[]): ForcedFlow[] {
  const flows: ForcedFlow[] = [];
  from(inputs)
    .pipe(forcedFlow({ faults: collectFaults() }))
    .subscribe((flow) => flows.push(flow));
  return flows;
}

let nextId = 1;
const forced = (type: Trade['type'], side: Trade['side'], sizeBase: number, priceUsd: number): Trade =>
  trade({ type, side, sizeBase, priceUsd, id: tradeId(nextId), exchangeMs: unixMs(nextId++) });

describe('forcedFlow', () => {
  it('sums up what was closed by force, by type and side', () => {
    const frame = [
      forced('deleveraged', 'sell', 1, 90),
      forced('liquidated', 'sell', 2, 99),
      forced('limit', 'sell', 50, 98),
      forced('liquidated', 'buy', 4, 101),
      forced('liquidated', 'sell', 3, 97),
      forced('liquidated', 'buy', 1, 103),
    ];
    const base = { kind: 'forced-flow', marketId: BTC, receivedMs: 9, cause: 3 };
    expect(flowsOf(trades(frame, { receivedMs: unixMs(9), cause: 3 }))).toEqual([
      { ...base, type: 'liquidated', side: 'buy', sizeBase: 5, usd: 507, trades: 2, worstPriceUsd: 103, exchangeMs: 6 },
      { ...base, type: 'liquidated', side: 'sell', sizeBase: 5, usd: 489, trades: 2, worstPriceUsd: 97, exchangeMs: 5 },
      { ...base, type: 'deleveraged', side: 'sell', sizeBase: 1, usd: 90, trades: 1, worstPriceUsd: 90, exchangeMs: 1 },
    ]);
  });

  it('is silent about ordinary trades, history, repetitions and other inputs', () => {
    const one = forced('liquidated', 'buy', 1, 1);
    expect(flowsOf(tradeHistory([one]), trades([one]), trades([forced('twap', 'buy', 1, 1)]), bookSnapshot())).toEqual(
      [],
    );
  });

  it('keeps two interleaved markets apart', () => {
    const flows = flowsOf(
      trades([forced('liquidated', 'buy', 1, 1)]),
      trades([forced('liquidated', 'buy', 2, 1)], { marketId: ETH }),
    );
    expect(flows.map(({ marketId, sizeBase }) => [marketId, sizeBase])).toEqual([
      [BTC, 1],
      [ETH, 2],
    ]);
  });
});
