import { join } from 'node:path';
import { linesOf, SHORT_HORIZON, start, startExchange, stop, summaryOf, temporaryFolder } from './perpstream';

/** Positions in the run log at which the connection was lost and at which data came again. */
function outageIn(inputs: readonly string[]): { readonly lostAt: number; readonly backAt: number } {
  const lostAt = inputs.findIndex((line) => / connection .*"kind":"waiting"/.test(line));
  const backAt = inputs.findIndex((line, index) => index > lostAt && line.includes('"channel":"v4_orderbook"'));
  return { lostAt, backAt };
}

describe('when the exchange is killed while the bot trades', () => {
  it('shows it, decides nothing meanwhile, and goes on when the exchange is back', async () => {
    const out = join(temporaryFolder(), 'run');
    const first = await startExchange('--port', '0', '--seed', '3');
    const { port } = new URL(first.url);
    const bot = start('paper', '--network', first.url, '--config', SHORT_HORIZON, '--out', out, '--json');
    await bot.prints(/BTC-USD.*live/);

    first.process.kill('SIGKILL');
    await first.ended;
    await bot.prints(/retry/i);
    const second = await startExchange('--port', port, '--seed', '4');
    await bot.prints(/retry[\s\S]*BTC-USD.*live/i);

    const ended = await stop(bot);
    await stop(second);
    expect(ended.code).toBe(130);
    expect(summaryOf(ended).frames).toBeGreaterThan(0);

    const { lostAt, backAt } = outageIn(linesOf(join(out, 'inputs-000000.ndj.gz')));
    expect(lostAt).toBeGreaterThan(0);
    expect(backAt).toBeGreaterThan(lostAt);
    const duringOutage = linesOf(join(out, 'decisions.ndj.gz'))
      .map((line) => JSON.parse(line) as { readonly topic: string; readonly event: { readonly cause: number } })
      .filter(
        ({ topic, event }) =>
          (topic === 'decision' || topic === 'order') && event.cause >= lostAt && event.cause < backAt,
      );
    expect(duringOutage).toEqual([]);
  });
});
