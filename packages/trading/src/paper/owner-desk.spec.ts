import { EventScheduler, marketId, unixMs, type ProcessedData } from '@perpstream/core';
import { accountState, BTC, collectFaults, ETH, position, type CollectedFaults } from '@perpstream/testing';
import { EMPTY, NEVER, type Observable } from 'rxjs';
import { PaperDesk, unmarked } from '../../fixtures/paper-desk';
import { paperGateway, type PaperCommand, type PaperGateway } from './paper-gateway';

function faults(desk: PaperDesk): string[] {
  return desk.sink.faults.map(({ message }) => message);
}

describe('transfers of the owner of a paper account', () => {
  it.each([
    ['money that comes in', 50, 150],
    ['money that goes out', -100, 0],
    ['a part of a cent', 0.0000019, 100.000001],
  ])('book %s at the next block', (_, amountUsd, balanceUsd) => {
    const desk = new PaperDesk();
    expect(desk.during(() => desk.ask({ command: 'transfer', amountUsd }))).toEqual([]);
    expect(desk.block()).toHaveLength(1);
    expect(desk.account.quoteBalanceUsd).toBe(balanceUsd);
    expect(desk.account.transfersUsd).toBeCloseTo(balanceUsd - 100, 9);
    expect(faults(desk)).toEqual([]);
  });

  it('take effect by themselves when no block comes', () => {
    const desk = new PaperDesk();
    desk.ask({ command: 'transfer', amountUsd: 50 });
    expect(desk.advance(1_499)).toEqual([]);
    expect(desk.advance(1)).toEqual(['transfer 50']);
  });

  it.each([
    ['all that the initial margin leaves', -40, ['transfer -40'], []],
    ['a cent more', -40.01, [], ['the transfer of the owner is not done: UNDERCOLLATERALIZED']],
  ])('let go %s', (_, amountUsd, expected, messages) => {
    // Ten at 101 with a mark of 100: 90 USD of equity, 50 of them initial margin.
    const desk = new PaperDesk();
    desk.trade({ sizeBase: 10 });
    desk.ask({ command: 'transfer', amountUsd });
    expect(desk.block()).toEqual(expected);
    expect(faults(desk)).toEqual(messages);
  });

  it('see the orders and transfers before them in the block', () => {
    const desk = new PaperDesk();
    desk.send({ sizeBase: 10 });
    desk.ask({ command: 'transfer', amountUsd: -30 });
    desk.ask({ command: 'transfer', amountUsd: -30 });
    expect(desk.block()).toEqual(['1 filled buy 10 @ 101, fee 0', 'transfer -30']);
    expect(faults(desk)).toHaveLength(1);
  });

  it('save an account that is about to be liquidated, and are taken while a mark is missing', () => {
    const desk = new PaperDesk({ isWithoutPortfolio: true });
    desk.gateway.account(accountState({ quoteBalanceUsd: 10, positions: [position({ marketId: ETH, sizeBase: 1 })] }));
    desk.ask({ command: 'transfer', amountUsd: -1 });
    desk.ask({ command: 'transfer', amountUsd: 5 });
    expect(desk.block()).toEqual(['transfer 5']);
    expect(faults(desk)).toEqual(['the transfer of the owner is not done: the rules of ETH-USD are not known']);
  });

  it.each([
    [NaN, 'the amount must be finite, was NaN'],
    [Infinity, 'the amount must be finite, was Infinity'],
    [0, 'the amount is 0'],
    [1e-9, 'the amount is 0'],
  ])('of %d USD are refused', (amountUsd, reason) => {
    const desk = new PaperDesk();
    desk.ask({ command: 'transfer', amountUsd });
    expect(desk.block()).toEqual([]);
    expect(desk.sink.faults).toEqual([
      {
        kind: 'order',
        where: 'paper gateway',
        message: `the transfer of the owner is not done: ${reason}`,
        receivedMs: 1_000,
        cause: 101,
      },
    ]);
  });

  it('go through unweighed without margin rules', () => {
    const desk = new PaperDesk({ isWithoutMargin: true });
    desk.ask({ command: 'transfer', amountUsd: -500 });
    expect(desk.block()).toEqual(['transfer -500']);
  });
});

describe('trades of the owner of a paper account', () => {
  it.each([
    ['a purchase, its price rounded up', 1.5, 100.4, 'MANUAL buy 1.5 @ 101, fee 0'],
    ['a sale, its price rounded down', -1.5, 100.6, 'MANUAL sell 1.5 @ 100, fee 0'],
    ['a size beyond the grid, cut to it', 0.00019, 100, 'MANUAL buy 0.0001 @ 100, fee 0'],
  ])('fill %s', (_, sizeBase, oraclePriceUsd, expected) => {
    const desk = new PaperDesk({ fees: { takerPpm: 500, makerPpm: 500 } });
    desk.context({ oraclePriceUsd });
    expect(desk.during(() => desk.ask({ command: 'trade', marketId: BTC, sizeBase }))).toEqual([]);
    expect(desk.block()).toEqual([expected]);
    expect(desk.events.at(-1)).toMatchObject({ kind: 'forced-fill', reason: 'MANUAL', receivedMs: 1_000, cause: 101 });
  });

  it('open, add, close and flip', () => {
    const desk = new PaperDesk();
    const held = [2, 1, -3, -4].map((sizeBase) => {
      desk.ask({ command: 'trade', marketId: BTC, sizeBase });
      desk.block();
      return desk.held();
    });
    expect(held).toEqual([2, 3, 0, -4]);
  });

  it('move the position that a reduce-only order is cut to', () => {
    const desk = new PaperDesk();
    desk.trade({ sizeBase: 5 });
    desk.ask({ command: 'trade', marketId: BTC, sizeBase: -3 });
    desk.send({ side: 'sell', sizeBase: 5, priceUsd: 99, reduceOnly: true });
    expect(desk.block()).toEqual([
      'MANUAL sell 3 @ 100, fee 0',
      '2 partially-filled sell 2 @ 99, fee 0',
      '2 cancelled: REDUCE_ONLY_RESIZE',
    ]);
    expect(desk.held()).toBe(0);
  });

  it.each([
    ['0', 0, 'size 0 is below the smallest allowed, 0.0001'],
    ['NaN', NaN, 'the size must be finite, was NaN'],
    ['less than a step', -0.00001, 'size 0.00001 is below the smallest allowed, 0.0001'],
    ['more than the margin allows', 20.0001, 'UNDERCOLLATERALIZED'],
  ])('of a size of %s are refused', (_, sizeBase, reason) => {
    const desk = new PaperDesk();
    desk.ask({ command: 'trade', marketId: BTC, sizeBase });
    expect(desk.block()).toEqual([]);
    expect(desk.sink.faults).toMatchObject([
      { kind: 'order', marketId: BTC, message: `the trade of the owner is not done: ${reason}` },
    ]);
  });

  it('are as large as the initial margin allows', () => {
    const desk = new PaperDesk();
    desk.ask({ command: 'trade', marketId: BTC, sizeBase: -20 });
    expect(desk.block()).toEqual(['MANUAL sell 20 @ 100, fee 0']);
  });

  it('need rules, an oracle price on the grid, and a market that takes orders', () => {
    const desk = new PaperDesk();
    const sol = marketId('SOL-USD');
    desk.feed(unmarked(ETH));
    desk.ask({ command: 'trade', marketId: sol, sizeBase: 1 });
    desk.ask({ command: 'trade', marketId: ETH, sizeBase: 1 });
    expect(desk.block()).toEqual([]);
    desk.context({ status: 'PAUSED' });
    desk.ask({ command: 'trade', marketId: BTC, sizeBase: 1 });
    expect(desk.block()).toEqual([]);
    desk.context({ oraclePriceUsd: 0.5 });
    desk.ask({ command: 'trade', marketId: BTC, sizeBase: -1 });
    expect(desk.block()).toEqual([]);
    expect(faults(desk).map((message) => message.split('not done: ')[1])).toEqual([
      'the rules of SOL-USD are not known',
      'the oracle price of ETH-USD is not known',
      'BTC-USD takes no orders while PAUSED',
      'price 0.5 is below the smallest allowed, 1',
    ]);
  });
});

describe('commands of one block', () => {
  it.each([
    ['withdrawals', { command: 'transfer', amountUsd: -60 }, 'transfer -60'],
    ['trades', { command: 'trade', marketId: BTC, sizeBase: 15 }, 'MANUAL buy 15 @ 100, fee 0'],
  ] as const)('see each other before anybody has told the account: %s', (_, command, expected) => {
    const desk = new PaperDesk({ isWithoutPortfolio: true });
    desk.gateway.account(accountState({ quoteBalanceUsd: 100 }));
    desk.ask(command);
    desk.ask(command);
    expect(desk.block()).toEqual([expected]);
    expect(faults(desk)).toEqual([`the ${command.command} of the owner is not done: UNDERCOLLATERALIZED`]);
  });
});

describe('commands to a paper gateway', () => {
  const transfer: PaperCommand = { kind: 'command', command: 'transfer', amountUsd: 5, receivedUs: 7_000, seq: 3 };

  function alone(market$: Observable<ProcessedData>): {
    readonly gateway: PaperGateway;
    readonly sink: CollectedFaults;
  } {
    const sink = collectFaults();
    return { gateway: paperGateway({ market$, scheduler: new EventScheduler(), faults: sink }), sink };
  }

  it('need somebody who listens', () => {
    const { gateway } = alone(NEVER);
    expect(() => gateway.command(transfer)).toThrow(
      'paper gateway: the transfer of the owner came while nobody is subscribed to reports$; subscribe first',
    );
    gateway.command({ kind: 'command', command: 'stop', receivedUs: 0, seq: 0 });
  });

  it('are a fault once the market data have ended', () => {
    const { gateway, sink } = alone(EMPTY);
    const kinds: string[] = [];
    gateway.changes$.subscribe(({ kind }) => kinds.push(kind));
    gateway.command(transfer);
    const message = 'the transfer of the owner is not sent: the market data have ended';
    expect(sink.faults).toEqual([{ kind: 'order', where: 'paper gateway', message, receivedMs: 7, cause: 3 }]);
    expect(kinds).toEqual([]);
  });

  it('leave nothing scheduled when nobody listens any more', () => {
    const scheduler = new EventScheduler();
    const gateway = paperGateway({ market$: NEVER, scheduler, faults: collectFaults() });
    const listening = gateway.changes$.subscribe();
    gateway.command(transfer);
    scheduler.advanceTo(unixMs(10));
    expect(scheduler.pending).toBe(1);
    listening.unsubscribe();
    expect(scheduler.pending).toBe(0);
  });

  it.each(['stop', 'halt-new-exposure', 'flatten', 'resume'] as const)('leave %s to others', (command) => {
    const desk = new PaperDesk();
    desk.ask({ command });
    expect(desk.block()).toEqual([]);
    expect(desk.sink.faults).toEqual([]);
  });
});
