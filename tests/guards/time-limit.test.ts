import { setTimeout as sleep } from 'node:timers/promises';

jest.setTimeout(50);

describe('the time limit of a test file', () => {
  it.failing('ends a test that takes longer, instead of the usual minute', () => sleep(2_000));
});
