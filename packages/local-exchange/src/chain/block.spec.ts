import { eventId } from './block';

describe('eventId', () => {
  it('is 12 bytes in hex that sort by height and position', () => {
    expect(eventId(12_345_678, 5)).toBe('00bc614e0000000200000005');
    expect(eventId(9, 11) < eventId(10, 0)).toBe(true);
    expect(eventId(10, 9) < eventId(10, 10)).toBe(true);
  });
});
