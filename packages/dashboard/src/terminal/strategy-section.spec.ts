import type { Attribution, MarketId } from '@perpstream/core';
import { unixMs } from '@perpstream/core';
import { BTC, context } from '../../fixtures/audit-events';
import { dashboardModel, type DashboardModel } from '../view-model/dashboard-model';
import { reduceAudit } from '../view-model/reduce-audit';
import { screenLines } from './screen';
import { strategySection } from './strategy-section';

function attribution(strategy: string, sizeBase: number, cashUsd: number, marketId = BTC): Attribution {
  const sizes = new Map(sizeBase === 0 ? [] : [[marketId as MarketId, sizeBase] as const]);
  return { kind: 'attribution', strategy, cashUsd, sizeBase: sizes, receivedMs: unixMs(0), cause: 0 };
}

function modelOf(...events: Attribution[]): DashboardModel {
  const known = reduceAudit(dashboardModel(), context(BTC, { oraclePriceUsd: 61_800 }));
  return events.reduce((model, event) => reduceAudit(model, { topic: 'attribution', event }), known);
}

const rows = (model: DashboardModel): string[] =>
  strategySection(model)
    .draw(5, 100)
    .map((line) =>
      line
        .map(({ text }) => text)
        .join('')
        .trimEnd()
        .replace(/ +/g, ' '),
    );

describe('the strategies', () => {
  it('show what each holds and has earned, without an owner who has nothing', () => {
    // Bought for 61,000, worth 61,800; sold short for 62,000.
    const model = modelOf(attribution('sniper', 1, -61_000), attribution('pairs', -1, 62_000), attribution('', 0, 0));
    expect(rows(model)).toEqual([
      'STRATEGIES P&L GROSS NET MARKETS',
      'sniper +800.00 61.80k 61.80k 1',
      'pairs +200.00 61.80k -61.80k 1',
    ]);
  });

  it('show the owner when something is his', () => {
    expect(rows(modelOf(attribution('sniper', 0, -5), attribution('', 0, 3)))).toEqual([
      'STRATEGIES P&L GROSS NET MARKETS',
      'sniper -5.00 0 0 0',
      'others +3.00 0 0 0',
    ]);
  });

  it('show dashes while a price is not known', () => {
    expect(rows(modelOf(attribution('sniper', 1, -5, 'X-USD')))[1]).toBe('sniper - - - 1');
  });

  it('are on the screen where there are several', () => {
    const textOf = (model: DashboardModel): string =>
      screenLines(model, { columns: 120, rows: 40 }, 'test', unixMs(0))
        .map((line) => line.map(({ text }) => text).join(''))
        .join('\n');
    const one = [attribution('sniper', 0, 0), attribution('', 0, 0)];
    expect(textOf(modelOf(...one))).not.toContain('STRATEGIES');
    expect(textOf(modelOf(attribution('pairs', 0, 0), ...one))).toContain('STRATEGIES');
  });
});
