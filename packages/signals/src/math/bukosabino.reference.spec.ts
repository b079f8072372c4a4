import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as math from '../math';

const sheets = join(
  process.env['PERPSTREAM_DATA'] ?? join(__dirname, '../../../../../shared/data'),
  'reference/bukosabino-ta',
);
const describeWithData = existsSync(sheets) ? describe : describe.skip;

type Cells = (column: string) => number;
type Sheet = {
  /** Takes in one row. */
  readonly update: (cell: Cells) => void;
  /** What we say after it, by the column of the sheet. */
  readonly read: Readonly<Record<string, () => number | undefined>>;
};
/** A sheet, from which row on (0 is the first) it is compared, and how many cells that makes. */
type Compared = readonly [sheet: string, from: number, cells: number, create: () => Sheet, tolerance?: number];

const barOf = (cell: Cells): math.HighLowCloseVolume => ({
  highUsd: cell('High'),
  lowUsd: cell('Low'),
  closeUsd: cell('Close') || cell('Low'), // some sheets leave the close out where they have no use for it
  volumeBase: cell('Volume'),
});

const times = (factor: number, value: number | undefined): number | undefined =>
  value === undefined ? undefined : factor * value;
const rootOf = (value: number | undefined): number | undefined => (value === undefined ? undefined : Math.sqrt(value));
const minus = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined ? undefined : a - b;

function atrSheet(period: number): Sheet {
  const [range, atr] = [new math.TrueRange(), new math.Atr(period)];
  return {
    update: (cell) => (range.update(barOf(cell)), atr.update(barOf(cell))),
    read: { TR: () => range.value, ATR: () => atr.value },
  };
}

function ppoSheet(column: string, name: string): Sheet {
  const [fast, slow, ppo] = [new math.Ema(12), new math.Ema(26), new math.Ppo()];
  // The sheet starts its signal at the first row, where the line cannot be but 0.
  const signalOfSheet = new math.Ema(9);
  return {
    update: (cell) => {
      [fast, slow, ppo].forEach((each) => each.update(cell(column)));
      signalOfSheet.update(cell(name));
    },
    read: {
      '12 day EMA': () => fast.value,
      '26 day EMA': () => slow.value,
      [name]: () => ppo.value,
      [`${name}_Signal_Line`]: () => signalOfSheet.value,
    },
  };
}

// prettier-ignore
const compared: readonly Compared[] = [
  ['cs-accum', 0, 30, () => {
    const line = new math.AccumulationDistribution();
    return { update: (cell) => line.update(barOf(cell)), read: { ADLine: () => line.value } };
  }],
  ['cs-adx', 0, 3_430, () => {
    const [adx, range] = [new math.Adx(14), new math.TrueRange()];
    return {
      update: (cell) => (adx.update(barOf(cell)), range.update(barOf(cell))),
      read: {
        TR: () => range.value,
        '+DI14': () => adx.plusDi,
        '-DI14': () => adx.minusDi,
        'DI 14 Diff': () => times(Math.sign(minus(adx.plusDi, adx.minusDi) ?? 0), minus(adx.plusDi, adx.minusDi)),
        'DI 14 Sum': () => minus(adx.plusDi, times(-1, adx.minusDi)),
        DX: () => adx.dx,
        ADX: () => adx.value,
      },
    };
  }],
  ['cs-atr', 13, 34, () => atrSheet(14)],
  ['cs-atr2', 9, 42, () => atrSheet(10)],
  ['cs-bbands', 0, 138, () => {
    const [bands, variance] = [new math.Bollinger(), new math.RollingVariance(20)];
    return {
      update: (cell) => (bands.update(cell('Close')), variance.update(cell('Close'))),
      read: {
        MiddleBand: () => bands.value,
        '20-day Standard Deviation': () => rootOf(variance.populationVariance),
        HighBand: () => bands.upper,
        LowBand: () => bands.lower,
        WidthBand: () => bands.width,
        PercentageBand: () => bands.percentB,
      },
    };
  }],
  ['cs-cci', 0, 22, () => {
    const [cci, mean] = [new math.Cci(20), new math.RollingMean(20)];
    return {
      update: (cell) => (cci.update(barOf(cell)), mean.update(math.typicalPriceUsd(barOf(cell)))),
      read: { '20-day SMA of TP': () => mean.value, CCI: () => cci.value },
    };
  }],
  ['cs-dc', 0, 55, () => {
    const [channel, mean] = [new math.Donchian(20), new math.RollingMean(20)];
    let closeUsd = 0;
    return {
      update: (cell) => {
        closeUsd = cell('close');
        channel.update({ highUsd: cell('high'), lowUsd: cell('low') });
        mean.update(closeUsd);
      },
      read: {
        average: () => mean.value,
        upper_band: () => channel.upper,
        lower_band: () => channel.lower,
        dc_percentage: () => channel.position(closeUsd),
        dc_band_width: () => times(100 / (mean.value ?? 1), minus(channel.upper, channel.lower)),
      },
    };
  }],
  ['cs-easeofmovement', 0, 45, () => {
    const [each, mean] = [new math.EaseOfMovement(1), new math.EaseOfMovement(14)];
    const bar = (cell: Cells): math.HighLowVolume => ({ ...barOf(cell), volumeBase: cell('Volume') });
    return {
      update: (cell) => (each.update(bar(cell)), mean.update(bar(cell))),
      read: { EMV: () => each.value, SMA_EMV: () => mean.value },
    };
  }],
  ['cs-fi', 0, 46, () => {
    const [each, mean] = [new math.ForceIndex(1), new math.ForceIndex(13)];
    const bar = (cell: Cells): math.CloseVolume => ({ closeUsd: cell('Close'), volumeBase: cell('Volume') || 0 });
    return {
      update: (cell) => (each.update(bar(cell)), mean.update(bar(cell))),
      read: { FI_1: () => each.value, FI: () => mean.value },
    };
  }],
  ['cs-kama', 0, 78, () => {
    const [kama, efficiency] = [new math.Kama(), new math.EfficiencyRatio(10)];
    return {
      update: (cell) => (kama.update(cell('Close')), efficiency.update(cell('Close'))),
      read: { ER: () => efficiency.value, KAMA: () => kama.value },
    };
  }],
  ['cs-kc', 19, 66, () => {
    const [channel, range, atr] = [new math.Keltner(), new math.TrueRange(), new math.Atr(10)];
    let closeUsd = 0;
    return {
      update: (cell) => {
        closeUsd = cell('Close');
        [channel, range, atr].forEach((each) => each.update(barOf(cell)));
      },
      read: {
        true_range: () => range.value,
        atr: () => atr.value,
        upper_band: () => channel.upper,
        middle_band: () => channel.value,
        lower_band: () => channel.lower,
        kc_percentage: () => (closeUsd - channel.lower!) / minus(channel.upper, channel.lower)!,
      },
    };
  }],
  ['cs-macd', 0, 311, () => {
    const [fast, slow, macd] = [new math.Ema(12), new math.Ema(26), new math.Macd()];
    return {
      update: (cell) => [fast, slow, macd].forEach((each) => each.update(cell('Close'))),
      read: { short_ema: () => fast.value, long_ema: () => slow.value, MACD_line: () => macd.value },
    };
  }],
  // Its signal starts long before ours: they meet once both have forgotten that.
  ['cs-macd', 110, 28, () => {
    const macd = new math.Macd();
    return {
      update: (cell) => macd.update(cell('Close')),
      read: { MACD_signal: () => macd.signal, MACD_diff: () => macd.histogram },
    };
  }],
  ['cs-mfi', 0, 16, () => {
    const mfi = new math.MoneyFlowIndex(14);
    return { update: (cell) => mfi.update(barOf(cell)), read: { MFI: () => mfi.value } };
  }],
  ['cs-obv', 0, 29, () => {
    const obv = new math.OnBalanceVolume();
    return {
      update: (cell) => obv.update({ closeUsd: cell('Close'), volumeBase: cell('Volume') || 0 }),
      read: { OBV: () => obv.value },
    };
  }],
  ['cs-percentr', 0, 51, () => {
    const [range, channel] = [new math.WilliamsR(14), new math.Donchian(14)];
    return {
      update: (cell) => (range.update(barOf(cell)), channel.update(barOf(cell))),
      read: {
        'Highest High (14)': () => channel.upper,
        'Lowest Low (14)': () => channel.lower,
        'Williams_%R': () => range.value,
      },
    };
  }],
  ['cs-ppo', 0, 91, () => ppoSheet('Close', 'PPO')],
  ['cs-pvo', 0, 91, () => ppoSheet('Volume', 'PVO')],
  // It finds its first trend two bars later, and turns at row 21 by a stop inside the range of the bars before.
  ['cs-psar', 8, 13, () => {
    const stop = new math.ParabolicSar();
    let rows = 0;
    return {
      update: (cell) => ((rows += 1), stop.update(barOf(cell))),
      read: { psar_up: () => (rows <= 21 && stop.isUp ? stop.value : undefined) },
    };
  }],
  ['cs-roc', 0, 8, () => {
    const roc = new math.Roc(12);
    return { update: (cell) => roc.update(cell('Close')), read: { ROC: () => roc.value } };
  }],
  // It starts its averages at 0: as if the price had stood still before the first row.
  ['cs-rsi', 15, 18, () => {
    const rsi = new math.Rsi(14);
    let isFirst = true;
    return {
      update: (cell) => {
        for (let before = 0; isFirst && before < 14; before += 1) rsi.update(cell('Close'));
        isFirst = false;
        rsi.update(cell('Close'));
      },
      read: { RSI: () => rsi.value },
    };
  }],
  ['cs-soo', 0, 31, () => {
    const stochastic = new math.Stochastic({ period: 14, slowing: 1, signalPeriod: 3 });
    return {
      update: (cell) => stochastic.update(barOf(cell)),
      read: { SO: () => stochastic.value, SO_SIG: () => stochastic.signal },
    };
  }],
  ['cs-stochrsi', 27, 6, () => {
    const stochastic = new math.StochRsi(14);
    let isFirst = true;
    return {
      update: (cell) => {
        for (let before = 0; isFirst && before < 14; before += 1) stochastic.update(cell('Close'));
        isFirst = false;
        stochastic.update(cell('Close'));
      },
      read: { 'StochRSI(14)': () => stochastic.value },
    };
  }],
  // Its shares are rounded to 5 digits.
  ['cs-tsi', 0, 445, () => {
    const tsi = new math.Tsi();
    return { update: (cell) => tsi.update(cell('Close')), read: { TSI: () => tsi.value } };
  }, 1e-2],
  ['cs-ui', 0, 1, () => {
    const ulcer = new math.UlcerIndex(14);
    return { update: (cell) => ulcer.update(cell('Close')), read: { ulcer_index: () => ulcer.value } };
  }],
  ['cs-ultosc', 0, 2, () => {
    const oscillator = new math.UltimateOscillator();
    return { update: (cell) => oscillator.update(barOf(cell)), read: { Ult_Osc: () => oscillator.value } };
  }],
  ['cs-vortex', 0, 32, () => {
    const vortex = new math.Vortex(14);
    return {
      update: (cell) => vortex.update(barOf(cell)),
      read: { '+VI14': () => vortex.plus, '-VI14': () => vortex.minus },
    };
  }],
  ['cs-vpt', 0, 45, () => {
    const [trend, smoothed] = [new math.VolumePriceTrend(), new math.RollingMean(14)];
    let isFirst = true;
    return {
      update: (cell) => {
        const line = trend.update({ closeUsd: cell('Close'), volumeBase: cell('Volume') });
        if (!isFirst) smoothed.update(line);
        isFirst = false;
      },
      read: { 'unsmoothed vpt': () => trend.value, '14-smoothed vpt': () => smoothed.value },
    };
  }],
  ['cs-vwap', 0, 17, () => {
    const rolling = new math.RollingVwap(14);
    return {
      update: (cell) => rolling.update(math.typicalPriceUsd(barOf(cell)), cell('Volume')),
      read: { vwap: () => rolling.value },
    };
  }],
  ['cs-wma', 0, 32, () => {
    const wma = new math.Wma(9);
    return { update: (cell) => wma.update(cell('Close')), read: { WMA: () => wma.value } };
  }],
];

/** Rows of a sheet as functions from the name of a column to its number, NaN where the cell is empty. */
function rowsOf(sheet: string): Cells[] {
  const [header = '', ...rows] = readFileSync(join(sheets, `${sheet}.csv`), 'utf8')
    .trim()
    .split(/\r?\n/);
  const names = header.split(',');
  return rows.map((row) => {
    const cells = row.split(',');
    return (column) => {
      const text = cells[names.indexOf(column)] ?? '';
      return text === '' ? NaN : Number(text);
    };
  });
}

const cases = compared.map(([sheet, from, cells, create, tolerance = 1e-4]) => ({
  sheet,
  from,
  cells,
  create,
  tolerance,
}));

describeWithData('formulas against the sheets of bukosabino/ta (skipped without PERPSTREAM_DATA)', () => {
  it.each(cases)('$sheet', (each) => {
    const { update, read } = each.create();
    let count = 0;
    rowsOf(each.sheet).forEach((cell, row) => {
      update(cell);
      for (const [column, ours] of Object.entries(read)) {
        const [value, printed] = [ours(), cell(column)];
        if (row < each.from || value === undefined || Number.isNaN(printed)) continue;
        count += 1;
        // The sheets print 4 to 6 digits and were made from prices of more digits than they print.
        const gap = Math.abs(value - printed) / Math.max(1, Math.abs(printed));
        if (!(gap < each.tolerance)) throw new Error(`${column} of row ${row} is ${printed}, not ${value}`);
      }
    });
    expect(count).toBe(each.cells);
  });
});
