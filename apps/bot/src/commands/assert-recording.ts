import { existsSync } from 'node:fs';
import { UsageError } from '../errors';

/** @throws UsageError when there is no file or folder at `path` */
export function assertRecording(path: string): void {
  if (existsSync(path)) return;
  throw new UsageError(`${path}: no such recording or run folder; give a *.frames.gz file or the folder of a run`);
}
