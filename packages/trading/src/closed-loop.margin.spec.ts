import { BTC } from '@perpstream/testing';
import { PaperDesk, type PaperDeskOptions } from '../fixtures/paper-desk';
import { simpleMargin } from '../fixtures/simple-margin';

/** An account of 100 USD that wants ten long, has bought seven at 101, and has sent an order for the rest. */
function onItsWay({ planning, ...options }: PaperDeskOptions = {}): PaperDesk {
  const desk = new PaperDesk({ planning: { maxSlippageBps: 50, ...planning }, ...options });
  desk.feed(desk.book([[99, 7]], [[101, 7]]));
  desk.want(1_000);
  desk.block();
  expect(desk.held()).toBe(7);
  expect([...desk.account.openOrders.keys()]).toEqual([2]);
  return desk;
}

/** What is reported over so many blocks with a deep book around a price. */
function blocks(desk: PaperDesk, count: number, midUsd: number): string[] {
  return desk.during(() => {
    for (let block = 0; block < count; block += 1) {
      desk.feed(desk.book([[midUsd - 1, 50]], [[midUsd + 1, 50]]));
      desk.block();
    }
  });
}

function sent(reports: readonly string[]): string[] {
  return reports.filter((line) => line.endsWith('submitted'));
}

describe('planner, paper gateway with margin and portfolio together', () => {
  it('work on toward the target when nothing is forced', () => {
    const desk = onItsWay();
    blocks(desk, 1, 100);
    expect(desk.held()).toBe(10);
  });

  it('do not open again what a liquidation closed, until there is a new decision', () => {
    const desk = onItsWay({ margin: simpleMargin({ portion: 0.5 }) });
    // Equity of 9 USD for a maintenance margin of 18.48.
    desk.context({ oraclePriceUsd: 88 });
    const struck = blocks(desk, 1, 89);
    expect(struck).toEqual(['2 cancelled: UNDERCOLLATERALIZED', expect.stringMatching(/^LIQUIDATED sell 3.5 @ 88/)]);
    desk.context({ oraclePriceUsd: 100 });
    expect(blocks(desk, 10, 100)).toEqual([]);
    expect(desk.held()).toBe(3.5);
    desk.want(500);
    blocks(desk, 1, 100);
    expect(desk.held()).toBe(5);
  });

  it('do not open again what the owner closed, until there is a new decision', () => {
    const desk = onItsWay();
    desk.ask({ command: 'trade', marketId: BTC, sizeBase: -4 });
    expect(blocks(desk, 1, 100)).toEqual(['2 filled buy 3 @ 101, fee 0', 'MANUAL sell 4 @ 100, fee 0']);
    expect(blocks(desk, 10, 100)).toEqual([]);
    expect(desk.held()).toBe(6);
    desk.want(900);
    blocks(desk, 1, 100);
    expect(desk.held()).toBe(9);
  });

  it('take resting orders back when the owner trades', () => {
    const desk = new PaperDesk({ planning: { execution: 'maker' } });
    desk.want(500);
    expect(blocks(desk, 1, 100)).toEqual(['1 accepted']);
    desk.ask({ command: 'trade', marketId: BTC, sizeBase: 2 });
    expect(blocks(desk, 2, 100)).toEqual(['MANUAL buy 2 @ 100, fee 0', '1 cancelled: USER_CANCELED']);
    expect(blocks(desk, 20, 100)).toEqual([]);
  });

  it('give up exposure that the margin rules refuse, and stay as they are', () => {
    const desk = new PaperDesk({ planning: { maxAttempts: 3 } });
    desk.want(5_000);
    expect(blocks(desk, 10, 100).filter((line) => !line.endsWith('submitted'))).toEqual(
      [1, 2, 3].map((order) => `${order} cancelled: UNDERCOLLATERALIZED`),
    );
    expect(desk.sink.faults.map(({ message }) => message)).toEqual([
      'gave up buy 500000000000 quantums after 3 orders',
    ]);
  });

  it('get out of a market that was paused, as soon as it is back', () => {
    const desk = onItsWay();
    desk.context({ status: 'PAUSED' });
    desk.want(0);
    expect(blocks(desk, 30, 100)).toEqual(['2 rejected: BTC-USD takes no orders while PAUSED']);
    expect(desk.context({ status: 'ACTIVE' })).toEqual(['3 submitted']);
    expect(desk.block()).toEqual(['3 filled sell 7 @ 99, fee 0']);
  });

  it('are patient while the exchange refuses a reduction, and get out when it does not', () => {
    let isRefusing = false;
    const margin = { ...simpleMargin(), allows: () => !isRefusing };
    const desk = onItsWay({ margin, planning: { maxAttempts: 2, goodTilBlocks: 5 } });
    isRefusing = true;
    desk.want(0);
    expect(sent(blocks(desk, 21, 100))).toHaveLength(5);
    expect(desk.held()).toBe(7);
    isRefusing = false;
    blocks(desk, 6, 100);
    expect(desk.held()).toBe(0);
  });
});
