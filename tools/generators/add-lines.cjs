/** Adds a line to the export list of a package, which is sorted by module. */
function addExport(tree, path, line) {
  const moduleOf = (text) => text.slice(text.lastIndexOf("from '"));
  const statements = tree
    .read(path, 'utf8')
    .trimEnd()
    .split(/(?<=;)\n/);
  const sorted = [...statements, line].sort((a, b) => (moduleOf(a) < moduleOf(b) ? -1 : 1));
  tree.write(path, `${sorted.join('\n')}\n`);
}

/** Adds a row at the end of the first table of a README whose head begins so. */
function addRow(tree, path, head, row) {
  const lines = tree.read(path, 'utf8').split('\n');
  const start = lines.findIndex((line) => line.startsWith(head));
  if (start < 0) throw new Error(`${path} has no table that begins with "${head}"`);
  let end = start;
  while (lines[end].startsWith('|')) end += 1;
  lines.splice(end, 0, row);
  tree.write(path, lines.join('\n'));
}

/** Refuses names that the package has already. */
function assertNew(tree, folder) {
  if (tree.exists(folder)) throw new Error(`${folder} is there already; choose another name`);
}

module.exports = { addExport, addRow, assertNew };
