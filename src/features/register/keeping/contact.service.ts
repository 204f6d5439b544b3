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
    message: 'Someone else has just set the contact for this role and audience. Read it again.',
  },
};

/** The reason in the change log for a person's mailbox. */
const NAMED_PERSON = 'The mailbox of a named person, who knows that it is shown.';

/** Sets and removes contacts of providers. There is one for each role and audience. */
export class ContactService {
  constructor(private readonly writer: RegisterWriter) {}

  /**
   * Creates the contact for a role and audience, or replaces it if `version` is given.
   * @throws UserProblem if the input is not valid; Conflict if there is already a contact at another version, or no longer one at
   * this version; Forbidden.
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
          throw new Conflict(
            `This role and audience already has a contact, at version ${known.version}. Read it, then send your change with this version.`,
          );
        }
        if (version !== null) {
          throw new Conflict(
            `The contact for this role and audience, which you read at version ${version}, has been removed. Leave the version out to create a new one.`,
          );
        }
        return insertRecord(db, ProviderContact, { ...key, ...values });
      },
      actor.because(namedPerson && values.audience !== 'PUBLIC' ? NAMED_PERSON : null),
    );
  }

  /** Removes the contact for a role and audience at a version. @throws NotFound, Conflict, Forbidden. */
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
