import fc from 'fast-check';
import { filter, map, Subject, take, type Observable, type OperatorFunction } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { EventScheduler, unixMs, type MarketData, type ProcessedData } from '@perpstream/core';
import { block, BTC, collectFaults, ETH, marketRules } from '@perpstream/testing';
import { bars } from './bars/bars';
import { marketContexts } from './context/market-contexts';
import {
  bookChange,
  bookSnapshot,
  candles,
  gap,
  marketUpdate,
  oraclePrice,
  trade,
  tradeHistory,
  tradeId,
  trades,
} from '../fixtures/market-inputs';
import { minuteCandles } from '../fixtures/candle-inputs';
import { clockSkew } from './clock/clock-skew';
import { flowWindows } from './flow/flow-windows';
import { forcedFlow } from './flow/forced-flow';
import { tradeFlow } from './flow/trade-flow';
import { orderBooks } from './order-book/order-books';
import { processMarketData, type ProcessOptions } from './process-market-data';
import { dataQuality } from './quality/data-quality';

const ofEth = { marketId: ETH };

function processing(given: Partial<ProcessOptions> = {}): {
  readonly scheduler: EventScheduler;
  readonly input$: Subject<MarketData>;
  readonly operator: OperatorFunction<MarketData, ProcessedData>;
} {
  const scheduler = new EventScheduler();
  const operator = processMarketData({
    scheduler,
    faults: collectFaults(),
    barIntervalsMs: [1_000],
    flowWindowsMs: [2_000],
    ...given,
  });
  return { scheduler, input$: new Subject<MarketData>(), operator };
}

const name = (event: ProcessedData): string => ('marketId' in event ? `${event.marketId} ${event.kind}` : event.kind);

/** What came out after each input. */
function outputsOf(...inputs: readonly MarketData[]): string[][] {
  const { input$, operator } = processing();
  const outputs: string[][] = [];
  input$.pipe(operator).subscribe((event) => outputs.at(-1)?.push(name(event)));
  for (const input of inputs) {
    outputs.push([]);
    input$.next(input);
  }
  return outputs;
}

const tradesAt = (ms: number, height: number): MarketData =>
  trades([trade({ id: tradeId(height), exchangeMs: unixMs(ms) })]);

describe('processMarketData', () => {
  it('emits what follows from each input at once, in a fixed order', () => {
    expect(
      outputsOf(
        marketUpdate({ status: 'ACTIVE', rules: marketRules() }),
        bookSnapshot(),
        bookChange(),
        tradesAt(100, 1),
        trades([trade({ id: tradeId(2), exchangeMs: unixMs(2_100), type: 'liquidated' })]),
        gap('trades'),
        tradesAt(3_100, 3),
        gap('markets'),
        gap('book'),
        bookChange(),
        candles(),
      ),
    ).toEqual([
      ['BTC-USD context', 'BTC-USD status-change', 'BTC-USD quality'],
      ['BTC-USD book', 'BTC-USD quality'],
      ['BTC-USD book'],
      ['BTC-USD flow', 'BTC-USD flow-window'],
      ['BTC-USD flow', 'BTC-USD flow-window', 'BTC-USD forced-flow', 'BTC-USD bar', 'BTC-USD bar'],
      ['BTC-USD quality'],
      ['BTC-USD flow', 'BTC-USD flow-window', 'BTC-USD bar', 'BTC-USD quality'],
      ['BTC-USD context'],
      ['BTC-USD quality'],
      [],
      [],
    ]);
  });

  it('passes a block through unchanged, then tells the clock skew, the bars it closes and the windows trades left', () => {
    const { input$, operator } = processing();
    const outputs: ProcessedData[] = [];
    input$.pipe(operator).subscribe((event) => outputs.push(event));
    const closing = block({ height: 9, exchangeMs: unixMs(4_000) });
    input$.next(tradesAt(100, 1));
    input$.next(trades([trade({ exchangeMs: unixMs(3_900) })], ofEth));
    outputs.length = 0;
    input$.next(closing);
    expect(outputs[0]).toBe(closing);
    expect(outputs.slice(1).map(name)).toEqual([
      'clock-skew',
      ...Array.from({ length: 4 }, () => 'BTC-USD bar'),
      'BTC-USD flow-window',
      'ETH-USD bar',
    ]);
  });

  it('passes a mistaken block through and does nothing about it', () => {
    const odd = block({ exchangeMs: unixMs(1e12), height: 3 });
    expect(outputsOf(tradesAt(100, 1), block({ exchangeMs: unixMs(200) }), odd)).toEqual([
      ['BTC-USD flow', 'BTC-USD flow-window', 'BTC-USD quality'],
      ['block', 'clock-skew'],
      ['block'],
    ]);
  });

  it('counts a trade once in flow, windows and bars', () => {
    const seen = trade({ id: tradeId(1), exchangeMs: unixMs(100) });
    expect(outputsOf(tradeHistory([seen]), trades([seen]), block({ exchangeMs: unixMs(1_000) }))).toEqual([
      ['BTC-USD flow-window', 'BTC-USD quality'],
      [],
      ['block', 'clock-skew', 'BTC-USD bar'],
    ]);
  });

  it('keeps two interleaved markets apart', () => {
    expect(
      outputsOf(
        bookSnapshot(),
        bookChange(undefined, ofEth),
        bookSnapshot(undefined, ofEth),
        gap('book'),
        bookChange(undefined, ofEth),
      ),
    ).toEqual([
      ['BTC-USD book', 'BTC-USD quality'],
      ['ETH-USD quality'],
      ['ETH-USD book', 'ETH-USD quality'],
      ['BTC-USD quality'],
      ['ETH-USD book'],
    ]);
  });

  it('stays live, silent about the book, while one side of it is empty', () => {
    expect(outputsOf(bookSnapshot(), bookChange('ask 101 x 0'), bookChange('ask 102 x 1'))).toEqual([
      ['BTC-USD book', 'BTC-USD quality'],
      [],
      ['BTC-USD book'],
    ]);
  });

  it('turns one frozen market stale while the others stay live', () => {
    const scheduler = new TestScheduler((actual, wanted) => expect(actual).toEqual(wanted));
    scheduler.run(({ hot, expectObservable }) => {
      const inputs = { s: bookSnapshot(), S: bookSnapshot(undefined, ofEth), O: oraclePrice(1, ofEth) };
      const levels$ = hot<MarketData>('s-S---O---O---|', inputs).pipe(
        processMarketData({ scheduler, faults: collectFaults(), staleAfterMs: 5 }),
        filter((event) => event.kind === 'quality'),
        map((event) => `${event.marketId} ${event.level}`),
      );
      const levels = { l: 'BTC-USD live', L: 'ETH-USD live', x: 'BTC-USD stale' };
      expectObservable(levels$).toBe('       l-L--x--------|', levels);
    });
  });

  it('starts afresh with each subscription', () => {
    const { input$, operator } = processing();
    const processed$ = input$.pipe(operator);
    const first: string[] = [];
    const second: string[] = [];
    processed$.subscribe((event) => first.push(name(event)));
    input$.next(bookSnapshot());
    processed$.subscribe((event) => second.push(name(event)));
    input$.next(bookChange());
    expect(first).toEqual(['BTC-USD book', 'BTC-USD quality', 'BTC-USD book']);
    expect(second).toEqual(['BTC-USD quality']);
  });

  it('leaves nothing on the scheduler when it is unsubscribed, completes or fails', () => {
    const ends: ((input$: Subject<MarketData>, unsubscribe: () => void) => void)[] = [
      (_, unsubscribe): void => unsubscribe(),
      (input$): void => input$.complete(),
      (input$): void => input$.error(new Error('lost')),
    ];
    for (const end of ends) {
      const { scheduler, input$, operator } = processing();
      const running = input$.pipe(operator).subscribe({ error: () => undefined });
      input$.next(bookSnapshot());
      expect(scheduler.pending).toBe(1);
      end(input$, () => running.unsubscribe());
      expect(scheduler.pending).toBe(0);
      expect(input$.observed).toBe(false);
    }
  });

  it('leaves nothing on the scheduler when its reader leaves in the middle of the outputs of one input', () => {
    const { scheduler, input$, operator } = processing();
    input$.pipe(operator, take(1)).subscribe();
    input$.next(bookSnapshot());
    expect(scheduler.pending).toBe(0);
  });

  it.each([
    { staleAfterMs: 0 },
    { barIntervalsMs: [0] },
    { bars: [{ type: 'tick' as const, trades: 0 }] },
    { flowWindowsMs: [0] },
    { largeTradeUsd: -1 },
    { skewBlocks: 0 },
    { maxLevelsPerSide: 0 },
  ])('refuses %p when it is called', (given) => {
    expect(() => processing(given)).toThrow(RangeError);
  });
});

const anyMarket = fc.constantFrom({ marketId: BTC }, { marketId: ETH });
const anyLevels = fc.array(
  fc.tuple(
    fc.constantFrom('bid' as const, 'ask' as const),
    fc.integer({ min: 1, max: 9 }),
    fc.integer({ min: 0, max: 3 }),
  ),
  { minLength: 1, maxLength: 6 },
);
const anyMoment = fc.integer({ min: 0, max: 20 });
const anyTrades = fc.array(
  anyMoment.map((second) =>
    trade({
      id: tradeId(second),
      exchangeMs: unixMs(second * 400),
      type: second % 5 === 0 ? 'liquidated' : 'limit',
    }),
  ),
  { maxLength: 3 },
);
const anyInput: fc.Arbitrary<MarketData> = fc.oneof(
  fc.tuple(anyLevels, anyMarket).map(([levels, given]) => bookSnapshot(levels, given)),
  fc.tuple(anyLevels, anyMarket).map(([levels, given]) => bookChange(levels, given)),
  fc.tuple(anyTrades, anyMarket).map(([list, given]) => trades(list, given)),
  fc.tuple(anyTrades, anyMarket).map(([list, given]) => tradeHistory(list, given)),
  anyMarket.map((given) => oraclePrice(1, given)),
  anyMarket.map((given) => marketUpdate({ status: 'ACTIVE' }, given)),
  fc
    .tuple(fc.constantFrom('book' as const, 'trades' as const), anyMarket)
    .map(([channel, given]) => gap(channel, given)),
  fc
    .tuple(fc.boolean(), anyMarket)
    .map(([isOver, given]) => ({ ...gap('trades', given), kind: 'doubt' as const, isOver })),
  anyMarket.map((given) => minuteCandles(-3, 0, given)),
  anyMoment.map((second) => block({ exchangeMs: unixMs(second * 400) })),
);

type Output = { readonly kind: ProcessedData['kind']; readonly view?: unknown };

/** Feeds inputs with the waits between them; returns what comes out, books without their live view. */
function run(
  steps: readonly (readonly [waitMs: number, input: MarketData])[],
  operate: (source$: Observable<MarketData>, scheduler: EventScheduler) => Observable<ProcessedData>,
): Output[] {
  const scheduler = new EventScheduler();
  const input$ = new Subject<MarketData>();
  const outputs: Output[] = [];
  operate(input$, scheduler).subscribe((event) => outputs.push({ ...event, view: undefined }));
  for (const [waitMs, input] of steps) {
    scheduler.advanceTo(unixMs(scheduler.now() + waitMs));
    input$.next(input);
  }
  return outputs;
}

describe('processMarketData and its parts', () => {
  const shape: Partial<ProcessOptions> = {
    barIntervalsMs: [1_000, 60_000],
    bars: [{ type: 'tick', trades: 2 }],
    flowWindowsMs: [500, 2_000],
  };
  const staleAfterMs = 1_000;

  it('emit the same for any inputs', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 700 }), anyInput), { maxLength: 40 }), (steps) => {
        const faults = collectFaults();
        const whole = run(steps, (source$, scheduler) =>
          source$.pipe(processMarketData({ scheduler, faults, ...shape, staleAfterMs })),
        );
        const expectPart = (
          kinds: readonly ProcessedData['kind'][],
          part: (scheduler: EventScheduler) => OperatorFunction<MarketData, ProcessedData>,
        ): void =>
          expect(whole.filter(({ kind }) => kinds.includes(kind))).toEqual(
            run(steps, (source$, scheduler) => source$.pipe(part(scheduler))),
          );
        expectPart(['context', 'status-change'], () => marketContexts());
        expectPart(['book'], (scheduler) => orderBooks({ scheduler, faults }));
        expectPart(['flow'], () => tradeFlow({ faults }));
        expectPart(['flow-window'], () => flowWindows({ faults, ...shape }));
        expectPart(['forced-flow'], () => forcedFlow({ faults }));
        expectPart(['bar'], () => bars({ faults, ...shape }));
        expectPart(['quality'], (scheduler) => dataQuality({ scheduler, staleAfterMs }));
        expectPart(['clock-skew'], () => clockSkew({ faults }));
      }),
    );
  });

  it('give the same outputs and faults on every run', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 700 }), anyInput), { maxLength: 40 }), (steps) => {
        const once = (): unknown[] => {
          const faults = collectFaults();
          const outputs = run(steps, (source$, scheduler) =>
            source$.pipe(processMarketData({ scheduler, faults, ...shape, staleAfterMs })),
          );
          return [outputs, faults.faults];
        };
        expect(once()).toEqual(once());
      }),
      { numRuns: 30 },
    );
  });
});
