import { SIMULATED_ACCOUNTS } from './simulated-accounts';

const LETTERS = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const GENERATORS = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

/** The checksum of BIP 173: 1 for a valid text. */
function bech32Checksum(prefix: string, data: string): number {
  const values = [...prefix].map((letter) => letter.charCodeAt(0));
  const words = [...values.map((value) => value >> 5), 0, ...values.map((value) => value & 31)];
  return [...words, ...[...data].map((letter) => LETTERS.indexOf(letter))].reduce((sum, word) => {
    const top = sum >>> 25;
    const shifted = ((sum & 0x1ffffff) << 5) ^ word;
    return GENERATORS.reduce((mixed, generator, bit) => ((top >>> bit) & 1 ? mixed ^ generator : mixed), shifted);
  }, 1);
}

it.each(SIMULATED_ACCOUNTS)('$address is an address that clients accept', ({ address }) => {
  expect(address).toMatch(/^dydx1[a-z0-9]{38}$/);
  expect(bech32Checksum('dydx', address.slice('dydx1'.length))).toBe(1);
});

it('has an account with a parent and its child, and another one', () => {
  expect(SIMULATED_ACCOUNTS.map(({ subaccountNumbers }) => subaccountNumbers)).toEqual([[0, 128], [0]]);
});
