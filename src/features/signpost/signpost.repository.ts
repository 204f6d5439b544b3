import type pg from 'pg';
import type { DataSource } from 'typeorm';
import { rowReader } from '../../platform/database/rows.js';
import { ReferralContact } from './referral-contact.entity.js';
import { Signpost } from './signpost.entity.js';

/** Reads all signposts and referral contacts. */
export class SignpostRepository {
  constructor(
    private readonly source: DataSource,
    private readonly pool: pg.Pool,
  ) {}

  /** In the order of the file. */
  async signposts(): Promise<Signpost[]> {
    const row = rowReader(this.source, Signpost);
    const { rows } = await this.pool.query(
      `select ${row.columns('s')} from signpost s order by position, key collate "C"`,
    );
    return rows.map(row.toEntity);
  }

  async referralContacts(): Promise<ReferralContact[]> {
    const row = rowReader(this.source, ReferralContact);
    const { rows } = await this.pool.query(`select ${row.columns('r')} from referral_contact r`);
    return rows.map(row.toEntity);
  }
}
