import { marketId, type MarketId } from '@perpstream/core';

/** A command as an operator gives it: when it reaches the bot is not known yet. The run itself is ended by a signal. */
export type ControlCommand =
  | { readonly command: 'halt-new-exposure' | 'flatten' | 'resume' }
  | { readonly command: 'transfer'; readonly amountUsd: number }
  | { readonly command: 'trade'; readonly marketId: MarketId; readonly sizeBase: number };

/** A command, or why there is none in this file. `isPartial`: there may be one soon, the file is still being written. */
export type ReadCommand =
  | { readonly ok: true; readonly command: ControlCommand }
  | { readonly ok: false; readonly reason: string; readonly isPartial: boolean };

/** What files are called, up to the first dot, in any case. */
const NAMES = ['halt', 'flatten', 'resume', 'transfer', 'trade'] as const;

/** What a command file is called. */
export type ControlName = (typeof NAMES)[number];

function refused(reason: string, isPartial = false): ReadCommand {
  return { ok: false, reason, isPartial };
}

function isName(name: string | undefined): name is ControlName {
  return NAMES.some((known) => known === name);
}

function fieldsOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
}

function isAmount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value !== 0;
}

function transferOf({ amountUsd }: Readonly<Record<string, unknown>>): ReadCommand {
  if (!isAmount(amountUsd)) return refused(`amountUsd must be a number other than 0, was ${JSON.stringify(amountUsd)}`);
  return { ok: true, command: { command: 'transfer', amountUsd } };
}

function tradeOf({ marketId: market, sizeBase }: Readonly<Record<string, unknown>>): ReadCommand {
  if (typeof market !== 'string' || !/^[A-Za-z0-9.,_-]+-USD$/.test(market)) {
    return refused(`marketId must be a ticker such as BTC-USD, was ${JSON.stringify(market)}`);
  }
  if (!isAmount(sizeBase)) return refused(`sizeBase must be a number other than 0, was ${JSON.stringify(sizeBase)}`);
  return { ok: true, command: { command: 'trade', marketId: marketId(market), sizeBase } };
}

/**
 * Reads a command from the name and the content of its file: `HALT`, `FLATTEN` and `RESUME` need no content, `transfer` is
 * `{"amountUsd": -500}`, `trade` is `{"marketId": "BTC-USD", "sizeBase": -0.1}`. What follows a dot in the name tells files apart.
 */
export function readCommand(fileName: string, text: string): ReadCommand {
  const name = fileName.split('.')[0]?.toLowerCase();
  if (!isName(name)) return refused(`no command is called so; there are ${NAMES.join(', ')}`);
  if (name === 'halt') return { ok: true, command: { command: 'halt-new-exposure' } };
  if (name === 'flatten' || name === 'resume') return { ok: true, command: { command: name } };
  const fields = fieldsOf(text);
  if (fields === undefined) return refused('the content must be one JSON object', true);
  return name === 'transfer' ? transferOf(fields) : tradeOf(fields);
}

/** Name and content of the file of a command. */
export function writeCommand({ command, ...fields }: ControlCommand): {
  readonly name: ControlName;
  readonly text: string;
} {
  const name = command === 'halt-new-exposure' ? 'halt' : command;
  return { name, text: Object.keys(fields).length === 0 ? '' : `${JSON.stringify(fields)}\n` };
}
