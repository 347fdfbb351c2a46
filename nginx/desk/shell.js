// shell: what stands around each screen: who I am, what I have and until when, the menu, whether there is a network.
import { online } from './api.js';
import { drained, waiting } from './acts.js';
import { set_title, sound, switch_sound } from './badge.js';
import { unfinished, wipe } from './drafts.js';
import { html, useLayoutEffect, useRef, useState } from './html.js';
import { use_keys } from './keys.js';
import { mine, use_mine } from './mine.js';
import { take_next } from './next.js';
import { Button, Left, short } from './parts/basic.js';
import { Dialog } from './parts/dialog.js';
import { go, link, route } from './route.js';
import { first_of, screens_of } from './screens.js';
import { SignInAgain } from './screens/signin.js';
import { me, over, sign_out, tls_missing } from './session.js';
import { use } from './store.js';
import { Toasts, wrong } from './toasts.js';
import { say } from './words.js';

const SEND_MS = 3000;
async function leave() {
    const { login } = me.get();
    if (!await drained(SEND_MS)) return wrong({ message: say('acts_left') });
    const held = mine.get()?.length;
    return sign_out(held ? say('signs_out_held', held) : '').then(() => wipe(login), (error) => wrong(error.message ? error : { message: say('network_lost') }));
}

function Who() {
    const who = use(me);
    const [asks, ask] = useState(false);
    const start = () => (unfinished().length ? ask(true) : leave());
    return html`<div class="who"><strong>${who.name}</strong>
        ${!who.trusted && html`<${Button} kind="quiet" onClick=${start}>${say('sign_out')}<//>`}
        ${asks && html`<${Dialog} title=${say('unfinished')} close=${() => ask(false)} submit=${() => { ask(false); leave(); }} submit_label=${say('sign_out')}>
            <p>${say('unfinished_text')}</p><//>`}</div>`;
}

/** The leads I have, each with the time that is left. */
function Held() {
    const list = use_mine();
    if (!list) return null;
    if (list.length === 0) return html`<p class="held soft">${say('held_none')}</p>`;
    return html`<div class="held"><span class="soft" id="held">${say('held')}:</span><ul aria-labelledby="held">${list.map((row) => html`<li key=${row.receipt}>
        <a href=${link('lead', row.receipt)}>${short(row.receipt)}${row.name && html` <bdi>${row.name}</bdi>`}</a>
        <span class="unseen">${say('lease_of')}</span> <${Left} until=${row.lease_until} /></li>`)}</ul></div>`;
}

function Menu({ at }) {
    const who = use(me);
    return html`<nav aria-label=${say('menu')}><ul>${screens_of(who).filter((s) => (typeof s.menu === 'function' ? s.menu(who) : s.menu)).map((s) => html`
        <li key=${s.path}><a href=${link(s.path)} aria-current=${s.path === at ? 'page' : undefined}>${say(s.title)}${s.count && html`<${Count} of=${s} />`}</a></li>`)}
    </ul></nav>`;
}
function Count({ of }) {
    const number = use(of.count);
    return number ? html` <span class=${of.urgent ? 'count urgent' : 'count'}>${number}</span>` : null;
}

function Network() {
    const there = use(online);
    const list = use(waiting);
    if (there) return null;
    return html`<p class="warning" role="status">${say('no_network')} ${list.length > 0 && `${say('no_network_acts', list.length)} ${say('no_network_kept')}`}</p>`;
}

function Sound() {
    const on = use(sound);
    return html`<${Button} kind="quiet" aria-pressed=${on ? 'true' : 'false'} onClick=${() => switch_sound(!on)}>${say(on ? 'sound_off' : 'sound_on')}<//>`;
}

function Missing() {
    return html`<h1 tabindex="-1">${say('no_screen')}</h1><p>${say('no_screen_text')}</p>`;
}

/** A new screen is read from its top, by whatever reads. */
function use_arrival(screen, where) {
    const begun = useRef(false);
    useLayoutEffect(() => {      // before the next key
        set_title(`${say(screen ? screen.title : 'no_screen')} – ${say('desk')}`);
        const place = document.querySelector('#main [data-first]') ?? (begun.current && document.querySelector('#main h1'));
        if (place) place.focus();
        begun.current = true;
    }, [screen, where.rest]);
}

export function Shell() {
    const who = use(me);
    const where = use(route);
    const ended = use(over);
    const screen = where.path === '' ? first_of(who) : screens_of(who).find((s) => s.path === where.path);
    use_arrival(screen, where);
    use_keys({ 'Shift+Slash': () => go('help'), ...(who.works_in === 'desk' ? { Slash: () => go('search'), 'Ctrl+Enter': take_next } : {}) });
    return html`<a class="skip" href="#main" onClick=${to_main}>${say('skip')}</a>
        <header><div class="top"><p class="name">${say('desk')}</p><${Menu} at=${screen?.path} /><${Who} /></div>
            ${who.works_in === 'desk' && html`<div class="top second"><${Held} /><${Sound} /></div>`}</header>
        ${tls_missing() && html`<p class="warning">${say('no_tls')}</p>`}
        <${Network} />
        <main id="main">${screen ? html`<${screen.View} key=${`${screen.path}/${where.rest}`} rest=${where.rest} query=${where.query} />` : html`<${Missing} />`}</main>
        <${Toasts} />
        ${ended && html`<${SignInAgain} />`}`;
}
/** The address is the screen's: it stays. */
function to_main(event) {
    event.preventDefault();
    const heading = document.querySelector('#main h1');
    heading?.focus();
}
