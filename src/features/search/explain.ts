import { type Clock, dateInWords, londonToday } from '../../platform/clock.js';
import { yearsInWords } from '../offering/school-years.rules.js';
import type { Atlas } from '../place/atlas.js';
import type { Provider } from '../provider/provider.entity.js';
import type { HeldVacancy } from '../vacancy/vacancy.entity.js';
import { availableOf, placesInWords } from '../vacancy/vacancy.rules.js';
import type { CodeList } from '../vocabulary/code-lists.rules.js';
import type { Concept } from '../vocabulary/concept.entity.js';
import type { Vocabulary } from '../vocabulary/vocabulary.service.js';
import type { ConceptTable } from './concepts.js';
import { codesOf, namesOf } from './offering-concepts.js';
import type { Hit } from './search.service.js';
import { saidIn } from './sentence.js';

/** A reason why a hit was found. */
export interface Reason {
  readonly kind: 'CONCEPT' | 'WORDS' | 'PLACE' | 'YEARS' | 'NEED' | 'AREA' | 'VACANCY';
  readonly sentence: string;
}

const conjunction = new Intl.ListFormat('en-GB', { type: 'conjunction' });

/** "Norfolk and Suffolk". */
function listed(names: readonly string[]): string {
  return conjunction.format(names);
}

/** Explains in plain sentences why a hit was found, from the facts that the search used. */
export class Explainer {
  constructor(
    private readonly vocabulary: Vocabulary,
    private readonly atlas: Atlas,
    private readonly concepts: ConceptTable,
    private readonly clock: Clock,
  ) {}

  /** Codes of the needs that the offering meets and the search asked for, with a filter or a concept. */
  matchedNeeds({ offering, answer }: Hit): string[] {
    const { needs, primaryNeeds } = answer.input.filter ?? {};
    const asked = new Set(
      [needs, primaryNeeds].flatMap((filter) => [...(filter?.anyOf ?? []), ...(filter?.allOf ?? [])]),
    );
    for (const { concept } of answer.understood.reading.concepts) {
      for (const code of [...concept.strongCodes, ...concept.relatedCodes]) {
        if (code.startsWith('NEED:')) asked.add(code.slice('NEED:'.length));
      }
    }
    return [...offering.primaryNeeds, ...offering.secondaryNeeds].filter((code) => asked.has(code));
  }

  /** The reasons, in this order: concepts, words, the place and years of the text, needs, how it is reached, and the open vacancy. */
  explain(hit: Hit, vacancy: HeldVacancy | null, provider: Provider | null): Reason[] {
    const { answer } = hit;
    const reasons: Reason[] = answer.understood.reading.concepts.flatMap(({ said, concept }) => {
      const because = this.because(concept, hit, provider);
      return because ? [{ kind: 'CONCEPT', sentence: `“${said}”: ${concept.explanation} ${because}` }] : [];
    });
    if (answer.query.words.length > 0) {
      const quoted = listed(answer.query.words.map(({ text }) => `“${text}”`));
      reasons.push({
        kind: 'WORDS',
        sentence: `Its title, place, provider or description contains ${quoted}, or similar words.`,
      });
    }
    reasons.push(...placeReasons(hit), ...yearReasons(hit));
    const needs = this.matchedNeeds(hit);
    if (needs.length > 0 && answer.understood.reading.concepts.length === 0) {
      reasons.push({ kind: 'NEED', sentence: `It caters for ${this.labels('NEED', needs)}.` });
    }
    if (hit.reachedBy === 'AREA') reasons.push({ kind: 'AREA', sentence: this.reach(hit, provider) });
    if (answer.input.filter?.vacancy && vacancy) {
      const open = vacancy.availableFrom <= londonToday(this.clock);
      const places = availableOf(vacancy, this.clock.now());
      const when = open ? 'open now' : `from ${dateInWords(vacancy.availableFrom)}`;
      reasons.push({
        kind: 'VACANCY',
        sentence: `It has ${placesInWords(places)} ${when}.`,
      });
    }
    return reasons;
  }

  /** How an offering meets a concept; null if it does not. */
  private because(concept: Concept, { offering, site }: Hit, provider: Provider | null): string | null {
    const codes = codesOf(offering, provider?.settingType ?? '', site);
    const shared = (wanted: readonly string[]) => codes.filter((code) => wanted.includes(code));
    const strong = shared(concept.strongCodes);
    if (strong.length > 0) return `This offering is listed for ${this.names(strong)}.`;
    const said = [
      ...this.concepts.namedIn(offering.title),
      ...this.concepts.mentionedIn(offering.description),
    ];
    if (said.includes(this.concepts.numberOf(concept))) {
      return 'The offering’s own title or description says so.';
    }
    if (this.concepts.namedIn(namesOf(provider, site)).includes(this.concepts.numberOf(concept))) {
      return 'The name of the provider or site says so.';
    }
    const related = shared(concept.relatedCodes);
    if (related.length > 0) {
      return `This offering is listed for ${this.names(related)}, which often ${related.length === 1 ? 'goes' : 'go'} with it.`;
    }
    const kin = this.concepts.kinOf(concept);
    const near = this.concepts.concepts.filter(
      (other, number) => kin.has(other.id) && (said.includes(number) || shared(other.strongCodes).length > 0),
    );
    return near.length > 0
      ? `This offering is for ${listed(near.map(({ label }) => `“${label}”`))}, which often ${near.length === 1 ? 'goes' : 'go'} with it.`
      : null;
  }

  private reach({ offering }: Hit, provider: Provider | null): string {
    const how = offering.deliveryModes.includes('OUTREACH') ? 'It comes to the pupil' : 'It is online';
    const own = `LA:${provider?.localAuthorityCode ?? ''}`;
    const tokens = offering.areasServed.length > 0 ? offering.areasServed : [own];
    return `${how} and serves ${listed(tokens.map((token) => this.atlas.nameOf(token)))}.`;
  }

  private names(listCodes: readonly string[]): string {
    return listed(
      listCodes.map((listCode) => {
        const [list, code = ''] = listCode.split(':');
        return this.vocabulary.find(list as CodeList, code)?.label ?? code;
      }),
    );
  }

  private labels(list: CodeList, codes: readonly string[]): string {
    return listed(codes.map((code) => this.vocabulary.get(list, code).label));
  }
}

/** Where the hit is, if the text names a place and the hit is at a site. */
function placeReasons({ answer, distanceMetres, site }: Hit): Reason[] {
  const { understood, where } = answer;
  const { placeRead, reading } = understood;
  if (!placeRead || !site) return [];
  const said = `“${saidIn(reading.sentence, placeRead)}”`;
  if (where.area) return [{ kind: 'PLACE', sentence: `${said}: its site is in ${where.area}.` }];
  if (distanceMetres === null) return [];
  const km = (distanceMetres / 1_000).toFixed(1);
  return [{ kind: 'PLACE', sentence: `${said}: its site is ${km} km from ${placeRead.entries[0]!.name}.` }];
}

/** The years that the offering takes, for each year or age that the text names. */
function yearReasons({ answer, offering }: Hit): Reason[] {
  const { reading, yearsRead } = answer.understood;
  const taken = yearsInWords(offering.minYear, offering.maxYear);
  return yearsRead.map((read) => ({
    kind: 'YEARS',
    sentence: `“${saidIn(reading.sentence, read)}”: it takes ${taken.charAt(0).toLowerCase()}${taken.slice(1)}.`,
  }));
}
