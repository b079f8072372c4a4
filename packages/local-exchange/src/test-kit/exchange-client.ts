import { WebSocket, type ClientOptions, type RawData } from 'ws';

/** A message of the server, as parsed JSON. */
export type ServerMessage = Readonly<Record<string, unknown>> & {
  readonly type: string;
  readonly message_id: number;
  readonly contents?: unknown;
};

/** A WebSocket client for tests: keeps every message and waits for those that a test asks for. */
export class ExchangeClient {
  readonly messages: ServerMessage[] = [];
  readonly texts: string[] = [];
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  readonly #waiting = new Set<() => void>();
  #read = 0;

  constructor(readonly socket: WebSocket) {
    socket.on('message', (data: RawData) => {
      const text = (data as Buffer).toString();
      this.texts.push(text);
      this.messages.push(messageOf(text));
      for (const wake of this.#waiting) wake();
    });
    this.closed = new Promise((resolve) => {
      socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }));
    });
    socket.on('error', () => undefined);
  }

  /** Connects and waits for the greeting. */
  static async connect(url: string, options: ClientOptions = {}): Promise<ExchangeClient> {
    const client = new ExchangeClient(new WebSocket(url, options));
    await client.next();
    return client;
  }

  send(message: object | string): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  subscribe(channel: string, id?: string, batched?: boolean): void {
    this.send({ type: 'subscribe', channel, id, batched });
  }

  /** The next message not yet read for which `isWanted` holds; those before it are passed over. */
  async next(isWanted: (message: ServerMessage) => boolean = () => true): Promise<ServerMessage> {
    for (;;) {
      while (this.#read < this.messages.length) {
        const message = this.messages[this.#read]!;
        this.#read += 1;
        if (isWanted(message)) return message;
      }
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          this.#waiting.delete(wake);
          resolve();
        };
        this.#waiting.add(wake);
      });
    }
  }

  /** Resolves when everything that the server has sent by now has arrived. */
  async roundTrip(): Promise<void> {
    const pong = new Promise<void>((resolve) => this.socket.once('pong', () => resolve()));
    this.socket.ping();
    await pong;
  }

  /** The message ids of everything received, in order of arrival. */
  ids(): number[] {
    return this.messages.map(({ message_id }) => message_id);
  }

  /** Closes and waits until the server knows. */
  async close(): Promise<void> {
    this.socket.close();
    await this.closed;
  }
}

/** Text that is no JSON stands as a message of type `unreadable`. */
function messageOf(text: string): ServerMessage {
  try {
    return JSON.parse(text) as ServerMessage;
  } catch {
    return { type: 'unreadable', message_id: Number.NaN };
  }
}
