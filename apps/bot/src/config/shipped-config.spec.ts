import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { configSchema } from './config-schema';
import { loadConfig, parseConfig } from './load-config';

const folder = resolve(__dirname, '../../config');
const shipped = readdirSync(folder).filter((name) => name.endsWith('.yaml'));

describe('shipped configurations', () => {
  it.each(shipped)('%s is valid', async (name) => {
    await expect(loadConfig(join(folder, name))).resolves.toBeDefined();
  });

  it('the example states every setting with its default', async () => {
    expect(await loadConfig(join(folder, 'example.yaml'))).toEqual(parseConfig({}, 'defaults'));
  });

  it('the schema for editors is the one that is checked against', () => {
    const written: unknown = JSON.parse(readFileSync(join(folder, 'config.schema.json'), 'utf8'));
    expect(written).toEqual(z.toJSONSchema(configSchema, { io: 'input' }));
  });
});
