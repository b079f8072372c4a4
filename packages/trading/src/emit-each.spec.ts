import { TestScheduler } from 'rxjs/testing';
import { EMPTY, NEVER, Subject, of } from 'rxjs';
import { emitEach } from './emit-each';

function run(test: (scheduler: Parameters<Parameters<TestScheduler['run']>[0]>[0]) => void): void {
  new TestScheduler((actual, expected) => expect(actual).toEqual(expected)).run(test);
}

/** Emits each letter as often as its place in the stream says. */
function repeat() {
  return emitEach<string, string>(() => {
    let count = 0;
    return (letter) => Array<string>(count++).fill(letter);
  });
}

describe('emitEach', () => {
  it('emits nothing, one and many values per input, in order', () => {
    run(({ cold, expectObservable }) => {
      const source$ = cold('-a-b-c-----|');
      const expected = '    ---b-(cc)--|';
      expectObservable(source$.pipe(repeat())).toBe(expected);
    });
  });

  it('passes on an error of the source', () => {
    run(({ cold, expectObservable }) => {
      expectObservable(cold('-a-b-#').pipe(repeat())).toBe('---b-#');
    });
  });

  it('completes with an empty source and waits with a silent one', () => {
    run(({ expectObservable }) => {
      expectObservable(EMPTY.pipe(repeat())).toBe('|');
      expectObservable(NEVER.pipe(repeat())).toBe('-');
    });
  });

  it('leaves the source when its reader does', () => {
    run(({ hot, expectObservable, expectSubscriptions }) => {
      const source$ = hot('-a-b-c-d-');
      const unsubscribe = '----!';
      expectObservable(source$.pipe(repeat()), unsubscribe).toBe('---b');
      expectSubscriptions(source$.subscriptions).toBe('^---!');
    });
  });

  it('starts afresh for each subscription', () => {
    const seen: string[] = [];
    const twice$ = of('a', 'b').pipe(repeat());
    twice$.subscribe((value) => seen.push(value));
    twice$.subscribe((value) => seen.push(value));
    expect(seen).toEqual(['b', 'b']);
  });

  it('ends the stream with what a step throws', () => {
    const broken = emitEach<string, string>(() => () => {
      throw new Error('broken invariant');
    });
    const errors: unknown[] = [];
    of('a', 'b')
      .pipe(broken)
      .subscribe({ error: (error: unknown) => errors.push(error) });
    expect(errors).toEqual([new Error('broken invariant')]);
  });

  it('may be entered again by what it emits', () => {
    const source$ = new Subject<number>();
    const countDown = emitEach<number, number>(() => (value) => (value > 0 ? [value - 1] : []));
    const seen: number[] = [];
    source$.pipe(countDown).subscribe((value) => {
      seen.push(value);
      source$.next(value);
    });
    source$.next(3);
    expect(seen).toEqual([2, 1, 0]);
  });
});
