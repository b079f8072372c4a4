import { address } from './accounts';
import type { RestRoute } from './rest-route';

/** Routes of accounts. */
export const ACCOUNT_ROUTES: readonly RestRoute[] = [
  [/^\/addresses\/([^/]+)$/, address],
  [/^\/addresses\/([^/]+)\/(?:parentSubaccountNumber|subaccountNumber)\/(\d+)$/, address],
];
