import type { Clock } from '../../src/platform/clock.js';

/** A clock that stands still until it is moved. */
export class TestClock implements Clock {
  constructor(private instant: number) {}
  now(): number {
    return this.instant;
  }
  /** Moves on by so many milliseconds. */
  pass(milliseconds: number): void {
    this.instant += milliseconds;
  }
}

/** Noon of a school day in the autumn term: tests do not depend on the day they run. */
export const TEST_NOW = Date.parse('2026-11-23T12:00:00Z');
