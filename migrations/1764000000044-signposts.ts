import type { MigrationInterface, QueryRunner } from 'typeorm';

const THEMES = [
  'EMERGENCY',
  'SUICIDE',
  'SELF_HARM',
  'MENTAL_HEALTH',
  'ABUSE',
  'EXPLOITATION',
  'MISSING',
  'EATING_DISORDER',
  'SUBSTANCES',
  'DOMESTIC_ABUSE',
  'BEREAVEMENT',
];

/** Where someone in need of help can turn, and the concepts that call for it. */
export class Signposts1764000000044 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    const themes = `array[${THEMES.map((theme) => `'${theme}'`).join(', ')}]`;
    await db.query(`
      alter table concept add column signposts text[] not null default '{}'
        constraint concept_signposts check (signposts <@ ${themes})`);
    await db.query(`
      create table signpost (
        key text primary key,
        label text not null,
        sentence text not null,
        telephone text,
        sms text,
        website text,
        opening_hours text,
        for_whom text not null,
        local_authority_code text references local_authority (code),
        themes text[] not null check (cardinality(themes) > 0 and themes <@ ${themes}),
        sources text[] not null check (cardinality(sources) > 0),
        checked_on date not null,
        position integer not null,
        version integer not null default 1,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        constraint signpost_leads_somewhere check (coalesce(telephone, sms, website) is not null)
      )`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table signpost; alter table concept drop column signposts');
  }
}
