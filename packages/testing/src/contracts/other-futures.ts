import { unixMs } from '@perpstream/core';
import { randomNumbers } from '../builders/random-numbers';
import { lastPriceUsd, retold, type Telling } from './retold-event';
import type { Timed } from './timed';

/** Something that might have come after a cut instead of what came. */
export type Future<In extends Timed> = {
  readonly name: string;
  /** Makes it of the events before and after the cut; nothing in it may come before the first event after the cut. */
  readonly after: (head: readonly In[], tail: readonly In[], seed: number) => readonly In[];
};

/** How far one made-up price may lie from the real one, as a factor. */
const LARGEST_FACTOR = 1.5;

const times = (index: number, timesOf: readonly Timed[]): Timed['receivedMs'] =>
  timesOf[index]?.receivedMs ?? unixMs(0);

/** The events after the cut in another order, at the same times. */
function shuffled<In extends Timed>(_: readonly In[], tail: readonly In[], seed: number): readonly In[] {
  const random = randomNumbers(seed);
  return tail
    .map((event) => ({ event, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ event }, index) => ({ ...event, receivedMs: times(index, tail) }));
}

/** Every price mirrored at the last one before the cut: what rose falls, what was bought is sold. */
function mirrored<In extends Timed>(head: readonly In[], tail: readonly In[]): readonly In[] {
  const pivotUsd = lastPriceUsd(head) ?? lastPriceUsd(tail) ?? 1;
  const telling: Telling = {
    priceUsd: (usd) => pivotUsd ** 2 / usd,
    amount: 1,
    score: (score) => 100 - score,
    flips: true,
  };
  return tail.map((event) => retold(event, telling));
}

/** Every event with prices, sizes and scores of its own, without any connection to those before. */
function disturbed<In extends Timed>(_: readonly In[], tail: readonly In[], seed: number): readonly In[] {
  const random = randomNumbers(seed);
  return tail.map((event) => {
    const factor = LARGEST_FACTOR ** (2 * random() - 1);
    const amount = 100 ** (2 * random() - 1);
    return retold(event, {
      priceUsd: (usd) => usd * factor,
      amount,
      score: () => 100 * random(),
      flips: random() < 0.5,
    });
  });
}

/** The futures that fit any events; those of kinds that are not known keep their content in some of them. */
export function otherFutures<In extends Timed>(): readonly Future<In>[] {
  return [
    { name: 'nothing', after: () => [] },
    { name: 'the same in another order', after: shuffled },
    { name: 'the mirror image', after: mirrored },
    { name: 'something without sense', after: disturbed },
  ];
}
