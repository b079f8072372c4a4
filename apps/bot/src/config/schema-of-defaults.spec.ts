import { z } from 'zod';
import { schemaOfDefaults } from './schema-of-defaults';

const defaults = { halfLifeMs: 5_000, isOn: true, price: 'mid' as unknown, exits: { stop: 0.02 }, names: ['a'] };
const overrides = {
  price: z.union([z.string(), z.strictObject({ barMs: z.number() })]),
  names: z.array(z.string()),
};
const schema = schemaOfDefaults(defaults, overrides);

describe('schemaOfDefaults', () => {
  it('fills in every default', () => {
    expect(schema.parse({})).toEqual(defaults);
  });

  it('keeps what is given, at any depth', () => {
    const given = { halfLifeMs: 1, isOn: false, price: { barMs: 60_000 }, exits: { stop: 0.1 }, names: [] };
    expect(schema.parse(given)).toEqual(given);
  });

  it.each([
    [{ halfLife: 1 }, 'unrecognized_keys', []],
    [{ exits: { stopp: 1 } }, 'unrecognized_keys', ['exits']],
    [{ halfLifeMs: '5s' }, 'invalid_type', ['halfLifeMs']],
    [{ price: 5 }, 'invalid_union', ['price']],
  ])('refuses %p', (given, code, path) => {
    expect(schema.safeParse(given).error?.issues).toMatchObject([{ code, path }]);
  });

  it('asks for a schema where a default does not tell its type', () => {
    expect(() => schemaOfDefaults({ list: [] })).toThrow('the default of list does not tell its type');
  });
});
