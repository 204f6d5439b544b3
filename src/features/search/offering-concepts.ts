import type { ConceptNumbers, ConceptTable } from './concepts.js';
import type { IndexedOffering, IndexedSite, IndexedTerms } from './indexed-offering.js';

/** Ids of the concepts that an offering at a site stands for: all that it means, and the same split by relevance. */
export interface StoodFor {
  readonly meant: readonly string[];
  /** Its title names the concept, all its primary needs or its setting mean it, or both its codes and its description do. */
  readonly strong: readonly string[];
  /** Those of `related` of which its title, its only needs or its setting say something close, and its codes or texts too. */
  readonly likely: readonly string[];
  /** Only its codes, its description or a name says so, or a related code does. */
  readonly related: readonly string[];
}

/** Kinds of evidence for a concept, as bits. */
const CODED = 1;
const TITLED = 2;
const DESCRIBED = 4;
const NAMED = 8;
const MADE_FOR = 16;
/** A related code. */
const NEAR = 32;
/** A concept that means this one, as bricklaying means construction. */
const IMPLIED = 64;
/** Its title, its only needs or its setting say something that means this concept or is related to it. */
const LIKELY = 128;
const MEANT = CODED | TITLED | DESCRIBED | NAMED | IMPLIED | LIKELY;
/** A name is not enough for what else its concept means: not all that is taught at a farm has to do with animals. */
const IMPLYING = CODED | TITLED | DESCRIBED | IMPLIED;

/** Finds the concepts that offerings stand for, from their codes and words. */
export class OfferingConcepts {
  /** The evidence for each concept, by its number, while one offering is read; and the concepts that have any. */
  private marks = new Uint8Array(0);
  private readonly marked: number[] = [];

  constructor(private readonly table: ConceptTable) {}

  /** The concepts that an offering stands for at one of its sites, or without a site. */
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
      this.markImplied();
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

  /** Marks the concepts that those found so far mean or are related to, and what these mean. */
  private markImplied(): void {
    const implying = this.marked.filter((concept) => (this.marks[concept]! & IMPLYING) !== 0);
    for (let i = 0; i < implying.length; i++) {
      const { meant, related } = this.table.meaningOf('CONCEPT', this.table.concepts[implying[i]!]!.id);
      for (const concept of meant) {
        if ((this.marks[concept]! & IMPLYING) === 0) implying.push(concept);
      }
      const likely = this.marks[implying[i]!]! & (TITLED | MADE_FOR) ? LIKELY : 0;
      this.mark(meant, IMPLIED | likely);
      this.mark(related, NEAR | likely);
    }
  }

  private collected(): StoodFor {
    const meant: string[] = [];
    const strong: string[] = [];
    const likely: string[] = [];
    const related: string[] = [];
    for (const concept of this.marked) {
      const how = this.marks[concept]!;
      const { id } = this.table.concepts[concept]!;
      const saidTwice = (how & CODED) !== 0 && (how & DESCRIBED) !== 0;
      const isNearSaid = (how & DESCRIBED) !== 0 && (how & NEAR) !== 0;
      if (isNearSaid || (how & LIKELY && how & (CODED | DESCRIBED | IMPLIED))) likely.push(id);
      if (how & MEANT) meant.push(id);
      (saidTwice || how & (TITLED | MADE_FOR) ? strong : related).push(id);
    }
    return { meant, strong, likely, related };
  }

  /** One of several primary needs is not enough: a garage may take autistic pupils too. */
  private meantByEvery([first, ...others]: readonly string[]): ConceptNumbers {
    if (first === undefined) return [];
    const { meant } = this.table.meaningOf('NEED', first);
    return meant.filter((concept) =>
      others.every((code) => this.table.meaningOf('NEED', code).meant.includes(concept)),
    );
  }
}

/** The names of the provider and site, which may mention concepts. */
export function namesOf(
  provider: { readonly name: string } | null,
  site: { readonly name: string } | null,
): string {
  return `${provider?.name ?? ''} . ${site?.name ?? ''}`;
}

/** The codes of an offering at a site, or without a site. */
interface Coded {
  readonly offering: IndexedTerms;
  readonly settingType: string;
  readonly site: { readonly accessibility: readonly string[] } | null;
}

/** The codes that concepts can name, by list. */
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

/** The codes (`LIST:CODE`) of an offering at a site that concepts can name. */
export function codesOf(offering: IndexedTerms, settingType: string, site: Coded['site']): string[] {
  return codeLists.flatMap(([list, codes]) =>
    codes({ offering, settingType, site }).map((code) => `${list}:${code}`),
  );
}
