import { marketId } from '@perpstream/core';
import { Command, InvalidArgumentError } from 'commander';
import { type Done, type Installation } from './command-line-runs';
import { control, type ControlOptions } from './commands/control';
import { type ControlCommand } from './control/control-command';

/** A number that is worth a command. */
function amount(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value === 0) {
    throw new InvalidArgumentError('write a number other than 0, such as 500 or -0.1');
  }
  return value;
}

/** `BTC-USD`, or `BTC` for it. */
function ticker(text: string): string {
  if (!/^[A-Za-z0-9.,_-]+$/.test(text)) throw new InvalidArgumentError('write a ticker such as BTC-USD');
  return text.endsWith('-USD') ? text : `${text}-USD`;
}

function controlCommand(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .option('--run <folder>', 'folder of the run (default: the one that goes on under runs/)')
    .option('--debug', 'print stack traces');
}

function switchCommand(name: string, description: string, command: ControlCommand, done: Done): Command {
  return controlCommand(name, description).action(async (options: ControlOptions) =>
    done(await control(command, options)),
  );
}

function transferCommand(done: Done): Command {
  return controlCommand('transfer', 'move USDC into (> 0) or out of (< 0) the paper account of a running bot')
    .requiredOption('--usd <amount>', 'US dollars, for example -500', amount)
    .action(async ({ usd, ...options }: ControlOptions & { usd: number }) =>
      done(await control({ command: 'transfer', amountUsd: usd }, options)),
    );
}

function tradeCommand(done: Done): Command {
  return controlCommand('trade', 'change a position of the paper account of a running bot by hand, at the oracle price')
    .requiredOption('--market <ticker>', 'for example BTC-USD', ticker)
    .requiredOption('--size <base>', 'base units, > 0 buys, for example -0.1', amount)
    .action(async ({ market, size, ...options }: ControlOptions & { market: string; size: number }) =>
      done(await control({ command: 'trade', marketId: marketId(market), sizeBase: size }, options)),
    );
}

/** The commands to a bot that runs. */
export function controlCommands(_: Installation, done: Done): readonly Command[] {
  return [
    switchCommand(
      'halt',
      'take back all orders of a running bot and open nothing more; positions stay',
      { command: 'halt-new-exposure' },
      done,
    ),
    switchCommand('flatten', 'the same, and close all positions', { command: 'flatten' }, done),
    switchCommand('resume', 'end a halt or flatten', { command: 'resume' }, done),
    transferCommand(done),
    tradeCommand(done),
  ];
}
