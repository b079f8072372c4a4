import { Funding, fundingPpmOf } from './funding';

const HOUR_MS = 3_600_000;

describe('Funding', () => {
  it.each([
    [0, '0'],
    [0.000001, '0.000000125'],
    [0.0001, '0.0000125'],
    [-0.0008, '-0.0001'],
    [0.5, '0.00125'],
  ])('predicts for a premium of %d the hourly rate %s', (premium, rate) => {
    const funding = new Funding();
    funding.sample(premium, 0);
    expect(funding.predictedRate).toBe(rate);
  });

  it('averages over the hour, states its rate at its end and starts anew', () => {
    const funding = new Funding();
    expect(funding.predictedRate).toBe('0');
    expect(funding.sample(0.0001, 0)).toBeUndefined();
    expect(funding.sample(0.0003, HOUR_MS - 1)).toBeUndefined();
    expect(funding.sample(0, HOUR_MS)).toBe('0.000025');
    expect(funding.predictedRate).toBe('0');
  });

  it('is fixed while it is forced, hours that end included, and goes on sampling unseen', () => {
    const funding = new Funding();
    funding.sample(0.0002, 0);
    funding.force(fundingPpmOf(-0.003));
    expect(funding.predictedRate).toBe('-0.003');
    expect(funding.sample(0.0004, HOUR_MS)).toBe('-0.003');
    funding.force(undefined);
    expect(funding.predictedRate).toBe('0.00005');
  });

  it.each([
    [0, 0],
    [0.006, 48_000],
    [-0.00000013, -1],
    [0.00000006, 0],
  ])('counts %d an hour as %d ppm of eight hours', (rate, ppm) => {
    expect(fundingPpmOf(rate)).toBeCloseTo(ppm, 9);
  });
});
