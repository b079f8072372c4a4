import { BTC, ETH } from '@perpstream/testing';
import { marketView } from '../../fixtures/market-view';
import { marketModel } from './market-model';

const view = { nowMs: 7, markets: [marketView(), marketView({ marketId: ETH })], account: undefined };

describe('marketModel', () => {
  it('makes one idea of one leg per market', () => {
    const reasons = [{ name: 'tide', value: 1 }];
    const model = marketModel(({ marketId }) => ({ conviction: marketId === BTC ? 0.5 : -0.5, reasons }));
    expect(model.ideas(view)).toEqual([
      { key: 'BTC-USD', conviction: 0.5, legs: [{ marketId: BTC, weight: 1 }], reasons },
      { key: 'ETH-USD', conviction: -0.5, legs: [{ marketId: ETH, weight: 1 }], reasons },
    ]);
  });

  it('R25: has no opinion where it cannot tell, which is not a neutral one', () => {
    const [idea] = marketModel(() => undefined).ideas(view);
    expect(idea).toEqual({ key: 'BTC-USD', conviction: undefined, legs: [{ marketId: BTC, weight: 1 }], reasons: [] });
  });

  it('shows the whole view with every market', () => {
    const seen: unknown[] = [];
    marketModel((market, whole) => void seen.push([market, whole])).ideas(view);
    expect(seen).toEqual(view.markets.map((market) => [market, view]));
  });
});
