import { existsSync, readFileSync, rmSync } from 'node:fs';
import { describeGias } from '../../src/features/exchange/gias-report.js';
import { exchangeDatabase } from './exchange-database.js';
import { sample } from './exchange-files.js';

const exchange = exchangeDatabase();
beforeEach(() => rmSync(exchange.duplicatesPath, { force: true }));

const enter = (values: Record<string, string | null>) => {
  const row: Record<string, string | null> = {
    id: '0199a000-0000-7000-8000-000000000001',
    name: 'École Imaginaire Short Stay School',
    setting_type: 'OTH',
    registration: 'UNREGISTERED',
    local_authority_code: '926',
    postcode: 'NR98 1AB',
    state: 'DRAFT',
    ...values,
  };
  const columns = Object.keys(row);
  const text = `insert into provider (${columns.join(', ')}) values (${columns.map((_, i) => `$${i + 1}`).join(', ')})`;
  return exchange.database().pool.query(text, Object.values(row));
};
const providers = () =>
  exchange.rows(
    `select id, urn, name, state, version from provider where urn = '900002' or id::text like '0199a%' order by id`,
  );

describe('importing a GIAS extract beside entries that are there', () => {
  it('imports, and lists which of them may be the same as new ones', async () => {
    await enter({ ukprn: '10000002' });
    const report = await exchange.gias(sample('gias_invented.csv'));
    expect(report).toMatchObject({ duplicates: 1, duplicatesPath: exchange.duplicatesPath });
    expect(describeGias(report)).toContain(`Duplicates:  1 possible, listed in ${exchange.duplicatesPath}\n`);
    const [header, line, ...more] = readFileSync(exchange.duplicatesPath, 'utf8').trim().split('\n');
    expect(header).toBe('urn,name,strength,other_urn,other_name,other_state,other_id,reasons');
    expect(line).toMatch(
      /^900002,.+,STRONG,,École Imaginaire Short Stay School,DRAFT,0199a000-.+UKPRN 10000002/,
    );
    expect(more).toEqual([]);
    expect((await providers()).map(({ urn }) => urn).sort()).toEqual(['900002', null]);
    const runs = await exchange.rows(`select summary ->> 'duplicates' as duplicates from import_run`);
    expect(runs).toEqual([{ duplicates: '1' }]);
  });

  it('lists none again when it is repeated, and in a dry run what it would', async () => {
    await enter({});
    expect(await exchange.gias(sample('gias_invented.csv'), { dryRun: true })).toMatchObject({
      duplicates: 1,
    });
    await exchange.gias(sample('gias_invented.csv'));
    rmSync(exchange.duplicatesPath);
    const again = await exchange.gias(sample('gias_invented.csv'));
    expect(again).toMatchObject({ duplicates: 0, duplicatesPath: null });
    expect(describeGias(again)).toContain('Duplicates:  none\n');
    expect(existsSync(exchange.duplicatesPath)).toBe(false);
  });

  it('leaves an entry that was merged as it is, and never makes it anew', async () => {
    await exchange.gias(sample('gias_invented.csv'));
    await enter({ name: 'The one that stays', state: 'LISTED' });
    await exchange.rows(`
      update provider set state = 'WITHDRAWN' where urn = '900002';
      insert into provider_merge (id, into_id, state_before, moved, taken)
        select id, '0199a000-0000-7000-8000-000000000001', 'IN_REVIEW', '{}', '{}' from provider where urn = '900002'`);
    const before = await providers();
    const path = exchange.editedGias('renamed.csv', ['The “Short Stay” School', 'The Renamed School']);
    expect(await exchange.gias(path)).toMatchObject({
      entries: { added: 0, changed: 0 },
      schools: { changed: 1 },
    });
    expect(await providers()).toEqual(before);
  });

  it('keeps up an entry that took the URN over', async () => {
    await enter({ urn: '900002' });
    expect(await exchange.gias(sample('gias_invented.csv'))).toMatchObject({ entries: { changed: 1 } });
    expect(await providers()).toMatchObject([{ urn: '900002', state: 'DRAFT', version: 2 }]);
  });
});
