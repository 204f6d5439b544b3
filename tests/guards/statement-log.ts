import pg from 'pg';

/**
 * Every SQL statement that this process sends, whichever pool or library sends it: all of them go through pg. But for those of
 * the change feed, which come by the clock.
 */
export interface StatementLog {
  /** What was sent while the work was done, as names of prepared statements or else as text, sorted. */
  during(work: () => unknown): Promise<string[]>;
  stop(): void;
}

/** Begins to listen. Only one log at a time. */
export function startStatementLog(): StatementLog {
  const { query } = pg.Client.prototype;
  let sent: string[] = [];
  pg.Client.prototype.query = function (this: pg.Client, ...given: unknown[]) {
    const [what] = given as [string | { name?: string; text?: string }];
    const statement = typeof what === 'string' ? what : (what.name ?? what.text ?? 'not a text');
    if (!statement.startsWith('changes: ')) sent.push(statement);
    return (query as (...given: unknown[]) => unknown).apply(this, given);
  } as typeof query;
  return {
    async during(work) {
      const mine: string[] = [];
      sent = mine;
      await work();
      sent = [];
      return mine.sort();
    },
    stop() {
      pg.Client.prototype.query = query;
    },
  };
}
