import type { Claim } from '../accounts/account-chain';
import { NOBODY } from '../agents/market-floor';
import { SeededRandom } from '../random/seeded-random';
import type { TradingMarket } from './trading-market';

const HOUR_MS = 3_600_000;
/** Share of forced trades that meet the book; the rest are closed against other positions. */
const LIQUIDATION_SHARE = 0.7;
/** The bankruptcy price is at most this far from the oracle price, to the loss of the other side. */
const MAX_LOSS = 0.01;
/** Worth in USD of a deleveraging among others than the known accounts. */
const WORTH_USD = [500, 20_000] as const;

/** Liquidations and deleveraging: rare trades that no agent wants, at random times in active markets. */
export class ForcedTrades {
  readonly #random: SeededRandom;

  /**
   * @param perHour mean number over all markets
   * @param claimsIn open positions of known accounts in a market, which deleveraging falls back on first
   */
  constructor(
    private readonly perHour: number,
    seed: number,
    private readonly claimsIn: (ticker: string) => readonly Claim[],
  ) {
    this.#random = new SeededRandom(seed);
  }

  /** Lets some time pass. */
  round(markets: readonly TradingMarket[], ms: number): void {
    if (!this.#random.chance((this.perHour * ms) / HOUR_MS)) return;
    const active = markets.filter(({ status }) => status === 'ACTIVE');
    const market = active[this.#random.integer() % active.length];
    if (market === undefined) return;
    const takerSide = this.#random.chance(0.5) ? 'buy' : 'sell';
    if (this.#random.chance(LIQUIDATION_SHARE)) market.liquidate(takerSide);
    else this.#deleverage(market, takerSide);
  }

  #deleverage({ floor, ticker }: TradingMarket, takerSide: 'buy' | 'sell'): void {
    const { grid, oracleSubticks } = floor;
    const loss = this.#random.between(0, MAX_LOSS);
    const subticks = grid.floorPrice(oracleSubticks * (takerSide === 'buy' ? 1 - loss : 1 + loss));
    const isOpposite = ({ quantums }: Claim): boolean => (takerSide === 'buy' ? quantums > 0 : quantums < 0);
    const claim = this.claimsIn(ticker).find(isOpposite);
    const worthUsd = this.#random.between(...WORTH_USD);
    const quantums = claim === undefined ? grid.quantumsFor(worthUsd, subticks) : Math.abs(claim.quantums);
    const maker = claim === undefined ? { owner: NOBODY } : { owner: NOBODY, reference: claim.reference };
    floor.deleverage({ takerSide, subticks, quantums, maker, taker: { owner: NOBODY } });
  }
}
