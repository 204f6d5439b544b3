import type { LatLng } from '../../src/platform/geo.js';
import { DocumentIndex } from '../../src/platform/search/embedded/document-index.js';
import { FreeSlots } from '../../src/platform/search/embedded/free-slots.js';

describe('free slots', () => {
  it('are used again by the cell that they lie in', () => {
    const free = new FreeSlots();
    free.add(1, 7);
    free.add(2, 8);
    free.add(3, 7);
    expect(free.take(9)).toBeUndefined();
    expect([free.take(7), free.take(7), free.take(7)]).toEqual([3, 1, undefined]);
    expect(free.size).toBe(1);
    expect([free.takeAny(), free.takeAny()]).toEqual([2, undefined]);
    expect(free.size).toBe(0);
  });
});

describe('slots of an index', () => {
  const NORWICH: LatLng = { lat: 52.63, lng: 1.3 };
  const LEEDS: LatLng = { lat: 53.8, lng: -1.55 };
  const index = () =>
    new DocumentIndex({ text: [], sortedTexts: [], keywords: [], groups: [], numbers: [], ranges: [] });
  const put = (into: DocumentIndex, id: string, position: LatLng | null) => {
    const slot = into.insert({
      id,
      text: {},
      keywords: {},
      numbers: {},
      ranges: {},
      position,
      onSite: position !== null,
      areasServed: [],
      openings: [],
      concepts: { strong: [], related: [] },
    });
    const replaced = into.show(slot);
    if (replaced >= 0) into.purge(replaced);
    return slot;
  };

  it('stay next to their neighbours, however often documents are written', () => {
    const slots = index();
    const places = [NORWICH, LEEDS, null];
    const first = places.map((place, p) =>
      Array.from({ length: 200 }, (_, i) => put(slots, `${p}-${i}`, place)),
    );
    for (let round = 0; round < 20; round++) {
      for (let i = 0; i < 200; i++) {
        for (const [p, place] of places.entries()) {
          const slot = put(slots, `${p}-${(i * 7 + round) % 200}`, place);
          // All but one are where the first ones were: while a document is written, both its versions are there.
          expect(first[p]!.includes(slot) || slot >= 600).toBe(true);
          expect(slot).toBeLessThan(603);
        }
      }
    }
  });

  it('are not left empty when everybody moves away', () => {
    const slots = index();
    let highest = 0;
    for (let round = 0; round < 30; round++) {
      const place = { lat: 50 + round / 4, lng: -1 };
      for (let i = 0; i < 300; i++) highest = Math.max(highest, put(slots, `d${i}`, place));
    }
    expect(highest).toBeLessThan(2.1 * 300);
  });
});
