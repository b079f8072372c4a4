import { unixMs, type AuditEvent } from '@perpstream/core';
import { filter, interval, map, Observable, type OperatorFunction, type SchedulerLike } from 'rxjs';
import { dashboardModel } from '../view-model/dashboard-model';
import { reduceAudit } from '../view-model/reduce-audit';
import { lineDiff } from './line-diff';
import { paintLine } from './paint';
import { screenLines, type TerminalSize } from './screen';

/** Alternate screen, no automatic line wrap, no cursor. */
const ENTER_SCREEN = '\u001b[?1049h\u001b[?7l\u001b[?25l';

/** Write this when the view is over: cursor and line wrap come back, and what was on the terminal before. */
export const restoreTerminal = '\u001b[0m\u001b[?25h\u001b[?7h\u001b[?1049l';

/** How the terminal view is drawn. */
export type TerminalViewOptions = {
  /** Times the redraws; a real one while the bot is live, so that a dead feed shows. */
  readonly scheduler: SchedulerLike;
  /** The size of the terminal, asked before each redraw. */
  readonly size: () => TerminalSize;
  /** Shown at the top left: product, mode, network. */
  readonly title: string;
  /** Time between redraws in milliseconds, > 0; 250 when absent. */
  readonly redrawMs?: number;
  /** Colours; true when absent. */
  readonly color?: boolean;
  /** The time against which ages are shown, in milliseconds since the epoch. */
  readonly nowMs: () => number;
};

/**
 * Draws the running bot on a terminal: emits what is to be written to it.
 *
 * The first text comes on subscribing: it switches to the alternate screen and draws everything. From then on one text per
 * `redrawMs` at most, with the changed lines alone, or with everything after a change of the size. It redraws also while
 * no event arrives, so that ages count up and a dead feed shows. When the source completes the last state is drawn. The
 * subscriber writes `restoreTerminal` at the end, however it ends.
 *
 * A terminal of unknown size (0 columns or rows) is taken as 80 x 24.
 * @throws RangeError when `redrawMs` is not positive
 * @example
 * audit$
 *   .pipe(terminalView({ scheduler: asyncScheduler, size: () => stdout, title: 'perpstream paper', nowMs: () => clock.now() }))
 *   .subscribe((text) => stdout.write(text));
 */
export function terminalView(options: TerminalViewOptions): OperatorFunction<AuditEvent, string> {
  const { scheduler, size, title, redrawMs = 250, color = true, nowMs } = options;
  if (!(redrawMs > 0)) throw new RangeError(`redrawMs must be > 0, was ${redrawMs}`);
  return (source$) =>
    new Observable((subscriber) => {
      let model = dashboardModel();
      const diff = lineDiff();
      const redraw = (): string => {
        const extent = knownSize(size());
        const lines = screenLines(model, extent, title, unixMs(nowMs()));
        return diff.update(
          lines.map((line) => paintLine(line, color)),
          extent,
        );
      };
      const error = (cause: unknown): void => subscriber.error(cause);
      subscriber.next(`${ENTER_SCREEN}${redraw()}`);
      const changes$ = interval(redrawMs, scheduler).pipe(map(redraw), filter(isChange));
      subscriber.add(changes$.subscribe({ next: (text) => subscriber.next(text), error }));
      subscriber.add(
        source$.subscribe({
          next: (event) => {
            model = reduceAudit(model, event);
          },
          error,
          complete: () => {
            const last = redraw();
            if (isChange(last)) subscriber.next(last);
            subscriber.complete();
          },
        }),
      );
    });
}

function isChange(text: string): boolean {
  return text !== '';
}

function knownSize({ columns, rows }: TerminalSize): TerminalSize {
  return { columns: columns > 0 ? Math.floor(columns) : 80, rows: rows > 0 ? Math.floor(rows) : 24 };
}
