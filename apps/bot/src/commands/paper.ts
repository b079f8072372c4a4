import { type Input } from '@perpstream/core';
import { asyncScheduler, observeOn } from 'rxjs';
import { type BotConfig } from '../config/config-schema';
import { loadConfig } from '../config/load-config';
import { controlRun } from '../control/control-run';
import { openBotFeed } from '../run/bot-feed';
import { BotRun } from '../run/bot-run';
import { endOfRun } from '../run/end-of-run';
import { followListings } from '../run/follow-listings';
import { openNetwork, tradingStreams } from '../run/open-network';
import { summaryLines } from '../run/print-summary';
import { showRun } from '../run/show-run';
import { systemNowUs } from '../run/system-clock';
import { EXIT, type CommonOptions } from './common-options';

/** A kill loses at most this much of the run log. */
const FLUSH_EVERY_MS = 1_000;

export type PaperOptions = CommonOptions & { readonly network: string };

/** `perpstream paper`: trades on live data with simulated fills. */
export async function paper(options: PaperOptions): Promise<number> {
  return tradeOnPaper('paper', `paper trading on ${options.network}`, await loadConfig(options.config), options);
}

/** Runs the bot on a network until it is interrupted or its time is over. */
export async function tradeOnPaper(
  command: string,
  title: string,
  config: BotConfig,
  options: PaperOptions,
): Promise<number> {
  const { network, version, out, json = false, headless = false } = options;
  const opened = await openNetwork(network, config.markets);
  const run = await BotRun.start({ command, network, version, config, out });
  let failed: (error: unknown) => void = () => undefined;
  const failure = new Promise<never>((_, reject) => (failed = reject));
  const handle = (input: Input): void => {
    try {
      run.handle(input);
    } catch (error) {
      failed(error);
    }
  };

  // First of all: a bot that cannot be stopped does not start.
  const endControl = await controlRun(run, handle, { command, network });
  const stopShowing = showRun(run.audit$, { title, headless, json });
  const flushing = setInterval(() => void run.log.flush().catch(failed), FLUSH_EVERY_MS);
  handle(opened.listing);
  const feed = openBotFeed(opened, { streams: tradingStreams(opened.markets), config, faults: run });
  const feeding = feed.inputs$.subscribe({ next: handle, error: failed });
  if (config.markets === 'all') {
    // Not from inside the handling of an input: the feed answers with inputs at once.
    const markets$ = run.audit$.pipe(followListings(opened.markets), observeOn(asyncScheduler));
    feeding.add(markets$.subscribe((markets) => feed.setStreams(tradingStreams(markets))));
  }
  try {
    const reason = await endOfRun(options.duration, failure);
    if (reason === 'interrupted') return EXIT.interrupted;
    return run.isHaltedByRisk ? EXIT.stoppedByRisk : EXIT.done;
  } finally {
    await endControl();
    feeding.unsubscribe();
    clearInterval(flushing);
    stopShowing();
    run.handle({ kind: 'command', receivedUs: systemNowUs(), command: 'stop' });
    const summary = await run.finish();
    const lines = json ? [JSON.stringify(summary)] : summaryLines(summary, run.log.path);
    process.stdout.write(`${lines.join('\n')}\n`);
  }
}
