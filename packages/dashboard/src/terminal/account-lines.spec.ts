import { account, lock, risk } from '../../fixtures/account-events';
import { dashboardModel } from '../view-model/dashboard-model';
import { reduceAudit } from '../view-model/reduce-audit';
import { accountLines, gainTone } from './account-lines';

describe('the account', () => {
  it.each([
    [5, 'good'],
    [-5, 'bad'],
    [0, 'plain'],
    [undefined, 'plain'],
    [NaN, 'plain'],
  ])('shows a gain of %p as %s', (usd, tone) => {
    expect(gainTone(usd)).toBe(tone);
  });

  it.each([
    [0.49, 'plain'],
    [0.5, 'caution'],
    [0.8, 'bad'],
  ])('shows a margin usage of %p as %s', (marginUsage, tone) => {
    const model = reduceAudit(dashboardModel(), risk([], { marginUsage }));
    const line = accountLines(model, 80)[1]!;
    expect(line[line.findIndex(({ text }) => text === 'MARGIN ') + 1]?.tone).toBe(tone);
  });

  it('shows that it is halted before anything else, and negative free collateral in red', () => {
    const model = reduceAudit(dashboardModel(), risk([], { isHalted: true, freeCollateralUsd: -1 }));
    const line = accountLines(model, 80)[1]!;
    expect(line[0]).toEqual({ text: 'HALTED', tone: 'alarm' });
    expect(line.find(({ text }) => text === '-1.00')?.tone).toBe('bad');
  });

  it('shows a level that is not safe, when liquidation would come, and what is locked', () => {
    const danger = risk([], { level: 'warning', timeToLiquidationMs: 95_000, locks: [lock()] });
    const line = accountLines(reduceAudit(dashboardModel(), danger), 200)[1]!;
    expect(line.slice(0, 4)).toEqual([
      { text: 'WARNING', tone: 'bad' },
      { text: '   ', tone: 'plain' },
      { text: 'LIQUIDATION IN ', tone: 'faint' },
      { text: '1m35s', tone: 'bad' },
    ]);
    expect(line.at(-1)).toEqual({ text: 'daily-loss 5m00s', tone: 'caution' });
  });

  it('takes the cash for the equity until risk has spoken', () => {
    const model = reduceAudit(dashboardModel(), account([]));
    expect(
      accountLines(model, 80)[0]!
        .map(({ text }) => text)
        .join(''),
    ).toContain('EQUITY 10,000.00');
  });
});
