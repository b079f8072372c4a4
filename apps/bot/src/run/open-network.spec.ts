import { createServer } from 'node:http';
import { once } from 'node:events';
import { type AddressInfo } from 'node:net';
import { UsageError } from '../errors';
import { openNetwork } from './open-network';

describe('openNetwork', () => {
  it('says how a base URL ends when there is no Indexer at it', async () => {
    const server = createServer((_, answer) => answer.writeHead(404).end()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const opening = openNetwork(`http://127.0.0.1:${port}`, { top: 1 });
    await expect(opening).rejects.toThrow(UsageError);
    await expect(opening).rejects.toThrow(`no Indexer at http://127.0.0.1:${port}: the base URL usually ends in /v4`);
    server.close();
  });
});
