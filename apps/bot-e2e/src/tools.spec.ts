import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, start, startExchange, stop, temporaryFolder, type Running } from './perpstream';

type Table = {
  readonly markets: readonly {
    readonly market: string;
    readonly midUsd?: number;
    readonly volume24hUsd?: number;
    readonly spreadBps?: number;
    readonly quality?: number;
    readonly wrongLevels?: number;
  }[];
};

function fileWith(name: string, text: string): string {
  const file = join(temporaryFolder(), name);
  writeFileSync(file, text);
  return file;
}

describe('the tools', () => {
  let exchange: Running & { readonly url: string };
  beforeAll(async () => {
    exchange = await startExchange('--port', '0', '--markets', '25', '--seed', '5');
  });
  afterAll(() => stop(exchange));

  it('show the 20 markets with most volume, with live books that were audited', async () => {
    const ended = await run('markets', '--network', exchange.url, '--for', '8s', '--json');
    const { markets } = JSON.parse(ended.stdout) as Table;
    expect(markets).toHaveLength(20);
    const volumes = markets.map(({ volume24hUsd }) => volume24hUsd ?? NaN);
    expect(volumes).toEqual([...volumes].sort((a, b) => b - a));
    expect(markets.filter(({ quality = 0 }) => quality > 0).length).toBeGreaterThanOrEqual(15);
    expect(markets.some(({ wrongLevels }) => wrongLevels === 0)).toBe(true);
  });

  it('show all markets from REST, sorted by spread, in at most 100 columns', async () => {
    const ended = await run('markets', '--network', exchange.url, '--for', '0', '--markets', 'all', '--sort', 'spread');
    const [title = '', ...rows] = ended.stdout.trimEnd().split('\n');
    expect(title).toMatch(/^MARKET +STATUS +MID +BPS/);
    expect(rows).toHaveLength(25);
    expect(Math.max(...rows.map(({ length }) => length))).toBeLessThanOrEqual(100);
  });

  it('examine the computer and the network, and name the key file that others can read', async () => {
    const fit = await run('doctor', '--network', exchange.url);
    expect(fit).toMatchObject({ code: 0, stdout: expect.stringMatching(/blocks +height \d+ to \d+/) as string });
    const key = fileWith('key', 'never read');
    chmodSync(key, 0o644);
    const unfit = await run('doctor', '--network', exchange.url, '--key-file', key);
    expect(unfit.code).toBe(1);
    expect(unfit.stdout).toMatch(/fail {2}key file .*read by others \(0644\)\n +-> chmod 600/);
  });

  it('download history, and say where it was ended', async () => {
    const out = join(temporaryFolder(), 'candles.csv');
    const from = new Date(Date.now() - 3 * 3_600_000).toISOString();
    const args = ['--network', exchange.url, '--market', 'AAA-USD', '--from', from];
    const ended = await run('history', ...args, '--kind', 'candles', '--resolution', '5MINS', '--out', out);
    expect(ended).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^3\d rows of candles up to .*no gap/) as string,
    });
    expect(ended.stderr).toMatch(/100\.0%, 3\d rows/);
    expect(readFileSync(out, 'utf8')).toMatch(/^started_ms,/);
  });

  it.each([
    ['a time that is none', ['--from', 'yesterday'], /--from must be a time such as/],
    ['an end before the beginning', ['--from', '2026-02-01', '--to', '2026-01-01'], /must be before --to/],
  ])('refuse %s', async (_, times, message) => {
    const what = ['--kind', 'trades', '--market', 'AAA-USD', '--out', 'x.csv'];
    const ended = await run('history', '--network', exchange.url, ...what, ...times);
    expect(ended).toMatchObject({ code: 2, stderr: expect.stringMatching(message) as string });
  });

  it('play a fault script on the local exchange', async () => {
    // Again and again: no one knows how long the bot takes to connect on a busy machine.
    const script = fileWith('faults.yaml', 'seed: 1\nfaults:\n  - { kind: cut, every: 3s, connections: all }\n');
    const faulty = await startExchange('--port', '0', '--faults', script);
    const paper = start('paper', '--network', faulty.url, '--headless');
    await paper.prints(/connection 0 lost: .*1006/);
    await paper.prints(/connection 0 open[\s\S]*connection 0 open/);
    await stop(paper);
    await stop(faulty);
  });

  it('refuse a fault script with a mistake in it', async () => {
    const script = fileWith('faults.yaml', 'faults:\n  - { kind: dropp, at: 2s }\n');
    const ended = await run('exchange', '--port', '0', '--faults', script);
    expect(ended).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/faults\.yaml:2: .*did you mean "drop"\?/) as string,
    });
  });
});
