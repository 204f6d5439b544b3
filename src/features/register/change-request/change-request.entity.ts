import { Column, Entity } from 'typeorm';
import { Versioned } from '../../../platform/database/versioned.js';

/** The states of a change request. FAILED: it was approved for a later day, but could no longer be made on that day. */
export const changeRequestStates = ['OPEN', 'APPROVED', 'PARTLY_APPROVED', 'REFUSED', 'FAILED'] as const;
export type ChangeRequestState = (typeof changeRequestStates)[number];

/** A field with its value at the time of the request, and the value asked for. */
export interface RequestedChange {
  readonly field: string;
  readonly from: unknown;
  readonly to: unknown;
}

/** A provider's request to change fields of a listed entry that the council owns. */
@Entity('change_request')
export class ChangeRequest extends Versioned {
  @Column('uuid')
  providerId: string;

  @Column('text')
  entryKind: 'PROVIDER' | 'SITE' | 'OFFERING';

  @Column('uuid')
  entryId: string;

  @Column('jsonb')
  fields: RequestedChange[];

  @Column('text', { nullable: true })
  reason: string | null;

  @Column('text')
  requestedBy: string;

  @Column('text')
  state: ChangeRequestState;

  @Column('text', { array: true, default: '{}' })
  approvedFields: string[];

  /** The day on which the approved changes are made, in Europe/London. Null means at once. */
  @Column('date', { nullable: true })
  effectiveOn: string | null;

  @Column('text', { nullable: true })
  decidedBy: string | null;

  /** The local authority that decided: the one whose register the entry was in at that time. */
  @Column('text', { nullable: true })
  decidedIn: string | null;

  @Column('timestamptz', { nullable: true })
  decidedAt: Date | null;

  @Column('text', { nullable: true })
  decisionReason: string | null;

  /** When the approved changes were made to the entry. Null if they have not been. */
  @Column('timestamptz', { nullable: true })
  appliedAt: Date | null;
}
