import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { simulatedVenue, startLocalExchange, type LocalExchange } from '@perpstream/local-exchange';
import { runCommandLine } from './command-line';
import { BotRun } from './run/bot-run';

const installation = { version: '1.2.3', demoConfig: resolve(__dirname, '../config/short-horizon.yaml') };

type Ended = { readonly code: number; readonly stdout: string; readonly stderr: string };

/** Runs a command in this process and catches what it prints. */
async function perpstream(...args: readonly string[]): Promise<Ended> {
  const printed = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    jest.spyOn(process[name], 'write').mockImplementation((text) => {
      printed[name] += String(text);
      return true;
    }),
  );
  try {
    return { code: await runCommandLine(args, installation), ...printed };
  } finally {
    spies.forEach((spy) => spy.mockRestore());
  }
}

function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'perpstream-cli-'));
}

const out = (): string => join(temporaryFolder(), 'run');

function lastLineOf({ stdout }: Ended): unknown {
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');
}

const frames = [
  '1000000 0 {"type":"connected","connection_id":"c","message_id":0}',
  '1100000 0 {"type":"subscribed","connection_id":"c","message_id":1,"channel":"v4_orderbook","id":"BTC-USD","contents":{"bids":[{"price":"99","size":"1"}],"asks":[{"price":"101","size":"1"}]}}',
  '1200000 0 not a frame',
];

function recording(): string {
  const file = join(temporaryFolder(), 'x.frames.gz');
  writeFileSync(file, gzipSync(`${frames.join('\n')}\n`));
  return file;
}

describe('perpstream replay', () => {
  it('prints a summary for people, and tells faults on standard error', async () => {
    const ended = await perpstream('replay', recording(), '--out', out());
    expect(ended.code).toBe(0);
    expect(ended.stdout).toMatch(/^frames {5}3 over 0\.2 s of input/);
    expect(ended.stderr).toMatch(/^perpstream: malformed-frame fault at /);
  });

  it('prints one JSON line when asked to', async () => {
    const folder = out();
    const summary = lastLineOf(await perpstream('replay', recording(), '--json', '--out', folder));
    expect(summary).toMatchObject({ frames: 3, faults: { 'malformed-frame': 1 }, decisions: 0 });
    const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as { readonly summary: unknown };
    expect(manifest.summary).toEqual(summary);
  });

  it('shows plain lines when it runs at the pace of the recording', async () => {
    const ended = await perpstream('replay', recording(), '--speed', '10', '--out', out());
    expect(ended.stdout).toMatch(/quality BTC-USD live/);
  });
});

describe('perpstream on a network', () => {
  let exchange: LocalExchange;
  beforeAll(async () => {
    exchange = await startLocalExchange({ port: 0, venue: simulatedVenue({ seed: 21 }) });
  });
  afterAll(() => exchange.stop());

  it('trades on paper for the given time and leaves a log that replays to the same decisions', async () => {
    const folder = out();
    const live = await perpstream(
      'paper',
      '--network',
      exchange.restUrl,
      '--duration',
      '2s',
      '--json',
      '--out',
      folder,
    );
    expect(live.code).toBe(0);
    expect(live.stderr).toMatch(/connection 0 open/);
    const replayed = await perpstream('replay', folder, '--json', '--out', out());
    expect(replayed.code).toBe(0);
    expect(lastLineOf(replayed)).toMatchObject({
      decisionHash: (lastLineOf(live) as { readonly decisionHash: string }).decisionHash,
    });
  });

  it('ends in order, with its summary, when the core breaks at the very first input', async () => {
    const broken = jest.spyOn(BotRun.prototype, 'handle').mockImplementationOnce(() => {
      throw new Error('an invariant is broken');
    });
    const ended = await perpstream('paper', '--network', exchange.restUrl, '--json', '--out', out());
    broken.mockRestore();
    expect(ended).toMatchObject({ code: 1, stderr: expect.stringContaining('an invariant is broken') as string });
    expect(lastLineOf(ended)).toMatchObject({ equityStartUsd: 10_000 });
  });

  it('records the stream, candles included', async () => {
    const folder = out();
    const ended = await perpstream('record', '--network', exchange.restUrl, '--duration', '1s', '--out', folder);
    expect(ended.code).toBe(0);
    expect(ended.stdout).toMatch(/^\d+ frames of 10 markets in /);
    const replayed = await perpstream('replay', folder, '--json', '--out', out());
    expect(lastLineOf(replayed)).toMatchObject({ faults: {} });
  });

  it('says as JSON what it recorded', async () => {
    const folder = out();
    const ended = await perpstream(
      'record',
      '--network',
      exchange.restUrl,
      '--duration',
      '1s',
      '--out',
      folder,
      '--json',
    );
    expect(lastLineOf(ended)).toMatchObject({ path: folder, faults: {} });
  });
});

describe('perpstream demo', () => {
  it('brings its own exchange', async () => {
    const ended = await perpstream('demo', '--duration', '2s', '--seed', '8', '--out', out());
    expect(ended.code).toBe(0);
    expect(ended.stdout).toMatch(/quality BTC-USD live[\s\S]*equity {5}\$10,000\.00/);
  });
});

describe('perpstream exchange', () => {
  it('says where it listens', async () => {
    const ended = await perpstream('exchange', '--port', '0', '--duration', '1s');
    expect(ended.code).toBe(0);
    expect(ended.stdout).toMatch(/REST {7}http:\/\/127\.0\.0\.1:\d+\/v4\nWebSocket {2}ws:/);
  });

  it('plays a recording', async () => {
    const ended = await perpstream(
      'exchange',
      '--port',
      '0',
      '--duration',
      '1s',
      '--replay',
      recording(),
      '--speed',
      'max',
    );
    expect(ended.code).toBe(0);
  });
});

describe('perpstream', () => {
  it.each([
    ['the version', ['--version'], /^1\.2\.3/],
    ['the help', ['--help'], /Commands:\n\s+demo/],
  ])('prints %s', async (_, args, expected) => {
    const ended = await perpstream(...args);
    expect(ended.code).toBe(0);
    expect(ended.stdout).toMatch(expected);
  });

  it.each([
    ['a recording that is missing', ['replay', 'nowhere'], 2, /^perpstream: nowhere: no such recording/],
    ['a network that is unknown', ['paper', '--network', 'moon'], 2, /^perpstream: .*moon/],
    ['a record without a folder', ['record', '--network', 'local'], 2, /--out/],
    ['a speed that is none', ['replay', 'x', '--speed', 'fast'], 2, /write max, or a number/],
    ['a port that is none', ['exchange', '--port', '70000'], 2, /whole number from 0 to 65535/],
    ['a network that is not there', ['paper', '--network', 'http://127.0.0.1:9/v4'], 1, /127\.0\.0\.1:9/],
  ])('ends with one line for %s', async (_, args, code, expected) => {
    const ended = await perpstream(...args);
    expect(ended.code).toBe(code);
    expect(ended.stderr.trimEnd().split('\n')).toEqual([expect.stringMatching(expected)]);
  });

  it('prints the stack when asked to', async () => {
    const ended = await perpstream('replay', 'nowhere', '--debug');
    expect(ended.stderr).toMatch(/no such recording[\s\S]*\n\s+at /);
  });
});
