import fc from 'fast-check';
import { DEFAULT_MARKETS } from '../chain/default-markets';
import { MarketGrid } from '../chain/market-grid';
import { SIMULATED_ACCOUNTS } from './simulated-accounts';
import { Subaccount, type CommittedFill, type Liquidity } from './subaccount';

const grid = new MarketGrid(DEFAULT_MARKETS[0]!);
const USD = 1_000_000n;

function fill(
  side: 'buy' | 'sell',
  sizeBase: number,
  priceUsd: number,
  liquidity: Liquidity = 'TAKER',
  eventId = 'e1',
): CommittedFill {
  const quantums = Math.round(sizeBase * 1e10);
  return { ticker: 'BTC-USD', side, subticks: Math.round(grid.subticksOf(priceUsd)), quantums, eventId, liquidity };
}

describe('Subaccount', () => {
  it('pays for what it buys, and the fee', () => {
    const account = new Subaccount('dydx1a', 0);
    account.transfer(100_000n * USD);
    const { feeQuote } = account.fill(fill('buy', 0.5, 100_000), grid);
    expect(feeQuote).toBe(25n * USD);
    expect(account.cashQuote).toBe(49_975n * USD);
    expect(grid.size(account.quantumsIn('BTC-USD'))).toBe('0.5');
  });

  it.each([
    ['a taker 5 bps', 'TAKER', 5_000_000n],
    ['a maker 1 bp', 'MAKER', 1_000_000n],
    ['nothing for what the chain closes', undefined, 0n],
  ] as const)('charges %s', (_name, liquidity, feeQuote) => {
    const sold = { ...fill('sell', 0.1, 100_000), liquidity };
    expect(new Subaccount('dydx1a', 0).fill(sold, grid).feeQuote).toBe(feeQuote);
  });

  it('rounds fees up to a whole quote quantum', () => {
    // 0.0001 BTC at 33 333 USD are 3.3333 USD: 5 bps of it are 1 666.65 quote quantums.
    expect(new Subaccount('dydx1a', 0).fill(fill('buy', 0.0001, 33_333), grid).feeQuote).toBe(1_667n);
  });

  it('shows a balance without sign, with a side', () => {
    const account = new Subaccount('dydx1a', 128);
    account.transfer(-2_500_000n);
    expect(account.assetRow()).toMatchObject({
      ...{ address: 'dydx1a', subaccountNumber: 128, assetId: '0', symbol: 'USDC', side: 'SHORT', size: '2.5' },
    });
  });

  it('closes one position and opens another when a fill goes through zero', () => {
    const account = new Subaccount('dydx1a', 0);
    account.fill(fill('buy', 0.2, 100_000, 'TAKER', 'e1'), grid);
    const { touched } = account.fill(fill('sell', 0.5, 101_000, 'TAKER', 'e2'), grid);
    const [closed, opened] = touched.map((position) => position.figures('101000'));
    expect(closed).toMatchObject({
      ...{
        market: 'BTC-USD',
        side: 'LONG',
        status: 'CLOSED',
        size: '0',
        maxSize: '0.2',
        sumOpen: '0.2',
        sumClose: '0.2',
      },
      ...{ entryPrice: '100000', exitPrice: '101000', realizedPnl: '200', unrealizedPnl: '0' },
    });
    expect(opened).toMatchObject({
      ...{
        market: 'BTC-USD',
        side: 'SHORT',
        status: 'OPEN',
        size: '-0.3',
        maxSize: '-0.3',
        sumOpen: '0.3',
        sumClose: '0',
      },
      ...{ entryPrice: '101000', exitPrice: null, realizedPnl: '0', unrealizedPnl: '0', netFunding: '0' },
    });
    expect(opened!.positionId).not.toBe(closed!.positionId);
  });

  it('has the mean price of what opened a position, and gains by the oracle price', () => {
    const account = new Subaccount('dydx1a', 0);
    account.fill(fill('sell', 0.1, 100_000), grid);
    const { touched } = account.fill(fill('sell', 0.3, 102_000), grid);
    expect(touched[0]!.figures('101000')).toMatchObject({ entryPrice: '101500', unrealizedPnl: '200', size: '-0.4' });
  });

  const anyFill = fc.record({
    buys: fc.boolean(),
    steps: fc.integer({ min: 1, max: 5_000 }),
    ticks: fc.integer({ min: 90_000, max: 110_000 }),
    liquidity: fc.constantFrom<Liquidity>('TAKER', 'MAKER'),
  });

  it('keeps position, cash and profit in balance over any fills', () => {
    fc.assert(
      fc.property(fc.array(anyFill, { maxLength: 40 }), (fills) => {
        const account = new Subaccount(SIMULATED_ACCOUNTS[0].address, 0);
        let [quantums, cash, fees, realized, unrealized] = [0, 0n, 0n, 0, 0];
        const profits = new Map<string, number>();
        for (const [at, { buys, steps, ticks, liquidity }] of fills.entries()) {
          const one = { subticks: ticks * grid.tickSubticks, quantums: steps * grid.stepQuantums };
          const side = buys ? 'buy' : 'sell';
          const { feeQuote, touched } = account.fill(
            { ticker: 'BTC-USD', side, eventId: `e${at}`, liquidity, ...one },
            grid,
          );
          quantums += buys ? one.quantums : -one.quantums;
          const quote = grid.quoteQuantums(one.subticks, one.quantums);
          cash += buys ? -quote : quote;
          fees += feeQuote;
          for (const position of touched) {
            const figures = position.figures('100000');
            profits.set(position.id, Number(figures.realizedPnl));
            unrealized = Number(figures.unrealizedPnl);
          }
        }
        realized = [...profits.values()].reduce((sum, profit) => sum + profit, 0);
        expect(account.quantumsIn('BTC-USD')).toBe(quantums);
        expect(account.cashQuote).toBe(cash - fees);
        // Equity change = realized + unrealized profit - fees.
        const equityUsd = Number(account.cashQuote) / 1e6 + (quantums / 1e10) * 100_000;
        expect(equityUsd).toBeCloseTo(realized + unrealized - Number(fees) / 1e6, 3);
      }),
    );
  });

  it('R27: two accounts that trade with each other lose to the fees alone', () => {
    const [buyer, seller] = [new Subaccount('dydx1a', 0), new Subaccount('dydx1b', 0)];
    const bought = buyer.fill(fill('buy', 0.7, 99_123), grid);
    const sold = seller.fill(fill('sell', 0.7, 99_123, 'MAKER'), grid);
    expect(buyer.quantumsIn('BTC-USD') + seller.quantumsIn('BTC-USD')).toBe(0);
    expect(buyer.cashQuote + seller.cashQuote).toBe(-bought.feeQuote - sold.feeQuote);
  });
});
