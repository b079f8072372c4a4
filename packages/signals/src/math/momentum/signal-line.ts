import { Ema } from '../average/ema';

/** Options of `Macd` and `Ppo`. */
export type OscillatorOptions = {
  /** 12 by default. */
  readonly fastPeriod?: number;
  /** > `fastPeriod`; 26 by default. */
  readonly slowPeriod?: number;
  /** 9 by default. */
  readonly signalPeriod?: number;
};

/** A line and the EMA of it, which starts at the line's first value. */
export class SignalLine {
  readonly #average: Ema;
  #line: number | undefined;

  constructor(signalPeriod: number) {
    this.#average = new Ema(signalPeriod);
  }

  get value(): number | undefined {
    return this.#line;
  }

  get signal(): number | undefined {
    return this.#average.value;
  }

  get histogram(): number | undefined {
    const { signal } = this;
    return this.#line === undefined || signal === undefined ? undefined : this.#line - signal;
  }

  update(line: number): void {
    this.#line = line;
    this.#average.update(line);
  }
}
