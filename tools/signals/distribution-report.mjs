const PERCENTS = [1, 5, 10, 25, 50, 75, 90, 95, 99];
/** No market is to spend more of its time than this at one end. */
const STUCK_SHARE = 0.5;

/** Why an engine says nothing on candles and funding alone. */
const NEEDS = {
  bookImbalance: 'order books',
  tradeFlow: 'trades, or bars that tell who took',
  liquidationPressure: 'trades, or open interest with a price',
  funding: 'funding rates',
  basis: 'an oracle price',
  openInterest: 'open interest',
};

/** The page: one table for each data set. */
export function distributionReport(sets) {
  return [INTRODUCTION, ...sets.map(setReport), LIMITS].join('\n\n') + '\n';
}

const INTRODUCTION = `# How the scores are distributed

All thirteen engines, each time on one score board, over market data of others. The data are not part of the project; the
page and the picture are made by

\`\`\`
PERPSTREAM_DATA=<folder> node tools/signals/distribution.mjs
\`\`\`

which fails when a score is no number from 0 to 100.

![Histogram of every engine on every data set](distribution.svg)

**How to read the tables.** \`scores\` counts what the engine said, at its events, repeated or not; the percentiles, the mean and the shares are
over these. \`= 50\` is the share exactly neutral, \`< 1\` and \`> 99\` the shares at the ends. \`silent\` is the part of the markets' time, warm-up
included, in which no score stood. A direction is balanced when its median and mean are near 50; an intensity is compared with a mean,
so its median is below 50 wherever the measured quantity comes in bursts.`;

const LIMITS = `## What to make of it

- \`volume\` and \`liquidity\` compare with a mean. On one-minute bars of thin markets, where money comes in bursts, most minutes are below
  their mean: "as usual" there is a score in the thirties, and 50 is already a busy minute. On hourly bars and busy markets
  the medians are near 50. A threshold on these scores belongs to the kind of market it is for.
- \`volatility\` and \`volume\` go to 0 in markets that do not trade for hours, as they say they do.
- \`momentum\` and \`meanReversion\` lean as far as the markets of those days did; they are not shifted.
- \`leadLag\` is exactly 50 unless following is significant: most of the time in liquid markets and on bars of an hour.
- \`openInterest\` and \`liquidationPressure\` are constant at 50 in recordings without news of open interest or forced trades: neither
  is shown here at work.
- Half a minute of thin books shows what half lives of about the time between two changes do: \`volatility\` and \`volume\` are
  mostly at rest. Half lives have to be several times the time between two trades.

## Limits

Candles do not tell who took, and there are no book, oracle price or open interest with them: the engines that need these are silent there.
The recordings, which have books and trades, are minutes long. The oracle price in the recording of five minutes is the mid
of its own book a moment before, so \`basis\` shows that it works, not how a premium is distributed. Percentiles over scores
weigh busy markets more than calm ones where scores come with events. A distribution says nothing of whether a score is right.`;

function setReport({ name, about, options, files, events, markets, engines }) {
  const silent = engines.filter(({ count }) => count === 0);
  const spoken = engines.filter(({ count }) => count > 0);
  const isShort = files[0].startsWith('frames/') && Object.keys(options).length > 0;
  return [
    `## ${name}`,
    about,
    `${markets} markets, ${grouped(events)} events (\`${files.join('`, `')}\`).`,
    table(spoken),
    silentLine(silent, files),
    stuckLine(spoken),
    ...(isShort ? [optionsBlock(options)] : []),
  ].join('\n\n');
}

function table(engines) {
  const head = ['engine', 'scores', 'markets', ...PERCENTS.map(String), 'mean', '= 50', '< 1', '> 99', 'silent'];
  const rows = engines.map((engine) => [
    `\`${engine.name}\``,
    grouped(engine.count),
    engine.spokenMarkets,
    ...PERCENTS.map((percent) => Math.round(engine.percentile(percent))),
    engine.mean.toFixed(1),
    ...[engine.atNeutral, engine.low, engine.high, engine.silent].map(percentText),
  ]);
  return aligned([head, ...rows]);
}

function silentLine(silent, files) {
  if (silent.length === 0) return 'No engine is silent. Not a number or outside 0 to 100: no score.';
  const isRecording = files[0].startsWith('frames/');
  const names = silent.map(({ name }) => `\`${name}\`${isRecording ? '' : ` (needs ${NEEDS[name] ?? 'more time'})`}`);
  const reason = isRecording
    ? ', because the recording is shorter than the warm-up or does not have what they read'
    : '';
  return `Silent: ${names.join(', ')}${reason}. Not a number or outside 0 to 100: no score.`;
}

function stuckLine(engines) {
  const worst = engines
    .flatMap(({ name, stuck }) => stuck.slice(0, 3).map((market) => ({ name, ...market })))
    .filter(({ share }) => share >= 0.01)
    .sort((a, b) => b.share - a.share)
    .slice(0, 8);
  const tooLong = engines.flatMap(({ name, stuck }) =>
    stuck.filter(({ share }) => share > STUCK_SHARE).map(() => name),
  );
  const verdict =
    tooLong.length === 0
      ? 'No market spends more than half of its time within a point of 0 or 100.'
      : `Within a point of 0 or 100 for more than half of their time: ${tally(tooLong)}.`;
  if (worst.length === 0) return verdict;
  const listed = worst.map(
    ({ name, marketId, share, end }) => `${marketId} \`${name}\` ${percentText(share)} at ${end}`,
  );
  return `${verdict} The longest: ${listed.join(', ')}.`;
}

function tally(names) {
  const counts = new Map();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].map(([name, count]) => `\`${name}\` in ${count} markets`).join(', ');
}

function optionsBlock(options) {
  const lines = Object.entries(options).map(([name, given]) => {
    const text = Object.entries(given).map(([key, value]) => `${key}: ${JSON.stringify(value).replaceAll('"', "'")}`);
    return `${name}: { ${text.join(', ')} }`;
  });
  return ['```yaml', ...lines, '```'].join('\n');
}

/** A table whose columns are as wide as their longest cell, as the formatter wants it. */
function aligned(rows) {
  const texts = rows.map((row) => row.map(String));
  const widths = texts[0].map((_, column) => Math.max(3, ...texts.map((row) => row[column].length)));
  const line = (cells) => `| ${cells.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`;
  const [head, ...body] = texts;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
}

function percentText(share) {
  if (share > 0 && share < 0.0005) return '< 0.1 %';
  return `${(100 * share).toFixed(share < 0.1 && share > 0 ? 1 : 0)} %`;
}

function grouped(number) {
  return number.toLocaleString('en-US');
}
