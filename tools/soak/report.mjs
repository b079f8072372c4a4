const ms = (value) => `${Math.round(value)} ms`;
const number = (value) => (value === null ? '–' : value.toFixed(0));
const percent = (share) => `${(100 * share).toFixed(3)} %`;
const counts = (byKind) =>
  Object.entries(byKind)
    .map(([kind, count]) => `${kind} ${count}`)
    .join(', ') || 'none';

/** What a soak promises: each broken promise in one line. */
export function brokenPromises(report) {
  const { streams, books, losses, memory, resyncMs, limits } = report;
  const checks = [
    [books.crossed === 0, `${books.crossed} crossed or locked books were published`],
    [
      books.differing === 0,
      `${books.differing} of ${books.compared} books differ from the exchange: ${books.firstDifference}`,
    ],
    [
      losses.silent === 0,
      `${losses.silent} of ${losses.barsCompared} one-minute bars lack or double trades: ${losses.first}`,
    ],
    [streams.down === 0, `${streams.down} streams are not live at the end: ${streams.firstDown}`],
    [streams.notLiveMarkets === 0, `${streams.notLiveMarkets} markets are not live at the end`],
    [
      streams.sockets === streams.leastSockets,
      `${streams.sockets} sockets were used, ${streams.leastSockets} would do`,
    ],
    [losses.barsCompared > 0, 'no one-minute bar could be compared: run longer'],
    [Object.values(limits).every((trips) => trips === 0), `limits of the exchange were hit: ${counts(limits)}`],
    [
      resyncMs.count === 0 || resyncMs.p99 <= 1_000,
      `resync p99 is ${ms(resyncMs.p99)}, promised is 1 s after the first fresh frame`,
    ],
    [memory.peakMb < 250, `peak memory is ${memory.peakMb.toFixed(0)} MB, promised is less than 250 MB`],
  ];
  return checks.filter(([holds]) => !holds).map(([, broken]) => broken);
}

/** The report as a person reads it. */
export function reportLines(report, broken) {
  const { streams, books, losses, memory, resyncMs, outageMs, faults, limits } = report;
  return [
    `${streams.markets} markets, ${streams.count} streams on ${streams.sockets} sockets (least possible ${streams.leastSockets}; ${streams.socketsEver} after refusals), ${(report.runMs / 60_000).toFixed(1)} min`,
    `all live         ${ms(streams.allLiveAfterMs)} after the start`,
    `faults injected  ${counts(report.injected)}`,
    `faults counted   ${counts(faults)}`,
    `resync           p50 ${ms(resyncMs.p50)}, p99 ${ms(resyncMs.p99)}, max ${ms(resyncMs.max)} after the first fresh frame (${resyncMs.count} streams)`,
    `outage           p50 ${ms(outageMs.p50)}, p99 ${ms(outageMs.p99)}, max ${ms(outageMs.max)} from trouble to live`,
    `uptime           mean ${percent(streams.uptimeMean)}, worst ${percent(streams.uptimeWorst)} (${streams.worst})`,
    `books            ${books.published} published, ${books.crossed} crossed, ${books.corrected} levels corrected by ${books.audits} audits, ${books.hidden} with hidden levels`,
    `truth            ${books.compared - books.differing} of ${books.compared} books equal; of ${losses.barsCompared} one-minute bars ${losses.told} told to lack trades, ${losses.silent} differ silently`,
    `limits hit       ${counts(limits)}`,
    `memory           peak ${number(memory.peakMb)} MB, ${number(memory.firstMb)} → ${number(memory.lastMb)} MB, slope ${number(memory.mbPerHour)} MB/h after ${(memory.warmUpMs / 60_000).toFixed(1)} min`,
    `live heap        ${number(memory.heap.firstMb)} → ${number(memory.heap.lastMb)} MB after full collections, slope ${number(memory.heap.mbPerHour)} MB/h; ${memory.recordsMb.toFixed(1)} MB at the end are this report's own`,
    `load             ${report.framesPerSecond.toFixed(0)} frames/s, ${percent(report.cpuShare)} of a core`,
    ...(broken.length === 0 ? ['every promise held'] : broken.map((line) => `BROKEN: ${line}`)),
  ];
}
