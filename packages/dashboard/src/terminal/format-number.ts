/** Shown where there is no number. */
export const NONE = '-';

/** Significant digits of prices and sizes. */
const DIGITS = 6;

/** Groups the whole digits by thousands: `1234567.5` becomes `1,234,567.5`. */
function grouped(fixed: string): string {
  const [whole = '', fraction] = fixed.split('.');
  const groups = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? groups : `${groups}.${fraction}`;
}

/** A number with a fixed number of decimals and thousands; `∞` and `-` for what is no number. Never `-0`. */
export function fixedText(value: number | undefined, decimals: number): string {
  if (value === undefined || Number.isNaN(value)) return NONE;
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '-∞';
  const text = grouped(Math.abs(value).toFixed(decimals));
  return value < 0 && /[1-9]/.test(text) ? `-${text}` : text;
}

/** As `fixedText`, with `+` before gains. */
export function signedText(value: number | undefined, decimals: number): string {
  const text = fixedText(value, decimals);
  return value !== undefined && value > 0 && /[1-9∞]/.test(text) ? `+${text}` : text;
}

/**
 * A price in USD with as many decimals as its magnitude asks for, in at most ten columns below a million: `61,800.3`,
 * `3,456.78`, `0.123457`, `0.00012346`, `1.2346e-5`.
 */
export function priceText(priceUsd: number | undefined): string {
  if (priceUsd === undefined || !Number.isFinite(priceUsd) || priceUsd === 0) return fixedText(priceUsd, 2);
  const magnitude = Math.floor(Math.log10(Math.abs(priceUsd)));
  if (magnitude < -4) return priceUsd.toExponential(4);
  return fixedText(priceUsd, Math.min(8, Math.max(0, DIGITS - 1 - magnitude)));
}

/** A size in base units with up to six significant digits; millions are shortened. */
export function sizeText(sizeBase: number | undefined): string {
  if (sizeBase === undefined || !Number.isFinite(sizeBase) || sizeBase === 0) return fixedText(sizeBase, 0);
  if (Math.abs(sizeBase) >= 1e6) return compactText(sizeBase);
  const magnitude = Math.floor(Math.log10(Math.abs(sizeBase)));
  const text = fixedText(sizeBase, Math.min(12, Math.max(0, DIGITS - 1 - magnitude)));
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** Money in USD: cents below a million, whole dollars above. */
export function usdText(usd: number | undefined): string {
  return fixedText(usd, usd !== undefined && Math.abs(usd) >= 1e6 ? 0 : 2);
}

/** Gains and losses in USD, with their sign. */
export function signedUsdText(usd: number | undefined): string {
  return signedText(usd, usd !== undefined && Math.abs(usd) >= 1e6 ? 0 : 2);
}

/** A large number in three or four digits: `1.23M`. */
export function compactText(value: number | undefined): string {
  if (value === undefined || !Number.isFinite(value)) return fixedText(value, 0);
  const units = [
    { scale: 1e12, sign: 'T' },
    { scale: 1e9, sign: 'B' },
    { scale: 1e6, sign: 'M' },
    { scale: 1e3, sign: 'k' },
  ] as const;
  const unit = units.find(({ scale }) => Math.abs(value) >= scale);
  if (unit === undefined) return fixedText(value, 0);
  return `${fixedText(value / unit.scale, Math.abs(value) >= unit.scale * 100 ? 0 : 2)}${unit.sign}`;
}

/** A fraction as a percentage: `0.123` becomes `12.3%`. */
export function percentText(fraction: number | undefined, decimals = 1): string {
  const text = fixedText(fraction === undefined ? undefined : fraction * 100, decimals);
  return text === NONE ? text : `${text}%`;
}

/** A fraction as a percentage with its sign. */
export function signedPercentText(fraction: number | undefined, decimals = 1): string {
  const text = signedText(fraction === undefined ? undefined : fraction * 100, decimals);
  return text === NONE ? text : `${text}%`;
}

/** A number of any kind for reasons and bounds: at most four significant digits below a thousand. */
export function valueText(value: number): string {
  if (!Number.isFinite(value)) return fixedText(value, 0);
  if (value === 0 || Math.abs(value) >= 1_000) return fixedText(value, 0);
  if (Math.abs(value) < 1e-4) return value.toExponential(1);
  return String(Number(value.toPrecision(4)));
}
