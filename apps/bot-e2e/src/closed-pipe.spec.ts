import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { start, temporaryFolder } from './perpstream';

describe('a reader that goes away, as with `| head`', () => {
  it('ends the run in order: no stack, a complete log, code 130', async () => {
    const out = join(temporaryFolder(), 'run');
    const bot = start('demo', '--out', out, '--duration', '30s');
    await bot.prints(/connection 0 open/);
    bot.process.stdout?.destroy();
    const { code, stderr } = await bot.ended;
    expect(stderr).toBe('');
    expect(code).toBe(130);
    expect(JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8'))).toHaveProperty('summary');
  });
});
