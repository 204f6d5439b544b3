import type { z } from 'zod';
import {
  type ConstraintProblems,
  insertRecord,
  type RegisterWriter,
  requireVersion,
  updateRecord,
} from '../../../platform/database/register-writer.js';
import { Conflict, invalid, refuse } from '../../../platform/errors.js';
import { parseInput } from '../../../platform/parse.js';
import type { Actor } from '../../identity/actor.js';
import { mergedProblem } from '../../provider/provider.service.js';
import { ProviderContact } from '../../provider/provider-contact.entity.js';
import { holdProvider, noSuch, requireWriting } from '../entry/entry-access.js';
import { contactInput, mailboxProblem } from './contact.rules.js';

const explained: ConstraintProblems = {
  provider_merged: mergedProblem,
  provider_contact_provider_id_role_audience_key: {
    field: ['input', 'role'],
    code: 'TAKEN',
    message: 'Somebody else has just given a contact for this role and audience. Read it again.',
  },
};

/** Why there is a person's mailbox, for the record. */
const NAMED_PERSON = 'The mailbox of a named person, who knows that it is shown.';

/** Contacts of providers: mailboxes of roles, one for each role and audience. */
export class ContactService {
  constructor(private readonly writer: RegisterWriter) {}

  /**
   * Sets the contact for a role and an audience: makes it, or with its `version` replaces it.
   * @throws UserProblem for what is wrong with the input; Conflict when there is one already, at another version, or none at
   * that version any more; Forbidden.
   */
  async set(
    actor: Actor,
    providerId: string | null,
    version: number | null,
    input: z.input<typeof contactInput>,
  ): Promise<ProviderContact> {
    const given = parseInput(contactInput, input);
    const { namedPerson, ...values } = given;
    if (values.email === null && values.telephone === null) {
      refuse([invalid(['input', 'email'], 'Give a mailbox or a telephone number.')]);
    }
    return this.writer.write(
      explained,
      async (db) => {
        const provider = await holdProvider(db, actor, providerId, ['provider']);
        requireWriting(actor, provider);
        const { name, legalName } = provider;
        const problem = mailboxProblem(given, [name, legalName ?? '']);
        refuse(problem ? [problem] : []);
        const key = {
          providerId: provider.id,
          role: values.role,
          audience: values.audience,
        };
        const known = await db.findOneBy(ProviderContact, key);
        if (known && version !== null) return updateRecord(db, ProviderContact, known.id, version, values);
        if (known) {
          throw new Conflict(`There is a contact for this role and audience, at version ${known.version}.`);
        }
        if (version !== null) {
          throw new Conflict(
            `There is no contact for this role and audience any more: version ${version} was removed. Leave the version out to make one.`,
          );
        }
        return insertRecord(db, ProviderContact, { ...key, ...values });
      },
      actor.because(namedPerson && values.audience !== 'PUBLIC' ? NAMED_PERSON : null),
    );
  }

  /** Removes the contact for a role and an audience, at a version. @throws NotFound, Conflict, Forbidden. */
  async remove(
    actor: Actor,
    providerId: string | null,
    key: Pick<ProviderContact, 'role' | 'audience'>,
    version: number,
  ): Promise<ProviderContact> {
    return this.writer.write(
      explained,
      async (db) => {
        const provider = await holdProvider(db, actor, providerId, ['provider']);
        requireWriting(actor, provider);
        const known = await db.findOne(ProviderContact, {
          where: { providerId: provider.id, ...key },
          lock: { mode: 'pessimistic_write' },
        });
        if (!known) throw noSuch('contact');
        requireVersion(known, version, 'This contact');
        await db.delete(ProviderContact, known.id);
        return known;
      },
      actor.because(),
    );
  }
}
