import type { MarketFeed } from '@perpstream/core';

/** A feed that is ready to be subscribed, and how to see what it holds open. */
export type OpenableFeed = {
  readonly feed: MarketFeed;
  /** Number of sockets, files or clients of a server that the feed holds open now. */
  readonly openResources: () => number;
  /** Ends what the test started around the feed, a server for example. */
  readonly dispose?: () => void | Promise<void>;
};

/** A market feed under test. */
export type FeedSubject = {
  readonly name: string;
  /** Makes a feed that is not open yet; called once per test. */
  readonly create: () => OpenableFeed | Promise<OpenableFeed>;
  /** Longest time to wait for a frame or for a resource to close, in ms of the real clock; 5,000 by default. */
  readonly waitMs?: number;
};
