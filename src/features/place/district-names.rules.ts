import { placeKey } from './gazetteer-names.js';

/** Words before or after the name of a district that not every source has: “City of Bristol” is “Bristol, City of”. */
const AROUND =
  /^(?:the )?(?:city and county of |city of |county of |royal borough of |london borough of )?(.+?)(?: city of| county of| district| borough)?$/;

/** Finds the code of a district by its name, as different sources write it. */
export class DistrictNames {
  private readonly codes = new Map<string, string | null>();

  constructor(districts: readonly { readonly code: string; readonly name: string }[]) {
    for (const { code, name } of districts) {
      const key = plain(name);
      // Two of the same name: neither is guessed.
      this.codes.set(key, this.codes.has(key) ? null : code);
    }
  }

  /** The code of the only district with this name; null if there is none, or more than one. */
  codeOf(name: string): string | null {
    return this.codes.get(plain(name)) ?? null;
  }
}

function plain(name: string): string {
  const key = placeKey(name);
  return AROUND.exec(key)?.[1] ?? key;
}
