import { bookUpdate, BTC, dataQuality, ETH, replayEvents, tradeFlow } from '@perpstream/testing';
import type { Cells } from '../math/cells';
import { rowEngine, type RowModel } from './row-engine';

/** Counts books: all there ever were, in tens, and those since the last interruption. */
class Books implements RowModel {
  readonly #ever: number;
  readonly #lately: number;

  constructor(private readonly cells: Cells) {
    this.#ever = cells.reserve(1);
    cells.keepSoFar();
    this.#lately = cells.reserve(1);
  }

  update(): number {
    const { row } = this.cells;
    row[this.#ever] = row[this.#ever]! + 10;
    row[this.#lately] = row[this.#lately]! + 1;
    return row[this.#ever]! + row[this.#lately]!;
  }
}

const books = () => rowEngine('books', (cells) => new Books(cells), ['book']);
const [b, e, f] = [bookUpdate(), bookUpdate({ marketId: ETH }), tradeFlow()];
const gap = dataQuality({ level: 'syncing' });

describe('rowEngine', () => {
  it('gives each market a row of its own', () => {
    const { outputs } = replayEvents([b, b, e, f, b, e], books);
    expect(outputs.map(({ marketId, score }) => [marketId, score])).toEqual([
      [BTC, 11],
      [BTC, 22],
      [ETH, 11],
      [BTC, 33],
      [ETH, 22],
    ]);
  });

  it('keeps over an interruption what was to be kept, and forgets the rest of this market', () => {
    const { outputs } = replayEvents([b, b, e, gap, b, e], books);
    expect(outputs.map(({ score }) => score)).toEqual([11, 22, 11, undefined, 31, 22]);
  });

  it('gives each subscription rows of its own', () => {
    const operator$ = books();
    const scores = () => replayEvents([b, b, gap, b], () => operator$).outputs.map(({ score }) => score);
    expect(scores()).toEqual(scores());
  });

  it('tells a model of each new market once, and of interruptions', () => {
    const told: string[] = [];
    const model = {
      begin: (id: string) => void told.push(id),
      restart: () => void told.push('restart'),
      update: () => 1,
    };
    replayEvents([b, b, e, gap, gap, b], () => rowEngine('told', () => model, ['book']));
    expect(told).toEqual([BTC, ETH, 'restart', 'restart']);
  });

  it('refuses an empty name', () => {
    expect(() => rowEngine('', (cells) => new Books(cells), ['book'])).toThrow(RangeError);
  });
});
