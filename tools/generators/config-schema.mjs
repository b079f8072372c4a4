/** Writes the JSON Schema of the bot's configuration, for editors: `node tools/generators/config-schema.mjs`. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { z } from 'zod';
import { format } from 'prettier';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = await mkdtemp(`${root}apps/bot/.schema-`);
const outfile = `${folder}/config-schema.mjs`;
const external = ['zod', 'rxjs'];
const entry = `${root}apps/bot/src/config/config-schema.ts`;
await build({
  entryPoints: [entry],
  outfile,
  bundle: true,
  format: 'esm',
  platform: 'node',
  conditions: ['@perpstream/source'],
  external,
});
const { configSchema } = await import(pathToFileURL(outfile).href);
await rm(folder, { recursive: true });
const schema = z.toJSONSchema(configSchema, { io: 'input' });
await writeFile(
  `${root}apps/bot/config/config.schema.json`,
  await format(JSON.stringify(schema), { parser: 'json', printWidth: 120 }),
);
