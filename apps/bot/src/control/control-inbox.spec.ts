import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ControlCommand } from './control-command';
import { ControlInbox } from './control-inbox';

const NOW_MS = Date.UTC(2026, 0, 1);

/** A run folder with an inbox, and what its reader heard. */
class Desk {
  readonly run = mkdtempSync(join(tmpdir(), 'perpstream-control-'));
  readonly commands: ControlCommand[] = [];
  readonly faults: string[] = [];
  nowMs = NOW_MS;
  readonly inbox = new ControlInbox(
    this.run,
    {
      command: (command) => `did ${command.command}, number ${this.commands.push(command)}`,
      fault: (file, message) => this.faults.push(`${file.slice(this.run.length + 1)}: ${message}`),
    },
    () => this.nowMs,
  );

  path(...names: string[]): string {
    return join(this.run, 'control', ...names);
  }

  /** @param ageMs how long ago it was written */
  put(name: string, text = '', ageMs = 5_000): void {
    writeFileSync(this.path(name), text);
    const changed = (NOW_MS - ageMs) / 1_000;
    utimesSync(this.path(name), changed, changed);
  }

  json(...names: string[]): unknown {
    return JSON.parse(readFileSync(this.path(...names), 'utf8'));
  }

  names(): string[] {
    return this.commands.map(({ command }) => command);
  }
}

async function opened(): Promise<Desk> {
  const desk = new Desk();
  await desk.inbox.open();
  return desk;
}

describe('ControlInbox', () => {
  it('R31: takes a file by hand, moves it away and answers', async () => {
    const desk = await opened();
    desk.put('FLATTEN');
    await desk.inbox.read();
    await desk.inbox.read();
    expect(desk.commands).toEqual([{ command: 'flatten' }]);
    expect(readdirSync(desk.path()).sort()).toEqual(['done', 'refused']);
    expect(desk.json('done', 'FLATTEN.answer.json')).toEqual({
      command: 'flatten',
      result: 'did flatten, number 1',
      at: '2026-01-01T00:00:00.000Z',
    });
    expect(desk.faults).toEqual([]);
  });

  it('R31: the same file again is the same command again', async () => {
    const desk = await opened();
    for (let time = 0; time < 2; time++) {
      desk.put('HALT');
      await desk.inbox.read();
    }
    expect(desk.names()).toEqual(['halt-new-exposure', 'halt-new-exposure']);
  });

  it('takes several in the order in which they were written', async () => {
    const desk = await opened();
    desk.put('resume', '', 1_000);
    desk.put('b-not-a-command', '', 1_500);
    desk.put('halt', '', 3_000);
    desk.put('transfer', '{"amountUsd":5}', 2_000);
    await desk.inbox.read();
    expect(desk.names()).toEqual(['halt-new-exposure', 'transfer', 'resume']);
  });

  it('moves aside what is no command, as one fault with the reason', async () => {
    const desk = await opened();
    desk.put('FLATEN');
    desk.put('trade', 'x'.repeat(5_000));
    mkdirSync(desk.path('halt'));
    symlinkSync('/etc/hostname', desk.path('flatten'));
    await desk.inbox.read();
    await desk.inbox.read();
    expect(desk.commands).toEqual([]);
    expect(desk.faults.sort()).toEqual([
      'control/FLATEN: no command: no command is called so; there are halt, flatten, resume, transfer, trade; moved to control/refused',
      'control/flatten: no command: not a file of at most 4096 bytes; moved to control/refused',
      'control/halt: no command: not a file of at most 4096 bytes; moved to control/refused',
      'control/trade: no command: not a file of at most 4096 bytes; moved to control/refused',
    ]);
    expect(desk.json('refused', 'FLATEN.answer.json')).toHaveProperty('refused');
    expect(existsSync(desk.path('refused', 'halt'))).toBe(true);
  });

  it('leaves alone what is being written, until it had time enough', async () => {
    const desk = await opened();
    desk.put('transfer', '{"amount', 500);
    desk.put('.halt.17');
    await desk.inbox.read();
    expect([...desk.faults, ...desk.commands]).toEqual([]);
    desk.put('transfer', '{"amountUsd":-3}', 400);
    await desk.inbox.read();
    expect(desk.commands).toEqual([{ command: 'transfer', amountUsd: -3 }]);
    desk.put('transfer', '{"amount', 500);
    desk.nowMs += 500;
    await desk.inbox.read();
    expect(desk.faults).toEqual([
      'control/transfer: no command: the content must be one JSON object; moved to control/refused',
    ]);
  });

  it('says once that its folder is gone, and makes it again', async () => {
    const desk = await opened();
    rmSync(desk.path(), { recursive: true });
    writeFileSync(desk.path(), 'in the way');
    for (let time = 0; time < 3; time++) await desk.inbox.read();
    expect(desk.faults).toMatchObject([expect.stringMatching(/^control: the folder cannot be read \(Error: ENOTDIR/)]);
    rmSync(desk.path());
    await desk.inbox.read();
    desk.put('halt');
    await desk.inbox.read();
    expect(desk.names()).toEqual(['halt-new-exposure']);
    expect(desk.faults).toHaveLength(1);
  });

  it('R31: obeys a kill switch that it cannot move away, once, and no transfer', async () => {
    const desk = await opened();
    // Something is in the way, so that the files cannot be moved.
    for (const name of ['flatten', 'transfer']) mkdirSync(desk.path('done', name));
    desk.put('flatten');
    desk.put('transfer', '{"amountUsd":5}');
    await desk.inbox.read();
    await desk.inbox.read();
    expect(desk.names()).toEqual(['flatten']);
    expect(desk.faults).toHaveLength(2);
    expect(desk.faults[0]).toMatch(/^control\/flatten: the file cannot be moved away/);
    desk.put('flatten', '', 1_000);
    await desk.inbox.read();
    expect(desk.names()).toEqual(['flatten', 'flatten']);
  });

  it('obeys although the answer cannot be written', async () => {
    const desk = await opened();
    mkdirSync(desk.path('done', 'halt.answer.json'));
    desk.put('halt');
    await desk.inbox.read();
    expect(desk.names()).toEqual(['halt-new-exposure']);
    expect(desk.faults).toMatchObject([expect.stringMatching(/^control\/done\/halt: the answer cannot be written/)]);
  });
});
