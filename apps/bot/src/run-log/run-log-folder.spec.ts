import { readFileSync, readdirSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { readRecording } from '@perpstream/connection';
import { type Input, type LoggedInput } from '@perpstream/core';
import { collectFaults, orderIntent, signalScores } from '@perpstream/testing';
import { parseConfig } from '../config/load-config';
import { DecisionHash } from '../run/decision-hash';
import { RunStatistics } from '../run/run-summary';
import { configOfRun } from './read-manifest';
import { RunLogFolder } from './run-log-folder';
import { type RunHeader, type RunManifest } from './run-manifest';

const header: RunHeader = {
  version: '0.0.0',
  command: 'paper',
  network: 'local',
  config: parseConfig({ seed: 9, markets: ['ETH-USD'] }, 'test'),
  startedAt: '2026-01-01T00:00:00.000Z',
};

const inputs: readonly Input[] = [
  { kind: 'rest', receivedUs: 1, path: '/perpetualMarkets', body: '{"markets":{}}' },
  { kind: 'frame', receivedUs: 2, connection: 0, text: '{"type":"connected"}' },
  { kind: 'tick', receivedUs: 3 },
  { kind: 'command', receivedUs: 4, command: 'stop' },
];

async function freshFolder(): Promise<string> {
  return join(await mkdtemp(join(tmpdir(), 'perpstream-log-')), 'run');
}

async function writtenRun(path: string): Promise<DecisionHash> {
  const hash = new DecisionHash();
  const log = await RunLogFolder.create(path, header, hash);
  inputs.forEach((input, seq) => log.recordInput({ ...input, seq } satisfies LoggedInput));
  for (const audit of [
    { topic: 'scores', event: signalScores({ momentum: 60 }) },
    { topic: 'order', event: orderIntent() },
  ] as const) {
    hash.add(audit);
    log.recordAudit(audit);
  }
  await log.drained();
  await log.flush();
  await log.close(new RunStatistics(1, hash).summary());
  return hash;
}

function manifestOf(path: string): RunManifest {
  return JSON.parse(readFileSync(join(path, 'manifest.json'), 'utf8')) as RunManifest;
}

describe('RunLogFolder', () => {
  it('gives back exactly the inputs it was given', async () => {
    const path = await freshFolder();
    await writtenRun(path);
    const faults = collectFaults();
    const read: Input[] = [];
    for await (const batch of readRecording(path, { faults })) read.push(...batch);
    expect(read).toEqual(inputs);
    expect(faults.faults).toEqual([]);
  });

  it('writes decisions and what followed with the rolling hash, and no scores', async () => {
    const path = await freshFolder();
    const hash = await writtenRun(path);
    const lines = gunzipSync(readFileSync(join(path, 'decisions.ndj.gz')))
      .toString('utf8')
      .trimEnd()
      .split('\n');
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      topic: 'order',
      hash: hash.value,
      event: { quantums: '10000000000' },
    });
  });

  it('says in its manifest how the run was made and what the files hold', async () => {
    const path = await freshFolder();
    await writtenRun(path);
    const manifest = manifestOf(path);
    expect(manifest).toMatchObject({
      formatVersion: 1,
      command: 'paper',
      network: 'local',
      seed: 9,
      config: header.config,
    });
    expect(manifest.segments).toEqual([expect.objectContaining({ name: 'inputs-000000.ndj.gz', lines: 4 })]);
    expect(manifest.segments[0]?.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(manifest.summary).toMatchObject({ decisions: 0 });
  });

  it('has a manifest from the start, so that a killed run can be replayed', async () => {
    const path = await freshFolder();
    const log = await RunLogFolder.create(path, header, new DecisionHash());
    expect(manifestOf(path)).toMatchObject({ segments: [], config: { seed: 9 } });
    await log.close(new RunStatistics(1, new DecisionHash()).summary());
    expect(readdirSync(path).sort()).toEqual(['decisions.ndj.gz', 'inputs-000000.ndj.gz', 'manifest.json']);
  });

  it('never writes over an earlier run', async () => {
    const path = await freshFolder();
    await writtenRun(path);
    await expect(RunLogFolder.create(path, header, new DecisionHash())).rejects.toThrow(/holds a run already.*--out/);
  });
});

describe('configOfRun', () => {
  it('finds the configuration that a run was made with', async () => {
    const path = await freshFolder();
    await writtenRun(path);
    expect(await configOfRun(path)).toEqual(header.config);
  });

  it('finds none for a bare recording', async () => {
    expect(await configOfRun('some/x.frames.gz')).toBeUndefined();
  });
});
