import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Bundles packages of the workspace straight from their sources and loads them: `{ core, connection, ... }`. What they
 * import from elsewhere is bundled with them, so that all share one RxJS; `ws` stays an import.
 *
 * @param names of packages; an object instead names files of the workspace that no package exports
 */
export async function bundlePackages(...names) {
  const [packages] = await bundleCopies(1, ...names);
  return packages;
}

/** The same, several times over: V8 compiles each copy for what is done with that copy alone. */
export async function bundleCopies(count, ...names) {
  const folder = await mkdtemp(join(root, 'node_modules/.perpstream-bench-'));
  const outfile = join(folder, 'packages.mjs');
  const exports = names.flatMap((name) =>
    typeof name === 'string'
      ? `export * as ${name} from '@perpstream/${name}';`
      : Object.entries(name).map(([part, file]) => `export * as ${part} from ${JSON.stringify(join(root, file))};`),
  );
  await build({
    stdin: { contents: [...exports, "export * as rxjs from 'rxjs';"].join('\n'), resolveDir: join(root, 'apps/bot') },
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    conditions: ['@perpstream/source'],
    external: ['ws'],
    logLevel: 'error',
  });
  const copies = Array.from({ length: count }, (_, copy) => import(`${pathToFileURL(outfile).href}?copy=${copy}`));
  const loaded = await Promise.all(copies);
  await rm(folder, { recursive: true });
  return loaded;
}
