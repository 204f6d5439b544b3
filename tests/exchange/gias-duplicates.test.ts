import { existsSync, readFileSync, rmSync } from 'node:fs';
import { describeGias } from '../../src/features/exchange/import/gias-report.js';
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

describe('importing a GIAS extract when there are entries already', () => {
  it('imports, and lists which of them may be the same as new ones', async () => {
    await enter({ ukprn: '10000002' });
    const report = await exchange.gias(sample('gias_invented.csv'));
    expect(report).toMatchObject({ duplicates: 1, duplicatesPath: exchange.duplicatesPath });
    expect(describeGias(report)).toContain(`Duplicates:  1 possible, listed in ${exchange.duplicatesPath}\n`);
    const [header, line, ...more] = readFileSync(exchange.duplicatesPath, 'utf8').trim().split('\n');
    expect(header).toBe('urn,name,strength,other_urn,other_name,other_state,other_id,reasons');
    expect(line).toMatch(
      /^900002,.+,STRONG,,École Imaginaire Short Stay School,DRAFT,prv_[^,]+,.*UKPRN 10000002/,
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

  it('leaves an entry that was merged as it is, and never creates it again', async () => {
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

describe('importing a GIAS extract that moves an establishment to another local authority', () => {
  it('ends its listing in the same transaction if evidence that a listing there depends on has expired', async () => {
    await exchange.gias(sample('gias_invented.csv'));
    await exchange.rows(`
      update provider set state = 'LISTED' where urn = '900002';
      insert into evidence_rule (id, local_authority_code, kind, suspends_listing) values (gen_random_uuid(), '935', 'FIRE_RISK', true);
      insert into evidence (id, local_authority_code, provider_id, kind, issued_on, expires_on, state)
        select gen_random_uuid(), '935', id, 'FIRE_RISK', '2026-01-01', '2099-01-01', 'FAILED' from provider where urn = '900002'`);
    const path = exchange.editedGias('moved.csv', ['900002,926,Norfolk', '900002,935,Suffolk']);
    await exchange.gias(path);
    const found = await exchange.rows(`
      select p.state, p.local_authority_code, s.kinds,
             (select array_agg(actor order by id) from change where table_name = 'provider' and entity_id = p.id::text
               and tx = (select tx from change where table_name = 'listing_suspension')) as actors,
             (select reason from change where table_name = 'provider' and actor = 'system: evidence expiry') as reason
        from provider p left join listing_suspension s on s.provider_id = p.id where urn = '900002'`);
    expect(found).toEqual([
      {
        state: 'SUSPENDED',
        local_authority_code: '935',
        kinds: ['FIRE_RISK'],
        actors: ['import gias', 'system: evidence expiry'],
        reason: expect.stringMatching(/ Fire risk assessment has failed, found on \d+ \w+ \d{4}\.$/),
      },
    ]);
  });

  it('keeps up the entry that has the URN of one that was merged into it, and leaves that one', async () => {
    await exchange.gias(sample('gias_invented.csv'));
    await enter({ name: 'The one that stays', state: 'LISTED' });
    await exchange.rows(`
      insert into provider_merge (id, into_id, state_before, moved, left_references, taken)
        select id, '0199a000-0000-7000-8000-000000000001', 'IN_REVIEW', '{}', '{}', '{}' from provider where urn = '900002';
      update provider set state = 'WITHDRAWN' where urn = '900002';
      update provider set urn = '900002' where id = '0199a000-0000-7000-8000-000000000001'`);
    const path = exchange.editedGias('renamed.csv', ['The “Short Stay” School', 'The Renamed School']);
    expect(await exchange.gias(path)).toMatchObject({ entries: { added: 0, changed: 1 }, duplicates: 0 });
    expect((await providers()).map(({ name, state }) => [name, state])).toEqual([
      ['École Imaginaire – The Renamed School', 'LISTED'],
      ['École Imaginaire – The “Short Stay” School', 'WITHDRAWN'],
    ]);
  });
});
