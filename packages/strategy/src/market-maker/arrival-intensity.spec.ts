import { unixMs, type TradeFlow } from '@perpstream/core';
import { randomNumbers, tradeFlow } from '@perpstream/testing';
import { ArrivalIntensity, type ArrivalOptions } from './arrival-intensity';

const options: ArrivalOptions = {
  arrivalsPerSecond: 0.5,
  decayPerBps: 0.2,
  priorArrivals: 10,
  halfLifeMs: 600_000,
};

const buy = (receivedMs: number, reachBps: number): TradeFlow =>
  tradeFlow({ receivedMs: unixMs(receivedMs), buyBase: 1, sellBase: 0, highPriceUsd: 100 * (1 + reachBps / 10_000) });
const sell = (receivedMs: number, reachBps: number): TradeFlow =>
  tradeFlow({ receivedMs: unixMs(receivedMs), buyBase: 0, sellBase: 1, lowPriceUsd: 100 * (1 - reachBps / 10_000) });

describe('ArrivalIntensity', () => {
  it('is what was configured before anything is seen', () => {
    const { arrivalsPerSecond, decayPerBps } = new ArrivalIntensity(options).at(1_000_000);
    expect(arrivalsPerSecond).toBeCloseTo(0.5, 12);
    expect(decayPerBps).toBeCloseTo(0.2, 12);
  });

  it('learns from arrivals, their reach and the time, by the formula', () => {
    const intensity = new ArrivalIntensity({ ...options, halfLifeMs: 1e15 });
    intensity.observeMid(100, 0);
    intensity.observeFlow(buy(2_000, 3));
    intensity.observeFlow(sell(5_000, 7));
    const { arrivalsPerSecond, decayPerBps } = intensity.at(8_000);
    expect(arrivalsPerSecond).toBeCloseTo(12 / (10 / 0.5 + 2 * 8), 9);
    expect(decayPerBps).toBeCloseTo(12 / (10 / 0.2 + 10), 9);
  });

  it('counts takers of both sides in one frame as two arrivals', () => {
    const intensity = new ArrivalIntensity({ ...options, halfLifeMs: 1e15 });
    intensity.observeMid(100, 0);
    const both = { ...buy(0, 2), sellBase: 1, lowPriceUsd: 99.99 };
    intensity.observeFlow(both);
    expect(intensity.at(0).decayPerBps).toBeCloseTo(12 / (10 / 0.2 + 2 + 1), 9);
  });

  it('takes a trade on the wrong side of the mid for one that reached no further', () => {
    const intensity = new ArrivalIntensity({ ...options, halfLifeMs: 1e15 });
    intensity.observeMid(100, 0);
    intensity.observeFlow(buy(0, -5));
    expect(intensity.at(0).decayPerBps).toBeCloseTo(11 / (10 / 0.2), 9);
  });

  it('ignores trades before it knows a mid', () => {
    const intensity = new ArrivalIntensity(options);
    intensity.observeFlow(buy(1_000, 5));
    expect(intensity.at(1_000).decayPerBps).toBeCloseTo(0.2, 12);
  });

  it('forgets by half in a half-life', () => {
    const intensity = new ArrivalIntensity(options);
    intensity.observeMid(100, 0);
    for (let count = 0; count < 90; count += 1) intensity.observeFlow(buy(0, 1));
    expect(intensity.at(0).decayPerBps).toBeCloseTo(100 / (50 + 90), 9);
    expect(intensity.at(600_000).decayPerBps).toBeCloseTo(55 / (50 + 45), 9);
  });

  it('does not take an interruption for a quiet time', () => {
    const intensity = new ArrivalIntensity({ ...options, halfLifeMs: 1e15 });
    intensity.observeMid(100, 0);
    intensity.pause(10_000);
    intensity.observeFlow(buy(50_000, 5));
    expect(intensity.at(100_000).arrivalsPerSecond).toBeCloseTo(10 / (20 + 20), 9);
    intensity.observeMid(100, 100_000);
    expect(intensity.at(110_000).arrivalsPerSecond).toBeCloseTo(10 / (20 + 40), 9);
  });

  it('is not confused by time that goes backwards', () => {
    const intensity = new ArrivalIntensity(options);
    intensity.observeMid(100, 10_000);
    intensity.observeFlow(buy(5_000, 5));
    expect(intensity.at(10_000).arrivalsPerSecond).toBeCloseTo(11 / 20, 9);
  });

  it('stays within a factor of 10 of where it started', () => {
    const intensity = new ArrivalIntensity({ ...options, halfLifeMs: 1e15 });
    intensity.observeMid(100, 0);
    for (let count = 0; count < 10_000; count += 1) intensity.observeFlow(buy(0, 0));
    expect(intensity.at(0)).toEqual({ arrivalsPerSecond: 5, decayPerBps: 2 });
    expect(intensity.at(1e12).arrivalsPerSecond).toBeCloseTo(0.05, 12);
  });

  it('finds the intensity that made the trades', () => {
    const truth = { arrivalsPerSecond: 0.3, decayPerBps: 0.8 };
    const random = randomNumbers(11);
    const intensity = new ArrivalIntensity({ ...options, halfLifeMs: 1e9 });
    intensity.observeMid(100, 0);
    for (let nowMs = 0; nowMs < 20_000_000; nowMs += 1_000) {
      for (const make of [buy, sell]) {
        if (random() < truth.arrivalsPerSecond)
          intensity.observeFlow(make(nowMs, -Math.log(random()) / truth.decayPerBps));
      }
    }
    const found = intensity.at(20_000_000);
    expect(found.arrivalsPerSecond / truth.arrivalsPerSecond).toBeCloseTo(1, 1);
    expect(found.decayPerBps / truth.decayPerBps).toBeCloseTo(1, 1);
  });
});
