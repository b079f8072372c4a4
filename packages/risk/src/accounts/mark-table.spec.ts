import { MarkTable } from './mark-table';

describe('MarkTable', () => {
  it('has a place for every market, all different, and knows nothing of them', () => {
    const table = new MarkTable();
    const places = Array.from({ length: 300 }, (_, market) => table.place(market));
    expect(new Set(places).size).toBe(300);
    for (const place of places) {
      expect([...table.values.subarray(place, place + 3)]).toEqual([NaN, NaN, NaN]);
    }
  });

  it('keeps what it knows when it grows', () => {
    const table = new MarkTable();
    for (let market = 0; market < 200; market += 1) {
      const place = table.place(market);
      table.set(place, market + 1, market + 0.25, market + 0.125);
    }
    for (let market = 0; market < 200; market += 1) {
      const place = table.place(market);
      expect([...table.values.subarray(place, place + 3)]).toEqual([market + 1, market + 0.25, market + 0.125]);
    }
  });
});
