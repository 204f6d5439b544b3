import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An offering runs at a site; `providerId` proves in the database that both are the same provider's. */
@Entity('offering_site')
export class OfferingSite {
  @PrimaryColumn('uuid')
  offeringId: string;

  @PrimaryColumn('uuid')
  siteId: string;

  @Column('uuid')
  providerId: string;
}
