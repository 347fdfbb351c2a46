// desk_head: the head's screens in Chromium: who works on what, taking back, absences, the queue by age, the numbers; and the settings, each of
// which says first what it would mean. By keyboard, at 360 px by touch, and axe-core finds nothing.
import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { Site, VALID } from '../http/lib.mjs';
import { axe, open_browser, screenshot, with_page } from './lib.mjs';

const site = await Site.up({ port: 'auto', desk: true, expect: [/firstline_desk@firstline ERROR: {2}(нужно название|не понимаю время)/] });
const browser = await open_browser();
const OPTIONS = { expect: [/status of (401|404|409|422)/], viewport: { width: 1280, height: 900 }, bypassCSP: true };
const PHONE = { ...OPTIONS, viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };

const receipts = {};
for (const [name, phone] of [['Анна', '+7 912 000-00-01'], ['Борис', '+7 912 000-00-02'], ['Вера', '+7 912 000-00-03']]) {
    receipts[name] = await site.receipt('cargo', { ...VALID.cargo, name, phone, email: '' });
}
const as = (login, query) => site.psql(`SET SESSION AUTHORIZATION ${login}; ${query}`);
const edits = () => site.sql('SELECT what, subject, was, "is" FROM intake.edit ORDER BY n');

async function sign_in(page, login = 'irina') {
    await page.goto('/desk/');
    await page.getByLabel(/Логин|Login/).fill(login);
    await page.getByLabel(/Пароль|Password/).fill(`demo-${login}`);
    await page.keyboard.press('Enter');
    await page.waitForSelector('h1');
    await page.waitForSelector('header');
}
/** What lies over a page, or is scrolled in it, leaves axe-core unsure of its contrasts. */
const fits = async (page) => {
    const unsure = await page.locator('dialog').count() === 0 && page.viewportSize().width > 400;
    assert.deepEqual(await axe(page, { unsure }), []);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, 'the page is not wider than the screen');
};
const go = async (page, hash, heading) => {
    await page.goto(`/desk/#${hash}`);
    await page.getByRole('heading', { name: heading, exact: true }).first().waitFor();
};
const button = (page, name) => page.getByRole('button', { name, exact: true });
/** What the dialog says would change. */
async function seen(page) {
    await button(page, 'Что изменится?').click();
    await page.locator('.seen li').first().waitFor();
    return page.locator('.seen li').allInnerTexts();
}
const done = async (page) => {
    await button(page, 'Сделать так').click();
    await page.locator('dialog').waitFor({ state: 'detached' });
};

test('the shift: who has what, back to the queue, absent and here again', () => with_page(browser, site, OPTIONS, async (page) => {
    await as('olga', `SELECT FROM desk.take('${receipts['Анна']}')`);
    await sign_in(page);
    await page.getByRole('heading', { name: 'Смена' }).waitFor();
    const olga = page.locator('tr', { hasText: 'Ольга' });
    await olga.getByText('Анна').waitFor();
    await fits(page);
    const which = `Вернуть в очередь: Анна ${receipts['Анна'].slice(-8).replace(/^..../, '$&-')}`;      // another may have her name
    await button(page, which).click();
    await page.locator('dialog :focus').waitFor();
    await page.getByRole('heading', { name: which, exact: true }).waitFor();
    await page.keyboard.press('6');       // the sixth of the list
    await page.getByLabel('Своими словами').fill('заболела');
    await fits(page);
    await page.keyboard.press('Enter');
    await page.locator('.toast', { hasText: 'Ольга её больше не ведёт' }).waitFor();
    await olga.getByText('ничего').waitFor();
    assert.deepEqual(await site.sql(`SELECT who, reason, note FROM intake.lead_event WHERE lead = :'id' AND what = 'taken_back'`, { vars: { id: receipts['Анна'] } }),
        [{ who: 'irina', reason: 'absent', note: 'заболела' }]);

    await button(page, 'Отсутствует: Павел').click();
    await page.getByLabel('До какого времени').fill('вчерась');
    await page.keyboard.press('Enter');
    await page.locator('dialog [role=alert]', { hasText: 'не понимаю время' }).waitFor();
    await fits(page);
    await page.getByLabel('До какого времени').fill('завтра 12:30');
    await page.keyboard.press('Enter');
    await page.locator('.toast', { hasText: 'Павел отсутствует до' }).waitFor();
    await page.locator('tr', { hasText: 'Павел' }).getByText('12:30').waitFor();
    await button(page, 'Снова здесь: Павел').click();
    await button(page, 'Отсутствует: Павел').waitFor();
    assert.equal((await edits()).filter((e) => e.what === 'absence').length, 2);
}));

test('the queue by colour and age, and who is late', () => with_page(browser, site, OPTIONS, async (page) => {
    await site.psql(`DELETE FROM intake.working_hours; INSERT INTO intake.working_hours SELECT d, '00:00', '24:00' FROM generate_series(1, 7) AS d;
        UPDATE intake.setting SET answer_within = '1 microsecond'`);
    const minutes = async () => (await site.sql('SELECT floor(extract(epoch FROM now() - min(received_at)) / 60)::int AS age FROM intake.waiting'))[0].age;
    const at_least = await minutes();
    await sign_in(page);
    const queue = page.locator('section', { has: page.getByRole('heading', { name: 'Очередь по цвету и возрасту' }) });
    await queue.locator('tbody tr').first().waitFor();
    const [row, age] = (await queue.locator('tbody tr').first().innerText()).match(/^(?:.*\t)(\d+) мин\t–$/) ?? [];
    assert.equal(row, `серый Обычная\t3\t–\t3\t–\t–\t3\t${age} мин\t–`);
    assert.ok(at_least <= age && age <= await minutes(), `the oldest waits for ${age} minutes`);
    await page.locator('section', { has: page.getByRole('heading', { name: 'Просрочено' }) }).getByText('Борис').waitFor();
    await fits(page);
    await site.psql(`UPDATE intake.setting SET answer_within = '15 minutes'`);
}));

test('the numbers, with lines that are heard as well', () => with_page(browser, site, OPTIONS, async (page) => {
    await sign_in(page);
    await go(page, 'kpi', 'Показатели');
    await page.getByRole('img', { name: 'Пришло, по дням: от 0 до 3, сегодня 3' }).waitFor();
    assert.equal(await page.locator('.tile', { hasText: 'Пришло' }).locator('strong').innerText(), '3');
    await fits(page);
}));

test('a reason: what it would mean, then it is done, and written down', () => with_page(browser, site, OPTIONS, async (page) => {
    await sign_in(page);
    await go(page, 'settings', 'Настройки');
    await page.getByLabel('Список причин').selectOption({ label: 'отказ' });
    await button(page, 'Добавить').click();
    await page.getByLabel('По-русски').fill('нет машин');
    await button(page, 'Что изменится?').click();
    await page.locator('dialog [role=alert]', { hasText: 'нужно название' }).waitFor();
    await page.getByLabel('По-английски').fill('no trucks');
    assert.match((await seen(page))[0], /^Будет: причина «отказ: no_trucks» — по-русски: нет машин/);
    await fits(page);
    assert.deepEqual(await site.sql(`SELECT FROM intake.reason WHERE name = 'no_trucks'`), []);
    await page.keyboard.press('Control+Enter');
    await page.locator('tr', { hasText: 'нет машин' }).waitFor();
    assert.deepEqual(await site.sql(`SELECT ru, in_use FROM intake.reason WHERE name = 'no_trucks'`), [{ ru: 'нет машин', in_use: true }]);

    await button(page, 'Изменить: нет машин').click();
    await page.getByLabel('В списке').uncheck();
    assert.match((await seen(page)).join(' '), /в списке: да → нет.*В списке останется причин: 7/);
    await button(page, 'Исправить').click();
    await page.getByLabel('Место').fill('1');
    assert.match((await seen(page)).join(' '), /место в списке: 8 → 1; в списке: да → нет/);
    await done(page);
    await page.locator('tr', { hasText: 'нет машин' }).getByText('убрано').waitFor();
    assert.deepEqual((await edits()).filter((e) => e.what === 'reason').map((e) => e.subject), ['refuse: no_trucks', 'refuse: no_trucks']);
}));

test('teams: a price, a seller, a required answer, in numbers', () => with_page(browser, site, OPTIONS, async (page) => {
    await sign_in(page);
    await go(page, 'settings/teams', 'Настройки');
    await button(page, 'Изменить: общее').click();
    await page.getByLabel('Цена от').fill('7000');
    assert.match((await seen(page))[0], /цена от: 5000 → 7000/);
    await done(page);
    await page.locator('tr', { hasText: '7000 RUB' }).waitFor();

    await button(page, 'Новый нужный ответ: услуги').click();
    await page.getByLabel('По-русски').fill('вес');
    await page.getByLabel('По-английски').fill('weight');
    await page.getByLabel('Поля').fill('weight_kg_of_all');
    assert.match((await seen(page)).join(' '), /Форма cargo: этого не хватало бы открытым заявкам: 3 из 3/);
    await done(page);
    const services = page.locator('section', { has: page.getByRole('heading', { name: 'услуги', exact: true }) });
    await services.getByText('weight_kg_of_all').waitFor();
    await services.getByRole('button', { name: 'Убрать: вес' }).click();
    await page.locator('.seen li', { hasText: 'убрано' }).waitFor();
    await done(page);
    await services.getByText('weight_kg_of_all').waitFor({ state: 'detached' });

    await services.getByRole('button', { name: 'Добавить: Глеб' }).click();
    await page.locator('.seen li', { hasText: 'в команде: нет → да' }).waitFor();
    await fits(page);
    await done(page);
    assert.deepEqual(await site.sql(`SELECT team FROM intake.staff_team WHERE login = 'gleb' ORDER BY team`), [{ team: 'general' }, { team: 'services' }]);
}));

test('hours, a special day, a category; and who changed what', () => with_page(browser, site, OPTIONS, async (page) => {
    await sign_in(page);
    await go(page, 'settings/hours', 'Настройки');
    await button(page, 'Изменить: пятница').click();
    await page.getByLabel('Часы работы').fill('9-17');
    assert.match((await seen(page)).join(' '), /00:00-24:00 → 09:00-17:00.*Рабочих часов в обычной неделе: 152.0 вместо 168.0/);
    await done(page);
    await page.locator('tr', { hasText: 'пятница' }).getByText('09:00-17:00').waitFor();
    await page.locator('section', { has: page.getByRole('heading', { name: 'Особые дни' }) }).getByRole('button', { name: 'Добавить' }).click();
    await page.getByLabel('День', { exact: true }).fill('31.12.2126');
    await page.getByLabel('Часы работы').fill('выходной');
    await page.getByLabel('Почему').fill('Новый год');
    await seen(page);
    await done(page);
    await page.locator('tr', { hasText: '31.12.2126' }).getByText('Новый год').waitFor();
    await fits(page);
    await button(page, 'Убрать: 31.12.2126').click();
    await page.locator('.seen li', { hasText: 'выходной → как обычно' }).waitFor();
    await done(page);
    await page.getByText('Все дни впереди — обычные.').waitFor();

    await go(page, 'settings/categories', 'Настройки');
    const first = page.locator('tbody tr', { hasText: 'Обычная' });
    await first.getByRole('button', { name: 'Изменить: Обычная' }).click();
    await page.getByRole('heading', { name: 'Изменить: Обычная' }).waitFor();
    await page.getByLabel('Цвет').selectOption('violet');
    assert.match((await seen(page)).join(' '), /→ фиолетовый.*Открытых заявок этой категории: 3/);
    await done(page);
    await first.getByText('фиолетовый').waitFor();

    await go(page, 'settings/edits', 'Настройки');
    await page.locator('tbody tr', { hasText: 'other' }).getByText('→ фиолетовый').waitFor();
    assert.equal(await page.locator('tbody tr').first().locator('td').first().innerText(), 'Ирина');
    await fits(page);
}));

test('by touch at 360 px', () => with_page(browser, site, PHONE, async (page) => {
    await sign_in(page);
    for (const [hash, heading] of [['board', 'Смена'], ['kpi', 'Показатели'], ['settings/reasons', 'Настройки'], ['settings/teams', 'Настройки'], ['settings/hours', 'Настройки'], ['settings/categories', 'Настройки'], ['settings/edits', 'Настройки']]) {
        await go(page, hash, heading);
        await page.locator('main section').first().waitFor();
        await fits(page);
        await screenshot(page, `desk-head-${hash.replace('/', '-')}-360`);
    }
    await page.getByRole('link', { name: 'Часы работы' }).tap();
    await button(page, 'Изменить: суббота').tap();
    await page.getByLabel('Часы работы').fill('10-14');
    await button(page, 'Что изменится?').tap();
    await page.locator('.seen li').first().waitFor();
    await fits(page);
    const low = await page.locator('dialog button').evaluateAll((all) => all.filter((b) => b.getBoundingClientRect().height < 44).map((b) => b.textContent));
    assert.deepEqual(low, [], 'a thumb hits them');
}));

test('nobody else has these screens; a page in English', () => with_page(browser, site, OPTIONS, async (page) => {
    await sign_in(page, 'pavel');
    await page.getByRole('navigation').first().waitFor();
    assert.equal(await page.getByRole('link', { name: 'Settings' }).count(), 0);
    await page.goto('/desk/#settings');
    await page.getByRole('heading', { name: 'There is no such page' }).waitFor();
    await site.psql(`UPDATE intake.staff SET language = 'en' WHERE login = 'nina'`);
    await page.context().clearCookies();
    await page.goto('about:blank');
    await sign_in(page, 'nina');
    await page.getByRole('heading', { name: 'The queue by colour and age' }).waitFor();
    for (const part of ['reasons', 'teams', 'hours', 'categories', 'edits']) await go(page, `settings/${part}`, 'Settings');
    await go(page, 'kpi', 'Numbers');
    await fits(page);
}));

after(() => browser.close());
site.check_at_end({ whole: false });
