import { join } from 'node:path';
import { SHORT_HORIZON, run, startExchange, stop, summaryOf, temporaryFolder } from './perpstream';

const CONFIG = ['--config', SHORT_HORIZON];

/** Records a simulated exchange for a while and returns the folder. */
async function recordedRun(): Promise<string> {
  const folder = join(temporaryFolder(), 'recording');
  const exchange = await startExchange('--port', '0', '--seed', '11');
  const recorded = await run('record', '--network', exchange.url, '--out', folder, '--duration', '25s', '--json');
  expect(recorded.code).toBe(0);
  await stop(exchange);
  return folder;
}

describe('the same inputs', () => {
  let recording: string;
  beforeAll(async () => (recording = await recordedRun()));

  it('lead to the same decisions in every replay', async () => {
    const first = summaryOf(await run('replay', recording, ...CONFIG, '--json'));
    const second = summaryOf(await run('replay', recording, ...CONFIG, '--json'));
    expect(first.frames).toBeGreaterThan(100);
    expect(first.faults).toEqual({});
    expect(first.decisions).toBeGreaterThan(0);
    expect(second.decisionHash).toBe(first.decisionHash);
  });

  it('lead to other decisions with another configuration', async () => {
    const one = summaryOf(await run('replay', recording, ...CONFIG, '--json'));
    const other = summaryOf(await run('replay', recording, '--json'));
    expect(other.decisionHash).not.toBe(one.decisionHash);
  });

  it('lead to the same decisions live and in the replay of what the live run logged', async () => {
    const out = join(temporaryFolder(), 'live');
    const exchange = await startExchange('--port', '0', '--replay', recording, '--speed', '3');
    const live = await run('paper', '--network', exchange.url, ...CONFIG, '--out', out, '--duration', '12s', '--json');
    await stop(exchange);
    expect(live.code).toBe(0);
    const replayed = summaryOf(await run('replay', out, '--json'));
    expect(summaryOf(live).frames).toBeGreaterThan(100);
    expect(summaryOf(live).decisions).toBeGreaterThan(0);
    expect(replayed.decisionHash).toBe(summaryOf(live).decisionHash);
    expect(replayed.frames).toBe(summaryOf(live).frames);
  });
});
