/** A position at the oracle price, in the integers of the chain. */
export type ExactNotional = {
  /** Signed size; negative is short. */
  readonly baseQuantums: bigint;
  /** One base quantum is 10^atomicResolution of the base asset. */
  readonly atomicResolution: number;
  /** Oracle price: price x 10^priceExponent USD per whole unit of the base asset. */
  readonly price: bigint;
  readonly priceExponent: number;
};

/** The margin tier of a market, as the chain's liquidity tiers state it. */
export type ExactTier = {
  /** Initial margin in parts per million of the notional, before scaling by open interest. */
  readonly initialMarginPpm: number;
  /** Maintenance margin in parts per million of the initial margin. */
  readonly maintenanceFractionPpm: number;
  /** Open interest in quote quantums at which the initial margin starts to rise; absent means no scaling. */
  readonly openInterestLowerCap?: bigint;
  /** Open interest in quote quantums at which the initial margin is 100 %; absent or 0 means no scaling. */
  readonly openInterestUpperCap?: bigint;
  /** Initial margin that the owner of the account set for this perpetual; absent or 0 means none. Never lowers anything. */
  readonly customInitialMarginPpm?: number;
};

/** One perpetual position with all that its margin depends on. */
export type ExactPosition = ExactNotional &
  ExactTier & {
    readonly perpetualId: number;
    /** Open interest of the whole market in base quantums; absent means 0. */
    readonly openInterestBaseQuantums?: bigint;
    /** Funding index at which the position was last settled; absent means that nothing is unsettled. */
    readonly fundingIndex?: bigint;
  };

/** A subaccount in the integers of the chain. Funding must be settled into the balance first, see `settleFunding`. */
export type ExactAccount = {
  /** Signed USDC balance in quote quantums (10^-6 USDC). */
  readonly usdcQuoteQuantums: bigint;
  readonly positions: readonly ExactPosition[];
};
