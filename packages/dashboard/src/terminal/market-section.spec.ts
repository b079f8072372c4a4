import { unixMs, type AuditEvent, type MarketStatus } from '@perpstream/core';
import { account, openOrder, position } from '../../fixtures/account-events';
import { audited, book, BTC, context, ETH, quality, START_MS, statusChange } from '../../fixtures/audit-events';
import { dashboardModel } from '../view-model/dashboard-model';
import { reduceAudit } from '../view-model/reduce-audit';
import { marketSection } from './market-section';
import type { TextLine, Tone } from './text-line';

const textOf = (line: TextLine): string => line.map(({ text }) => text).join('');

function draw(events: readonly AuditEvent[], afterMs: number, rows = 20): readonly TextLine[] {
  const model = events.reduce(reduceAudit, dashboardModel());
  return marketSection(model, unixMs(START_MS + afterMs)).draw(rows, 80);
}

/** The data cell of the first market. */
function dataCell(events: readonly AuditEvent[], afterMs: number): { text: string; tone: Tone } | undefined {
  const cell = draw(events, afterMs)[1]?.[6];
  return cell === undefined ? undefined : { text: cell.text.trim(), tone: cell.tone };
}

const statused = (status: MarketStatus): AuditEvent[] => [quality(BTC, 'live'), context(BTC, { status })];

describe('the markets', () => {
  it.each<{ name: string; events: AuditEvent[]; afterMs: number; text: string; tone: Tone }>([
    {
      name: 'live data with age',
      events: [quality(BTC, 'live'), book(BTC, 1, 2)],
      afterMs: 300,
      text: 'live 0.3s',
      tone: 'plain',
    },
    {
      name: 'live data of doubtful age',
      events: [quality(BTC, 'live'), book(BTC, 1, 2)],
      afterMs: 5_100,
      text: 'live 5.1s',
      tone: 'bad',
    },
    {
      name: 'stale data',
      events: [quality(BTC, 'stale'), book(BTC, 1, 2)],
      afterMs: 12_000,
      text: 'STALE 12s',
      tone: 'alarm',
    },
    {
      name: 'dirty data',
      events: [quality(BTC, 'dirty'), book(BTC, 1, 2)],
      afterMs: 300,
      text: 'DIRTY 0.3s',
      tone: 'alarm',
    },
    {
      name: 'a market that waits for data',
      events: [quality(BTC, 'syncing')],
      afterMs: 0,
      text: 'sync',
      tone: 'caution',
    },
    { name: 'data of unknown quality', events: [book(BTC, 1, 2)], afterMs: 100, text: '0.1s', tone: 'plain' },
    { name: 'no data', events: [context(BTC, {})], afterMs: 100, text: '-', tone: 'faint' },
    { name: 'a paused market', events: statused('PAUSED'), afterMs: 0, text: 'paused', tone: 'caution' },
    { name: 'a cancel-only market', events: statused('CANCEL_ONLY'), afterMs: 0, text: 'cancel only', tone: 'caution' },
    {
      name: 'a market that is gone',
      events: [...statused('ACTIVE'), statusChange(BTC, 'ACTIVE', 'DELISTED', 10)],
      afterMs: 20,
      text: 'delisted',
      tone: 'caution',
    },
    {
      name: 'a market that settles',
      events: statused('FINAL_SETTLEMENT'),
      afterMs: 0,
      text: 'settling',
      tone: 'caution',
    },
  ])('show $name as "$text"', ({ events, afterMs, text, tone }) => {
    expect(dataCell(events, afterMs)).toEqual({ text, tone });
  });

  it.each([
    { name: 'nothing is known', events: [book(BTC, 1, 2)], qual: '-', fixed: '-' },
    { name: 'nothing was audited', events: [quality(BTC, 'live')], qual: '1.00', fixed: '-' },
    { name: 'a book was right', events: [audited(BTC, 0)], qual: '1.00', fixed: '0' },
    { name: 'an audit is told again', events: [audited(BTC, 3), audited(BTC, 3)], qual: '1.00', fixed: '3' },
    { name: 'two audits corrected', events: [audited(BTC, 3), audited(BTC, 2, 5)], qual: '1.00', fixed: '5' },
    {
      name: 'the quality is nearly 1',
      events: [quality(BTC, 'live', 0, '', { quality: 0.999 })],
      qual: '0.99',
      fixed: '-',
    },
  ])('show quality "$qual" and corrected levels "$fixed" when $name', ({ events, qual, fixed }) => {
    const model = events.reduce(reduceAudit, dashboardModel());
    const row = textOf(marketSection(model, unixMs(START_MS)).draw(5, 140)[1] ?? []).split(/ +/);
    expect(row.slice(-5, -3)).toEqual([qual, fixed]);
  });

  it('put positions first, then open orders, then the largest volume, then names', () => {
    const events = [
      context('B-USD', {}),
      context('A-USD', {}),
      context('BIG-USD', { volume24hUsd: 1e9 }),
      context(ETH, {}),
      context(BTC, {}),
      account([position(BTC, 1, 1)], {}, [openOrder(ETH)]),
    ];
    const names = draw(events, 0)
      .slice(1)
      .map((line) => line[0]?.text.trim());
    expect(names).toEqual([BTC, ETH, 'BIG-USD', 'A-USD', 'B-USD']);
  });

  it('count in the heading what is not shown', () => {
    const events = Array.from({ length: 240 }, (_, index) => context(`M${index}-USD`, {}));
    const lines = draw(events, 0, 5);
    expect(lines).toHaveLength(6);
    expect(textOf(lines[0]!)).toMatch(/^MARKETS\+235 /);
  });
});
