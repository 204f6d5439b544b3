import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mailFolder } from '../../src/platform/mail/mail-folder.js';
import { mailFault, type OutgoingMail } from '../../src/platform/mail/mail-port.js';
import { smtpMail } from '../../src/platform/mail/smtp-mail.js';
import { type SmtpInbox, startSmtpInbox } from '../support/smtp-inbox.js';

const mail: OutgoingMail = {
  messageId: '<0190-1@hub.example>',
  to: 'office@forge.example',
  subject: 'Norfolk: are your 2 vacancies still true? – £5',
  text: 'Plain “words”.\n',
  html: '<p>Rich.</p>',
  headers: {
    'List-Unsubscribe': '<https://hub.example/stop/1>',
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  },
  date: new Date('2026-11-30T09:00:00Z'),
};

describe('a mail server', () => {
  let inbox: SmtpInbox;
  beforeAll(async () => {
    inbox = await startSmtpInbox();
  });
  afterAll(() => inbox.close());

  it('gets the mail whole, from and to the right addresses', async () => {
    await smtpMail(inbox.url, 'hub@county.example').send(mail);
    const [got] = inbox.mails;
    expect(got).toMatchObject({
      from: 'hub@county.example',
      to: ['office@forge.example'],
      messageId: '<0190-1@hub.example>',
    });
    expect(got?.source).toMatch(/^List-Unsubscribe: <https:\/\/hub\.example\/stop\/1>/m);
    expect(got?.source).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click/m);
    expect(got?.source).toMatch(/^Date: Mon, 30 Nov 2026 09:00:00 \+0000/m);
    expect(got?.source).toMatch(/text\/plain[\s\S]*text\/html/);
  });

  it('that refuses a mailbox: the fault does not name the mailbox', async () => {
    inbox.refuse({ code: 550, message: 'No office@forge.example here' });
    const error = await smtpMail(inbox.url, 'hub@county.example')
      .send(mail)
      .catch((thrown: unknown) => thrown);
    inbox.refuse(null);
    expect(mailFault(error)).toBe('EENVELOPE, after RCPT TO, the server said 550');
  });

  it('that is not there: the fault does not name its address', async () => {
    const error = await smtpMail('smtp://127.0.0.1:1', 'hub@county.example')
      .send(mail)
      .catch((thrown: unknown) => thrown);
    expect(mailFault(error)).toMatch(/^E[A-Z]+, after CONN$/);
  });

  it('of another machine gets no password without encryption', async () => {
    const plain = new URL(inbox.url);
    const error = await smtpMail(`smtp://user:secret@localtest.invalid:${plain.port}`, 'hub@county.example')
      .send(mail)
      .catch((thrown: unknown) => thrown);
    expect(mailFault(error)).not.toContain('secret');
  });

  it.each(['to', 'subject'] as const)('cannot be led astray by line breaks in %s', async (field) => {
    const before = inbox.mails.length;
    const odd = { ...mail, [field]: 'office@forge.example\r\nBcc: other@forge.example' };
    await smtpMail(inbox.url, 'hub@county.example')
      .send(odd)
      .catch(() => {});
    for (const { to, source } of inbox.mails.slice(before)) {
      expect(to.join()).not.toContain('other@');
      expect(source).not.toMatch(/^Bcc:/m);
    }
  });
});

describe('a folder', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ap-hub-mail-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('holds a mail that is sent many times at once exactly once, and nothing half written', async () => {
    const inner = join(folder, 'made');
    const port = mailFolder(inner, 'hub@county.example');
    await Promise.all(Array.from({ length: 20 }, () => port.send(mail)));
    const names = readdirSync(inner);
    expect(names).toEqual([expect.stringMatching(/^2026-11-30-[0-9a-f]{32}\.eml$/)]);
    const text = readFileSync(join(inner, names[0]!), 'utf8');
    expect(text).toContain('To: office@forge.example\r\n');
    expect(text).toContain('Message-ID: <0190-1@hub.example>\r\n');
  });

  it('that cannot be written: the fault does not name its path', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    const port = mailFolder(join(file, 'below'), 'hub@county.example');
    const error = await port.send(mail).catch((thrown: unknown) => thrown);
    expect(mailFault(error)).toMatch(/^E[A-Z]+$/);
  });
});

it.each([
  [null, 'unknown fault'],
  [new Error('office@forge.example'), 'unknown fault'],
  [{ code: 'office@forge.example', command: '/tmp/x' }, 'unknown fault'],
  [{ code: 'ESOCKET', command: 'CONN' }, 'ESOCKET, after CONN'],
])('a fault %p is %p in words', (error, words) => {
  expect(mailFault(error)).toBe(words);
});
