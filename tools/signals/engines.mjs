/** The thirteen engines by name, each made of its options; an engine without options has its defaults. */
export function enginesOf(signals, options = {}) {
  const { momentum, trend, meanReversion, leadLag, bookImbalance, tradeFlow, liquidity } = signals;
  const { liquidationPressure, funding, basis, openInterest, volume, volatility } = signals;
  const price = { momentum, trend, meanReversion, leadLag, volatility };
  const book = { bookImbalance, tradeFlow, liquidity, volume };
  const market = { funding, basis, openInterest, liquidationPressure };
  const creators = Object.entries({ ...price, ...book, ...market });
  return Object.fromEntries(creators.map(([name, create]) => [name, create(options[name])]));
}

/** What makes each engine read bars of this length, where it can; the half lives are then those of bars. */
export function barOptions(barMs) {
  const price = { barMs };
  const priced = ['momentum', 'meanReversion', 'leadLag', 'volatility', 'basis', 'openInterest'];
  const barred = ['trend', 'tradeFlow', 'liquidity', 'volume', 'liquidationPressure'];
  return Object.fromEntries([...priced.map((name) => [name, { price }]), ...barred.map((name) => [name, { barMs }])]);
}
