/** Every export of a layer is documented: the doc block is what a developer sees first. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('../../', import.meta.url));

function undocumented(layer) {
  const index = `${root}packages/${layer}/src/index.ts`;
  const { config } = ts.readConfigFile(`${root}tsconfig.base.json`, ts.sys.readFile);
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
  const program = ts.createProgram([index], { ...options, noEmit: true });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(index);
  const exported = checker.getExportsOfModule(checker.getSymbolAtLocation(source));
  const resolve = (symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol);
  assert.ok(exported.length > 0, `${layer} exports nothing`);
  return exported
    .filter((symbol) => resolve(symbol).getDocumentationComment(checker).length === 0)
    .map(({ name }) => name);
}

describe('doc blocks', () => {
  for (const layer of readdirSync(`${root}packages`)) {
    it(`stand on every export of ${layer}`, () => {
      assert.deepEqual(undocumented(layer), []);
    });
  }
});
