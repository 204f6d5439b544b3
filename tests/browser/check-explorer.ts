import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';

/** What must be found in the explorer at a url. */
export interface ExplorerExpectations {
  readonly title: string;
  /** Names of the tabs, which are those of the operations in them. */
  readonly tabs: readonly string[];
  /** Texts that the answer to the first tab's query holds. */
  readonly answer: readonly string[];
  /** A file for a picture of the page after that answer. */
  readonly screenshot?: string;
}

const SWITCHES = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts a browser without a window. Names can be made to lead elsewhere: `MAP evil.example 127.0.0.1`. */
export function launchBrowser(hostRules?: string): Promise<Browser> {
  const executablePath = findBrowser();
  if (!executablePath) throw new Error('Chromium is not on the PATH.');
  const rules = hostRules ? [`--host-resolver-rules=${hostRules}`] : [];
  return chromium.launch({ executablePath, args: [...SWITCHES, ...rules] });
}

/** The first Chromium on the PATH; undefined when there is none. */
export function findBrowser(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const names = ['chromium', 'chromium-browser', 'google-chrome'];
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Opens the explorer in a real browser and uses it: the page is whole, sends no request to other hosts, breaks no rule of its own policy,
 * reports no error, shows the examples and runs the first one.
 */
export async function checkExplorer(url: string, expectations: ExplorerExpectations): Promise<void> {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    const seen = watch(page);
    const response = await page.goto(`${url}/graphql`);
    expect(response?.status()).toBe(200);
    expect(response?.headers()['content-security-policy']).toContain("default-src 'none'");
    await page.waitForSelector('.graphiql-tab');
    expect(await page.title()).toBe(expectations.title);
    const tabs = page.locator('.graphiql-tab-button');
    for (const tab of expectations.tabs) await tabs.filter({ hasText: tab }).waitFor({ state: 'visible' });
    expect(await tabs.count()).toBe(expectations.tabs.length);

    await page.locator('.graphiql-execute-button').click();
    const result = page.locator('.result-window');
    for (const text of expectations.answer)
      await result.filter({ hasText: text }).waitFor({ state: 'visible' });
    if (expectations.screenshot) await page.screenshot({ path: expectations.screenshot });

    await checkDocumentation(page);
    await checkEveryTab(page, expectations.tabs);
    // Search terms stay out of addresses.
    expect(page.url()).toBe(`${url}/graphql`);
    expect(seen.requests.length).toBeGreaterThan(5);
    expect(seen.requests.filter((request) => !request.startsWith(`${url}/`))).toEqual([]);
    expect(seen.troubles).toEqual([]);
  } finally {
    await browser.close();
  }
}

/** The query of each tab can be chosen, and is one that the schema knows: the editor underlines no error. */
async function checkEveryTab(page: Page, tabs: readonly string[]): Promise<void> {
  for (const tab of tabs) {
    await page.locator('.graphiql-tab-button').filter({ hasText: tab }).click();
    await page.locator('.graphiql-query-editor').filter({ hasText: tab }).waitFor({ state: 'visible' });
    // The editor checks a text 400 ms after it has changed.
    await page.waitForTimeout(1_000);
    expect(await page.locator('.graphiql-query-editor .squiggly-error').count()).toBe(0);
  }
}

/** The schema has arrived: the documentation shows where it begins. */
async function checkDocumentation(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
  await page
    .locator('.graphiql-doc-explorer')
    .filter({ hasText: 'Root Types' })
    .waitFor({ state: 'visible' });
}

/** Collects every request, also of workers, and everything that a developer would see in red. */
function watch(page: Page): { requests: string[]; troubles: string[] } {
  const seen = { requests: [] as string[], troubles: [] as string[] };
  page.context().on('request', (request) => {
    if (!/^(data|blob):/.test(request.url())) seen.requests.push(request.url());
  });
  page.context().on('requestfailed', (request) => {
    seen.troubles.push(`${request.url()}: ${request.failure()?.errorText}`);
  });
  page.context().on('response', (response) => {
    if (response.status() >= 400) seen.troubles.push(`${response.url()}: ${response.status()}`);
  });
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) seen.troubles.push(message.text());
  });
  page.on('pageerror', (error) => seen.troubles.push(String(error.stack ?? error)));
  return seen;
}
