import { loadDemonstration } from '../../seeds/load-demonstration.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { checkExplorer, findBrowser } from './check-explorer.js';

const browser = findBrowser();
if (!browser)
  console.warn('[SKIPPED: there is no Chromium on the PATH] the explorer of the hub in a real browser');

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub(({ pool }) => loadDemonstration(pool, '2026-11-23'));
});
afterAll(() => hub.stop());

(browser ? it : it.skip)('the explorer of the hub works offline in a real browser', async () => {
  await checkExplorer(hub.address, {
    title: 'AP Hub explorer',
    tabs: [
      'Nearby',
      'NeedsMatch',
      'InYourOwnWords',
      'WhileTheyType',
      'FromASchool',
      'WholeProvider',
      'OpenVacancies',
      'CodeLists',
      'AsASchool',
      'AsAnEditor',
      'AsACommissioner',
      'AsAPartner',
    ],
    answer: ['"label": "NR21 9"', '(demonstration)'],
    screenshot: process.env.EXPLORER_SCREENSHOT ?? '',
  });
});
