/** Runs in the browser. GraphiQL would write queries to the address; this keeps them out of it. */
export const startScript = `'use strict';
const { title, endpoint, base, tabs, signIn } = JSON.parse(document.getElementById('settings').textContent);
const workers = { json: 'json.js', graphql: 'graphql.js' };
self.MonacoEnvironment = {
  globalAPI: false,
  getWorkerUrl: (_, label) => base + (workers[label] ?? 'editor.js'),
};
// Browsers never send the part after #.
const code = new URLSearchParams(location.hash.slice(1)).get('code');
const chosen = document.querySelector('#sign-in select');
const own = document.getElementById('own');
const token = own.querySelector('input');
const OWN = 'own';
const choices = [{ label: 'the public (not signed in)', query: '' }, { label: 'the holder of a token or key', query: OWN }];
if (signIn && (code || !signIn.codeHeader)) choices.push(...signIn.choices);
chosen.append(...choices.map(({ label, query }) => new Option(label, query)));
/** Session storage ends with the browser tab, so no token is left on a shared machine. */
function remember() {
  own.hidden = chosen.value !== OWN;
  sessionStorage.setItem('explorer:as', chosen.value);
  if (token.value) sessionStorage.setItem('explorer:token', token.value);
  else sessionStorage.removeItem('explorer:token');
}
chosen.value = sessionStorage.getItem('explorer:as') ?? '';
if (chosen.selectedIndex < 0) chosen.value = '';
token.value = sessionStorage.getItem('explorer:token') ?? '';
remember();
chosen.addEventListener('change', remember);
token.addEventListener('input', remember);
own.querySelector('button').addEventListener('click', () => {
  token.value = '';
  chosen.value = '';
  remember();
});
/** A role gets a new token for each operation, so that none expires. */
async function authorization() {
  if (chosen.value === OWN) {
    const sent = token.value.trim().replace(/^bearer\\s+/i, '');
    if (!sent) throw new Error('Enter a token or API key at the top, or choose the public.');
    return { authorization: 'Bearer ' + sent };
  }
  if (!chosen.value) return {};
  const headers = signIn.codeHeader ? { [signIn.codeHeader]: code } : {};
  const answer = await fetch(signIn.path + '?' + chosen.value, { headers });
  const { access_token, error_description } = await answer.json();
  if (!access_token) throw new Error(error_description);
  return { authorization: 'Bearer ' + access_token };
}
// GraphiQL forgets the variables of the first tab, unless it has tabs from an earlier visit.
const firstVisit = localStorage.getItem('graphiql:tabState') === null;
YogaGraphiQL.renderYogaGraphiQL(document.getElementById('explorer'), {
  title,
  logo: '',
  defaultTabs: tabs.length > 0 ? tabs : undefined,
  variables: firstVisit ? (tabs[0]?.variables ?? undefined) : undefined,
  shouldPersistHeaders: false,
  onEditQuery() {},
  async fetcher(operation, { headers } = {}) {
    let signedIn;
    try {
      signedIn = await authorization();
    } catch ({ message }) {
      return { errors: [{ message }] };
    }
    const answer = await fetch(endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-client-name': 'explorer',
        ...signedIn,
        ...headers,
      },
      body: JSON.stringify(operation),
    });
    return answer.json();
  },
});
`;
