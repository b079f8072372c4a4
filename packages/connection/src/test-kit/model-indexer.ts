import { type EventScheduler } from '@perpstream/core';
import { type OpenSocket } from '../socket/socket-link';
import { ModelSocket } from './model-socket';

/** How a model of the Indexer behaves. Times in milliseconds, all 0 by default. */
export type ModelBehaviour = {
  /** Time on the way to the server and back. */
  readonly upMs?: () => number;
  readonly downMs?: () => number;
  /** How long the server takes to fetch a snapshot. */
  readonly snapshotMs?: (channel: string, id: string) => number;
  /** The text with which it refuses a request, if it does. */
  readonly refuse?: (channel: string, id: string, socket: ModelSocket) => string | undefined;
  /** Whether a socket to this address comes about. */
  readonly accepts?: (url: string) => boolean;
  /** What becomes of a message on its way to the client: nothing, itself, several. */
  readonly onTheWay?: (text: string, messageId: number) => readonly string[];
  readonly greets?: boolean;
};

/** The Indexer's socket service on virtual time: its numbers, caps, limits and delays, without a network. */
export class ModelIndexer {
  readonly sockets: ModelSocket[] = [];
  behaviour: ModelBehaviour;

  constructor(
    readonly scheduler: EventScheduler,
    behaviour: ModelBehaviour = {},
  ) {
    this.behaviour = behaviour;
  }

  readonly open: OpenSocket = (url, listener) => {
    const socket = new ModelSocket(url, this, listener);
    this.sockets.push(socket);
    return socket;
  };

  /** Sockets that neither side has ended. */
  get alive(): readonly ModelSocket[] {
    return this.sockets.filter(({ isOver }) => !isOver);
  }

  /** Sends an update of a stream to everyone who is subscribed. */
  publish(channel: string, id: string = channel): void {
    for (const socket of this.alive) socket.publish(channel, id);
  }
}
