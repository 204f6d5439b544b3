import { dateInWords } from '../../platform/clock.js';

/** The kinds of areas that can follow one another. */
export type AreaKind = 'DISTRICT' | 'LOCAL_AUTHORITY';

/** An area that came after another one, in its whole ground or in a part of it. Codes are never used again, so this stays true. */
export interface Succession {
  readonly kind: AreaKind;
  readonly from: string;
  readonly to: string;
  /** The first day of the new area, `yyyy-mm-dd`. */
  readonly day: string;
  readonly extent: 'WHOLE' | 'PART';
}

/** What the successions of areas need to know about an area. */
interface Named {
  readonly name: string;
  readonly validTo: string | null;
}

/** An area that came after one that has ended. */
export interface Successor {
  readonly code: string;
  readonly extent: Succession['extent'];
}

/** Whether an area has ended before a day, `yyyy-mm-dd`. */
export function hasEnded(area: Pick<Named, 'validTo'> | undefined, today: string): boolean {
  return area?.validTo != null && area.validTo < today;
}

/** Which areas have ended, and which came after them. */
export class Successions {
  private readonly bySource = new Map<string, Succession[]>();

  constructor(successions: readonly Succession[]) {
    for (const one of successions) {
      const key = `${one.kind} ${one.from}`;
      this.bySource.set(key, [...(this.bySource.get(key) ?? []), one]);
    }
  }

  /** The areas that came after an area, by code. */
  after(kind: AreaKind, code: string): readonly Succession[] {
    return this.bySource.get(`${kind} ${code}`) ?? [];
  }

  /**
   * The areas that are there on a day instead of an area: those that came after it, or if one of these has ended too, those after
   * that one. One that nothing came after counts, even if it has ended.
   */
  standing(
    kind: AreaKind,
    code: string,
    areas: ReadonlyMap<string, Pick<Named, 'validTo'>>,
    today: string,
    before: readonly string[] = [code],
  ): Successor[] {
    const found = this.after(kind, code).flatMap(({ to, extent }): Successor[] => {
      if (before.includes(to)) return [];
      const further = hasEnded(areas.get(to), today)
        ? this.standing(kind, to, areas, today, [...before, to])
        : [];
      return further.length === 0
        ? [{ code: to, extent }]
        : further.map((one) => ({ ...one, extent: extent === 'PART' ? 'PART' : one.extent }));
    });
    return found.filter((one, at) => found.findIndex(({ code: known }) => known === one.code) === at);
  }

  /** What is so about an area that has ended, and what to use instead, in sentences. Null if it has not ended by the day. */
  ended(kind: AreaKind, code: string, areas: ReadonlyMap<string, Named>, today: string): string | null {
    const area = areas.get(code);
    if (!area?.validTo || !hasEnded(area, today)) return null;
    const next = this.standing(kind, code, areas, today).map(({ code: to, extent }) => {
      const name = `${to} (${areas.get(to)?.name ?? 'not known yet'})`;
      return extent === 'PART' ? `${name} for a part of it` : name;
    });
    const instead =
      next.length === 0 ? 'Use an area that has not ended.' : `Use ${next.join(' or ')} instead.`;
    return `${code} (${area.name}) ended on ${dateInWords(area.validTo)}. ${instead}`;
  }
}
