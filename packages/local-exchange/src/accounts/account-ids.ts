import { createHash } from 'node:crypto';

/** Namespace of all ids that the Indexer derives. */
const NAMESPACE = Buffer.from('0f9da948a6fb4c459edc4685c3f3317d', 'hex');

/**
 * A UUID of version 5 in the Indexer's namespace: the same name always has the same id.
 *
 * @see RFC 9562 section 5.5 for the layout; v4-chain `indexer/packages/postgres/src/helpers/uuid.ts` for the namespace
 */
export function indexerUuid(name: string): string {
  const bytes = createHash('sha1').update(NAMESPACE).update(name).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x50;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** Id of a subaccount. */
export function subaccountUuid(address: string, number: number): string {
  return indexerUuid(`${address}-${number}`);
}

/** Id of an order. `orderFlags`: 0 short-term, 32 conditional, 64 long-term. */
export function orderUuid(
  subaccountId: string,
  {
    clientId,
    clobPairId,
    orderFlags,
  }: { readonly clientId: number; readonly clobPairId: number; readonly orderFlags: number },
): string {
  return indexerUuid(`${subaccountId}-${clientId}-${clobPairId}-${orderFlags}`);
}
