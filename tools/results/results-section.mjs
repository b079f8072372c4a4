/** The section "Results" of a strategy's page: one table row and one command per set of data. */

const HEAD = '## Results';
const NOTE = `Made by \`node tools/results/strategies.mjs\`; every line of the table by the command below it. An account of 10,000 USD, taker fee
5 bps, maker fee 1 bp; on candles with an assumed spread of 2 bps and depth, and the funding that was paid ([all
assumptions](../guides/backtest.md)). \`candles-1m\`: 16 markets of Binance 2025, 42 days; \`candles-5m\`, \`candles-1h\`: 10 markets of
Hyperliquid, 11 weeks and 9 months; \`recording-btc-eth\`: 344 s of Binance order flow, \`recording-five-markets\`: 30 s of dYdX v3, both as
v4 frames. None of them is dYdX v4's own market, and nothing was fitted to them: they say what the strategy costs and how it behaves, not
what it will earn.`;
const COLUMNS = [
  'data',
  'days',
  'return',
  'drawdown',
  'Sharpe ± s.e.',
  'turnover a day',
  'leverage',
  'fees',
  'spread',
  'funding',
  'fills',
];

const percent = (value) => `${(100 * value).toFixed(2)} %`;
const usd = (value) => value.toFixed(0);

/** What a backtest on candles came to. */
export function candleRow(name, summary) {
  const { sharpe, maxDrawdown, exposure } = summary;
  const ratio = sharpe === null ? '–' : `${sharpe.value.toFixed(1)} ± ${sharpe.standardError.toFixed(1)}`;
  return [
    name,
    summary.spanDays.toFixed(0),
    percent(summary.totalReturn),
    percent(maxDrawdown.fraction),
    ratio,
    summary.turnoverPerDay.toFixed(2),
    exposure.meanLeverage.toFixed(2),
    usd(summary.feesUsd),
    usd(summary.spreadUsd),
    usd(summary.fundingUsd),
    String(summary.fills),
  ];
}

/** What a replay of a recording came to. */
export function recordingRow(name, summary) {
  const days = (summary.inputSpanMs / 86_400_000).toFixed(4);
  const gain = percent(summary.equityEndUsd / summary.equityStartUsd - 1);
  const fees = summary.feesUsd.toFixed(2);
  return [name, days, gain, '–', '–', '–', '–', fees, '–', usd(summary.fundingUsd), String(summary.fills)];
}

/** The rows as lines of a table. */
export function rowsOf(results) {
  return results.map(({ row }) => `| ${row.join(' | ')} |`).join('\n');
}

/** The page with these results in its section, which is made at the end when there is none. Other results in it stay. */
export function resultsSection(page, results, order) {
  const at = page.indexOf(HEAD);
  const known = at < 0 ? [] : parsed(page.slice(at));
  const all = [...known.filter(({ set }) => results.every((result) => result.set !== set)), ...results];
  const sorted = all.toSorted((a, b) => order.indexOf(a.set) - order.indexOf(b.set));
  const table = [`| ${COLUMNS.join(' | ')} |`, `| ${COLUMNS.map(() => '---').join(' | ')} |`, rowsOf(sorted)];
  const commands = ['```', ...sorted.map(({ command }) => command), '```'];
  const before = (at < 0 ? page : page.slice(0, at)).trimEnd();
  return [before, '', HEAD, '', NOTE, '', ...table, '', ...commands, ''].join('\n');
}

function parsed(section) {
  const rows = section
    .split('\n')
    .filter((line) => /^\| (candles|recording)-/.test(line))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  const commands = section.split('\n').filter((line) => line.startsWith('node tools/perpstream.mjs'));
  return rows.map((row, index) => ({ set: row[0], row, command: commands[index] }));
}
