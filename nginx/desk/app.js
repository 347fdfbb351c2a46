// app: begins. Who is it? Then the shell, or the way in.
import { html, render, useEffect } from './html.js';
import { Slow } from './parts/basic.js';
import { complete } from './screens.js';
import { SignIn } from './screens/signin.js';
import { look, me } from './session.js';
import { Shell } from './shell.js';
import { use } from './store.js';
import { language } from './words.js';

function App() {
    const who = use(me);
    const tag = use(language);
    const ready = use(complete);
    useEffect(begin, []);
    if (who === undefined || who && !ready) return html`<${Slow} />`;
    return who ? html`<${Shell} key=${tag} />` : html`<${SignIn} key=${tag} />`;
}

/** Without a server there is nobody to ask; it is asked until there is. */
function begin() {
    look().catch(() => setTimeout(begin, 2000));
}

render(html`<${App} />`, document.getElementById('desk'));
