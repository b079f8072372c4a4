import { Funding } from './funding';

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
});
