import { moveAuthority } from '../../src/features/reorganisation/move.service.js';
import { systemClock } from '../../src/platform/clock.js';
import { exchangeDatabase } from './exchange-database.js';
import { sample } from './exchange-files.js';

const exchange = exchangeDatabase();
const FILE = sample('gias_invented.csv');

/** Norfolk ended long before today, and another authority took over all of it. */
const end = () =>
  exchange.database().pool.query(`
    insert into local_authority (code, name) values ('996', 'New Norfolk');
    update local_authority set valid_to = '2020-03-31' where code = '926';
    insert into area_succession values ('LOCAL_AUTHORITY', '926', '996', '2020-04-01', 'WHOLE')`);
const authorities = () =>
  exchange.rows(`select local_authority_code as code, count(*)::int as n from provider
    where urn like '9000%' group by 1 order by 1`);

describe('an extract of GIAS that still has an authority which has ended', () => {
  it('does not take entries back that were moved', async () => {
    await exchange.gias(FILE);
    const before = await authorities();
    await end();
    await moveAuthority(exchange.database().pool, systemClock, { from: '926', to: ['996'], dryRun: false });
    const after = before.map(({ code, n }) => ({ code: code === '926' ? '996' : code, n }));
    expect(await authorities()).toEqual(after);
    expect(await exchange.gias(FILE)).toMatchObject({ entries: { added: 0, changed: 0 } });
    expect(await authorities()).toEqual(after);
  });

  it('enters new ones where they belong', async () => {
    await end();
    await exchange.gias(FILE);
    expect((await authorities()).map(({ code }) => code)).not.toContain('926');
    expect(await exchange.rows(`select from school where local_authority_code = '926' limit 1`)).toHaveLength(
      1,
    );
  });
});
