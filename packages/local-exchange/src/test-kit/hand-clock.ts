import { unixMs, type Clock, type UnixMs } from '@perpstream/core';

/** A clock that moves when a test moves it. */
export class HandClock implements Clock {
  constructor(public nowMs: number = Date.parse('2026-03-01T00:00:00.000Z')) {}

  now(): UnixMs {
    return unixMs(this.nowMs);
  }
}
