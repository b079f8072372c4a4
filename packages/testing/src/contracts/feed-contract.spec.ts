import type { FeedEvent, Frame, MarketFeed } from '@perpstream/core';
import {
  asapScheduler,
  concatMap,
  finalize,
  from,
  map,
  NEVER,
  Observable,
  observeOn,
  of,
  share,
  take,
  throwError,
} from 'rxjs';
import { describeFeedContract } from './describe-feed-contract';
import { feedContract } from './feed-contract';
import type { FeedSubject, OpenableFeed } from './feed-subject';

const WAIT_MS = 25;

const frame = (receivedUs: number, given: Partial<Frame> = {}): Frame => ({
  kind: 'frame',
  receivedUs,
  connection: 0,
  text: `{"at":${receivedUs}}`,
  ...given,
});

const connecting: FeedEvent = {
  kind: 'connection',
  receivedUs: 0,
  state: { kind: 'connecting', connection: 0, attempt: 1 },
};

const recorded: readonly FeedEvent[] = [connecting, ...Array.from({ length: 30 }, (_, index) => frame(index * 10))];

/** Counts what is open while events$ is subscribed. */
function counted(events$: Observable<FeedEvent>): {
  readonly opened$: Observable<FeedEvent>;
  readonly open: () => number;
} {
  let count = 0;
  const opened$ = new Observable<FeedEvent>((subscriber) => {
    count += 1;
    return events$.pipe(finalize(() => (count -= 1))).subscribe(subscriber);
  });
  return { opened$, open: () => count };
}

/** A recording: every reader has it to itself. */
function recording(events: readonly FeedEvent[] = recorded): OpenableFeed {
  const { opened$, open } = counted(from(events));
  return { feed: { events$: opened$ }, openResources: open };
}

/** A live source that never ends: one socket for all readers, numbered anew at each opening. */
function live(wrap: (events$: Observable<FeedEvent>) => Observable<FeedEvent> = share()): OpenableFeed {
  let nextUs = 0;
  const socket$ = new Observable<FeedEvent>((subscriber) => {
    const startUs = (nextUs += 1_000);
    return from(recorded)
      .pipe(
        map((event) => ({ ...event, receivedUs: startUs + event.receivedUs })),
        concatMap((event) => of(event).pipe(observeOn(asapScheduler))),
      )
      .subscribe({ next: (event) => subscriber.next(event) });
  });
  const { opened$, open } = counted(socket$);
  return { feed: { events$: wrap(opened$) }, openResources: open };
}

const withEvents = (change: (feed: MarketFeed) => MarketFeed) => (): OpenableFeed => {
  const { feed, openResources } = recording();
  return { feed: change(feed), openResources };
};

async function broken(create: FeedSubject['create']): Promise<string[]> {
  const failed: string[] = [];
  for (const { promise, verify } of feedContract) {
    try {
      await verify({ name: 'broken', create, waitMs: WAIT_MS });
    } catch {
      failed.push(promise);
    }
  }
  return failed;
}

describeFeedContract({ name: 'a recording', create: () => recording() });
describeFeedContract({ name: 'a live feed', create: () => Promise.resolve(live()) });

describe('feedContract', () => {
  it('accepts a feed that keeps every promise', async () => {
    expect(await broken(() => recording())).toEqual([]);
    expect(await broken(() => live())).toEqual([]);
  });

  it('rejects a feed that is open before anybody reads it', async () => {
    const eager = (): OpenableFeed => {
      const { feed, openResources } = recording();
      return { feed, openResources: () => openResources() + 1 };
    };
    expect(await broken(eager)).toContain('opens when it is subscribed, not before');
  });

  it('rejects a silent feed', async () => {
    const silent = (): OpenableFeed => ({ feed: { events$: NEVER }, openResources: () => 0 });
    expect(await broken(silent)).toContain('opens when it is subscribed, not before');
  });

  it.each<[string, readonly Frame[]]>([
    ['times that fall', [frame(20), frame(10)]],
    ['times with fractions', [frame(0.5), frame(1)]],
    ['a nameless connection', [frame(1, { connection: NaN }), frame(2)]],
    ['a line end in a frame', [frame(1, { text: '{\n}' }), frame(2)]],
  ])('rejects %s', async (_, frames) => {
    expect(await broken(() => recording(frames))).toEqual(['delivers one-line frames in order of their receive time']);
  });

  it('rejects a feed that stays open', async () => {
    const leaking = (): OpenableFeed =>
      live((events$) => {
        const kept$ = events$.pipe(share({ resetOnRefCountZero: false }));
        return kept$;
      });
    expect(await broken(leaking)).toEqual(
      expect.arrayContaining(['closes everything when the last reader leaves', 'opens again after it was closed']),
    );
  });

  it('rejects a live feed that opens one socket per reader', async () => {
    expect(await broken(() => live((events$) => events$))).toEqual([
      'gives two readers at the same time the same frames',
    ]);
  });

  it('rejects a feed that ends for all when one reader leaves', async () => {
    const fragile = (): OpenableFeed => live((events$) => events$.pipe(take(2), share()));
    expect(await broken(fragile)).toContain('goes on for one reader when another leaves');
  });

  it('rejects a feed that cannot be opened twice', async () => {
    const once = (): OpenableFeed => {
      let openings = 0;
      return withEvents(({ events$ }) => ({
        events$: new Observable((subscriber) => ((openings += 1) > 1 ? undefined : events$.subscribe(subscriber))),
      }))();
    };
    expect(await broken(once)).toContain('opens again after it was closed');
  });

  it('rejects a feed that fails', async () => {
    const failing = withEvents(() => ({ events$: throwError(() => new Error('no network')) }));
    expect(await broken(failing)).toHaveLength(feedContract.length);
  });

  it('disposes of what was started around the feed, also after a failure', async () => {
    let disposed = 0;
    const create = (): OpenableFeed => ({ ...recording([]), dispose: () => void (disposed += 1) });
    await broken(create);
    expect(disposed).toBe(feedContract.length);
  });
});
