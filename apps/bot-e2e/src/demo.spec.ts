import { run, summaryOf } from './perpstream';

describe('the demo', () => {
  it('trades on a simulated exchange within a minute, without network and keys', async () => {
    const ended = await run('demo', '--duration', '45s', '--json', '--seed', '5');
    expect(ended.code).toBe(0);
    const summary = summaryOf(ended);
    expect(summary.faults).toEqual({});
    expect(summary.frames).toBeGreaterThan(100);
    expect(summary.fills).toBeGreaterThan(0);
  });
});
