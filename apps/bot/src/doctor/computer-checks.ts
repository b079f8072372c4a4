import { totalmem } from 'node:os';
import { getHeapStatistics } from 'node:v8';
import { fine, trouble, type DoctorCheck } from './doctor-check';

const MB = 1_000_000;

/** The oldest Node that the bot is tested on. */
const OLDEST_NODE = [20, 19] as const;

/** A run stays below this; less leaves it no room. */
const LEAST_MEMORY_MB = 512;
const ENOUGH_MEMORY_MB = 1_000;

/** Whether this Node is new enough. */
export function checkNode(version: string = process.versions.node): DoctorCheck {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return fine('node', version);
  return trouble(
    'node',
    'fail',
    `${version} is too old`,
    `install Node ${OLDEST_NODE.join('.')} or newer, for example 24`,
  );
}

/** What bounds the memory of this process, in bytes. */
export type MemoryBounds = {
  readonly totalBytes: number;
  /** Of the container or control group; 0 when there is none. */
  readonly constrainedBytes: number;
  readonly heapLimitBytes: number;
};

function memoryBounds(): MemoryBounds {
  const constrainedBytes = process.constrainedMemory();
  return { totalBytes: totalmem(), constrainedBytes, heapLimitBytes: getHeapStatistics().heap_size_limit };
}

/** Whether the computer, its container and Node leave the bot enough memory. */
export function checkMemory(bounds: MemoryBounds = memoryBounds()): DoctorCheck {
  const { totalBytes, constrainedBytes, heapLimitBytes } = bounds;
  // Without a limit some systems state 0, others a number beyond all memory.
  const isConstrained = constrainedBytes > 0 && constrainedBytes < totalBytes;
  const memoryMb = Math.floor((isConstrained ? constrainedBytes : totalBytes) / MB);
  const heapMb = Math.floor(heapLimitBytes / MB);
  const found = `${memoryMb} MB ${isConstrained ? 'for this container' : 'in this computer'}, ${heapMb} MB of it for Node's heap`;
  const leastMb = Math.min(memoryMb, heapMb);
  if (leastMb >= ENOUGH_MEMORY_MB) return fine('memory', found);
  const advice =
    heapMb < memoryMb
      ? 'raise the heap: NODE_OPTIONS=--max-old-space-size=1024'
      : 'give the bot 1 GB: a larger container, or fewer markets';
  return trouble('memory', leastMb < LEAST_MEMORY_MB ? 'fail' : 'warn', found, advice);
}

/** The time zone, which matters nowhere. */
export function checkTimeZone(): DoctorCheck {
  return fine('time zone', `${Intl.DateTimeFormat().resolvedOptions().timeZone}; does not matter, all times are UTC`);
}
