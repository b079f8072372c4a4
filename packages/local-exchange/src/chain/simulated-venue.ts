import type { Venue, VenueRuntime } from '../venue/venue';
import { VenueState } from '../venue/venue-state';
import type { BookNoise } from './book-noise';
import { assertMarketFault } from './assert-market-fault';
import { DEFAULT_MARKETS } from './default-markets';
import { agendaOf, assertPlan, type MarketPlan } from './market-agenda';
import { MarketGrid } from './market-grid';
import type { SimulatedMarket } from './simulated-market';
import { Simulation } from './simulation';

const DAY_MS = 86_400_000;
const MAX_HISTORY_MS = 31 * DAY_MS;
const NO_NOISE: BookNoise = { crossesPerMinute: 0, staleLevelsPerMinute: 0, swappedUpdatesPerMinute: 0 };
/** The simulation is stepped this often. */
const STEP_MS = 50;
/** After the computer slept the simulation catches up at most this fast, so that it never blocks. */
const MAX_STEP_MS = 2_000;

/** How to simulate markets. */
export type SimulatedVenueOptions = {
  /** Same seed, same start, same markets: an integer. */
  readonly seed: number;
  /** Default `DEFAULT_MARKETS`: ten from BTC-USD to PEPE-USD. */
  readonly markets?: readonly SimulatedMarket[];
  /** Mean time between blocks in ms, >= 50, default 1000; single blocks vary. */
  readonly blockMs?: number;
  /** How much past to make before that, in ms: candles, sums and funding; 0..31 days, default a day. */
  readonly historyMs?: number;
  /** Time in ms that agents trade before the first client sees the market, >= 0, default 120 000. */
  readonly warmUpMs?: number;
  /** How the streams of books depart from the truth, which snapshots and REST keep telling. Default: not at all. */
  readonly bookNoise?: BookNoise;
  /** Mean number of liquidations and deleveragings per hour, over all markets, >= 0, default 6. */
  readonly forcedTradesPerHour?: number;
} & MarketPlan;

/**
 * Markets of invented agents: makers, random takers and informed traders who know the trends of 20 to 90 seconds.
 * Some of them belong to the `SIMULATED_ACCOUNTS`, whose subaccounts can be watched. Starts with a day of candles and
 * some minutes of trades, then runs for ever in bounded memory.
 *
 * What happens is a function of the options, the time of the start, and the faults of markets with their times.
 * @throws RangeError when an option is out of its range or a market's grid is not decimal
 * @example startLocalExchange({ venue: simulatedVenue({ seed: 7 }) })
 */
export function simulatedVenue(options: SimulatedVenueOptions): Venue {
  const { warmUpMs, historyMs, ...checked } = checkedOptions(options);
  const state = new VenueState();
  const everListed = [...checked.markets, ...(options.listings ?? []).map(({ market }) => market)];
  let simulation: Simulation | undefined;
  let stepping: NodeJS.Timeout | undefined;
  const open = ({ clock, publish, isWanted, catchUp }: VenueRuntime): Promise<void> => {
    const beganMs = clock.now();
    const startMs = beganMs - warmUpMs - historyMs;
    const { forMs = Infinity } = checked.bookNoise;
    const bookNoise = { ...checked.bookNoise, untilMs: beganMs + forMs };
    const chain = new Simulation({ ...checked, bookNoise, startMs, state, agenda: agendaOf(options, beganMs) });
    simulation = chain;
    chain.backfill(beganMs - warmUpMs);
    const ignore = (): void => undefined;
    const nobodyListens = (): boolean => false;
    chain.advance(beganMs, ignore, nobodyListens);
    stepping = setInterval(() => {
      const toMs = Math.min(clock.now(), chain.nowMs + MAX_STEP_MS);
      catchUp?.();
      chain.advance(toMs, publish, isWanted);
    }, STEP_MS);
    return Promise.resolve();
  };
  return {
    state,
    control: {
      assertPossible: (fault) => assertMarketFault(fault, everListed),
      begin: (fault, atMs) => simulation?.begin(fault, atMs) ?? 0,
    },
    open,
    firstSubscription: () => undefined,
    close: () => {
      clearInterval(stepping);
      return Promise.resolve();
    },
  };
}

function checkedOptions(options: SimulatedVenueOptions): Required<Omit<SimulatedVenueOptions, keyof MarketPlan>> {
  const defaults = { markets: DEFAULT_MARKETS, blockMs: 1_000, warmUpMs: 120_000, historyMs: DAY_MS };
  const checked = { ...defaults, forcedTradesPerHour: 6, bookNoise: NO_NOISE, ...options };
  const { seed, markets, blockMs, warmUpMs, historyMs, bookNoise, forcedTradesPerHour } = checked;
  if (!Number.isSafeInteger(seed)) throw new RangeError(`seed must be an integer, was ${seed}`);
  if (markets.length === 0) throw new RangeError('markets must hold at least one market, was empty');
  if (!(blockMs >= 50)) throw new RangeError(`blockMs must be >= 50, was ${blockMs}`);
  if (!(warmUpMs >= 0 && warmUpMs <= DAY_MS)) throw new RangeError(`warmUpMs must be in 0..${DAY_MS}, was ${warmUpMs}`);
  if (!(historyMs >= 0 && historyMs <= MAX_HISTORY_MS)) {
    throw new RangeError(`historyMs must be in 0..${MAX_HISTORY_MS}, was ${historyMs}`);
  }
  for (const [name, rate] of Object.entries({ ...bookNoise, forcedTradesPerHour })) {
    if (!(rate >= 0 && rate < Infinity)) throw new RangeError(`${name} must be >= 0, was ${rate}`);
  }
  for (const market of markets) new MarketGrid(market);
  assertPlan(options, markets);
  return checked;
}
