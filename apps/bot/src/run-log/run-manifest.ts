import { createHash } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type WrittenRecording } from '@perpstream/connection';
import { type MarketId } from '@perpstream/core';
import { type BotConfig } from '../config/config-schema';
import { UsageError } from '../errors';
import { type RunSummary } from '../run/run-summary';

/** Version of the folder's layout. */
const FORMAT_VERSION = 1;

/** An input file that is complete. `isCut`: its writer was killed, and the last line before that may be missing. */
export type ListedSegment = WrittenRecording & { readonly isCut?: true };

/** A later start of a recorder on the same folder. */
export type ResumedSession = { readonly startedAt: string; readonly version: string; readonly firstSegment: string };

/** What a run log says about its run, in `manifest.json`. */
export type RunManifest = {
  readonly formatVersion: number;
  readonly product: string;
  readonly version: string;
  readonly command: string;
  readonly network: string;
  readonly seed: number;
  readonly config: BotConfig;
  /** sha256 of the configuration as JSON. */
  readonly configHash: string;
  readonly startedAt: string;
  /** What a recording holds, when its configuration does not name it. */
  readonly markets?: readonly MarketId[];
  readonly resumed?: readonly ResumedSession[];
  /** Input files in order. The one being written is listed once it is closed. */
  readonly segments: readonly ListedSegment[];
  readonly decisions?: WrittenRecording;
  readonly summary?: RunSummary;
};

/** What is known of a run when it starts. */
export type RunHeader = Pick<
  RunManifest,
  'version' | 'command' | 'network' | 'config' | 'startedAt' | 'markets' | 'resumed'
>;

/** Where the manifest of a run folder lies. */
export function manifestPath(folder: string): string {
  return join(folder, 'manifest.json');
}

/** Writes the manifest in one step: a kill never leaves half of one. */
export async function writeManifest(
  folder: string,
  header: RunHeader,
  state: Pick<RunManifest, 'segments' | 'decisions' | 'summary'>,
): Promise<void> {
  const { config } = header;
  const manifest: RunManifest = {
    formatVersion: FORMAT_VERSION,
    product: 'perpstream',
    ...header,
    seed: config.seed,
    configHash: createHash('sha256').update(JSON.stringify(config)).digest('hex'),
    ...state,
  };
  const temporary = `${manifestPath(folder)}.tmp`;
  await writeFile(temporary, `${JSON.stringify(manifest, undefined, 2)}\n`);
  await rename(temporary, manifestPath(folder));
}

/** @throws UsageError one line, when there is no manifest or it is not readable */
export async function readManifest(folder: string): Promise<RunManifest> {
  let text: string;
  try {
    text = await readFile(manifestPath(folder), 'utf8');
  } catch {
    throw new UsageError(`${folder} is no run folder: it holds no manifest.json`);
  }
  try {
    const manifest = JSON.parse(text) as RunManifest;
    if (Array.isArray(manifest.segments)) return manifest;
  } catch {
    // Told below, like JSON of another kind.
  }
  throw new UsageError(
    `${manifestPath(folder)}: not the manifest of a run; restore it, or read the segments one by one`,
  );
}
