import fc from 'fast-check';
import type { ExchangeFault } from './exchange-fault';
import { FAULT_KINDS } from './fault-schemas';
import { parseFaultScript } from './parse-fault-script';

function faultOf(line: string): ExchangeFault {
  return parseFaultScript(`faults:\n  - { ${line}, at: 1s }`, 'x.yaml').faults[0]!.fault;
}

function mistake(text: string): string {
  try {
    parseFaultScript(text, 'day.yaml');
  } catch (error) {
    return (error as Error).message;
  }
  return 'no mistake';
}

describe('parseFaultScript', () => {
  it('reads times of all sorts', () => {
    const { seed, faults } = parseFaultScript(
      `
      seed: 7
      faults:
        - { kind: cut, at: 10s }
        - { kind: cut, every: 500ms }
        - { kind: cut, every: 1.5m, jitter: 0.5, from: 0, until: 2h }
        - { kind: cut, every: 250 }
      `,
      'x.yaml',
    );
    expect(seed).toBe(7);
    expect(faults.map(({ times }) => times)).toEqual([
      { atMs: 10_000 },
      { everyMs: 500, jitter: 0 },
      { everyMs: 90_000, jitter: 0.5, fromMs: 0, untilMs: 7_200_000 },
      { everyMs: 250, jitter: 0 },
    ]);
  });

  it.each<[string, ExchangeFault]>([
    ['kind: drop', { kind: 'drop', frames: 1 }],
    [
      'kind: drop, frames: 3, channel: v4_trades, market: A',
      { kind: 'drop', frames: 3, channel: 'v4_trades', market: 'A' },
    ],
    ['kind: duplicate, connections: all', { kind: 'duplicate', frames: 1, connections: 'all' }],
    ['kind: reorder', { kind: 'reorder', frames: 1 }],
    ['kind: corrupt, how: flip', { kind: 'corrupt', frames: 1, how: 'flip' }],
    ['kind: delay, for: 2s', { kind: 'delay', forMs: 2_000 }],
    ['kind: mute, for: 2s', { kind: 'mute', forMs: 2_000 }],
    ['kind: half-open, for: 2s, connections: one', { kind: 'half-open', forMs: 2_000, connections: 'one' }],
    ['kind: close', { kind: 'close', code: 1_001, reason: '' }],
    ['kind: close, code: 4000, reason: x', { kind: 'close', code: 4_000, reason: 'x' }],
    ['kind: cut', { kind: 'cut' }],
    ['kind: jump-message-id, by: 1000000000', { kind: 'jump-message-id', by: 1e9 }],
    ['kind: snapshot-loss, for: 300ms', { kind: 'snapshot-loss', subscribes: 1, forMs: 300 }],
    ['kind: fail-subscription', { kind: 'fail-subscription', subscribes: 1, answer: 'internal-error' }],
    [
      'kind: fail-subscription, answer: silence, subscribes: 4',
      { kind: 'fail-subscription', subscribes: 4, answer: 'silence' },
    ],
    ['kind: refuse-connections, for: 1s', { kind: 'refuse-connections', forMs: 1_000 }],
    ['kind: freeze-market, for: 1s, market: BTC-USD', { kind: 'freeze-market', forMs: 1_000, market: 'BTC-USD' }],
    ['kind: restart, downFor: 3s', { kind: 'restart', downForMs: 3_000 }],
    ['kind: rest, status: 429, for: 5s', { kind: 'rest', status: 429, forMs: 5_000 }],
    ['kind: rest, slow: 2s, path: /trades, for: 5s', { kind: 'rest', slowMs: 2_000, path: '/trades', forMs: 5_000 }],
    ['kind: rest, hang: true, malformed: true, for: 1s', { kind: 'rest', hang: true, malformed: true, forMs: 1_000 }],
    ['kind: price-move, by: -0.3, over: 60s', { kind: 'price-move', by: -0.3, overMs: 60_000 }],
    ['kind: price-move, market: A, by: 10, over: 0', { kind: 'price-move', market: 'A', by: 10, overMs: 0 }],
    ['kind: oracle-freeze, market: A, for: 1s', { kind: 'oracle-freeze', market: 'A', forMs: 1_000 }],
    [
      'kind: funding-rate, market: A, rate: -0.001, for: 1h',
      { kind: 'funding-rate', market: 'A', rate: -0.001, forMs: 3_600_000 },
    ],
    ['kind: liquidity, factor: 0.01, for: 1s', { kind: 'liquidity', factor: 0.01, forMs: 1_000 }],
    [
      'kind: market-status, market: A, status: POST_ONLY, for: 1s',
      { kind: 'market-status', market: 'A', status: 'POST_ONLY', forMs: 1_000 },
    ],
    [
      'kind: open-interest, market: A, usd: 4e7, for: 1s',
      { kind: 'open-interest', market: 'A', openInterestUsd: 4e7, forMs: 1_000 },
    ],
    ['kind: halt-chain, for: 30s', { kind: 'halt-chain', forMs: 30_000 }],
  ])('reads %s', (line, fault) => {
    expect(faultOf(line)).toEqual(fault);
  });

  it.each([
    ['faults:\n\t- kind: cut', /^day\.yaml:2: not YAML \(.*\)$/],
    ['nothing', 'day.yaml:1: not a fault script; begin with "faults:" and a list below it'],
    ['seed: 1', 'day.yaml:1: faults: must be a list of faults'],
    ['fault: []', 'day.yaml:1: fault: is no field of a fault script; did you mean "faults"?'],
    ['seed: x\nfaults: []', 'day.yaml:1: seed: must be an integer'],
    ['faults:\n  - cut', 'day.yaml:2: faults.0: must be a fault such as { kind: drop, every: 5s }'],
    ['faults:\n  - at: 1s', new RegExp(`^day\\.yaml:2: faults\\.0\\.kind: must be one of drop, .*, halt-chain$`)],
    [
      'faults:\n  - { kind: dorp, at: 1s }',
      'day.yaml:2: faults.0.kind: "dorp" is no kind of fault; did you mean "drop"?',
    ],
    [
      'faults:\n  - { kind: cut, at: 1s }\n  - kind: mute\n    at: 1s\n    for: 1s\n    chanel: v4_trades',
      'day.yaml:6: faults.1.chanel: is no field of mute; did you mean "channel"?',
    ],
    ['faults:\n  - { kind: cut, evry: 1s }', 'day.yaml:2: faults.0.evry: is no field of cut; did you mean "every"?'],
    ['faults:\n  - { kind: cut }', 'day.yaml:2: faults.0: needs a time: either at or every'],
    ['faults:\n  - { kind: cut, at: 1s, every: 1s }', 'day.yaml:2: faults.0: needs a time: either at or every'],
    ['faults:\n  - { kind: cut, at: 1s, until: 2s }', 'day.yaml:2: faults.0.until: goes with every, not with at'],
    [
      'faults:\n  - { kind: cut, at: soon }',
      'day.yaml:2: faults.0.at: must be a duration such as 500ms, 10s or 2m, was "soon"',
    ],
    ['faults:\n  - { kind: cut, every: 0 }', 'day.yaml:2: faults.0.every: must be at least 1ms'],
    [
      'faults:\n  - { kind: cut, every: -1 }',
      'day.yaml:2: faults.0.every: must be a duration such as 500ms, 10s or 2m, was -1',
    ],
    [
      'faults:\n  - { kind: mute, at: 1s }',
      'day.yaml:2: faults.0.for: must be a duration such as 500ms, 10s or 2m, is missing',
    ],
    ['faults:\n  - { kind: cut, every: 1s, jitter: 2 }', /^day\.yaml:2: faults\.0\.jitter: .*1$/],
    ['faults:\n  - { kind: drop, at: 1s, frames: 0 }', /^day\.yaml:2: faults\.0\.frames: .*1$/],
    ['faults:\n  - { kind: drop, at: 1s, channel: v4_tardes }', /^day\.yaml:2: faults\.0\.channel: .*"v4_trades"/],
    [
      'faults:\n  - { kind: close, at: 1s, code: 1006 }',
      'day.yaml:2: faults.0.code: must be a close code that can be sent: 1000..1003, 1007..1014 or 3000..4999',
    ],
    [
      'faults:\n  - { kind: rest, at: 1s, for: 1s }',
      'day.yaml:2: faults.0: needs at least one of status, slow, hang, malformed',
    ],
    [
      'faults:\n  - { kind: rest, at: 1s, for: 1s, status: 500, path: trades }',
      'day.yaml:2: faults.0.path: must start with /, for example /orderbooks',
    ],
    [
      'faults:\n  - { kind: price-mov, at: 1s }',
      'day.yaml:2: faults.0.kind: "price-mov" is no kind of fault; did you mean "price-move"?',
    ],
    [
      'faults:\n  - { kind: price-move, at: 1s, by: -0.3 }',
      'day.yaml:2: faults.0.over: must be a duration such as 500ms, 10s or 2m, is missing',
    ],
    ['faults:\n  - { kind: price-move, at: 1s, by: -1, over: 1s }', /^day\.yaml:2: faults\.0\.by: .*-0\.99$/],
    ['faults:\n  - { kind: price-move, at: 1s, by: 10.1, over: 1s }', /^day\.yaml:2: faults\.0\.by: .*10$/],
    ['faults:\n  - { kind: price-move, at: 1s, over: 1s }', /^day\.yaml:2: faults\.0\.by: .*number/],
    ['faults:\n  - { kind: liquidity, at: 1s, factor: 0, for: 1s }', /^day\.yaml:2: faults\.0\.factor: .*0\.01$/],
    ['faults:\n  - { kind: funding-rate, at: 1s, rate: 0, for: 1s }', /^day\.yaml:2: faults\.0\.market: .*string/],
    [
      'faults:\n  - { kind: market-status, at: 1s, market: A, status: ACTIVE, for: 1s }',
      /^day\.yaml:2: faults\.0\.status: .*"PAUSED"\|"CANCEL_ONLY"\|"POST_ONLY"\|"FINAL_SETTLEMENT"$/,
    ],
    ['faults:\n  - { kind: open-interest, at: 1s, market: A, usd: 0, for: 1s }', /^day\.yaml:2: faults\.0\.usd: .*1$/],
    [
      'faults:\n  - { kind: halt-chain, at: 1s, market: A, for: 1s }',
      /^day\.yaml:2: faults\.0\.market: is no field of halt-chain; /,
    ],
  ])('says of %j where the mistake is and what to do', (text, message) => {
    if (typeof message === 'string') expect(mistake(text)).toBe(message);
    else expect(mistake(text)).toMatch(message);
  });

  it('answers any text with a script or an error of one line that names the file', () => {
    const value = fc.oneof(fc.string(), fc.integer(), fc.constantFrom('1s', 'all', 'v4_trades', 'BTC-USD', 'flip'));
    const name = fc.constantFrom(
      'kind',
      'at',
      'every',
      'for',
      'frames',
      'channel',
      'market',
      'code',
      'path',
      'status',
      'x',
    );
    const fault = fc.tuple(fc.constantFrom(...FAULT_KINDS), fc.dictionary(name, value, { noNullPrototype: true }));
    fc.assert(
      fc.property(fc.array(fault, { maxLength: 4 }), (faults) => {
        const text = JSON.stringify({ faults: faults.map(([kind, fields]) => ({ kind, ...fields })) });
        const said = mistake(text);
        return said === 'no mistake' || /^day\.yaml:\d+: [^\n]+$/.test(said);
      }),
    );
  });
});
