import { Actor, anonymous, operator } from '../../src/features/identity/actor.js';
import { isRole, type Permission, permissions, roles } from '../../src/features/identity/permissions.js';
import { Forbidden } from '../../src/platform/errors.js';
import type { Warning } from '../../src/platform/warning.js';
import { anActor } from '../support/actors.js';

/*
 * Written from the classes of fields and who does what, not from the table: what is for schools is for all who place pupils and for
 * providers' exact places; only councils see the whole register; only a commissioner decides, only a quality officer writes quality, and
 * neither does the other's; clients and imports are the administrator's; an editor has to do with its own provider, nobody else has.
 */
const PLACES = ['place.exact'] as const;
const SCHOOLS = [...PLACES, 'contact.school'] as const;
const COUNCIL = [
  ...SCHOOLS,
  'contact.commissioner',
  'register.read',
  'quality.read',
  'history.read',
] as const;
const who: Readonly<Record<string, readonly Permission[]>> = {
  public: [],
  school: [...SCHOOLS, 'hold.place'],
  partner: [...SCHOOLS, 'hold.place'],
  provider_editor: [...PLACES, 'entry.read', 'entry.write'],
  commissioner: [...COUNCIL, 'register.write', 'register.decide'],
  quality_officer: [...COUNCIL, 'quality.write'],
  administrator: [
    ...COUNCIL,
    ...(['entry.read', 'entry.write', 'register.write', 'register.decide', 'quality.write'] as const),
    'import.read',
    'decay.write',
    'holding.manage',
    'chasing.manage',
    'client.manage',
    'hold.place',
  ],
};
const nobodyElse = [...Object.keys(who), 'superuser', 'PUBLIC', '', 'toString'];

describe('a role', () => {
  it.each(Object.keys(who))('%s may what it is for, and nothing else', (role) => {
    expect([...roles[role as keyof typeof roles]].sort()).toEqual([...(who[role] ?? [])].sort());
  });

  it('is one of seven, and permissions are those that someone has', () => {
    expect(Object.keys(roles).sort()).toEqual(Object.keys(who).sort());
    expect([...permissions].sort()).toEqual([...(who.administrator ?? [])].sort());
    expect(nobodyElse.filter(isRole)).toEqual(Object.keys(who));
  });
});

const norfolk = { localAuthorityCode: '926', providerId: 'broadside' };
const suffolk = { localAuthorityCode: '935', providerId: 'fern' };

describe('someone in reach of an authority', () => {
  const commissioner = anActor('commissioner', { localAuthorities: ['926'], providers: ['fern'] });

  it('may there, and nowhere else', () => {
    expect(commissioner.may('register.decide')).toBe(true);
    expect(commissioner.may('register.decide', norfolk)).toBe(true);
    expect(commissioner.may('register.decide', suffolk)).toBe(false);
    expect(commissioner.may('quality.write')).toBe(false);
    expect(commissioner.may('quality.write', norfolk)).toBe(false);
  });

  it('asks for the entries of that authority', () => {
    expect(commissioner.within('register.read')).toEqual({ localAuthorities: ['926'], providers: [] });
    expect(commissioner.within('entry.read')).toEqual({ localAuthorities: [], providers: [] });
  });

  it('says which permission is missing, and whether only here', () => {
    expect(() => commissioner.require('register.write', norfolk)).not.toThrow();
    const refused = (...asked: Parameters<Actor['require']>) => {
      try {
        commissioner.require(...asked);
      } catch (error) {
        return error;
      }
      return null;
    };
    expect(refused('register.write', suffolk)).toEqual(
      new Forbidden('This needs the permission register.write here.', 'register.write'),
    );
    for (const entry of [suffolk, undefined]) {
      expect(refused('quality.write', entry)).toEqual(
        new Forbidden('This needs the permission quality.write.', 'quality.write'),
      );
    }
  });
});

describe('someone in reach of providers', () => {
  const editor = anActor('provider_editor', { localAuthorities: ['935'], providers: ['broadside', 'old'] });

  it('may what is for their own, and only of theirs', () => {
    expect(editor.may('entry.write', norfolk)).toBe(true);
    expect(editor.may('entry.write', suffolk)).toBe(false);
    expect(editor.may('entry.write', { localAuthorityCode: '935' })).toBe(false);
    expect(editor.may('entry.write', { localAuthorityCode: '935', providerId: null })).toBe(false);
    expect(editor.may('register.read', norfolk)).toBe(false);
    expect(editor.within('entry.read')).toEqual({ localAuthorities: [], providers: ['broadside', 'old'] });
    expect(editor.within('register.read')).toEqual({ localAuthorities: [], providers: [] });
  });

  it('edits what a provider was merged into', () => {
    const now = editor.standing((id) => (id === 'old' ? 'fern' : id));
    expect(now.may('entry.write', suffolk)).toBe(true);
    expect(now.may('entry.write', norfolk)).toBe(true);
    expect(now.may('entry.write', { localAuthorityCode: '926', providerId: 'old' })).toBe(false);
    expect([now.name, now.reach.localAuthorities]).toEqual([editor.name, new Set(['935'])]);
    expect(editor.may('entry.write', suffolk)).toBe(false);
    expect(editor.standing((id) => id)).toBe(editor);
  });
});

describe('a client', () => {
  const reach = { everywhere: false, localAuthorities: new Set(['926']), providers: new Set<string>() };

  it('that was narrowed may what its roles and its scopes say, never more', () => {
    const narrowed = new Actor('client', ['commissioner'], reach, ['register.read', 'client.manage']);
    expect(permissions.filter((permission) => narrowed.may(permission))).toEqual(['register.read']);
    expect(narrowed.within('register.read')).toEqual({ localAuthorities: ['926'], providers: [] });
    expect(permissions.filter((one) => new Actor('client', ['commissioner'], reach, []).may(one))).toEqual(
      [],
    );
  });

  it('may what any of its roles may', () => {
    const both = new Actor('client', ['commissioner', 'quality_officer'], reach);
    expect(both.may('quality.write') && both.may('register.decide')).toBe(true);
  });

  it('sends what it likes, unless it is for trusted documents', () => {
    expect(new Actor('client', ['school'], reach).trustedDocumentsOnly).toBe(false);
    expect(new Actor('client', ['school'], reach, null, true).trustedDocumentsOnly).toBe(true);
  });
});

describe('the caller', () => {
  it('without a token may nothing, anywhere', () => {
    expect(permissions.filter((permission) => anonymous.may(permission))).toEqual([]);
    expect([anonymous.name, anonymous.roles]).toEqual(['public', ['public']]);
    expect([...anonymous.reach.localAuthorities, ...anonymous.reach.providers]).toEqual([]);
    expect(anonymous.reach.everywhere).toBe(false);
    expect(anonymous.within('entry.read')).toEqual({ localAuthorities: [], providers: [] });
  });

  it('runs the operator’s commands may everything, everywhere', () => {
    expect(permissions.filter((permission) => !operator.may(permission, suffolk))).toEqual([]);
    expect(permissions.map((permission) => operator.within(permission))).toEqual(
      permissions.map(() => 'all'),
    );
    expect(operator.because()).toEqual({ actor: 'operator', warn: undefined });
  });
});

describe('the author of a change', () => {
  const editor = anActor('provider_editor', { providers: ['broadside'] });

  it('has a reason where one is given', () => {
    expect(editor.because()).toEqual({ actor: 'provider_editor: test', warn: undefined });
    for (const none of [null, '']) expect(Object.keys(editor.because(none))).not.toContain('reason');
    expect(editor.because('Closed.')).toMatchObject({ actor: 'provider_editor: test', reason: 'Closed.' });
  });

  it('hears a warning where someone listens, and may what they might', () => {
    const told: Warning[] = [];
    const warning = { code: 'MOVED', message: 'It was moved.' };
    expect(() => editor.warn(warning)).not.toThrow();
    const heard = editor.heard((one) => told.push(one));
    heard.warn(warning);
    heard.because().warn?.(warning);
    expect(told).toEqual([warning, warning]);
    expect([heard.name, heard.may('entry.write', norfolk), heard.may('entry.write', suffolk)]).toEqual([
      'provider_editor: test',
      true,
      false,
    ]);
  });
});

describe('a permission that applies to schools', () => {
  const partner = anActor('partner', { schools: ['900001', '900002'], localAuthorities: ['926'] });

  it('holds for the schools in reach, and for no other', () => {
    expect(partner.schoolsWithin('hold.place')).toEqual(['900001', '900002']);
    expect(partner.mayFor('hold.place', '900002')).toBe(true);
    expect(partner.mayFor('hold.place', '900003')).toBe(false);
    expect(() => partner.requireFor('hold.place', '900001')).not.toThrow();
    expect(() => partner.requireFor('hold.place', '900003')).toThrow(Forbidden);
  });

  it('holds for no school without the permission, and for every school everywhere', () => {
    expect(anActor('commissioner', { schools: ['900001'] }).schoolsWithin('hold.place')).toEqual([]);
    expect(anonymous.schoolsWithin('hold.place')).toEqual([]);
    expect(operator.schoolsWithin('hold.place')).toBe('all');
    expect(operator.mayFor('hold.place', '900003')).toBe(true);
  });

  it('keeps its schools when a merged provider or an ended authority changes the reach', () => {
    const stood = anActor('partner', { schools: ['900001'], providers: ['one'] }).standing(() => 'other');
    expect(stood.schoolsWithin('hold.place')).toEqual(['900001']);
    expect(partner.today(() => 'It has ended.').schoolsWithin('hold.place')).toEqual(['900001', '900002']);
  });
});
