import { Column, CreateDateColumn, Entity, PrimaryColumn, UpdateDateColumn } from 'typeorm';

/** Where someone in need of help can turn: a line, a text service or a page, with where its details were read. */
@Entity('signpost')
export class Signpost {
  @PrimaryColumn('text')
  key: string;

  @Column('text')
  label: string;

  /** One plain sentence that says what it is for. */
  @Column('text')
  sentence: string;

  @Column('text', { nullable: true })
  telephone: string | null;

  /** The number to send a text message to. */
  @Column('text', { nullable: true })
  sms: string | null;

  @Column('text', { nullable: true })
  website: string | null;

  /** Null if the pages that were read do not agree on them. */
  @Column('text', { nullable: true })
  openingHours: string | null;

  @Column('text')
  forWhom: string;

  /** The local authority that it belongs to; null: it is for all of England. */
  @Column('text', { nullable: true })
  localAuthorityCode: string | null;

  /** What it helps with; see `signpostThemes`. */
  @Column('text', { array: true })
  themes: string[];

  /** Addresses of the pages on which its details stand. */
  @Column('text', { array: true })
  sources: string[];

  /** The day those pages were read, `yyyy-mm-dd`. */
  @Column('date')
  checkedOn: string;

  /** Its place in the order in which signposts are shown. */
  @Column('integer')
  position: number;

  @Column('integer', { default: 1 })
  version: number;

  @CreateDateColumn({ type: 'timestamptz' })
  createdAt: Date;

  @UpdateDateColumn({ type: 'timestamptz' })
  updatedAt: Date;
}
