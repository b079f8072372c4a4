import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';

const MAIN = resolve(__dirname, '../../bot/dist/main.js');

/** Settings for moves of seconds, as shipped with the bot. */
export const SHORT_HORIZON: string = resolve(__dirname, '../../bot/config/short-horizon.yaml');

/** The same for a recording that is played 20 times as fast. */
export const TIMES_20: string = resolve(__dirname, '../../bot/config/replay-x20.yaml');

/** A command that ended. */
export type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

/** A command that runs. */
export type Running = {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves with the first match in what the command printed so far or prints from now on. */
  readonly prints: (pattern: RegExp) => Promise<RegExpExecArray>;
};

/** A fresh folder for what a test writes. */
export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'perpstream-e2e-'));
}

/** What a test that failed half way left running would hold up the whole run. */
const started: ChildProcess[] = [];
afterAll(() => started.forEach((child) => child.kill('SIGKILL')));

/** Starts the built command. */
export function start(...args: readonly string[]): Running {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'], cwd: temporaryFolder() });
  started.push(child);
  const output = { stdout: '', stderr: '' };
  const watchers = new Set<() => void>();
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      output[stream] += text;
      watchers.forEach((check) => check());
    });
  }
  const ended = new Promise<Ended>((done) => child.on('close', (code) => done({ code, ...output })));
  const prints = (pattern: RegExp): Promise<RegExpExecArray> =>
    new Promise((found, fail) => {
      const check = (): void => {
        const match = pattern.exec(`${output.stdout}\n${output.stderr}`);
        if (match === null) return;
        watchers.delete(check);
        found(match);
      };
      watchers.add(check);
      void ended.then(({ code }) =>
        fail(new Error(`ended with ${code} before ${pattern}: ${output.stdout}${output.stderr}`)),
      );
      check();
    });
  return { process: child, ended, prints };
}

/** Runs the built command to its end. */
export function run(...args: readonly string[]): Promise<Ended> {
  return start(...args).ended;
}

/** The lines of a compressed file of a run. */
export function linesOf(file: string): readonly string[] {
  return gunzipSync(readFileSync(file))
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '');
}

/** The JSON summary: the last line of standard output. */
export function summaryOf({ stdout, stderr, code }: Ended): Summary {
  const last = stdout.trimEnd().split('\n').at(-1) ?? '';
  try {
    return JSON.parse(last) as Summary;
  } catch {
    throw new Error(`no summary (exit ${code}): ${stdout}\n${stderr}`);
  }
}

/** The part of the summary that the tests look at. */
export type Summary = {
  readonly frames: number;
  readonly decisions: number;
  readonly orders: number;
  readonly fills: number;
  readonly faults: Readonly<Record<string, number>>;
  readonly decisionHash: string;
  readonly equityEndUsd: number;
  readonly inputSpanMs: number;
};

/** Starts the local exchange and resolves with its REST address once it listens. */
export async function startExchange(...args: readonly string[]): Promise<Running & { readonly url: string }> {
  const exchange = start('exchange', ...args);
  const [, url = ''] = await exchange.prints(/REST\s+(http:\S+)/);
  return { ...exchange, url };
}

/** Ends a running command politely and waits for it. */
export async function stop({ process: child, ended }: Running): Promise<Ended> {
  child.kill('SIGINT');
  return ended;
}
