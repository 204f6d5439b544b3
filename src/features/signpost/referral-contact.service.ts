import type { z } from 'zod';
import type { ChangeReader } from '../../platform/database/changes/change.js';
import {
  type ConstraintProblems,
  insertRecord,
  type RegisterWriter,
  requireVersion,
  updateRecord,
} from '../../platform/database/register-writer.js';
import { Conflict, refuse, UserProblem } from '../../platform/errors.js';
import { parseInput } from '../../platform/parse.js';
import type { Actor } from '../identity/actor.js';
import type { Atlas } from '../place/atlas.js';
import { ReferralContact } from './referral-contact.entity.js';
import { contactProblems, referralContactInput } from './referral-contact.rules.js';
import type { SignpostRepository } from './signpost.repository.js';

const explained: ConstraintProblems = {
  referral_contact_once: {
    field: ['localAuthority'],
    code: 'TAKEN',
    message: 'Someone else has just set the referral contact of this local authority. Read it again.',
  },
};

/** The referral contacts of local authorities: in memory for everyone, set and removed by each authority's commissioners. */
export class ReferralContacts implements ChangeReader {
  readonly name = 'referral contacts';
  readonly madeFrom = ['referral_contact'];
  private byAuthority: ReadonlyMap<string, ReferralContact> = new Map();

  constructor(
    private readonly repository: Pick<SignpostRepository, 'referralContacts'>,
    private readonly writer: RegisterWriter,
    private readonly atlas: Atlas,
  ) {}

  async reset(): Promise<void> {
    const all = await this.repository.referralContacts();
    this.byAuthority = new Map(all.map((contact) => [contact.localAuthorityCode, contact]));
  }

  async apply(changes: readonly { readonly table: string }[]): Promise<void> {
    if (changes.some(({ table }) => this.madeFrom.includes(table))) await this.reset();
  }

  /** The contact of a local authority; null if it has none. */
  of(localAuthorityCode: string): ReferralContact | null {
    return this.byAuthority.get(localAuthorityCode) ?? null;
  }

  /**
   * Creates the contact of a local authority, or replaces it if `version` is given.
   * @throws UserProblem if the input is not valid; Conflict if there is already a contact at another version, or no longer one at
   * this version; Forbidden without `register.write` there.
   */
  async set(
    actor: Actor,
    localAuthorityCode: string,
    version: number | null,
    input: z.input<typeof referralContactInput>,
  ): Promise<ReferralContact> {
    refuse(this.atlas.newLocalAuthorityProblems(localAuthorityCode, ['localAuthority']));
    actor.require('register.write', { localAuthorityCode });
    const values = parseInput(referralContactInput, input);
    refuse(contactProblems(values, [this.atlas.localAuthorities.get(localAuthorityCode)?.name ?? '']));
    return this.writer.write(
      explained,
      async (db) => {
        const known = await db.findOneBy(ReferralContact, { localAuthorityCode });
        if (known && version !== null) return updateRecord(db, ReferralContact, known.id, version, values);
        if (known) {
          throw new Conflict(
            `This local authority already has a referral contact, at version ${known.version}. Read it, then send your change with this version.`,
          );
        }
        if (version !== null) {
          throw new Conflict(
            `The referral contact that you read at version ${version} has been removed. Leave the version out to create a new one.`,
          );
        }
        return insertRecord(db, ReferralContact, { localAuthorityCode, ...values });
      },
      actor.because(),
    );
  }

  /** Removes the contact of a local authority at a version. @throws UserProblem, Conflict, Forbidden. */
  async remove(actor: Actor, localAuthorityCode: string, version: number): Promise<ReferralContact> {
    refuse(this.atlas.localAuthorityProblems(localAuthorityCode, ['localAuthority']));
    actor.require('register.write', { localAuthorityCode });
    return this.writer.write(
      explained,
      async (db) => {
        const known = await db.findOne(ReferralContact, {
          where: { localAuthorityCode },
          lock: { mode: 'pessimistic_write' },
        });
        if (!known) {
          const message = 'This local authority has no referral contact.';
          throw UserProblem.of(['localAuthority'], 'NOT_FOUND', message);
        }
        requireVersion(known, version, 'This referral contact');
        await db.delete(ReferralContact, known.id);
        return known;
      },
      actor.because(),
    );
  }
}
