import { type Input, type MarketFeed, type Tick } from '@perpstream/core';
import { asyncScheduler, interval, map, merge, type Observable } from 'rxjs';
import { systemNowUs } from './system-clock';

/** How often a live run is told that time passes while no data arrive. */
const TICK_MS = 50;

/** The inputs of a live run: what the feed delivers, and ticks of this computer's clock. */
export function liveInputs(feed: MarketFeed): Observable<Input> {
  const ticks$ = interval(TICK_MS, asyncScheduler).pipe(map((): Tick => ({ kind: 'tick', receivedUs: systemNowUs() })));
  return merge(feed.events$, ticks$);
}
