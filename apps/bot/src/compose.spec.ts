import { EventScheduler, marketId, unixMs, type AuditEvent, type Input, type LoggedInput } from '@perpstream/core';
import { Subject } from 'rxjs';
import { compose } from './compose';
import { quickSignals, quickSniper } from '../fixtures/quick-config';
import { parseConfig } from './config/load-config';
import { DecisionHash } from './run/decision-hash';
import { Pipeline } from './run/pipeline';

const BTC = marketId('BTC-USD');
const STEP_MS = 250;

/** Trades within seconds, so that a short made-up market shows the whole way. */
const config = parseConfig(
  {
    markets: [BTC],
    signals: quickSignals,
    strategies: [quickSniper],
  },
  'test',
);

function message(receivedMs: number, text: object): Input {
  return { kind: 'frame', receivedUs: receivedMs * 1_000, connection: 0, text: JSON.stringify(text) };
}

const facts = {
  clobPairId: '0',
  ticker: BTC,
  status: 'ACTIVE',
  oraclePrice: '50000',
  nextFundingRate: '0',
  openInterest: '10',
  initialMarginFraction: '0.05',
  maintenanceMarginFraction: '0.03',
  volume24H: '1',
  priceChange24H: '0',
  trades24H: 1,
  atomicResolution: -10,
  quantumConversionExponent: -9,
  stepBaseQuantums: 1_000_000,
  subticksPerTick: 100_000,
  marketType: 'CROSS',
  tickSize: '1',
  stepSize: '0.0001',
};

function subscribed(receivedMs: number, channel: string, id: string | undefined, contents: object): Input {
  return message(receivedMs, { type: 'subscribed', connection_id: 'c', message_id: 1, channel, id, contents });
}

function update(receivedMs: number, channel: string, id: string | undefined, contents: object): Input {
  return message(receivedMs, {
    type: 'channel_data',
    connection_id: 'c',
    message_id: 2,
    id,
    channel,
    version: '1.0.0',
    contents,
  });
}

const level = (price: number, size: number) => ({ price: String(price), size: String(size) });

/** A market whose price climbs steadily, with heavier bids and buying takers. */
function risingMarket(steps: number): readonly Input[] {
  const inputs: Input[] = [
    subscribed(0, 'v4_markets', undefined, { markets: { [BTC]: facts } }),
    subscribed(1, 'v4_trades', BTC, { trades: [] }),
  ];
  for (let step = 0; step < steps; step += 1) {
    const nowMs = 10 + step * STEP_MS;
    const priceUsd = 50_000 + 2 * step;
    const book = {
      bids: [level(priceUsd - 1, 9), level(priceUsd - 2, 9)],
      asks: [level(priceUsd + 1, 3), level(priceUsd + 2, 3)],
    };
    inputs.push(subscribed(nowMs, 'v4_orderbook', BTC, book));
    const createdAt = new Date(nowMs).toISOString();
    const trade = {
      id: (step + 1).toString(16).padStart(24, '0'),
      size: '0.5',
      price: String(priceUsd + 1),
      side: 'BUY',
      createdAt,
      type: 'LIMIT',
    };
    inputs.push(update(nowMs, 'v4_trades', BTC, { trades: [trade] }));
    if (step % 4 === 0)
      inputs.push(update(nowMs, 'v4_block_height', 'v4_block_height', { blockHeight: String(step), time: createdAt }));
  }
  return inputs;
}

function runThrough(inputs: readonly Input[]): readonly AuditEvent[] {
  const audits: AuditEvent[] = [];
  const pipeline = new Pipeline((scheduler) => compose(config, scheduler), {
    input: () => undefined,
    audit: (audit) => audits.push(audit),
    failure: (error) => {
      throw error;
    },
  });
  inputs.forEach((input) => pipeline.handle(input));
  return audits;
}

/** The life of the first order, as topics and kinds in order. */
function storyOf(audits: readonly AuditEvent[]): readonly string[] {
  return audits
    .filter(({ topic }) => ['decision', 'verdict', 'order', 'execution', 'position'].includes(topic))
    .map(({ topic, event }) => `${topic} ${'kind' in event ? event.kind : ''}`);
}

function hashOf(audits: readonly AuditEvent[]): string {
  const hash = new DecisionHash();
  audits.forEach((audit) => hash.add(audit));
  return hash.value;
}

describe('compose', () => {
  it('leads from frames to a filled order, every step in its order', () => {
    const audits = runThrough(risingMarket(60));
    expect(storyOf(audits)).toEqual([
      'decision target',
      'verdict approved',
      'order order',
      'verdict approved',
      'execution submitted',
      'execution filled',
      'position position',
    ]);
    expect(audits.filter(({ topic }) => topic === 'fault')).toEqual([]);
  });

  it('books the fill: cash, fee and position add up to the equity at the mark', () => {
    const audits = runThrough(risingMarket(60));
    const account = audits.flatMap((audit) => (audit.topic === 'account' ? [audit.event] : [])).at(-1);
    const risk = audits.flatMap((audit) => (audit.topic === 'risk' ? [audit.event] : [])).at(-1);
    const sizeBase = account?.positions.get(BTC)?.sizeBase ?? 0;
    expect(sizeBase).toBeGreaterThan(0);
    expect(account?.feesUsd).toBeGreaterThan(0);
    expect(risk?.equityUsd).toBeCloseTo((account?.quoteBalanceUsd ?? 0) + sizeBase * 50_000, 6);
  });

  it('names in every decision the input that led to it', () => {
    const inputs = risingMarket(60);
    for (const audit of runThrough(inputs)) {
      if (audit.topic !== 'decision') continue;
      expect(inputs[audit.event.cause]?.receivedUs).toBe(Math.round(audit.event.receivedMs * 1_000));
    }
  });

  it('decides the same on the same inputs, bit for bit', () => {
    expect(hashOf(runThrough(risingMarket(60)))).toBe(hashOf(runThrough(risingMarket(60))));
  });

  it('decides otherwise on other inputs', () => {
    expect(hashOf(runThrough(risingMarket(60)))).not.toBe(hashOf(runThrough(risingMarket(59))));
  });

  it('takes back a wish that waits for confirmation when the connection is lost', () => {
    const inputs = risingMarket(60);
    const decidedAt =
      runThrough(inputs).flatMap((audit) => (audit.topic === 'decision' ? [audit.event.receivedMs] : []))[0] ?? 0;
    const lostUs = decidedAt * 1_000;
    const before = inputs.filter(({ receivedUs }) => receivedUs < lostUs);
    const lost: Input = {
      kind: 'connection',
      receivedUs: lostUs - 1,
      state: { kind: 'waiting', connection: 0, attempt: 1, retryAtMs: unixMs(decidedAt), reason: 'closed' },
    };
    const silence = Array.from({ length: 100 }, (_, index): Input => ({
      kind: 'tick',
      receivedUs: lostUs + index * 50_000,
    }));
    expect(storyOf(runThrough([...before, ...silence]))).toContain('decision target');
    expect(storyOf(runThrough([...before, lost, ...silence]))).toEqual([]);
  });

  it('takes no new exposure while it does not hear of the state of the market, though the book goes on', () => {
    const spread = risingMarket(60).map((input): Input => {
      const isAboutMarkets = input.kind === 'frame' && input.text.includes('v4_markets');
      return input.kind === 'frame' ? { ...input, connection: isAboutMarkets ? 0 : 1 } : input;
    });
    const lost: Input = {
      kind: 'connection',
      receivedUs: 1_000,
      state: { kind: 'waiting', connection: 0, attempt: 1, retryAtMs: unixMs(2), reason: 'closed' },
    };
    expect(storyOf(runThrough(spread))).toContain('position position');
    expect(storyOf(runThrough([...spread.slice(0, 2), lost, ...spread.slice(2)]))).toEqual([]);
  });

  it('leaves nothing behind when it is stopped', () => {
    const scheduler = new EventScheduler();
    const inputs$ = new Subject<LoggedInput>();
    const running = inputs$.pipe(compose(config, scheduler)).subscribe();
    risingMarket(20).forEach((input, seq) => {
      scheduler.advanceTo(unixMs(input.receivedUs / 1_000));
      inputs$.next({ ...input, seq });
    });
    running.unsubscribe();
    expect(inputs$.observed).toBe(false);
    expect(scheduler.pending).toBe(0);
  });
});
