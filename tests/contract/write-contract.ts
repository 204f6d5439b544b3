import { type SearchDocument, SearchError } from '../../src/platform/search/port.js';
import { aDocument, inBatches } from './contract-schema.js';
import type { Subject } from './contract-section.js';

/** Documents that cannot be indexed, each for a reason of its own. */
const poison: readonly [string, SearchDocument][] = [
  ['missing-keyword', { ...aDocument('missing-keyword'), keywords: { needs: [] } }],
  ['missing-text', { ...aDocument('missing-text'), text: {} }],
  ['place', aDocument('place', { position: { lat: Number.NaN, lng: 0 } })],
  ['pole', aDocument('pole', { position: { lat: 90.1, lng: 0 } })],
  ['endless', aDocument('endless', { numbers: { fee: Number.POSITIVE_INFINITY } })],
  ['reversed', aDocument('reversed', { ranges: { ages: [9, 5] } })],
  ['opening', aDocument('opening', { openings: [{ places: 1.5, fromDay: 1, minGroup: 1, maxGroup: 2 }] })],
  ['bad id', aDocument('bad id')],
];

/** Upserts, deletes, rebuilds: what is visible when. */
export function writeContract(subject: () => Subject): void {
  const apply = (upserts: readonly SearchDocument[], deletes: readonly string[] = []) =>
    subject().engine.apply({ upserts, deletes });
  const everything = () => subject().find();

  describe('apply', () => {
    it('shows what it has applied, and hides what it has deleted, as soon as it resolves', async () => {
      await subject().holds(aDocument('a'), aDocument('b'));
      await apply([aDocument('c')], ['a']);
      expect(await everything()).toEqual(['b', 'c']);
      expect(subject().engine.status().documents).toBe(2);
    });

    it('takes an unknown id to delete, and an empty batch, in its stride', async () => {
      await subject().holds(aDocument('a'));
      await apply([], ['unknown', 'unknown']);
      await apply([]);
      expect(await everything()).toEqual(['a']);
    });

    it('removes every part of an earlier version: term, value, number, place, opening, area, concept', async () => {
      const position = { lat: 52, lng: -1 };
      const before = aDocument('a', {
        title: 'zephyr',
        keywords: { needs: ['old'] },
        numbers: { fee: 1 },
        ranges: { ages: [5, 6] },
        position,
        areasServed: ['A1'],
        openings: [{ places: 1, fromDay: 1, minGroup: 0, maxGroup: 1 }],
        concepts: { strong: ['c1'], related: ['c2'] },
      });
      await subject().holds(before, aDocument('b', { title: 'other' }));
      await apply([aDocument('a', { title: 'quartz', keywords: { needs: ['new'] } })]);
      const gone = [
        { words: ['zephyr'] },
        { conditions: [{ kind: 'anyOf', field: 'needs', values: ['old'] } as const] },
        { conditions: [{ kind: 'number', field: 'fee', gte: 0 } as const] },
        { conditions: [{ kind: 'within', field: 'ages', value: 5 } as const] },
        { conditions: [{ kind: 'opening', places: 1, byDay: 9 } as const] },
        { scope: { kind: 'radius', centre: position, metres: 10, areas: ['A1'] } as const },
        { concepts: ['c1'] },
        { concepts: ['c2'] },
      ];
      for (const part of gone) expect(await subject().find(part)).toEqual([]);
      expect(await subject().find({ words: ['quartz'] })).toEqual(['a']);
      const { facets } = await subject().ask({ facets: { fields: ['needs'], mode: 'conjunctive' } });
      expect([...facets.needs!]).toEqual([['new', 1]]);
      await apply([], ['a']);
      expect(await subject().find({ words: ['quartz'] })).toEqual([]);
    });

    it('says the same after a replay', async () => {
      await subject().holds(aDocument('a'), aDocument('b'));
      const batch = [aDocument('b', { title: 'forest' }), aDocument('c', { title: 'forest' })];
      for (let i = 0; i < 3; i++) await apply(batch, ['a']);
      expect(await everything()).toEqual(['b', 'c']);
      const { total } = await subject().ask({ words: ['forest'] });
      expect(total).toBe(2);
    });

    it('lets the last of a batch win, and a delete over an upsert', async () => {
      await subject().holds();
      await apply(
        [aDocument('a', { title: 'first' }), aDocument('a', { title: 'second' }), aDocument('b')],
        ['b'],
      );
      expect(await everything()).toEqual(['a']);
      expect(await subject().find({ words: ['first'] })).toEqual([]);
      expect(await subject().find({ words: ['second'] })).toEqual(['a']);
    });

    it('applies calls in the order they were made, however large the first', async () => {
      await subject().holds();
      const many = Array.from({ length: 1500 }, (_, i) => aDocument(`d${i}`, { title: 'early' }));
      const slow = apply(many);
      await Promise.all([slow, apply([aDocument('d1499', { title: 'later' })], ['d0'])]);
      expect(await subject().find({ words: ['later'] })).toEqual(['d1499']);
      expect((await subject().ask()).total).toBe(1499);
      await subject().holds();
      const titles = ['one', 'two', 'three'];
      await Promise.all([
        ...titles.map((title) => apply([aDocument('a', { title })])),
        apply([], ['b']),
        apply([aDocument('b')]),
      ]);
      expect(await everything()).toEqual(['a', 'b']);
      expect(await subject().find({ words: ['three'] })).toEqual(['a']);
    });

    it('never shows half a batch', async () => {
      const version = (name: string) =>
        Array.from({ length: 1500 }, (_, i) =>
          aDocument(`d${i}`, {
            text: { body: `${name} text of some length ${i}` },
            keywords: { needs: [name] },
          }),
        );
      await subject().holds(...version('v0'));
      const seen = new Set<string>();
      let writing = true;
      const reader = (async () => {
        while (writing) {
          const { facets } = await subject().ask({ facets: { fields: ['needs'], mode: 'conjunctive' } });
          seen.add(JSON.stringify(Object.fromEntries(facets.needs!)));
          await new Promise((resume) => setImmediate(resume));
        }
      })();
      await apply(version('v1'));
      await apply(
        version('v2').slice(0, 500),
        version('v2')
          .slice(500)
          .map(({ id }) => id),
      );
      writing = false;
      await reader;
      const whole = ['{"v0":1500}', '{"v1":1500}', '{"v2":500}'];
      if (!subject().tolerance.atomicDeletes) whole.push('{"v1":1000,"v2":500}');
      expect([...seen].filter((state) => !whole.includes(state))).toEqual([]);
      expect(seen).toContain('{"v0":1500}');
      expect(
        await subject()
          .ask()
          .then(({ total }) => total),
      ).toBe(500);
    });

    it('leaves out what cannot be indexed, names it, and does the rest of the batch', async () => {
      for (const [id, document] of poison) {
        await subject().holds(aDocument('a'), aDocument('b', { title: 'old' }));
        const { refused } = await apply([aDocument('b', { title: 'new' }), document, aDocument('c')], ['a']);
        expect(refused.map((one) => one.id)).toEqual([id]);
        expect(refused[0]!.reason).not.toBe('');
        expect(await everything()).toEqual(['b', 'c']);
        expect(await subject().find({ words: ['new'] })).toEqual(['b']);
      }
      expect(await apply([aDocument('d')])).toEqual({ refused: [] });
    });

    it('keeps what it held under an id that comes back unfit', async () => {
      await subject().holds(aDocument('pole', { title: 'north' }));
      const unfit = aDocument('pole', { title: 'beyond', position: { lat: 90.1, lng: 0 } });
      expect((await apply([unfit])).refused).toHaveLength(1);
      expect(await subject().find({ words: ['north'] })).toEqual(['pole']);
    });

    it('tells how far it has come, and never goes back', async () => {
      const { engine } = subject();
      await engine.rebuild(inBatches([aDocument('a')]), 7);
      expect(engine.status().appliedChange).toBe(7);
      await engine.apply({ upserts: [aDocument('b')], deletes: [] }, 9);
      await engine.apply({ upserts: [], deletes: ['b'] }, 8);
      expect(engine.status().appliedChange).toBe(9);
      expect((await subject().ask()).provenance.appliedChange).toBe(9);
    });
  });

  describe('rebuild', () => {
    it('replaces everything at once, under a new generation; apply keeps the generation', async () => {
      const { engine } = subject();
      await subject().holds(aDocument('a'), aDocument('b'));
      const first = engine.status().generation;
      await apply([aDocument('c')]);
      expect(engine.status()).toMatchObject({ ready: true, generation: first, documents: 3 });
      expect((await subject().ask()).provenance).toMatchObject({ engine: engine.name, generation: first });
      await subject().holds(aDocument('z'));
      expect(await everything()).toEqual(['z']);
      expect(engine.status().generation).not.toBe(first);
    });

    it('goes on answering from the old generation, and loses no write made meanwhile', async () => {
      await subject().holds(aDocument('kept'), aDocument('deleted'), aDocument('updated', { title: 'old' }));
      async function* source() {
        yield [aDocument('deleted'), aDocument('updated', { title: 'old' })];
        await apply([aDocument('updated', { title: 'fresh' }), aDocument('added')], ['deleted', 'late']);
        expect(await everything()).toEqual(['added', 'kept', 'updated']);
        // Read before the writes above: stale by now.
        yield [aDocument('kept'), aDocument('late'), aDocument('updated', { title: 'old' })];
        await apply([aDocument('last')]);
      }
      await subject().engine.rebuild(source());
      expect(await everything()).toEqual(['added', 'kept', 'last', 'updated']);
      expect(await subject().find({ words: ['fresh'] })).toEqual(['updated']);
      expect(await subject().find({ words: ['old'] })).toEqual([]);
    });

    it('stays with the old generation when its source fails, and says why', async () => {
      const { engine } = subject();
      await subject().holds(aDocument('a'));
      const before = engine.status();
      const cause = new Error('the disk is on fire');
      async function* source() {
        yield [aDocument('b')];
        throw cause;
      }
      const failure = await engine.rebuild(source()).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(SearchError);
      expect(failure).toMatchObject({ kind: 'internal', cause });
      expect((failure as Error).message).toContain('the disk is on fire');
      expect(engine.status()).toEqual(before);
      await apply([aDocument('c')]);
      expect(await everything()).toEqual(['a', 'c']);
      await subject().holds(aDocument('d'));
      expect(await everything()).toEqual(['d']);
    });

    it('leaves out what cannot be indexed, and names it', async () => {
      const unfit = poison.map(([, document]) => document);
      const source = inBatches([aDocument('a'), ...unfit, aDocument('b')], 3);
      const { refused } = await subject().engine.rebuild(source);
      expect(refused.map(({ id }) => id).sort()).toEqual(poison.map(([id]) => id).sort());
      expect(await everything()).toEqual(['a', 'b']);
    });

    it('takes the last version of an id that its source gives twice', async () => {
      const source = [
        aDocument('a', { title: 'first' }),
        aDocument('b'),
        aDocument('a', { title: 'second' }),
      ];
      await subject().engine.rebuild(inBatches(source, 2));
      expect(await everything()).toEqual(['a', 'b']);
      expect(await subject().find({ words: ['first'] })).toEqual([]);
    });

    it('does one at a time', async () => {
      await Promise.all([subject().holds(aDocument('a')), subject().holds(aDocument('b'))]);
      expect(await everything()).toEqual(['b']);
    });
  });
}
