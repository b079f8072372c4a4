import type { RiskInput } from '../monitor/risk-options';
import type { Moment } from './moment';

/** One reason to lock new exposure, with the state it needs. */
export interface Protection {
  /** The inputs that it must see whatever they change; all others pass it by. */
  readonly hears?: readonly RiskInput['kind'][];
  hear?(input: RiskInput, moment: Moment): void;
  /** Called after the account, a mark of an open position, or a lock changed. */
  settle?(moment: Moment): void;
  /** When `advance` is to be called; Infinity when nothing waits. */
  readonly dueMs?: number;
  advance?(moment: Moment): void;
}
