/** What the documentation shows works: README examples and the programs of `examples/` compile, run and print what they say. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { before, describe, it } from 'node:test';
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

/** One program over all examples: most of the time goes into the layers, which they share. */
function typeErrorsByFile(files) {
  const { config } = ts.readConfigFile(`${root}tsconfig.base.json`, ts.sys.readFile);
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
  const program = ts.createProgram(files, {
    ...options,
    noEmit: true,
    isolatedDeclarations: false,
    declaration: false,
  });
  const errorsIn = (file) => {
    const source = program.getSourceFile(file);
    const diagnostics = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
  };
  return new Map(files.map((file) => [file, errorsIn(file)]));
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
    external: ['ws', 'rxjs', 'yaml', 'zod'],
    logLevel: 'silent',
  });
  // Some runners ask everything for colours.
  const env = { ...process.env, FORCE_COLOR: '0' };
  const { stdout } = await promisify(execFile)(process.execPath, [outfile], { timeout: TIME_LIMIT_MS, cwd: root, env });
  return stdout.trimEnd();
}

/** All examples: what they are, their code and what they claim to print. */
const examples = [
  ...readdirSync(`${root}packages`).map((layer) => ({
    name: `README of ${layer}`,
    file: `${work}${layer}.ts`,
    ...exampleOf(readFileSync(`${root}packages/${layer}/README.md`, 'utf8')),
  })),
  ...readdirSync(`${root}examples`)
    .filter((entry) => entry.endsWith('.ts'))
    .map((entry) => {
      const code = readFileSync(`${root}examples/${entry}`, 'utf8');
      const output = /\/\* prints\n([\s\S]*?)\*\/\s*$/.exec(code)?.[1];
      return { name: entry, file: `${work}example-${entry}`, code, output };
    }),
];

describe('examples', () => {
  let typeErrors;

  before(() => {
    rmSync(work, { recursive: true, force: true });
    mkdirSync(`${work}out`, { recursive: true });
    for (const { file, code } of examples) writeFileSync(file, code ?? '');
    typeErrors = typeErrorsByFile(examples.map(({ file }) => file));
  });

  for (const { name, file, code, output } of examples) {
    it(`${name} compiles, runs and prints what it says`, async () => {
      assert.ok(code !== undefined, 'there is no ts example');
      assert.ok(output !== undefined, 'the example does not say what it prints');
      assert.deepEqual(typeErrors.get(file), []);
      assert.equal(await run(file), output.trimEnd());
    });
  }
});
