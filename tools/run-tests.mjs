/** Runs the checks of the workspace with node's own test runner and leaves the result as TAP. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const files = readdirSync(here, { recursive: true }).filter((name) => name.endsWith('.test.mjs'));
mkdirSync(`${here}coverage`, { recursive: true });
const reporters = ['spec', 'stdout', 'tap', 'coverage/results.tap'];
const flags = reporters.map((value, index) =>
  index % 2 === 0 ? `--test-reporter=${value}` : `--test-reporter-destination=${value}`,
);
const { status } = spawnSync(process.execPath, ['--test', ...flags, ...files], { cwd: here, stdio: 'inherit' });
process.exitCode = status ?? 1;
