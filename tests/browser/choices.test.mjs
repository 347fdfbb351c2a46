// choices: lists, radios, several choices and boxes: named as a group, worked by keyboard, marked and
// kept when the form comes back; and a field of each other type beside them.
import assert from 'node:assert/strict';
import { chmodSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';
import { ROOT, Site, day } from '../http/lib.mjs';
import { axe, open_browser, screenshot, send_unchecked, with_page } from './lib.mjs';

const forms = mkdtempSync(join(tmpdir(), 'firstline-forms-'));
chmodSync(forms, 0o755);
process.on('exit', () => rmSync(forms, { recursive: true, force: true }));
cpSync(join(ROOT, 'forms'), forms, { recursive: true });
const SIX = ['a', 'b', 'c', 'd', 'e', 'f'].map((v) => `{value: ${v}, label: Пункт ${v}}`).join(', ');
writeFileSync(join(forms, 'kinds.yaml'), `title: Все виды полей
default_category: other
fields:
  - {name: text, type: text, label: Строка, hint: Что угодно, required: true}
  - {name: area, type: textarea, label: Текст}
  - {name: phone, type: phone, label: Телефон}
  - {name: email, type: email, label: Почта}
  - {name: number, type: number, label: Число, unit: кг, units: {т: 1000}}
  - {name: date, type: date, label: Дата, from_days: 0, to_days: 30}
  - {name: time, type: time, label: Время, min: 09:00, max: 20:00}
  - {name: radio, type: choice, label: Один из трёх, hint: Выберите, required: true, choices: [{value: x, label: Икс}, {value: y, label: 'Игрек "и" <ещё>'}, {value: z, label: Зет}]}
  - {name: may, type: choice, label: Можно не выбирать, choices: [{value: x, label: Икс}, {value: y, label: Игрек}]}
  - {name: list, type: choice, label: Один из шести, required: true, choices: [${SIX}]}
  - {name: many, type: choice, label: Несколько, hint: Сколько нужно, repeated: true, required: true, choices: [${SIX}]}
  - {name: box, type: checkbox, label: Отметка}
  - {name: must, type: checkbox, label: Без неё нельзя, required: true}
  - {name: hidden, type: hidden}
  - {name: consent, type: consent, label: Согласен, required: true, document: /privacy.html}
`);
const site = await Site.up({ port: 'auto', env: { FIRSTLINE_FORMS: forms } });
const browser = await open_browser();
const UNPROCESSABLE = { expect: [/status of 422/] };

const chosen = (page, name) => page.evaluate((n) => [...document.querySelectorAll(`[name=${n}]:checked`)].map((e) => e.value), name);
const at = (page) => page.evaluate(() => [document.activeElement.name, document.activeElement.value]);

async function fill_rest(page) {
    await page.fill('[name=text]', 'Строка');
    await page.check('[name=must]');
    await page.check('[name=consent]');
}

test('every control has a name, and options are one group with a name of its own', async () => {
    await with_page(browser, site, {}, async (page) => {
        await page.goto('/f/kinds');
        await screenshot(page, 'kinds');
        for (const [role, name, n] of [
            ['radiogroup', /^Один из трёх/, 1], ['radiogroup', 'Можно не выбирать', 1], ['group', /^Несколько/, 1],
            ['radio', 'Икс', 2], ['radio', 'Игрек "и" <ещё>', 1], ['radio', 'не выбрано', 1], ['combobox', /^Один из шести/, 1],
            ['checkbox', 'Пункт a', 1], ['checkbox', 'Отметка', 1], ['checkbox', /^Без неё нельзя/, 1], ['textbox', /^Строка/, 1],
        ]) {
            assert.equal(await page.getByRole(role, { name, exact: typeof name === 'string' }).count(), n, `${role} ${name}`);
        }
        const hint = await page.evaluate(() => document.getElementById(document.querySelector('[role=radiogroup]').getAttribute('aria-describedby')).textContent);
        assert.equal(hint, 'Выберите');
        assert.deepEqual(await axe(page), []);
    });
});

test('by keyboard', async () => {
    await with_page(browser, site, {}, async (page) => {
        await page.goto('/f/kinds');
        await fill_rest(page);
        await page.focus('[name=time]');
        for (let i = 0; i < 5 && (await at(page))[0] !== 'radio'; i++) await page.keyboard.press('Tab');
        assert.deepEqual(await at(page), ['radio', 'x']);
        await page.keyboard.press('Space');
        await page.keyboard.press('ArrowDown');
        assert.deepEqual(await chosen(page, 'radio'), ['y']);
        await page.keyboard.press('Tab');
        assert.deepEqual(await at(page), ['may', ''], 'what stands chosen');
        await page.keyboard.press('ArrowDown');
        assert.deepEqual(await chosen(page, 'may'), ['x']);
        await page.keyboard.press('ArrowUp');
        assert.deepEqual(await chosen(page, 'may'), [''], 'a choice can be taken back');
        await page.keyboard.press('Tab');
        for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowDown');
        assert.equal(await page.inputValue('[name=list]'), 'd');
        await page.keyboard.press('Tab');
        await page.keyboard.press('Space');
        await page.keyboard.press('Tab');
        await page.keyboard.press('Tab');
        await page.keyboard.press('Space');
        assert.deepEqual(await chosen(page, 'many'), ['a', 'c']);
        await page.focus('[name=text]');
        await page.keyboard.press('Enter');
        await page.waitForURL(/\/thanks\?/);
        const receipt = new URL(page.url()).searchParams.get('receipt');
        const { answers } = await site.lead(receipt);
        assert.deepEqual([answers.radio, answers.may, answers.list, answers.many], ['y', undefined, 'd', ['a', 'c']]);
        const said = await page.innerText('dl');
        for (const words of ['Игрек "и" <ещё>', 'Пункт d', 'Пункт a, Пункт c']) assert.ok(said.includes(words), words);
        await screenshot(page, 'kinds-thanks');
    });
});

test('nothing chosen: the browser says so where it can, the page says so everywhere', async () => {
    await with_page(browser, site, UNPROCESSABLE, async (page) => {
        await page.goto('/f/kinds');
        await page.fill('[name=text]', 'Строка');
        await page.click('button[type=submit]');
        assert.deepEqual(await at(page), ['radio', 'x'], 'the browser leads to the first');
        await send_unchecked(page);
        await page.waitForSelector('.messages');
        await screenshot(page, 'kinds-errors');
        const links = await page.locator('.messages a').evaluateAll((all) => all.map((a) => [a.getAttribute('href'), a.textContent]));
        assert.deepEqual(links.map(([href]) => href), ['#kinds-radio', '#kinds-list', '#kinds-many', '#kinds-must', '#kinds-consent']);
        assert.equal(new Set(links.map(([, text]) => text)).size, 5, 'no sentence twice');
        for (const [href, text] of links) {
            await page.click(`.messages a[href="${href}"]`);
            assert.equal(await page.evaluate(() => document.activeElement.id), href.slice(1));
            assert.equal(await page.innerText(`${href}-error`), text);
        }
        const groups = await page.evaluate(() => ['radio', 'many'].map((n) => {
            const group = document.querySelector(`[name=${n}]`).closest('fieldset');
            return [group.getAttribute('aria-invalid'), group.getAttribute('aria-describedby').split(' ').map((id) => document.getElementById(id).textContent).length];
        }));
        assert.deepEqual(groups, [['true', 2], [null, 2]], 'hint and message belong to the group');
        assert.ok(await page.locator('[name=many][aria-invalid=true]').count() === 6);
        assert.deepEqual(await axe(page), []);
    });
});

test('what was chosen stays, whatever else is wrong', async () => {
    await with_page(browser, site, UNPROCESSABLE, async (page) => {
        await page.goto('/f/kinds');
        await page.fill('[name=text]', ' ');
        await page.fill('[name=phone]', '12');
        await page.check('[name=radio][value=y]');
        await page.check('[name=may][value=y]');
        await page.selectOption('[name=list]', 'e');
        for (const value of ['b', 'f']) await page.check(`[name=many][value=${value}]`);
        await page.check('[name=box]');
        await page.fill('[name=date]', day(31));
        await page.fill('[name=time]', '18:30');
        await page.check('[name=must]');
        await page.check('[name=consent]');
        await page.evaluate(() => { document.querySelector('[name=hidden]').value = 'скрыто'; });
        await page.click('button[type=submit]');
        await page.waitForSelector('.messages');
        assert.deepEqual(await chosen(page, 'radio'), ['y']);
        assert.deepEqual(await chosen(page, 'may'), ['y']);
        assert.equal(await page.inputValue('[name=list]'), 'e');
        assert.deepEqual(await chosen(page, 'many'), ['b', 'f']);
        for (const name of ['box', 'must', 'consent']) assert.ok(await page.isChecked(`[name=${name}]`), name);
        assert.equal(await page.getAttribute('[name=date]', 'type'), 'date', 'a date out of bounds keeps its picker');
        assert.equal(await page.inputValue('[name=date]'), day(31));
        assert.deepEqual([await page.getAttribute('[name=time]', 'type'), await page.inputValue('[name=time]')], ['time', '18:30']);
        assert.equal(await page.inputValue('[name=hidden]'), 'скрыто');
        await page.fill('[name=text]', 'Теперь');
        await page.fill('[name=phone]', '8 912 820-00-01');
        await page.fill('[name=date]', day(30));
        await page.click('button[type=submit]');
        await page.waitForURL(/\/thanks\?/);
        const { answers } = await site.lead(new URL(page.url()).searchParams.get('receipt'));
        assert.deepEqual([answers.radio, answers.list, answers.many, answers.box, answers.time, answers.hidden], ['y', 'e', ['b', 'f'], true, '18:30', 'скрыто']);
    });
});

test('what no browser sends is refused and leaves nothing chosen that was not', async () => {
    await with_page(browser, site, UNPROCESSABLE, async (page) => {
        await page.goto('/f/kinds');
        await fill_rest(page);
        await page.check('[name=radio][value=x]');
        await page.selectOption('[name=list]', 'a');
        await page.check('[name=many][value=a]');
        await page.evaluate(() => {
            document.querySelector('[name=radio]:checked').value = 'q';
            document.querySelector('[name=many]:checked').value = 'q';
            document.querySelector('[name=many][value=b]').checked = true;
            document.querySelector('option:checked').value = ' a ';
        });
        await page.click('button[type=submit]');
        await page.waitForSelector('.messages');
        assert.deepEqual(await chosen(page, 'radio'), []);
        assert.deepEqual(await chosen(page, 'many'), ['b'], 'the known one of them');
        assert.equal(await page.inputValue('[name=list]'), 'a', 'blanks around it are nothing');
        assert.deepEqual(await page.locator('.messages a').evaluateAll((all) => all.map((a) => a.getAttribute('href'))), ['#kinds-radio', '#kinds-many']);
    });
});

test('the browser never refuses what is taken', async (t) => {
    const taken = {
        'a text of letters outside the BMP, as long as may be': ['text', '🚚'.repeat(200)],
        'a number with its unit': ['number', '2,5 т'],
        'a phone in brackets': ['phone', '8 (912) 820-00-02'],
        'an address of letters': ['email', 'анна@почта.рф'],
        'today': ['date', day(0)],
        'the last day': ['date', day(30)],
        'the first minute': ['time', '09:00'],
        'the last minute': ['time', '20:00'],
        'a long text': ['area', 'й'.repeat(4000)],
    };
    for (const [what, [name, value]] of Object.entries(taken)) {
        await t.test(what, () => with_page(browser, site, {}, async (page) => {
            await page.goto('/f/kinds');
            await fill_rest(page);
            await page.check('[name=radio][value=x]');
            await page.selectOption('[name=list]', 'a');
            await page.check('[name=many][value=a]');
            await page.fill(`[name=${name}]`, value);
            await page.click('button[type=submit]');
            await page.waitForURL(/\/thanks\?/);
        }));
    }
});

after(() => browser.close());
site.check_at_end();
