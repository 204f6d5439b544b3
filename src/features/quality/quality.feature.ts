import { feature } from '../../platform/composition/feature.js';
import { decodeId } from '../../platform/graphql/global-id.js';
import { placeFeature } from '../place/place.feature.js';
import { registerFeature } from '../register/register.feature.js';
import { RegisterFilter } from '../register/register-filter.type.js';
import { vocabularyFeature } from '../vocabulary/vocabulary.feature.js';
import { Evidence, EvidenceRule } from './evidence.entity.js';
import { evidenceRepository } from './evidence.repository.js';
import { EvidenceResolver } from './evidence.resolver.js';
import { EvidenceService } from './evidence.service.js';
import { FollowService } from './follow.service.js';
import { Framework, Principle } from './framework.entity.js';
import { frameworkRepository } from './framework.repository.js';
import { FrameworkResolver } from './framework.resolver.js';
import { FrameworkService } from './framework.service.js';
import { Inspection, Judgement } from './inspection.entity.js';
import { inspectionRepository } from './inspection.repository.js';
import { InspectionResolver, JudgementResolver } from './inspection.resolver.js';
import { InspectionService } from './inspection.service.js';
import { overviewRepository } from './overview.repository.js';
import { OverviewResolver } from './overview.resolver.js';
import { OverviewService } from './overview.service.js';
import { QUALITY_FIELD, qualityAddition } from './quality-filter.service.js';
import { QualityFilter } from './quality-filter.type.js';
import { Action, Finding, Review } from './review.entity.js';
import { reviewRepository } from './review.repository.js';
import { ReviewResolver } from './review.resolver.js';
import { ReviewService } from './review.service.js';
import { ActionResolver, FindingResolver, QualityProviderResolver } from './review-parts.resolver.js';
import { SelfAssessmentResolver } from './self-assessment.resolver.js';
import { subjectRepository } from './subject.repository.js';
import { SubjectService } from './subject.service.js';

/** Quality of providers: frameworks, reviews, evidence that runs out, inspections, and advice on thresholds. */
export const qualityFeature = feature({
  name: 'quality',
  needs: { vocabulary: vocabularyFeature, place: placeFeature, register: registerFeature },
  entities: [Framework, Principle, Review, Finding, Action, Evidence, EvidenceRule, Inspection, Judgement],
  resolvers: [
    FrameworkResolver,
    ReviewResolver,
    FindingResolver,
    ActionResolver,
    QualityProviderResolver,
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
      description: 'Quality of the provider: needs quality.read where the entry is.',
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

    const follow = new FollowService(listings, (kind) => vocabulary.get('EVIDENCE_KIND', kind).label, clock);
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
        new QualityProviderResolver(),
        new SelfAssessmentResolver(reviews, frameworks),
        new EvidenceResolver(evidence, subjects, vocabulary, atlas),
        new InspectionResolver(inspections, subjects, vocabulary, atlas),
        new JudgementResolver(vocabulary),
        new OverviewResolver(overviews),
      ],
    };
  },
});
