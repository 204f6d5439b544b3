import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Something that only a test knows. */
@Entity('toy')
export class Toy {
  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  name: string;
}
