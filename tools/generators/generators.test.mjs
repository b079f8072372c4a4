/** What the generators write compiles and passes its own contract: in a copy of the package, so that nothing here changes. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const { FsTree } = require('nx/src/generators/tree');
const root = fileURLToPath(new URL('../../', import.meta.url));
const work = join(root, 'tmp/generated');

/** A copy of a package, two folders below a root that has the configurations of the workspace. */
function copyPackage(name) {
  const from = join(root, 'packages', name);
  const to = join(work, 'packages', name);
  cpSync(from, to, { recursive: true, filter: (path) => !/\/(dist|coverage|node_modules)$/.test(path) });
  return to;
}

/** Runs a generator on the workspace without writing there; gives the changed files and their new content. */
async function generated(generator, options) {
  const tree = new FsTree(root, false);
  await require(`./${generator}/generator.cjs`)(tree, options);
  return tree.listChanges().map(({ path, content }) => ({ path, text: content.toString() }));
}

function write(files) {
  for (const { path, text } of files) {
    mkdirSync(dirname(join(work, path)), { recursive: true });
    writeFileSync(join(work, path), text);
  }
}

function run(folder, command, ...args) {
  try {
    execFileSync(process.execPath, [join(root, 'node_modules', command), ...args], { cwd: folder, stdio: 'pipe' });
  } catch (error) {
    assert.fail(`${command} ${args.join(' ')}:\n${error.stdout}\n${error.stderr}`);
  }
}

describe('generators', () => {
  before(() => {
    rmSync(work, { recursive: true, force: true });
    mkdirSync(join(work, 'packages'), { recursive: true });
    for (const file of ['jest.preset.js', 'tsconfig.base.json', 'tsconfig.jest.json', 'tools', '.prettierrc']) {
      symlinkSync(join(root, file), join(work, file));
    }
  });
  after(() => rmSync(work, { recursive: true, force: true }));

  for (const [generator, home, name, fileName] of [
    ['signal', 'signals', 'priceDistance', 'price-distance'],
    ['strategy', 'strategy', 'calmFollower', 'calm-follower'],
  ]) {
    it(`${generator}: what it writes compiles, is formatted and passes its tests`, async () => {
      const folder = copyPackage(home);
      const files = await generated(generator, { name });
      write(files);
      const index = files.find(({ path }) => path.endsWith('src/index.ts'));
      assert.match(index.text, new RegExp(`export \\{ ${name}, .*from './${fileName}/${fileName}';`));
      const readme = files.find(({ path }) => path.endsWith('README.md'));
      assert.match(readme.text, new RegExp(`^\\| \`${name}\\(`, 'm'));
      run(folder, 'typescript/bin/tsc', '-p', 'tsconfig.json', '--noEmit');
      run(folder, 'jest/bin/jest.js', `src/${fileName}`);
      run(folder, 'prettier/bin/prettier.cjs', '--check', `src/${fileName}`, 'src/index.ts', 'README.md');
    });

    it(`${generator}: refuses a name that is taken`, async () => {
      const taken = generator === 'signal' ? 'momentum' : 'grid';
      await assert.rejects(generated(generator, { name: taken }), /is there already/);
    });
  }
});
