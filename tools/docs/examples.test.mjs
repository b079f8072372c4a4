/** What the documentation shows works: README examples and the programs of `examples/` compile, run and print what they say. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import ts from 'typescript';

const root = fileURLToPath(new URL('../../', import.meta.url));
const work = `${root}tmp/examples/`;
const TIME_LIMIT_MS = 30_000;

/** The first example of a README and the output that it claims, if it does. */
function exampleOf(readme) {
  const [, code] = /```ts\n([\s\S]*?)```/.exec(readme) ?? [];
  const [, output] = /```ts\n[\s\S]*?```\s+```text\n([\s\S]*?)```/.exec(readme) ?? [];
  return { code, output };
}

function typeErrors(file) {
  const { config } = ts.readConfigFile(`${root}tsconfig.base.json`, ts.sys.readFile);
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
  const program = ts.createProgram([file], {
    ...options,
    noEmit: true,
    isolatedDeclarations: false,
    declaration: false,
  });
  return ts
    .getPreEmitDiagnostics(program)
    .filter((diagnostic) => diagnostic.file?.fileName === file)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

async function run(file) {
  const outfile = file.replace(work, `${work}out/`).replace(/\.ts$/, '.mjs');
  await build({
    entryPoints: [file],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    conditions: ['@perpstream/source'],
    external: ['ws', 'rxjs'],
    logLevel: 'silent',
  });
  const { stdout } = await promisify(execFile)(process.execPath, [outfile], { timeout: TIME_LIMIT_MS, cwd: root });
  return stdout.trimEnd();
}

rmSync(work, { recursive: true, force: true });
mkdirSync(`${work}out`, { recursive: true });

describe('README examples', () => {
  for (const layer of readdirSync(`${root}packages`)) {
    it(`of ${layer} compiles, runs and prints what it says`, async () => {
      const { code, output } = exampleOf(readFileSync(`${root}packages/${layer}/README.md`, 'utf8'));
      assert.ok(code !== undefined, 'the README has no ts example');
      assert.ok(output !== undefined, 'the README does not say what its example prints');
      const file = `${work}${layer}.ts`;
      writeFileSync(file, code);
      assert.deepEqual(typeErrors(file), []);
      assert.equal(await run(file), output.trimEnd());
    });
  }
});

describe('examples', () => {
  for (const name of readdirSync(`${root}examples`).filter((entry) => entry.endsWith('.ts'))) {
    it(`${name} compiles, runs and prints what its last comment says`, async () => {
      const source = readFileSync(`${root}examples/${name}`, 'utf8');
      const expected = /\/\* prints\n([\s\S]*?)\*\/\s*$/.exec(source)?.[1];
      assert.ok(expected !== undefined, 'the example does not end with a "/* prints ... */" comment');
      const file = `${work}example-${name}`;
      writeFileSync(file, source);
      assert.deepEqual(typeErrors(file), []);
      assert.equal(await run(file), expected.trimEnd());
    });
  }
});
