import { EventScheduler, unixMs, type RestAnswer } from '@perpstream/core';
import fc from 'fast-check';
import { comeToRest, passTime } from '../test-kit/virtual-rest';
import { indexerRest, type IndexerRest } from './indexer-rest';
import { type IndexerRestOptions } from './indexer-rest-options';
import { type IndexerRestError } from './rest-error';
import { ServerHealth } from './server-health';

type Reply = { readonly status?: number; readonly body?: string; readonly headers?: Record<string, string> };
type Request = { readonly url: string; readonly atMs: number };

const A = 'http://a/v4';
const B = 'http://b/v4';
const BOOK = '{"bids":[],"asks":[]}';

describe('the REST client on virtual time', () => {
  let scheduler: EventScheduler;
  let requests: Request[];
  let reply: (url: string, count: number) => Reply | 'unreachable' | 'silent';
  let latencyMs: number;

  const fetch = ((url: string, { signal }: { signal: AbortSignal }) => {
    requests.push({ url, atMs: scheduler.now() });
    const outcome = reply(url, requests.length);
    return new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true });
      if (outcome === 'silent') return;
      scheduler.schedule(() => {
        if (outcome === 'unreachable') return reject(new Error('ECONNRESET'));
        const { status = 200, body = BOOK, headers = {} } = outcome;
        resolve(new Response(body, { status, headers }));
      }, latencyMs);
    });
  }) as unknown as typeof globalThis.fetch;
  const rest = (options: Partial<IndexerRestOptions> = {}): IndexerRest =>
    indexerRest({ restUrl: A, clock: scheduler, scheduler, random: () => 1, fetch, ...options });
  const outcomeOf = async (call: Promise<RestAnswer>, forMs = 120_000): Promise<RestAnswer | IndexerRestError> => {
    let outcome: RestAnswer | IndexerRestError | undefined;
    call.then(
      (answer) => (outcome = answer),
      (error: unknown) => (outcome = error as IndexerRestError),
    );
    for (let passedMs = 0; outcome === undefined && passedMs < forMs; passedMs += 50) await settle(50);
    if (outcome === undefined) throw new Error('the call did not end');
    return outcome;
  };
  /** Reading a body takes turns of the event loop, not promises alone. */
  const settle = async (ms: number): Promise<void> => {
    await new Promise((resolve) => setImmediate(resolve));
    await passTime(scheduler, ms);
    await new Promise((resolve) => setImmediate(resolve));
  };

  beforeEach(() => {
    scheduler = new EventScheduler(unixMs(1_000_000));
    requests = [];
    reply = (): Reply => ({});
    latencyMs = 20;
  });

  it('states when it asked and when the answer came, of the request that was answered', async () => {
    reply = (_, count) => (count === 1 ? { status: 500 } : {});
    const answer = await outcomeOf(rest().get('/height'));
    const requestedUs = requests[1]!.atMs * 1_000;
    expect(answer).toMatchObject({ kind: 'rest', requestedUs, path: '/height', body: BOOK });
    expect((answer as RestAnswer).receivedUs).toBeGreaterThanOrEqual(requestedUs + 20_000);
  });

  it.each<[string, Reply | 'unreachable' | 'silent', string]>([
    ['a server error', { status: 503 }, 'http-status'],
    ['no connection', 'unreachable', 'unreachable'],
    ['no answer', 'silent', 'timeout'],
    ['a limit', { status: 429 }, 'rate-limited'],
  ])('tries again after %s, with a longer wait each time, and gives up in the end', async (_, failure, kind) => {
    reply = (): Reply | 'unreachable' | 'silent' => failure;
    const error = await outcomeOf(rest({ retries: 3, timeoutMs: 200 }).get('/height'));
    expect(error).toMatchObject({ failure: kind });
    expect(requests).toHaveLength(4);
    const waitsMs = requests.slice(1).map(({ atMs }, at) => atMs - requests[at]!.atMs);
    expect(waitsMs[0]).toBeGreaterThanOrEqual(250);
    expect(waitsMs[1]).toBeGreaterThanOrEqual(500);
    expect(waitsMs[2]).toBeGreaterThanOrEqual(1_000);
    expect(waitsMs[2]).toBeLessThan(1_500);
  });

  it('gives the answer that comes at last', async () => {
    reply = (_, count): Reply | 'unreachable' => (count < 3 ? 'unreachable' : { body: '{}' });
    expect(await outcomeOf(rest().get('/height'))).toMatchObject({ body: '{}' });
  });

  it.each<[string, Reply, string]>([
    ['a refused question', { status: 400 }, 'http-status'],
    ['an unknown thing', { status: 404 }, 'http-status'],
    ['a 403 of some proxy', { status: 403, body: '<html>' }, 'http-status'],
    ['R12: a region', { status: 403, body: '{"errors":[{"code":"GEOBLOCKED","msg":"no"}]}' }, 'blocked'],
    ['R12: an address', { status: 403, body: '{"errors":[{"code":"COMPLIANCE_BLOCKED","msg":"no"}]}' }, 'blocked'],
  ])('does not try again after %s', async (_, failure, kind) => {
    reply = (): Reply => failure;
    expect(await outcomeOf(rest({ retries: 5 }).get('/height'))).toMatchObject({ failure: kind });
    expect(requests).toHaveLength(1);
  });

  it('waits as long as a 429 says, in milliseconds, and so does everybody else of that group of paths', async () => {
    reply = (_, count): Reply => (count === 1 ? { status: 429, headers: { 'retry-after': '3000' } } : {});
    const client = rest();
    const first = outcomeOf(client.get('/height'));
    await settle(100);
    const others = [client.get('/time'), client.get('/candles/perpetualMarkets/BTC-USD')];
    await first;
    await Promise.all(others);
    const atMs = (path: string): number[] => requests.filter(({ url }) => url === `${A}${path}`).map((at) => at.atMs);
    expect(atMs('/height')[1]).toBeGreaterThanOrEqual(1_003_020);
    expect(atMs('/height')[1]).toBeLessThan(1_003_500);
    expect(atMs('/time')[0]).toBeGreaterThanOrEqual(atMs('/height')[1]!);
    expect(atMs('/candles/perpetualMarkets/BTC-USD')[0]).toBeLessThan(1_001_000);
  });

  it('R13: goes on at once at another server, and comes back to the first when that has recovered', async () => {
    let isDown = true;
    reply = (url) => (url.startsWith(A) && isDown ? 'unreachable' : {});
    const client = rest({ fallbackUrls: [B] });
    await outcomeOf(client.get('/one'));
    expect(requests.map(({ url }) => url)).toEqual([`${A}/one`, `${B}/one`]);
    expect(requests[1]!.atMs - requests[0]!.atMs).toBeLessThan(200);
    await outcomeOf(client.get('/two'));
    expect(requests[2]!.url).toBe(`${B}/two`);
    expect(client.health()[0]!.score).toBeLessThan(0.6);
    isDown = false;
    await settle(90_000);
    await outcomeOf(client.get('/three'));
    expect(requests[3]!.url).toBe(`${A}/three`);
  });

  it('R13: a limit lowers the score of a server, less than silence does', async () => {
    reply = (url) => (url.startsWith(A) ? { status: 429, headers: { 'retry-after': '1000' } } : {});
    const client = rest({ fallbackUrls: [B] });
    expect(await outcomeOf(client.get('/one'))).toMatchObject({ kind: 'rest' });
    const [a, b] = client.health();
    expect(a!.score).toBeGreaterThan(0.75);
    expect(a!.score).toBeLessThan(0.85);
    expect(b).toEqual({ url: B, score: 1 });
  });

  it('ends a call that its caller does not want any more: waiting, in its turn or under way', async () => {
    reply = (): 'silent' => 'silent';
    const client = rest({ timeoutMs: 1e9, rateShare: 0.01 });
    const leaving = new AbortController();
    const calls = ['/a', '/b'].map((path) => outcomeOf(client.get(path, { signal: leaving.signal })));
    await settle(100);
    expect(requests).toHaveLength(1);
    leaving.abort();
    for (const call of calls) expect(await call).toMatchObject({ failure: 'cancelled' });
    expect(await outcomeOf(client.get('/c', { signal: leaving.signal }))).toMatchObject({ failure: 'cancelled' });
    expect(requests).toHaveLength(1);
    expect(scheduler.pending).toBe(0);
  });

  it('ends a call that waits for its next attempt', async () => {
    reply = (): 'unreachable' => 'unreachable';
    const leaving = new AbortController();
    const call = outcomeOf(
      rest({ retryBackoff: { initialMs: 1e6, maxMs: 1e6 } }).get('/a', { signal: leaving.signal }),
    );
    await settle(1_000);
    leaving.abort();
    expect(await call).toMatchObject({ failure: 'cancelled' });
    expect(requests).toHaveLength(1);
  });

  it('never trips a limiter that counts as the Indexer does, over many seeds', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 1e6 }), async (seed) => {
        scheduler = new EventScheduler(unixMs(0));
        requests = [];
        let resetMs = -Infinity;
        let count = 0;
        let refused = 0;
        reply = (): Reply => {
          if (scheduler.now() >= resetMs) [resetMs, count] = [scheduler.now() + 10_000, 0];
          count += 1;
          if (count > 100) refused += 1;
          return count > 100 ? { status: 429, headers: { 'retry-after': String(resetMs - scheduler.now()) } } : {};
        };
        latencyMs = seed % 700;
        const client = rest();
        const calls = Array.from({ length: 250 }, () => client.get('/height'));
        await comeToRest();
        for (let turn = 0; turn < 45; turn += 1) await settle(1_000);
        await Promise.all(calls);
        expect(refused).toBe(0);
        expect(requests).toHaveLength(250);
      }),
      { numRuns: 5 },
    );
  });

  it('refuses options that make no sense', () => {
    const messages = [
      [{ retries: -1 }, 'retries must be a whole number >= 0, was -1'],
      [{ rateShare: 0 }, 'rateShare must be in (0, 1], was 0'],
      [{ rateShare: 1.1 }, 'rateShare'],
      [{ fallbackUrls: ['ftp://x'] }, 'fallbackUrls must be an http:// or https:// URL, was "ftp://x"'],
      [{ retryBackoff: { initialMs: 5, maxMs: 1 } }, 'retryBackoff.maxMs must be >= initialMs 5, was 1'],
    ] as const;
    for (const [options, message] of messages) expect(() => rest(options)).toThrow(message);
  });
});

describe('ServerHealth', () => {
  it('halves with a failure, forgives with time and with success', () => {
    const health = new ServerHealth();
    expect(health.scoreAt(0)).toBe(1);
    health.failed(0, false);
    expect(health.scoreAt(0)).toBe(0.5);
    expect(health.scoreAt(30_000)).toBe(0.75);
    health.succeeded(30_000);
    expect(health.scoreAt(30_000)).toBeCloseTo(0.825);
    health.failed(30_000, true);
    expect(health.scoreAt(30_000)).toBeCloseTo(0.66);
  });
});
