const LIMIT = 50_000;
jest.setTimeout(LIMIT);

describe('the time limit of a test file', () => {
  it('is noted where the runner looks for it, which is not where the environment of a file keeps its own', () => {
    expect(Reflect.get(globalThis, Symbol.for('TEST_TIMEOUT_SYMBOL'))).toBe(LIMIT);
  });
});
