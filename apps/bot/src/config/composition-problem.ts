import { EventScheduler } from '@perpstream/core';
import { NEVER } from 'rxjs';
import { compose } from '../compose';
import { type BotConfig } from './config-schema';

/**
 * What keeps a configuration from running although each of its values is a valid one, such as a fast average that is the
 * slower one. The layers know their own bounds, so the bot is put together once, without any input.
 */
export function compositionProblem(config: BotConfig): string | undefined {
  let problem: string | undefined;
  NEVER.pipe(compose(config, new EventScheduler()))
    .subscribe({ error: (error: unknown) => (problem = error instanceof Error ? error.message : String(error)) })
    .unsubscribe();
  return problem;
}
