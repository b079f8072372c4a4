import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unixMs } from '@perpstream/core';
import { simulatedVenue, SIMULATED_ACCOUNTS, startLocalExchange, type LocalExchange } from '@perpstream/local-exchange';
import { block } from '@perpstream/testing';
import { checkMemory, checkNode, checkTimeZone } from './computer-checks';
import { type DoctorCheck } from './doctor-check';
import { checkLines, conclusion } from './doctor-lines';
import { addressMistake, isBech32 } from './dydx-address';
import { examine, type ExamineOptions } from './examine';
import { checkConfig, checkDisk, checkKeyFile } from './file-checks';
import { judgeClock, judgeHeadroom } from './rest-checks';
import { judgeStream } from './stream-checks';

const folder = mkdtempSync(join(tmpdir(), 'perpstream-doctor-'));
const MB = 1_000_000;
const NEVER_USED = 'dydx1qpzry9x8gf2tvdw0s3jn54khce6mua7lwudyvu';

async function examined(
  options: Partial<ExamineOptions> & { readonly network: string },
): Promise<readonly DoctorCheck[]> {
  const checks: DoctorCheck[] = [];
  for await (const check of examine({ out: folder, ...options })) checks.push(check);
  return checks;
}

const named = (checks: readonly DoctorCheck[], name: string): DoctorCheck | undefined =>
  checks.find((check) => check.name === name);

const failures = (checks: readonly DoctorCheck[]): string[] =>
  checks.filter(({ state }) => state === 'fail').map(({ name }) => name);

describe('R49: the doctor names', () => {
  it.each([
    ['18.20.0', 'fail'],
    ['20.18.3', 'fail'],
    ['20.19.0', 'ok'],
    ['24.1.0', 'ok'],
  ])('node: version %s is %s', (version, state) => {
    expect(checkNode(version)).toMatchObject({ name: 'node', state });
  });

  it.each<[string, Parameters<typeof checkMemory>[0], string, RegExp]>([
    ['plenty', { totalBytes: 8e9, constrainedBytes: 0, heapLimitBytes: 4e9 }, 'ok', /8000 MB in this computer/],
    [
      'no limit, told as a huge one',
      { totalBytes: 8e9, constrainedBytes: 2e19, heapLimitBytes: 4e9 },
      'ok',
      /computer/,
    ],
    ['a small container', { totalBytes: 8e9, constrainedBytes: 600 * MB, heapLimitBytes: 4e9 }, 'warn', /container/],
    ['a tiny one', { totalBytes: 8e9, constrainedBytes: 256 * MB, heapLimitBytes: 4e9 }, 'fail', /256 MB for this/],
    ['a small heap', { totalBytes: 8e9, constrainedBytes: 0, heapLimitBytes: 400 * MB }, 'fail', /400 MB of it/],
  ])('memory: %s', (_, bounds, state, found) => {
    expect(checkMemory(bounds)).toMatchObject({ name: 'memory', state, found: expect.stringMatching(found) as string });
  });

  it('time zone: none matters', () => {
    expect(checkTimeZone().state).toBe('ok');
  });

  it('config: the setting that is wrong', async () => {
    const file = join(folder, 'bot.yaml');
    writeFileSync(file, 'risk:\n  maxLeverge: 2\n');
    expect(await checkConfig(file)).toMatchObject({
      name: 'config',
      state: 'fail',
      found: expect.stringContaining('risk.maxLeverge') as string,
    });
    expect((await checkConfig(undefined)).state).toBe('ok');
  });

  it('disk: the folder that cannot be written', async () => {
    const file = join(folder, 'a-file');
    writeFileSync(file, '');
    expect(await checkDisk(join(file, 'runs'))).toMatchObject({ name: 'disk', state: 'fail' });
    expect((await checkDisk(join(folder, 'not', 'there', 'yet'))).found).toMatch(/is writable, \d+ MB free/);
  });

  it.each([
    [0o600, 'ok', /yours alone \(0600\)/],
    [0o400, 'ok', /yours alone \(0400\)/],
    [0o640, 'fail', /read by others \(0640\)/],
    [0o604, 'fail', /read by others \(0604\)/],
  ])('permission: a key file with rights %o is %s', async (rights, state, found) => {
    const file = join(folder, 'key');
    writeFileSync(file, 'not to be read');
    chmodSync(file, rights);
    const check = await checkKeyFile(file);
    expect(check).toMatchObject({ name: 'key file', state, found: expect.stringMatching(found) as string });
    expect(JSON.stringify(check)).not.toContain('not to be read');
  });

  it('key file: one that is missing, or none', async () => {
    mkdirSync(join(folder, 'keys'), { recursive: true });
    expect((await checkKeyFile(join(folder, 'nokey'))).found).toMatch(/cannot be found/);
    expect((await checkKeyFile(join(folder, 'keys'))).found).toMatch(/is no file/);
  });

  it('network: a name that is unknown', async () => {
    const checks = await examined({ network: 'moon' });
    expect(failures(checks)).toEqual(['network']);
    expect(named(checks, 'network')?.found).toContain('mainnet');
  });

  it.each([
    [120, 20, 'ok'],
    [-480, 20, 'ok'],
    [600, 20, 'warn'],
    [-900, 100, 'warn'],
    [700, 400, 'ok'],
    [5_600, 100, 'fail'],
    [-20_000, 100, 'fail'],
  ])('clock: %d ms off, give or take %d ms, is %s', (offsetMs, uncertaintyMs, state) => {
    expect(judgeClock({ offsetMs, uncertaintyMs, roundTripMs: 2 * uncertaintyMs })).toMatchObject({
      name: 'clock',
      state,
    });
  });

  it.each([
    [undefined, 'ok'],
    [{ remaining: 80, limit: 100 }, 'ok'],
    [{ remaining: 19, limit: 100 }, 'warn'],
  ])('rate limit: %j is %s', (headroom, state) => {
    expect(judgeHeadroom(headroom)).toMatchObject({ name: 'rate limit', state });
  });

  describe('websocket, book and blocks:', () => {
    const at = (height: number, receivedMs: number, exchangeMs = receivedMs) =>
      block({ height, receivedMs: unixMs(receivedMs), exchangeMs: unixMs(exchangeMs) });
    const moving = { firstBlock: at(7, 1_000), latestBlock: at(8, 2_000) };
    const states = (checks: readonly DoctorCheck[]): string[] => checks.map(({ state }) => state);

    it('all is well', () => {
      expect(states(judgeStream({ greetedMs: 40, bookMs: 90, ...moving }))).toEqual(['ok', 'ok', 'ok']);
    });

    it('no greeting', () => {
      expect(states(judgeStream({}))).toEqual(['fail', 'skip', 'skip']);
      expect(judgeStream({ fault: 'closed with code 1006' })[0]?.found).toBe('closed with code 1006');
    });

    it('no book', () => {
      expect(states(judgeStream({ greetedMs: 40, ...moving }))).toEqual(['ok', 'fail', 'ok']);
    });

    it.each([
      ['no block', {}, 'fail', /no block came/],
      ['a height that stands', { firstBlock: at(7, 1_000), latestBlock: at(7, 1_000) }, 'fail', /stands at 7/],
      ['blocks that are late', { firstBlock: at(7, 9_000), latestBlock: at(8, 10_000, 4_000) }, 'warn', /6\.0 s old/],
      ['blocks of long ago', { firstBlock: at(7, 90_000), latestBlock: at(8, 99_000, 9_000) }, 'fail', /90\.0 s old/],
    ])('%s', (_, blocks, state, found) => {
      const check = judgeStream({ greetedMs: 40, bookMs: 90, ...blocks })[2];
      expect(check).toMatchObject({ name: 'blocks', state, found: expect.stringMatching(found) as string });
    });

    it('a clock that is off does not make blocks old', () => {
      const late = { firstBlock: at(7, 90_000, 10_000), latestBlock: at(8, 91_000, 11_000) };
      expect(judgeStream({ greetedMs: 40, bookMs: 90, ...late }, -80_000)[2]?.state).toBe('ok');
    });
  });

  describe('on a server of its own', () => {
    let server: Server;
    const serve = async (listener: RequestListener): Promise<string> => {
      server = createServer(listener);
      await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v4`;
    };
    afterEach(() => new Promise((closed) => server.close(closed)));

    it.each([
      ['by the exchange', '{"errors":[{"code":"GEOBLOCKED","msg":"restricted"}]}'],
      ['by what stands before it', '<html>Forbidden</html>'],
    ])('region: an address that is blocked %s', async (_, body) => {
      const network = await serve((__, answer) => answer.writeHead(403).end(body));
      const checks = await examined({ network });
      expect(failures(checks)).toEqual(['region']);
      expect(named(checks, 'rest')?.state).toBe('ok');
    });

    it('address of the Indexer: a path that is not its root', async () => {
      const checks = await examined({ network: await serve((_, answer) => answer.writeHead(404).end('{}')) });
      expect(failures(checks)).toEqual(['rest']);
      expect(named(checks, 'rest')?.advice).toContain('/v4');
    });

    it('rate limit: too many requests', async () => {
      const network = await serve((_, answer) => answer.writeHead(429, { 'retry-after': '1' }).end('{}'));
      expect(failures(await examined({ network }))).toEqual(['rate limit']);
    });

    it('rate limit: little that is left', async () => {
      const network = await serve(({ url }, answer) => {
        const body = url?.endsWith('/time') === true ? { iso: new Date().toISOString(), epoch: 0 } : { markets: {} };
        answer.writeHead(200, { 'ratelimit-limit': '100', 'ratelimit-remaining': '3' }).end(JSON.stringify(body));
      });
      const checks = await examined({ network });
      expect(named(checks, 'rate limit')).toMatchObject({ state: 'warn', found: '3 of 100 requests left' });
      expect(failures(checks)).toEqual(['markets']);
    });

    it('rest: an Indexer in trouble', async () => {
      const network = await serve((_, answer) => answer.writeHead(503).end('{}'));
      expect(failures(await examined({ network }))).toEqual(['rest']);
    });
  });

  it('rest: a network that cannot be reached, and what to do about the local one', async () => {
    const checks = await examined({ network: 'http://127.0.0.1:9/v4' });
    expect(failures(checks)).toEqual(['rest']);
    expect(checks.filter(({ state }) => state === 'skip')).toHaveLength(6);
  });

  describe('on the local exchange', () => {
    let exchange: LocalExchange;
    let offsetMs = 0;
    beforeAll(async () => {
      const clock = { now: () => unixMs(Date.now() + offsetMs) };
      exchange = await startLocalExchange({ port: 0, venue: simulatedVenue({ seed: 3, historyMs: 0 }), clock });
    });
    afterAll(() => exchange.stop());
    afterEach(() => (offsetMs = 0));

    it('nothing when all is well', async () => {
      const checks = await examined({ network: exchange.restUrl });
      expect(checks.filter(({ state }) => state !== 'ok' && state !== 'warn')).toEqual([]);
      expect(checks.map(({ name }) => name)).toEqual([
        'node',
        'memory',
        'time zone',
        'config',
        'disk',
        'network',
        'rest',
        'region',
        'clock',
        'rate limit',
        'websocket',
        'book',
        'blocks',
      ]);
    });

    it('clock: one that is off', async () => {
      offsetMs = 7_000;
      expect(failures(await examined({ network: exchange.restUrl, patienceMs: 1 }))).toContain('clock');
    });

    it('address: one of another kind', async () => {
      const checks = await examined({ network: exchange.restUrl, patienceMs: 1, address: '0x1234567890abcdef' });
      expect(named(checks, 'address')?.found).toContain('Ethereum');
      expect(named(checks, 'funding')?.state).toBe('skip');
    });

    it('funding: an account without a deposit, and none where there is one', async () => {
      const funding = async (address: string): Promise<DoctorCheck | undefined> =>
        named(await examined({ network: exchange.restUrl, patienceMs: 1, address }), 'funding');
      expect(await funding(NEVER_USED)).toMatchObject({
        state: 'fail',
        found: 'nothing was ever deposited at this address',
      });
      const [{ address }] = SIMULATED_ACCOUNTS;
      expect(await funding(address)).toMatchObject({
        state: 'ok',
        found: expect.stringMatching(/^equity \d/) as string,
      });
    });
  });
});

describe('addresses', () => {
  it.each([
    'A12UEL5L',
    'a12uel5l',
    'abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw',
    'split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w',
  ])('takes the valid examples of BIP 173: %s', (text) => {
    expect(isBech32(text)).toBe(true);
  });

  it.each(['A1G7SGD8', 'pzry9x0s0muk', '1pzry9x0s0muk', 'x1b4n0q5v', 'li1dgmt3', 'a12UEL5L', 'a12uel5x', ''])(
    'refuses the invalid ones: %s',
    (text) => {
      expect(isBech32(text)).toBe(false);
    },
  );

  it.each<[string, RegExp | undefined]>([
    [NEVER_USED, undefined],
    [NEVER_USED.replace('q', 'p'), /mistyped/],
    ['cosmos1qpzry9x8gf2tvdw0s3jn54khce6mua7l89rqvt', /of "cosmos"/],
    ['dydx1qpzry9x8gf2tvdw0s3jneev07q', /not as long/],
    ['0x52908400098527886E0F7030069857D2E4169EE7', /Ethereum/],
  ])('tells what is wrong with %s', (address, mistake) => {
    const found = addressMistake(address);
    if (mistake === undefined) expect(found).toBeUndefined();
    else expect(found).toMatch(mistake);
  });

  it('never repeats what may be a secret', () => {
    expect(addressMistake('ribbon velvet anchor ribbon velvet anchor')).toMatch(/looks like a mnemonic/);
  });
});

describe('what the doctor prints', () => {
  it('has one line per check, and below it what to do', () => {
    const checks: readonly DoctorCheck[] = [
      { name: 'node', state: 'ok', found: '24.1.0' },
      { name: 'clock', state: 'warn', found: '620 ms behind', advice: 'set it' },
      { name: 'book', state: 'skip', found: 'not checked: no socket' },
    ];
    expect(checks.flatMap(checkLines)).toEqual([
      'ok    node        24.1.0',
      'warn  clock       620 ms behind',
      '                  -> set it',
      'skip  book        not checked: no socket',
    ]);
    expect(conclusion(checks)).toBe('1 ok, 1 warn, 1 skip');
  });
});
