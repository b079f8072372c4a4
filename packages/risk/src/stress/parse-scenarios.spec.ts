import { parseScenarios } from './parse-scenarios';
import { STANDARD_SCENARIOS } from './standard-scenarios';
import { stressOf } from './stress-of';

const market = { kind: 'market', name: 'a fall', moveFraction: -0.1 };
const hour = { kind: 'historical', name: 'an hour', atMs: 0, otherMoveFraction: 0, returns: { 'BTC-USD': -0.1 } };

function fileOf(...scenarios: readonly unknown[]): string {
  return JSON.stringify({ about: 'made up', scenarios });
}

describe('parseScenarios', () => {
  it('reads what it is given, in order, and leaves other fields of the file alone', () => {
    expect(parseScenarios(fileOf(market, hour))).toEqual([market, hour]);
    expect(parseScenarios('{"scenarios": []}')).toEqual([]);
  });

  it('reads the standard set back', () => {
    expect(parseScenarios(JSON.stringify({ scenarios: STANDARD_SCENARIOS }))).toEqual(STANDARD_SCENARIOS);
  });

  it.each([
    ['no list', '{}', 'scenarios must be a list under the name "scenarios"'],
    ['a bare list', '[]', 'scenarios must be a list under the name "scenarios"'],
    ['null', 'null', 'scenarios must be a list under the name "scenarios"'],
    ['a scenario that is a number', fileOf(market, 7), 'scenarios[1] must be an object, was 7'],
    ['a scenario that is a list', fileOf([]), 'scenarios[0] must be an object, was []'],
    ['a scenario that is nothing', fileOf(null), 'scenarios[0] must be an object, was null'],
    [
      'an unknown kind',
      fileOf({ ...market, kind: 'x' }),
      'scenarios[0].kind must be one of market, beta, historical, funding, liquidity, combined, was "x"',
    ],
    [
      'a kind of every object',
      fileOf({ ...market, kind: 'toString' }),
      'scenarios[0].kind must be one of market, beta, historical, funding, liquidity, combined, was "toString"',
    ],
    [
      'no kind',
      fileOf({ name: 'a' }),
      'scenarios[0].kind must be one of market, beta, historical, funding, liquidity, combined, was undefined',
    ],
    ['no name', fileOf({ ...market, name: '' }), 'scenarios[0].name must be a text, was ""'],
    ['a name that is no text', fileOf({ ...market, name: 4 }), 'scenarios[0].name must be a text, was 4'],
    [
      'a move that is a text',
      fileOf({ ...market, moveFraction: '-0.1' }),
      'scenarios[0].moveFraction must be a finite number >= -1, was "-0.1"',
    ],
    [
      'no move',
      fileOf({ kind: 'beta', name: 'b' }),
      'scenarios[0].moveFraction must be a finite number >= -1, was undefined',
    ],
    [
      'a move below -1',
      fileOf({ ...market, moveFraction: -1.01 }),
      'scenarios[0].moveFraction must be a finite number >= -1, was -1.01',
    ],
    ['a time that is null', fileOf({ ...hour, atMs: null }), 'scenarios[0].atMs must be a finite number, was null'],
    [
      'another move below -1',
      fileOf({ ...hour, otherMoveFraction: -2 }),
      'scenarios[0].otherMoveFraction must be a finite number >= -1, was -2',
    ],
    [
      'returns that are a list',
      fileOf({ ...hour, returns: [1] }),
      'scenarios[0].returns must be an object of numbers, was [1]',
    ],
    [
      'no returns',
      fileOf({ ...hour, returns: undefined }),
      'scenarios[0].returns must be an object of numbers, was undefined',
    ],
    [
      'a return that is no number',
      fileOf({ ...hour, returns: { 'A-USD': 0, 'B-USD': null } }),
      'scenarios[0].returns["B-USD"] must be a finite number >= -1, was null',
    ],
    [
      'hours below 0',
      fileOf({ kind: 'funding', name: 'f', longPaysRate1h: 0, shortPaysRate1h: 0, hours: -1 }),
      'scenarios[0].hours must be finite and >= 0, was -1',
    ],
    [
      'a rate that is missing',
      fileOf({ kind: 'funding', name: 'f', longPaysRate1h: 0, hours: 1 }),
      'scenarios[0].shortPaysRate1h must be a finite number, was undefined',
    ],
    [
      'no depth left',
      fileOf({ kind: 'liquidity', name: 'l', depthShare: 0, flatBps: 5 }),
      'scenarios[0].depthShare must be finite and > 0, was 0',
    ],
    [
      'a cost above all',
      fileOf({ kind: 'liquidity', name: 'l', depthShare: 1, flatBps: 10_001 }),
      'scenarios[0].flatBps must be in [0, 10000], was 10001',
    ],
    [
      'parts that are none',
      fileOf({ kind: 'combined', name: 'c' }),
      'scenarios[0].parts must be a list of scenarios, was undefined',
    ],
    [
      'a part that is wrong',
      fileOf({ kind: 'combined', name: 'c', parts: [market, { ...market, moveFraction: -3 }] }),
      'scenarios[0].parts[1].moveFraction must be a finite number >= -1, was -3',
    ],
  ])('says in one line what is wrong with %s', (_name, text, message) => {
    expect(() => parseScenarios(text)).toThrow(new RangeError(message));
  });

  it.each([
    ['', 'scenarios must be JSON: '],
    ['{"a":\n\n}', 'scenarios must be JSON: '],
    ['{"scenarios": [NaN]}', 'scenarios must be JSON: '],
  ])('says in one line that %j is not JSON', (text, start) => {
    // prettier-ignore
    let message = '';
    try {
      parseScenarios(text);
    } catch (error) {
      message = error instanceof RangeError ? error.message : '';
    }
    expect(message.startsWith(start)).toBe(true);
    expect(message.length).toBeGreaterThan(start.length);
    expect(message).not.toContain('\n');
  });

  it.each([
    ['a price of 0', { ...market, moveFraction: -1 }],
    ['no hours', { kind: 'funding', name: 'f', longPaysRate1h: -0.1, shortPaysRate1h: 0, hours: 0 }],
    ['no cost', { kind: 'liquidity', name: 'l', depthShare: 2, flatBps: 0 }],
    ['all of it as a cost', { kind: 'liquidity', name: 'l', depthShare: 0.1, flatBps: 10_000 }],
    ['no parts', { kind: 'combined', name: 'c', parts: [] }],
    ['no returns of any market', { ...hour, returns: {} }],
  ])('accepts the bounds: %s', (_name, scenario) => {
    expect(parseScenarios(fileOf(scenario))).toEqual([scenario]);
  });
});

describe('STANDARD_SCENARIOS', () => {
  it('are valid, have names of their own, and cover every kind but history', () => {
    const portfolio = { quoteBalanceUsd: 1, positions: [] };
    const names = stressOf(portfolio, STANDARD_SCENARIOS).map(({ scenario }) => scenario);
    expect(new Set(names).size).toBe(names.length);
    expect([...new Set(STANDARD_SCENARIOS.map(({ kind }) => kind))].sort()).toEqual([
      'beta',
      'combined',
      'funding',
      'liquidity',
      'market',
    ]);
  });

  it('shake all markets by -50 to +50 %, both ways alike', () => {
    const moves = STANDARD_SCENARIOS.flatMap((scenario) => (scenario.kind === 'market' ? [scenario.moveFraction] : []));
    expect(moves).toEqual([-0.5, -0.4, -0.3, -0.2, -0.1, -0.05, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5]);
  });

  it('name the move', () => {
    const names = STANDARD_SCENARIOS.map(({ name }) => name);
    expect(names).toContain('all markets -5 %');
    expect(names).toContain('all markets +50 %');
    expect(names).toContain('benchmark -30 %, high funding, thin book');
  });
});
