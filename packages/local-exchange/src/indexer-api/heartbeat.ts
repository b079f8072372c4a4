import type { WebSocket } from 'ws';

/** Close code of a client that does not answer pings. */
const HEARTBEAT_TIMEOUT = 1011;

/** How often a client is pinged and how long it may take to answer. */
export type HeartbeatTimes = { readonly intervalMs: number; readonly timeoutMs: number };

/** Pings a socket with protocol frames and closes it when a pong stays away. Returns what ends the watch. */
export function watchHeartbeat(socket: WebSocket, { intervalMs, timeoutMs }: HeartbeatTimes): () => void {
  let missing: NodeJS.Timeout | undefined;
  const pong = (): void => {
    clearTimeout(missing);
    missing = undefined;
  };
  const pinging = setInterval(() => {
    if (missing !== undefined) return;
    missing = setTimeout(() => socket.close(HEARTBEAT_TIMEOUT, 'Heartbeat timeout'), timeoutMs);
    socket.ping();
  }, intervalMs);
  socket.on('pong', pong);
  return () => {
    clearInterval(pinging);
    clearTimeout(missing);
    socket.off('pong', pong);
  };
}
