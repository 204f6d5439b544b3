import { loadDemonstration } from '../../seeds/load-demonstration.js';
import { MailSender } from '../../src/features/mail/sender.service.js';
import { KeptMails, mailsOf } from '../mail/outbox.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { chase, norfolk } from './reminders.js';

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub(({ pool }) => loadDemonstration(pool, '2026-11-23'));
});
afterAll(() => hub.stop());

it('the demonstration has providers that are due, and none of them ever gets a mail by a server', async () => {
  const ask = await norfolk(hub);
  const { data } = await ask<{ chasingDue: { totalCount: number; nodes: { reach: string }[] } }>(
    '{ chasingDue(first: 100) { totalCount nodes { reach } } }',
  );
  expect(data.chasingDue.totalCount).toBeGreaterThan(5);
  const made = await chase(hub);
  expect(made).toBeGreaterThan(5);
  const log = { info: () => {}, warn: () => {} };
  const server = new KeptMails();
  expect(await new MailSender(mailsOf(hub), server, hub.clock, log).sendDue()).toBe(0);
  expect(server.sent).toEqual([]);
  expect(await mailsOf(hub).counts()).toEqual({ waiting: 0, sent: 0, givenUp: made });
});
