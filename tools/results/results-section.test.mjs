/** The section of results keeps what was not run again, in the order of the sets, each row with its own command. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { candleRow, recordingRow, resultsSection } from './results-section.mjs';

const order = ['candles-1m', 'candles-1h', 'recording-btc-eth'];
const result = (set, gain) => ({ set, row: [set, '1', gain], command: `node tools/perpstream.mjs backtest ${set}` });
const linesOf = (page, start) => page.split('\n').filter((line) => line.startsWith(start));

describe('the section of results', () => {
  const page = resultsSection('# A strategy\n\nWhat it does.\n', [result('candles-1h', '1 %')], order);

  it('is made at the end of a page', () => {
    assert.ok(page.startsWith('# A strategy\n\nWhat it does.\n\n## Results\n'));
    assert.deepEqual(linesOf(page, '| candles'), ['| candles-1h | 1 | 1 % |']);
    assert.deepEqual(linesOf(page, 'node'), ['node tools/perpstream.mjs backtest candles-1h']);
  });

  it('keeps other results and replaces its own', () => {
    const more = resultsSection(page, [result('recording-btc-eth', '2 %'), result('candles-1m', '3 %')], order);
    const again = resultsSection(more, [result('candles-1h', '4 %')], order);
    assert.deepEqual(linesOf(again, '| candles'), ['| candles-1m | 1 | 3 % |', '| candles-1h | 1 | 4 % |']);
    assert.deepEqual(linesOf(again, '| recording'), ['| recording-btc-eth | 1 | 2 % |']);
    assert.deepEqual(
      linesOf(again, 'node'),
      order.map((set) => `node tools/perpstream.mjs backtest ${set}`),
    );
    assert.equal(linesOf(again, '## Results').length, 1);
  });

  it('tells what a run came to', () => {
    const summary = {
      spanDays: 41.8,
      totalReturn: -0.2603,
      maxDrawdown: { fraction: 0.2629 },
      sharpe: { value: -11.21, standardError: 3.23 },
      turnoverPerDay: 9.89,
      exposure: { meanLeverage: 0.27 },
      feesUsd: 1718.17,
      spreadUsd: 353.66,
      fundingUsd: 19.28,
      fills: 3586,
    };
    const told = ['x', '42', '-26.03 %', '26.29 %', '-11.2 ± 3.2', '9.89', '0.27', '1718', '354', '19', '3586'];
    assert.deepEqual(candleRow('x', summary), told);
    assert.equal(candleRow('x', { ...summary, sharpe: null })[4], '–');
    const replayed = {
      inputSpanMs: 344_000,
      equityStartUsd: 10_000,
      equityEndUsd: 9_990,
      feesUsd: 1,
      fundingUsd: 0,
      fills: 2,
    };
    assert.deepEqual(recordingRow('y', replayed).slice(0, 3), ['y', '0.0040', '-0.10 %']);
  });
});
