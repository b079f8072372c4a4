import { type MarketId } from '@perpstream/core';
import { csvLines } from './csv-lines';
import { type DataFile } from './data-files';
import { candleReader, type ReadCandle, type SourceCandle } from './source-candle';

/** Which candles of the files are wanted: those that start in [`fromMs`, `toMs`). */
export type TimeRange = { readonly fromMs: number; readonly toMs: number };

/** Reads the candles of one file in order of time, a piece of the file at a time. */
export class CandleCursor {
  readonly marketId: MarketId;
  readonly path: string;
  readonly #range: TimeRange;
  readonly #lines: AsyncGenerator<readonly string[]>;
  #read: ReadCandle | undefined;
  #batch: readonly SourceCandle[] = [];
  #position = 0;
  #newestMs = -Infinity;
  #isEnded = false;
  #skipped = 0;

  constructor({ path, marketId }: DataFile, range: TimeRange) {
    this.marketId = marketId;
    this.path = path;
    this.#range = range;
    this.#lines = csvLines(path);
  }

  /** The next candle, undefined when there is none or the file has to be read on first. */
  get next(): SourceCandle | undefined {
    return this.#batch[this.#position];
  }

  /** What is read but was not taken yet. */
  get ahead(): readonly SourceCandle[] {
    return this.#batch.slice(this.#position);
  }

  /** Whether the file goes on behind what was read. */
  get isWaiting(): boolean {
    return this.#position === this.#batch.length && !this.#isEnded;
  }

  /** Rows that are no candle, or not later than the one before. */
  get skippedRows(): number {
    return this.#skipped;
  }

  advance(): void {
    this.#position += 1;
  }

  /** Reads on until there is a candle or the end of the file. */
  async fill(): Promise<void> {
    while (this.isWaiting) {
      const piece = await this.#lines.next();
      if (piece.done === true) this.#isEnded = true;
      else this.#take(piece.value);
    }
  }

  /** Lets go of the file. */
  async close(): Promise<void> {
    this.#isEnded = true;
    await this.#lines.return(undefined);
  }

  #take(lines: readonly string[]): void {
    const batch: SourceCandle[] = [];
    for (const line of lines) {
      if (this.#read === undefined) this.#read = candleReader(this.path, line);
      else this.#takeRow(this.#read(line), batch);
    }
    this.#batch = batch;
    this.#position = 0;
  }

  #takeRow(candle: SourceCandle | undefined, batch: SourceCandle[]): void {
    if (candle === undefined || candle.startMs <= this.#newestMs) {
      this.#skipped += 1;
      return;
    }
    this.#newestMs = candle.startMs;
    if (candle.startMs >= this.#range.toMs) this.#isEnded = true;
    else if (candle.startMs >= this.#range.fromMs) batch.push(candle);
  }
}
