import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';

const MB = 1_000_000;

/** Bytes that this user can still write where `path` is, or will be. */
export async function freeBytes(path: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(path);
    return bavail * bsize;
  } catch (error) {
    const parent = dirname(path);
    if (parent === path || (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return freeBytes(parent);
  }
}

/** @throws Error one line, when less than `minBytes` are free where `path` is */
export async function assertFreeSpace(path: string, minBytes: number): Promise<void> {
  const free = await freeBytes(path);
  if (free >= minBytes) return;
  throw new Error(
    `${path}: ${Math.floor(free / MB)} MB free, less than ${Math.ceil(minBytes / MB)} MB (--min-free); free space or choose another --out`,
  );
}
