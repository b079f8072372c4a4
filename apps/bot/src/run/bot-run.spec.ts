import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRecording } from '@perpstream/connection';
import { unixMs, type AuditEvent, type Input, type LoggedInput, type RiskState } from '@perpstream/core';
import { collectFaults } from '@perpstream/testing';
import { Observable, type OperatorFunction } from 'rxjs';
import { parseConfig } from '../config/load-config';
import { BotRun } from './bot-run';

const riskState: RiskState = {
  kind: 'risk',
  receivedMs: unixMs(0),
  cause: 0,
  equityUsd: 9_000,
  initialMarginUsd: 0,
  maintenanceMarginUsd: 0,
  freeCollateralUsd: 9_000,
  grossNotionalUsd: 0,
  leverage: 0,
  marginUsage: 0,
  dayPnlUsd: 0,
  level: 'safe',
  timeToLiquidationMs: Infinity,
  locks: [],
  isHalted: false,
  positions: [],
};

const mockReact: { to: (input: LoggedInput) => AuditEvent[] } = { to: () => [] };

/** A core that says of each input what the test wants. */
jest.mock('../compose', () => ({
  compose: (): OperatorFunction<LoggedInput, AuditEvent> => (inputs$) =>
    new Observable((subscriber) =>
      inputs$.subscribe((input) => {
        try {
          mockReact.to(input).forEach((audit) => subscriber.next(audit));
        } catch (error) {
          subscriber.error(error);
        }
      }),
    ),
}));

const tick = (receivedUs: number): Input => ({ kind: 'tick', receivedUs });
const stop: Input = { kind: 'command', receivedUs: 9, command: 'stop' };
const risk = (isHalted: boolean): AuditEvent => ({ topic: 'risk', event: { ...riskState, isHalted } });

async function startedRun(): Promise<BotRun> {
  const out = join(mkdtempSync(join(tmpdir(), 'perpstream-run-')), 'run');
  return BotRun.start({ command: 'paper', network: 'local', version: '0', config: parseConfig({}, 'test'), out });
}

describe('BotRun', () => {
  it('is halted by risk when a limit stopped new exposure', async () => {
    mockReact.to = () => [risk(true)];
    const run = await startedRun();
    run.handle(tick(1));
    expect(run.isHaltedByRisk).toBe(true);
    await run.finish();
  });

  it.each([true, false])('is as it was (halted: %s) when its operator stopped it', async (isHalted) => {
    mockReact.to = ({ kind }) => [risk(kind === 'command' || isHalted)];
    const run = await startedRun();
    run.handle(tick(1));
    run.handle(stop);
    run.handle(stop);
    expect(run.isHaltedByRisk).toBe(isHalted);
    await run.finish();
  });

  it.each([
    [['operator-halt'], false],
    [['operator-halt', 'daily-loss'], true],
    [['daily-loss'], true],
  ] as const)('with the locks %j is halted by risk: %s', async (protections, isHaltedByRisk) => {
    const base = { value: 1, bound: 0, sinceMs: 0, untilMs: Infinity, message: '' };
    const locks = protections.map((protection) => ({ ...base, protection }));
    mockReact.to = () => [{ topic: 'risk', event: { ...riskState, isHalted: true, locks } }];
    const run = await startedRun();
    run.handle(tick(1));
    expect(run.isHaltedByRisk).toBe(isHaltedByRisk);
    await run.finish();
  });

  it('keeps its log when an invariant breaks, up to the input that broke it', async () => {
    mockReact.to = ({ seq }) => {
      if (seq === 1) throw new Error('an invariant is broken');
      return [];
    };
    const run = await startedRun();
    run.handle(tick(1));
    expect(() => run.handle(tick(2))).toThrow('an invariant is broken');
    run.handle(stop);
    await run.finish();
    const logged: Input[] = [];
    for await (const batch of readRecording(run.log.path, { faults: collectFaults() })) logged.push(...batch);
    expect(logged).toEqual([tick(1), tick(2)]);
    const manifest: unknown = JSON.parse(readFileSync(join(run.log.path, 'manifest.json'), 'utf8'));
    expect(manifest).toHaveProperty('summary');
  });
});
