import type { Venue, VenueRuntime } from '../venue/venue';
import { VenueState } from '../venue/venue-state';
import { DEFAULT_MARKETS } from './default-markets';
import { MarketGrid } from './market-grid';
import type { SimulatedMarket } from './simulated-market';
import { Simulation } from './simulation';

const DAY_MS = 86_400_000;
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
  /** Time in ms that agents trade before the first client sees the market, >= 0, default 120 000. */
  readonly warmUpMs?: number;
};

/**
 * Markets of invented agents: makers, random takers and informed traders who know the trends of 20 to 90 seconds.
 * Starts with a day of candles and some minutes of trades, then runs for ever in bounded memory.
 *
 * What happens is a function of the options and the time of the start.
 * @throws RangeError when an option is out of its range or a market's grid is not decimal
 * @example startLocalExchange({ venue: simulatedVenue({ seed: 7 }) })
 */
export function simulatedVenue(options: SimulatedVenueOptions): Venue {
  const { seed, markets = DEFAULT_MARKETS, blockMs = 1_000, warmUpMs = 120_000 } = options;
  if (!Number.isSafeInteger(seed)) throw new RangeError(`seed must be an integer, was ${seed}`);
  if (markets.length === 0) throw new RangeError('markets must hold at least one market, was empty');
  if (!(blockMs >= 50)) throw new RangeError(`blockMs must be >= 50, was ${blockMs}`);
  if (!(warmUpMs >= 0 && warmUpMs <= DAY_MS)) throw new RangeError(`warmUpMs must be in 0..${DAY_MS}, was ${warmUpMs}`);

  for (const market of markets) new MarketGrid(market);
  const state = new VenueState();
  let stepping: NodeJS.Timeout | undefined;
  const open = ({ clock, publish }: VenueRuntime): Promise<void> => {
    const beganMs = clock.now();
    const simulation = new Simulation({ seed, markets, blockMs, startMs: beganMs - warmUpMs - DAY_MS, state });
    simulation.backfill(beganMs - warmUpMs);
    simulation.advance(beganMs, () => undefined);
    stepping = setInterval(() => {
      simulation.advance(Math.min(clock.now(), simulation.nowMs + MAX_STEP_MS), publish);
    }, STEP_MS);
    return Promise.resolve();
  };
  return {
    state,
    open,
    firstSubscription: () => undefined,
    close: () => {
      clearInterval(stepping);
      return Promise.resolve();
    },
  };
}
