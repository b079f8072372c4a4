const { mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { dirname, join } = require('node:path');

/** All temporary files of a run of tests are in one folder, which goes when the run ends. */
module.exports = () => {
  process.env.TMPDIR = mkdtempSync(join(tmpdir(), 'perpstream-tests-'));
};

module.exports.remove = () => {
  const folder = process.env.TMPDIR;
  rmSync(folder, { recursive: true, force: true });
  process.env.TMPDIR = dirname(folder);
};
