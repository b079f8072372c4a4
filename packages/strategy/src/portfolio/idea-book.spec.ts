import { A, B, C, idea } from '../../fixtures/idea-script';
import { openIdea } from '../exits/open-idea';
import { IdeaBook } from './idea-book';
import type { IdeaState } from './idea-state';
import { IdeaValue } from './idea-value';

function bookOf(...keys: readonly string[]): IdeaBook {
  const book = new IdeaBook();
  book.hear(keys.map((key) => idea(key, 0.5)));
  return book;
}
const state = (book: IdeaBook, key: string): IdeaState => book.all.find((one) => one.key === key)!;
const hold = (one: IdeaState): void =>
  void (one.holding = {
    direction: 'long',
    enteredMs: 0,
    value: new IdeaValue(1),
    scale: 1,
    conviction: 1,
    open: openIdea(0, 1),
  });
const wish = { exposure: 'long', dueMs: 1 } as const;

describe('IdeaBook', () => {
  it('keeps what it knows of an idea that is given again', () => {
    const book = bookOf(A);
    state(book, A).wish = wish;
    book.hear([idea(A, -0.7)]);
    expect(state(book, A)).toMatchObject({ wish, isGiven: true, idea: { conviction: -0.7 } });
  });

  it('takes an idea that is given no longer for one of conviction 0', () => {
    const book = bookOf(A, B);
    book.hear([idea(B, 0.6)]);
    expect(state(book, A)).toMatchObject({
      isGiven: false,
      idea: { conviction: 0, reasons: [], legs: [{ weight: 1 }] },
    });
    expect(state(book, B).idea.conviction).toBe(0.6);
  });

  it('knows which ideas are held', () => {
    const book = bookOf(A, B);
    hold(state(book, B));
    expect(book.held).toEqual([state(book, B)]);
  });

  it('drops the wishes of the ideas with a leg in a market, held or given', () => {
    const book = new IdeaBook();
    book.hear([idea('x', 1, { [A]: 1, [B]: -1 }), idea('y', 1, { [B]: 1 }), idea('z', 1, { [C]: 1 })]);
    book.all.forEach((one) => (one.wish = wish));
    hold(state(book, 'y'));
    book.hear([idea('x', 1, { [A]: 1, [B]: -1 }), idea('y', 1, { [C]: 1 }), idea('z', 1, { [C]: 1 })]);
    book.dropWishes(B);
    expect(book.all.map((one) => one.wish)).toEqual([undefined, undefined, wish]);
  });

  it('forgets what is neither given nor held, when it is over', () => {
    const book = bookOf(A, B, C);
    hold(state(book, B));
    book.hear([idea(C, 1)]);
    book.forget(() => false);
    expect(book.all).toHaveLength(3);
    book.forget(() => true);
    expect(book.all.map(({ key }) => key)).toEqual([B, C]);
  });
});
