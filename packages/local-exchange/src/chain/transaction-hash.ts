import { createHash } from 'node:crypto';

/** A hash of a transaction as the chain prints it; the same name has the same one. */
export function transactionHash(name: string): string {
  return createHash('sha256').update(name).digest('hex').toUpperCase();
}
