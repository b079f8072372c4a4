import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Starts to listen and returns the port. @throws Error of one line that names the address and what to do */
export function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const refuse = (error: NodeJS.ErrnoException): void => reject(new Error(explain(error, `${host}:${port}`)));
    server.once('error', refuse);
    server.listen({ host, port, exclusive: true }, () => {
      server.off('error', refuse);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function explain({ code, message }: NodeJS.ErrnoException, address: string): string {
  switch (code) {
    case 'EADDRINUSE':
      return `cannot listen on ${address}: the port is in use; stop the other program or choose another port (0 takes any free one)`;
    case 'EACCES':
      return `cannot listen on ${address}: no permission; choose a port above 1023 (0 takes any free one)`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `cannot listen on ${address}: this computer has no such address; use 127.0.0.1`;
    default:
      return `cannot listen on ${address}: ${message}`;
  }
}
