/** The two ways of being exposed to a market. */
export type Direction = 'long' | 'short';

/** What is held, or wanted, of a market. */
export type Exposure = Direction | 'flat';
