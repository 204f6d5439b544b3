import type { Atlas } from './atlas.js';
import { type GazetteerEntry, type GazetteerReading, readingOf } from './gazetteer.entry.js';
import { metresBetween } from './gazetteer-content.js';
import { inFull } from './gazetteer-names.js';

/** Words between a name and its qualifier: “Newton near Swaffham”. */
const BETWEEN: ReadonlySet<string> = new Set(['in', 'near']);
/** A place is “near” a larger one, or in its suburbs, within this distance. */
const NEAR_METRES = 15_000;
/** “Thorpe, Norwich, Norfolk” has two. */
const MOST_QUALIFIERS = 3;

/** Reads what follows a name and says which of several places it means: a county, a district, a larger town, an outcode. */
export class GazetteerQualifiers {
  constructor(
    private readonly atlas: Atlas,
    private readonly planningAreaId: (id: string) => string,
    private readonly readings: (words: readonly string[], at: number) => readonly GazetteerReading[] | null,
  ) {}

  /** The reading with all qualifiers that follow it and fit some of its places, and with these places alone. Null if none does. */
  qualify(words: readonly string[], at: number, reading: GazetteerReading): GazetteerReading | null {
    let best = reading;
    for (let times = 0; times < MOST_QUALIFIERS; times++) {
      const narrower = this.narrowed(words, at, best);
      if (!narrower) break;
      best = narrower;
    }
    return best === reading ? null : best;
  }

  private narrowed(
    words: readonly string[],
    at: number,
    { entries, words: count, isExact }: GazetteerReading,
  ): GazetteerReading | null {
    let next = at + count;
    if (next >= words.length) return null;
    if (BETWEEN.has(inFull(words[next]!))) next++;
    for (const qualifier of this.readings(words, next) ?? []) {
      for (const where of qualifier.entries) {
        const fitting = entries.filter((entry) => entry !== where && this.isIn(entry, where));
        if (fitting.length > 0) return readingOf(fitting, next + qualifier.words - at, isExact);
      }
    }
    return null;
  }

  private isIn(entry: GazetteerEntry, where: GazetteerEntry): boolean {
    if (entry.kind === 'DISTRICT') return where.kind === 'LOCAL_AUTHORITY' && this.areIn(entry, where);
    if (!entry.position || (entry.kind !== 'SETTLEMENT' && entry.kind !== 'SCHOOL')) return false;
    if (!where.position) return this.areIn(entry, where);
    const isLarger = where.kind !== 'SETTLEMENT' || where.size > entry.size;
    return isLarger && metresBetween(entry.position, where.position) <= NEAR_METRES;
  }

  /** Whether an entry is in an area. */
  private areIn({ districtCode, position }: GazetteerEntry, { reference }: GazetteerEntry): boolean {
    const areas = position
      ? this.atlas.areasAt(position, districtCode)
      : this.atlas.areasOf(districtCode, null);
    if (reference.localAuthority) return areas.localAuthorityCode === reference.localAuthority;
    if (reference.district) return areas.districtCode === reference.district;
    return (
      areas.planningAreaId !== null && this.planningAreaId(areas.planningAreaId) === reference.planningArea
    );
  }
}
