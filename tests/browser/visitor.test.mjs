// visitor: a person in front of the form: with and without JavaScript, by keyboard, on a phone,
// impatient, mistaken, Russian and English.
import assert from 'node:assert/strict';
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';
import { ROOT, Site, VALID, day, until } from '../http/lib.mjs';
import { open_browser, screenshot, send_unchecked, tab_order, with_page, with_whole } from './lib.mjs';

// The shipped forms, and one whose thank-you page is on another site.
const forms = mkdtempSync(join(tmpdir(), 'firstline-forms-'));
chmodSync(forms, 0o755);
process.on('exit', () => rmSync(forms, { recursive: true, force: true }));
cpSync(join(ROOT, 'forms'), forms, { recursive: true });
const ELSEWHERE = 'https://thanks.example/page';
writeFileSync(join(forms, 'elsewhere.yaml'), `${readFileSync(join(forms, 'callback.yaml'), 'utf8')}\nthanks_url: ${ELSEWHERE}\n`);

const site = await Site.up({ port: 'auto', env: { FIRSTLINE_FORMS: forms } });
const browser = await open_browser();
const RECEIPT = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/;
const UNPROCESSABLE = { expect: [/status of 422/] };
const PHONE = { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true };

const FIELDS = ['name', 'phone', 'email', 'cargo', 'weight_kg', 'from', 'to', 'ready_on', 'comment', 'consent'];

async function fill_cargo(page, changes = {}) {
    const values = {
        name: 'Мария Щукина', phone: '8 (912) 800-00-01', cargo: 'Станки', weight_kg: '2 т', from: 'Казань',
        to: 'Хабаровск', ready_on: day(3), comment: 'Нужна растентовка 🚚', ...changes,
    };
    for (const [name, value] of Object.entries(values)) await page.fill(`[name=${name}]`, value);
    await page.check('[name=consent]');
    return values;
}

/** The receipt on the thank-you page. */
async function thanked(page) {
    await page.waitForURL(/\/thanks\?/);
    const text = await page.innerText('main');
    const [receipt] = RECEIPT.exec(text) ?? [];
    assert.ok(receipt, `no receipt in: ${text}`);
    assert.ok(await page.locator(`text=${receipt}`).isVisible());
    return receipt;
}

async function fits(page) {
    const { scroll, client } = await page.evaluate(() => ({
        scroll: document.documentElement.scrollWidth, client: document.documentElement.clientWidth,
    }));
    assert.ok(scroll <= client, `the page is ${scroll} wide in ${client}`);
}

test('a request for transport, from the empty form to the queue', async () => {
    await with_page(browser, site, {}, async (page) => {
        await page.goto('/f/cargo?utm_source=yandex&utm_medium=cpc');
        assert.equal(await page.title(), 'Заявка на перевозку');
        assert.ok(await page.locator('h1').isVisible(), 'the page has a heading');
        await screenshot(page, 'cargo');
        await fill_cargo(page);
        await screenshot(page, 'cargo-filled');
        await page.click('button[type=submit]');
        const receipt = await thanked(page);
        await screenshot(page, 'thanks');
        const [lead] = await site.sql(`SELECT * FROM desk.queue WHERE receipt = :'receipt'`,
            { user: 'olga', vars: { receipt } });
        assert.equal(lead.category, 'high-margin');
        assert.equal(lead.colour, 'красный'); // Olga reads Russian
        assert.match(lead.rule, /\w/);
        assert.equal(lead.phone, '+79128000001');
        assert.equal((await site.lead(receipt)).touch.utm_source, 'yandex');
    });
});

test('mistakes are shown where they are, and nothing is lost', async () => {
    await with_page(browser, site, UNPROCESSABLE, async (page) => {
        await page.goto('/f/cargo');
        const typed = await fill_cargo(page, { name: ' ', phone: '123', weight_kg: 'много', comment: 'a\n\nb <b> "x" & \'y\'' });
        await page.click('button[type=submit]');
        await page.waitForSelector('[role=alert]');
        await screenshot(page, 'cargo-errors');
        assert.equal(await page.evaluate(() => document.activeElement.id), 'cargo--messages', 'the summary has the focus');
        assert.match(await page.title(), /^Ошибка: /);
        for (const name of ['name', 'phone', 'weight_kg']) {
            const control = page.locator(`[name=${name}]`);
            assert.equal(await control.getAttribute('aria-invalid'), 'true');
            const ids = (await control.getAttribute('aria-describedby')).split(' ');
            const error = page.locator(`#${ids.at(-1)}`);
            assert.ok(await error.isVisible());
            const [above, below] = [await error.boundingBox(), await control.boundingBox()];
            assert.ok(Math.abs(above.y - below.y) < 120, 'the message stands at its field');
        }
        for (const [name, value] of Object.entries(typed)) {
            assert.equal(await page.inputValue(`[name=${name}]`), value, name);
        }
        assert.ok(await page.isChecked('[name=consent]'));
        // A link of the summary leads to its field.
        await page.click('[role=alert] a[href$=weight_kg]');
        assert.equal(await page.evaluate(() => document.activeElement.name), 'weight_kg');
        await page.fill('[name=name]', 'Мария');
        await page.fill('[name=phone]', '8 912 800-00-02');
        await page.fill('[name=weight_kg]', '1,5 т');
        await page.keyboard.press('Enter');
        const lead = await site.lead(await thanked(page));
        assert.equal(lead.answers.weight_kg, 1500);
        assert.equal(lead.answers.comment, typed.comment);
    });
});

test('a double click is one lead', async () => {
    await with_page(browser, site, {}, async (page) => {
        await page.goto('/f/callback');
        await page.fill('[name=name]', 'Двойной Клик');
        await page.fill('[name=phone]', '8 912 800-00-03');
        await page.check('[name=consent]');
        await page.dblclick('button[type=submit]');
        // The second click ends the first one's way to the next page, which waitForURL takes for a failure.
        await until('one of the two has arrived', () => /\/thanks\?/.test(page.url()));
        const receipt = await thanked(page);
        const leads = await site.sql(`SELECT id FROM intake.lead WHERE answers->>'name' = 'Двойной Клик'`);
        assert.deepEqual(leads, [{ id: receipt }]);
        // Back, and once more the same: still that one.
        await page.goBack();
        await page.waitForSelector('form');
        assert.equal(await page.inputValue('[name=name]'), 'Двойной Клик', 'the browser still has it');
        await page.click('button[type=submit]');
        assert.equal(await thanked(page), receipt);
    });
});

test('by keyboard alone', async () => {
    await with_page(browser, site, UNPROCESSABLE, async (page) => {
        await page.goto('/f/cargo');
        const order = await tab_order(page);
        const controls = order.filter((name) => name !== 'a');
        assert.deepEqual(controls, [...FIELDS, 'button'], 'the order of the form, the trap left out');
        await page.reload();
        const values = { name: 'Клава', phone: '8 912 800-00-04', cargo: 'Мебель', weight_kg: '700', from: 'Казань', to: 'Уфа' };
        for (let step = 0; step < 60; step++) {
            await page.keyboard.press('Tab');
            const [at, outlined] = await page.evaluate(() => {
                const e = document.activeElement;
                const style = getComputedStyle(e);
                // The parts of a date show the focus themselves.
                return [e.name || e.tagName.toLowerCase(), e.type === 'date' || style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2];
            });
            assert.ok(outlined, `${at} shows that it has the focus`);
            if (at in values) await page.keyboard.type(values[at]);
            if (at === 'consent' && !await page.isChecked('[name=consent]')) await page.keyboard.press('Space');
            if (at === 'button') break;
        }
        await page.keyboard.press('Enter');
        const lead = await site.lead(await thanked(page));
        assert.deepEqual([lead.answers.name, lead.answers.to], ['Клава', 'Уфа']);
    });
});

test('on a phone 360 pixels wide', async (t) => {
    for (const form of ['cargo', 'callback', 'contact']) {
        await t.test(form, () => with_page(browser, site, { ...PHONE, ...UNPROCESSABLE }, async (page) => {
            await page.goto(`/f/${form}`);
            await fits(page);
            await screenshot(page, `phone-${form}`);
            const small = await page.evaluate(() => [...document.querySelectorAll('input:not([type=hidden]), textarea, select, button, label.option')]
                .map((e) => [e.name || e.className || e.tagName, e.type, e.getBoundingClientRect()])
                .filter(([, type, box]) => box.width > 0 && box.height < (type === 'checkbox' || type === undefined ? 20 : 44))
                .map(([name, , box]) => `${name} ${box.height}`));
            assert.deepEqual(small, [], 'a finger needs room');
            const fonts = await page.evaluate(() => [...document.querySelectorAll('input, textarea')].map((e) => parseFloat(getComputedStyle(e).fontSize)));
            assert.ok(fonts.every((size) => size >= 16), 'smaller ones make a phone zoom in');
            await send_unchecked(page, 'tap');
            await page.waitForSelector('[role=alert]');
            await fits(page);
            await screenshot(page, `phone-${form}-errors`);
        }));
    }
    await t.test('sent', () => with_page(browser, site, PHONE, async (page) => {
        await page.goto('/f/callback');
        await page.fill('[name=name]', `${'Оченьдлинноеимябезпробелов'.repeat(3)}`);
        await page.fill('[name=phone]', '8 912 800-00-05');
        await page.tap('label:has([name=consent])');
        await page.tap('button[type=submit]');
        await thanked(page);
        await fits(page);
        await screenshot(page, 'phone-thanks');
    }));
    await t.test('a word that does not end', () => with_page(browser, site, { ...PHONE, ...UNPROCESSABLE }, async (page) => {
        await page.goto('/f/cargo');
        await fill_cargo(page, { name: ' ', cargo: 'б'.repeat(300), comment: 'й'.repeat(500) });
        await page.tap('button[type=submit]');
        await page.waitForSelector('[role=alert]');
        await fits(page);
    }));
});

test('without JavaScript', async () => {
    await with_page(browser, site, { javaScriptEnabled: false, ...UNPROCESSABLE }, async (page) => {
        await page.goto('/f/cargo');
        await fill_cargo(page, { name: ' ', phone: '8 912 800-00-06' });
        await page.click('button[type=submit]');
        await page.waitForSelector('[role=alert]');
        assert.equal(await page.inputValue('[name=phone]'), '8 912 800-00-06');
        await page.fill('[name=name]', 'Без скриптов');
        await page.click('button[type=submit]');
        assert.equal((await site.lead(await thanked(page))).answers.name, 'Без скриптов');
    });
});

test('in English', async () => {
    await with_page(browser, site, { locale: 'en-GB', ...UNPROCESSABLE }, async (page) => {
        await page.goto('/f/cargo');
        assert.equal(await page.title(), 'Transport request');
        assert.equal(await page.getAttribute('html', 'lang'), 'en');
        const visible = await page.innerText('body');
        assert.doesNotMatch(visible.replace('По-русски', ''), /[а-я]/i);
        await screenshot(page, 'cargo-en');
        await send_unchecked(page);
        await page.waitForSelector('[role=alert]');
        assert.doesNotMatch((await page.innerText('body')).replaceAll('По-русски', ''), /[а-я]/i);
        await screenshot(page, 'cargo-en-errors');
        await fill_cargo(page, { name: 'John Smith', phone: '+44 20 7946 0958', weight_kg: '2 t' });
        await page.click('button[type=submit]');
        const lead = await site.lead(await thanked(page));
        assert.equal(lead.language, 'en');
        assert.equal(lead.answers.weight_kg, 2000);
        assert.equal(await page.getAttribute('html', 'lang'), 'en', 'the thank-you page speaks English as well');
    });
});

test('the language can be changed by a link', async () => {
    await with_page(browser, site, {}, async (page) => {
        await page.goto('/f/cargo?utm_source=vk');
        await page.click('a[hreflang=en]');
        await page.waitForURL(/lang=en/);
        assert.equal(await page.title(), 'Transport request');
        assert.match(page.url(), /utm_source=vk/, 'and where the visitor came from is not lost');
    });
});

test('what is missing is told before anything is sent', async () => {
    await with_page(browser, site, {}, async (page) => {
        let sent = 0;
        page.on('request', (r) => { sent += r.method() === 'POST'; });
        await page.goto('/f/callback');
        await page.click('button[type=submit]');
        assert.equal(await page.evaluate(() => document.activeElement.name), 'name');
        await page.fill('[name=name]', 'Рано');
        await page.fill('[name=phone]', '8 912 800-00-09');
        await page.click('button[type=submit]');
        assert.equal(await page.evaluate(() => document.activeElement.name), 'consent');
        assert.equal(sent, 0);
        await page.check('[name=consent]');
        await page.click('button[type=submit]');
        await thanked(page);
    });
});

test('the language of a page with mistakes, with all that was typed', async (t) => {
    const press = {
        'at its head': (page) => page.click('label[lang=en]'),
        'at its end, by keyboard': async (page) => { await page.focus('button[lang=en]'); await page.keyboard.press('Enter'); },
    };
    for (const [how, go] of Object.entries(press)) {
        await t.test(how, () => with_page(browser, site, UNPROCESSABLE, async (page) => {
            await page.goto('/f/callback');
            await page.fill('[name=name]', how);
            await page.fill('[name=phone]', '12');
            await page.check('[name=consent]');
            await page.click('button[type=submit]');
            await page.waitForSelector('[role=alert]');
            await page.fill('[name=name]', `${how}, ещё`);
            await go(page);
            await page.waitForURL(/lang=en&unsent/);
            assert.equal(await page.title(), 'Error: Call me back');
            assert.equal(await page.inputValue('[name=name]'), `${how}, ещё`, 'also what was typed since');
            assert.equal(await page.inputValue('[name=phone]'), '12');
            assert.ok(await page.isChecked('[name=consent]'));
            await page.fill('[name=phone]', '8 912 800-00-10');
            await page.press('[name=phone]', 'Enter');
            const lead = await site.lead(await thanked(page));
            assert.deepEqual([lead.language, lead.answers.name], ['en', `${how}, ещё`]);
        }));
    }
});

test('a script of the site\'s own page sends JSON', async () => {
    await with_page(browser, site, {}, async (page) => {
        await page.goto('/f/callback');
        const fields = { ...VALID.callback, name: 'Скрипт', phone: '8 912 800-00-07' };
        const said = await page.evaluate(async (body) => {
            const answer = await fetch('/f/callback', {
                method: 'POST', body, headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
            });
            return [answer.status, await answer.json()];
        }, JSON.stringify(fields));
        assert.equal(said[0], 201);
        assert.equal((await site.lead(said[1].receipt)).answers.name, 'Скрипт');
    });
});

test('a thank-you page on another site is reached', async () => {
    // The shell leaves where a redirect leads to no route.
    await with_whole(site, {}, async (page) => {
        await page.route('https://thanks.example/**', (route) => route.fulfill({ contentType: 'text/html', body: '<p>thanks' }));
        await page.goto('/f/elsewhere');
        await page.fill('[name=name]', 'Не отсюда');
        await page.fill('[name=phone]', '8 912 800-00-08');
        await page.check('[name=consent]');
        await page.click('button[type=submit]');
        await page.waitForURL(/^https:\/\/thanks\.example\/page\?receipt=/);
    });
});

test('in the dark, and with colours of one\'s own', async () => {
    await with_page(browser, site, { colorScheme: 'dark', ...UNPROCESSABLE }, async (page) => {
        await page.goto('/f/cargo');
        await send_unchecked(page);
        await page.waitForSelector('[role=alert]');
        await screenshot(page, 'cargo-dark-errors');
        const pale = await page.evaluate(() => {
            const light = (colour) => {
                const [r, g, b] = colour.match(/[\d.]+/g).map(Number).map((v) => v / 255)
                    .map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
                return 0.2126 * r + 0.7152 * g + 0.0722 * b;
            };
            const ground = (e) => {
                for (let at = e; at; at = at.parentElement) {
                    const colour = getComputedStyle(at).backgroundColor;
                    if (!/, 0\)|transparent/.test(colour)) return colour;
                }
                return 'rgb(255, 255, 255)';
            };
            return [...document.querySelectorAll('label, .hint, .error, button, h1, [role=alert], .unit, p')].map((e) => {
                const [a, b] = [light(getComputedStyle(e).color), light(ground(e))].sort((x, y) => y - x);
                return [e.textContent.trim().slice(0, 30), (a + 0.05) / (b + 0.05)];
            }).filter(([text, contrast]) => text && contrast < 4.5);
        });
        assert.deepEqual(pale, [], 'text stands out 4.5 to 1');
    });
});

after(() => browser.close());
site.check_at_end();
