import { type BTC, ETH } from '@perpstream/testing';
import { actionsOf, closed, funding, only, toldOf } from '../../fixtures/protection-inputs';

const hour = only({ maxMarketLosses: 3, maxAccountLosses: 5, lossesLockMs: 3_600_000 });
const eth = { marketId: ETH };

describe('the protection against consecutive losses', () => {
  it.each([
    ['after so many losses in a row', [-1, -1, -1], ['2 trip consecutive-losses BTC-USD until 3600002']],
    ['not when a gain comes between', [-1, -1, 1, -1, -1], []],
    ['for a result that is no number', [-1, NaN, -1], ['2 trip consecutive-losses BTC-USD until 3600002']],
  ])('locks a market %s', (_name, results, actions) => {
    expect(
      actionsOf(
        results.map((pnl, index) => closed(pnl, index)),
        hour,
      ),
    ).toEqual(actions);
  });

  it('takes a trade that ends even for none that lost', () => {
    const even = closed(1, 2, { feeUsd: 1 });
    expect(actionsOf([closed(-1, 0), closed(-1, 1), even, closed(-1, 3), closed(-1, 4)], hour)).toEqual([]);
  });

  it('counts anew after a lock', () => {
    const inputs = [0, 1, 2, 3_600_002, 3_600_003, 3_600_004].map((atMs) => closed(-1, atMs));
    expect(actionsOf(inputs, only({ maxMarketLosses: 3, lossesLockMs: 3_600_000 }))).toEqual([
      '2 trip consecutive-losses BTC-USD until 3600002',
      '3600002 release consecutive-losses BTC-USD',
      '3600004 trip consecutive-losses BTC-USD until 7200004',
    ]);
  });

  it('locks the book after so many over all markets', () => {
    const inputs = [
      closed(-1, 0),
      closed(-1, 1, eth),
      closed(-1, 2),
      closed(-1, 3, eth),
      closed(-1, 4, { marketId: 'X-USD' as typeof BTC }),
    ];
    expect(actionsOf(inputs, hour)).toEqual(['4 trip consecutive-losses until 3600004']);
  });

  it('says how many and what the last one lost', () => {
    const [trip] = toldOf([closed(-1, 0), closed(-2.5, 1)], only({ maxMarketLosses: 2, lossesLockMs: 1 }));
    expect(trip).toMatchObject({
      lock: { value: 2, bound: 2, message: '2 trades in a row in BTC-USD lost (bound 2), the last 2.5 USD' },
    });
  });

  describe('takes a trade from opening to flat', () => {
    const one = only({ maxMarketLosses: 1, lossesLockMs: 10 });
    const lost = ['5 trip consecutive-losses BTC-USD until 15'];

    it.each([
      [
        'with what it realised on the way',
        [closed(0, 0, { sizeBase: 2 }), closed(30, 1, { sizeBase: 1 }), closed(-20, 5)],
        [],
      ],
      ['a loss on the way alone', [closed(0, 0, { sizeBase: 2 }), closed(-30, 1, { sizeBase: 1 })], []],
      ['less its fees', [closed(0, 0, { sizeBase: 1, feeUsd: 1 }), closed(1.5, 5, { feeUsd: 1 })], lost],
      ['with the funding it received', [closed(0, 0, { sizeBase: 1, feeUsd: 1 }), funding(2, 1), closed(-0.5, 5)], []],
      ['with the funding it paid', [closed(0, 0, { sizeBase: 1 }), funding(-2, 1), closed(1.5, 5)], lost],
      ['to the other side', [closed(0, 0, { sizeBase: 1 }), closed(-3, 5, { sizeBase: -1 })], lost],
      ['from short to long', [closed(0, 0, { sizeBase: -1 }), closed(-3, 5, { sizeBase: 2 })], lost],
      ['that was open before anything was seen', [closed(-3, 5)], lost],
      ['not an opening that costs a fee', [closed(0, 0, { sizeBase: 1, feeUsd: 1 })], []],
      ['not what is told of a flat market', [closed(0, 0, { feeUsd: 1 })], []],
    ])('%s', (_name, inputs, actions) => {
      expect(actionsOf(inputs, one)).toEqual(actions);
    });
  });
});
