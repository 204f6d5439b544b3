// Spelt in odd ways on purpose. cspell:ignore zoes arys
import { commissioner, type Graph } from '../support/actors.js';
import { askedHub } from '../support/asked-hub.js';
import { anOffering, aProvider, aSite } from '../support/builders.js';
import { followed } from '../support/followed.js';
import { type TestHub } from '../support/hub.js';

let hub: TestHub;
let graph: Graph;
const NAMES = [
  "St Mary's",
  'St Marys Farm',
  'Saint Mary’s Barn',
  'ST. MARY`S  Yard',
  'Hope & Anchor',
  'Hope and Anchor Annexe',
  'The P.R.U.',
  'PRU North',
  'Wells-next-the-Sea',
  'Co-op Garden',
  'Coop Orchard',
  'Zoë’s Łodge',
  'Stanley House',
  'High St Studio',
  '🐴 Riding',
  '100% Skills',
];
askedHub(async (...started) => {
  [hub, graph] = started;
  for (const [at, name] of NAMES.entries()) {
    const provider = await aProvider(hub, { name: at % 3 === 0 ? name : `Owner ${at}` });
    if (at % 3 === 1) await aSite(hub, provider, { name });
    if (at % 3 === 2) await anOffering(hub, provider, { title: name });
  }
  await followed(hub);
});

const named = async (text: string) => {
  const { data, errors } = await graph.ask<{ register: { totalCount: number; nodes: { name: string }[] } }>(
    commissioner,
    'query ($text: String) { register(filter: { text: $text }, first: 100) { totalCount nodes { name } } }',
    { text },
  );
  expect(errors).toBeUndefined();
  expect(data.register.totalCount).toBe(data.register.nodes.length);
  return data.register.nodes.map(({ name }) => name).sort();
};
const [MARY, MARYS, SAINT, DOT] = NAMES as [string, string, string, string];

describe('register(filter: text) finds names in any spelling', () => {
  it.each([
    "St Mary's",
    'St Marys',
    'Saint Mary’s',
    'st. marys',
    'SAINT-MÁRYS',
    'st  mary\u02bcs',
    ' St\u00a0Marys ',
  ])('%j', async (text) => {
    expect(await named(text)).toEqual([MARY, MARYS, SAINT, DOT].sort());
  });

  it.each([
    ['hope & anchor', ['Hope & Anchor', 'Hope and Anchor Annexe']],
    ['Hope AND Anchor', ['Hope & Anchor', 'Hope and Anchor Annexe']],
    ['pru', ['PRU North', 'The P.R.U.']],
    ['P.R.U', ['PRU North', 'The P.R.U.']],
    ['wells next', ['Wells-next-the-Sea']],
    ['Wells–next–the', ['Wells-next-the-Sea']],
    ['co-op', ['Co-op Garden', 'Coop Orchard']],
    ['coop', ['Co-op Garden', 'Coop Orchard']],
    ['zoes lodge', ['Zoë’s Łodge']],
    ['ZOE’S Ł', ['Zoë’s Łodge']],
    ['arys y', ['ST. MARY`S  Yard']],
    ['🐴', ['🐴 Riding']],
    ['%', ['100% Skills']],
    ['_', []],
    ['st m', [MARY, MARYS, SAINT, DOT].sort()],
    ['sta', ['Stanley House']],
    ['high st', ['High St Studio']],
  ])('%j: %j', async (text, expected) => {
    expect(await named(text)).toEqual([...expected].sort());
  });

  it('where "st" can be a saint or the beginning of another word', async () => {
    expect(await named('st')).toEqual(
      expect.arrayContaining([MARY, SAINT, 'Stanley House', 'High St Studio']),
    );
  });

  it('also after the name was changed, by any program', async () => {
    const { pool } = hub.database;
    await pool.query(`update site set name = 'The Saint''s Rest & Bar' where name = 'Hope & Anchor'`);
    await followed(hub);
    expect(await named('saints rest and')).toEqual(["The Saint's Rest & Bar"]);
    expect(await named('hope and')).toEqual(['Hope and Anchor Annexe']);
    await pool.query(`update site set name = 'Hope & Anchor' where name = 'The Saint''s Rest & Bar'`);
    await followed(hub);
    expect(await named('hope and')).toHaveLength(2);
  });

  it('and keeps no forms of what was removed', async () => {
    const { pool } = hub.database;
    const forms = async () => (await pool.query('select from name_form')).rowCount;
    const provider = await aProvider(hub, { name: 'Gone & Forgotten' });
    await followed(hub);
    const before = (await forms())!;
    await pool.query('delete from provider where id = $1', [provider.id]);
    await followed(hub);
    expect(await forms()).toBe(before - 1);
  });
});
