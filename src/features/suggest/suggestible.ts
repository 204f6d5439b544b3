import { foldName } from '../../platform/text.js';
import type { District, LocalAuthority, PlanningArea } from '../place/area.entity.js';
import type { Atlas } from '../place/atlas.js';
import type { Settlement } from '../place/gazetteer.js';
import type { Code } from '../vocabulary/code.entity.js';
import type { Concept } from '../vocabulary/concept.entity.js';
import { isOfCrisis } from '../vocabulary/signpost-theme.rules.js';
import type { Vocabulary } from '../vocabulary/vocabulary.service.js';
import type { PostcodeRow, ProviderRow, SchoolRow } from './suggest.repository.js';
import { isSuggested, type SuggestedList, suggestedLists } from './suggest.rules.js';
import type { Suggestible } from './suggestion.js';

/** Makes entries. Decides how each kind of thing is labelled, described, found and used. */
export class SuggestibleMaker {
  constructor(
    private readonly vocabulary: Vocabulary,
    private readonly atlas: Atlas,
    private readonly encodeId: (prefix: string, id: string) => string,
  ) {}

  /** The codes of the lists that are suggested, and the concepts. */
  vocabularyEntries(): Suggestible[] {
    const phrases = new Map<string, string[]>();
    const suggested = this.vocabulary.concepts.filter((concept) => !isOfCrisis(concept));
    const onlyCodes = suggested.map((concept) => onlyCodeOf(concept));
    for (const [i, concept] of suggested.entries()) {
      const code = onlyCodes[i];
      if (code) phrases.set(code, [...(phrases.get(code) ?? []), concept.label, ...names(concept)]);
    }
    const codes = new Map<string, Suggestible>();
    for (const list of Object.keys(suggestedLists) as SuggestedList[]) {
      for (const code of this.vocabulary.list(list)) {
        const key = `${list}:${code.code}`;
        codes.set(key, codeEntry(list, code, phrases.get(key) ?? []));
      }
    }
    const concepts = suggested.map((concept, i) => conceptEntry(concept, codes.get(onlyCodes[i] ?? '')));
    return [...codes.values(), ...concepts];
  }

  /** Local authorities, districts and planning areas. */
  areaEntries(): Suggestible[] {
    return [
      ...[...this.atlas.localAuthorities.values()].map(localAuthorityEntry),
      ...[...this.atlas.districts.values()]
        .filter((district) => this.atlas.isCurrent(district))
        .map((district) => this.district(district)),
      ...[...this.atlas.planningAreas.values()].map((area) => this.planningArea(area)),
    ];
  }

  /** A named place. If several have its name, it shows its district, and a search uses its position. */
  settlement({ name, shownNames, districtCode, position, fullName, size }: Settlement): Suggestible {
    const { lat: latitude, lng: longitude } = position;
    return {
      ...bare('PLACE', name, this.within('Place', districtCode)),
      otherNames: shownNames,
      size,
      near: fullName === name ? { name } : { point: { latitude, longitude } },
    };
  }

  provider({
    id,
    name,
    legalName,
    settingType,
    localAuthorityCode,
    isDemonstration,
  }: ProviderRow): Suggestible {
    const setting = this.vocabulary.get('SETTING_TYPE', settingType).label;
    const authority = this.atlas.localAuthorities.get(localAuthorityCode)?.name;
    return {
      ...bare('PROVIDER', name, authority ? `${setting}, ${authority}` : setting),
      otherNames: legalName ? [legalName] : [],
      isDemonstration,
      filter: { field: 'provider', value: this.encodeId('prv', id) },
    };
  }

  school({ urn, name, town, isDemonstration }: SchoolRow): Suggestible {
    return {
      ...bare('SCHOOL', name, town ? `School in ${town}` : 'School'),
      isDemonstration,
      near: { schoolUrn: urn },
    };
  }

  outcodeOrSector({ key, districtCode }: PostcodeRow): Suggestible {
    const what = key.includes(' ') ? 'Postcode sector' : 'First part of a postcode';
    return { ...bare('POSTCODE', key, this.within(what, districtCode)), near: { postcode: key } };
  }

  /** A full postcode. If only its sector or outcode is known, `knownAs` is that. */
  postcode(postcode: string, knownAs: string, districtCode: string | null): Suggestible {
    const detail = this.within('Postcode', districtCode);
    return {
      ...bare(
        'POSTCODE',
        postcode,
        knownAs === postcode ? detail : `${detail}, position known for ${knownAs} only`,
      ),
      near: { postcode },
    };
  }

  private district({ code, name, ...district }: District): Suggestible {
    const authority = this.atlas.authorityOfDistrict(district)?.name;
    const detail =
      authority && foldName(authority) !== foldName(name) ? `District of ${authority}` : 'District';
    return { ...bare('DISTRICT', name, detail), near: { district: code } };
  }

  private planningArea({ id, name, localAuthorityCode, isDemonstration }: PlanningArea): Suggestible {
    const authority = this.atlas.localAuthorities.get(localAuthorityCode)?.name;
    return {
      ...bare('PLANNING_AREA', name, authority ? `Planning area of ${authority}` : 'Planning area'),
      isDemonstration,
      near: { planningArea: this.encodeId('pla', id) },
    };
  }

  private within(what: string, districtCode: string | null): string {
    const district = this.atlas.districts.get(districtCode ?? '')?.name;
    return district ? `${what} in ${district}` : what;
  }
}

function bare(kind: Suggestible['kind'], label: string, detail: string): Suggestible {
  return { kind, label, detail, otherNames: [], isDemonstration: false, near: null, filter: null };
}

function codeEntry(list: SuggestedList, code: Code, phrases: readonly string[]): Suggestible {
  const { field, noun } = suggestedLists[list];
  return {
    ...bare(list, code.label, noun),
    otherNames: [code.code, ...phrases],
    isSaidInPhrases: true,
    filter: { field, value: code.code },
    validity: code,
  };
}

/** A phrase with more words is part of a sentence, which a search understands, and no name to choose from a list. */
const LONGEST_NAME = 3;

/** The phrases of a concept that are names of it. */
function names({ phrases }: Concept): string[] {
  return phrases.filter((phrase) => phrase.split(' ').length <= LONGEST_NAME);
}

function conceptEntry(concept: Concept, standIn: Suggestible | undefined): Suggestible {
  return {
    ...bare('CONCEPT', concept.label, concept.explanation),
    otherNames: names(concept),
    isSaidInPhrases: true,
    filter: { field: 'concepts', value: concept.id },
    ...(standIn && { standIn }),
  };
}

function localAuthorityEntry({ code, name }: LocalAuthority): Suggestible {
  return {
    ...bare('LOCAL_AUTHORITY', name, 'Local authority'),
    filter: { field: 'localAuthority', value: code },
  };
}

/** The `LIST:CODE` that a concept stands for, if there is only one and its list is suggested. */
function onlyCodeOf({ strongCodes }: Concept): string | undefined {
  const [code, ...others] = strongCodes;
  return code && others.length === 0 && isSuggested(code.split(':')[0]!) ? code : undefined;
}
