import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { readRecording } from '@perpstream/connection';
import { type AuditEvent, type OperatorCommand } from '@perpstream/core';
import { simulatedVenue, startLocalExchange, type LocalExchange } from '@perpstream/local-exchange';
import { collectFaults } from '@perpstream/testing';
import { runCommandLine } from '../command-line';

const installation = { version: '1.2.3', demoConfig: resolve(__dirname, '../../config/short-horizon.yaml') };

/** Everything that the commands of a test print, in this process. */
const printed = { stdout: '', stderr: '' };

beforeEach(() => {
  for (const name of ['stdout', 'stderr'] as const) {
    printed[name] = '';
    jest.spyOn(process[name], 'write').mockImplementation((text) => {
      printed[name] += String(text);
      return true;
    });
  }
});
afterEach(() => jest.restoreAllMocks());

/** Runs a command and returns its code with what was printed meanwhile. */
async function perpstream(...args: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const before = { stdout: printed.stdout.length, stderr: printed.stderr.length };
  const code = await runCommandLine(args, installation);
  return { code, stdout: printed.stdout.slice(before.stdout), stderr: printed.stderr.slice(before.stderr) };
}

async function until(what: string, isTrue: () => boolean | Promise<boolean>, withinMs = 20_000): Promise<void> {
  for (let waitedMs = 0; waitedMs < withinMs; waitedMs += 20) {
    if (await isTrue()) return;
    await wait(20);
  }
  throw new Error(`${what} did not happen within ${withinMs} ms: ${printed.stderr.slice(-500)}`);
}

type Logged = Pick<AuditEvent, 'topic'> & { readonly event: Readonly<Record<string, unknown>> };

/** What the run decided, once it ended. */
function decisionsOf(run: string): readonly Logged[] {
  const lines = gunzipSync(readFileSync(join(run, 'decisions.ndj.gz')))
    .toString('utf8')
    .trimEnd()
    .split('\n');
  return lines.filter((line) => line.endsWith('}')).map((line) => JSON.parse(line.slice(line.indexOf('{'))) as Logged);
}

async function commandsOf(run: string): Promise<readonly Omit<OperatorCommand, 'receivedUs'>[]> {
  const commands: Omit<OperatorCommand, 'receivedUs'>[] = [];
  for await (const batch of readRecording(run, { faults: collectFaults() })) {
    for (const input of batch) {
      if (input.kind !== 'command') continue;
      const { receivedUs, ...command } = input;
      expect(receivedUs).toBeGreaterThan(0);
      commands.push(command);
    }
  }
  return commands;
}

/** Of a run that ended: what its operator made the guard do. */
function guardActions(run: string): readonly string[] {
  return decisionsOf(run)
    .filter(({ topic, event }) => topic === 'protection' && event['kind'] === 'deleverage')
    .map(({ event }) => String(event['reason']));
}

/** What was bought less what was sold, by market. */
function heldAtTheEnd(run: string): Readonly<Record<string, number>> {
  const held: Record<string, number> = {};
  for (const { topic, event } of decisionsOf(run)) {
    if (topic !== 'execution' && topic !== 'account-change') continue;
    const fill = event['fill'] as { readonly side: string; readonly quantums: string } | undefined;
    if (fill === undefined) continue;
    const market = String(event['marketId']);
    held[market] = (held[market] ?? 0) + (fill.side === 'buy' ? 1 : -1) * Number(fill.quantums);
  }
  return Object.fromEntries(Object.entries(held).filter(([, quantums]) => quantums !== 0));
}

describe('commands to a running bot', () => {
  const home = process.cwd();
  let exchange: LocalExchange;
  let idle: string;
  beforeAll(async () => {
    exchange = await startLocalExchange({ port: 0, venue: simulatedVenue({ seed: 9 }) });
  });
  afterAll(() => exchange.stop());
  beforeEach(() => {
    process.chdir(mkdtempSync(join(tmpdir(), 'perpstream-runs-')));
    // The strategy needs minutes to get warm: what happens is what was asked for.
    writeFileSync('idle.yaml', 'markets: [BTC-USD, ETH-USD]\n');
    idle = 'idle.yaml';
  });
  afterEach(() => process.chdir(home));

  /** A bot that goes on until `end` is called, which resolves to its code. */
  async function startedBot(out: string, config = idle): Promise<() => Promise<number>> {
    const args = ['paper', '--network', exchange.restUrl, '--config', config, '--out', out, '--json'];
    const ended = runCommandLine(args, installation);
    await until('the start', () => existsSync(join(out, 'running.json')));
    // It trades as soon as it knows the market.
    await until('a live market', () => /quality BTC-USD live/.test(printed.stderr));
    return async () => {
      process.emit('SIGTERM', 'SIGTERM');
      return ended;
    };
  }

  const fills = (): number => (printed.stderr.match(/forced-fill|filled/g) ?? []).length;

  it('R31: flatten from the command line closes what was traded by hand, and the log replays to the same decisions', async () => {
    const run = join('runs', 'one');
    const end = await startedBot(run);
    expect(await perpstream('transfer', '--usd', '-500')).toMatchObject({
      code: 0,
      stdout: `${run}: transfer: taken\n`,
    });
    const traded = await perpstream('trade', '--market', 'BTC', '--size', '-0.01', '--run', run);
    expect(traded).toMatchObject({ code: 0, stdout: `${run}: trade: taken\n` });
    await wait(2_500);
    const flattened = await perpstream('flatten');
    expect(flattened).toMatchObject({
      code: 0,
      stdout: `${run}: flatten: flatten: 1 markets are closed and their orders taken back\n`,
    });
    expect(await perpstream('flatten', '--run', run)).toMatchObject({ code: 0, stdout: `${run}: flatten: taken\n` });
    await wait(3_000);
    expect(await perpstream('resume')).toMatchObject({ code: 0 });
    expect(await end()).toBe(130);

    expect(await commandsOf(run)).toEqual([
      { kind: 'command', command: 'transfer', amountUsd: -500 },
      { kind: 'command', command: 'trade', marketId: 'BTC-USD', sizeBase: -0.01 },
      { kind: 'command', command: 'flatten' },
      { kind: 'command', command: 'flatten' },
      { kind: 'command', command: 'resume' },
      { kind: 'command', command: 'stop' },
    ]);
    expect(guardActions(run)).toEqual(['flatten']);
    expect(heldAtTheEnd(run)).toEqual({});
    expect(fills()).toBeGreaterThan(0);
    const { decisionHash } = JSON.parse(printed.stdout.trimEnd().split('\n').at(-1) ?? '') as { decisionHash: string };
    const replayed = await perpstream('replay', run, '--json', '--out', 'again');
    expect(JSON.parse(replayed.stdout)).toMatchObject({ decisionHash });
  });

  it('R31: an empty file by hand halts and flattens, and what is no command is one fault', async () => {
    const run = join('runs', 'two');
    const end = await startedBot(run);
    for (const [name, folder] of [
      ['HALT', 'done'],
      ['FLATTEN', 'done'],
      ['NONSENSE', 'refused'],
    ] as const) {
      writeFileSync(join(run, 'control', name), '');
      const answer = join(run, 'control', folder, `${name}.answer.json`);
      await until('the answer', () => existsSync(answer));
    }
    expect(await end()).toBe(130);
    expect(guardActions(run)).toEqual(['halt', 'flatten']);
    expect(JSON.parse(printed.stdout)).toMatchObject({ faults: { command: 1 } });
    expect(existsSync(join(run, 'running.json'))).toBe(false);
  });

  it('asks which, when several run, and says so when none does', async () => {
    expect(await perpstream('halt')).toMatchObject({
      code: 2,
      stderr: 'perpstream: no run goes on under runs/; name the folder of the run with --run\n',
    });
    const end = await startedBot(join('runs', 'a'));
    printed.stderr = '';
    const endOther = await startedBot(join('runs', 'b'));
    const asked = await perpstream('halt');
    expect(asked).toMatchObject({ code: 2 });
    expect(asked.stderr).toContain('perpstream: 2 runs go on (runs/a, runs/b); name one of them with --run\n');
    expect((await perpstream('halt', '--run', 'runs/b')).code).toBe(0);
    await Promise.all([end(), endOther()]);
    expect(guardActions('runs/a')).toEqual([]);
    expect(guardActions('runs/b')).toEqual(['halt']);
    expect(await perpstream('halt', '--run', 'runs/b')).toMatchObject({
      code: 2,
      stderr: 'perpstream: runs/b: this run has ended; nothing is left to command\n',
    });
  });

  it.each([
    [['halt', '--run', 'nowhere'], 'perpstream: nowhere is no run folder: it holds no manifest.json\n'],
    [
      ['transfer'],
      "perpstream: required option '--usd <amount>' not specified; perpstream transfer --help tells more\n",
    ],
    [
      ['transfer', '--usd', 'x'],
      /^perpstream: option '--usd <amount>' argument 'x' is invalid. write a number other than 0/,
    ],
    [
      ['trade', '--market', '../x', '--size', '1'],
      /write a ticker such as BTC-USD; perpstream trade --help tells more\n$/,
    ],
  ])('refuses %j in one line', async (args, message) => {
    const { code, stderr } = await perpstream(...args);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
    expect(stderr.split('\n')).toHaveLength(2);
  });

  it('says that a run does not answer, and leaves a flatten in place but no transfer', async () => {
    mkdirSync('dead/control', { recursive: true });
    writeFileSync('dead/manifest.json', '{}');
    writeFileSync('dead/running.json', JSON.stringify({ pid: process.pid }));
    const root = realpathSync('dead');
    const [flattened, transferred] = await Promise.all([
      runCommandLine(['flatten', '--run', root], installation),
      runCommandLine(['transfer', '--usd', '5', '--run', root], installation),
    ]);
    expect([flattened, transferred]).toEqual([1, 1]);
    const lives = `its process ${process.pid} lives`;
    expect(printed.stderr).toContain(`${root} did not answer the flatten within 5 s; it stays in control/, ${lives}\n`);
    expect(printed.stderr).toContain(`${root} did not answer the transfer within 5 s; it was taken back, ${lives}\n`);
    expect(readdirSync('dead/control')).toEqual([expect.stringMatching(/^flatten\./)]);
  });
});
