import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from './load-config';

function fileWith(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'perpstream-')), 'bot.yaml');
  writeFileSync(file, text);
  return file;
}

describe('a configuration file', () => {
  it.each([
    [
      'a tab',
      'risk:\n\tmaxLeverage: 2\n',
      /bot\.yaml:2: not YAML \(Tabs are not allowed as indentation\); indent with/,
    ],
    ['a list', '[1, 2]\n', /bot\.yaml: .*expected object, received array; write settings such as "seed: 7"$/],
    ['one market outside a list', 'markets: BTC-USD\n', /bot\.yaml: markets: expected a list of tickers such as \[BTC/],
  ])('with %s is refused with advice', async (_, text, message) => {
    await expect(loadConfig(fileWith(text))).rejects.toThrow(message);
  });

  it('keeps the defaults of a section whose lines are all commented out', async () => {
    const config = await loadConfig(fileWith('risk:\n  # maxLeverage: 2\nseed: 7\n'));
    expect(config).toEqual({ ...(await loadConfig(undefined)), seed: 7 });
  });
});
