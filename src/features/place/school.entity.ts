import { Column, CreateDateColumn, Entity, PrimaryColumn, UpdateDateColumn } from 'typeorm';

/** A school in the GIAS register that a search can start from. Codes are those of the GIAS extract. */
@Entity('school')
export class School {
  @PrimaryColumn('text')
  urn: string;

  @Column('text')
  name: string;

  @Column('text', { nullable: true })
  localAuthorityCode: string | null;

  @Column('text', { nullable: true })
  establishmentNumber: string | null;

  @Column('text', { nullable: true })
  ukprn: string | null;

  @Column('text', { nullable: true })
  uprn: string | null;

  @Column('text')
  typeCode: string;

  /** 1 open, 2 closed, 3 open but proposed to close, 4 proposed to open. */
  @Column('text')
  statusCode: string;

  @Column('text', { nullable: true })
  phaseCode: string | null;

  @Column('integer', { nullable: true })
  lowAge: number | null;

  @Column('integer', { nullable: true })
  highAge: number | null;

  @Column('date', { nullable: true })
  openedOn: string | null;

  @Column('date', { nullable: true })
  closedOn: string | null;

  @Column('text', { nullable: true })
  street: string | null;

  @Column('text', { nullable: true })
  locality: string | null;

  @Column('text', { nullable: true })
  town: string | null;

  @Column('text', { nullable: true })
  postcode: string | null;

  @Column('double precision', { nullable: true })
  latitude: number | null;

  @Column('double precision', { nullable: true })
  longitude: number | null;

  /** POINT: its own, from GIAS. POSTCODE: that of its postcode. Null if it has no position, or if that was given in another way. */
  @Column('text', { nullable: true })
  positionPrecision: 'POINT' | 'POSTCODE' | null;

  @Column('text', { nullable: true })
  districtCode: string | null;

  @Column('text', { nullable: true })
  website: string | null;

  @Column('boolean', { default: false })
  isDemonstration: boolean;

  @Column('integer', { default: 1 })
  version: number;

  @CreateDateColumn({ type: 'timestamptz' })
  createdAt: Date;

  @UpdateDateColumn({ type: 'timestamptz' })
  updatedAt: Date;
}
