// app: begins. Who is it? Then the shell, or the way in.
import { online } from './api.js';
import { html, render, useEffect } from './html.js';
import { Slow } from './parts/basic.js';
import { complete } from './screens.js';
import { SignIn } from './screens/signin.js';
import { look, me } from './session.js';
import { Shell } from './shell.js';
import { use } from './store.js';
import { language, say } from './words.js';

function App() {
    const who = use(me);
    const tag = use(language);
    const ready = use(complete);
    useEffect(begin, []);
    const there = use(online);
    if (who === undefined || who && !ready) return there ? html`<${Slow} />` : html`<p class="warning" role="alert">${say('no_network')}</p>`;
    return who ? html`<${Shell} key=${tag} />` : html`<${SignIn} key=${tag} />`;
}

/** Without a server there is nobody to ask; it is asked until there is. */
function begin() {
    look().catch(() => setTimeout(begin, 2000));
}

render(html`<${App} />`, document.getElementById('desk'));
