import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Programs that sign in with keys, and what each client has spent of its budget. */
export class Identity1764000000010 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table api_client (
        id uuid primary key,
        name text not null check (length(btrim(name)) between 2 and 100),
        role text not null,
        local_authority_codes text[] not null default '{}',
        provider_ids uuid[] not null default '{}',
        -- null: everything that the role allows
        scopes text[],
        version integer not null default 1,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now()
      );
      create unique index api_client_name on api_client (lower(name));

      create table api_key (
        id uuid primary key,
        client_id uuid not null references api_client on delete cascade,
        prefix text not null unique check (prefix ~ '^[a-z0-9]{12}$'),
        hash text not null check (hash ~ '^[0-9a-f]{64}$'),
        expires_at timestamptz not null,
        revoked_at timestamptz,
        version integer not null default 1,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now()
      );
      create index api_key_client on api_key (client_id);

      select follow_table('api_client', 'id');
      select follow_table('api_key', 'id', 'client_id');

      -- Separate from the key, because using one does not change the register. Unlogged, because losing it in a crash does no harm.
      create unlogged table api_key_use (
        key_id uuid primary key references api_key on delete cascade,
        last_used_at timestamptz not null
      );

      -- As rate-limiter-flexible wants it.
      create unlogged table rate_limit (
        key varchar(255) primary key,
        points integer not null default 0,
        expire bigint
      );
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop table rate_limit, api_key_use, api_key, api_client`);
  }
}
