import type { WebSocket } from 'ws';
import type { ClientLink } from './client-link';

/** Close code of a client that does not answer pings. */
const HEARTBEAT_TIMEOUT = 1011;

/** How often a client is pinged and how long it may take to answer. */
export type HeartbeatTimes = { readonly intervalMs: number; readonly timeoutMs: number };

/** Pings a socket with protocol frames and closes it when a pong stays away. Returns what ends the watch. */
export function watchHeartbeat(
  socket: WebSocket,
  link: ClientLink,
  { intervalMs, timeoutMs }: HeartbeatTimes,
): () => void {
  let missing: NodeJS.Timeout | undefined;
  const pong = (): void => {
    clearTimeout(missing);
    missing = undefined;
  };
  const pinging = setInterval(() => {
    if (missing !== undefined || !link.ping()) return;
    missing = setTimeout(() => link.close(HEARTBEAT_TIMEOUT, 'Heartbeat timeout'), timeoutMs);
  }, intervalMs);
  socket.on('pong', pong);
  return () => {
    clearInterval(pinging);
    clearTimeout(missing);
    socket.off('pong', pong);
  };
}
