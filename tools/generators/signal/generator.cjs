const { join } = require('node:path');
const { formatFiles, generateFiles, names } = require('@nx/devkit');
const { addExport, addRow, assertNew } = require('../add-lines.cjs');

const ROOT = 'packages/signals';

/** `nx g @perpstream/tools:signal <name>`: an engine that works, its contract and specs, its export and its README row. */
module.exports = async function signalGenerator(tree, { name }) {
  const { className, fileName, propertyName } = names(name);
  const folder = `${ROOT}/src/${fileName}`;
  assertNew(tree, folder);
  generateFiles(tree, join(__dirname, 'files'), folder, { className, fileName, propertyName });
  addExport(
    tree,
    `${ROOT}/src/index.ts`,
    `export { ${propertyName}, ${propertyName}Defaults, type ${className}Options } from './${fileName}/${fileName}';`,
  );
  addRow(
    tree,
    `${ROOT}/README.md`,
    '| export',
    `| \`${propertyName}(options?)\` | direction: distance of the price from its own moving average |`,
  );
  await formatFiles(tree);
};
