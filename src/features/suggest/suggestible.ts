import { foldName } from '../../platform/search/lookup/name-index.js';
import type { District, LocalAuthority, PlanningArea } from '../place/area.entity.js';
import type { Atlas } from '../place/atlas.js';
import type { Code } from '../vocabulary/code.entity.js';
import type { Concept } from '../vocabulary/concept.entity.js';
import type { Vocabulary } from '../vocabulary/vocabulary.service.js';
import type { NamedPlaceRow, PostcodeRow, ProviderRow, SchoolRow } from './suggest.repository.js';
import { isSuggested, type SuggestedList, suggestedLists } from './suggest.rules.js';
import type { Suggestible } from './suggestion.js';

/** Makes entries: how each kind of thing is labelled, described, found and used. */
export class SuggestibleMaker {
  constructor(
    private readonly vocabulary: Vocabulary,
    private readonly atlas: Atlas,
    private readonly encodeId: (prefix: string, id: string) => string,
  ) {}

  /** Codes of the lists that help a search, and the concepts. */
  vocabularyEntries(): Suggestible[] {
    const phrases = new Map<string, string[]>();
    const onlyCodes = this.vocabulary.concepts.map((concept) => onlyCodeOf(concept));
    for (const [i, { label, phrases: said }] of this.vocabulary.concepts.entries()) {
      const code = onlyCodes[i];
      if (code) phrases.set(code, [...(phrases.get(code) ?? []), label, ...said]);
    }
    const codes = new Map<string, Suggestible>();
    for (const list of Object.keys(suggestedLists) as SuggestedList[]) {
      for (const code of this.vocabulary.list(list)) {
        const key = `${list}:${code.code}`;
        codes.set(key, codeEntry(list, code, phrases.get(key) ?? []));
      }
    }
    const concepts = this.vocabulary.concepts.map((concept, i) =>
      conceptEntry(concept, codes.get(onlyCodes[i] ?? '')),
    );
    return [...codes.values(), ...concepts];
  }

  /** Local authorities, districts and planning areas. */
  areaEntries(): Suggestible[] {
    return [
      ...[...this.atlas.localAuthorities.values()].map(localAuthorityEntry),
      ...[...this.atlas.districts.values()].map((district) => this.district(district)),
      ...[...this.atlas.planningAreas.values()].map((area) => this.planningArea(area)),
    ];
  }

  /** Named places; those that share a name are told apart by their districts and searched from by their position. */
  namedPlaceEntries(places: readonly NamedPlaceRow[]): Suggestible[] {
    const namesakes = new Map<string, number>();
    for (const { foldedName } of places) namesakes.set(foldedName, (namesakes.get(foldedName) ?? 0) + 1);
    return places.map(({ name, foldedName, latitude, longitude, districtCode }) => ({
      ...bare('PLACE', name, this.within('Place', districtCode)),
      near: namesakes.get(foldedName) === 1 ? { name } : { point: { latitude, longitude } },
    }));
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

  /** A whole postcode that is known, if need be only to its sector or outcode (`knownAs`). */
  postcode(postcode: string, knownAs: string, districtCode: string | null): Suggestible {
    const detail = this.within('Postcode', districtCode);
    return {
      ...bare('POSTCODE', postcode, knownAs === postcode ? detail : `${detail}, known as far as ${knownAs}`),
      near: { postcode },
    };
  }

  private district({ code, name, localAuthorityCode }: District): Suggestible {
    const authority = this.atlas.localAuthorities.get(localAuthorityCode ?? '')?.name;
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
    filter: { field, value: code.code },
    validity: code,
  };
}

function conceptEntry(
  { id, label, explanation, phrases }: Concept,
  standIn: Suggestible | undefined,
): Suggestible {
  return {
    ...bare('CONCEPT', label, explanation),
    otherNames: phrases,
    filter: { field: 'concepts', value: id },
    ...(standIn && { standIn }),
  };
}

function localAuthorityEntry({ code, name }: LocalAuthority): Suggestible {
  return {
    ...bare('LOCAL_AUTHORITY', name, 'Local authority'),
    filter: { field: 'localAuthority', value: code },
  };
}

/** The one `LIST:CODE` that a concept stands for, when there is just one and its list is suggested. */
function onlyCodeOf({ strongCodes }: Concept): string | undefined {
  const [code, ...others] = strongCodes;
  return code && others.length === 0 && isSuggested(code.split(':')[0]!) ? code : undefined;
}
