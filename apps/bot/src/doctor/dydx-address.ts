const ALPHABET = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const GENERATORS = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

/** Characters after `dydx1`: 160 bits of address and the checksum, five bits each. */
const ACCOUNT_CHARS = 38;

/** @see BIP 173 for the checksum */
function polymod(values: readonly number[]): number {
  return values.reduce((sum, value) => {
    const next = ((sum & 0x1ffffff) << 5) ^ value;
    return GENERATORS.reduce((mixed, generator, bit) => (((sum >>> 25) >>> bit) & 1 ? mixed ^ generator : mixed), next);
  }, 1);
}

/** Whether a text is bech32: lower or upper case, a prefix, and a checksum that fits. */
export function isBech32(text: string): boolean {
  if (text !== text.toLowerCase() && text !== text.toUpperCase()) return false;
  const lower = text.toLowerCase();
  const split = lower.lastIndexOf('1');
  const codes = Array.from(lower.slice(0, split), (char) => char.charCodeAt(0));
  const data = Array.from(lower.slice(split + 1), (char) => ALPHABET.indexOf(char));
  if (split < 1 || data.length < 6 || data.includes(-1)) return false;
  const prefix = [...codes.map((code) => code >> 5), 0, ...codes.map((code) => code & 31)];
  return polymod([...prefix, ...data]) === 1;
}

/** What is wrong with an address of a dYdX account, in a few words; undefined when nothing is. */
export function addressMistake(address: string): string | undefined {
  if (/^0x[0-9a-f]+$/i.test(address)) return 'is an Ethereum address, not the dYdX address that belongs to it';
  if (/\s/.test(address.trim())) return 'is no address: it looks like a mnemonic, which belongs in no command line';
  const prefix = address.slice(0, Math.max(0, address.lastIndexOf('1')));
  if (isBech32(address) && prefix !== 'dydx') return `is an address of "${prefix}", not of an account of dYdX`;
  if (!isBech32(address)) return 'is mistyped: its checksum does not fit';
  return address.length === 'dydx1'.length + ACCOUNT_CHARS ? undefined : 'is not as long as the address of an account';
}
