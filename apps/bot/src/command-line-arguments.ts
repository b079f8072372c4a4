import { InvalidArgumentError } from 'commander';
import { parseDuration } from './config/parse-duration';

/** A time such as `30s` or `2h`, in milliseconds. */
export function duration(text: string): number {
  try {
    return parseDuration(text);
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error));
  }
}

/** The same, or `0`. */
export function timeOrZero(text: string): number {
  return text === '0' ? 0 : duration(text);
}

/** `max`, or a number > 0. */
export function speed(text: string): number | 'max' {
  const value = Number(text);
  if (text === 'max') return 'max';
  if (!(value > 0 && Number.isFinite(value)))
    throw new InvalidArgumentError('write max, or a number > 0 such as 1 or 20');
  return value;
}

function wholeNumber(max: number, min = 0): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value > max || value < min) {
      throw new InvalidArgumentError(`write a whole number from ${min} to ${max}`);
    }
    return value;
  };
}

/** A port of this computer; 0 for any free one. */
export const port: (text: string) => number = wholeNumber(65_535);

/** A seed of random numbers. */
export const seed: (text: string) => number = wholeNumber(4_294_967_295);

/** How many markets to simulate. */
export const marketCount: (text: string) => number = wholeNumber(1_000, 1);

/** Space on a disk. */
export const megabytes: (text: string) => number = wholeNumber(1_000_000_000);

/** What every command that asks for a network says of it. */
export const NETWORK =
  'mainnet, testnet, local (perpstream exchange on this computer), or the base URL of an Indexer such as http://127.0.0.1:3002/v4 (required)';

/** What every command that can end by itself says of it. */
export const DURATION = 'end after so long, for example 30s or 2h';
