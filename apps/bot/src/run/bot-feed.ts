import {
  barAuditor,
  bookAuditor,
  indexerFeed,
  indexerRest,
  marketListKeeper,
  type IndexerFeed,
  type StreamRequest,
} from '@perpstream/connection';
import { type FaultSink, type Input, type Tick } from '@perpstream/core';
import {
  asyncScheduler,
  connect,
  defer,
  interval,
  map,
  merge,
  type MonoTypeOperatorFunction,
  type Observable,
} from 'rxjs';
import { type BotConfig } from '../config/config-schema';
import { type OpenNetwork } from './open-network';
import { systemClock, systemNowUs } from './system-clock';

/** How often a live run is told that time passes while no data arrive. */
const TICK_MS = 50;

/** Everything from outside that a live run is made of, and the feed behind it. */
export type BotFeed = Pick<IndexerFeed, 'setStreams' | 'statuses'> & {
  /** What the run logs and handles: frames, states of sockets and streams, REST answers, and ticks of the clock. */
  readonly inputs$: Observable<Input>;
};

/** What a live run reads and how. */
export type BotFeedOptions = {
  readonly streams: readonly StreamRequest[];
  readonly config: Pick<BotConfig, 'feed'>;
  readonly faults: FaultSink;
};

/** Answers and ticks carry times of their own, which may lie a moment before those of frames that came earlier. */
function inOrderOfTime(): MonoTypeOperatorFunction<Input> {
  return (inputs$) =>
    defer(() => {
      let latestUs = 0;
      return inputs$.pipe(
        map((input) => {
          if (input.receivedUs < latestUs) return { ...input, receivedUs: latestUs };
          latestUs = input.receivedUs;
          return input;
        }),
      );
    });
}

/** The live inputs of a network: its streams, the audits of its books, its list of markets, and the time. */
export function openBotFeed({ endpoints, listing }: OpenNetwork, { streams, config, faults }: BotFeedOptions): BotFeed {
  const { auditEveryMs, barAuditEveryMs, marketListEveryMs, silenceMs } = config.feed;
  // Only jitter is random: it decides when an input comes, never what is made of it.
  const common = { clock: systemClock, scheduler: asyncScheduler, random: Math.random, faults };
  const feed = indexerFeed({ ...common, url: endpoints.wsUrl, streams, silenceMs });
  const rest = indexerRest({ ...common, restUrl: endpoints.restUrl });
  const auditors = [
    ...(auditEveryMs > 0 ? [bookAuditor({ ...common, rest, everyMs: auditEveryMs })] : []),
    ...(barAuditEveryMs > 0 ? [barAuditor({ ...common, rest, everyMs: barAuditEveryMs })] : []),
  ];
  const audited$ = feed.events$.pipe(
    connect((events$) => merge(events$, ...auditors.map((auditor) => events$.pipe(auditor)))),
  );
  const lists$ = marketListKeeper({ ...common, rest, everyMs: marketListEveryMs, latest: listing });
  const ticks$ = interval(TICK_MS, asyncScheduler).pipe(map((): Tick => ({ kind: 'tick', receivedUs: systemNowUs() })));
  return {
    inputs$: merge(audited$, lists$, ticks$).pipe(inOrderOfTime()),
    setStreams: (wanted) => feed.setStreams(wanted),
    statuses: () => feed.statuses(),
  };
}
