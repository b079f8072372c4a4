import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { checkFiles, type CheckedFile } from './check-files';
import { recordingContents, type RecordingContents } from './recording-contents';
import { readManifest, type RunManifest } from './run-manifest';

/** What a check of a recording found. */
export type RecordingReport = {
  readonly path: string;
  /** Of a run folder; a bare recording has none. */
  readonly manifest?: RunManifest;
  readonly files: readonly CheckedFile[];
  readonly contents: RecordingContents;
  /** What was recorded and is not there any more; empty when everything is. */
  readonly problems: readonly string[];
};

/**
 * Checks that a recording holds what was recorded: checksums and line counts against the manifest, every line readable,
 * no message of a connection missing.
 *
 * Where checksums prove that nothing was lost from the files, missing messages are no damage: they never came to this
 * computer. In a bare recording they are, for nothing else would show it.
 * @throws Error one line, when there is no recording at `path`
 */
export async function checkRecording(path: string): Promise<RecordingReport> {
  const isFolder = await stat(path).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
  const manifest = isFolder ? await readManifest(path) : undefined;
  const files = manifest === undefined ? [] : await checkFiles(path, manifest);
  const present = files.filter(({ name, bytes }) => bytes > 0 && name !== manifest?.decisions?.name);
  const contents = await recordingContents(isFolder ? present.map(({ name }) => join(path, name)) : [path]);
  return { path, ...(manifest && { manifest }), files, contents, problems: problemsOf(files, contents, isFolder) };
}

function problemsOf(files: readonly CheckedFile[], contents: RecordingContents, isFolder: boolean): readonly string[] {
  const damaged = files.flatMap(({ name, problem }) => (problem === undefined ? [] : [`${name} ${problem}`]));
  // That a file ends early is told once, by its state.
  const known = files.filter(({ state }) => state !== 'whole').map(({ name }) => name);
  const unreadable = contents.unreadable.filter(
    ({ where, message }) => message.startsWith('line left out') || !known.some((name) => where.includes(name)),
  );
  const gaps = isFolder ? [] : contents.messageGaps;
  return [...damaged, ...[...unreadable, ...gaps].map(({ where, message }) => `${where}: ${message}`)];
}
