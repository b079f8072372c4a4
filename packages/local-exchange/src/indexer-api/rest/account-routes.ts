import { address, parentSubaccount, subaccount } from './accounts';
import { fills, parentFills } from './fills';
import { order, orders, parentOrders } from './orders';
import { assetPositions, parentAssetPositions, parentPerpetualPositions, perpetualPositions } from './positions';
import type { RestRoute } from './rest-route';
import { parentTransfers, transfers, transfersBetween } from './transfers';

/** Routes of accounts. */
export const ACCOUNT_ROUTES: readonly RestRoute[] = [
  [/^\/addresses\/([^/]+)$/, address],
  [/^\/addresses\/([^/]+)\/subaccountNumber\/([^/]+)$/, subaccount],
  [/^\/addresses\/([^/]+)\/parentSubaccountNumber\/([^/]+)$/, parentSubaccount],
  [/^\/orders$/, orders],
  [/^\/orders\/parentSubaccountNumber$/, parentOrders],
  [/^\/orders\/([^/]+)$/, order],
  [/^\/fills$/, fills],
  // Some versions of the Indexer know the one, some the other.
  [/^\/fills\/parentSubaccount(?:Number)?$/, parentFills],
  [/^\/perpetualPositions$/, perpetualPositions],
  [/^\/perpetualPositions\/parentSubaccountNumber$/, parentPerpetualPositions],
  [/^\/assetPositions$/, assetPositions],
  [/^\/assetPositions\/parentSubaccountNumber$/, parentAssetPositions],
  [/^\/transfers$/, transfers],
  [/^\/transfers\/parentSubaccountNumber$/, parentTransfers],
  [/^\/transfers\/between$/, transfersBetween],
];
