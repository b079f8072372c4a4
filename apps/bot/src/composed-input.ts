import { type Decoded } from '@perpstream/connection';
import { type LoggedInput, type OperatorCommand } from '@perpstream/core';

/** A command with its position in the run log. */
export type LoggedCommand = OperatorCommand & LoggedInput;

/** What the deterministic core works on: inputs in decoded form, and what an operator asks of it. */
export type ComposedInput = Decoded | LoggedCommand;
