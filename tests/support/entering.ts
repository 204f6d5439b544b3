import type { Hub } from '../../src/app.js';
import { offeringFeature } from '../../src/features/offering/offering.feature.js';
import { insertOffering, offeringConstraints } from '../../src/features/offering/offering.service.js';
import { providerFeature } from '../../src/features/provider/provider.feature.js';
import {
  insertProvider,
  insertSite,
  providerConstraints,
  updateSite,
} from '../../src/features/provider/provider.service.js';
import { Vacancy } from '../../src/features/vacancy/vacancy.entity.js';
import { vacancyFeature } from '../../src/features/vacancy/vacancy.feature.js';
import { vacancyConstraints } from '../../src/features/vacancy/vacancy.service.js';
import { insertRecord, updateRecord } from '../../src/platform/database/register-writer.js';

/**
 * The services of entries and vacancies, with what tests enter them by: in any state and asking nobody, by the rules and in the
 * transactions of those services. @throws UserProblem, NotFound, Conflict.
 */
export function enteringServicesOf({ of, writer }: Pick<Hub, 'of' | 'writer'>) {
  const { providers } = of(providerFeature);
  const { offerings } = of(offeringFeature);
  const { vacancies } = of(vacancyFeature);
  return {
    providers: withMore(providers, {
      async create(input: Input<typeof providers.checked>) {
        const values = providers.checked(input);
        return writer.write(providerConstraints, (db) => insertProvider(db, values));
      },
      async createSite(input: Input<typeof providers.checkedSite>) {
        const values = providers.checkedSite(input);
        return writer.write(providerConstraints, (db) => insertSite(db, values));
      },
      async updateSite(id: string, version: number, input: Input<typeof providers.checkedSiteChanges>) {
        const changes = providers.checkedSiteChanges(input);
        return writer.write(providerConstraints, (db) => updateSite(db, id, version, changes));
      },
    }),
    offerings: withMore(offerings, {
      async create(input: Input<typeof offerings.checked>) {
        const values = offerings.checked(input);
        return writer.write(offeringConstraints, (db) => insertOffering(db, values));
      },
    }),
    vacancies: withMore(vacancies, {
      async create(input: Input<typeof vacancies.checked>) {
        const values = vacancies.checked(input);
        return writer.write(vacancyConstraints, (db) => insertRecord(db, Vacancy, values));
      },
      async update(id: string, version: number, input: Input<typeof vacancies.checkedChanges>) {
        const changes = vacancies.checkedChanges(input);
        return writer.write(vacancyConstraints, (db) => updateRecord(db, Vacancy, id, version, changes));
      },
    }),
  };
}

type Input<F extends (input: never) => unknown> = Parameters<F>[0];

/** A service as it is, which can do more. */
const withMore = <S extends object, M extends object>(service: S, more: M): S & M =>
  Object.assign(Object.create(service) as S, more);
