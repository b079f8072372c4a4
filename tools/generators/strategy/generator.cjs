const { join } = require('node:path');
const { formatFiles, generateFiles, names } = require('@nx/devkit');
const { addExport, addRow, assertNew } = require('../add-lines.cjs');

const ROOT = 'packages/strategy';

/** `nx g @perpstream/tools:strategy <name>`: a strategy that works, its contract, specs and page, its export and README row. */
module.exports = async function strategyGenerator(tree, { name }) {
  const { className, fileName, propertyName } = names(name);
  const folder = `${ROOT}/src/${fileName}`;
  assertNew(tree, folder);
  const substitutions = { className, fileName, propertyName };
  generateFiles(tree, join(__dirname, 'files'), folder, substitutions);
  generateFiles(tree, join(__dirname, 'page'), 'docs/strategies', substitutions);
  addExport(
    tree,
    `${ROOT}/src/index.ts`,
    `export { ${propertyName}, ${propertyName}Defaults, type ${className}Options } from './${fileName}/${fileName}';`,
  );
  addRow(
    tree,
    `${ROOT}/README.md`,
    '| export',
    `| \`${propertyName}(options)\` | [follows momentum in markets that are not wild](../../docs/strategies/${fileName}.md) |`,
  );
  await formatFiles(tree);
};
