import { type Clock, dateInWords, londonToday } from '../../platform/clock.js';
import type { Atlas } from '../place/atlas.js';
import type { Provider } from '../provider/provider.entity.js';
import type { Vacancy } from '../vacancy/vacancy.entity.js';
import { placesInWords } from '../vacancy/vacancy.rules.js';
import type { Concept } from '../vocabulary/concept.entity.js';
import type { CodeList, Vocabulary } from '../vocabulary/vocabulary.service.js';
import type { ConceptTable } from './concepts.js';
import { codesOf, namesOf } from './offering-concepts.js';
import type { Hit } from './search.service.js';

/** One reason why a hit was found. */
export interface Reason {
  readonly kind: 'CONCEPT' | 'WORDS' | 'NEED' | 'AREA' | 'VACANCY';
  readonly sentence: string;
}

/** Says in plain sentences why a hit was found: from the same facts that found it. */
export class Explainer {
  constructor(
    private readonly vocabulary: Vocabulary,
    private readonly atlas: Atlas,
    private readonly concepts: ConceptTable,
    private readonly clock: Clock,
  ) {}

  /** Codes of the needs that were asked for, by filter or concept, and that the offering meets. */
  matchedNeeds({ offering, answer }: Hit): string[] {
    const { needs, primaryNeeds } = answer.input.filter ?? {};
    const asked = new Set(
      [needs, primaryNeeds].flatMap((filter) => [...(filter?.anyOf ?? []), ...(filter?.allOf ?? [])]),
    );
    for (const { concept } of answer.understanding.concepts) {
      for (const code of [...concept.strongCodes, ...concept.relatedCodes]) {
        if (code.startsWith('NEED:')) asked.add(code.slice('NEED:'.length));
      }
    }
    return [...offering.primaryNeeds, ...offering.secondaryNeeds].filter((code) => asked.has(code));
  }

  /** The reasons: concepts, words, needs, how it is reached, and the open place. */
  explain(hit: Hit, vacancy: Vacancy | null, provider: Provider | null): Reason[] {
    const { answer } = hit;
    const reasons: Reason[] = answer.understanding.concepts.map(({ said, concept }) => ({
      kind: 'CONCEPT',
      sentence: `“${said}”: ${concept.explanation} ${this.because(concept, hit, provider)}`,
    }));
    if (answer.query.words.length > 0) {
      const quoted = answer.query.words.map((word) => `“${word}”`).join(', ');
      reasons.push({
        kind: 'WORDS',
        sentence: `Its title, place, provider or description has ${quoted}, or words close to it.`,
      });
    }
    const needs = this.matchedNeeds(hit);
    if (needs.length > 0 && answer.understanding.concepts.length === 0) {
      reasons.push({ kind: 'NEED', sentence: `It caters for: ${this.labels('NEED', needs)}.` });
    }
    if (hit.reachedBy === 'AREA') reasons.push({ kind: 'AREA', sentence: this.reach(hit, provider) });
    if (answer.input.filter?.vacancy && vacancy) {
      const open = vacancy.availableFrom <= londonToday(this.clock);
      const when = open ? 'open now' : `from ${dateInWords(vacancy.availableFrom)}`;
      reasons.push({
        kind: 'VACANCY',
        sentence: `It has ${placesInWords(vacancy.placesAvailable)} ${when}.`,
      });
    }
    return reasons;
  }

  private because(concept: Concept, { offering, site }: Hit, provider: Provider | null): string {
    const codes = codesOf(offering, provider?.settingType ?? '', site);
    const shared = (wanted: readonly string[]) => codes.filter((code) => wanted.includes(code));
    const strong = shared(concept.strongCodes);
    if (strong.length > 0) return `This offering is listed for ${this.names(strong)}.`;
    const said = [
      ...this.concepts.namedIn(offering.title),
      ...this.concepts.mentionedIn(offering.description),
    ];
    if (said.includes(this.concepts.numberOf(concept))) {
      return 'This offering says so in its own words.';
    }
    if (this.concepts.namedIn(namesOf(provider, site)).includes(this.concepts.numberOf(concept))) {
      return 'The name of its provider or site says so.';
    }
    return `This offering is listed for ${this.names(shared(concept.relatedCodes))}, which often goes with it.`;
  }

  private reach({ offering }: Hit, provider: Provider | null): string {
    const how = offering.deliveryModes.includes('OUTREACH') ? 'It comes to the pupil' : 'It works online';
    const own = `LA:${provider?.localAuthorityCode ?? ''}`;
    const tokens = offering.areasServed.length > 0 ? offering.areasServed : [own];
    return `${how} and serves ${tokens.map((token) => this.atlas.nameOf(token)).join(', ')}.`;
  }

  private names(listCodes: readonly string[]): string {
    return listCodes
      .map((listCode) => {
        const [list, code = ''] = listCode.split(':');
        return this.vocabulary.find(list as CodeList, code)?.label ?? code;
      })
      .join(', ');
  }

  private labels(list: CodeList, codes: readonly string[]): string {
    return codes.map((code) => this.vocabulary.get(list, code).label).join(', ');
  }
}
