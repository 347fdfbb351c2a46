// signin: who is it? Also over the page when a session has ended: then what was typed stays where it is.
import { Refused, call } from '../api.js';
import { html, useEffect, useState } from '../html.js';
import { Button } from '../parts/basic.js';
import { Dialog } from '../parts/dialog.js';
import { Field } from '../parts/field.js';
import { farewell, me, sign_in, tls_missing } from '../session.js';
import { add_words, language, say } from '../words.js';

add_words({
    ru: {
        sign_in: 'Войти', sign_in_title: 'Вход', login: 'Логин', password: 'Пароль', wrong_password: 'Логин или пароль не подходит.',
        too_often: ['Слишком много попыток. Попробуйте через {0} секунду.', 'Слишком много попыток. Попробуйте через {0} секунды.', 'Слишком много попыток. Попробуйте через {0} секунд.'],
        type_both: 'Введите логин и пароль.', session_over: 'Вход устарел: войдите снова',
        session_over_text: 'Всё набранное осталось на месте.', network_lost: 'Нет связи с сервером. Попробуйте ещё раз.',
        no_tls: 'Соединение не защищено (нет TLS): пароль и заявки может прочитать кто угодно по дороге. Скажите администратору.',
        demo: 'Это демонстрация. Войти можно как:',
    },
    en: {
        sign_in: 'Sign in', sign_in_title: 'Sign in', login: 'Login', password: 'Password', wrong_password: 'The login or the password is wrong.',
        too_often: ['Too many attempts. Try again in {0} second.', 'Too many attempts. Try again in {0} seconds.'],
        type_both: 'Enter your login and your password.', session_over: 'Your session has ended: sign in again',
        session_over_text: 'What you typed is still there.', network_lost: 'The server cannot be reached. Try again.',
        no_tls: 'TLS is missing: anybody on the way can read the password and the leads. Tell your administrator.',
        demo: 'This is a demo. Sign in as:',
    },
});

function told(error) {
    if (!(error instanceof Refused)) return say('network_lost');
    if (error.code === '28P01') return say('wrong_password');
    if (error.status === 429 && error.more.seconds) return say('too_often', error.more.seconds);
    return error.message;
}

/** What both ways of asking need. */
function use_sign_in(start) {
    const [login, set_login] = useState(start);
    const [password, set_password] = useState('');
    const [error, set_error] = useState(null);
    const send = (as = login, with_password = password) => {
        if (!as || !with_password) return set_error(say('type_both'));
        return sign_in(as.trim(), with_password).catch((e) => {
            set_password('');
            set_error(told(e));
        });
    };
    return { login, set_login, password, set_password, error, send };
}

function Fields({ of, login_first }) {
    return html`<${Field} label=${say('login')} name="username" autocomplete="username" autocapitalize="none" spellcheck="false" required
            value=${of.login} onInput=${of.set_login} data-first=${login_first ? '' : undefined} />
        <${Field} kind="password" label=${say('password')} name="password" autocomplete="current-password" required
            value=${of.password} onInput=${of.set_password} data-first=${login_first ? undefined : ''} />
        ${tls_missing() && html`<p class="warning">${say('no_tls')}</p>`}`;
}

export function SignInAgain() {
    const of = use_sign_in(me.get().login);
    return html`<${Dialog} fixed title=${say('session_over')} submit=${() => of.send()} submit_label=${say('sign_in')} error=${of.error && { message: of.error }}>
        <p>${say('session_over_text')}</p><${Fields} of=${of} /><//>`;
}

export function SignIn() {
    const of = use_sign_in('');
    const [people, set_people] = useState([]);
    useEffect(() => {
        document.title = say('sign_in_title');
        call('GET', 'people.json', { over: false }).then(({ body }) => set_people(body ?? []), () => {});
    }, []);
    const submit = (event) => {
        event.preventDefault();
        of.send();
    };
    return html`<main class="signin" id="main">
        <h1>${say('sign_in_title')}</h1>
        ${farewell.get() && html`<p role="status">${farewell.get()}</p>`}
        <form novalidate onSubmit=${submit}>
            ${of.error && html`<p class="error" role="alert">${of.error}</p>`}
            <${Fields} of=${of} login_first />
            <p><${Button} type="submit" kind="main">${say('sign_in')}<//></p>
        </form>
        ${people.length > 0 && html`<h2>${say('demo')}</h2><ul class="people">${people.map((p) => html`<li key=${p.login}>
            <${Button} onClick=${() => of.send(p.login, p.password)}>${p.name ?? p.login}<//> <span class="soft">${what_of(p)}</span></li>`)}</ul>`}
    </main>`;
}
const what_of = ({ what }) => (what && typeof what === 'object' ? what[language.get()] : what);
