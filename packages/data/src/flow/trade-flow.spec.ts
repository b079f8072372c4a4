import { from, NEVER, throwError, type Observable } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { unixMs, type MarketData, type TradeFlow } from '@perpstream/core';
import { BTC, collectFaults, ETH } from '@perpstream/testing';
import { bookSnapshot, gap, trade, tradeHistory, tradeId, trades } from '../../fixtures/market-inputs';
import { tradeFlow } from './trade-flow';

function flowsOf(...inputs: readonly MarketData[]): TradeFlow[] {
  const flows: TradeFlow[] = [];
  from(inputs)
    .pipe(tradeFlow({ faults: collectFaults() }))
    .subscribe((flow) => flows.push(flow));
  return flows;
}

const block = (height: number, ...indexes: number[]): ReturnType<typeof trade>[] =>
  indexes.map((index) => trade({ id: tradeId(height, index), exchangeMs: unixMs(height * 1_000) }));

describe('tradeFlow', () => {
  it('emits one flow per frame of trades', () => {
    const flows = flowsOf(trades(block(1, 0, 1), { cause: 3 }), trades(block(2, 0), { cause: 5 }));
    expect(flows.map((flow) => [flow.cause, flow.trades, flow.buyBase])).toEqual([
      [3, 2, 2],
      [5, 1, 1],
    ]);
  });

  it('counts a repeated trade once and is silent about a frame of repetitions', () => {
    const flows = flowsOf(trades(block(1, 0, 1)), trades(block(1, 0, 1)), trades(block(1, 1, 2)));
    expect(flows.map((flow) => flow.trades)).toEqual([2, 1]);
  });

  it('takes a snapshot as history: no flow, and its trades are seen', () => {
    const flows = flowsOf(tradeHistory(block(1, 0, 1)), trades([...block(1, 1), ...block(2, 0)]));
    expect(flows.map((flow) => flow.trades)).toEqual([1]);
  });

  it('takes no flow from the snapshot after a gap', () => {
    const flows = flowsOf(
      trades(block(1, 0)),
      gap('trades'),
      tradeHistory([...block(1, 0), ...block(3, 0)]),
      trades([...block(3, 0), ...block(4, 0)]),
    );
    expect(flows.map((flow) => flow.trades)).toEqual([1, 1]);
  });

  it('is silent about frames without trades and about other inputs', () => {
    expect(flowsOf(trades([]), tradeHistory([]), bookSnapshot())).toEqual([]);
  });

  it('keeps two interleaved markets apart', () => {
    const flows = flowsOf(
      trades(block(5, 0)),
      trades(block(1, 0), { marketId: ETH }),
      trades(block(1, 1), { marketId: ETH }),
      trades(block(1, 1)),
    );
    expect(flows.map(({ marketId }) => marketId)).toEqual([BTC, ETH, ETH]);
  });

  it('starts afresh with each subscription', () => {
    const flow$ = from([trades(block(1, 0))]).pipe(tradeFlow({ faults: collectFaults() }));
    const seen: number[] = [];
    flow$.subscribe((flow) => seen.push(flow.trades));
    flow$.subscribe((flow) => seen.push(flow.trades));
    expect(seen).toEqual([1, 1]);
  });

  it.each<[name: string, source$: Observable<MarketData>, expected: string]>([
    ['empty', from([]), '|'],
    ['never', NEVER, '-'],
    ['failing', throwError(() => new Error('over')), '#'],
  ])('follows an %s source', (_, source$, expected) => {
    new TestScheduler((actual, wanted) => expect(actual).toEqual(wanted)).run(({ expectObservable }) => {
      expectObservable(source$.pipe(tradeFlow({ faults: collectFaults() }))).toBe(expected, {}, new Error('over'));
    });
  });
});
