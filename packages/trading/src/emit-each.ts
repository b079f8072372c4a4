import { Observable, type OperatorFunction } from 'rxjs';

/**
 * Runs a step with state of its own over a stream and emits each of the values that the step returns, in order.
 *
 * The state is made anew by `create` for every subscription. All values of a step are computed before the first is
 * emitted, so a step may be entered again by what an emitted value sets off. What a step throws ends the stream.
 */
export function emitEach<In, Out>(create: () => (input: In) => readonly Out[]): OperatorFunction<In, Out> {
  return (source$) =>
    new Observable((subscriber) => {
      const step = create();
      return source$.subscribe({
        next: (input) => {
          let values: readonly Out[];
          try {
            values = step(input);
          } catch (error) {
            subscriber.error(error);
            return;
          }
          for (const value of values) subscriber.next(value);
        },
        error: (error: unknown) => subscriber.error(error),
        complete: () => subscriber.complete(),
      });
    });
}
