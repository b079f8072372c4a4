/**
 * The fence must bite: the Nx boundary rule is skipped in silence when there is no project graph, so these fixtures are
 * linted with the workspace's own configuration and must be refused; the legal ones beside them must pass.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { allowed } from './layers.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const BOUNDARY = '@nx/enforce-module-boundaries';

const mustFail = [
  ['an upward import', 'data', "import { momentum } from '@perpstream/signals';\nexport const x = momentum;", BOUNDARY],
  [
    'a type-only upward import',
    'data',
    "import type { RiskLimits } from '@perpstream/risk';\nexport type X = RiskLimits;",
    BOUNDARY,
  ],
  [
    'a sideways import',
    'strategy',
    "import { scoreBoard } from '@perpstream/signals';\nexport const x = scoreBoard;",
    BOUNDARY,
  ],
  [
    'any import of a layer by the vocabulary',
    'core',
    "import { OrderBook } from '@perpstream/data';\nexport const x = OrderBook;",
    BOUNDARY,
  ],
  [
    'a relative path into another package',
    'data',
    "import { score } from '../../core/src/index';\nexport const x = score;",
    BOUNDARY,
  ],
  ['a socket outside the connection', 'signals', "import WebSocket from 'ws';\nexport const x = WebSocket;", BOUNDARY],
  [
    'the dYdX client outside the connection',
    'risk',
    "import { Network } from '@dydxprotocol/v4-client-js';\nexport const x = Network;",
    BOUNDARY,
  ],
  ['a package that is not declared', 'core', "import { z } from 'zod';\nexport const x = z;", BOUNDARY],
  [
    'the test kit in shipped code',
    'signals',
    "import { BTC } from '@perpstream/testing';\nexport const x = BTC;",
    'no-restricted-imports',
  ],
  ['ambient time', 'data', 'export const x = (): number => Date.now();', 'no-restricted-properties'],
  ['an ambient clock by the back door', 'data', 'export const x = (): Date => new Date();', 'no-restricted-syntax'],
  [
    'an ambient timer',
    'trading',
    'export const x = (): unknown => setTimeout(() => undefined, 1);',
    'no-restricted-globals',
  ],
  ['ambient randomness', 'strategy', 'export const x = (): number => Math.random();', 'no-restricted-properties'],
  [
    'a subscription inside a layer',
    'signals',
    "import { of } from 'rxjs';\nof(1).subscribe();",
    'no-restricted-syntax',
  ],
  [
    'an approval minted outside risk',
    'trading',
    "import type { OrderIntent, RiskApproved } from '@perpstream/core';\nexport const x = (o: OrderIntent): RiskApproved<OrderIntent> => o as RiskApproved<OrderIntent>;",
    'no-restricted-syntax',
  ],
  [
    'a stream per market',
    'signals',
    "import { groupBy, of } from 'rxjs';\nexport const x$ = of(1).pipe(groupBy((n) => n));",
    'rxjs-x/ban-operators',
  ],
];

const mustPass = [
  ['the vocabulary', 'data', "import { score } from '@perpstream/core';\nexport const x = score;"],
  ['a socket in the connection', 'connection', "import WebSocket from 'ws';\nexport const x = WebSocket;"],
  [
    'a subscription inside an operator',
    'signals',
    "import { Observable, of } from 'rxjs';\nexport const x$ = new Observable((s) => of(1).subscribe(s));",
  ],
];

/** Lints code as if it stood in that file, with the workspace's own configuration. */
async function lint(path, code, overrides = []) {
  const eslint = new ESLint({ cwd: root, overrideConfig: overrides, ignore: overrides.length === 0 });
  const [result] = await eslint.lintText(code, { filePath: `${root}${path}` });
  return result.messages;
}

/** A file of the layer whose text a fixture stands in for; not the index of the vocabulary, which the others import. */
const fileIn = (layer) => `packages/${layer}/src/${layer === 'core' ? 'assert-never' : 'index'}.ts`;

/** For a file that is not on disk and so has no types. */
const untyped = [
  tseslint.configs.disableTypeChecked,
  { languageOptions: { parserOptions: { projectService: false } } },
];

describe('layer boundaries', () => {
  before(() => {
    // Builds the project graph, without which the rule would pass everything.
    execFileSync('npx', ['--no-install', 'nx', 'show', 'projects'], { cwd: root, stdio: 'ignore' });
  });

  for (const [what, layer, code, rule] of mustFail) {
    it(`refuses ${what} in ${layer}`, async () => {
      const messages = await lint(fileIn(layer), code);
      assert.ok(
        messages.some(({ ruleId }) => ruleId === rule),
        `expected ${rule}, got ${JSON.stringify(messages, ['ruleId', 'message'])}`,
      );
    });
  }

  for (const [what, layer, code] of mustPass) {
    it(`accepts ${what} in ${layer}`, async () => {
      assert.deepEqual(await lint(fileIn(layer), code), []);
    });
  }

  it('refuses every import of a project without a tag', async () => {
    const code = "import { score } from '@perpstream/core';\nexport const x = score;";
    const messages = await lint('tools/boundaries/fixtures/untagged/index.ts', code, untyped);
    assert.ok(
      messages.some(({ ruleId }) => ruleId === BOUNDARY),
      JSON.stringify(messages),
    );
  });

  it('knows every package, and every package has the tag of its layer', () => {
    const folders = readdirSync(`${root}packages`);
    assert.deepEqual(folders.sort(), Object.keys(allowed).sort());
    for (const folder of folders) {
      const { nx } = JSON.parse(readFileSync(`${root}packages/${folder}/package.json`, 'utf8'));
      assert.deepEqual(nx.tags, [`layer:${folder}`]);
    }
  });
});
