import { lstat, mkdir, readdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { readCommand, type ControlCommand } from './control-command';
import { answerPath, controlPaths, type ControlPaths } from './control-paths';
import { writeAtomically } from './write-atomically';

/** Who carries commands out and hears of what is none. */
export type ControlReader = {
  /** @returns what came of it at once, for the answer */
  readonly command: (command: ControlCommand) => string;
  readonly fault: (file: string, message: string) => void;
};

/** A command is a few bytes; more is none. */
const MAX_BYTES = 4_096;
/** A file whose content cannot be read is left alone for so long after its last change: someone may be writing it. */
const SETTLE_MS = 1_000;

type Found = { readonly name: string; readonly changedMs: number; readonly isFile: boolean; readonly bytes: number };

/** The folder of a run into which commands are put. One reader at a time. */
export class ControlInbox {
  readonly #paths: ControlPaths;
  /** Files that could not be moved away, with their last change: each is heard once. */
  readonly #stuck = new Set<string>();
  #isGone = false;

  constructor(
    runFolder: string,
    private readonly reader: ControlReader,
    private readonly nowMs: () => number,
  ) {
    this.#paths = controlPaths(runFolder);
  }

  get path(): string {
    return this.#paths.inbox;
  }

  async open(): Promise<void> {
    await mkdir(this.#paths.done, { recursive: true });
    await mkdir(this.#paths.refused, { recursive: true });
  }

  /**
   * Takes every command that lies there, oldest first. Never fails: what goes wrong is a fault. A folder that is gone is one fault,
   * and is made again.
   */
  async read(): Promise<void> {
    try {
      if (this.#isGone) await this.open();
      for (const found of await this.#look()) await this.#take(found);
      this.#isGone = false;
    } catch (error) {
      if (!this.#isGone) this.reader.fault(this.#paths.inbox, `the folder cannot be read (${String(error)})`);
      this.#isGone = true;
    }
  }

  async #look(): Promise<readonly Found[]> {
    const names = (await readdir(this.#paths.inbox)).filter((name) => !name.startsWith('.'));
    const found = await Promise.all(names.map((name) => this.#stat(name)));
    return found
      .filter((file) => file !== undefined)
      .filter(({ name, isFile }) => isFile || !['done', 'refused'].includes(name))
      .filter((file) => !this.#stuck.has(keyOf(file)))
      .sort((a, b) => a.changedMs - b.changedMs || (a.name < b.name ? -1 : 1));
  }

  async #stat(name: string): Promise<Found | undefined> {
    const stat = await lstat(join(this.#paths.inbox, name)).catch(() => undefined);
    return stat && { name, changedMs: stat.mtimeMs, isFile: stat.isFile(), bytes: stat.size };
  }

  async #take(found: Found): Promise<void> {
    const { name, isFile, bytes, changedMs } = found;
    if (!isFile || bytes > MAX_BYTES) return this.#refuse(found, 'not a file of at most 4096 bytes');
    const text = await readFile(join(this.#paths.inbox, name), 'utf8').catch(() => undefined);
    if (text === undefined) return this.#refuse(found, 'the file cannot be read');
    const read = readCommand(name, text);
    if (read.ok) return this.#obey(found, read.command);
    if (!read.isPartial || this.nowMs() - changedMs >= SETTLE_MS) return this.#refuse(found, read.reason);
  }

  /** Moved away first: whatever happens then, a transfer is never made twice. */
  async #obey(found: Found, command: ControlCommand): Promise<void> {
    const isMoved = await this.#move(found, this.#paths.done);
    const isRepeatable = command.command !== 'transfer' && command.command !== 'trade';
    if (!isMoved && !isRepeatable) return;
    const result = this.reader.command(command);
    await this.#answer(this.#paths.done, found, { command: command.command, result });
  }

  async #refuse(found: Found, reason: string): Promise<void> {
    this.reader.fault(join(this.#paths.inbox, found.name), `no command: ${reason}; moved to control/refused`);
    await this.#move(found, this.#paths.refused);
    await this.#answer(this.#paths.refused, found, { refused: reason });
  }

  async #move(found: Found, folder: string): Promise<boolean> {
    try {
      await rename(join(this.#paths.inbox, found.name), join(folder, found.name));
      return true;
    } catch (error) {
      this.#stuck.add(keyOf(found));
      this.reader.fault(join(this.#paths.inbox, found.name), `the file cannot be moved away (${String(error)})`);
      return false;
    }
  }

  async #answer(folder: string, { name }: Found, answer: object): Promise<void> {
    const at = new Date(this.nowMs()).toISOString();
    await writeAtomically(answerPath(folder, name), `${JSON.stringify({ ...answer, at })}\n`).catch((error: unknown) =>
      this.reader.fault(join(folder, name), `the answer cannot be written (${String(error)})`),
    );
  }
}

function keyOf({ name, changedMs }: Found): string {
  return `${changedMs} ${name}`;
}
