import { simulatedVenue, startLocalExchange } from '@perpstream/local-exchange';
import { loadConfig } from '../config/load-config';
import { type CommonOptions } from './common-options';
import { tradeOnPaper } from './paper';

export type DemoOptions = CommonOptions & {
  readonly seed?: number;
  /** The configuration made for the short moves of the simulated markets. */
  readonly shippedConfig: string;
};

/** `perpstream demo`: a simulated exchange and the bot on this computer; no network, no keys. */
export async function demo(options: DemoOptions): Promise<number> {
  const config = await loadConfig(options.config ?? options.shippedConfig);
  const exchange = await startLocalExchange({ port: 0, venue: simulatedVenue({ seed: options.seed ?? config.seed }) });
  try {
    return await tradeOnPaper('demo', 'demo: simulated dYdX on this computer', config, {
      ...options,
      network: exchange.restUrl,
    });
  } finally {
    await exchange.stop();
  }
}
