import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { listen } from './listen';

type UpgradeListener = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** The http server of an exchange: one port, which can be closed and opened again. */
export class HttpPort {
  readonly #server: Server = createServer();
  #port: number;

  constructor(
    private readonly host: string,
    wantedPort: number,
  ) {
    this.#port = wantedPort;
  }

  /** `HOST:PORT`, as URLs write it; the port is known once `open` has resolved. */
  get address(): string {
    return `${this.host.includes(':') ? `[${this.host}]` : this.host}:${this.#port}`;
  }

  /** Listens, again on the same port if it did before; harmless when open. @throws Error of one line when it cannot */
  async open(): Promise<void> {
    if (!this.#server.listening) this.#port = await listen(this.#server, this.host, this.#port);
  }

  /** Serves requests and upgrades once the promise resolves; sends them away if it fails. */
  serve(ready: Promise<void>, onRequest: RequestListener, onUpgrade: UpgradeListener): void {
    this.#server.on('request', (request, response) => {
      void ready.then(
        () => void onRequest(request, response),
        () => undefined,
      );
    });
    this.#server.on('upgrade', (request, socket, head) => {
      // From here on nobody but us listens to the socket, and its client may leave while it waits.
      socket.on('error', () => undefined);
      void ready.then(
        () => onUpgrade(request, socket, head),
        () => socket.destroy(),
      );
    });
  }

  /** Closes the port and every http connection. Harmless when closed. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }
}
