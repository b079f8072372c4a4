import { request } from 'node:http';
import { connect } from 'node:net';
import { ExchangeClient } from '../../test-kit/exchange-client';
import { useExchanges } from '../../test-kit/exchanges';
import { HandClock } from '../../test-kit/hand-clock';
import { StaticVenue } from '../../test-kit/static-venue';

jest.setTimeout(30_000);

const start = useExchanges();

async function get(url: string): Promise<unknown> {
  return (await fetch(url)).json();
}

async function post(url: string, body?: unknown): Promise<{ readonly status: number; readonly body: unknown }> {
  const text = typeof body === 'string' ? body : JSON.stringify(body ?? {});
  const response = await fetch(url, { method: 'POST', body: text });
  return { status: response.status, body: await response.json() };
}

/** The status for a request with headers that fetch does not set. */
function statusWith(url: string, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve) => {
    request(url, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).end();
  });
}

describe('the control interface', () => {
  it('shows the true book: every level, also beyond the hundredth', async () => {
    const venue = new StaticVenue();
    const { controlUrl, restUrl } = await start(venue);
    for (let level = 1; level <= 150; level += 1) venue.bid('AAA-USD', String(level), '1');
    venue.ask('AAA-USD', '149', '0.5');
    const book = (await get(`${controlUrl}/book/AAA-USD`)) as { bids: { price: string }[]; asks: unknown[] };
    expect(book.bids).toHaveLength(150);
    expect(book.bids[0]).toEqual({ price: '150', size: '1' });
    expect(book.asks).toEqual([{ price: '149', size: '0.5' }]);
    const shown = (await get(`${restUrl}/orderbooks/perpetualMarket/AAA-USD`)) as { bids: unknown[] };
    expect(shown.bids).toHaveLength(100);
    expect((await fetch(`${controlUrl}/book/NONE-USD`)).status).toBe(404);
  });

  it('injects a fault, and lists and counts what has taken effect', async () => {
    const clock = new HandClock();
    const { wsUrl, controlUrl } = await start(new StaticVenue(), { clock });
    const client = await ExchangeClient.connect(wsUrl);
    const fault = { kind: 'close', code: 4_000, reason: 'by hand' };
    expect(await post(`${controlUrl}/faults`, fault)).toEqual({ status: 200, body: { injected: 1 } });
    expect(await client.closed).toEqual({ code: 4_000, reason: 'by hand' });
    const detail = 'connection 1 with 4000 by hand';
    expect(await get(`${controlUrl}/faults`)).toEqual({
      faults: [{ kind: 'close', atMs: clock.nowMs, detail }],
      counts: { close: 1 },
    });
  });

  it.each([
    [{ kind: 'clos' }, 'kind: "clos" is no kind of fault; did you mean "close"?'],
    [{ kind: 'mute', for: '1s', at: '2s' }, 'at: is no field of mute; did you mean "for"?'],
    ['[]', 'must be a fault such as { kind: drop, every: 5s }'],
    ['{', 'not JSON'],
  ])('says what is wrong with %j', async (fault, error) => {
    const { controlUrl } = await start(new StaticVenue());
    expect(await post(`${controlUrl}/faults`, fault)).toEqual({ status: 400, body: { error } });
  });

  it('pauses so that clients can be compared with the truth, and resumes with what has waited', async () => {
    const venue = new StaticVenue();
    const clock = new HandClock();
    const { wsUrl, controlUrl } = await start(venue, { clock });
    const client = await ExchangeClient.connect(wsUrl);
    client.subscribe('v4_orderbook', 'AAA-USD');
    await client.next();
    venue.bid('AAA-USD', '99', '1');
    expect((await post(`${controlUrl}/pause`)).body).toEqual({ paused: true });
    const pausedMs = venue.runtime!.clock.now();
    clock.nowMs += 5_000;
    expect(venue.runtime!.clock.now()).toBe(pausedMs);
    venue.bid('AAA-USD', '99', '2');
    await post(`${controlUrl}/pause`);
    let isDrained = false;
    const drained = venue.runtime!.drained().then(() => (isDrained = true));
    await client.roundTrip();
    expect([client.ids(), isDrained]).toEqual([[0, 1, 2], false]);
    expect(await get(`${controlUrl}/book/AAA-USD`)).toEqual({ bids: [{ price: '99', size: '1' }], asks: [] });
    expect((await post(`${controlUrl}/resume`)).body).toEqual({ paused: false });
    await drained;
    expect(await client.next(({ message_id }) => message_id === 3)).toMatchObject({
      contents: { bids: [['99', '2']] },
    });
    expect(venue.runtime!.clock.now()).toBe(clock.nowMs);
    expect(await get(`${controlUrl}/book/AAA-USD`)).toEqual({ bids: [{ price: '99', size: '2' }], asks: [] });
  });

  it('counts clients, frames, requests and subscriptions', async () => {
    const venue = new StaticVenue();
    const { wsUrl, restUrl, controlUrl } = await start(venue);
    const [one, two] = [await ExchangeClient.connect(wsUrl), await ExchangeClient.connect(wsUrl)];
    for (const client of [one, two]) client.subscribe('v4_orderbook', 'AAA-USD');
    one.subscribe('v4_trades', 'AAA-USD');
    await Promise.all([one.roundTrip(), two.roundTrip()]);
    await fetch(`${restUrl}/time`);
    venue.bid('AAA-USD', '99', '1');
    expect(await get(`${controlUrl}/stats`)).toEqual({
      clients: 2,
      clientsAccepted: 2,
      framesSent: 7,
      subscriptions: { v4_orderbook: 2, v4_trades: 1 },
      limiterTrips: { subscribe: 0, invalidMessage: 0, cap: 0, rest: 0 },
      restRequests: 1,
      faults: {},
    });
  });

  it.each([
    ['a page in a browser', { origin: 'https://example.org' }],
    ['a name that was made to point here', { host: 'example.org' }],
    ['a proxy', { 'x-forwarded-for': '203.0.113.1' }],
  ])('does not answer %s', async (_name, headers) => {
    const { controlUrl } = await start(new StaticVenue());
    expect(await statusWith(`${controlUrl}/stats`, headers)).toBe(403);
    expect(await statusWith(`${controlUrl}/stats`, {})).toBe(200);
  });

  it.each([
    ['GET', 'nowhere'],
    ['POST', 'book/AAA-USD'],
    ['DELETE', 'faults'],
  ])('does not know %s %s', async (method, path) => {
    const { controlUrl } = await start(new StaticVenue());
    expect((await fetch(`${controlUrl}/${path}`, { method })).status).toBe(404);
  });

  it('outlives requests that break off and bodies without an end', async () => {
    const { controlUrl } = await start(new StaticVenue());
    const { port, host } = new URL(controlUrl);
    const socket = connect(Number(port), '127.0.0.1');
    socket.write(`POST /local/faults HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 1000\r\n\r\n{"kind"`);
    await new Promise((resolve) => setTimeout(resolve, 20));
    socket.resetAndDestroy();
    await post(`${controlUrl}/faults`, 'x'.repeat(1e6)).catch(() => undefined);
    expect(await get(`${controlUrl}/stats`)).toMatchObject({ clients: 0 });
  });
});
