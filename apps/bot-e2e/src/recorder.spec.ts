import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { run, start, startExchange, stop, temporaryFolder, type Running } from './perpstream';

type Exchange = Running & { readonly url: string };
type Report = {
  readonly isWhole: boolean;
  readonly problems: readonly string[];
  readonly files: readonly { readonly name: string; readonly state: string; readonly lines: number }[];
  readonly contents: { readonly frames: number; readonly connections: number; readonly lastUs: number };
};

const isThere = async (condition: () => boolean): Promise<void> => {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 50));
};

async function check(folder: string): Promise<Report> {
  return JSON.parse((await run('check', folder, '--json')).stdout) as Report;
}

describe('a recorder', () => {
  let exchange: Exchange;
  let folder: string;
  beforeEach(async () => {
    exchange = await startExchange('--port', '0');
    folder = join(temporaryFolder(), 'recording');
  });
  afterEach(() => stop(exchange));

  const record = (...args: readonly string[]): Running =>
    start('record', '--network', exchange.url, '--out', folder, '--segment', '2s', ...args);

  /** Kills a recorder that has begun its third file, so that two are listed, and says when. */
  async function killAmidst(): Promise<number> {
    const recorder = record('--markets', 'BTC-USD,ETH-USD');
    const third = join(folder, 'inputs-000002.ndj.gz');
    await isThere(() => existsSync(third) && statSync(third).size > 0);
    const killedUs = Date.now() * 1_000;
    recorder.process.kill('SIGKILL');
    await recorder.ended;
    return killedUs;
  }

  it('loses at most the last second when it is killed, and lists each file with its checksum before', async () => {
    const killedUs = await killAmidst();
    const report = await check(folder);
    expect(report.problems).toEqual([]);
    expect(report.files.slice(0, 2).map(({ state }) => state)).toEqual(['whole', 'whole']);
    expect(report.files.at(-1)?.state).toBe('unfinished');
    // Every second it is written down, and a book changes several times a second.
    expect((killedUs - report.contents.lastUs) / 1_000).toBeLessThan(2_000);
    expect(report.contents.frames).toBeGreaterThan(20);
  });

  it('goes on in the same folder after a kill, and a replay sees the break', async () => {
    await killAmidst();
    const before = await check(folder);
    const resumed = await run('record', '--network', exchange.url, '--out', folder, '--resume', '--duration', '4s');
    expect(resumed.code).toBe(0);
    expect(resumed.stderr).toMatch(/goes on after 3 segments; inputs-000002\.ndj\.gz was cut, its \d+ lines are kept/);
    const after = await check(folder);
    expect(after).toMatchObject({ isWhole: true, contents: { connections: 2 } });
    expect(after.files.map(({ state }) => state)).toEqual(['whole', 'whole', 'cut', 'whole']);
    expect(after.files[2]?.lines).toBe(before.files[2]?.lines);
    const replayed = await run('replay', folder, '--speed', '20', '--duration', '20s');
    const levels = [...replayed.stdout.matchAll(/quality BTC-USD (\w+)/g)].map(([, level]) => level);
    expect(levels.filter((level) => level === 'live')).toHaveLength(2);
    expect(levels).toContain('syncing');
  });

  it('is found out by check when a file changed after it was written', async () => {
    await run('record', '--network', exchange.url, '--out', folder, '--markets', 'BTC-USD', '--duration', '2s');
    const file = join(folder, 'inputs-000000.ndj.gz');
    const bytes = readFileSync(file);
    bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(file, bytes);
    const ended = await run('check', folder);
    expect(ended.code).toBe(1);
    expect(ended.stdout).toMatch(/inputs-000000\.ndj\.gz.*DAMAGED: its checksum is/);
  });

  it.each([
    ['another network', ['--network', 'local'], /is a recording of http:/],
    ['other markets', ['--markets', 'BTC-USD'], /leave out --config and --markets/],
  ])('does not go on with %s', async (_, args, message) => {
    await run('record', '--network', exchange.url, '--out', folder, '--markets', 'ETH-USD', '--duration', '1s');
    const ended = await run('record', '--network', exchange.url, '--out', folder, '--resume', ...args);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toMatch(message);
  });

  it('does not begin where the disk has too little room', async () => {
    const ended = await run('record', '--network', exchange.url, '--out', folder, '--min-free', '900000000');
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(/MB free, less than 900000000 MB \(--min-free\)/);
    expect(existsSync(folder)).toBe(false);
  });

  it('records all markets, and the audits of their books', async () => {
    const ended = await run(
      'record',
      '--network',
      exchange.url,
      '--out',
      folder,
      '--markets',
      'all',
      '--duration',
      '6s',
    );
    expect(ended.stdout).toMatch(/frames of 10 markets/);
    const lines = gunzipSync(readFileSync(join(folder, 'inputs-000000.ndj.gz'))).toString('utf8');
    const audits = lines.match(/ rest \{.*"path":"\/orderbooks\/perpetualMarket\/[A-Z]+-USD/g) ?? [];
    expect(audits.length).toBeGreaterThan(0);
  });
});
