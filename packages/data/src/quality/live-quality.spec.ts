import fc from 'fast-check';
import { liveQuality, type QualityFacts } from './live-quality';

const good: QualityFacts = {
  ageMs: 0,
  staleAfterMs: 10_000,
  crossesPerMinute: 0,
  knownLevels: 100,
  audit: { ageMs: 0, judgedLevels: 200, wrongLevels: 0 },
};

const audited = (ageMs: number, wrongLevels: number, judgedLevels = 100): Partial<QualityFacts> => ({
  audit: { ageMs, judgedLevels, wrongLevels },
});

describe('liveQuality', () => {
  it.each<[what: string, facts: Partial<QualityFacts>, expected: number]>([
    ['is 1 for a deep, calm, fresh book that was just found right', {}, 1],
    ['is unmoved by age up to half the bound', { ageMs: 5_000 }, 1],
    ['falls with age after that', { ageMs: 7_500 }, 0.75],
    ['is halved at the bound', { ageMs: 10_000 }, 0.5],
    ['is halved by one cross a second', { crossesPerMinute: 60 }, 0.5],
    ['hardly minds a cross a minute', { crossesPerMinute: 1 }, 60 / 61],
    ['is a little lower when no audit came yet', { audit: undefined }, 0.95],
    ['falls by five times the share that was wrong', audited(0, 2), 0.9],
    ['is halved when a tenth was wrong', audited(0, 10), 0.5],
    ['is halved when everything was wrong', audited(0, 100), 0.5],
    ['half forgets a good audit in five minutes', audited(300_000, 0), 0.975],
    ['half forgets a bad audit in five minutes', audited(300_000, 50), 0.725],
    ['forgets an audit in ten minutes', audited(600_000, 50), 0.95],
    ['stays there', audited(6_000_000, 50), 0.95],
    ['is 1 from ten levels on', { knownLevels: 10 }, 1],
    ['falls with fewer levels', { knownLevels: 5 }, 0.75],
    ['is 0.55 with one level', { knownLevels: 1 }, 0.55],
    ['is 0 without a book', { knownLevels: 0 }, 0],
    ['is the product of all', { ageMs: 7_500, crossesPerMinute: 60, knownLevels: 5, ...audited(0, 10) }, 0.75 ** 2 / 4],
  ])('%s', (_, facts, expected) => {
    expect(liveQuality({ ...good, ...facts })).toBeCloseTo(expected, 12);
  });

  it('lies in 0..1 whatever the facts', () => {
    const facts = fc.record({
      staleAfterMs: fc.double({ min: 1, max: 1e9, noNaN: true }),
      ageShare: fc.double({ min: 0, max: 1, noNaN: true }),
      crossesPerMinute: fc.nat(),
      knownLevels: fc.nat(),
      audit: fc.option(
        fc.record({
          ageMs: fc.nat(),
          judgedLevels: fc.integer({ min: 1, max: 200 }),
          wrongShare: fc.double({ min: 0, max: 1, noNaN: true }),
        }),
        { nil: undefined },
      ),
    });
    fc.assert(
      fc.property(facts, ({ ageShare, audit, ...given }) => {
        const judged = audit && { ...audit, wrongLevels: Math.floor(audit.judgedLevels * audit.wrongShare) };
        const quality = liveQuality({ ...given, ageMs: given.staleAfterMs * ageShare, audit: judged });
        expect(quality).toBeGreaterThanOrEqual(0);
        expect(quality).toBeLessThanOrEqual(1);
      }),
    );
  });
});
