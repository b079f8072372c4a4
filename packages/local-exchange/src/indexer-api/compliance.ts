/** Whom an exchange does not serve. */
export type Compliance = {
  readonly blockedAddresses: readonly string[];
  readonly geoblocked: boolean;
};

/** Why a request is refused, with the code and the text of the Indexer. */
export type ComplianceRefusal = { readonly code: 'GEOBLOCKED' | 'COMPLIANCE_BLOCKED'; readonly msg: string };

const TERMS = 'a resident of, or trading from, a jurisdiction that violates our terms of use, or';

/** @see v4-chain `indexer/packages/compliance/src/constants.ts` for the texts */
const COMPLIANCE_BLOCKED: ComplianceRefusal = {
  code: 'COMPLIANCE_BLOCKED',
  msg: `Because this address appears to be ${TERMS} has engaged in activity that violates our terms of use, this address has been blocked.`,
};

const GEOBLOCKED: ComplianceRefusal = {
  code: 'GEOBLOCKED',
  msg: `Because you appear to be ${TERMS} have engaged in activity that violates our terms of use, you have been blocked. You may withdraw your funds from the protocol at any time.`,
};

/** Why a request about an address is refused; undefined when it is not. */
export function refusalOf(
  address: string,
  { blockedAddresses, geoblocked }: Compliance,
): ComplianceRefusal | undefined {
  if (blockedAddresses.includes(address)) return COMPLIANCE_BLOCKED;
  return geoblocked ? GEOBLOCKED : undefined;
}
