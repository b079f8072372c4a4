import { type EventEmitter } from 'node:events';

/** What of a process matters here. */
export type PrintingProcess = Pick<EventEmitter, 'emit'> & {
  readonly stdout: Pick<EventEmitter, 'on'>;
  readonly stderr: Pick<EventEmitter, 'on'>;
};

/**
 * Whoever read the output is gone, as with `| head`: the run ends in order, as on a polite kill, with its log closed.
 * Anything else that goes wrong with the output ends the process.
 */
export function endWhenNobodyReads(printing: PrintingProcess): void {
  let hasEnded = false;
  const failed = (error: NodeJS.ErrnoException): void => {
    if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_DESTROYED') throw error;
    if (hasEnded) return;
    hasEnded = true;
    printing.emit('SIGTERM', 'SIGTERM');
  };
  printing.stdout.on('error', failed);
  printing.stderr.on('error', failed);
}
