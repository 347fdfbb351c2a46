// desk_axe: axe-core on each screen and each dialog of a qualifier, in both languages, light and dark. Which there are is read from
// the pages themselves: one that is not looked at here fails.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import test, { after } from 'node:test';
import { ROOT, Site, VALID, day } from '../http/lib.mjs';
import { axe, open_browser, with_page } from './lib.mjs';

const site = await Site.up({ port: 'auto', desk: true, expect: [/ FATAL: .*password authentication failed/, /не номер заявки|is no receipt|не ответ|is no answer/] });
await site.psql('UPDATE intake.setting SET max_clients = 20, recheck_share = 0');
const browser = await open_browser();
const OPTIONS = { expect: [/status of (401|422)/, /net::ERR_INTERNET_DISCONNECTED/], viewport: { width: 1280, height: 900 }, bypassCSP: true, reducedMotion: 'reduce' };
const PEOPLE = { ru: ['olga', 'pavel'], en: ['pavel', 'olga'] };      // who looks, and a colleague

const sent = (name, more) => site.receipt('cargo', { ...VALID.cargo, name, phone: '', email: '', ready_on: day(3), ...more });
const as = (login, query) => site.psql(`SET SESSION AUTHORIZATION ${login}; ${query}`);

/** A lead in each state that a card shows in its own way. */
async function leads_of(me, colleague, n) {
    const phone = (last) => `+7 912 000-0${n}-0${last}`;
    const it = {};
    await sent('Игорь', { phone: phone(1) });
    await sent('Инна', { email: `inna${n}@example.com` });
    it.mine = await sent('Игорь', { phone: phone(1), email: `inna${n}@example.com` });      // of two clients, perhaps
    await as(me, `SELECT FROM desk.take('${it.mine}'); SELECT desk.record_attempt('${it.mine}', 'no_answer'), desk.add_note('${it.mine}', 'перезвонить')`);
    await sent('Игорь', { phone: phone(1), cargo: 'ещё станки' });      // again
    it.free = await sent('Мирон', { phone: phone(2) });
    it.away = await sent('Нонна', { phone: phone(3) });
    await as(colleague, `SELECT FROM desk.take('${it.away}')`);
    it.closed = await sent('Олег', { phone: phone(4) });
    await as(me, `SELECT FROM desk.take('${it.closed}'); SELECT desk.refuse('${it.closed}', 'too_small')`);
    it.promised = await sent('Пётр', { phone: phone(5) });
    await as(me, `SELECT FROM desk.take('${it.promised}'); SELECT desk.record_attempt('${it.promised}', 'talked'), desk.postpone('${it.promised}', '+2h', 'asked_later')`);
    it.blind = await sent('Роза', { phone: phone(6) });
    await site.psql('UPDATE intake.setting SET recheck_share = 1');
    await as(colleague, `SELECT FROM desk.take('${it.blind}'); SELECT desk.record_attempt('${it.blind}', 'talked'), desk.refuse('${it.blind}', 'too_small')`);
    await site.psql('UPDATE intake.setting SET recheck_share = 0');
    it.phone = encodeURIComponent(phone(1).replace(/[ -]/g, ''));
    return it;
}

/** A page with the words it says, whoever it speaks to. */
class Desk {
    constructor(page, leads, schemes) { Object.assign(this, { page, leads, schemes, wrong: [] }); }

    /** A module of the pages, as it is there: what it knows is what is shown. */
    module(name) {
        return this.page.evaluateHandle((wanted) => import([...document.querySelectorAll('link[rel=modulepreload]')].map((l) => l.href)
            .find((href) => href.match(/static\/\w+\/(.*)/)[1] === wanted)), name);
    }
    async say(word) { return (await this.module('words.js')).evaluate((words, name) => words.say(name), word); }
    async paths() { return (await this.module('screens.js')).evaluate(({ screens }) => screens.map((s) => s.path)); }

    async open(hash, there) {
        await this.page.goto(`/desk/#${hash}`);
        await this.page.locator(there).first().waitFor();
    }
    async press(word) { await this.page.getByRole('button', { name: await this.say(word) }).first().click(); }

    /** What axe-core finds. */
    async look(what) {
        for (const colorScheme of this.schemes) {
            await this.page.emulateMedia({ colorScheme });
            // A dialog leaves it unsure of what shows through from below.
            const unsure = await this.page.locator('dialog').count() === 0;
            this.wrong.push(...(await axe(this.page, { unsure })).map((w) => `${what}, ${colorScheme}: ${w}`));
        }
    }
}

// What is wrong with words is so in either, and with a colour in any language.
const SCHEMES = { ru: ['light'], en: ['dark'] };

/** By the name of the screen in its address: what it looks like, each by a way there. */
const SCREENS = {
    next: { plain: (d) => d.open('next', '.list') },
    mine: { plain: (d) => d.open('mine', '.list .marked') },
    promised: { plain: (d) => d.open('promised', '.list') },
    second: { plain: (d) => d.open('second', '.list') },
    search: {
        found: async (d) => { await d.open('search', 'input'); await d.page.locator('main input').fill('Игорь'); await d.page.waitForSelector('.list'); },
        nobody: async (d) => { await d.page.locator('main input').fill('+7 999 000-00-00'); await d.page.locator('main a[href*=newlead]').waitFor(); },
    },
    newlead: {
        plain: (d) => d.open('newlead', '.newlead'),
        wrong: async (d) => { await d.press('enter'); await d.page.waitForSelector('.field.bad'); },
    },
    lead: {
        mine: async (d) => { await d.open(`lead/${d.leads.mine}`, '.acts'); await d.page.locator('summary').click(); },
        written_again: async (d) => { await d.page.waitForSelector('[role=status] ul'); },
        an_answer_that_is_none: async (d) => { await d.page.locator('#answer-price_floor').fill('-'); await d.page.keyboard.press('Enter'); await d.page.waitForSelector('.field.bad'); },
        of_nobody: (d) => d.open(`lead/${d.leads.free}`, '.acts button'),
        of_a_colleague: (d) => d.open(`lead/${d.leads.away}`, '.acts'),
        closed: (d) => d.open(`lead/${d.leads.closed}`, '.acts button'),
        blind: (d) => d.open(`lead/${d.leads.blind}`, '.acts button'),
        none: (d) => d.open('lead/zzzz', '.trouble'),
    },
    call: {
        known: async (d) => { await d.page.goto(`/desk/call?from=${d.leads.phone}`); await d.page.waitForSelector('.list'); await d.page.waitForSelector('.newlead'); },
        without_a_number: async (d) => { await d.page.goto('/desk/call'); await d.page.waitForSelector('.newlead'); },
    },
    help: { plain: (d) => d.open('help', '.keys') },
};

const on_card = (key) => async (d) => { await d.open(`lead/${d.leads.mine}`, '.acts kbd'); await d.page.keyboard.press(key); };
/** By the word that is its title, or the file it is in if that is one of the owner's. */
const DIALOGS = {
    over_title: on_card('KeyT'), refuse_title: on_card('KeyR'), later_title: on_card('KeyZ'), note_title: on_card('KeyN'),
    unreachable_title: on_card('KeyU'), spam_title: on_card('KeyX'), release_title: on_card('KeyB'),
    merge: async (d) => { await d.open(`lead/${d.leads.mine}`, '.acts'); await d.press('merge'); },
    split: async (d) => { await d.open(`lead/${d.leads.mine}`, '.acts'); await d.page.locator('details:not([open]) summary').click(); await d.press('split'); },
    close_do: async (d) => { await d.open(`lead/${d.leads.mine}`, '.acts'); await d.press('close_do'); },
    reopen_title: async (d) => { await d.open(`lead/${d.leads.closed}`, '.acts button'); await d.press('reopen'); },
    'card/second.js': async (d) => { await d.open(`lead/${d.leads.blind}`, '.acts button'); await d.page.locator('.acts button').first().click(); },
    unfinished: async (d) => {
        await on_card('KeyN')(d);
        await d.page.locator('dialog textarea').fill('...');
        await d.page.keyboard.press('Escape');
        await d.page.waitForSelector('dialog', { state: 'detached' });
        await d.press('sign_out');
    },
    session_over: (d) => d.page.context().clearCookies(),      // the last: the pulse finds out
};

/** Titles of dialogs in the modules of a qualifier. */
function dialogs_in_pages() {
    const desk = join(ROOT, 'nginx/desk');
    const files = readdirSync(desk, { recursive: true }).filter((f) => f.endsWith('.js') && !/^(node_modules|vendor|head|sales|marketing|import)\//.test(f));
    return files.flatMap((file) => {
        const text = readFileSync(join(desk, file), 'utf8');
        const named = [...text.matchAll(/\$\{(?:Dialog|Ask)\}[^>]*? title=\$\{say\('(\w+)'\)|\}\} words=\$\{\['(\w+)'|\bwords=\$\{\['(\w+)'/g)].map((m) => m[1] ?? m[2] ?? m[3]);
        return /\$\{Ask\}[^>]*? title=\$\{(?!say)/.test(text) ? [...named, file] : named;
    });
}

for (const [n, [language, [me, colleague]]] of Object.entries(PEOPLE).entries()) {
    test(`each screen and each dialog, ${language}`, () => with_page(browser, site, { ...OPTIONS, locale: language === 'ru' ? 'ru-RU' : 'en-GB' }, async (page) => {
        const d = new Desk(page, await leads_of(me, colleague, n + 1), SCHEMES[language]);
        await page.goto('/desk/');
        await page.waitForSelector('form');
        assert.equal(await page.evaluate(() => document.documentElement.lang), language);
        await d.look('the way in');
        await page.locator('input[name=username]').fill(me);
        await page.locator('input[name=password]').fill('wrong');
        await page.keyboard.press('Enter');
        await page.waitForSelector('[role=alert]');
        await d.look('not let in');
        await page.locator('input[name=password]').fill(`demo-${me}`);
        await page.keyboard.press('Enter');
        await page.waitForSelector('header');

        assert.deepEqual(Object.keys(SCREENS).sort(), (await d.paths()).sort());
        for (const [path, states] of Object.entries(SCREENS)) {
            for (const [state, go] of Object.entries(states)) {
                await go(d);
                await d.look(`${path}, ${state}`);
            }
        }
        await d.open('nowhere', 'h1');
        await d.look('no such screen');

        await d.open(`lead/${d.leads.mine}`, '.acts kbd');
        await page.keyboard.press('Digit1');
        await page.waitForSelector('.toast button');
        await d.look('what can be taken back');
        await page.context().setOffline(true);
        await page.locator('header ~ .warning').waitFor();
        await d.look('no network');
        await page.context().setOffline(false);
        await page.locator('header ~ .warning').waitFor({ state: 'detached' });

        assert.deepEqual(Object.keys(DIALOGS).sort(), dialogs_in_pages().sort());
        for (const [title, go] of Object.entries(DIALOGS)) {
            await go(d);
            await page.waitForSelector('dialog[open]');
            if (/^\w+$/.test(title)) assert.equal(await page.locator('dialog h2').innerText(), await d.say(title));
            await d.look(`the dialog ${title}`);
            if (title !== 'session_over') {
                await page.keyboard.press('Escape');
                await page.waitForSelector('dialog', { state: 'detached' });
            }
        }
        assert.deepEqual(d.wrong, []);
    }));
}

after(() => browser.close());
site.check_at_end({ whole: false });
