// desk_sales: the screens of sales in Chromium: the deals of the own teams as a list and a board, the next step, won and lost, the story of the
// lead; by keyboard, at 360 px by touch, and axe-core finds nothing.
import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { Site, VALID, until } from '../http/lib.mjs';
import { axe, open_browser, screenshot, with_page } from './lib.mjs';

const site = await Site.up({ port: 'auto', desk: true, expect: [/firstline_desk@firstline ERROR: {2}(у выигранной сделки|не понимаю время|у ваших команд не было сделки)/] });
const browser = await open_browser();
const OPTIONS = { expect: [/status of (401|403|404|409|422)/], viewport: { width: 1280, height: 900 }, bypassCSP: true };
const PHONE = { ...OPTIONS, viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };

await site.psql(`DELETE FROM intake.required_answer; UPDATE intake.team SET price_floor = NULL; UPDATE intake.setting SET recheck_share = 0`);
const as = (login, query) => site.psql(`SET SESSION AUTHORIZATION ${login}; ${query}`);
const receipts = {};
for (const [name, phone, team] of [['Анна', '+7 912 000-00-01', 'general'], ['Борис', '+7 912 000-00-02', 'general'], ['Яков', '+7 912 000-00-03', 'services']]) {
    receipts[name] = await site.receipt('cargo', { ...VALID.cargo, name, phone, email: '' });
    await as('olga', `SELECT desk.take('${receipts[name]}'); SELECT desk.record_attempt('${receipts[name]}', 'talked'), desk.add_answer('${receipts[name]}', 'comment', 'у ворот'), desk.hand_over('${receipts[name]}', '${team}', 'ждёт звонка ${name}')`);
}
await site.psql(`UPDATE intake.work SET category = (SELECT c.name FROM intake.category AS c ORDER BY c.rank DESC LIMIT 1), rank = 90 WHERE lead = '${receipts['Анна']}'`);
const deal = async (name) => (await site.sql(`SELECT stage, owner, outcome, reason, amount, margin, next_step FROM intake.deal WHERE lead = :'id'`, { vars: { id: receipts[name] } }))[0];

/** The end of the receipt, as it is read out. */
const short = (name) => receipts[name].slice(-8).replace(/^..../, '$&-');

async function sign_in(page, login = 'gleb') {
    await page.goto('/desk/');
    await page.getByLabel(/Логин|Login/).fill(login);
    await page.getByLabel(/Пароль|Password/).fill(`demo-${login}`);
    await page.keyboard.press('Enter');
    await page.waitForSelector('header');
}
/** What lies over a page, or is scrolled in it, leaves axe-core unsure of its contrasts. */
const fits = async (page) => {
    const unsure = await page.locator('dialog, .board').count() === 0 && page.viewportSize().width > 400;
    assert.deepEqual(await axe(page, { unsure }), []);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, 'the page is not wider than the screen');
};
const button = (page, name) => page.getByRole('button', { name });
/** An act that asks: its dialog has the focus. */
async function asked(page, key) {
    await page.keyboard.press(key);
    await page.locator('dialog :focus').waitFor();
}
const closed = (page) => page.locator('dialog').waitFor({ state: 'detached' });
async function open_deal(page, name) {
    await page.goto(`/desk/#deal/${receipts[name]}`);
    await page.getByRole('heading', { name, exact: true }).waitFor();
}

test('a list of the own team, red first, with what is new', () => with_page(browser, site, OPTIONS, async (page) => {
    await sign_in(page);
    await page.getByRole('heading', { name: 'Сделки', exact: true }).waitFor();
    await page.locator('tbody tr').first().waitFor();
    assert.deepEqual(await page.locator('tbody th').allInnerTexts(), [`Борис ${short('Борис')}`, `Анна ${short('Анна')}`], 'with what tells two of one name apart');
    await page.getByRole('link', { name: `Анна ${short('Анна')}` }).nth(1).waitFor();      // in what is new
    assert.equal(await page.getByText('Яков').count(), 0, 'nothing of another team');
    await fits(page);
    await button(page, 'Прочитано: Анна').click();
    await button(page, 'Прочитано: Анна').waitFor({ state: 'detached' });
    await page.getByLabel('Чьи').selectOption({ label: 'мои' });
    await page.getByText('Таких сделок нет.').waitFor();
}));

test('the board: a deal goes on by its buttons', () => with_page(browser, site, OPTIONS, async (page) => {
    await sign_in(page);
    await page.getByRole('link', { name: 'Доска' }).click();
    const column = (name) => page.getByRole('region', { name: 'Доска сделок по этапам' }).locator('section', { has: page.getByRole('heading', { name }) });
    await column('новая').getByText(`Анна ${short('Анна')}`).waitFor();
    await fits(page);
    await button(page, 'В «предложение»: Анна').press('Enter');
    await column('предложение').getByText('Анна').waitFor();
    await until('it is so on the server', async () => (await deal('Анна')).stage === 'offer');
    assert.equal((await deal('Анна')).owner, 'gleb', 'who moves it has it');
    await button(page, 'В «новая»: Анна').waitFor();
    await screenshot(page, 'desk-sales-board');
}));

/** What is planned stands in the dialog; nothing typed takes nothing off; what was typed outlives Escape; a step is taken off by its button. */
async function next_step_is_kept(page) {
    await asked(page, 'KeyS');
    assert.match(await page.getByLabel('Когда').inputValue(), /^\d\d\.\d\d\.\d{4} 10:00$/);
    assert.equal(await page.getByLabel('Что сделать').inputValue(), 'позвонить');
    await page.getByLabel('Когда').fill('');
    await page.getByLabel('Что сделать').fill('');
    await page.keyboard.press('Enter');
    await page.locator('dialog [role=alert]', { hasText: 'Напишите, когда и что сделать.' }).waitFor();
    await page.getByLabel('Когда').fill('завтра 11:00');
    await page.getByLabel('Что сделать').fill('написать');
    await page.keyboard.press('Escape');
    await closed(page);
    await asked(page, 'KeyS');
    assert.deepEqual([await page.getByLabel('Когда').inputValue(), await page.getByLabel('Что сделать').inputValue()], ['завтра 11:00', 'написать']);
    await page.keyboard.press('Enter');
    await closed(page);
    await until('the other step is there', async () => (await deal('Борис')).next_step === 'написать');
    await asked(page, 'KeyS');
    await fits(page);
    await button(page, 'Снять шаг').click();
    await closed(page);
    await page.getByText('Следующего шага нет.').waitFor();
    await page.locator('.tale', { hasText: 'шаг снят' }).waitFor();
    await page.goto(page.url());
    await asked(page, 'KeyS');
    assert.deepEqual([await page.getByLabel('Когда').inputValue(), await page.getByLabel('Что сделать').inputValue()], ['', '']);
    assert.equal(await button(page, 'Снять шаг').count(), 0);
    await page.keyboard.press('Escape');
    await closed(page);
    assert.deepEqual(await page.evaluate(() => Object.keys(sessionStorage).filter((key) => key.includes('deal next'))), [], 'nothing is left unfinished');
}

test('a deal by keyboard: take, note, next step, lost with a reason', () => with_page(browser, site, OPTIONS, async (page) => {
    await sign_in(page);
    await open_deal(page, 'Борис');
    await page.getByText('ждёт звонка Борис').first().waitFor();
    await page.locator('dt', { hasText: 'Вес, кг' }).waitFor();
    await page.locator('.tale', { hasText: 'Комментарий: у ворот' }).waitFor();
    assert.deepEqual((await page.locator('dt').allInnerTexts()).filter((word) => /^[a-z_]+$/.test(word)), [], 'no name of a field');
    assert.equal(await page.getByRole('link', { name: '+79120000002' }).getAttribute('href'), 'tel:+79120000002');
    await fits(page);
    await page.keyboard.press('KeyT');
    await page.getByText('Сделку ведёт Глеб.').waitFor();
    await asked(page, 'KeyN');
    await page.getByLabel('Что записать').fill('думает до пятницы');
    await fits(page);
    await page.keyboard.press('Control+Enter');
    await closed(page);
    await page.locator('.tale', { hasText: 'думает до пятницы' }).waitFor();

    await asked(page, 'KeyS');
    await page.getByLabel('Когда').fill('вчерась');
    await page.getByLabel('Что сделать').fill('позвонить');
    await page.keyboard.press('Enter');
    await page.locator('dialog [role=alert]').waitFor();
    await page.getByLabel('Когда').fill('завтра 10:00');
    await page.keyboard.press('Enter');
    await closed(page);
    await page.locator('section', { hasText: 'Что сделать' }).getByText('позвонить').first().waitFor();
    assert.equal((await deal('Борис')).next_step, 'позвонить');
    await next_step_is_kept(page);
    await page.getByLabel('Этап').selectOption({ label: 'договор' });
    await until('the stage is there', async () => (await deal('Борис')).stage === 'agreement');
    await page.locator('.tale', { hasText: 'новая → договор' }).waitFor();

    await asked(page, 'KeyL');
    await page.keyboard.press('2');
    await page.getByLabel('Своими словами').fill('к соседям');
    await page.keyboard.press('Enter');
    await closed(page);
    await page.getByRole('heading', { name: 'проиграна: ушёл к другому' }).waitFor();
    const { outcome, reason } = await deal('Борис');
    assert.deepEqual([outcome, reason], ['lost', 'competitor']);
    await fits(page);
}));

test('won, with sums as people write them; what is wrong is said in the dialog; sums are put right', () => with_page(browser, site, OPTIONS, async (page) => {
    await sign_in(page);
    await open_deal(page, 'Анна');
    await asked(page, 'KeyW');
    await page.keyboard.press('1');
    await page.getByLabel('Сумма, RUB').fill('120 000,50');
    await page.getByLabel('Маржа, RUB').fill('1');
    await page.keyboard.press('Escape');
    await closed(page);
    await asked(page, 'KeyL');
    assert.equal(await page.getByRole('radio', { checked: true }).count(), 0, 'a reason of winning is none of losing');
    await page.keyboard.press('Escape');
    await closed(page);
    await asked(page, 'KeyW');
    assert.deepEqual([await page.getByLabel('цена').isChecked(), await page.getByLabel('Сумма, RUB').inputValue(), await page.getByLabel('Маржа, RUB').inputValue()], [true, '120 000,50', '1']);
    await page.getByLabel('Маржа, RUB').fill('');
    await page.keyboard.press('Enter');
    await page.locator('dialog [role=alert]', { hasText: 'у выигранной сделки есть сумма и маржа' }).waitFor();
    await page.getByLabel('Маржа, RUB').fill('30 $');
    await page.getByText('Напишите сумму числом: 15 000 или 15 000,50.').waitFor();
    await page.getByLabel('Сумма, RUB').press('Enter');
    await page.waitForFunction(() => document.activeElement.dataset.sum === 'margin');
    await page.getByLabel('Маржа, RUB').fill('30.000');
    await fits(page);
    await page.keyboard.press('Enter');
    await closed(page);
    await page.getByRole('heading', { name: 'выиграна: цена' }).waitFor();
    const { outcome, amount, margin } = await deal('Анна');
    assert.deepEqual([outcome, Number(amount), Number(margin)], ['won', 120000.5, 30000]);
    await button(page, 'Исправить суммы').click();
    assert.match(await page.getByLabel('Сумма, RUB').inputValue(), /^120\s000,50$/);
    await page.getByLabel('Сумма, RUB').fill('118 тыс. руб.');
    await page.getByLabel('Почему исправляете').fill('скидка');
    await page.keyboard.press('Escape');
    await closed(page);
    await button(page, 'Исправить суммы').click();
    assert.deepEqual([await page.getByLabel('Сумма, RUB').inputValue(), await page.getByLabel('Почему исправляете').inputValue()], ['118 тыс. руб.', 'скидка']);
    await page.locator('dialog button[type=submit]').click();
    await closed(page);
    assert.deepEqual(await page.evaluate(() => Object.keys(sessionStorage).filter((key) => key.startsWith('firstline draft'))), [], 'nothing is left unfinished');
    await page.locator('.tale', { hasText: /118\s000 RUB, было 120\s000,50; нам 30\s000, было 30\s000/ }).waitFor();
    await page.goto('/desk/#deals/closed');
    await page.locator('tr', { hasText: 'Анна' }).getByText(/118\s000/).waitFor();
    assert.equal(await page.locator('tr', { hasText: 'Анна' }).locator('td').last().innerText(), 'Глеб');
    await fits(page);
}));

test('another team\'s deal is refused in words; qualifiers have no deals', () => with_page(browser, site, OPTIONS, async (page) => {
    await sign_in(page);
    await page.goto(`/desk/#deal/${receipts['Яков']}`);
    await page.locator('.trouble', { hasText: 'у ваших команд не было сделки' }).waitFor();
    await fits(page);
    await page.context().clearCookies();
    await page.goto('about:blank');
    await sign_in(page, 'olga');
    assert.equal(await page.getByRole('link', { name: 'Сделки' }).count(), 0);
}));

test('by touch at 360 px: the board is scrolled, not the page', () => with_page(browser, site, PHONE, async (page) => {
    await sign_in(page, 'vera');
    await page.locator('main a', { hasText: 'Яков' }).first().waitFor();
    await fits(page);
    await page.getByRole('link', { name: 'Доска' }).tap();
    await page.locator('.board').waitFor();
    await fits(page);
    assert.equal(await page.locator('.board').evaluate((board) => board.scrollWidth > board.clientWidth), true);
    await button(page, 'В «предложение»: Яков').tap();
    await until('it has moved', async () => (await deal('Яков')).stage === 'offer');
    await page.locator('.board a', { hasText: 'Яков' }).tap();
    await page.getByRole('heading', { name: 'Яков' }).waitFor();
    await fits(page);
    await button(page, 'Выиграна').tap();
    await page.getByLabel('скорость ответа').tap();
    await fits(page);
    await screenshot(page, 'desk-sales-won-360');
    await page.getByLabel('Сумма, RUB').fill('1000');
    await page.getByLabel('Маржа, RUB').fill('100');
    await page.locator('dialog button[type=submit]').tap();
    await page.getByRole('heading', { name: 'выиграна: скорость ответа' }).waitFor();
    await fits(page);
}));

after(() => browser.close());
site.check_at_end({ whole: false });
