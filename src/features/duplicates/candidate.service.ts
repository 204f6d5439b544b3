import DataLoader from 'dataloader';
import type { Actor } from '../identity/actor.js';
import { Provider } from '../provider/provider.entity.js';
import { providerFields } from '../provider/provider.rules.js';
import type { CandidateRepository, Codes, FoundCandidate, Probe } from './candidate.repository.js';
import { inWords, type Reason, type Strength, strengthOf } from './duplicate.rules.js';

/** A possible duplicate of another entry. */
export interface Candidate {
  readonly provider: Provider;
  readonly strength: Strength;
  readonly reasons: readonly Reason[];
}

/** What a caller sent to create or change an entry, and the entry that resulted. */
export interface Entered {
  readonly asked: Readonly<Record<string, unknown>>;
  readonly entry: object | null;
}

/** Finds possible duplicates of an entry, whether it is stored or was only sent. */
export class CandidateService {
  /** Batches the keys of one tick, which can come from several requests: one statement for each actor. */
  private readonly loader = new DataLoader<{ actor: Actor; probe: Probe }, Candidate[]>(
    (keys) => this.load(keys),
    { cache: false },
  );

  constructor(private readonly repository: CandidateRepository) {}

  /**
   * Returns at most 20 candidates for a stored provider, best first. Returns null if the actor cannot reach such a provider.
   * @throws Forbidden without `register.read` and `place.exact`.
   */
  async of(actor: Actor, providerId: string): Promise<Candidate[] | null> {
    const provider = await this.repository.provider(providerId, comparedCodesOf(actor));
    return provider && this.loader.load({ actor, probe: probeOf({ ...provider }, provider.id) });
  }

  /**
   * Returns candidates for what was sent, whether it was stored or refused. Returns none without `place.exact`, because the
   * rule compares addresses. @throws Forbidden without `register.read`.
   */
  async ofEntered(actor: Actor, { asked, entry }: Entered): Promise<Candidate[]> {
    actor.require('register.read');
    if (!actor.may('place.exact')) return [];
    const stored = entry instanceof Provider ? entry : null;
    const { localAuthorityCode, ...values } = stored
      ? probeOf({ ...stored }, stored.id)
      : probeOfAsked(asked);
    const isOwn = localAuthorityCode !== null && actor.may('register.read', { localAuthorityCode });
    // For other local authorities only public values are compared.
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

/** Like `codesOf`. @throws Forbidden without `place.exact` too, because the rule compares addresses. */
export function comparedCodesOf(actor: Actor): Codes {
  const codes = codesOf(actor);
  actor.require('place.exact');
  return codes;
}

/** Returns the codes of the local authorities whose register the actor reads. @throws Forbidden without `register.read`. */
export function codesOf(actor: Actor): Codes {
  actor.require('register.read');
  const reach = actor.within('register.read');
  return reach === 'all' ? null : reach.localAuthorities;
}

function shown({ provider, score, reasons, isThrough }: FoundCandidate): Candidate {
  return { provider, strength: strengthOf(score), reasons: inWords(reasons, isThrough) };
}

/** Leaves out values that break their rule: they can be of any length, and may be why the input was refused. */
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
