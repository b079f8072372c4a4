import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { simulatedVenue, startLocalExchange, type LocalExchange } from '@perpstream/local-exchange';
import { runCommandLine } from './command-line';

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

const folder = (): string => mkdtempSync(join(tmpdir(), 'perpstream-tools-'));
const lastLine = ({ stdout }: Ended): unknown => JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');

describe('the tools on a network', () => {
  let exchange: LocalExchange;
  let network: readonly string[];
  beforeAll(async () => {
    exchange = await startLocalExchange({ port: 0, venue: simulatedVenue({ seed: 4 }) });
    network = ['--network', exchange.restUrl];
  });
  afterAll(() => exchange.stop());

  it('record in segments, go on, and find everything there', async () => {
    const out = join(folder(), 'recording');
    const once = await perpstream(
      'record',
      ...network,
      '--out',
      out,
      '--markets',
      'BTC-USD',
      '--segment',
      '1s',
      '--duration',
      '2s',
    );
    expect(once).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+ frames of 1 markets in /) as string });
    const again = await perpstream('record', ...network, '--out', out, '--resume', '--duration', '1s', '--json');
    expect(again.stderr).toMatch(/goes on after [23] segments\n/);
    const checked = await perpstream('check', out);
    expect(checked).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('everything that was recorded is there') as string,
    });
    expect(checked.stdout).toMatch(/resumed once[\s\S]* of 2 connections/);
    expect(lastLine(await perpstream('check', out, '--json'))).toMatchObject({ isWhole: true, problems: [] });
    const manifest = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8')) as object;
    expect(manifest).toMatchObject({
      markets: ['BTC-USD'],
      resumed: [{ version: '1.2.3' }],
      config: { markets: ['BTC-USD'] },
    });
  });

  it('record all markets, follow their list, and say so', async () => {
    const out = join(folder(), 'recording');
    const ended = await perpstream(
      'record',
      ...network,
      '--out',
      out,
      '--markets',
      'all',
      '--duration',
      '1s',
      '--json',
    );
    expect(lastLine(ended)).toMatchObject({ path: out, faults: {} });
  });

  it('show markets live and from REST', async () => {
    const live = await perpstream('markets', ...network, '--markets', 'BTC-USD,ETH-USD', '--for', '2s', '--json');
    expect(lastLine(live)).toMatchObject({
      markets: [
        { market: 'BTC-USD', level: 'live', midUsd: expect.any(Number) as number, ageMs: expect.any(Number) as number },
        { market: 'ETH-USD', level: 'live' },
      ],
    });
    const table = await perpstream('markets', ...network, '--for', '0', '--sort', 'spread');
    expect(table.stdout.split('\n')).toHaveLength(12);
    expect(table.stdout).toMatch(/^MARKET[\s\S]*BTC-USD +active/);
  });

  it('examine what a run depends on', async () => {
    const fit = await perpstream('doctor', ...network, '--out', folder());
    expect(fit).toMatchObject({ code: 0, stdout: expect.stringMatching(/ok {4}blocks[\s\S]*\d+ ok/) as string });
    const unfit = await perpstream('doctor', '--network', 'moon', '--out', folder(), '--json');
    expect(unfit.code).toBe(1);
    expect(lastLine(unfit)).toMatchObject({ network: 'moon', isFit: false });
  });

  it('download history with its gaps', async () => {
    const out = join(folder(), 'funding.csv');
    const from = new Date(Date.now() - 30 * 3_600_000).toISOString().replace('Z', '');
    const args = [
      'history',
      ...network,
      '--kind',
      'funding',
      '--market',
      'BTC-USD',
      '--out',
      out,
      '--from',
      from,
    ] as const;
    const ended = await perpstream(...args);
    expect(ended).toMatchObject({ code: 0, stderr: expect.stringContaining('100.0%') as string });
    expect(ended.stdout).toMatch(
      /^\d+ rows of funding up to .*; 1 gap with \d+ rows that the Indexer does not have\n {2}\d+ from /,
    );
    expect(lastLine(await perpstream(...args, '--json'))).toMatchObject({
      path: out,
      kind: 'funding',
      isComplete: true,
    });
  });
});

describe('the tools refuse', () => {
  const script = (text: string): string => {
    const file = join(folder(), 'faults.yaml');
    writeFileSync(file, text);
    return file;
  };

  it.each<[string, () => readonly string[], RegExp]>([
    ['a recording that is missing', () => ['check', 'nowhere'], /nowhere: no such recording/],
    [
      'a ticker that is none',
      () => ['record', '--network', 'local', '--out', folder(), '--markets', 'btc'],
      /--markets: markets\.0/,
    ],
    [
      'to go on with other markets',
      () => ['record', '--network', 'local', '--out', 'x', '--resume', '--markets', 'all'],
      /leave out/,
    ],
    [
      'to go on where nothing is',
      () => ['record', '--network', 'local', '--out', folder(), '--resume'],
      /holds no manifest\.json/,
    ],
    [
      'an order that is none',
      () => ['markets', '--network', 'local', '--sort', 'size'],
      /volume, spread, funding, quality/,
    ],
    [
      'a time that is none',
      () => ['history', '--network', 'local', '--kind', 'trades', '--market', 'A', '--from', 'x', '--out', 'x'],
      /--from must be/,
    ],
    [
      'an end before the beginning',
      () => [
        'history',
        '--network',
        'local',
        '--kind',
        'trades',
        '--market',
        'A',
        '--from',
        '2026-02-01',
        '--to',
        '2026-01-01',
        '--out',
        'x',
      ],
      /must be before/,
    ],
    [
      'a fault script that is missing',
      () => ['exchange', '--faults', 'nowhere.yaml'],
      /nowhere\.yaml: the fault script cannot be read/,
    ],
    [
      'a fault script with a mistake',
      () => ['exchange', '--faults', script('faults: 3\n')],
      /faults\.yaml:1: .*must be a list/,
    ],
    ['no market at all', () => ['exchange', '--markets', '0'], /whole number from 1 to 1000/],
    [
      'markets beside a recording',
      () => ['exchange', '--markets', '3', '--replay', script('1 0 {}\n')],
      /do not go together/,
    ],
  ])('%s', async (_, args, message) => {
    const ended = await perpstream(...args());
    expect(ended.code).toBe(2);
    expect(ended.stderr.trimEnd().split('\n')).toEqual([expect.stringMatching(message)]);
  });

  it('to begin where the disk has too little room', async () => {
    const ended = await perpstream('record', '--network', 'local', '--out', folder(), '--min-free', '900000000');
    expect(ended).toMatchObject({ code: 1, stderr: expect.stringMatching(/less than 900000000 MB/) as string });
  });
});

describe('perpstream exchange', () => {
  it('simulates as many markets as it is asked for, and plays faults', async () => {
    const file = join(folder(), 'faults.yaml');
    writeFileSync(file, 'faults:\n  - { kind: cut, at: 1s, connections: all }\n');
    const ended = await perpstream('exchange', '--port', '0', '--markets', '3', '--faults', file, '--duration', '1s');
    expect(ended).toMatchObject({ code: 0, stdout: expect.stringContaining(`faults     1 of ${file}`) as string });
  });
});
