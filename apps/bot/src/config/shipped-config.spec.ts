import {
  DEFAULT_GUARD_SETTINGS,
  DEFAULT_PROTECTIONS,
  DEFAULT_RISK_LEVELS,
  DEFAULT_RISK_LIMITS,
} from '@perpstream/risk';
import * as signals from '@perpstream/signals';
import * as strategies from '@perpstream/strategy';
import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { configSchema } from './config-schema';
import { loadConfig, parseConfig } from './load-config';

const folder = resolve(__dirname, '../../config');
const shipped = readdirSync(folder, { encoding: 'utf8', recursive: true }).filter((name) => name.endsWith('.yaml'));

/** The defaults of a layer under this name; names of scores cannot be chosen. */
function defaultsOf(layer: object, name: string): Readonly<Record<string, unknown>> {
  const defaults = (layer as Readonly<Record<string, object>>)[`${name}Defaults`] ?? {};
  return Object.fromEntries(Object.entries(defaults).filter(([option]) => option !== 'name'));
}

/** As a configuration states them. */
function withOff(bounds: object): object {
  return Object.fromEntries(Object.entries(bounds).map(([name, value]) => [name, value === Infinity ? 'off' : value]));
}

describe('shipped configurations', () => {
  it.each(shipped)('%s is valid', async (name) => {
    await expect(loadConfig(join(folder, name))).resolves.toBeDefined();
  });

  it('the schema for editors is the one that is checked against', () => {
    const written: unknown = JSON.parse(readFileSync(join(folder, 'config.schema.json'), 'utf8'));
    expect(written).toEqual(z.toJSONSchema(configSchema, { io: 'input' }));
  });
});

describe('the example', () => {
  const example = loadConfig(join(folder, 'example.yaml'));
  const defaults = parseConfig({}, 'defaults');

  it('states every setting with its default', async () => {
    const { signals: ofSignals, strategies: ofStrategies, risk: ofRisk } = defaults;
    const stated = await example;
    expect({ ...stated, signals: ofSignals, strategies: ofStrategies, risk: ofRisk }).toEqual(defaults);
  });

  it('states every bound of risk with the default of its layer, or with that of the bot', async () => {
    const { risk: stated } = await example;
    expect(stated).toEqual({
      ...withOff(DEFAULT_RISK_LIMITS),
      ...defaults.risk,
      levels: withOff(DEFAULT_RISK_LEVELS),
      protections: withOff(DEFAULT_PROTECTIONS),
      guard: withOff(DEFAULT_GUARD_SETTINGS),
    });
  });

  it.each(Object.keys(defaults.signals))('states every option of %s with the default of its layer', async (name) => {
    expect((await example).signals[name as keyof typeof defaults.signals]).toEqual(defaultsOf(signals, name));
  });

  it('states every option of the default strategy with the default of its layer', async () => {
    const stated: readonly object[] = (await example).strategies;
    const [first, ...others] = defaults.strategies;
    const options = defaultsOf(strategies, first!.use);
    // What is given out among ideas is the budget of the strategy.
    const { budgetUsd, ...allocation } = options['allocation'] as Readonly<Record<string, unknown>>;
    expect(stated).toEqual([{ ...first, ...options, budgetUsd, allocation }, ...others]);
  });
});
