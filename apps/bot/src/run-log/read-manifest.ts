import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseConfig } from '../config/load-config';
import { type BotConfig } from '../config/config-schema';
import { UsageError } from '../errors';

/**
 * The configuration with which a run was made, so that its replay takes the same decisions; undefined for a bare
 * recording, which has none.
 *
 * @throws UsageError one line, when the manifest is broken
 */
export async function configOfRun(path: string): Promise<BotConfig | undefined> {
  const isFolder = await stat(path).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
  if (!isFolder) return undefined;
  const file = join(path, 'manifest.json');
  if (!existsSync(file)) {
    throw new UsageError(
      `${path} is no run folder: it holds no manifest.json; give a run folder or a *.frames.gz file`,
    );
  }
  let manifest: unknown;
  try {
    manifest = JSON.parse(await readFile(file, 'utf8'));
  } catch {
    throw new UsageError(`${file}: not readable as JSON; give the configuration of the run with --config`);
  }
  if (typeof manifest !== 'object' || manifest === null || !('config' in manifest)) {
    throw new UsageError(`${file}: has no "config"; give the configuration of the run with --config`);
  }
  return parseConfig(manifest.config, file);
}
