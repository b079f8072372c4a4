import { account, position, positionRisk, risk } from '../../fixtures/account-events';
import { BTC, ETH } from '../../fixtures/audit-events';
import { dashboardModel, type DashboardModel } from '../view-model/dashboard-model';
import { reduceAudit } from '../view-model/reduce-audit';
import { positionSection } from './position-section';

function holding(liquidationDistance: number | undefined, sizeBase = 1): DashboardModel {
  const events = [
    account([position(BTC, sizeBase, 61_000)]),
    ...(liquidationDistance === undefined ? [] : [risk([positionRisk(BTC, { liquidationDistance })])]),
  ];
  return events.reduce(reduceAudit, dashboardModel());
}

const cells = (model: DashboardModel, width = 130) =>
  positionSection(model)
    .draw(5, width)[1]!
    .map(({ text, tone }) => ({ text: text.trim(), tone }))
    .filter(({ text }) => text !== '');

describe('the positions', () => {
  it.each([
    { distance: 0.25, text: '25.0%', tone: 'plain' },
    { distance: 0.2, text: '20.0%', tone: 'plain' },
    { distance: 0.199, text: '19.9%', tone: 'caution' },
    { distance: 0.099, text: '9.9%', tone: 'bad' },
    { distance: 0.0499, text: '5.0%', tone: 'alarm' },
    { distance: 0, text: '0.0%', tone: 'alarm' },
    { distance: -0.02, text: 'passed', tone: 'alarm' },
    { distance: -Infinity, text: 'passed', tone: 'alarm' },
    { distance: NaN, text: '-', tone: 'faint' },
    { distance: Infinity, text: 'none', tone: 'faint' },
    { distance: undefined, text: '-', tone: 'faint' },
  ])('show a distance of $distance to liquidation as $tone', ({ distance, text, tone }) => {
    expect(cells(holding(distance))[7]).toEqual({ text, tone });
  });

  it('show a loss of a short in red, with its return and notional', () => {
    expect(cells(holding(0.3, -2)).map(({ text }) => text)).toEqual([
      BTC,
      'short',
      '2',
      '61,000.0',
      '61,800.0',
      '-1,600.00',
      '55,000.0',
      '30.0%',
      '-1.31%',
      '-123,600.00',
    ]);
    expect(cells(holding(0.3, -2))[5]?.tone).toBe('bad');
    expect(cells(holding(0.3, 2))[5]?.tone).toBe('good');
  });

  it('show dashes for what is not known yet', () => {
    expect(cells(holding(undefined)).map(({ text }) => text)).toEqual([
      BTC,
      'long',
      '1',
      '61,000.0',
      '-',
      '-',
      '-',
      '-',
      '-',
      '-',
    ]);
  });

  it('count in the heading what is not shown', () => {
    const model = reduceAudit(dashboardModel(), account([position(BTC, 1, 1), position(ETH, 1, 1)]));
    expect(positionSection(model).draw(1, 80)[0]?.[0]?.text.trim()).toBe('POSITIONS+1');
  });
});
