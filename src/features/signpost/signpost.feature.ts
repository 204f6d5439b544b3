import { feature } from '../../platform/composition/feature.js';
import { identityFeature } from '../identity/identity.feature.js';
import { placeFeature } from '../place/place.feature.js';
import { vocabularyFeature } from '../vocabulary/vocabulary.feature.js';
import { ReferralContact } from './referral-contact.entity.js';
import { LocalAuthorityReferrals, ReferralContactResolver } from './referral-contact.resolver.js';
import { ReferralContacts } from './referral-contact.service.js';
import { Signpost } from './signpost.entity.js';
import { SignpostRepository } from './signpost.repository.js';
import { SignpostResolver } from './signpost.resolver.js';
import { Signposts } from './signpost.service.js';

/** Where to turn: signposts for people in need of help, and the team of each local authority that takes referrals. */
export const signpostFeature = feature({
  name: 'signpost',
  needs: { vocabulary: vocabularyFeature, place: placeFeature, identity: identityFeature },
  entities: [Signpost, ReferralContact],
  resolvers: [SignpostResolver, LocalAuthorityReferrals, ReferralContactResolver],
  compose({ database: { source, following }, writer }, { place: { atlas } }) {
    const repository = new SignpostRepository(source, following);
    const signposts = new Signposts(repository);
    const contacts = new ReferralContacts(repository, writer, atlas);
    return {
      gives: { signposts, contacts },
      caches: [signposts, contacts],
      resolvers: [
        new SignpostResolver(signposts, atlas),
        new LocalAuthorityReferrals(contacts, atlas),
        new ReferralContactResolver(contacts, atlas),
      ],
    };
  },
});
