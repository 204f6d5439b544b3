import type { Review } from './review.entity.js';

/** Conditions of a list of evidence; what is absent does not narrow. */
export interface EvidenceCriteria {
  readonly localAuthorityCode?: string;
  readonly providerId?: string;
  readonly kinds?: readonly string[];
  readonly states?: readonly string[];
  /** `yyyy-mm-dd`. */
  readonly expiresBy?: string;
  readonly affectsListing?: boolean;
}

/** Conditions of a list of inspections; what is absent does not narrow. */
export interface InspectionCriteria {
  readonly localAuthorityCode?: string;
  readonly providerId?: string;
}

/** Conditions of a list of reviews; what is absent does not narrow. */
export interface ReviewCriteria {
  readonly localAuthorityCode?: string;
  readonly providerId?: string;
  readonly state?: Review['state'];
  /** `yyyy-mm-dd`. */
  readonly dueBy?: string;
}
