import type { AuditEvent } from '@perpstream/core';
import { account, position, positionRisk, risk } from '../../fixtures/account-events';
import { BTC, context, ETH } from '../../fixtures/audit-events';
import { dashboardModel } from './dashboard-model';
import { positionViews, type PositionView } from './position-view';
import { reduceAudit } from './reduce-audit';

const views = (...events: AuditEvent[]): readonly PositionView[] =>
  positionViews(events.reduce(reduceAudit, dashboardModel()));

describe('positionViews', () => {
  it('is empty before the account is known', () => {
    expect(views()).toEqual([]);
    expect(views(risk([positionRisk(BTC)]))).toEqual([]);
  });

  it('joins the account with the risk on it', () => {
    const oraclePriceUsd = 110;
    expect(views(account([position(BTC, -2, 100)]), risk([positionRisk(BTC, { oraclePriceUsd })]))).toEqual([
      {
        marketId: BTC,
        sizeBase: -2,
        entryPriceUsd: 100,
        markPriceUsd: 110,
        unrealizedPnlUsd: -20,
        liquidationPriceUsd: 55_000,
        liquidationDistance: 0.11,
      },
    ]);
  });

  it('marks with the oracle price of the market until risk has spoken, and not at all without one', () => {
    const [btc, eth] = views(
      context(BTC, { oraclePriceUsd: 105 }),
      account([position(BTC, 1, 100), position(ETH, 1, 9)]),
    );
    expect(btc).toMatchObject({ markPriceUsd: 105, unrealizedPnlUsd: 5, liquidationDistance: undefined });
    expect(eth).toMatchObject({ markPriceUsd: undefined, unrealizedPnlUsd: undefined });
  });

  it('puts the position nearest to liquidation first', () => {
    const order = views(
      account([position('A-USD', 1, 1), position('B-USD', 1, 1), position('C-USD', 1, 1), position('D-USD', 1, 1)]),
      risk([
        positionRisk('A-USD', { liquidationDistance: Infinity, liquidationPriceUsd: undefined }),
        positionRisk('B-USD', { liquidationDistance: 0.3 }),
        positionRisk('C-USD', { liquidationDistance: 0.05 }),
      ]),
    );
    expect(order.map(({ marketId }) => marketId)).toEqual(['C-USD', 'B-USD', 'A-USD', 'D-USD']);
  });
});
