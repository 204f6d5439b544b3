import { Column, Entity } from 'typeorm';
import { Versioned } from '../../../platform/database/versioned.js';

/** What a change request stands at. FAILED: approved, but the register had moved on when its day came. */
export const changeRequestStates = ['OPEN', 'APPROVED', 'PARTLY_APPROVED', 'REFUSED', 'FAILED'] as const;
export type ChangeRequestState = (typeof changeRequestStates)[number];

/** A field as it was when a change was asked for, and as it is wanted. */
export interface FieldChange {
  readonly field: string;
  readonly from: unknown;
  readonly to: unknown;
}

/** A provider's wish to change fields of a listed entry that the council owns. */
@Entity('change_request')
export class ChangeRequest extends Versioned {
  @Column('uuid')
  providerId: string;

  @Column('text')
  entryKind: 'PROVIDER' | 'SITE' | 'OFFERING';

  @Column('uuid')
  entryId: string;

  @Column('jsonb')
  fields: FieldChange[];

  @Column('text', { nullable: true })
  reason: string | null;

  @Column('text')
  requestedBy: string;

  @Column('text')
  state: ChangeRequestState;

  @Column('text', { array: true, default: '{}' })
  approvedFields: string[];

  /** First day on which what was approved holds, in Europe/London; null: at once. */
  @Column('date', { nullable: true })
  effectiveOn: string | null;

  @Column('text', { nullable: true })
  decidedBy: string | null;

  /** The local authority whose register the entry was in then, which decided. */
  @Column('text', { nullable: true })
  decidedIn: string | null;

  @Column('timestamptz', { nullable: true })
  decidedAt: Date | null;

  @Column('text', { nullable: true })
  decisionReason: string | null;

  /** When what was approved became the entry's; null while it has not. */
  @Column('timestamptz', { nullable: true })
  appliedAt: Date | null;
}
