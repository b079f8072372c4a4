import type { UnixMs } from '@perpstream/core';

/** Anything that states when it came. */
export type Timed = { readonly receivedMs: UnixMs };
