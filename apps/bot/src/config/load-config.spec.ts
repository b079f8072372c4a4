import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UsageError } from '../errors';
import { loadConfig, parseConfig } from './load-config';

async function fileWith(text: string): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), 'perpstream-')), 'bot.yaml');
  await writeFile(file, text);
  return file;
}

describe('parseConfig', () => {
  it('fills every setting with its default', () => {
    const config = parseConfig({}, 'test');
    expect(config.strategies).toEqual([{ use: 'momentumSniper', budgetUsd: 3_000 }]);
    expect(config.signals.momentum).toEqual({});
    expect(config.markets).toEqual({ top: 10 });
    expect(config.execution.style).toBe('taker');
  });

  it('keeps what is given beside the defaults', () => {
    const config = parseConfig({ markets: ['BTC-USD'], risk: { maxLeverage: 2 } }, 'test');
    expect(config.markets).toEqual(['BTC-USD']);
    expect(config.risk.maxLeverage).toBe(2);
    expect(config.risk.maxPositionNotionalUsd).toBe(5_000);
  });

  it.each([
    ['an unknown section', { strateges: [] }, 'x.yaml: strateges is not a setting; did you mean "strategies"?'],
    [
      'an unknown setting',
      { risk: { maxLeverge: 2 } },
      'x.yaml: risk.maxLeverge is not a setting; did you mean "maxLeverage"?',
    ],
    [
      'a deep unknown setting',
      { signals: { momentum: { slowHalflifeMs: 1 } } },
      'x.yaml: signals.momentum.slowHalflifeMs is not a setting; did you mean "slowHalfLifeMs"?',
    ],
    [
      'settings that do not go together',
      { signals: { momentum: { fastHalfLifeMs: 2_000, slowHalfLifeMs: 1_000 } } },
      'x.yaml: fastHalfLifeMs must be < slowHalfLifeMs (1000), was 2000',
    ],
    [
      'a value outside the bounds of a layer',
      { risk: { maxMarginUsage: 0 } },
      'x.yaml: limits.maxMarginUsage must be in (0, 1], was 0',
    ],
    ['a value of the wrong type', { seed: 'one' }, 'x.yaml: seed: Invalid input: expected number, received string'],
    [
      'bands the wrong way round',
      { strategies: [{ use: 'momentumSniper', hysteresis: { enterConviction: 0.05 } }] },
      'x.yaml: hysteresis.exitConviction must be in [0, enterConviction = 0.05), was 0.1',
    ],
    [
      'an unknown option of a strategy',
      { strategies: [{ use: 'momentumSniper' }, { use: 'grid', stepBp: 5 }] },
      'x.yaml: strategies.1.stepBp is not a setting; did you mean "stepBps"?',
    ],
    [
      'a deep unknown option of a strategy',
      { strategies: [{ use: 'momentumSniper', exits: { stopLos: 5 } }] },
      'x.yaml: strategies.0.exits.stopLos is not a setting; did you mean "stopLoss"?',
    ],
    [
      'a strategy that is not there',
      { strategies: [{ use: 'momentumSnipe' }] },
      'x.yaml: strategies.0.use: expected a strategy such as { use: momentumSniper, budgetUsd: 3000 }',
    ],
    [
      'two strategies of one name',
      { strategies: [{ use: 'grid' }, { use: 'grid' }] },
      'x.yaml: seats.name must be unique: "grid" is there twice',
    ],
    [
      'text instead of settings',
      'hello',
      'x.yaml: Invalid input: expected object, received string; write settings such as "seed: 7"',
    ],
  ])('refuses %s in one line that names the place', (_, values, message) => {
    expect(() => parseConfig(values, 'x.yaml')).toThrow(new UsageError(message));
  });

  it('refuses a market that is no ticker', () => {
    expect(() => parseConfig({ markets: ['btc'] }, 'x.yaml')).toThrow(/^x\.yaml: markets/);
  });
});

describe('loadConfig', () => {
  it('reads a YAML file', async () => {
    const config = await loadConfig(await fileWith('markets: [ETH-USD]\nseed: 7\n'));
    expect(config).toMatchObject({ markets: ['ETH-USD'], seed: 7 });
  });

  it('takes an empty file as the defaults', async () => {
    expect(await loadConfig(await fileWith('# nothing yet\n'))).toEqual(await loadConfig(undefined));
  });

  it('names the file that is missing', async () => {
    await expect(loadConfig('no/such.yaml')).rejects.toThrow(/^no\/such\.yaml: the configuration file cannot be read/);
  });

  it('names the line that is not YAML', async () => {
    await expect(loadConfig(await fileWith('seed: 1\nrisk: [\n'))).rejects.toThrow(/bot\.yaml:\d+: not YAML/);
  });
});
