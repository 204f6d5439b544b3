import { feature } from '../../platform/composition/feature.js';
import { decodeId } from '../../platform/graphql/global-id.js';
import type { RequestContext } from '../identity/request-context.js';
import { placeFeature } from '../place/place.feature.js';
import { RegisterFilter } from '../register/list/register-filter.type.js';
import { registerFeature } from '../register/register.feature.js';
import { vocabularyFeature } from '../vocabulary/vocabulary.feature.js';
import { Evidence, EvidenceRule } from './evidence/evidence.entity.js';
import { EvidenceView, evidenceRepository } from './evidence/evidence.repository.js';
import { EvidenceResolver } from './evidence/evidence.resolver.js';
import { EvidenceService } from './evidence/evidence.service.js';
import { FollowingListings } from './evidence/following-listings.service.js';
import { QUALITY_FIELD, qualityAddition } from './filter/quality-filter.service.js';
import { QualityFilter } from './filter/quality-filter.type.js';
import { Framework, Principle } from './framework/framework.entity.js';
import { frameworkRepository } from './framework/framework.repository.js';
import { FrameworkResolver } from './framework/framework.resolver.js';
import { FrameworkService } from './framework/framework.service.js';
import { Inspection, Judgement } from './inspection/inspection.entity.js';
import { inspectionRepository } from './inspection/inspection.repository.js';
import { InspectionResolver, JudgementResolver } from './inspection/inspection.resolver.js';
import { InspectionService } from './inspection/inspection.service.js';
import { overviewRepository } from './overview/overview.repository.js';
import { OverviewResolver } from './overview/overview.resolver.js';
import { OverviewService } from './overview/overview.service.js';
import { subjectRepository } from './record/subject.repository.js';
import { SubjectResolver } from './record/subject.resolver.js';
import { SubjectService } from './record/subject.service.js';
import { Action, Finding, Review } from './review/review.entity.js';
import { reviewRepository, SelfAssessment } from './review/review.repository.js';
import { ReviewResolver } from './review/review.resolver.js';
import { ReviewService } from './review/review.service.js';
import { ActionResolver, FindingResolver } from './review/review-parts.resolver.js';
import { SelfAssessmentResolver } from './review/self-assessment.resolver.js';

/**
 * Quality of providers: frameworks, reviews, evidence that expires, inspections, and advice on registration as a
 * school.
 */
export const qualityFeature = feature({
  name: 'quality',
  needs: { vocabulary: vocabularyFeature, place: placeFeature, register: registerFeature },
  entities: [Framework, Principle, Review, Finding, Action, Evidence, EvidenceRule, Inspection, Judgement],
  resolvers: [
    FrameworkResolver,
    ReviewResolver,
    FindingResolver,
    ActionResolver,
    SubjectResolver,
    SelfAssessmentResolver,
    EvidenceResolver,
    InspectionResolver,
    JudgementResolver,
    OverviewResolver,
  ],
  inputFields: [
    {
      of: RegisterFilter,
      name: QUALITY_FIELD,
      type: QualityFilter,
      description:
        'Conditions on the provider’s quality records. Needs quality.read in the register of the entry.',
    },
  ],
  compose(
    { database: { source, reading }, writer, clock },
    {
      vocabulary,
      place: { atlas },
      register: { listings, listingGates, listingConsequences, filterAdditions },
    },
  ) {
    const frameworkData = frameworkRepository(source, reading);
    const reviewData = reviewRepository(source, reading);
    const inspectionData = inspectionRepository(source, reading);
    const subjectData = subjectRepository(reading);
    const evidenceData = evidenceRepository(source, reading);

    const follow = new FollowingListings(
      listings,
      (kind) => vocabulary.get('EVIDENCE_KIND', kind).label,
      clock,
    );
    listingGates.fill(async (db, kind, id) => (kind === 'PROVIDER' ? follow.problems(db, id) : []));
    listingConsequences.fill((db, providerIds) => follow.suspendOf(db, providerIds));
    filterAdditions.fill(qualityAddition(vocabulary, clock));

    const frameworks = new FrameworkService(frameworkData, writer, atlas, clock);
    const reviews = new ReviewService(reviewData, frameworkData, writer, atlas, decodeId, clock);
    const evidence = new EvidenceService(evidenceData, follow, writer, vocabulary, atlas, decodeId, clock);
    const inspections = new InspectionService(inspectionData, writer, vocabulary, atlas, decodeId, clock);
    const overviews = new OverviewService(overviewRepository(reading), clock);
    const subjects = new SubjectService(subjectData);
    return {
      gives: { frameworks, reviews, evidence, inspections, overviews },
      nodes: [
        {
          prefix: 'qfr',
          typeName: 'QualityFramework',
          entity: Framework,
          loadAll: (ids, { actor }: RequestContext) => frameworks.byIds(actor, ids),
        },
        {
          prefix: 'qrv',
          typeName: 'QualityReview',
          entity: Review,
          loadAll: (ids, { actor }: RequestContext) => reviews.byIds(actor, ids),
        },
        {
          prefix: 'qac',
          typeName: 'QualityAction',
          entity: Action,
          loadAll: (ids, { actor }: RequestContext) => reviews.actionsByIds(actor, ids),
        },
        {
          prefix: 'qsa',
          typeName: 'SelfAssessment',
          entity: SelfAssessment,
          loadAll: (ids, { actor }: RequestContext) => reviews.ownByIds(actor, ids),
        },
        {
          prefix: 'evi',
          typeName: 'Evidence',
          entity: EvidenceView,
          loadAll: (ids, { actor }: RequestContext) => evidence.byIds(actor, ids),
        },
        {
          prefix: 'ins',
          typeName: 'Inspection',
          entity: Inspection,
          loadAll: (ids, { actor }: RequestContext) => inspections.byIds(actor, ids),
        },
      ],
      jobs: [{ name: 'evidence expiry', every: 'day', run: () => evidence.expire() }],
      caches: [
        ...frameworkData.caches,
        ...reviewData.caches,
        ...inspectionData.caches,
        ...subjectData.caches,
      ],
      resolvers: [
        new FrameworkResolver(frameworks, atlas),
        new ReviewResolver(reviews, frameworks, subjects, atlas),
        new FindingResolver(frameworks),
        new ActionResolver(),
        new SubjectResolver(),
        new SelfAssessmentResolver(reviews, frameworks),
        new EvidenceResolver(evidence, subjects, vocabulary, atlas, clock),
        new InspectionResolver(inspections, subjects, vocabulary, atlas),
        new JudgementResolver(vocabulary),
        new OverviewResolver(overviews),
      ],
    };
  },
});
