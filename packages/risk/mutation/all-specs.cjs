/**
 * All specs of the folders in the global `SPEC_FOLDERS` as one file of tests: mutation testing runs it for every change, and what
 * the specs import is then loaded once instead of once per spec.
 */
const { readdirSync } = require('node:fs');
const { join } = require('node:path');

for (const folder of globalThis.SPEC_FOLDERS) {
  const path = join(__dirname, '../src', folder);
  const specs = readdirSync(path).filter((name) => name.endsWith('.spec.ts'));
  for (const name of specs) {
    describe(`${folder}/${name}`, () => {
      require(join(path, name));
    });
  }
}
