import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { INDEXER_NETWORKS, indexerEndpoints } from './networks';

describe('indexerEndpoints', () => {
  it.each(['mainnet', 'testnet', 'local'] as const)('knows %s by name', (network) => {
    expect(indexerEndpoints(network)).toBe(INDEXER_NETWORKS[network]);
  });

  it('R15: needs no part of the official client', () => {
    const { dependencies } = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')) as {
      readonly dependencies: Readonly<Record<string, string>>;
    };
    expect(Object.keys(dependencies).filter((name) => name.includes('dydx'))).toEqual([]);
  });

  it('R15: keeps REST and socket of every preset on one host and path', () => {
    for (const { restUrl, wsUrl } of Object.values(INDEXER_NETWORKS)) {
      expect(wsUrl).toBe(`${restUrl.replace(/^http/, 'ws')}/ws`);
    }
  });

  it.each([
    ['http://127.0.0.1:4000/v4', 'http://127.0.0.1:4000/v4', 'ws://127.0.0.1:4000/v4/ws'],
    ['https://indexer.example/v4/', 'https://indexer.example/v4', 'wss://indexer.example/v4/ws'],
  ])('derives the endpoints of %s', (url, restUrl, wsUrl) => {
    expect(indexerEndpoints(url)).toEqual({ restUrl, wsUrl });
  });

  it.each(['mainet', '', 'toString', 'ws://127.0.0.1:4000', 'http://'])('refuses "%s" in one line', (network) => {
    expect(() => indexerEndpoints(network)).toThrow(RangeError);
    expect(() => indexerEndpoints(network)).toThrow(
      /^unknown network ".*": use mainnet, testnet, local, or a base URL.*$/,
    );
  });
});
