import { mailFeature } from '../../src/features/mail/mail.feature.js';
import { CONTENT_KEPT, MailSender, MOST_ATTEMPTS } from '../../src/features/mail/sender.service.js';
import { DAY } from '../../src/platform/clock.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { until } from '../support/until.js';
import { aMail, KeptMails, mailsOf, putMail } from './outbox.js';

let hub: TestHub;
let port: KeptMails;
const logged: object[] = [];
const log = {
  info: () => {},
  warn: (facts: object, message: string) => void logged.push({ ...facts, message }),
};

beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(() => hub.stop());
beforeEach(async () => {
  await hub.database.pool.query('delete from mail');
  logged.length = 0;
  port = new KeptMails();
});

const sender = (through: KeptMails | null = port, lease?: number) =>
  new MailSender(mailsOf(hub), through, hub.clock, log, lease);
const row = async (id: string) =>
  (await hub.database.pool.query('select * from mail where id = $1', [id])).rows[0];

describe('a mail in the outbox', () => {
  it('is sent once, with the Message-ID that it was given', async () => {
    const id = await putMail(hub, { to: 'office@forge.example' });
    expect(await sender().sendDue()).toBe(1);
    expect(await sender().sendDue()).toBe(0);
    expect(port.sent).toHaveLength(1);
    expect(port.sent[0]).toMatchObject({ to: 'office@forge.example', messageId: `<${id}@hub.example.org>` });
    expect(await row(id)).toMatchObject({ attempts: 1, sent_at: new Date(hub.clock.now()) });
  });

  it('is not there if what caused it was not stored', async () => {
    const { outbox } = hub.of(mailFeature);
    const failing = hub.writer.write({}, async (db) => {
      await outbox.put(db, aMail());
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await mailsOf(hub).counts()).toEqual({ waiting: 0, sent: 0, givenUp: 0 });
  });

  it('is sent by one of many processes', async () => {
    for (let n = 0; n < 50; n++) await putMail(hub);
    const counts = await Promise.all(Array.from({ length: 4 }, () => sender().sendDue()));
    expect(counts.reduce((sum, n) => sum + n)).toBe(50);
    expect(new Set(port.sent.map(({ messageId }) => messageId)).size).toBe(50);
    expect(port.sent).toHaveLength(50);
  });

  it('is left to the process that sends it until its lease ends, and is then sent again as it was', async () => {
    await putMail(hub);
    port.before = () => new Promise(() => {}); // this process never comes back
    void sender(port, 60_000).sendDue();
    const other = new KeptMails();
    const claimed = async () =>
      (await hub.database.pool.query('select from mail where claimed_by is not null')).rowCount;
    await until('the first has claimed it', claimed);
    expect(await sender(other).sendDue()).toBe(0);
    hub.clock.pass(60_001);
    expect(await sender(other).sendDue()).toBe(1);
  });

  it('waits while there is no way out, and the log says so once', async () => {
    const silent = sender(null);
    await silent.sendDue();
    expect(logged).toEqual([]);
    await putMail(hub);
    await silent.sendDue();
    await silent.sendDue();
    expect(logged).toEqual([{ waiting: 1, message: 'mails are kept waiting: set SMTP_URL or MAIL_FOLDER' }]);
    expect(await sender().sendDue()).toBe(1);
  });

  it('is tried again after pauses that grow, then given up, without its address in the log', async () => {
    const id = await putMail(hub, { to: 'secret@forge.example' });
    port.fault = Object.assign(new Error('550 <secret@forge.example> unknown, see /home/x'), {
      code: 'EENVELOPE',
      command: 'RCPT TO',
      responseCode: 550,
    });
    const pauses: number[] = [];
    for (let attempt = 1; attempt < MOST_ATTEMPTS; attempt++) {
      await sender().sendDue();
      const { due_at } = await row(id);
      pauses.push(due_at.getTime() - hub.clock.now());
      hub.clock.pass(due_at.getTime() - hub.clock.now() - 1);
      expect(await sender().sendDue()).toBe(0);
      expect((await row(id)).attempts).toBe(attempt);
      hub.clock.pass(1);
    }
    expect(pauses).toEqual([...pauses].sort((a, b) => a - b));
    expect(new Set(pauses).size).toBe(pauses.length);
    await sender().sendDue();
    hub.clock.pass(30 * DAY);
    await sender().sendDue();
    expect(await row(id)).toMatchObject({
      attempts: MOST_ATTEMPTS,
      given_up_at: expect.any(Date),
      last_error: 'EENVELOPE, after RCPT TO, the server said 550',
    });
    expect(logged).toHaveLength(MOST_ATTEMPTS);
    expect(JSON.stringify(logged)).not.toMatch(/forge|secret|home/);
    expect(await mailsOf(hub).failures(10)).toMatchObject([{ id, attempts: MOST_ATTEMPTS }]);
    port.fault = null;
    expect(await mailsOf(hub).again(new Date(hub.clock.now()))).toBe(1);
    expect(await sender().sendDue()).toBe(1);
  });

  it('is not sent when it comes too late to be of use', async () => {
    const id = await putMail(hub, { uselessFrom: new Date(hub.clock.now() + 1_000) });
    hub.clock.pass(1_000);
    expect(await sender().sendDue()).toBe(0);
    expect(port.sent).toEqual([]);
    expect((await row(id)).given_up_at).not.toBeNull();
  });

  it('never reaches a mail server if it is to someone invented', async () => {
    const id = await putMail(hub, { isDemonstration: true });
    expect(await sender().sendDue()).toBe(0);
    expect(port.sent).toEqual([]);
    expect(await row(id)).toMatchObject({ given_up_at: expect.any(Date), last_error: expect.any(String) });
    await putMail(hub, { isDemonstration: true });
    const folder = new KeptMails(false);
    expect(await sender(folder).sendDue()).toBe(1);
  });

  it('loses its content days after it was sent, and keeps its row', async () => {
    const id = await putMail(hub);
    await sender().sendDue();
    hub.clock.pass(CONTENT_KEPT);
    expect(await sender().forget()).toBe(0);
    hub.clock.pass(1);
    expect(await sender().forget()).toBe(1);
    expect(await row(id)).toMatchObject({
      recipient: null,
      subject: null,
      text: null,
      html: null,
      headers: null,
    });
    expect(await sender().forget()).toBe(0);
  });
});
