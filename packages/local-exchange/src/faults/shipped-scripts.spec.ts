import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { useExchanges } from '../test-kit/exchanges';
import { HandClock } from '../test-kit/hand-clock';
import { StaticVenue } from '../test-kit/static-venue';
import { FAULT_KINDS } from './fault-schemas';
import { parseFaultScript } from './parse-fault-script';

jest.setTimeout(30_000);

const folder = join(__dirname, '../../fault-scripts');
const start = useExchanges();

/** A client that comes back whenever it has lost its connection, for so many seconds of a clock moved by hand. */
async function comeAndGo(wsUrl: string, seconds: number, pass: (second: number) => void): Promise<void> {
  let socket: WebSocket | undefined;
  for (let second = 1; second <= seconds; second += 1) {
    if (socket === undefined || socket.readyState === WebSocket.CLOSED) {
      const next = new WebSocket(wsUrl).on('error', () => undefined);
      next.on('open', () => next.send(JSON.stringify({ type: 'subscribe', channel: 'v4_orderbook', id: 'AAA-USD' })));
      socket = next;
    }
    pass(second);
    await new Promise((resolve) => setTimeout(resolve, 4));
  }
  socket?.terminate();
}

describe('the scripts that come with the package', () => {
  it.each(readdirSync(folder))('%s is a fault script with a seed', (file) => {
    const { seed, faults } = parseFaultScript(readFileSync(join(folder, file), 'utf8'), file);
    expect(seed).toEqual(expect.any(Number));
    expect(faults.length).toBeGreaterThan(file === 'all-at-once.yaml' ? 0 : 5);
  });

  it('rough-day has something every few seconds, of every kind but those that are told apart elsewhere', () => {
    const { faults } = parseFaultScript(readFileSync(join(folder, 'rough-day.yaml'), 'utf8'), 'rough-day.yaml');
    const kinds = new Set(faults.map(({ fault }) => fault.kind));
    expect(FAULT_KINDS.filter((kind) => !kinds.has(kind))).toEqual(['refuse-connections']);
    const perSecond = faults.map(({ times }) => ('everyMs' in times ? 1_000 / times.everyMs : 0));
    expect(perSecond.reduce((sum, rate) => sum + rate, 0)).toBeGreaterThan(1);
  });

  it.each(['rough-day.yaml', 'reconnect-storm.yaml'])('%s leaves the exchange sound', async (file) => {
    const faults = parseFaultScript(readFileSync(join(folder, file), 'utf8'), file);
    const venue = new StaticVenue();
    const clock = new HandClock();
    const exchange = await start(venue, { clock, faults });
    await comeAndGo(exchange.wsUrl, 300, (second) => {
      clock.nowMs += 1_000;
      venue.bid('AAA-USD', '99', String(second));
    });
    const kinds = new Set(faults.faults.map(({ fault }) => fault.kind).filter((kind) => kind !== 'rest'));
    expect(new Set(Object.keys(exchange.faultCounts()))).toEqual(kinds);
    await expect(exchange.stop()).resolves.toBeUndefined();
  });
});

describe('the script of the README', () => {
  it('is a fault script that shows every kind', () => {
    const readme = readFileSync(join(__dirname, '../../README.md'), 'utf8');
    const [, text = ''] = /```yaml\n([\s\S]*?)```/.exec(readme) ?? [];
    const { faults } = parseFaultScript(text, 'README.md');
    expect(new Set(faults.map(({ fault }) => fault.kind))).toEqual(new Set(FAULT_KINDS));
  });
});
