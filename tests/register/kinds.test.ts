import { Offering } from '../../src/features/offering/offering.entity.js';
import { Provider } from '../../src/features/provider/provider.entity.js';
import { Site } from '../../src/features/provider/site.entity.js';
import {
  entryKindNames,
  entryKinds,
  nameOf,
  providerIdOf,
} from '../../src/features/register/entry/entry-kinds.js';
import { sourceFor } from '../../src/features/register/entry/reference-source.js';
import { anActor } from '../support/actors.js';

const provider = Object.assign(new Provider(), { id: 'p', name: 'Broadside' });
const site = Object.assign(new Site(), { id: 's', name: 'The boatyard', providerId: 'p' });
const offering = Object.assign(new Offering(), { id: 'o', title: 'Boat building', providerId: 'p' });

describe('an entry', () => {
  it.each([
    ['a provider', provider, 'Broadside'],
    ['a site', site, 'The boatyard'],
    ['an offering', offering, 'Boat building'],
  ])('that is %s is called by its name, and belongs to its provider', (_, entry, name) => {
    expect([nameOf(entry), providerIdOf(entry)]).toEqual([name, 'p']);
  });
});

describe('the kinds of entries', () => {
  const kinds = entryKinds({} as never, {} as never, {} as never, async (_, one) => one);

  it('are three, each with its word and what it is stored as', () => {
    expect(entryKindNames).toEqual(['PROVIDER', 'SITE', 'OFFERING']);
    expect(Object.values(kinds).map(({ name, word, entity }) => [name, word, entity])).toEqual([
      ['PROVIDER', 'provider', Provider],
      ['SITE', 'site', Site],
      ['OFFERING', 'offering', Offering],
    ]);
  });

  const stored = { postcode: 'NR21 9AA', addressVisibility: 'PUBLIC' };
  it.each([
    [
      'a move that is to be public',
      { postcode: 'NR1 3AA', addressVisibility: 'PUBLIC' },
      { addressVisibility: 'PUBLIC' },
    ],
    ['a move that is not', { postcode: 'NR1 3AA', addressVisibility: 'FULL' }, {}],
    ['a move that does not mention it', { postcode: 'NR1 3AA' }, {}],
    ['no move', { addressVisibility: 'PUBLIC' }, {}],
    ['where it is', { postcode: 'NR21 9AA', addressVisibility: 'PUBLIC' }, {}],
  ])('state again of a site, for %s, only what the move would end', (_, wanted, restated) => {
    expect(kinds.SITE.restated(stored, wanted)).toEqual(restated);
    expect(kinds.PROVIDER.restated(stored, wanted)).toEqual({});
    expect(kinds.OFFERING.restated(stored, wanted)).toEqual({});
  });
});

describe('a reference', () => {
  const norfolk = { localAuthorityCode: '926', providerId: 'p' };
  it.each([
    ['its council', anActor('commissioner', { localAuthorities: ['926'] }), 'LA:926'],
    ['its editor', anActor('provider_editor', { providers: ['p'] }), 'PROVIDER'],
    ['another council', anActor('commissioner', { localAuthorities: ['935'] }), 'CLIENT:commissioner: test'],
    ['another’s editor', anActor('provider_editor', { providers: ['q'] }), 'CLIENT:provider_editor: test'],
    ['a partner', anActor('partner'), 'CLIENT:partner: test'],
  ])('that %s sends is its own', (_, actor, source) => {
    expect(sourceFor(actor, norfolk)).toBe(source);
  });
});
