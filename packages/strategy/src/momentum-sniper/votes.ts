import { demand, positive } from '../portfolio/demand';

/**
 * What a signal has to say.
 *
 * - `direction`: 0 bearish .. 50 neutral .. 100 bullish
 * - `confirmation`: 0 speaks against a move in either direction .. 100 for it
 */
export type VoteRole = 'direction' | 'confirmation';

/** The say of one signal. */
export type Vote = {
  readonly role: VoteRole;
  /** > 0, relative to the other votes of its role. */
  readonly weight: number;
  /**
   * Whether the others decide while its score is missing; without, there is no opinion then. For signals that not every
   * market has.
   */
  readonly isOptional?: boolean;
};

/** The signals that are asked, by name. */
export type Votes = Readonly<Record<string, Vote>>;

/** @throws RangeError naming the vote, its value and the bound */
export function checkVotes(votes: Votes): void {
  for (const [name, { weight }] of Object.entries(votes)) demand(`votes.${name}.weight`, weight, positive);
  const sure = Object.values(votes).filter(({ role, isOptional }) => role === 'direction' && !isOptional).length;
  demand('votes', sure, {
    holds: (count) => count >= 1,
    words: 'given for at least one direction that is not optional',
  });
}
