import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const botRoot = fileURLToPath(new URL('../apps/bot/', import.meta.url));

/**
 * Bundles the bot and the layers it is made of, straight from their sources, into `apps/bot/dist/main.js`; takes a
 * fraction of a second. Published packages stay imports.
 *
 * The file is replaced in one step, so that two commands started at once never see half of it.
 */
export async function bundleBot() {
  const manifest = JSON.parse(await readFile(`${botRoot}package.json`, 'utf8'));
  const result = await build({
    absWorkingDir: botRoot,
    entryPoints: ['src/main.ts'],
    outfile: 'dist/main.js',
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    conditions: ['@perpstream/source'],
    external: ['ws', ...Object.keys(manifest.dependencies).filter((name) => !name.startsWith('@perpstream/'))],
    sourcemap: 'inline',
    logLevel: 'error',
  });
  const target = `${botRoot}dist/main.js`;
  const temporary = `${target}.${process.pid}`;
  await mkdir(`${botRoot}dist`, { recursive: true });
  await writeFile(temporary, result.outputFiles[0].contents, { mode: 0o755 });
  await rename(temporary, target);
  return target;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundleBot();
