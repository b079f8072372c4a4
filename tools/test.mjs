/** Everything a contributor must see green: lint, types, tests, builds and format. Ends with the number of tests. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

function succeeds(name, args) {
  process.stdout.write(`\n== ${name}\n`);
  const env = { ...process.env, NX_TUI: 'false' };
  return spawnSync('npx', ['--no-install', ...args], { cwd: root, stdio: 'inherit', env }).status === 0;
}

/** Every project of the workspace, as folders. */
function projectFolders() {
  const inside = (folder) => readdirSync(`${root}${folder}`).map((name) => `${folder}/${name}`);
  return [...inside('packages'), ...inside('apps'), 'examples', 'tools'];
}

/** The results that a project's test run left: of jest (JSON) or of node's own runner (TAP). */
function resultsOf(folder) {
  const jest = `${root}${folder}/coverage/results.json`;
  if (existsSync(jest)) {
    const { numPassedTests, numFailedTests, numPendingTests, numRuntimeErrorTestSuites } = JSON.parse(
      readFileSync(jest, 'utf8'),
    );
    return { passed: numPassedTests, failed: numFailedTests + numRuntimeErrorTestSuites, skipped: numPendingTests };
  }
  const tap = `${root}${folder}/coverage/results.tap`;
  if (!existsSync(tap)) return { passed: 0, failed: 0, skipped: 0 };
  const text = readFileSync(tap, 'utf8');
  const count = (word) => Number(new RegExp(`^# ${word} (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
  return { passed: count('pass'), failed: count('fail'), skipped: count('skipped') };
}

const isGreen = [
  succeeds('format', ['prettier', '--check', '--log-level', 'warn', '.']),
  succeeds('lint, types, tests, builds', [
    'nx',
    'run-many',
    '-t',
    'lint',
    'typecheck',
    'test',
    'build',
    '--parallel=2',
    '--outputStyle=static',
  ]),
].every(Boolean);

const totals = projectFolders()
  .map(resultsOf)
  .reduce((sum, one) => ({
    passed: sum.passed + one.passed,
    failed: sum.failed + one.failed,
    skipped: sum.skipped + one.skipped,
  }));
process.exitCode = isGreen && totals.failed === 0 && totals.passed > 0 ? 0 : 1;
if (!isGreen) process.stdout.write('\nsomething above is red\n');
const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : '';
process.stdout.write(`\ntests: ${totals.passed} passed, ${totals.failed} failed${skipped}\n`);
