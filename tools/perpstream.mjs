/** Runs the `perpstream` command from the sources: bundles what it needs, then hands over. */
import { pathToFileURL } from 'node:url';
import { bundleBot } from './bundle-bot.mjs';

const main = await bundleBot();
await import(pathToFileURL(main).href);
