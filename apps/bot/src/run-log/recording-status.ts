import { type Input, type UnixMs } from '@perpstream/core';
import { dashboardModel, reduceAudit, streamHealth } from '@perpstream/dashboard';
import { freeBytes } from './free-space';

const GB = 1e9;

/** How a recording is doing, for a person who looks in now and then. */
export class RecordingStatus {
  #model = dashboardModel();
  #frames = 0;

  observe(input: Input): void {
    if (input.kind === 'frame') this.#frames += 1;
    if (input.kind === 'connection') this.#model = reduceAudit(this.#model, { topic: 'connection', event: input });
    if (input.kind === 'stream') this.#model = reduceAudit(this.#model, { topic: 'stream', event: input });
  }

  /** One line: `1,234 frames; 3 of 3 sockets open, 42 of 42 streams live, 99.98% of the time; 120.5 GB free`. */
  async line(folder: string, nowMs: UnixMs): Promise<string> {
    const { live, total, uptime = 0 } = streamHealth(this.#model.streams, nowMs);
    const sockets = [...this.#model.connections.values()].filter(({ state }) => state.kind !== 'closed');
    const open = sockets.filter(({ downSinceMs }) => downSinceMs === undefined).length;
    // Cut, not rounded: 100 % means that nothing was missed.
    const share = (Math.floor(uptime * 10_000) / 100).toFixed(2);
    const frames = this.#frames.toLocaleString('en-US');
    const freeGb = ((await freeBytes(folder)) / GB).toFixed(1);
    return `${frames} frames; ${open} of ${sockets.length} sockets open, ${live} of ${total} streams live, ${share}% of the time; ${freeGb} GB free`;
  }
}
