import type { UnixMs } from '../units/unix-ms';

/**
 * State of one socket to the Indexer. Each variant carries what is valid in that state.
 *
 * - `connecting`: the TCP or WebSocket handshake is under way
 * - `open`: the server greeted; subscriptions were sent
 * - `degraded`: open, but nothing came for `silentMs`
 * - `waiting`: lost; the next attempt starts at `retryAtMs`
 * - `circuit-open`: too many failures in a row; one probe starts at `probeAtMs`
 * - `closed`: given up or closed on purpose
 */
export type ConnectionState =
  | { readonly kind: 'connecting'; readonly connection: number; readonly attempt: number }
  | { readonly kind: 'open'; readonly connection: number; readonly connectionId: string }
  | { readonly kind: 'degraded'; readonly connection: number; readonly silentMs: number }
  | {
      readonly kind: 'waiting';
      readonly connection: number;
      readonly attempt: number;
      readonly retryAtMs: UnixMs;
      readonly reason: string;
    }
  | { readonly kind: 'circuit-open'; readonly connection: number; readonly probeAtMs: UnixMs; readonly reason: string }
  | { readonly kind: 'closed'; readonly connection: number; readonly reason: string };
