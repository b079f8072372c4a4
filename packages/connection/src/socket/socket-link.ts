/** What a socket tells. After `ended` it tells nothing more. */
export type SocketListener = {
  text(text: string): void;
  /** A binary frame, which the Indexer never sends. */
  binary(): void;
  /** A ping or pong of the server. */
  alive(): void;
  ended(reason: string): void;
};

/** An open or opening socket. After `end` its listener hears nothing more. Nothing throws. */
export type SocketLink = {
  send(text: string): void;
  /** Sends a protocol ping; its pong is told as `alive`. */
  ping(): void;
  end(): void;
};

/** Opens a socket; nothing is told before it returns. */
export type OpenSocket = (url: string, listener: SocketListener) => SocketLink;
