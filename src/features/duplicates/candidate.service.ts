import DataLoader from 'dataloader';
import type { Actor } from '../identity/actor.js';
import { Provider } from '../provider/provider.entity.js';
import { providerFields } from '../provider/provider.rules.js';
import type { CandidateRepository, Codes, FoundCandidate, Probe } from './candidate.repository.js';
import { inWords, type Reason, type Strength, strengthOf } from './duplicate.rules.js';

/** An entry that may be the same as another one. */
export interface Candidate {
  readonly provider: Provider;
  readonly strength: Strength;
  readonly reasons: readonly Reason[];
}

/** What was to become an entry: as it was sent, and the entry that it led to or was about. */
export interface Entered {
  readonly asked: Readonly<Record<string, unknown>>;
  readonly entry: object | null;
}

/** Says which entries may be the same as one that is stored or was to be. */
export class CandidateService {
  /** Keys come from several requests; what is asked in one tick by one actor is one statement. */
  private readonly loader = new DataLoader<{ actor: Actor; probe: Probe }, Candidate[]>(
    (keys) => this.load(keys),
    { cache: false },
  );

  constructor(private readonly repository: CandidateRepository) {}

  /**
   * Candidates for a stored provider, best first, 20 at most; null when there is no such provider within reach.
   * @throws Forbidden without `register.read` and `place.exact`.
   */
  async of(actor: Actor, providerId: string): Promise<Candidate[] | null> {
    const provider = await this.repository.provider(providerId, comparedCodesOf(actor));
    return provider && this.loader.load({ actor, probe: probeOf({ ...provider }, provider.id) });
  }

  /**
   * Candidates for what was entered, whether it was stored or refused; none without `place.exact`, since the rule compares
   * addresses. @throws Forbidden without `register.read`.
   */
  async ofEntered(actor: Actor, { asked, entry }: Entered): Promise<Candidate[]> {
    actor.require('register.read');
    if (!actor.may('place.exact')) return [];
    const stored = entry instanceof Provider ? entry : null;
    const { localAuthorityCode, ...values } = stored
      ? probeOf({ ...stored }, stored.id)
      : probeOfAsked(asked);
    const isOwn = localAuthorityCode !== null && actor.may('register.read', { localAuthorityCode });
    // To another local authority it is compared by what is public alone.
    const probe = { ...values, localAuthorityCode: isOwn ? localAuthorityCode : null };
    return this.loader.load({ actor, probe });
  }

  private async load(keys: readonly { actor: Actor; probe: Probe }[]): Promise<Candidate[][]> {
    const answers = keys.map((): Candidate[] => []);
    for (const actor of new Set(keys.map((key) => key.actor))) {
      const mine = keys.flatMap((key, at) => (key.actor === actor ? [{ probe: key.probe, at }] : []));
      const found = await this.repository.find(
        mine.map(({ probe }) => probe),
        codesOf(actor),
      );
      for (const candidate of found) answers[mine[candidate.at]!.at]!.push(shown(candidate));
    }
    return answers;
  }
}

/** As `codesOf`. @throws Forbidden without `place.exact` too: what may be the same is told by addresses. */
export function comparedCodesOf(actor: Actor): Codes {
  const codes = codesOf(actor);
  actor.require('place.exact');
  return codes;
}

/** The local authorities whose register an actor reads. @throws Forbidden without `register.read`. */
export function codesOf(actor: Actor): Codes {
  actor.require('register.read');
  const reach = actor.within('register.read');
  return reach === 'all' ? null : reach.localAuthorities;
}

function shown({ provider, score, reasons, isThrough }: FoundCandidate): Candidate {
  return { provider, strength: strengthOf(score), reasons: inWords(reasons, isThrough) };
}

/** What was sent may be of any length, and may have been refused for it: what breaks its rule is not compared. */
function probeOfAsked(asked: Readonly<Record<string, unknown>>): Probe {
  const valid = Object.entries(providerFields.shape).map(([field, rule]) => [
    field,
    rule.safeParse(asked[field]).data ?? null,
  ]);
  return probeOf(Object.fromEntries(valid), null);
}

function probeOf(values: Readonly<Record<string, unknown>>, id: string | null): Probe {
  const text = (field: string) => {
    const value = values[field];
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
  };
  return {
    id,
    localAuthorityCode: text('localAuthorityCode'),
    name: text('name'),
    legalName: text('legalName'),
    urn: text('urn'),
    ukprn: text('ukprn'),
    companyNumber: text('companyNumber'),
    charityNumber: text('charityNumber'),
    postcode: text('postcode'),
  };
}
