#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runCommandLine } from './command-line';
import { endWhenNobodyReads } from './run/end-when-nobody-reads';

const root = fileURLToPath(new URL('../', import.meta.url));
const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as { readonly version: string };

endWhenNobodyReads(process);
process.exitCode = await runCommandLine(process.argv.slice(2), {
  version,
  demoConfig: `${root}config/short-horizon.yaml`,
});
