import type { ConceptNumbers, ConceptTable } from './concepts.js';
import type { IndexedOffering, IndexedSite, IndexedTerms } from './indexed-offering.js';

/** Ids of concepts that an offering at a site stands for: all that it means, and those split for relevance. */
export interface StoodFor {
  readonly meant: readonly string[];
  /** Its title says so, every one of its primary needs or its setting is it, or both its codes and its description say so. */
  readonly strong: readonly string[];
  /** Only one of these says so, or a code that often goes with it. */
  readonly related: readonly string[];
}

/** What speaks for a concept; bits. */
const CODED = 1;
const TITLED = 2;
const DESCRIBED = 4;
const NAMED = 8;
const MADE_FOR = 16;
/** A code that often goes with it. */
const NEAR = 32;
const MEANT = CODED | TITLED | DESCRIBED | NAMED;

/** Reads what offerings stand for from their codes and their words. */
export class OfferingConcepts {
  /** What speaks for each concept, by its number, while one offering is read; and which have something that does. */
  private marks = new Uint8Array(0);
  private readonly marked: number[] = [];

  constructor(private readonly table: ConceptTable) {}

  /** What an offering stands for at one of its sites, or at none. */
  read(indexed: IndexedOffering): (site: IndexedSite | null) => StoodFor {
    const { length } = this.table.concepts;
    if (this.marks.length !== length) this.marks = new Uint8Array(length);
    const described = this.table.mentionedIn(indexed.offering.description);
    const titled = this.table.namedIn(indexed.offering.title);
    return (site) => this.at(site, indexed, described, titled);
  }

  private at(
    site: IndexedSite | null,
    { offering, provider }: IndexedOffering,
    described: ConceptNumbers,
    titled: ConceptNumbers,
  ): StoodFor {
    try {
      this.mark(described, DESCRIBED);
      this.mark(titled, TITLED);
      this.mark(this.table.namedIn(namesOf(provider, site)), NAMED);
      this.mark(this.meantByEvery(offering.primaryNeeds), MADE_FOR);
      this.mark(this.table.meaningOf('SETTING_TYPE', provider.settingType).meant, MADE_FOR);
      const coded = { offering, settingType: provider.settingType, site };
      for (const [list, codes] of codeLists) {
        for (const code of codes(coded)) {
          const { meant, related } = this.table.meaningOf(list, code);
          this.mark(meant, CODED);
          this.mark(related, NEAR);
        }
      }
      return this.collected();
    } finally {
      for (const concept of this.marked) this.marks[concept] = 0;
      this.marked.length = 0;
    }
  }

  private mark(concepts: ConceptNumbers, how: number): void {
    for (const concept of concepts) {
      if (this.marks[concept] === 0) this.marked.push(concept);
      this.marks[concept]! |= how;
    }
  }

  private collected(): StoodFor {
    const meant: string[] = [];
    const strong: string[] = [];
    const related: string[] = [];
    for (const concept of this.marked) {
      const how = this.marks[concept]!;
      const { id } = this.table.concepts[concept]!;
      const saidTwice = (how & CODED) !== 0 && (how & DESCRIBED) !== 0;
      if (how & MEANT) meant.push(id);
      (saidTwice || how & (TITLED | MADE_FOR) ? strong : related).push(id);
    }
    return { meant, strong, related };
  }

  /** One of several primary needs is not what it is for: a garage that takes autistic pupils too. */
  private meantByEvery([first, ...others]: readonly string[]): ConceptNumbers {
    if (first === undefined) return [];
    const { meant } = this.table.meaningOf('NEED', first);
    return meant.filter((concept) =>
      others.every((code) => this.table.meaningOf('NEED', code).meant.includes(concept)),
    );
  }
}

/** The names that an offering at a site is also known by, in which concepts may be mentioned. */
export function namesOf(
  provider: { readonly name: string } | null,
  site: { readonly name: string } | null,
): string {
  return `${provider?.name ?? ''} . ${site?.name ?? ''}`;
}

/** An offering at a site, or at none, as far as its codes go. */
interface Coded {
  readonly offering: IndexedTerms;
  readonly settingType: string;
  readonly site: { readonly accessibility: readonly string[] } | null;
}

/** The codes that concepts may name, by their lists. */
const codeLists: readonly (readonly [list: string, codes: (coded: Coded) => readonly string[]])[] = [
  ['NEED', ({ offering }) => offering.primaryNeeds],
  ['NEED', ({ offering }) => offering.secondaryNeeds],
  ['CIRCUMSTANCE', ({ offering }) => offering.circumstances],
  ['DELIVERY_MODE', ({ offering }) => offering.deliveryModes],
  ['ACCREDITATION', ({ offering }) => offering.accreditations],
  ['KEY_STAGE', ({ offering }) => offering.keyStages],
  ['OUTCOME', ({ offering }) => offering.outcomes],
  ['REFERRAL_ROUTE', ({ offering }) => offering.referralRoutes],
  ['ACCESSIBILITY', ({ site }) => site?.accessibility ?? []],
  ['TIER', ({ offering }) => [offering.tier]],
  ['SETTING_TYPE', ({ settingType }) => [settingType]],
];

/** The `LIST:CODE`s of an offering at a site that concepts may name. */
export function codesOf(offering: IndexedTerms, settingType: string, site: Coded['site']): string[] {
  return codeLists.flatMap(([list, codes]) =>
    codes({ offering, settingType, site }).map((code) => `${list}:${code}`),
  );
}
