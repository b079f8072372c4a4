/** Options that every command which runs the bot takes. */
export type CommonOptions = {
  readonly config?: string;
  readonly out?: string;
  readonly json?: boolean;
  readonly headless?: boolean;
  /** Milliseconds. */
  readonly duration?: number;
  /** Version of the product, not an argument. */
  readonly version: string;
};

/** How the process ends. */
export const EXIT = { done: 0, failed: 1, usage: 2, stoppedByRisk: 3, interrupted: 130 } as const;
