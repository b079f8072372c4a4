import { mkdtemp, rmdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { loadConfig } from '../config/load-config';
import { freeBytes } from '../run-log/free-space';
import { fine, trouble, type DoctorCheck } from './doctor-check';

const MB = 1_000_000;
const LEAST_FREE_MB = 500;
const ENOUGH_FREE_MB = 5_000;

/** Rights beyond those of the owner. */
const OF_OTHERS = 0o077;

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Whether the configuration can be used. */
export async function checkConfig(file: string | undefined): Promise<DoctorCheck> {
  try {
    await loadConfig(file);
    return fine('config', file ?? 'the defaults');
  } catch (error) {
    return trouble('config', 'fail', reasonOf(error), 'compare with apps/bot/config/example.yaml');
  }
}

/** Whether runs can be logged: the folder is writable, and there is room. */
export async function checkDisk(folder: string): Promise<DoctorCheck> {
  try {
    await tryWriting(folder);
    const freeMb = Math.floor((await freeBytes(folder)) / MB);
    const found = `${folder} is writable, ${freeMb} MB free`;
    if (freeMb >= ENOUGH_FREE_MB) return fine('disk', found);
    return trouble(
      'disk',
      freeMb < LEAST_FREE_MB ? 'fail' : 'warn',
      found,
      'free space, or choose another folder with --out',
    );
  } catch (error) {
    return trouble(
      'disk',
      'fail',
      `${folder} cannot be written: ${reasonOf(error)}`,
      'choose another folder with --out',
    );
  }
}

/** In the folder, or where it would be made. */
async function tryWriting(folder: string): Promise<void> {
  try {
    await rmdir(await mkdtemp(join(folder, '.doctor-')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || dirname(folder) === folder) throw error;
    await tryWriting(dirname(folder));
  }
}

/** Whether a key file is one, is ours, and nobody else can read it. Its content is not read. */
export async function checkKeyFile(file: string): Promise<DoctorCheck> {
  try {
    const entry = await stat(file);
    if (!entry.isFile()) return trouble('key file', 'fail', `${file} is no file`, 'give the file with the key');
    const { mode, uid } = entry;
    if (process.getuid === undefined)
      return fine('key file', `${file} is there; its rights mean nothing on this system`);
    if (uid !== process.getuid()) {
      return trouble('key file', 'fail', `${file} belongs to another user (${uid})`, `sudo chown $USER ${file}`);
    }
    const rights = (mode & 0o777).toString(8).padStart(4, '0');
    if ((mode & OF_OTHERS) === 0) return fine('key file', `${file} is yours alone (${rights})`);
    return trouble('key file', 'fail', `${file} can be read by others (${rights})`, `chmod 600 ${file}`);
  } catch (error) {
    return trouble(
      'key file',
      'fail',
      `${file} cannot be found: ${reasonOf(error)}`,
      'check the path given with --key-file',
    );
  }
}
