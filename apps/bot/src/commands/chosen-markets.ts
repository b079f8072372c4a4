import { type BotConfig } from '../config/config-schema';
import { parseConfig } from '../config/load-config';

/** The configuration with the markets of `--markets`, when there are any: `all`, or tickers with commas between. */
export function withMarkets(config: BotConfig, text: string | undefined): BotConfig {
  if (text === undefined) return config;
  const tickers = text.split(',').map((ticker) => ticker.trim());
  return parseConfig({ ...config, markets: text === 'all' ? 'all' : tickers }, '--markets');
}
