import type { Fault } from '../fault/fault';

/** Where a layer hands its faults, so that each one is counted and shown. Never throws. */
export interface FaultSink {
  report(fault: Fault): void;
}
