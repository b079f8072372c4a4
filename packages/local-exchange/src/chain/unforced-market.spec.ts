import { createHash } from 'node:crypto';
import { VenueState } from '../venue/venue-state';
import { DEFAULT_MARKETS } from './default-markets';
import { agendaOf } from './market-agenda';
import { Simulation } from './simulation';

jest.setTimeout(30_000);

const START = Date.parse('2026-03-01T00:00:00.000Z');
const HOUR_MS = 3_600_000;

/** Everything that a busy minute says and leaves behind: noise, forced trades, a listing, a pause and a delisting. */
function minuteWithoutFaults(): string {
  const state = new VenueState();
  const rates = { crossesPerMinute: 20, staleLevelsPerMinute: 5, swappedUpdatesPerMinute: 20 };
  const plan = {
    listings: [{ atMs: 2_000, market: { ...DEFAULT_MARKETS[9]!, ticker: 'NEW-USD' } }],
    pauses: [{ atMs: 5_000, ticker: 'ADA-USD', forMs: 10_000 }],
    delistings: [{ atMs: 20_000, ticker: 'SOL-USD' }],
  };
  const simulation = new Simulation({
    ...{ seed: 11, markets: DEFAULT_MARKETS, blockMs: 1_000, startMs: START - 2 * HOUR_MS, state },
    ...{ bookNoise: { ...rates, untilMs: Infinity }, forcedTradesPerHour: 600, agenda: agendaOf(plan, START) },
  });
  simulation.backfill(START - 30_000);
  const hash = createHash('sha256');
  simulation.advance(START + 60_000, (update) => hash.update(JSON.stringify(update)));
  for (const ticker of state.markets().keys()) {
    hash.update(JSON.stringify([state.fullBook(ticker), state.funding(ticker), state.markets().get(ticker)]));
  }
  return hash.digest('hex');
}

it('goes the very way it went before markets could be forced, to the last digit', () => {
  expect(minuteWithoutFaults()).toBe('5508253b4a74b6e1c690e00ac09b54ce59e05fd638aed66eddd62bcb306fad98');
});
