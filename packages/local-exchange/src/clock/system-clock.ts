import { unixMs, type Clock } from '@perpstream/core';

/** The clock of this computer. The only place of the package that reads it. */
export const systemClock: Clock = { now: () => unixMs(new Date().getTime()) };
