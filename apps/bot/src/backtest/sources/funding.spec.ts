import fc from 'fast-check';
import { folderWith } from '../../../fixtures/candle-files';
import { dataFiles } from './data-files';
import { FundingHistory } from './funding-table';
import { readFunding } from './read-funding';

const HOUR_MS = 3_600_000;

async function historyOf(text: string): Promise<FundingHistory> {
  const table = await readFunding(dataFiles(folderWith({ 'BTC.csv': text })));
  return [...table.values()][0]!;
}

/** The rates paid at the ends of these hours, and those known just after. */
const paidAt = (history: FundingHistory, hours: readonly number[]) =>
  hours.map((hour) => history.paidRate1h(hour * HOUR_MS));
const knownAt = (history: FundingHistory, hours: readonly number[]) =>
  hours.map((hour) => history.settledRate1h(hour * HOUR_MS + 1));

describe('funding', () => {
  it('pays hourly rates at their hour, and tells them afterwards', async () => {
    const history = await historyOf('ts_ms,rate\n3600018,0.0001\n7199990,-0.0002\n10800000,0.0003\n');
    expect(paidAt(history, [0, 1, 2, 3, 4])).toEqual([undefined, 0.0001, -0.0002, 0.0003, undefined]);
    expect(knownAt(history, [0, 1, 2, 3, 9])).toEqual([undefined, 0.0001, -0.0002, 0.0003, 0.0003]);
  });

  it('pays 8-hourly rates in eight parts, and tells them only when the eight hours are over', async () => {
    const history = await historyOf('ts_ms,rate\n28800000,0.0008\n57600000,0.0016\n');
    expect(paidAt(history, [1, 8, 9, 16, 17])).toEqual([0.0001, 0.0001, 0.0002, 0.0002, undefined]);
    expect(knownAt(history, [1, 7, 8, 15, 16])).toEqual([undefined, undefined, 0.0001, 0.0001, 0.0002]);
  });

  it('does not tell a payment at its own time', async () => {
    const history = await historyOf('ts_ms,rate\n3600000,0.0001\n7200000,0.0002\n');
    expect(history.settledRate1h(3_600_000)).toBeUndefined();
    expect(history.settledRate1h(7_200_000)).toBe(0.0001);
  });

  it('follows periods that change, and takes a hole for no period', async () => {
    const rows = [8, 16, 20, 24, 96, 104].map((hour) => `${hour * HOUR_MS},0.008`);
    const history = await historyOf(['ts_ms,rate', ...rows].join('\n'));
    expect(paidAt(history, [16, 17, 20, 24])).toEqual([0.001, 0.002, 0.002, 0.002]);
    expect(paidAt(history, [60, 88, 89, 96, 104])).toEqual([undefined, undefined, 0.001, 0.001, 0.001]);
  });

  it('reads the files of `perpstream history`, whose rates are hourly', async () => {
    const history = await historyOf(
      'effective_ms,height,rate_1h,price_usd\n3600000,9,0.0001,100\n28800000,10,0.0004,100\n',
    );
    expect(paidAt(history, [1, 2, 8])).toEqual([0.0001, undefined, 0.0004]);
  });

  it('leaves out rows that are none', async () => {
    const history = await historyOf(
      'ts_ms,rate\nx,0.1\n3600000,\n3600000,y\n7200000,0.0002\n7200000,0.9\n10800000,0.0003\n',
    );
    expect(paidAt(history, [1, 2, 3])).toEqual([undefined, 0.0002, 0.0003]);
  });

  it('pays, over whole periods, what was paid', () => {
    const rates = fc.array(fc.double({ min: -0.02, max: 0.02, noNaN: true }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(rates, fc.constantFrom(1, 4, 8), (values, hours) => {
        const history = new FundingHistory(
          values.map((rate, index) => ({ atMs: (index + 1) * hours * HOUR_MS, rate, hours })),
        );
        let paid = 0;
        for (let hour = 1; hour <= values.length * hours; hour += 1) paid += history.paidRate1h(hour * HOUR_MS) ?? NaN;
        expect(paid).toBeCloseTo(
          values.reduce((sum, rate) => sum + rate, 0),
          12,
        );
      }),
    );
  });
});
