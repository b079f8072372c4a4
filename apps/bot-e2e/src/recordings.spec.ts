import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { SHORT_HORIZON, TIMES_20, run, startExchange, stop, summaryOf, temporaryFolder } from './perpstream';

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

  it('replay the same from the log of a live run on the exchange that played them', async () => {
    const out = join(temporaryFolder(), 'live');
    const exchange = await startExchange('--port', '0', '--replay', twoMarkets, '--speed', '20');
    const live = await run(
      'paper',
      '--network',
      exchange.url,
      '--config',
      TIMES_20,
      '--out',
      out,
      '--duration',
      '20s',
      '--json',
    );
    await stop(exchange);
    const replayed = summaryOf(await run('replay', out, '--json'));
    expect(summaryOf(live)).toMatchObject({ faults: {} });
    expect(summaryOf(live).fills).toBeGreaterThan(0);
    expect(replayed.decisionHash).toBe(summaryOf(live).decisionHash);
  });

  it('replay also where answers come late and markets are thin', async () => {
    const summary = summaryOf(await run('replay', fiveMarkets, '--json'));
    expect(summary).toMatchObject({ frames: 2_771, faults: {} });
  });
});
