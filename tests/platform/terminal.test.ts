import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { Command } from 'commander';
import { registerCommands } from '../../src/features/provider/register-command.js';
import { terminal } from '../../src/platform/terminal.js';
import { createTestDatabase } from '../support/database.js';

describe('a terminal', () => {
  it('is shown lines and letters, and nothing that steers it', async () => {
    const stream = new PassThrough();
    const out = terminal(stream);
    out.write('red \u001b[31m, gone \u001b[2J, \u009b1m, back\u0008, \u202egnol, zoë 😀\n');
    out.write('two\r\nthree\tcolumns\u2028four');
    out.end(() => stream.end());
    expect(await text(stream)).toBe(
      'red ?[31m, gone ?[2J, ?1m, back?, ?gnol, zoë 😀\ntwo\nthree\tcolumns\nfour',
    );
  });

  it('may be given a register whose names were stored before there was a rule', async () => {
    const database = await createTestDatabase();
    try {
      await database.pool.query(`
        insert into provider (id, name, setting_type, registration, local_authority_code, urn, state)
        values (gen_random_uuid(), 'Oak' || chr(27) || ']0;owned' || chr(7) || 'House', 'OTH', 'UNREGISTERED', '926', '900001', 'DRAFT')`);
      const stream = new PassThrough();
      const program = new Command();
      const open = async () => ({ pool: database.pool, close: async () => {} });
      const out = terminal(stream);
      registerCommands(program, open, out);
      await program.parseAsync(['register', 'list'], { from: 'user' });
      out.end(() => stream.end());
      expect(await text(stream)).toContain('Oak?]0;owned?House');
    } finally {
      await database.drop();
    }
  });
});
