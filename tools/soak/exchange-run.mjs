/** The exchange of a soak: generated markets under a fault script, in a process of its own. Prints its addresses. */
import { readFileSync } from 'node:fs';
import { generatedMarkets, parseFaultScript, simulatedVenue, startLocalExchange } from '@perpstream/local-exchange';

const { markets, seed, script, runMs, historyMs, snapshotLatencyMs, restLagMs } = JSON.parse(process.argv[2]);

/** The script, but nothing after the run: what is left wrong then must be found and repaired. */
function faultsDuring(file) {
  const { faults, ...rest } = parseFaultScript(readFileSync(file, 'utf8'), file);
  const within = faults
    .filter(({ times }) => (times.atMs ?? 0) <= runMs)
    .map(({ times, fault }) => {
      const untilMs = Math.min(times.untilMs ?? Infinity, runMs);
      return { fault, times: 'atMs' in times ? times : { ...times, untilMs } };
    });
  return { ...rest, faults: within };
}

const exchange = await startLocalExchange({
  port: 0,
  seed,
  snapshotLatencyMs,
  restLagMs,
  restLimits: 'always',
  venue: simulatedVenue({
    seed,
    markets: generatedMarkets(markets, seed),
    historyMs,
    warmUpMs: 10_000,
    forcedTradesPerHour: 20,
    bookNoise: { crossesPerMinute: 1, staleLevelsPerMinute: 0.1, swappedUpdatesPerMinute: 0.5, forMs: runMs },
  }),
  ...(script === undefined ? {} : { faults: faultsDuring(script) }),
});
process.stdout.write(`${JSON.stringify({ restUrl: exchange.restUrl, wsUrl: exchange.wsUrl })}\n`);
process.on('SIGTERM', () => void exchange.stop().then(() => process.exit(0)));
