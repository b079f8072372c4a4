import { Observable, type MonoTypeOperatorFunction, type SchedulerLike, type Subscription } from 'rxjs';
import type { MarketId } from '../units/market-id';

/**
 * `debounceTime` for each market on its own: emits the latest value of a market once that market was silent for
 * `quietMs`. Busy markets never hold up quiet ones. On completion the waiting values are emitted, in order of arrival.
 *
 * @param quietMs >= 0, in the time of the scheduler
 * @throws RangeError when `quietMs` is negative or not a number
 * @example wanted$.pipe(debounceByMarket(2_000, scheduler))
 */
export function debounceByMarket<T extends { readonly marketId: MarketId }>(
  quietMs: number,
  scheduler: SchedulerLike,
): MonoTypeOperatorFunction<T> {
  if (!(quietMs >= 0)) throw new RangeError(`quietMs must be >= 0, was ${quietMs}`);
  return (source$) =>
    new Observable((subscriber) => {
      const waiting = new Map<MarketId, { readonly value: T; readonly timer: Subscription }>();
      const emit = (marketId: MarketId): void => {
        const held = waiting.get(marketId);
        if (held === undefined) return;
        waiting.delete(marketId);
        held.timer.unsubscribe();
        subscriber.next(held.value);
      };
      subscriber.add(() => waiting.forEach(({ timer }) => timer.unsubscribe()));
      return source$.subscribe({
        next: (value) => {
          const { marketId } = value;
          waiting.get(marketId)?.timer.unsubscribe();
          waiting.delete(marketId);
          waiting.set(marketId, { value, timer: scheduler.schedule(() => emit(marketId), quietMs) });
        },
        error: (error: unknown) => subscriber.error(error),
        complete: () => {
          [...waiting.keys()].forEach(emit);
          subscriber.complete();
        },
      });
    });
}
