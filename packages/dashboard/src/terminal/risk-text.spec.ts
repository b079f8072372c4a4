import { marketId, usdToQuote } from '@perpstream/core';
import { accountChange, lock, riskAction } from '../../fixtures/account-events';
import { BTC, ETH, fill, START_MS } from '../../fixtures/audit-events';
import { dashboardModel } from '../view-model/dashboard-model';
import { eventLine } from './event-line';
import { levelTone, locksText } from './risk-text';

const steps = [
  { marketId: marketId(BTC), fromBase: 0.5, toBase: 0.2, freedMarginUsd: 900, costUsd: 9 },
  { marketId: marketId(ETH), fromBase: -3, toBase: 0, freedMarginUsd: 500, costUsd: 5 },
];

describe('what risk does', () => {
  it.each([
    {
      event: riskAction({ kind: 'trip', lock: lock() }),
      text: "risk LOCKED all markets (daily-loss): the day's loss reached 300 USD (now 310)",
    },
    {
      event: riskAction({ kind: 'trip', lock: lock({ protection: 'price-jump', marketId: marketId(ETH) }) }),
      text: "risk LOCKED ETH-USD (price-jump): the day's loss reached 300 USD (now 310)",
    },
    { event: riskAction({ kind: 'release', lock: lock() }), text: 'risk unlocked all markets (daily-loss)' },
    {
      event: riskAction({
        kind: 'level',
        from: 'safe',
        to: 'critical',
        message: 'safe -> critical: margin usage 0.93',
      }),
      text: 'risk safe -> critical: margin usage 0.93',
    },
    {
      event: riskAction({
        kind: 'deleverage',
        reason: 'critical',
        steps,
        marginUsageBefore: 0.9,
        marginUsageAfter: 0.6,
        message: 'margin usage 0.9 to 0.6',
      }),
      text: 'risk DELEVERAGES: margin usage 0.9 to 0.6; BTC-USD 0.5 -> 0.2, ETH-USD -3 -> 0',
    },
    {
      event: accountChange({ kind: 'forced-fill', marketId: marketId(BTC), reason: 'LIQUIDATED', fill: fill() }),
      text: 'LIQUIDATED BTC-USD buy 0.0123 @ 61,800.0, fee 0.38',
    },
    {
      event: accountChange({ kind: 'transfer', quoteQuantums: usdToQuote(-250) }),
      text: 'transfer -250.00 USD',
    },
  ])('is told as "$text"', ({ event, text }) => {
    expect(eventLine(dashboardModel(), event)).toBe(`22:13:20 ${text}`);
  });

  it('is louder the nearer the liquidation', () => {
    expect((['safe', 'watch', 'warning', 'critical'] as const).map(levelTone)).toEqual([
      'plain',
      'caution',
      'bad',
      'alarm',
    ]);
  });

  it('names locks with what is left of them', () => {
    const locks = [lock(), lock({ protection: 'operator-halt', untilMs: Infinity })];
    const inEth = lock({ protection: 'price-jump', marketId: marketId(ETH) });
    expect(locksText([...locks, inEth], START_MS + 60_000)).toBe(
      'daily-loss 4m00s, operator-halt, ETH-USD price-jump 4m00s',
    );
    expect(locksText([lock()], START_MS + 400_000)).toBe('daily-loss 0.0s');
  });
});
