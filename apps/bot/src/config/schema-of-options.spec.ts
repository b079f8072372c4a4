import { z } from 'zod';
import { schemaOfOptions } from './schema-of-options';

const defaults = { halfLifeMs: 5_000, isOn: true, price: 'mid', exits: { stop: 0.02 }, names: [], sizes: [1] };
const further = {
  price: z.union([z.string(), z.strictObject({ barMs: z.number() })]),
  warmUpMs: z.number(),
};
const schema = schemaOfOptions(defaults, further);

describe('schemaOfOptions', () => {
  it('leaves out what is left out', () => {
    expect(schema.parse({})).toEqual({});
    expect(schema.parse({ exits: {} })).toEqual({ exits: {} });
  });

  it('takes the defaults themselves', () => {
    expect(schema.parse(defaults)).toEqual(defaults);
  });

  it('keeps what is given, at any depth', () => {
    const given = {
      halfLifeMs: 1,
      isOn: false,
      price: { barMs: 60_000 },
      exits: { stop: 0.1 },
      names: ['a'],
      sizes: [],
      warmUpMs: 3,
    };
    expect(schema.parse(given)).toEqual(given);
  });

  it.each([
    [{ halfLife: 1 }, 'unrecognized_keys', []],
    [{ exits: { stopp: 1 } }, 'unrecognized_keys', ['exits']],
    [{ halfLifeMs: '5s' }, 'invalid_type', ['halfLifeMs']],
    [{ price: 5 }, 'invalid_union', ['price']],
    [{ names: [5] }, 'invalid_type', ['names', 0]],
    [{ sizes: ['5'] }, 'invalid_type', ['sizes', 0]],
  ])('refuses %p', (given, code, path) => {
    expect(schema.safeParse(given).error?.issues).toMatchObject([{ code, path }]);
  });

  it('asks for a schema where a default does not tell its type', () => {
    expect(() => schemaOfOptions({ limit: undefined })).toThrow('the default of limit does not tell its type');
  });
});
