import fc from 'fast-check';
import { defaultRateLimit, rateGroupOf } from './rate-budget';
import { RateWindow } from './rate-window';

const LIMIT = { points: 10, windowMs: 1_000 };

describe('RateWindow', () => {
  it('lets its share of the points go at once, and then waits for an answer', () => {
    const window = new RateWindow(LIMIT, 0.8);
    for (let sent = 0; sent < 8; sent += 1) {
      expect(window.readyAtMs(0)).toBeLessThanOrEqual(0);
      window.sent();
    }
    expect(window.readyAtMs(0)).toBe(Infinity);
  });

  it('frees a point one window after its answer, since the server may have counted it only then', () => {
    const window = new RateWindow({ points: 1, windowMs: 1_000 }, 1);
    window.sent();
    window.answered(300, {});
    expect(window.readyAtMs(301)).toBe(1_300);
    expect(window.readyAtMs(1_300)).toBe(1_300);
  });

  it('lets at least one request go, however small the share', () => {
    expect(new RateWindow(LIMIT, 0.01).readyAtMs(5)).toBe(5);
  });

  it('waits as long as the server says, within reason', () => {
    const window = new RateWindow(LIMIT, 1);
    window.sent();
    window.answered(100, { retryAfterMs: 2_500 });
    expect(window.readyAtMs(200)).toBe(2_600);
    window.sent();
    window.answered(3_000, { retryAfterMs: 1e12 });
    expect(window.readyAtMs(3_000)).toBe(63_000);
  });

  it('learns from the answers what others spend: at the reserve it waits for the reset', () => {
    const window = new RateWindow(LIMIT, 0.8);
    window.sent();
    window.answered(0, { limit: 10, remaining: 3, resetMs: 700 });
    expect(window.readyAtMs(0)).toBe(0);
    window.sent();
    // Two points are the reserve of others; 3 - 1 reaches it.
    expect(window.readyAtMs(1)).toBe(700);
    expect(window.readyAtMs(700)).toBe(700);
  });

  it('believes the most careful of the answers of one window, and the next window anew', () => {
    const window = new RateWindow(LIMIT, 0.8);
    for (let sent = 0; sent < 3; sent += 1) window.sent();
    window.answered(10, { remaining: 4, resetMs: 500 });
    window.answered(11, { remaining: 9, resetMs: 500 });
    expect(window.readyAtMs(12)).toBe(500);
    window.answered(600, { remaining: 9, resetMs: 1_500 });
    expect(window.readyAtMs(600)).toBe(600);
  });

  it('takes over a smaller limit that the server states', () => {
    const window = new RateWindow(LIMIT, 0.5);
    window.sent();
    window.answered(0, { limit: 4 });
    window.sent();
    expect(window.readyAtMs(1)).toBe(1_000);
  });

  it.each([
    ['far ahead', 1e15, 1_005],
    ['far behind', -1e15, 5],
  ])('is not fooled by a clock of the server that is %s', (_, resetMs, readyAtMs) => {
    const window = new RateWindow(LIMIT, 0.8);
    window.sent();
    window.answered(5, { remaining: 0, resetMs });
    expect(window.readyAtMs(5)).toBe(readyAtMs);
  });

  it('never spends more than its share in a window of the server, wherever that begins and however long answers take', () => {
    const request = fc.record({ pauseMs: fc.nat(400), toServerMs: fc.nat(600), backMs: fc.nat(600) });
    fc.assert(
      fc.property(
        fc.array(request, { minLength: 20, maxLength: 80 }),
        fc.integer({ min: 1, max: 8 }),
        (requests, points) => {
          const window = new RateWindow({ points, windowMs: 1_000 }, 1);
          const countedMs: number[] = [];
          const answersMs: number[] = [];
          let nowMs = 0;
          for (const { pauseMs, toServerMs, backMs } of requests) {
            nowMs += pauseMs;
            for (;;) {
              answersMs.sort((a, b) => a - b);
              while (answersMs[0] !== undefined && answersMs[0] <= nowMs) window.answered(answersMs.shift()!, {});
              const readyMs = window.readyAtMs(nowMs);
              if (readyMs <= nowMs) break;
              nowMs = Math.min(readyMs, answersMs[0] ?? Infinity);
            }
            window.sent();
            countedMs.push(nowMs + toServerMs);
            answersMs.push(nowMs + toServerMs + backMs);
          }
          countedMs.sort((a, b) => a - b);
          // Any `points + 1` requests in a row span at least one window of the server.
          for (let at = points; at < countedMs.length; at += 1) {
            expect(countedMs[at]! - countedMs[at - points]!).toBeGreaterThanOrEqual(1_000);
          }
        },
      ),
    );
  });
});

describe('rateGroupOf', () => {
  it.each([
    ['/perpetualMarkets', 'get', 100],
    ['/candles/perpetualMarkets/BTC-USD?resolution=1MIN', 'candles', 1_000],
    ['/orders?address=a', 'orders', 100],
    ['/orders/some-id', 'orders', 100],
    ['/fills/parentSubaccount?address=a', 'fills', 100],
    ['/tradeHistory?address=a', 'fills', 100],
    ['/sparklines?timePeriod=ONE_DAY', 'sparklines', 100],
    ['/historical-pnl?address=a', 'historical-pnl', 100],
    ['/pnl?address=a', 'pnl', 100],
    ['/fundingPayments?address=a', 'funding-payments', 100],
    ['/orderbooks/perpetualMarket/BTC-USD', 'get', 100],
    ['', 'get', 100],
  ])('counts %s under %s', (path, group, points) => {
    expect(rateGroupOf(path)).toBe(group);
    expect(defaultRateLimit(rateGroupOf(path))).toEqual({ points, windowMs: 10_000 });
  });
});
