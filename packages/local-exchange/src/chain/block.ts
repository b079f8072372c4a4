/** A block of the chain. */
export type Block = { readonly height: number; readonly timeMs: number };

/** Position of the order matches among the transactions of a block. */
const TRANSACTION_INDEX = 2;

/** The id of the Indexer for an event of a block: height, transaction and event as 12 bytes in hex, sortable. */
export function eventId(height: number, eventIndex: number): string {
  return hex4(height) + hex4(TRANSACTION_INDEX) + hex4(eventIndex);
}

function hex4(value: number): string {
  return value.toString(16).padStart(8, '0');
}
