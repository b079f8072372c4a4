import { unixMs, type FaultSink, type Frame } from '@perpstream/core';
import { MissingMessages, type IdRange } from '../state/missing-messages';
import { type Fields } from './fields';

type LoggedFrame = Frame & { readonly seq: number };
type Ledger = { connectionId: unknown; missing: MissingMessages; latest: LoggedFrame };

/** Ids that a message names; the rest is a number. */
const SHOWN_RANGES = 5;
const MESSAGE_ID = /^\{[^{}[\]]{0,200}"message_id":(\d{1,15})\b/;

/**
 * Looks for missing messages where no feed did: in recordings that hold frames alone. A connection of which the inputs
 * tell stream states is left alone: its feed has judged it.
 */
export class MessageAudit {
  readonly #ledgers = new Map<number, Ledger>();
  readonly #judged = new Set<number>();

  constructor(private readonly faults: FaultSink) {}

  /** Whether the messages of this connection are counted here. */
  isWatching(connection: number): boolean {
    return !this.#judged.has(connection);
  }

  /** Notes a frame by its envelope, an empty one when the text could not be read. */
  note(frame: LoggedFrame, envelope: Fields): void {
    const { type, connection_id: connectionId, message_id: messageId } = envelope;
    const id = messageId ?? idInDamaged(frame.text);
    if (typeof id !== 'number' || !(Number.isSafeInteger(id) && id >= 0) || !this.isWatching(frame.connection)) return;
    const ledger = this.#ledgerOf(frame);
    const isOther = connectionId !== undefined && connectionId !== (ledger.connectionId ?? connectionId);
    // A new connection counts from 0 again.
    if (type === 'connected' || isOther) this.restart(frame.connection);
    this.noteId(frame, id);
    this.#ledgerOf(frame).connectionId ??= connectionId;
  }

  /** Notes the message id of a frame of which the connection is known to be the same. */
  noteId(frame: LoggedFrame, id: number): void {
    const ledger = this.#ledgerOf(frame);
    ledger.latest = frame;
    ledger.missing.note(id, frame.receivedUs);
    const overdue = ledger.missing.takeOverdue(frame.receivedUs);
    if (overdue.length > 0) this.#report(overdue, frame);
  }

  /** The ids of this connection are watched where it is read. */
  leave(connection: number): void {
    this.#judged.add(connection);
    this.#ledgers.delete(connection);
  }

  /** The socket is lost: what has not come will not come. */
  restart(connection: number): void {
    const ledger = this.#ledgers.get(connection);
    if (ledger !== undefined) this.#report(ledger.missing.takeAll(), ledger.latest);
    this.#ledgers.delete(connection);
  }

  /** The inputs are over. */
  finish(): void {
    for (const connection of [...this.#ledgers.keys()]) this.restart(connection);
  }

  #ledgerOf(frame: LoggedFrame): Ledger {
    let ledger = this.#ledgers.get(frame.connection);
    if (ledger === undefined) {
      ledger = { connectionId: undefined, missing: new MissingMessages(), latest: frame };
      this.#ledgers.set(frame.connection, ledger);
    }
    return ledger;
  }

  #report(ranges: readonly IdRange[], { connection, receivedUs, seq }: LoggedFrame): void {
    if (ranges.length === 0) return;
    this.faults.report({
      kind: 'message-gap',
      where: `connection ${connection}`,
      message: `messages ${namesOf(ranges)} are missing: what they changed is unknown`,
      receivedMs: unixMs(receivedUs / 1_000),
      cause: seq,
    });
  }
}

function namesOf(ranges: readonly IdRange[]): string {
  const names = ranges
    .slice(0, SHOWN_RANGES)
    .map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`));
  const rest = ranges.length - names.length;
  return `${names.join(', ')}${rest > 0 ? ` and ${rest} more ranges` : ''}`;
}

/** The id of a text that is not JSON: it is damaged, but it did come. */
function idInDamaged(text: string): number | undefined {
  const [, id] = MESSAGE_ID.exec(text) ?? [];
  return id === undefined ? undefined : Number(id);
}
