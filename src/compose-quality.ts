import type { Register } from './compose-register.js';
import type { Atlas } from './features/place/atlas.js';
import { Evidence, EvidenceRule } from './features/quality/evidence.entity.js';
import { evidenceRepository } from './features/quality/evidence.repository.js';
import { EvidenceResolver } from './features/quality/evidence.resolver.js';
import { EvidenceService } from './features/quality/evidence.service.js';
import { FollowService } from './features/quality/follow.service.js';
import { Framework, Principle } from './features/quality/framework.entity.js';
import { frameworkRepository } from './features/quality/framework.repository.js';
import { FrameworkResolver } from './features/quality/framework.resolver.js';
import { FrameworkService } from './features/quality/framework.service.js';
import { Inspection, Judgement } from './features/quality/inspection.entity.js';
import { inspectionRepository } from './features/quality/inspection.repository.js';
import { InspectionResolver, JudgementResolver } from './features/quality/inspection.resolver.js';
import { InspectionService } from './features/quality/inspection.service.js';
import { overviewRepository } from './features/quality/overview.repository.js';
import { OverviewResolver } from './features/quality/overview.resolver.js';
import { OverviewService } from './features/quality/overview.service.js';
import { QUALITY_FIELD, qualityAddition } from './features/quality/quality-filter.service.js';
import { Action, Finding, Review } from './features/quality/review.entity.js';
import { reviewRepository } from './features/quality/review.repository.js';
import { ReviewResolver } from './features/quality/review.resolver.js';
import { ReviewService } from './features/quality/review.service.js';
import {
  ActionResolver,
  FindingResolver,
  QualityProviderResolver,
} from './features/quality/review-parts.resolver.js';
import { SelfAssessmentResolver } from './features/quality/self-assessment.resolver.js';
import { subjectRepository } from './features/quality/subject.repository.js';
import { SubjectService } from './features/quality/subject.service.js';
import type { Vocabulary } from './features/vocabulary/vocabulary.service.js';
import type { Clock } from './platform/clock.js';
import type { Database } from './platform/database/data-source.js';
import type { RegisterWriter } from './platform/database/register-writer.js';
import { decodeId } from './platform/graphql/global-id.js';

/** Entities of quality. */
export const qualityEntities = [
  Framework,
  Principle,
  Review,
  Finding,
  Action,
  Evidence,
  EvidenceRule,
  Inspection,
  Judgement,
];

/** Resolver classes of quality. */
export const qualityResolvers = [
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
] as const;

/** Puts quality together: its services, the resolvers over them, and the caches that follow the change log. */
export function composeQuality(parts: {
  readonly database: Database;
  readonly writer: RegisterWriter;
  readonly vocabulary: Vocabulary;
  readonly atlas: Atlas;
  readonly clock: Clock;
  readonly register: Register;
}) {
  const { database, writer, vocabulary, atlas, clock, register } = parts;
  const { source, reading: pool } = database;
  const frameworkData = frameworkRepository(source, pool);
  const reviewData = reviewRepository(source, pool);
  const inspectionData = inspectionRepository(source, pool);
  const subjectData = subjectRepository(pool);

  const frameworks = new FrameworkService(frameworkData, writer, atlas, clock);
  const reviews = new ReviewService(reviewData, frameworkData, writer, atlas, decodeId, clock);
  const follow = new FollowService(
    register.listings,
    (kind) => vocabulary.get('EVIDENCE_KIND', kind).label,
    clock,
  );
  register.listings.guard(async (db, kind, id) => (kind === 'PROVIDER' ? follow.problems(db, id) : []));
  register.listings.follow((db, providerIds) => follow.suspendOf(db, providerIds));
  register.register.extendFilter(QUALITY_FIELD, qualityAddition(vocabulary, clock));
  const evidence = new EvidenceService(
    evidenceRepository(source, pool),
    follow,
    writer,
    vocabulary,
    atlas,
    decodeId,
    clock,
  );
  const inspections = new InspectionService(inspectionData, writer, vocabulary, atlas, decodeId, clock);
  const overviews = new OverviewService(overviewRepository(pool), clock);
  const subjects = new SubjectService(subjectData);

  return {
    frameworks,
    reviews,
    evidence,
    inspections,
    overviews,
    caches: [...frameworkData.caches, ...reviewData.caches, ...inspectionData.caches, ...subjectData.caches],
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
}
