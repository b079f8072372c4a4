import { createServer } from 'node:net';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { run, startExchange, stop, summaryOf, temporaryFolder, type Ended } from './perpstream';

const FRAMES = [
  '1000000 0 {"type":"connected","connection_id":"c","message_id":0}',
  '2000000 0 {"type":"subscribed","connection_id":"c","message_id":1,"channel":"v4_orderbook","id":"BTC-USD","contents":{"bids":[{"price":"99","size":"1"}],"asks":[{"price":"101","size":"1"}]}}',
  '3000000 0 {"type":"channel_data","connection_id":"c","message_id":2,"id":"BTC-USD","channel":"v4_orderbook","version":"1.0.0","contents":{"bids":[["99","2"]]}}',
];

function fileWith(name: string, content: string | Buffer): string {
  const file = join(temporaryFolder(), name);
  writeFileSync(file, content);
  return file;
}

function recording(...lines: readonly string[]): string {
  return fileWith('x.frames.gz', gzipSync(`${lines.join('\n')}\n`));
}

/** One line on standard error that begins with the name of the command. */
function errorOf({ stderr }: Ended): string {
  const lines = stderr.trimEnd().split('\n');
  expect(lines).toHaveLength(1);
  return lines[0] ?? '';
}

describe('a mistake of the user', () => {
  it.each([
    ['an unknown command', ['fly'], /fly/],
    ['an unknown option', ['demo', '--sped', '2'], /--sped/],
    ['a duration that is none', ['demo', '--duration', 'soon'], /soon/],
    ['a missing network', ['paper'], /--network/],
  ])('ends with code 2: %s', async (_, args, expected) => {
    const ended = await run(...args);
    expect(ended.code).toBe(2);
    expect(errorOf(ended)).toMatch(expected);
  });

  it('names the nearest setting for an unknown one', async () => {
    const config = fileWith('bot.yaml', 'risk:\n  maxLeverge: 2\n');
    const ended = await run('replay', recording(...FRAMES), '--config', config);
    expect(ended.code).toBe(2);
    expect(errorOf(ended)).toBe(`perpstream: ${config}: risk.maxLeverge is not a setting; did you mean "maxLeverage"?`);
  });

  it('names the network that is not known', async () => {
    const ended = await run('paper', '--network', 'moonnet');
    expect(ended.code).toBe(2);
    expect(errorOf(ended)).toMatch(/moonnet.*mainnet/);
  });

  it('names the recording that is missing', async () => {
    const ended = await run('replay', 'no/such.frames.gz');
    expect(ended.code).toBe(2);
    expect(errorOf(ended)).toMatch(/no\/such\.frames\.gz/);
  });

  it('names the market that does not exist, and the nearest', async () => {
    const exchange = await startExchange('--port', '0');
    const ended = await run('paper', '--network', exchange.url, '--config', fileWith('m.yaml', 'markets: [BTX-USD]\n'));
    await stop(exchange);
    expect(ended.code).toBe(2);
    expect(errorOf(ended)).toMatch(/BTX-USD does not exist on http:.*did you mean BTC-USD\?/);
  });
});

describe('an outside that fails', () => {
  it('ends with code 1 and names the network that cannot be reached', async () => {
    const ended = await run('paper', '--network', 'http://127.0.0.1:9/v4');
    expect(ended.code).toBe(1);
    expect(errorOf(ended)).toMatch(/127\.0\.0\.1:9/);
  });

  it('ends with code 1 and names the port that is in use', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const ended = await run('exchange', '--port', String(port));
    server.close();
    expect(ended.code).toBe(1);
    expect(errorOf(ended)).toMatch(new RegExp(`127\\.0\\.0\\.1:${port}`));
  });

  it('ends with code 1 and names the recording that is no gzip file', async () => {
    const file = fileWith('x.frames.gz', Buffer.from([0, 1, 2, 3, 255, 254, 10]));
    const ended = await run('replay', file);
    expect(ended.code).toBe(1);
    expect(errorOf(ended)).toContain(file);
  });
});

describe('a broken place inside a recording', () => {
  const heal = FRAMES[2] ?? '';

  it.each([
    ['a line without a frame', 'nonsense', 'recording'],
    ['a receive time that is no number', `x 0 {}`, 'recording'],
    ['a frame that is not JSON', '2500000 0 {"type":"channel_da', 'malformed-frame'],
    ['an unknown channel', heal.replace('v4_orderbook', 'v4_weather'), 'unknown-channel'],
    ['an unknown type', heal.replace('channel_data', 'channel_dance'), 'unknown-type'],
    ['a price that is no number', heal.replace('"99"', '"many"'), 'malformed-frame'],
  ])('is one counted fault while everything else goes on: %s', async (_, line, kind) => {
    const whole = [...FRAMES.slice(0, 2), line, ...FRAMES.slice(2)];
    const ended = await run('replay', recording(...whole), '--json');
    expect(ended.code).toBe(0);
    expect(summaryOf(ended).faults).toEqual({ [kind]: 1 });
    expect(summaryOf(ended).frames).toBeGreaterThanOrEqual(FRAMES.length);
    expect(errorOf(ended)).toContain(`${kind} fault at`);
  });

  it('is one counted fault when the file was cut', async () => {
    const noise = Array.from({ length: 20_000 }, (_, index) =>
      `${3_000_001 + index} 0 ${heal.slice(10)} `.replace('"2"', `"${1 + ((index * 7919) % 9973)}"`),
    );
    const packed = gzipSync(`${[...FRAMES, ...noise].join('\n')}\n`);
    const file = fileWith('cut.frames.gz', packed.subarray(0, Math.floor(packed.length / 2)));
    const ended = await run('replay', file, '--json');
    expect(ended.code).toBe(0);
    expect(summaryOf(ended).faults).toEqual({ recording: 1 });
    expect(summaryOf(ended).frames).toBeGreaterThan(1_000);
    expect(errorOf(ended)).toMatch(/cut\.frames\.gz:\d+/);
  });

  it('is a usage error when the manifest of a run is broken', async () => {
    const folder = join(temporaryFolder(), 'run');
    mkdirSync(folder);
    writeFileSync(join(folder, 'manifest.json'), '{');
    const ended = await run('replay', folder);
    expect(ended.code).toBe(2);
    expect(errorOf(ended)).toContain('manifest.json');
  });
});
