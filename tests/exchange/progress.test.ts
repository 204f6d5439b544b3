import { PassThrough } from 'node:stream';
import { startProgress } from '../../src/platform/progress.js';

function stream(isTTY: boolean) {
  const written: string[] = [];
  const target = Object.assign(new PassThrough(), {
    isTTY,
    columns: 100,
    cursorTo() {},
    clearLine() {},
    moveCursor() {},
  });
  target.on('data', (chunk) => written.push(String(chunk)));
  return { target: target as unknown as NodeJS.WriteStream, text: () => written.join('') };
}

describe('progress', () => {
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['nextTick'] });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('is a plain line now and then where there is no terminal, and nothing once it is over', () => {
    const { target, text } = stream(false);
    const progress = startProgress(200, 'Reading', target);
    progress.advance(50);
    expect(text()).toBe('');
    jest.advanceTimersByTime(5_000);
    progress.advance(500);
    progress.phase('Storing');
    jest.advanceTimersByTime(5_000);
    progress.stop();
    jest.advanceTimersByTime(60_000);
    expect(text()).toBe('Reading: 25 % after 5 s\nStoring: 100 % after 10 s\n');
  });

  it('is a bar on a terminal', () => {
    const { target, text } = stream(true);
    const progress = startProgress(200, 'Reading', target);
    progress.advance(50);
    jest.advanceTimersByTime(500);
    progress.phase('Storing');
    jest.advanceTimersByTime(500);
    progress.stop();
    const shown = text();
    jest.advanceTimersByTime(60_000);
    expect(shown).toMatch(/Reading \[=+-+\] 25 %/);
    expect(shown).toMatch(/Storing \[=+-+\] 25 %/);
    expect(text()).toBe(shown);
  });
});
