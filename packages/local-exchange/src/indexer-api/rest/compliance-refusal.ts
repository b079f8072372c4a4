import { refusalOf, type Compliance, type ComplianceRefusal } from '../compliance';

/** First parts of the paths that speak of accounts. */
const ACCOUNT_PATHS = new Set([
  'addresses',
  'assetPositions',
  'fills',
  'fundingPayments',
  'historical-pnl',
  'orders',
  'perpetualPositions',
  'pnl',
  'tradeHistory',
  'transfers',
]);

/** Why a request is refused for its address or its origin; undefined when it is not. Markets are open to everybody. */
export function complianceRefusal(
  path: string,
  query: URLSearchParams,
  compliance: Compliance,
): ComplianceRefusal | undefined {
  const [, first = '', second = ''] = path.split('/');
  if (!ACCOUNT_PATHS.has(first)) return undefined;
  const address = first === 'addresses' ? second : (query.get('address') ?? query.get('sourceAddress') ?? '');
  return refusalOf(address, compliance);
}
