import type { Log } from '../../../platform/log.js';
import type { Warning } from '../../../platform/warning.js';
import type { Actor } from '../../identity/actor.js';
import type { PlaceService } from '../../place/place.service.js';
import type { SchoolService } from '../../place/school.service.js';
import { Provider } from '../../provider/provider.entity.js';
import { Site } from '../../provider/site.entity.js';
import { placeWarnings } from '../../provider/site-place.rules.js';
import type { Entry, Values } from '../entry/entry-kinds.js';
import { schoolWarnings } from './entry-warnings.rules.js';

/** An entry that was written, with what its author sent. */
export interface Written {
  readonly entry: Entry;
  readonly sent: Values;
}

const notCompared: Warning = {
  code: 'NOT_COMPARED',
  message:
    'Your change is stored. It could not be compared with GIAS and the known postcodes, so check the URN and the postcode yourself.',
};

/** Warns of what the author of an entry should know, although it was stored. */
export class EntryWarnings {
  constructor(
    private readonly schools: Pick<SchoolService, 'get'>,
    private readonly places: Pick<PlaceService, 'unknownPostcodes' | 'knowsDistrict'>,
    private readonly log: Pick<Log, 'warn'>,
  ) {}

  /** Looks at the fields that were sent. Never throws, because the entries are stored: an error would say that they are not. */
  async tell(actor: Actor, written: readonly Written[]): Promise<void> {
    try {
      await this.compare(actor, written);
    } catch (error) {
      this.log.warn({ error }, 'stored entries were not compared with schools and postcodes');
      actor.warn(notCompared);
    }
  }

  /** Reads what it needs for all entries at once. */
  private async compare(actor: Actor, written: readonly Written[]): Promise<void> {
    for (const { entry, sent } of written) {
      if (!(entry instanceof Site) || sent.postcode === undefined) continue;
      for (const warning of placeWarnings(entry, this.places)) actor.warn(warning);
    }
    const providers = written.flatMap(({ entry, sent }) =>
      entry instanceof Provider ? [{ sent, provider: { ...entry, ...sent } as Provider }] : [],
    );
    const where = (...fields: readonly (keyof Provider)[]) =>
      providers
        .filter(({ sent }) => fields.some((field) => sent[field] != null))
        .map(({ provider }) => provider);
    const about = where('urn', 'name', 'registration').filter(({ urn }) => urn !== null);
    const schools = await Promise.all(about.map(({ urn }) => this.schools.get(urn!)));
    for (const [at, school] of schools.entries()) {
      if (school) for (const warning of schoolWarnings(about[at]!, school)) actor.warn(warning);
    }
    const postcodes = where('postcode').map(({ postcode }) => postcode!);
    for (const postcode of await this.places.unknownPostcodes(postcodes)) {
      const message = `${postcode} is not a known postcode. It may be mistyped, or no longer in use. Check it.`;
      actor.warn({ code: 'UNKNOWN_POSTCODE', message });
    }
  }
}
