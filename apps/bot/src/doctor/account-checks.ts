import { isIndexerRestError, type IndexerRest } from '@perpstream/connection';
import { addressMistake } from './dydx-address';
import { fine, skipped, trouble, type DoctorCheck } from './doctor-check';

/** The address, and whether its first subaccount can trade. */
export async function checkAccount(rest: IndexerRest, address: string): Promise<readonly DoctorCheck[]> {
  const mistake = addressMistake(address);
  if (mistake !== undefined) {
    const advice = 'copy the address that begins with dydx1 from the web app';
    return [trouble('address', 'fail', `${shortened(address)} ${mistake}`, advice), skipped('funding', 'no address')];
  }
  return [fine('address', address), await checkFunding(rest, address)];
}

/** Never more of a text than an address shows: it may be something secret. */
function shortened(text: string): string {
  return /^[a-z0-9]{20,}$/i.test(text) ? `${text.slice(0, 10)}…` : 'what was given';
}

async function checkFunding(rest: IndexerRest, address: string): Promise<DoctorCheck> {
  const advice = 'deposit USDC into subaccount 0 of this address, on this very network';
  try {
    const { equityUsd } = await rest.subaccount(address, 0);
    const found = `equity ${equityUsd.toFixed(2)} USD`;
    return equityUsd > 0 ? fine('funding', found) : trouble('funding', 'fail', found, advice);
  } catch (error) {
    if (!isIndexerRestError(error)) throw error;
    if (error.status === 404) return trouble('funding', 'fail', 'nothing was ever deposited at this address', advice);
    if (error.failure !== 'blocked') return trouble('funding', 'warn', error.message, 'try again in a minute');
    return trouble('funding', 'fail', error.message, 'this address or region is blocked; see the terms of dYdX');
  }
}
