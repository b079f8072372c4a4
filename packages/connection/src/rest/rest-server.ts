import { type SchedulerLike } from 'rxjs';
import { defaultRateLimit, rateGroupOf, type RateGroup } from './rate-budget';
import { RateWindow } from './rate-window';
import { RequestQueue } from './request-queue';
import { ServerHealth } from './server-health';

/** A server is preferred to those named before it only when its score is better by more than this. */
const CLEARLY_BETTER = 0.1;

/** One base URL of the REST interface: its health, and its queues, one for each group of paths that it counts apart. */
export class RestServer {
  readonly health: ServerHealth = new ServerHealth();
  readonly #queues = new Map<RateGroup, RequestQueue>();

  constructor(
    readonly url: string,
    private readonly share: number,
    private readonly scheduler: SchedulerLike,
  ) {}

  queueOf(path: string): RequestQueue {
    const group = rateGroupOf(path);
    let queue = this.#queues.get(group);
    if (queue === undefined) {
      queue = new RequestQueue(new RateWindow(defaultRateLimit(group), this.share), this.scheduler);
      this.#queues.set(group, queue);
    }
    return queue;
  }
}

/** The server to ask: of those that were not tried yet the healthiest one, at equal health the one named first. */
export function chooseServer(
  servers: readonly RestServer[],
  tried: ReadonlySet<RestServer>,
  nowMs: number,
): RestServer {
  const fresh = servers.filter((server) => !tried.has(server));
  return (fresh.length > 0 ? fresh : servers).reduce((best, server) =>
    server.health.scoreAt(nowMs) > best.health.scoreAt(nowMs) + CLEARLY_BETTER ? server : best,
  );
}
