import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { SHORT_HORIZON, run, summaryOf } from './perpstream';

const data = process.env['PERPSTREAM_DATA'] ?? resolve(__dirname, '../../../../shared/data');
const frames = resolve(data, 'frames');
const twoMarkets = resolve(frames, 'binance-um-btc-eth-as-v4_2024-08-08.frames.gz');
const fiveMarkets = resolve(frames, 'dydx-v3-five-markets-as-v4_2021-10-28.frames.gz');

const isPresent = existsSync(twoMarkets) && existsSync(fiveMarkets);
if (!isPresent) console.warn(`recordings are absent, set PERPSTREAM_DATA: skipped (looked in ${frames})`);
const describeWithData = isPresent ? describe : describe.skip;

describeWithData('recordings of real markets', () => {
  it('replay without a fault, with decisions, orders and fills, and twice the same', async () => {
    const once = summaryOf(await run('replay', twoMarkets, '--config', SHORT_HORIZON, '--json'));
    const again = summaryOf(await run('replay', twoMarkets, '--config', SHORT_HORIZON, '--json'));
    expect(once).toMatchObject({ frames: 4_882, faults: {} });
    expect(Math.min(once.decisions, once.orders, once.fills)).toBeGreaterThan(0);
    expect(again.decisionHash).toBe(once.decisionHash);
  });

  it('replay also where answers come late and markets are thin', async () => {
    const summary = summaryOf(await run('replay', fiveMarkets, '--json'));
    expect(summary).toMatchObject({ frames: 2_771, faults: {} });
  });
});
