import { isoTime } from '../../clock/iso-time';
import { RestError } from './rest-error';
import type { RestRequest } from './rest-request';

/** `/v4/screen?address=`: the older question whether an address is restricted. */
export function screen({ query, compliance }: RestRequest): object {
  const address = query.get('address');
  if (address === null || address === '') {
    throw RestError.invalid('address', address ?? undefined, 'address must be a valid dydx address', 'query');
  }
  const isBlocked = compliance.blockedAddresses.includes(address);
  return isBlocked ? { restricted: true, reason: 'COMPLIANCE_PROVIDER' } : { restricted: false };
}

/** `/v4/compliance/screen/:address`: the status of an address. */
export function complianceStatus({ params: [address = ''], compliance, clock }: RestRequest): object {
  if (!compliance.blockedAddresses.includes(address)) return { status: 'COMPLIANT' };
  return { status: 'BLOCKED', reason: 'COMPLIANCE_PROVIDER', updatedAt: isoTime(clock.now()) };
}
