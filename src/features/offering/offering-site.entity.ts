import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A site that an offering runs at. Through `providerId` the database makes sure that both have the same provider. */
@Entity('offering_site')
export class OfferingSite {
  @PrimaryColumn('uuid')
  offeringId: string;

  @PrimaryColumn('uuid')
  siteId: string;

  @Column('uuid')
  providerId: string;
}
