import { EventScheduler, unixMs, type AuditEvent } from '@perpstream/core';
import fc from 'fast-check';
import { NEVER, of, Subject, throwError } from 'rxjs';
import { block, book, BTC, connection, START_MS } from '../../fixtures/audit-events';
import { anyEvents, healthyRun } from '../../fixtures/audit-runs';
import { dashboardModel } from '../view-model/dashboard-model';
import { reduceAudit } from '../view-model/reduce-audit';
import { paintLine } from './paint';
import { screenLines, type TerminalSize } from './screen';
import { restoreTerminal, terminalView, type TerminalViewOptions } from './terminal-view';

/** As much of a terminal as the view uses: cursor addressing, clearing, no line wrap; colours are ignored. */
class Terminal {
  #cells: string[][] = [];
  #row = 0;
  #column = 0;
  readonly modes = new Map<string, boolean>();

  constructor(private size: TerminalSize) {
    this.#clear();
  }

  get lines(): readonly string[] {
    return this.#cells.map((row) => row.join('').trimEnd());
  }

  /** A real terminal keeps what fits, somewhere; a view must not rely on it. */
  resize(size: TerminalSize): void {
    if (size.columns === this.size.columns && size.rows === this.size.rows) return;
    this.size = size;
    this.#cells = Array.from({ length: size.rows }, () => Array.from({ length: size.columns }, () => '#'));
  }

  write(text: string): void {
    for (const [token, control] of text.matchAll(/\u001b\[([0-9;?]*[A-Za-z])|[^\u001b]/gu)) {
      if (control === undefined) this.#print(token);
      else this.#control(control);
    }
  }

  #print(letter: string): void {
    if (letter < ' ') throw new Error(`a control character ${JSON.stringify(letter)} on the screen`);
    const row = this.#cells[this.#row];
    if (row === undefined || this.#column >= this.size.columns) throw new Error(`"${letter}" beyond the screen`);
    row[this.#column] = letter;
    this.#column += 1;
  }

  #control(control: string): void {
    const mode = /^\?(\d+)([hl])$/.exec(control);
    const cursor = /^(\d+);(\d+)H$/.exec(control);
    if (mode !== null) this.modes.set(mode[1]!, mode[2] === 'h');
    else if (cursor !== null) [this.#row, this.#column] = [Number(cursor[1]) - 1, Number(cursor[2]) - 1];
    else if (control === 'K') this.#cells[this.#row]?.fill(' ', Math.min(this.#column, this.size.columns - 1));
    else if (control === '2J') this.#clear();
    else if (!/^[0-9;]*m$/.test(control)) throw new Error(`unknown control sequence ${control}`);
  }

  #clear(): void {
    this.#cells = Array.from({ length: this.size.rows }, () => Array.from({ length: this.size.columns }, () => ' '));
  }
}

/** A view on a terminal, with the time in the hand of the test. */
function start(size: TerminalSize, given: Partial<TerminalViewOptions> = {}) {
  const scheduler = new EventScheduler(unixMs(START_MS));
  const audit$ = new Subject<AuditEvent>();
  const terminal = new Terminal(size);
  const texts: string[] = [];
  const extent = { current: size };
  const options = {
    scheduler,
    size: () => extent.current,
    title: 'perpstream',
    nowMs: () => scheduler.now(),
    ...given,
  };
  const subscription = audit$.pipe(terminalView(options)).subscribe({
    next: (text) => {
      texts.push(text);
      terminal.write(text);
    },
    error: () => undefined,
  });
  const resize = (to: TerminalSize): void => {
    extent.current = to;
    terminal.resize(to);
  };
  const wait = (ms: number): void => scheduler.advanceTo(unixMs(scheduler.now() + ms));
  return { audit$, scheduler, subscription, terminal, texts, resize, wait };
}

const anySize = fc.record({ columns: fc.integer({ min: 1, max: 160 }), rows: fc.integer({ min: 1, max: 50 }) });

describe('terminalView', () => {
  it('draws at once, on a cleared alternate screen without cursor and line wrap', () => {
    const { terminal, texts } = start({ columns: 80, rows: 24 });
    expect(texts).toHaveLength(1);
    expect(texts[0]).toContain('\u001b[2J');
    expect(terminal.lines[0]).toContain('perpstream');
    expect([...terminal.modes]).toEqual([
      ['1049', true],
      ['7', false],
      ['25', false],
    ]);
  });

  it('leaves a terminal that was restored as it found it', () => {
    const { terminal } = start({ columns: 80, rows: 24 });
    terminal.write(restoreTerminal);
    expect(Object.fromEntries(terminal.modes)).toEqual({ 1049: false, 7: true, 25: true });
  });

  it('shows what a full drawing shows, after any sequence of events, pauses and changes of size', () => {
    type Step = { readonly events: readonly AuditEvent[]; readonly newSize?: TerminalSize; readonly waitMs: number };
    const step: fc.Arbitrary<Step> = fc.record(
      {
        events: fc.array(fc.constantFrom(...anyEvents), { maxLength: 8 }),
        newSize: anySize,
        // A redraw falls on the end of every step.
        waitMs: fc.integer({ min: 1, max: 60 }).map((redraws) => redraws * 250),
      },
      { requiredKeys: ['events', 'waitMs'] },
    );
    fc.assert(
      fc.property(anySize, fc.array(step, { maxLength: 12 }), fc.boolean(), (firstSize, steps, color) => {
        const { audit$, scheduler, terminal, resize, wait } = start(firstSize, { color });
        let model = dashboardModel();
        let size = firstSize;
        for (const { events, newSize, waitMs } of steps) {
          events.forEach((event) => audit$.next(event));
          model = events.reduce(reduceAudit, model);
          if (newSize !== undefined) resize((size = newSize));
          wait(waitMs);
          const full = screenLines(model, size, 'perpstream', scheduler.now());
          expect(terminal.lines).toEqual(full.map((line) => paintLine(line, false).trimEnd()));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('writes at most once per redraw time, however many events come', () => {
    const { audit$, texts, wait } = start({ columns: 80, rows: 24 }, { redrawMs: 100 });
    for (let index = 0; index < 1_000; index += 1) {
      audit$.next(book(BTC, 100 + index, 101 + index, index));
      wait(1);
    }
    expect(texts.length).toBeLessThanOrEqual(11);
    expect(texts.length).toBeGreaterThan(8);
  });

  it('writes changed lines alone', () => {
    const { audit$, texts, wait } = start({ columns: 80, rows: 24 });
    healthyRun().forEach((event) => audit$.next(event));
    wait(1_000);
    texts.length = 0;
    audit$.next(block(20_000_002, 1_000));
    wait(250);
    expect(texts.join('')).not.toContain('\u001b[2J');
    const rows = [...texts.join('').matchAll(/\u001b\[(\d+);1H/g)].map(([, row]) => Number(row));
    // The title with block and time, and the two markets, whose age counts up.
    expect(rows).toEqual([1, 6, 7]);
  });

  it('counts up while nothing arrives, so that a dead feed shows', () => {
    const { audit$, terminal, wait } = start({ columns: 80, rows: 24 });
    audit$.next(connection({ kind: 'open', connection: 0, connectionId: 'x' }));
    wait(250);
    expect(terminal.lines[1]).toContain('LIVE 1/1');
    wait(7_000);
    expect(terminal.lines[1]).toBe(' NO DATA 7s');
    wait(2_000);
    expect(terminal.lines[1]).toBe(' NO DATA 9s');
  });

  it('takes a terminal of unknown size as 80 x 24', () => {
    const { terminal } = start({ columns: 80, rows: 24 }, { size: () => ({ columns: 0, rows: NaN }) });
    expect(terminal.lines[0]?.length).toBe(80);
  });

  it('draws the last state and completes with the source', () => {
    const { audit$, subscription, terminal, scheduler } = start({ columns: 80, rows: 24 });
    audit$.next(block(7, 0));
    audit$.complete();
    expect(terminal.lines[0]).toContain('block 7');
    expect(subscription.closed).toBe(true);
    expect(scheduler.pending).toBe(0);
  });

  it('passes an error of the source on, and stops its timer', () => {
    const scheduler = new EventScheduler();
    const options = { scheduler, size: () => ({ columns: 80, rows: 24 }), title: '', nowMs: () => 0 };
    let failure: unknown;
    throwError(() => new Error('over'))
      .pipe(terminalView(options))
      .subscribe({ error: (error: unknown) => (failure = error) });
    expect(failure).toEqual(new Error('over'));
    expect(scheduler.pending).toBe(0);
  });

  it('fails, and does not crash the process, when the terminal cannot be asked for its size', () => {
    const scheduler = new EventScheduler();
    let asked = 0;
    const size = (): TerminalSize => {
      asked += 1;
      if (asked > 1) throw new Error('no terminal');
      return { columns: 80, rows: 24 };
    };
    let failure: unknown;
    NEVER.pipe(terminalView({ scheduler, size, title: '', nowMs: () => scheduler.now() })).subscribe({
      error: (error: unknown) => (failure = error),
    });
    scheduler.advanceTo(unixMs(250));
    expect(failure).toEqual(new Error('no terminal'));
  });

  it('stops its timer and leaves the source when its reader leaves', () => {
    const { audit$, scheduler, subscription } = start({ columns: 80, rows: 24 });
    subscription.unsubscribe();
    expect(scheduler.pending).toBe(0);
    expect(audit$.observed).toBe(false);
  });

  it('starts fresh with each subscription', () => {
    const scheduler = new EventScheduler();
    const options = { scheduler, size: () => ({ columns: 80, rows: 24 }), title: 't', nowMs: () => 0, color: false };
    const view$ = of(block(7)).pipe(terminalView(options));
    const texts: string[][] = [[], []];
    texts.forEach((list) => view$.subscribe((text) => list.push(text)));
    expect(texts[0]?.join('')).toContain('block 7');
    expect(texts[0]).toEqual(texts[1]);
  });

  it.each([0, -1, NaN])('refuses to redraw every %p ms', (redrawMs) => {
    const options = {
      scheduler: new EventScheduler(),
      size: () => ({ columns: 80, rows: 24 }),
      title: '',
      nowMs: () => 0,
    };
    expect(() => terminalView({ ...options, redrawMs })).toThrow('redrawMs must be > 0');
  });
});
