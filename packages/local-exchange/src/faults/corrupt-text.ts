import type { SeededRandom } from '../random/seeded-random';
import type { Corruption } from './exchange-fault';

const CORRUPTIONS: readonly Corruption[] = ['cut', 'flip', 'break'];

/** Draws one of the ways in which a frame can be spoilt. */
export function anyCorruption(random: SeededRandom): Corruption {
  return CORRUPTIONS[random.integer() % CORRUPTIONS.length]!;
}

/** Spoils a text: `cut` leaves out its end, `flip` makes one character another, `break` puts in what JSON cannot hold. */
export function corruptText(text: string, how: Corruption, random: SeededRandom): string {
  const at = random.integer() % Math.max(1, text.length);
  switch (how) {
    case 'cut':
      return text.slice(0, at);
    case 'flip':
      return `${text.slice(0, at)}${otherThan(text[at])}${text.slice(at + 1)}`;
    case 'break':
      return `${text.slice(0, at)}\u0000${text.slice(at)}`;
  }
}

function otherThan(letter: string | undefined): string {
  return letter === '0' ? '1' : '0';
}
