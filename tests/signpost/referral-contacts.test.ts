import { type Ask, startTestHub, type TestHub } from '../support/hub.js';

let hub: TestHub;
let commissioner: Ask;
beforeAll(async () => {
  hub = await startTestHub();
  commissioner = await hub.as('commissioner', { localAuthorities: ['926'] });
});
afterAll(() => hub.stop());

interface Contact {
  readonly team: string;
  readonly telephone: string | null;
  readonly email: string | null;
  readonly note: string;
  readonly version: number;
  readonly localAuthority: { readonly code: string };
}
interface Outcome {
  readonly referralContact: Contact | null;
  readonly userErrors: readonly { readonly field: readonly string[] | null; readonly code: string }[];
}
const FIELDS = 'team telephone email note version localAuthority { code }';

async function set(
  input: object,
  more: { version?: number; code?: string; ask?: Ask } = {},
): Promise<Outcome> {
  const { data, errors } = await (more.ask ?? commissioner)<{ referralContactSet: Outcome }>(
    `mutation ($code: String!, $input: ReferralContactSetInput!, $version: Int) {
      referralContactSet(localAuthority: $code, input: $input, version: $version) {
        referralContact { ${FIELDS} } userErrors { field code } } }`,
    { code: more.code ?? '926', input, version: more.version ?? null },
  );
  if (errors) throw new Error(String(errors[0]?.extensions?.code));
  return data.referralContactSet;
}
async function remove(version: number): Promise<Outcome> {
  const { data } = await commissioner<{ referralContactRemove: Outcome }>(
    `mutation ($version: Int!) { referralContactRemove(localAuthority: "926", version: $version) {
      referralContact { ${FIELDS} } userErrors { field code } } }`,
    { version },
  );
  return data.referralContactRemove;
}
async function shown(code = '926'): Promise<Contact | null> {
  const { data } = await hub.query<{ localAuthority: { referralContact: Contact | null } }>(
    `query ($code: String!) { localAuthority(code: $code) { referralContact { ${FIELDS} } } }`,
    { code },
  );
  return data.localAuthority.referralContact;
}
const TEAM = { team: 'Inclusion team', email: 'inclusion@norfolk.example', note: 'Weekdays.' };

it('is none until a commissioner sets one, which everyone then sees', async () => {
  expect(await shown()).toBeNull();
  const { referralContact, userErrors } = await set(TEAM);
  expect(userErrors).toEqual([]);
  expect(referralContact).toEqual({
    ...TEAM,
    telephone: null,
    version: 1,
    localAuthority: { code: '926' },
  });
  expect(await shown()).toEqual(referralContact);
  expect(await shown('935')).toBeNull();
});

it('goes with a search from a place or area of its local authority, or of the caller', async () => {
  const shownWith = async (near: object | null, ask: Ask = hub.query) => {
    const { data } = await ask<{ search: { referralContact: { team: string } | null } }>(
      'query ($near: NearInput) { search(near: $near) { referralContact { team } } }',
      { near },
    );
    return data.search.referralContact?.team ?? null;
  };
  expect(await shownWith({ place: { postcode: 'NR21 9AA' } })).toBe('Inclusion team');
  expect(await shownWith({ place: { district: 'E07000148' } })).toBe('Inclusion team');
  expect(await shownWith({ place: { postcode: 'SW1A' } })).toBeNull();
  expect(await shownWith(null)).toBeNull();
  expect(await shownWith(null, await hub.as('school', { localAuthorities: ['926'] }))).toBe('Inclusion team');
});

it('is changed at the version that was read, and not by accident', async () => {
  expect((await set({ ...TEAM, note: '' })).userErrors).toEqual([{ field: ['version'], code: 'CONFLICT' }]);
  expect((await set({ ...TEAM, note: '' }, { version: 7 })).userErrors[0]?.code).toBe('CONFLICT');
  const { referralContact } = await set({ ...TEAM, note: '' }, { version: 1 });
  expect(referralContact).toMatchObject({ version: 2, note: '' });
  expect((await set({ ...TEAM, note: '' }, { version: 2 })).referralContact?.version).toBe(2);
});

it.each([
  [{ team: 'Inclusion team' }, ['input', 'telephone'], 'INVALID'],
  [{ team: 'Inclusion team', email: 'jane.smith@norfolk.example' }, ['input', 'email'], 'PERSONAL_DATA'],
  [{ team: 'Inclusion team', email: 'nobody' }, ['input', 'email'], 'INVALID'],
  [{ team: 'Inclusion team', telephone: 'call us' }, ['input', 'telephone'], 'INVALID'],
  [{ team: 'Inclusion team', website: 'javascript:alert(1)' }, ['input', 'website'], 'INVALID'],
  [{ team: 'I', telephone: '01603 000000' }, ['input', 'team'], 'INVALID'],
])('%j is refused', async (input, field, code) => {
  const before = await shown();
  expect((await set(input, { version: before?.version ?? 1 })).userErrors).toEqual([{ field, code }]);
  expect(await shown()).toEqual(before);
});

it('is set only by those who keep the register there', async () => {
  await expect(set(TEAM, { code: '935' })).rejects.toThrow('FORBIDDEN');
  for (const role of ['school', 'quality_officer', 'partner'] as const) {
    const ask = await hub.as(role, { localAuthorities: ['926'] });
    await expect(set(TEAM, { ask, version: 2 })).rejects.toThrow('FORBIDDEN');
  }
  await expect(set(TEAM, { ask: hub.query })).rejects.toThrow('FORBIDDEN');
  const administrator = await hub.as('administrator');
  expect((await set(TEAM, { ask: administrator, code: '000' })).userErrors[0]?.code).toBe('UNKNOWN_CODE');
});

it('is removed at its version, once', async () => {
  const { version } = (await shown())!;
  expect((await remove(version + 1)).userErrors[0]?.code).toBe('CONFLICT');
  expect((await remove(version)).referralContact?.team).toBe('Inclusion team');
  expect(await shown()).toBeNull();
  expect((await remove(version)).userErrors).toEqual([{ field: ['localAuthority'], code: 'NOT_FOUND' }]);
  expect((await set(TEAM, { version })).userErrors[0]?.code).toBe('CONFLICT');
});

it('has every change in the change log, with who made it', async () => {
  const { rows } = await hub.database.pool.query<{ operation: string; actor: string }>(
    `select operation, actor from change where table_name = 'referral_contact' order by id`,
  );
  expect(rows.map(({ operation }) => operation)).toEqual(['INSERT', 'UPDATE', 'DELETE']);
  for (const { actor } of rows) expect(actor).toMatch(/commissioner/);
});

it('is null for a local authority that is not known', async () => {
  const { data } = await hub.query('{ localAuthority(code: "000") { name } }');
  expect(data).toEqual({ localAuthority: null });
});
