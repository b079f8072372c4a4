/** Where an Indexer is found: the root of its REST interface (without a slash at the end) and its socket. */
export type IndexerEndpoints = { readonly restUrl: string; readonly wsUrl: string };

/**
 * The known networks. `local` is the local exchange of this project.
 *
 * @see v4-documentation, interaction/endpoints, for mainnet and testnet
 */
export const INDEXER_NETWORKS: Readonly<Record<'mainnet' | 'testnet' | 'local', IndexerEndpoints>> = {
  mainnet: { restUrl: 'https://indexer.dydx.trade/v4', wsUrl: 'wss://indexer.dydx.trade/v4/ws' },
  testnet: {
    restUrl: 'https://indexer.v4testnet.dydx.exchange/v4',
    wsUrl: 'wss://indexer.v4testnet.dydx.exchange/v4/ws',
  },
  local: { restUrl: 'http://127.0.0.1:3002/v4', wsUrl: 'ws://127.0.0.1:3002/v4/ws' },
};

/**
 * The endpoints of a network by its name, or of any Indexer by the base URL of its REST interface; the socket is then
 * expected at `/ws` below it.
 *
 * @throws RangeError when it is neither a known name nor an http(s) URL
 * @example indexerEndpoints('http://127.0.0.1:4000/v4').wsUrl // 'ws://127.0.0.1:4000/v4/ws'
 */
export function indexerEndpoints(network: string): IndexerEndpoints {
  const preset = Object.entries(INDEXER_NETWORKS).find(([name]) => name === network)?.[1];
  if (preset !== undefined) return preset;
  if (!/^https?:\/\//.test(network) || !URL.canParse(network)) {
    const names = Object.keys(INDEXER_NETWORKS).join(', ');
    throw new RangeError(`unknown network "${network}": use ${names}, or a base URL such as http://127.0.0.1:4000/v4`);
  }
  const restUrl = network.replace(/\/+$/, '');
  return { restUrl, wsUrl: `${restUrl.replace(/^http/, 'ws')}/ws` };
}
