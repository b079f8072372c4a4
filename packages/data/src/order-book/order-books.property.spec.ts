import { Subject, type Subscription } from 'rxjs';
import { EventScheduler, unixMs, type BookUpdate, type MarketData, type UncrossPolicyName } from '@perpstream/core';
import { collectFaults, randomNumbers, type CollectedFaults } from '@perpstream/testing';
import { UnreliableFeed, REST_LAG_MS, type Trouble } from '../../fixtures/unreliable-feed';
import { orderBooks } from './order-books';

const EVICT_AFTER_MS = 5_000;
const FRAMES_PER_SEQUENCE = 10;

/** A market on an unreliable feed, with the books that are made of it. */
class Run {
  readonly feed: UnreliableFeed;
  readonly faults: CollectedFaults = collectFaults();
  readonly #scheduler = new EventScheduler();
  readonly #input$ = new Subject<MarketData>();
  readonly #running: Subscription;
  newest: BookUpdate | undefined;
  published = 0;
  hidden = 0;

  constructor(random: () => number, trouble: Trouble, uncross: UncrossPolicyName) {
    this.feed = new UnreliableFeed(random, trouble);
    const options = { scheduler: this.#scheduler, faults: this.faults, uncross, evictAfterMs: EVICT_AFTER_MS };
    this.#running = this.#input$.pipe(orderBooks({ ...options, auditLagMs: REST_LAG_MS })).subscribe((book) => {
      this.newest = book;
      this.published += 1;
      this.hidden += book.hiddenLevels;
      if (!isWhole(book) || book.policy !== uncross) throw new Error(`crossed, or of another policy: ${shown(book)}`);
    });
    this.take(this.feed.first());
  }

  take(input: MarketData): void {
    this.#scheduler.advanceTo(unixMs(this.feed.nowMs));
    this.#input$.next(input);
  }

  wait(ms: number): void {
    this.feed.nowMs += ms;
    this.#scheduler.advanceTo(unixMs(this.feed.nowMs));
  }

  end(): void {
    this.#running.unsubscribe();
    if (this.#scheduler.pending > 0) throw new Error('something is left on the scheduler');
  }
}

/** Not crossed, not locked, and the copy of the top is what the view shows. */
function isWhole({ top, view }: BookUpdate): boolean {
  const { bids, asks } = view;
  return (
    top.bidPriceUsd < top.askPriceUsd &&
    top.bidSizeBase > 0 &&
    top.askSizeBase > 0 &&
    bids.priceUsd(0) === top.bidPriceUsd &&
    bids.sizeBase(0) === top.bidSizeBase &&
    asks.priceUsd(0) === top.askPriceUsd &&
    asks.sizeBase(0) === top.askSizeBase
  );
}

const sideText = (side: BookUpdate['view']['bids']): string =>
  Array.from({ length: side.count }, (_, depth) => `${side.priceUsd(depth)} x ${side.sizeBase(depth)}`).join(', ');
const shown = ({ view }: BookUpdate): string => `${sideText(view.bids)} | ${sideText(view.asks)}`;

function truthText({ truth }: UnreliableFeed): string {
  const text = (levels: ReadonlyMap<number, number>, direction: 1 | -1): string =>
    [...levels]
      .sort(([a], [b]) => direction * (b - a))
      .map(([price, size]) => `${price} x ${size}`)
      .join(', ');
  return `${text(truth.bids, 1)} | ${text(truth.asks, -1)}`;
}

const policies: readonly UncrossPolicyName[] = ['age', 'size', 'documentation', 'subtract', 'none'];
const everyTrouble: Trouble = { lost: 0.08, duplicated: 0.1, swapped: 0.05, interrupted: 0.06, audited: 0.1 };
const orderly: Trouble = { lost: 0, duplicated: 0.1, swapped: 0, interrupted: 0.06, audited: 0.15 };

/** Whether a side shows exactly these levels, best first. */
function showsAll(side: BookUpdate['view']['bids'], truth: ReadonlyMap<number, number>, direction: 1 | -1): boolean {
  let before = Infinity;
  for (let depth = 0; depth < side.count; depth += 1) {
    const key = direction * side.priceUsd(depth);
    if (key >= before || truth.get(side.priceUsd(depth)) !== side.sizeBase(depth)) return false;
    before = key;
  }
  return side.count === truth.size;
}

/** The view of the last published book reads through, so it shows what the book has become since. */
function expectTruth({ feed, newest }: Run): void {
  if (newest === undefined) return;
  const { bids, asks } = newest.view;
  const isTrue = showsAll(bids, feed.truth.bids, 1) && showsAll(asks, feed.truth.asks, -1);
  if (!isTrue) expect(shown(newest)).toBe(truthText(feed));
}

describe('orderBooks on an unreliable feed', () => {
  const sequences = 14_500;

  it.each(policies)(`R17, R6: is never crossed or locked, and heals: ${sequences} sequences by %s`, (uncross) => {
    const random = randomNumbers(1 + policies.indexOf(uncross));
    const seen = { hidden: 0, mismatches: 0, published: 0 };
    for (let sequence = 0; sequence < sequences; sequence += 1) {
      const run = new Run(random, everyTrouble, uncross);
      for (let frame = 0; frame < FRAMES_PER_SEQUENCE; frame += 1) run.take(run.feed.next());
      for (const input of run.feed.settle()) run.take(input);
      // Once nothing is hidden any more, one audit is enough whatever the policy.
      run.wait(3 * EVICT_AFTER_MS);
      run.take(run.feed.audit(0));
      expectTruth(run);
      seen.hidden += run.hidden;
      seen.published += run.published;
      seen.mismatches += run.faults.faults.filter(({ kind }) => kind === 'book-mismatch').length;
      run.end();
    }
    expect(seen.published).toBeGreaterThan(sequences * FRAMES_PER_SEQUENCE * 0.5);
    expect(seen.mismatches).toBeGreaterThan(sequences * 0.5);
    if (uncross !== 'none') expect(seen.hidden).toBeGreaterThan(sequences * 0.5);
  });

  it(`R6: shows the truth right after one audit by the default policy: ${sequences} sequences`, () => {
    const random = randomNumbers(11);
    let crossedBefore = 0;
    for (let sequence = 0; sequence < sequences; sequence += 1) {
      const run = new Run(random, everyTrouble, 'age');
      for (let frame = 0; frame < FRAMES_PER_SEQUENCE; frame += 1) run.take(run.feed.next());
      for (const input of run.feed.settle()) run.take(input);
      run.wait(REST_LAG_MS);
      if ((run.newest?.hiddenLevels ?? 0) > 0) crossedBefore += 1;
      run.take(run.feed.audit(0, 0));
      expectTruth(run);
      run.end();
    }
    expect(crossedBefore).toBeGreaterThan(sequences * 0.05);
  });

  it(`shows the truth after every frame of an orderly stream, and audits leave it alone: ${sequences} sequences`, () => {
    const random = randomNumbers(12);
    for (let sequence = 0; sequence < sequences; sequence += 1) {
      const run = new Run(random, orderly, policies[sequence % policies.length]!);
      for (let frame = 0; frame < FRAMES_PER_SEQUENCE; frame += 1) {
        const input = run.feed.next();
        run.take(input);
        if (input.kind === 'book-change' || input.kind === 'book-audit') expectTruth(run);
      }
      expect(run.faults.faults.filter(({ kind }) => kind === 'book-mismatch')).toEqual([]);
      run.end();
    }
  });
});
