import {
  apiClientInput,
  apiKeyInput,
  clientRoles,
  DEFAULT_KEY_DAYS,
  MOST_KEY_DAYS,
  MOST_KEYS,
} from '../../src/features/identity/api-client.rules.js';
import { by, neededReason, reasonText } from '../../src/features/identity/attribution.rules.js';
import { permissions } from '../../src/features/identity/permissions.js';
import { UserProblem } from '../../src/platform/errors.js';
import { anActor } from '../support/actors.js';
import {
  describeLimits,
  letters,
  list,
  needed,
  orLeftOut,
  orNothing,
  several,
  text,
  whole,
} from '../support/limits.js';

const roles = ['SCHOOL', 'PARTNER', 'PROVIDER_EDITOR', 'COMMISSIONER', 'QUALITY_OFFICER', 'ADMINISTRATOR'];
const client = { name: 'Norfolk school portal', role: 'SCHOOL' };
describeLimits('a client', apiClientInput, client, {
  name: needed(text(2, 100)),
  role: needed([roles, ['PUBLIC', 'school']]),
  localAuthorities: orLeftOut([
    [[], several(200, () => '926'), [letters(20)]],
    [several(201, () => '926'), [letters(21)]],
  ]),
  providers: orLeftOut(list(200)),
  scopes: orNothing([
    [[], [...permissions]],
    [[...permissions, 'place.exact'], ['place'], ['']],
  ]),
  trustedDocumentsOnly: orLeftOut([[true, false], ['yes']]),
});
describeLimits(
  'a key',
  apiKeyInput,
  { client: 'cli_1' },
  {
    client: needed([[letters(60)], [letters(61)]]),
    days: orLeftOut(whole(1, 400)),
  },
);

describe('a client', () => {
  it('is narrowed to nothing and reaches nothing unless told', () => {
    const unsaid = {
      localAuthorities: [],
      providers: [],
      schools: [],
      scopes: null,
      trustedDocumentsOnly: false,
    };
    expect(apiClientInput.parse(client)).toEqual({ ...client, ...unsaid });
    expect(clientRoles).toEqual(Object.fromEntries(roles.map((role) => [role, role])));
  });

  it('has two keys at most, each for a year unless told', () => {
    expect([MOST_KEYS, DEFAULT_KEY_DAYS, MOST_KEY_DAYS]).toEqual([2, 365, 400]);
    expect(apiKeyInput.parse({ client: 'cli_1' }).days).toBe(365);
  });
});

describe('the reason of a change', () => {
  const commissioner = anActor('commissioner', { localAuthorities: ['926'] });

  it('is kept with who made it, and nothing where none is given', () => {
    expect(by(commissioner, 'Asked for by the school.')).toMatchObject({
      actor: 'commissioner: test',
      reason: 'Asked for by the school.',
    });
    for (const none of [null, undefined, '', ' '])
      expect(by(commissioner, none)).not.toHaveProperty('reason');
  });

  it('has 500 characters at most, and three where it is needed', () => {
    expect(reasonText.safeParse(letters(500)).success).toBe(true);
    expect(neededReason.safeParse('abc').success).toBe(true);
    expect(neededReason.safeParse('ab').success).toBe(false);
    const wrong = (reason: string) => {
      try {
        by(commissioner, reason);
      } catch (error) {
        return (error as UserProblem).problems.map(({ field }) => field);
      }
      return [];
    };
    expect(wrong(letters(501))).toEqual([['reason']]);
    expect(wrong('UPN A12345678901B')).toEqual([['reason']]);
  });
});
