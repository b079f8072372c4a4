import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { readRecording } from '@perpstream/connection';
import { type AuditEvent } from '@perpstream/core';
import { collectFaults } from '@perpstream/testing';
import { compose } from './compose';
import { parseConfig } from './config/load-config';
import { Pipeline } from './run/pipeline';

const folder = resolve(process.env['PERPSTREAM_DATA'] ?? resolve(__dirname, '../../../../shared/data'), 'frames');
const recordings = [
  ['two busy markets', 'binance-um-btc-eth-as-v4_2024-08-08.frames.gz', 2],
  ['five thin markets with late answers', 'dydx-v3-five-markets-as-v4_2021-10-28.frames.gz', 5],
] as const;

const isPresent = recordings.every(([, name]) => existsSync(resolve(folder, name)));
if (!isPresent) console.warn(`recordings are absent, set PERPSTREAM_DATA: skipped (looked in ${folder})`);
const describeWithData = isPresent ? describe : describe.skip;

async function forEachAudit(name: string, look: (audit: AuditEvent) => void): Promise<void> {
  const pipeline = new Pipeline((scheduler) => compose(parseConfig({}, 'defaults'), scheduler), {
    input: () => undefined,
    audit: look,
    failure: (error) => {
      throw error;
    },
  });
  const faults = collectFaults();
  for await (const batch of readRecording(resolve(folder, name), { faults }))
    batch.forEach((input) => pipeline.handle(input));
  expect(faults.faults).toEqual([]);
}

describeWithData('compose on real markets', () => {
  it.each(recordings)('shows no crossed book and no score out of range: %s', async (_, name, markets) => {
    const crossed: unknown[] = [];
    const outOfRange: unknown[] = [];
    const seen = new Set<string>();
    await forEachAudit(name, ({ topic, event }) => {
      if (topic === 'data' && event.kind === 'book') {
        seen.add(event.marketId);
        if (!(event.top.bidPriceUsd < event.top.askPriceUsd)) crossed.push(event);
      }
      if (topic === 'scores' && !Object.values(event.scores).every((score) => score >= 0 && score <= 100)) {
        outOfRange.push(event);
      }
    });
    expect(seen.size).toBe(markets);
    expect(crossed).toEqual([]);
    expect(outOfRange).toEqual([]);
  });
});
