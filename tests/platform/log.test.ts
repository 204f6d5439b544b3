import { Writable } from 'node:stream';
import { QueryFailedError } from 'typeorm';
import { createLog, errorFacts } from '../../src/platform/log.js';

function lines(level: 'info' | 'silent'): {
  written: Record<string, unknown>[];
  log: ReturnType<typeof createLog>;
} {
  const written: Record<string, unknown>[] = [];
  const to = new Writable({
    write(chunk, _, done) {
      written.push(JSON.parse(String(chunk)));
      done();
    },
  });
  return { written, log: createLog(level, to) };
}

describe('the log', () => {
  it('writes JSON lines with level, time and message', () => {
    const { written, log } = lines('info');
    log.debug({}, 'not this');
    log.warn({ check: 'database' }, 'it is slow');
    expect(written).toEqual([
      {
        level: 'warn',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        check: 'database',
        msg: 'it is slow',
      },
    ]);
  });

  it('can be silent', () => {
    const { written, log } = lines('silent');
    log.fatal({}, 'nothing');
    expect(written).toEqual([]);
  });
});

describe('what is logged of an error', () => {
  it('is name, message, stack and causes', () => {
    const error = new TypeError('outer', { cause: new Error('inner') });
    expect(errorFacts(error)).toMatchObject({
      name: 'TypeError',
      message: 'outer',
      stack: expect.stringContaining('log.test'),
      cause: { message: 'inner' },
    });
  });

  it('is not what people entered into a database', () => {
    const driver = Object.assign(new Error('invalid input syntax for type date: "Jo Bloggs"'), {
      code: '22007',
      detail: 'Key (name)=(Jo Bloggs) already exists.',
      constraint: 'provider_name',
      where: "unnamed portal parameter $1 = 'Jo Bloggs'",
    });
    const error = new QueryFailedError("insert into provider values ('Jo Bloggs')", ['Jo Bloggs'], driver);
    for (const one of [driver, error, new Error('wrapped', { cause: error })]) {
      expect(JSON.stringify(errorFacts(one))).not.toContain('Bloggs');
    }
    expect(errorFacts(error)).toMatchObject({
      name: 'QueryFailedError',
      message: 'invalid input syntax for type date: "…"',
      code: '22007',
      constraint: 'provider_name',
    });
  });

  it('does not follow a circle of causes for ever', () => {
    const error = new Error('round');
    error.cause = error;
    expect(JSON.stringify(errorFacts(error)).match(/"message":"round"/g)).toHaveLength(4);
  });

  it.each([undefined, null, 'text', 5])('says so when %p was thrown', (thrown) => {
    expect(errorFacts(thrown)).toEqual({ message: `Not an error: ${typeof thrown}` });
  });
});
