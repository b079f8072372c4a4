type Place = { readonly holder: object; readonly name: string };

const refuse = (name: string) => (): never => {
  throw new Error(`${name} was used: time and chance are inputs, take a scheduler, a clock or a generator`);
};

/** A `Date` that still turns given times into dates, but does not know the present one. */
function dateWithoutNow(): DateConstructor {
  return new Proxy(Date, {
    construct: (target, given: unknown[], newTarget) =>
      given.length > 0 ? (Reflect.construct(target, given, newTarget) as object) : refuse('new Date()')(),
    apply: refuse('Date()'),
    get: (target, name): unknown => (name === 'now' ? refuse('Date.now') : Reflect.get(target, name)),
  });
}

function replace({ holder, name }: Place, replacement: unknown): () => void {
  const original = Object.getOwnPropertyDescriptor(holder, name);
  Object.defineProperty(holder, name, { value: replacement, configurable: true, writable: true });
  return () => {
    if (original === undefined) Reflect.deleteProperty(holder, name);
    else Object.defineProperty(holder, name, original);
  };
}

/**
 * Runs a function while the ambient clock, timers and random numbers throw when touched, and puts them back after it.
 *
 * @returns what the function returns
 * @throws Error naming what was touched, unless the function swallows it
 */
export function withoutAmbient<T>(run: () => T): T {
  const timers = ['setTimeout', 'setInterval', 'setImmediate'].map((name) => ({ holder: globalThis, name }));
  const readings = [
    { holder: Math, name: 'random' },
    { holder: globalThis.performance, name: 'now' },
    { holder: process, name: 'hrtime' },
  ];
  const restore = [...timers, ...readings].map((place) => replace(place, refuse(place.name)));
  restore.push(replace({ holder: globalThis, name: 'Date' }, dateWithoutNow()));
  try {
    return run();
  } finally {
    restore.forEach((putBack) => putBack());
  }
}
