import { Endpoints } from './endpoints';

describe('Endpoints', () => {
  it('tries the first of equals', () => {
    expect(new Endpoints(['a', 'b', 'c']).best(0)).toBe('a');
  });

  it('R13: tries the healthiest next, and comes back to one that failed when that is long ago', () => {
    const endpoints = new Endpoints(['a', 'b']);
    endpoints.failed('a', 0);
    expect(endpoints.best(0)).toBe('b');
    endpoints.failed('b', 30_000);
    expect(endpoints.best(30_000)).toBe('a');
    endpoints.failed('a', 30_000);
    expect(endpoints.best(30_000)).toBe('b');
  });

  it('R13: halves the memory of a failure every half minute', () => {
    const endpoints = new Endpoints(['a']);
    expect(endpoints.health('a', 0)).toBe(1);
    endpoints.failed('a', 0);
    expect(endpoints.health('a', 0)).toBe(1 / 2);
    expect(endpoints.health('a', 30_000)).toBe(2 / 3);
    expect(endpoints.health('a', 60_000)).toBe(4 / 5);
  });

  it('gives an endpoint that failed all the time another chance within minutes', () => {
    const endpoints = new Endpoints(['a', 'b']);
    for (let times = 0; times < 1_000; times += 1) endpoints.failed('a', 0);
    endpoints.failed('b', 100_000);
    expect(endpoints.best(100_000)).toBe('a');
  });

  it('knows nothing of others', () => {
    const endpoints = new Endpoints(['a']);
    endpoints.failed('x', 0);
    expect(endpoints.health('x', 0)).toBe(1);
  });
});
