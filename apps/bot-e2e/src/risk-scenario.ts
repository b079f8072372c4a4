import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import {
  linesOf,
  run,
  start,
  startExchange,
  stop,
  summaryOf,
  temporaryFolder,
  type Running,
  type Summary,
} from './perpstream';

/** One line of the decision file of a run. */
export type Told = {
  readonly topic: 'decision' | 'verdict' | 'order' | 'execution' | 'account-change' | 'protection';
  readonly event: {
    readonly kind: string;
    readonly cause: number;
    readonly receivedMs: number;
    readonly marketId?: string;
    readonly strategy?: string;
    readonly decision?: number | { readonly strategy: string; readonly decision: number };
    readonly clientId?: number;
    readonly reason?: string;
    readonly message?: string;
    readonly to?: string;
    readonly lock?: { readonly protection: string; readonly marketId?: string; readonly message: string };
    readonly order?: { readonly clientId: number };
  };
};

/** What is known when a scenario is over. */
export type Outcome = {
  readonly told: readonly Told[];
  readonly inputs: readonly string[];
  readonly summary: Summary;
  /** Of a replay of the run's own log. */
  readonly replayHash: string;
};

/** A bot with an open position at an exchange to which things can be done. */
export type Scene = {
  readonly bot: Running;
  /** Something happens at the exchange. */
  readonly inject: (fault: object) => Promise<void>;
  /** The owner of the account gives a command. */
  readonly owner: (command: string, ...args: readonly string[]) => Promise<void>;
  /** The exchange has made so many more blocks. */
  readonly blocks: (count: number) => Promise<void>;
  /** The oracle price of BTC-USD is below this. */
  readonly oracleBelow: (priceUsd: number) => Promise<void>;
  /** Ends the run and reads what it wrote. */
  readonly end: () => Promise<Outcome>;
};

/** Nothing but what the owner does opens a position: no signal is warm within a few minutes. */
const QUIET = 'markets: [BTC-USD, ETH-USD]\nstrategies: [{ use: momentumSniper }]\n';

/**
 * Starts an exchange and a paper account of 10,000 USD on it, in which the owner has bought (or sold, < 0) so many BTC.
 *
 * @param risk of the part `risk` of the configuration, as flow style YAML
 */
export async function openScene(sizeBase: number, risk = '{}'): Promise<Scene> {
  const folder = temporaryFolder();
  const config = join(folder, 'config.yaml');
  const out = join(folder, 'run');
  writeFileSync(config, `${QUIET}risk: ${risk}\n`);
  const exchange = await startExchange('--port', '0', '--seed', '11');
  const bot = start('paper', '--network', exchange.url, '--config', config, '--out', out, '--json');
  await bot.prints(/BTC-USD live/);
  const owner = async (command: string, ...args: readonly string[]): Promise<void> => {
    const { code, stdout, stderr } = await run(command, '--run', out, ...args);
    if (code !== 0) throw new Error(`${command} ended with ${code}: ${stdout}${stderr}`);
  };
  await owner('trade', '--market', 'BTC-USD', `--size=${sizeBase}`);
  await bot.prints(/MANUAL BTC-USD/);
  const inject = async (fault: object): Promise<void> => {
    const answer = await fetch(new URL('/local/faults', exchange.url), { method: 'POST', body: JSON.stringify(fault) });
    if (!answer.ok) throw new Error(`${JSON.stringify(fault)}: ${answer.status} ${await answer.text()}`);
  };
  const ask = async <Answer>(path: string): Promise<Answer> =>
    (await fetch(`${exchange.url}${path}`)).json() as Promise<Answer>;
  const heightNow = async (): Promise<number> => Number((await ask<{ height: string }>('/height')).height);
  const blocks = async (count: number): Promise<void> => {
    const wanted = (await heightNow()) + count;
    await until(async () => (await heightNow()) >= wanted);
  };
  const oracleBelow = (priceUsd: number): Promise<void> =>
    until(async () => {
      const path = '/perpetualMarkets?ticker=BTC-USD';
      const { markets } = await ask<{ markets: Record<string, { oraclePrice: string }> }>(path);
      return Number(markets['BTC-USD']?.oraclePrice) < priceUsd;
    });
  const end = async (): Promise<Outcome> => {
    const ended = await stop(bot);
    await stop(exchange);
    const replayed = await run('replay', out, '--json', '--out', join(folder, 'replay'));
    return {
      told: linesOf(join(out, 'decisions.ndj.gz')).map((line) => JSON.parse(line) as Told),
      inputs: linesOf(join(out, 'inputs-000000.ndj.gz')),
      summary: summaryOf(ended),
      replayHash: summaryOf(replayed).decisionHash,
    };
  };
  return { bot, inject, owner, blocks, oracleBelow, end };
}

/** Asks until the answer is yes; the time limit of the test bounds it. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await setTimeout(250);
}
