import { watch, type FSWatcher } from 'node:fs';
import { type ControlInbox } from './control-inbox';

/** How often the folder is looked at even when the system reports no change in it. */
const POLL_MS = 500;

/**
 * Reads an inbox whenever something comes into it, until it is ended. The file system's own notice makes it quick; looking again
 * and again makes it sure.
 *
 * @returns what ends it; resolves when a command that is being read is done
 */
export async function watchControl(inbox: ControlInbox): Promise<() => Promise<void>> {
  await inbox.open();
  let isEnded = false;
  let reading: Promise<void> = Promise.resolve();
  let isWaiting = false;
  const read = (): void => {
    if (isWaiting || isEnded) return;
    isWaiting = true;
    reading = reading.then(() => {
      isWaiting = false;
      return isEnded ? undefined : inbox.read();
    });
  };
  const watcher = watching(inbox.path, read);
  const polling = setInterval(read, POLL_MS);
  read();
  return async () => {
    isEnded = true;
    watcher?.close();
    clearInterval(polling);
    await reading;
  };
}

/** Undefined where the system gives no notices: then polling alone has to do. */
function watching(path: string, changed: () => void): FSWatcher | undefined {
  try {
    const watcher = watch(path, { persistent: false }, changed);
    watcher.on('error', () => watcher.close());
    return watcher;
  } catch {
    return undefined;
  }
}
