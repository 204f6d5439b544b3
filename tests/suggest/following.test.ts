import { startTestHub, type TestHub } from '../support/hub.js';
import { listed } from './ask.js';

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(() => hub.stop());

/** Writes as an import or another hub would, and waits until this one has read it. */
async function write(text: string): Promise<void> {
  await hub.database.pool.query(text);
  await hub.feed.sync();
}

describe('what is suggested follows', () => {
  it('schools that are new, renamed, closed and removed', async () => {
    await write(`insert into school (urn, name, type_code, status_code, latitude, longitude)
      values ('123401', 'Zebrafinch School', '01', '1', 52.8, 0.8), ('123402', 'Zebrafinch Nursery', '01', '2', 52.8, 0.8)`);
    expect(await listed(hub, 'zebrafinch')).toEqual(['SCHOOL Zebrafinch School']);
    await write(`update school set name = 'Okapi School' where urn = '123401'`);
    expect(await listed(hub, 'zebrafinch')).toEqual([]);
    expect(await listed(hub, 'okapi')).toEqual(['SCHOOL Okapi School']);
    await write(`update school set status_code = '2' where urn = '123401'`);
    expect(await listed(hub, 'okapi')).toEqual([]);
    await write(`update school set status_code = '1' where urn = '123401'`);
    expect(await listed(hub, 'okapi')).toEqual(['SCHOOL Okapi School']);
    await write(`delete from school where urn = '123401'`);
    expect(await listed(hub, 'okapi')).toEqual([]);
  });

  it('more schools of one import than are read at a time', async () => {
    await write(`insert into school (urn, name, type_code, status_code, latitude, longitude)
      select (200000 + n)::text, 'Quagga ' || n, '01', '1', 52.8, 0.8 from generate_series(1, 2500) n`);
    expect(await listed(hub, 'quagga 1')).toContain('SCHOOL Quagga 1');
    expect(await listed(hub, 'quagga 2500')).toContain('SCHOOL Quagga 2500');
  });

  it('named places, districts and local authorities', async () => {
    await write(`insert into named_place (id, name, folded_name, latitude, longitude, source)
      values (gen_random_uuid(), 'Xanadu', 'xanadu', 52.8, 0.8, 'test')`);
    expect(await listed(hub, 'xanadu')).toEqual(['PLACE Xanadu']);
    await write(
      `update named_place set name = 'Yarborough', folded_name = 'yarborough' where folded_name = 'xanadu'`,
    );
    expect(await listed(hub, 'xanadu')).toEqual([]);
    expect(await listed(hub, 'yarborough')).toEqual(['PLACE Yarborough']);
    await write(`update district set name = 'Quokka District' where code = 'E07000148'`);
    expect(await listed(hub, 'quokka')).toEqual(['DISTRICT Quokka District']);
    await write(`update local_authority set name = 'Wombatshire' where code = '926'`);
    expect(await listed(hub, 'wombatshire')).toEqual(['LOCAL_AUTHORITY Wombatshire']);
  });
});
