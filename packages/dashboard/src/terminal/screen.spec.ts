import { unixMs, type AuditEvent } from '@perpstream/core';
import fc from 'fast-check';
import { lock, risk, riskAction } from '../../fixtures/account-events';
import { BTC, connection, fault, quality, START_MS } from '../../fixtures/audit-events';
import { anyEvents, healthyRun, streamRun } from '../../fixtures/audit-runs';
import { dashboardModel } from '../view-model/dashboard-model';
import { reduceAudit } from '../view-model/reduce-audit';
import { paintLine } from './paint';
import { screenLines } from './screen';
import { lineWidth } from './text-line';

/** The screen without colours, blank ends of lines and blank lines at the end left out. */
function screen(events: readonly AuditEvent[], afterMs: number, columns = 80, rows = 24): string[] {
  const model = events.reduce(reduceAudit, dashboardModel());
  const lines = screenLines(model, { columns, rows }, 'perpstream paper', unixMs(START_MS + afterMs));
  return lines
    .map((line) => paintLine(line, false).trimEnd())
    .join('\n')
    .trimEnd()
    .split('\n');
}

describe('the screen', () => {
  it('shows at first that it is connecting', () => {
    const connecting = connection({ kind: 'connecting', connection: 0, attempt: 1 });
    expect(screen([connecting], 1_500)).toEqual([
      'perpstream paper                                       0 events/s · 22:13:21 UTC',
      'CONNECTING 1s, attempt 1, connection 0',
      'EQUITY -   DAY -   REALISED -   FEES -   FUNDING -   UNREALISED -',
      'LEVERAGE -   MARGIN -   FREE -   GROSS -   OPEN ORDERS -',
      'NO MARKET',
      'NO POSITION',
      'NO DECISION',
      'NO FILL',
      'NO FAULT',
    ]);
  });

  it('shows a healthy run with two markets and a position', () => {
    expect(screen(healthyRun(), 1_000)).toEqual([
      'perpstream paper                    block 20,000,001 · 0 events/s · 22:13:21 UTC',
      'LIVE 2/2     decisions 2 (1 approved, 0 trimmed, 1 refused) · orders 1 · fills 1',
      'EQUITY 10,234.56   DAY -23.40   REALISED +45.67   FEES 12.34   FUNDING -0.42',
      'LEVERAGE 2.09x   MARGIN 10.9%   FREE 9,123.45   GROSS 21,345.00   OPEN ORDERS 0',
      'MARKETS            MID   BPS        DATA QUAL mome book volu   FUND/h     ORACLE',
      'BTC-USD       61,800.5  0.16   live 0.3s 1.00  81▇  64▆  50▅ +0.0013%   61,806.4',
      'ETH-USD       3,456.80  0.58   live 0.2s 1.00  38▄  12▁    · -0.0002%   3,457.13',
      'POSITIONS    SIDE       SIZE      ENTRY       MARK        P&L        LIQ   DIST',
      'BTC-USD      long     0.1234   61,500.0   61,806.4     +37.81   55,000.0  11.0%',
      'DECISIONS   MARKET       WANTS CONF VERDICT  WHY',
      '22:13:20    ETH-USD     -2,500  60% refused  max-leverage 6.25 > 5',
      '22:13:20    BTC-USD     +5,000  82% approved momentum 81.23 ×0.6',
      'FILLS     MARKET    ORDER',
      '22:13:20  BTC-USD   filled   buy 0.0123 @ 61,800.0 taker, fee 0.38',
      'NO FAULT',
    ]);
  });

  it('shows more columns where there is room', () => {
    expect(screen(healthyRun(), 1_000, 140, 24)).toEqual([
      'perpstream paper                                                                                block 20,000,001 · 0 events/s · 22:13:21 UTC',
      'LIVE 2/2                                                                 decisions 2 (1 approved, 0 trimmed, 1 refused) · orders 1 · fills 1',
      'EQUITY 10,234.56   DAY -23.40   REALISED +45.67   FEES 12.34   FUNDING -0.42   UNREALISED +37.81',
      'LEVERAGE 2.09x   MARGIN 10.9%   FREE 9,123.45   GROSS 21,345.00   OPEN ORDERS 0',
      'MARKETS                 MID     BPS          DATA   QUAL   FIXED   momentum     book-imbal   volume         FUND/h       ORACLE    VOL 24h',
      'BTC-USD            61,800.5    0.16     live 0.3s   1.00       -    81 ████▉     64 ███▉      50 ███      +0.0013%     61,806.4      1.25B',
      'ETH-USD            3,456.80    0.58     live 0.2s   1.00       -    38 ██▎       12 ▊          ·          -0.0002%     3,457.13       250M',
      'POSITIONS      SIDE         SIZE        ENTRY         MARK          P&L          LIQ     DIST     P&L %      NOTIONAL',
      'BTC-USD        long       0.1234     61,500.0     61,806.4       +37.81     55,000.0    11.0%    +0.50%      7,626.91',
      'DECISIONS   MARKET       WANTS CONF VERDICT  WHY                              FILLS     MARKET    ORDER',
      '22:13:20    ETH-USD     -2,500  60% refused  max-leverage 6.25 > 5            22:13:20  BTC-USD   filled   buy 0.0123 @ 61,800.0 taker, fe…',
      '22:13:20    BTC-USD     +5,000  82% approved momentum 81.23 ×0.6',
      'NO FAULT',
    ]);
  });

  it('shows a lost socket as a bar over the whole width, and what became stale', () => {
    const lost = connection(
      { kind: 'waiting', connection: 1, attempt: 3, retryAtMs: unixMs(START_MS + 7_000), reason: 'reset by peer' },
      1_000,
    );
    const events = [...healthyRun(), lost, quality(BTC, 'stale', 4_700)];
    expect(screen(events, 5_000)).toEqual([
      'perpstream paper                    block 20,000,001 · 0 events/s · 22:13:25 UTC',
      ' DISCONNECTED 4s, retry 3 in 2s, connection 1 (1 of 2 down): reset by peer',
      'EQUITY 10,234.56   DAY -23.40   REALISED +45.67   FEES 12.34   FUNDING -0.42',
      'LEVERAGE 2.09x   MARGIN 10.9%   FREE 9,123.45   GROSS 21,345.00   OPEN ORDERS 0',
      'MARKETS            MID   BPS        DATA QUAL mome book volu   FUND/h     ORACLE',
      'BTC-USD       61,800.5  0.16  STALE 4.3s 0.00  81▇  64▆  50▅ +0.0013%   61,806.4',
      'ETH-USD       3,456.80  0.58   live 4.2s 1.00  38▄  12▁    · -0.0002%   3,457.13',
      'POSITIONS    SIDE       SIZE      ENTRY       MARK        P&L        LIQ   DIST',
      'BTC-USD      long     0.1234   61,500.0   61,806.4     +37.81   55,000.0  11.0%',
      'DECISIONS   MARKET       WANTS CONF VERDICT  WHY',
      '22:13:20    ETH-USD     -2,500  60% refused  max-leverage 6.25 > 5',
      '22:13:20    BTC-USD     +5,000  82% approved momentum 81.23 ×0.6',
      'FILLS     MARKET    ORDER',
      '22:13:20  BTC-USD   filled   buy 0.0123 @ 61,800.0 taker, fee 0.38',
      'NO FAULT',
    ]);
  });

  it('shows the streams with the worst of them, the rhythm of the exchange and what became of the markets', () => {
    expect(screen([...healthyRun(), ...streamRun()], 4_000, 140, 24)).toEqual([
      'perpstream paper                                                                                block 20,000,001 · 1 events/s · 22:13:24 UTC',
      'LIVE 2/2                                                                 decisions 2 (1 approved, 0 trimmed, 1 refused) · orders 1 · fills 1',
      'STREAMS 2 of 4 live, 1 stale, 1 refused: v4_trades ETH-USD refused 1s: too many subscriptions       uptime 71.87% · skew +12 ms · delay 5 ms',
      'EQUITY 10,234.56   DAY -23.40   REALISED +45.67   FEES 12.34   FUNDING -0.42   UNREALISED +37.81',
      'LEVERAGE 2.09x   MARGIN 10.9%   FREE 9,123.45   GROSS 21,345.00   OPEN ORDERS 0',
      'MARKETS                 MID     BPS          DATA   QUAL   FIXED   momentum     book-imbal   volume         FUND/h       ORACLE    VOL 24h',
      'BTC-USD            61,800.5    0.16    DIRTY 3.3s   0.00       3    81 ████▉     64 ███▉      50 ███      +0.0013%     61,806.4      1.25B',
      'ETH-USD            3,456.80    0.58     post only   1.00       -    38 ██▎       12 ▊          ·          -0.0002%     3,457.13       250M',
      'POSITIONS      SIDE         SIZE        ENTRY         MARK          P&L          LIQ     DIST     P&L %      NOTIONAL',
      'BTC-USD        long       0.1234     61,500.0     61,806.4       +37.81     55,000.0    11.0%    +0.50%      7,626.91',
      'DECISIONS   MARKET       WANTS CONF VERDICT  WHY                              FILLS     MARKET    ORDER',
      '22:13:20    ETH-USD     -2,500  60% refused  max-leverage 6.25 > 5            22:13:20  BTC-USD   filled   buy 0.0123 @ 61,800.0 taker, fe…',
      '22:13:20    BTC-USD     +5,000  82% approved momentum 81.23 ×0.6',
      'NEWS',
      '22:13:23  stream v4_trades ETH-USD refused: too many subscriptions; asked again in 6.0s',
      '22:13:21  market ETH-USD POST_ONLY, was ACTIVE',
      '22:13:21  audit BTC-USD 3 of 180 levels were wrong, corrected',
      'NO FAULT',
    ]);
  });

  it('leaves out the rhythm of the exchange where the trouble needs the room', () => {
    expect(screen(streamRun(), 4_000)[2]).toBe(
      'STREAMS 2 of 4 live, 1 stale, 1 refused: v4_trades ETH-USD refused 1s: too many…',
    );
    expect(screen(streamRun().slice(0, 9), 1_000)[2]).toBe(
      'STREAMS 4 live                          uptime 50.00% · skew +12 ms · delay 5 ms',
    );
  });

  it('shows faults by kind with their latest messages, and that new exposure is refused', () => {
    const events = [
      risk([], { isHalted: true }),
      fault({}, 100),
      fault({ kind: 'rest', where: '/v4/perpetualMarkets', message: 'HTTP 429, tried again in 2 s' }, 200),
      fault({ message: 'hostile \u001b[2J text' }, 300),
    ];
    expect(screen(events, 1_000)).toEqual([
      'perpstream paper                                       0 events/s · 22:13:21 UTC',
      'RUNNING      decisions 0 (0 approved, 0 trimmed, 0 refused) · orders 0 · fills 0',
      'EQUITY 10,234.56   DAY -23.40   REALISED -   FEES -   FUNDING -   UNREALISED -',
      'HALTED   LEVERAGE 2.09x   MARGIN 10.9%   FREE 9,123.45   GROSS 21,345.00',
      'NO MARKET',
      'NO POSITION',
      'NO DECISION',
      'NO FILL',
      'FAULTS 3  malformed-frame 2 · rest 1',
      '22:13:20  malformed-frame  connection 0: hostile ?[2J text',
      '22:13:20  rest  /v4/perpetualMarkets: HTTP 429, tried again in 2 s',
      '22:13:20  malformed-frame  connection 0: not JSON, the frame is dropped',
    ]);
  });

  it('shows what risk did among the news', () => {
    const events = [
      riskAction({ kind: 'level', from: 'safe', to: 'warning', message: 'safe -> warning: liquidation 9 % away' }, 100),
      riskAction({ kind: 'trip', lock: lock() }, 200),
    ];
    expect(screen(events, 1_000).slice(8, 11)).toEqual([
      'NEWS',
      "22:13:20  risk LOCKED all markets (daily-loss): the day's loss reached 300 USD …",
      '22:13:20  risk safe -> warning: liquidation 9 % away',
    ]);
  });

  it('gives up the least important when it is tiny', () => {
    expect(screen(healthyRun(), 1_000, 30, 7)).toEqual([
      'perpstream paper',
      'LIVE 2/2',
      'EQUITY 10,234.56   DAY -23.40',
      'LEVERAGE 2.09x   MARGIN 10.9%',
      'MARKETS+2            DATA',
      'POSITIONS+1         P&L   DIST',
      'DECISIONS   MARKET       WANTS',
    ]);
  });

  it('fills any terminal with exactly its rows, none wider than its columns', () => {
    const size = fc.record({ columns: fc.integer({ min: 1, max: 200 }), rows: fc.integer({ min: 1, max: 60 }) });
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...anyEvents), { maxLength: 40 }), size, (events, extent) => {
        const model = events.reduce(reduceAudit, dashboardModel());
        const lines = screenLines(model, extent, 'a title', unixMs(START_MS + 1_000));
        expect(lines).toHaveLength(extent.rows);
        expect(Math.max(...lines.map(lineWidth))).toBeLessThanOrEqual(extent.columns);
      }),
    );
  });
});
