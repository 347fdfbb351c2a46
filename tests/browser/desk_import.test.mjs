// desk_import: the head brings in a file in Chromium: its columns are told, it is looked at, brought in piece by piece, what was refused is
// saved, and it is taken back. At 360 px, too, and axe-core finds nothing.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { after } from 'node:test';
import { Site, VALID } from '../http/lib.mjs';
import { axe, open_browser, screenshot, with_page } from './lib.mjs';

const site = await Site.up({ port: 'auto', desk: true, expect: [/нужна причина|wants a reason/] });
const browser = await open_browser();
const OPTIONS = { expect: [/status of (401|404|409|422)/], viewport: { width: 1280, height: 900 }, bypassCSP: true };
const PHONE = { ...OPTIONS, viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
const button = (page, name) => page.getByRole('button', { name, exact: typeof name === 'string' });

function file(name, bytes) {
    const path = join(site.dir, name);
    writeFileSync(path, bytes);
    return path;
}
const cp1251 = (text) => Buffer.from([...text].map((c) => {
    const code = c.codePointAt(0);
    return code < 128 ? code : code - 0x410 + 0xC0;
}));

async function open_screen(page) {
    await page.goto('/desk/');
    await page.getByLabel(/Логин|Login/).fill('irina');
    await page.getByLabel(/Пароль|Password/).fill('demo-irina');
    await page.keyboard.press('Enter');
    await page.waitForSelector('header');
    await page.goto('/desk/#import');
    await page.getByRole('heading', { name: 'Импорт', exact: true }).waitFor();
}
const fits = async (page) => {
    assert.deepEqual(await axe(page, { unsure: await page.locator('dialog').count() === 0 && page.viewportSize().width > 400 }), []);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, 'the page is not wider than the screen');
};

test('a file in windows-1251: its columns, a preview, what was refused, and taken back', () => with_page(browser, site, OPTIONS, async (page) => {
    await open_screen(page);
    await page.getByText('Ещё ничего не загружали.').waitFor();
    await fits(page);
    assert.equal(await page.getByLabel('Форма, которой проверять').locator('option:checked').innerText(), 'Выберите форму', 'none is guessed');
    const text = 'Имя;Номерок;Создан\nИван;8 912 345-67-01;01.02.2020\nАнна;8 912 345-67-02;02.02.2020\nПетр;нет;\n';
    await page.getByLabel('Форма, которой проверять').selectOption('cargo');
    await page.getByLabel('Файл CSV').setInputFiles(file('base.csv', cp1251(text)));
    await page.getByText('нет столбца с телефоном или почтой').waitFor();
    assert.equal(await button(page, 'Загрузить').isDisabled(), true);
    await fits(page);
    await page.getByLabel('Номерок').selectOption('phone');
    await page.getByText('Посмотрели строк: 3. Будет принято: 2, не принято: 1.').waitFor();
    await page.getByText('Имя: Иван; Телефон: +79123456701; дата заявки: 1 февраля 2020 г. 12:00').waitFor();
    assert.match(await page.getByLabel('Файл CSV').inputValue(), /base\.csv$/);
    await fits(page);
    await screenshot(page, 'desk-import');
    await button(page, 'Загрузить').click();
    await page.getByText('Загружено строк: 3. Новых: 2, известных раньше: 0, снова взятых из отозванных: 0, не принято: 1.').waitFor();
    const [saved] = await Promise.all([page.waitForEvent('download'), button(page, /Скачать непринятые строки/).click()]);
    assert.match(readFileSync(await saved.path(), 'utf8'), /^\ufeffИмя;Номерок;Создан;firstline: line;firstline: refused\r\nПетр;нет;;4;Телефон.*\r\n$/);
    assert.equal(await site.count('intake.waiting'), 0);
    const receipt = await site.receipt('callback', { ...VALID.callback, phone: '+7 912 345-67-02' });
    assert.equal((await site.lead(receipt)).repeat, true);

    const row = page.locator('tr', { hasText: 'base.csv' });
    await row.getByText('загружена').waitFor();
    await fits(page);
    await row.getByRole('button').click();
    await page.getByLabel('Почему', { exact: true }).fill('не тот файл');
    await fits(page);
    await page.keyboard.press('Enter');
    await page.locator('.toast', { hasText: 'Отозвано заявок: 2' }).waitFor();
    await row.getByText('отозвана (не тот файл)').waitFor();
}));

test('a larger one, in pieces; the same again brings nothing; on a telephone', () => with_page(browser, site, PHONE, async (page) => {
    const rows = Array.from({ length: 4000 }, (_, i) => `"Клиент ""${i}""\nвторая строка";+7913${String(i).padStart(7, '0')};${i === 3999 ? 'никогда' : '03.03.2020'}`);
    const path = file('large.csv', `\ufeffname;phone;date\n${rows.join('\n')}\n`);
    await open_screen(page);
    for (const said of ['Загружено строк: 4000. Новых: 3999, известных раньше: 0, снова взятых из отозванных: 0, не принято: 1.', 'Загружено строк: 4000. Новых: 0, известных раньше: 3999, снова взятых из отозванных: 0, не принято: 1.']) {
        await page.getByLabel('Форма, которой проверять').selectOption('cargo');
        await page.getByLabel('Файл CSV').setInputFiles([]);
        await page.getByLabel('Файл CSV').setInputFiles(path);
        await page.getByText('Остальные строки проверим при загрузке.').waitFor();
        await button(page, 'Загрузить').click();
        await page.getByText(said).waitFor({ timeout: 60_000 });
        await page.getByText('«никогда» — не дата').waitFor();
        assert.match(await page.locator('tr', { hasText: '«никогда»' }).first().innerText(), /8000/, 'the line of the file');
    }
    await fits(page);
    assert.equal(await site.count('intake.import_batch', "file = 'large.csv'"), 1);
    assert.equal(await site.count('intake.lead', "channel = 'import' AND answers ->> 'name' LIKE 'Клиент%'"), 3999);
}));

test('short rows that are all refused', () => with_page(browser, site, OPTIONS, async (page) => {
    await open_screen(page);
    await page.getByLabel('Форма, которой проверять').selectOption('callback');
    await page.getByLabel('Файл CSV').setInputFiles(file('short.csv', `name,phone\r\n${'Я,12\r\n'.repeat(9000)}`));
    await page.getByText('Остальные строки проверим при загрузке.').waitFor();
    await button(page, 'Загрузить').click();
    await page.getByText('Загружено строк: 9000. Новых: 0, известных раньше: 0, снова взятых из отозванных: 0, не принято: 9000.').waitFor({ timeout: 60_000 });
    const [saved] = await Promise.all([page.waitForEvent('download'), button(page, /Скачать непринятые строки/).click()]);
    assert.match(readFileSync(await saved.path(), 'utf8'), /\r\nЯ;12;9001;Телефон[^\r\n]*\r\n$/, 'each with its line');
}));

/** Brings in a file that nobody knows yet. */
async function bring(page, name, bytes, { rows, refused = 0 }) {
    await page.getByLabel('Форма, которой проверять').selectOption('callback');
    await page.getByLabel('Файл CSV').setInputFiles(file(name, bytes));
    await page.getByText(/Посмотрели строк/).waitFor();
    await button(page, 'Загрузить').click();
    await page.getByText(`Загружено строк: ${rows}. Новых: ${rows - refused}, известных раньше: 0, снова взятых из отозванных: 0, не принято: ${refused}.`).waitFor();
}
const clients = (code, count, end) => Array.from({ length: count }, (_, i) => `Клиент, ${i};+7${code}${String(i).padStart(7, '0')}${end}`).join('');

test('CR LF, CR, and blank lines in front: each row once, however many', () => with_page(browser, site, OPTIONS, async (page) => {
    await open_screen(page);
    for (const [i, count] of [30, 300, 700].entries()) await bring(page, `crlf-${count}.csv`, `Имя;Телефон\r\n${clients(914 + i, count, '\r\n')}`, { rows: count });
    await bring(page, 'cr.csv', `Имя;Телефон\r${clients(917, 600, '\r')}`, { rows: 600 });
    await bring(page, 'blank.csv', `\n  \nИмя;Телефон\n${clients(918, 1200, '\n')}не номер;1\n`, { rows: 1201, refused: 1 });
    assert.match(await page.locator('tr', { hasText: 'не номер' }).innerText(), /1204/, 'the line of the file');
}));

test('octets that got lost cost their rows alone, with a mark in front and without', () => with_page(browser, site, OPTIONS, async (page) => {
    await open_screen(page);
    for (const [i, mark] of ['', '\ufeff'].entries()) {
        const [before, behind] = [`${mark}Имя;Телефон\nПёт`, `;+7919000000${i}\nАнна;+7919100000${i}\n`].map((s) => Buffer.from(s));
        await bring(page, `lost-${i}.csv`, Buffer.concat([before, Buffer.from([0xD1]), behind]), { rows: 2, refused: 1 });
        await page.getByText('столбец «Имя»: часть знаков не прочиталась').waitFor();
    }
    const only_mark = Buffer.concat([Buffer.from('\ufeffname;phone\n'), Buffer.from([0xD1]), Buffer.from(';+79192000001\nAnna;+79192000002\n')]);
    await bring(page, 'mark.csv', only_mark, { rows: 2, refused: 1 });
    assert.equal(await site.count('intake.lead', "answers ->> 'name' = 'Анна' AND contacts::text LIKE '%+79191%'"), 2);
}));

test('a piece whose columns do not do stops it, and says why', () => with_page(browser, site, OPTIONS, async (page) => {
    await open_screen(page);
    await page.getByLabel('Форма, которой проверять').selectOption('callback');
    await page.getByLabel('Файл CSV').setInputFiles(file('piece.csv', `Имя;Телефон\n${clients(920, 10, '\n')}`));
    await page.getByText(/Посмотрели строк/).waitFor();
    await page.route('**/import/callback?*', (route) => route.continue({ postData: 'x\n1\n' }));
    await button(page, 'Загрузить').click();
    await page.getByRole('alert').getByText('нет столбца с телефоном или почтой').waitFor();
}));

after(() => browser.close());
site.check_at_end({ whole: false });
