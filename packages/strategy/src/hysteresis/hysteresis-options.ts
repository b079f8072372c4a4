import { demand, demandAll, notNegative } from '../portfolio/demand';

/** When an idea is taken up and given up by its conviction. */
export type HysteresisOptions = {
  /** Size of the conviction from which an idea is entered, in (0, 1]. */
  readonly enterConviction: number;
  /** Conviction in the held direction below which it is left, in [0, `enterConviction`). */
  readonly exitConviction: number;
  /** It is not left or turned for want of conviction earlier than this after it was entered, in ms, >= 0. Exit rules do not wait. */
  readonly minHoldMs: number;
  /**
   * It is not entered again earlier than this after it was left; an entry that the account does not show after this time
   * is taken back. Longer than an order takes to appear in the account. In ms, >= 0.
   */
  readonly coolDownMs: number;
};

/** Entered from a conviction of 0.6, left below 0.2; held for at least 10 s, not entered again for 30 s. */
export const hysteresisDefaults: HysteresisOptions = {
  enterConviction: 0.6,
  exitConviction: 0.2,
  minHoldMs: 10_000,
  coolDownMs: 30_000,
};

/** @throws RangeError naming the option, its value and the bound */
export function checkHysteresis(options: HysteresisOptions): void {
  const { enterConviction, exitConviction } = options;
  demand('hysteresis.enterConviction', enterConviction, {
    holds: (value) => value > 0 && value <= 1,
    words: 'in (0, 1]',
  });
  demand('hysteresis.exitConviction', exitConviction, {
    holds: (value) => value >= 0 && value < enterConviction,
    words: `in [0, enterConviction = ${enterConviction})`,
  });
  demandAll('hysteresis', options, { minHoldMs: notNegative, coolDownMs: notNegative });
}
