import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SHORT_HORIZON, run, startExchange, stop, summaryOf, temporaryFolder } from './perpstream';

/** Warm after three seconds, so that a recording of seconds has decisions. */
function quickConfig(): string {
  const file = join(temporaryFolder(), 'quick.yaml');
  const settings = [
    'signals:',
    '  momentum: { fastHalfLifeMs: 500, slowHalfLifeMs: 1000 }',
    '  bookImbalance: { halfLifeMs: 500 }',
    '  volume: { recentHalfLifeMs: 500, normHalfLifeMs: 5000 }',
    '  volatility: { recentHalfLifeMs: 500, normHalfLifeMs: 5000 }',
    'strategies:',
    '  - use: momentumSniper',
    '    votes:',
    '      momentum: { role: direction, weight: 0.7 }',
    '      bookImbalance: { role: direction, weight: 0.3 }',
    '      volume: { role: confirmation, weight: 0.7 }',
    '      volatility: { role: confirmation, weight: 0.3 }',
    '    hysteresis: { enterConviction: 0.1, exitConviction: 0.03, minHoldMs: 0, coolDownMs: 1000 }',
    '    timing: { confirmMs: 250 }',
  ];
  writeFileSync(file, settings.join('\n'));
  return file;
}

/** Records a simulated exchange for a while and returns the folder. */
async function recordedRun(): Promise<string> {
  const folder = join(temporaryFolder(), 'recording');
  const exchange = await startExchange('--port', '0', '--seed', '11');
  const recorded = await run('record', '--network', exchange.url, '--out', folder, '--duration', '15s', '--json');
  expect(recorded.code).toBe(0);
  await stop(exchange);
  return folder;
}

describe('the same inputs', () => {
  const config = ['--config', quickConfig()];
  let recording: string;
  beforeAll(async () => {
    recording = await recordedRun();
  });

  it('lead to the same decisions in every replay', async () => {
    const first = summaryOf(await run('replay', recording, ...config, '--json'));
    const second = summaryOf(await run('replay', recording, ...config, '--json'));
    expect(first.frames).toBeGreaterThan(100);
    expect(first.faults).toEqual({});
    expect(first.decisions).toBeGreaterThan(0);
    expect(second.decisionHash).toBe(first.decisionHash);
  });

  it('lead to other decisions with another configuration', async () => {
    const one = summaryOf(await run('replay', recording, ...config, '--json'));
    const other = summaryOf(await run('replay', recording, '--config', SHORT_HORIZON, '--json'));
    expect(other.decisionHash).not.toBe(one.decisionHash);
  });

  it('lead to the same decisions live and in the replay of what the live run logged', async () => {
    const out = join(temporaryFolder(), 'live');
    const exchange = await startExchange('--port', '0', '--replay', recording, '--speed', '2');
    const live = await run('paper', '--network', exchange.url, ...config, '--out', out, '--duration', '10s', '--json');
    await stop(exchange);
    expect(live.code).toBe(0);
    const replayed = summaryOf(await run('replay', out, '--json'));
    expect(summaryOf(live).frames).toBeGreaterThan(100);
    expect(summaryOf(live).decisions).toBeGreaterThan(0);
    expect(replayed.decisionHash).toBe(summaryOf(live).decisionHash);
    expect(replayed.frames).toBe(summaryOf(live).frames);
  });
});
