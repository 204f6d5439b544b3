import { feature } from '../../platform/composition/feature.js';
import { poolOf } from '../../platform/database/data-source.js';
import { MailRepository } from './mail.repository.js';
import { mailSetting } from './mail-setting.js';
import { mailsCommand } from './mails-command.js';
import { Outbox } from './outbox.service.js';
import { MailSender } from './sender.service.js';

/** Mails: any feature puts them into the outbox, in the transaction of what causes them. */
export const mailFeature = feature({
  name: 'mail',
  needs: {},
  commands: mailsCommand,
  compose({ database: { source }, clock, log, setting }) {
    const set = setting(mailSetting);
    const repository = new MailRepository(poolOf(source));
    const sender = new MailSender(repository, set.port, clock, log);
    return {
      gives: { outbox: new Outbox(repository, set, clock) },
      jobs: [
        { name: 'mails', every: { minutes: 1 }, run: () => sender.sendDue() },
        { name: 'content of old mails', every: 'day', run: () => sender.forget() },
      ],
      async start() {
        if (set.port && !set.port.reachesPeople)
          log.info({}, 'mails are written to a folder, and reach no one: SMTP_URL is not set');
      },
    };
  },
});
