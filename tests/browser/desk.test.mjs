// desk: a qualifier's shift in the browser, by keyboard: sign in, take, phone, note, postpone, refuse, hand over, take back, search,
// enter a lead, sign out; a network that goes away and a session that ends; and axe-core finds nothing on any screen.
import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { Site, VALID, day, until } from '../http/lib.mjs';
import { axe, open_browser, steps, with_page } from './lib.mjs';

const site = await Site.up({ port: 'auto', desk: true, expect: [/connect\(\) to unix:|while connecting to upstream/,
    / FATAL: .*password authentication failed|ERROR: .*(недозвон — после|больше за раз не даётся|не номер заявки)/] });
// How many clients one has at once is another test's.
await site.psql('UPDATE intake.setting SET max_clients = 20');
const browser = await open_browser();
const PASSWORD = 'demo-olga';
// What a page says in passing of an answer that the test wants.
const OPTIONS = { expect: [/status of (401|404|409|422|502|503)/, /net::ERR_/], viewport: { width: 1280, height: 900 }, bypassCSP: true,
                  reducedMotion: 'reduce' };

const PEOPLE = [['Анна', '+7 912 000-00-01'], ['Борис', '+7 912 000-00-02'], ['Вера', '+7 912 000-00-03'], ['Глеб', '+7 912 000-00-04'],
                ['Дарья', '+7 912 000-00-05'], ['Егор', '+7 912 000-00-06'], ['Жанна', '+7 912 000-00-07'], ['Захар', '+7 912 000-00-08']];
const receipts = {};
for (const [name, phone] of PEOPLE) receipts[name] = await site.receipt('cargo', { ...VALID.cargo, name, phone, ready_on: '' });

const events = (name) => site.sql(`SELECT what, reason, note, details FROM intake.lead_event WHERE lead = :'id' ORDER BY step`, { vars: { id: receipts[name] } });
const work = async (name) => (await site.sql(`SELECT state, verdict, reason, owner, attempts, answers, price FROM intake.work WHERE lead = :'id'`, { vars: { id: receipts[name] } }))[0];
const becomes = (what, probe) => until(what, probe, 15_000);
const fits = async (page) => assert.deepEqual(await axe(page), []);

async function sign_in(page, login = 'olga', password = PASSWORD) {
    await page.goto('/desk/');
    await page.getByLabel('Логин').fill(login);
    await page.getByLabel('Пароль').fill(password);
    await page.keyboard.press('Enter');
    await page.waitForSelector('header');
}
/** Who is on the card. */
const who = async (page) => page.locator('#client-name').innerText();
async function take(page) {
    const before = await page.locator('#client-name').count() ? page.url() : '';
    await page.keyboard.press('Control+Enter');
    await page.waitForFunction((url) => document.querySelector('#client-name') && location.href !== url, before);
    return who(page);
}
const toast = (page, text) => page.locator('.toast', { hasText: text }).waitFor();

test('who signs in, and who does not', () => with_page(browser, site, OPTIONS, async (page) => {
    await page.goto('/desk/');
    await page.waitForSelector('h1');
    await fits(page);
    assert.equal(await page.getByLabel('Логин').getAttribute('autocomplete'), 'username');
    assert.equal(await page.getByLabel('Пароль').getAttribute('autocomplete'), 'current-password');
    await page.getByLabel('Логин').fill('olga');
    await page.getByLabel('Пароль').fill('wrong');
    await page.keyboard.press('Enter');
    await page.getByText('Логин или пароль не подходит.').waitFor();
    await fits(page);
    await page.getByLabel('Пароль').fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Взять следующего' }).waitFor();
    assert.equal(await page.locator('.who strong').innerText(), 'Ольга');
    await fits(page);
    await page.getByRole('button', { name: 'Выйти' }).click();
    await page.getByLabel('Логин').waitFor();
    await page.reload();
    await page.getByLabel('Логин').waitFor();
}));

test('the browser chooses the language until the person is known', () => with_page(browser, site, { ...OPTIONS, locale: 'en-GB' }, async (page) => {
    await page.goto('/desk/');
    await page.getByRole('heading', { name: 'Sign in', level: 1 }).waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.lang), 'en');
    await page.getByLabel('Login').fill('olga');
    await page.getByLabel('Password').fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Взять следующего' }).waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.lang), 'ru');
}));

test('a shift by keyboard', (t) => with_page(browser, site, OPTIONS, async (page) => {
    const step = steps(t);
    await sign_in(page);
    let name;

    await step('the next client, by the button that has the focus', async () => {
        await page.getByRole('button', { name: 'Взять следующего' }).waitFor();
        await page.keyboard.press('Enter');
        await page.waitForSelector('#client-name');
        name = await who(page);
        assert.equal(await page.locator('.client a.phone').getAttribute('href'), `tel:${PEOPLE.find(([n]) => n === name)[1].replace(/[ -]/g, '')}`);
        assert.equal((await work(name)).owner, 'olga');
        await page.locator('.held a', { hasText: name }).waitFor();
        assert.match(await page.locator('.held .number').innerText(), /^(30:00|29:\d\d)$/);
        await fits(page);
    });

    await step('what came of the call, by its place on the board whatever the layout; it can be taken back', async () => {
        // As a Russian layout sends it: the place is that of 2, no letter is looked at.
        await page.keyboard.press('Digit2');
        await toast(page, 'Звонок: не отвечает');
        await page.locator('.story li', { hasText: 'попытка связаться' }).waitFor();
        await fits(page);
        await page.keyboard.press('Control+KeyZ');
        await toast(page, 'Отменено.');
        assert.equal(await page.locator('.story li', { hasText: 'попытка связаться' }).count(), 0);
        await page.keyboard.press('Digit1');
        await toast(page, 'Звонок: поговорили');
    });

    await step('a note; the call before it is written down first', async () => {
        await page.keyboard.press('KeyN');
        await page.getByLabel('Текст заметки').fill('Перезвонить\nМарине');
        await fits(page);
        await page.locator('dialog').getByRole('button', { name: 'Записать', exact: true }).click();
        await page.locator('.story li', { hasText: 'Марине' }).waitFor();
        await becomes('the attempt is written down', async () => (await events(name)).some((e) => e.what === 'attempted' && e.reason === 'talked'));
        assert.equal((await work(name)).attempts, 1);
    });

    await step('answers: judged by the form, then noted; sales get what they want to know', async () => {
        await page.locator('#answer-weight_kg').fill('много');
        await page.keyboard.press('Enter');
        await page.locator('.field.bad', { hasText: 'Вес' }).waitFor();
        await fits(page);
        await page.locator('#answer-weight_kg').fill('2 т');
        await page.keyboard.press('Enter');
        await becomes('the weight is noted', async () => (await work(name)).answers?.weight_kg == 2000);
        await page.locator('#answer-ready_on').fill(day(3));
        await page.keyboard.press('Tab');
        await page.locator('#answer-price_floor').fill('15 000');
        await page.keyboard.press('Enter');
        await becomes('the price is noted', async () => Number((await work(name)).price) === 15000);
        await becomes('the note is', async () => (await events(name)).some((e) => e.what === 'noted'));
    });

    await step('handed over, taken back, handed over', async () => {
        await page.keyboard.press('KeyT');
        await page.getByLabel('Заметка продавцу').waitFor();
        await fits(page);
        await page.getByRole('radio', { name: /Общее/ }).check();
        await page.getByLabel('Заметка продавцу').fill('ждёт счёт');
        await page.locator('dialog').getByRole('button', { name: 'Передать', exact: true }).click();
        await page.getByRole('button', { name: 'Взять следующего' }).waitFor();
        await becomes('it is with sales', async () => (await work(name)).verdict === 'qualified');
        await page.keyboard.press('Control+KeyZ');
        await page.waitForSelector('#client-name');
        await becomes('it is mine again', async () => (await work(name)).state === 'claimed');
        await page.locator('.acts').waitFor();
        await page.keyboard.press('KeyT');
        await page.getByRole('radio', { name: /Общее/ }).check();
        await page.keyboard.press('Control+Enter');
        await becomes('it is with sales', async () => (await work(name)).verdict === 'qualified');
    });

    await step('done and next: the next is there already', async () => {
        await page.waitForFunction((old) => document.querySelector('#client-name') && document.querySelector('#client-name').innerText !== old, name);
        name = await who(page);
        await page.locator('.acts').waitFor();
    });

    await step('refused, with a figure for the reason', async () => {
        await page.keyboard.press('KeyR');
        await page.getByLabel('Куда направили клиента').waitFor();
        await fits(page);
        await page.locator('dialog').getByRole('button', { name: 'Отказать', exact: true }).click();
        await page.getByText('Выберите причину.').waitFor();
        await page.keyboard.press('Digit2');
        await page.keyboard.press('Control+Enter');
        await becomes('it is refused', async () => (await work(name)).reason === 'too_small');
    });

    await step('later: in an hour, since nobody answers', async () => {
        await page.waitForFunction((old) => document.querySelector('#client-name') && document.querySelector('#client-name').innerText !== old, name);
        name = await who(page);
        await page.keyboard.press('Digit2');
        await page.keyboard.press('KeyZ');
        await page.getByRole('group', { name: 'Когда' }).waitFor();
        await fits(page);
        assert.equal(await page.getByLabel('Причина').inputValue(), 'no_answer');
        await page.keyboard.press('Digit2');
        await page.keyboard.press('Enter');
        await toast(page, 'вернётся в очередь');
        assert.doesNotMatch(await page.locator('.toasts').innerText(), /SELECT/);
        assert.equal((await work(name)).state, 'postponed');
        assert.equal((await work(name)).attempts, 1);
    });

    await step('what the server refuses is taken back, and told', async () => {
        name = await take(page);
        await page.keyboard.press('KeyU');
        await page.getByLabel('Своими словами').fill('никого нет');
        await page.getByRole('radio', { name: 'Не отвечает' }).check();
        await page.locator('dialog').getByRole('button', { name: 'Закрыть: недозвон', exact: true }).click();
        await page.locator('.toast.wrong', { hasText: 'попыт' }).waitFor();
        await page.waitForSelector('.acts');
        assert.equal(await who(page), name);
        await fits(page);
        await page.keyboard.press('KeyU');
        assert.equal(await page.getByLabel('Своими словами').inputValue(), 'никого нет');
        await page.keyboard.press('Escape');
        await page.waitForSelector('dialog', { state: 'detached' });
    });

    await step('search, as one types', async () => {
        await page.keyboard.press('Slash');
        await page.keyboard.type('8(912)000-00-01');
        await page.locator('tbody tr', { hasText: 'Анна' }).waitFor();
        await fits(page);
        await page.keyboard.press('Enter');
        await page.waitForSelector('#client-name');
        assert.equal(await who(page), 'Анна');
        await fits(page);
    });

    await step('a lead by hand, which is taken at once', async () => {
        await page.getByRole('link', { name: 'Новая заявка' }).click();
        await page.getByRole('button', { name: 'Записать заявку' }).waitFor();
        await fits(page);
        await page.getByLabel('Форма').selectOption('callback');
        await page.getByLabel('Как к вам обращаться').fill('Ирина');
        await page.getByRole('button', { name: 'Записать заявку' }).click();
        await page.locator('[aria-invalid]').first().waitFor();
        await fits(page);
        await page.getByLabel('Телефон').fill('8 912 000 11 22');
        await page.getByLabel(/обработку/).check();
        await page.getByRole('button', { name: 'Записать заявку' }).click();
        await page.waitForSelector('#client-name');
        assert.equal(await who(page), 'Ирина');
        const [lead] = await site.sql(`SELECT l.entered_by, l.channel, w.owner FROM intake.lead AS l JOIN intake.work AS w ON w.lead = l.id WHERE l.entered_by IS NOT NULL`);
        assert.deepEqual(lead, { entered_by: 'olga', channel: 'phone', owner: 'olga' });
    });

    await step('mine, promised, help', async () => {
        await page.getByRole('link', { name: /^Мои/ }).click();
        await page.locator('tbody tr', { hasText: 'Ирина' }).waitFor();
        await fits(page);
        await page.getByRole('link', { name: /^Обещанные/ }).click();
        await page.getByRole('heading', { name: 'Обещанные звонки' }).waitFor();
        await fits(page);
        await page.keyboard.press('Shift+Slash');
        await page.getByRole('heading', { name: 'Помощь' }).waitFor();
        await fits(page);
    });
}));

test('the exchange opens the page with the number of who calls', () => with_page(browser, site, OPTIONS, async (page) => {
    await sign_in(page);
    await page.goto('/desk/call?from=%2B79120000001&to=%2B74951234567');
    await page.locator('tbody tr', { hasText: 'Анна' }).waitFor();
    assert.equal(await page.getByLabel('Телефон').inputValue(), '+79120000001');
    assert.equal(await page.getByLabel('На какой номер звонили').inputValue(), '+74951234567');
    await page.getByLabel('Как к вам обращаться').or(page.getByLabel('Имя')).first().fill('Анна, бухгалтерия');
    // As it is dialled at home, no code of another country; and the next caller is not called as the one before.
    await page.goto('/desk/call?from=89120000002');
    await page.getByRole('heading', { name: 'Звонит 89120000002' }).waitFor();
    assert.equal(await page.getByLabel('Телефон').inputValue(), '89120000002');
    assert.equal(await page.getByLabel('Как к вам обращаться').or(page.getByLabel('Имя')).first().inputValue(), '');
    await page.goto('/desk/call?from=%2079120000001');
    assert.equal(await page.getByLabel('Телефон').inputValue(), '+79120000001');
    await fits(page);
}));

test('what comes by itself is seen: a number, a dot, no sound that nobody asked for', () => with_page(browser, site, OPTIONS, async (page) => {
    await sign_in(page);
    const red = async () => Number(await page.locator('.counts div', { hasText: 'красн' }).locator('dd').innerText());
    await page.waitForSelector('.counts');
    const before = await red();
    receipts.Юрий = await site.receipt('cargo', { ...VALID.cargo, name: 'Юрий', phone: '+7 912 000-00-99', weight_kg: '20000', from: 'Москва', to: 'Владивосток', ready_on: day(2) });
    await until('the red one is counted', async () => await red() === before + 1, 15_000);
    assert.match(await page.title(), /^\(\d+\) /);
    assert.match(await page.locator('link[rel=icon]').getAttribute('href'), /icon-dot\.svg$/);
    assert.equal(await page.getByRole('button', { name: 'Включить звук' }).getAttribute('aria-pressed'), 'false');
}));

test('a lost network: acts wait in order, over a reload as well, and are done once', () => with_page(browser, site, OPTIONS, async (page) => {
    await sign_in(page);
    const name = await take(page);
    await site.part('stop', 'desk');
    await page.keyboard.press('Digit1');
    await page.keyboard.press('KeyN');
    await page.getByLabel('Текст заметки').fill('без связи');
    await page.locator('dialog').getByRole('button', { name: 'Записать', exact: true }).click();
    await page.locator('.story li', { hasText: 'без связи' }).waitFor();
    await page.getByText('Нет связи с сервером.').waitFor();
    await fits(page);
    page.on('dialog', (asked) => asked.accept());      // the browser asks before what is not sent is left
    await page.reload();
    await site.part('start', 'desk');
    await becomes('both have come', async () => {
        const all = (await events(name)).map((e) => e.what).filter((w) => w === 'attempted' || w === 'noted');
        return all.join() === 'attempted,noted';
    });
    await page.locator('.story li', { hasText: 'без связи' }).first().waitFor();      // beside it, for a moment, what waits
}));

test('a session that ends: what was typed is there after signing in again', () => with_page(browser, site, OPTIONS, async (page) => {
    await sign_in(page);
    const name = await take(page);
    await page.keyboard.press('KeyN');
    await page.getByLabel('Текст заметки').fill('почти дописал');
    await page.context().clearCookies();
    await page.locator('dialog').getByRole('button', { name: 'Записать', exact: true }).click();
    await page.getByRole('heading', { name: 'Вход устарел: войдите снова' }).waitFor();
    await page.getByLabel('Текст заметки').waitFor({ state: 'detached' });
    await fits(page);
    await page.getByLabel('Пароль').fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+Enter');
    await becomes('the note has come', async () => (await events(name)).some((e) => e.note === 'почти дописал'));
}));

test('nothing typed is lost in a reload', () => with_page(browser, site, OPTIONS, async (page) => {
    await sign_in(page);
    await take(page);
    await page.keyboard.press('KeyN');
    await page.getByLabel('Текст заметки').fill('черновик');
    await page.reload();
    await page.waitForSelector('.acts');
    await page.keyboard.press('KeyN');
    assert.equal(await page.getByLabel('Текст заметки').inputValue(), 'черновик');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Выйти' }).click();
    await page.getByRole('heading', { name: 'Есть недописанное' }).waitFor();
    await fits(page);
    await page.locator('dialog').getByRole('button', { name: 'Выйти' }).click();
    await page.getByText(/У вас оста[её]тся|У вас остаются/).waitFor();
    assert.equal(await page.evaluate(() => sessionStorage.length), 0);
}));

test('what else was typed for a verdict comes back as well, if the server says no', () => with_page(browser, site, OPTIONS, async (page) => {
    await sign_in(page);
    const name = await take(page);
    const says_no = (route) => route.fulfill({ status: 409, json: { code: '55000', message: 'заявка уже не у вас' } });
    for (const verdict of ['refuse', 'postpone']) await page.route(`**/api/desk/${verdict}`, says_no);
    await page.keyboard.press('KeyR');
    await page.keyboard.press('Digit2');
    await page.getByLabel('Куда направили клиента').fill('соседний склад');
    await page.locator('dialog').getByRole('button', { name: 'Отказать', exact: true }).click();
    await page.locator('.toast.wrong', { hasText: 'уже не у вас' }).waitFor();
    await page.waitForSelector('.acts');
    assert.equal(await who(page), name);
    await page.keyboard.press('KeyR');
    assert.equal(await page.getByLabel('Куда направили клиента').inputValue(), 'соседний склад');
    assert.ok(await page.locator('dialog input[type=radio]').nth(1).isChecked());
    await page.keyboard.press('Escape');
    await page.keyboard.press('KeyZ');
    await page.keyboard.press('Digit4');
    await page.getByLabel('Время офиса').fill(`${day(2)}T11:30`);
    await page.locator('dialog').getByRole('button', { name: 'Отложить', exact: true }).click();
    await page.waitForSelector('.toast.wrong');
    await page.waitForSelector('.acts');
    await page.keyboard.press('KeyZ');
    assert.equal(await page.getByLabel('Время офиса').inputValue(), `${day(2)}T11:30`);
}));

test('a tab asks before it is closed on what may not reach the server', () => with_page(browser, site, OPTIONS, async (page) => {
    await sign_in(page);
    await page.locator('.held a').first().click();
    await page.waitForSelector('.acts');
    let asked = 0;
    page.on('dialog', (dialog) => { asked += 1; dialog.accept(); });
    let answer;
    const slow = new Promise((resolve) => { answer = resolve; });
    await page.route('**/api/desk/record_attempt', async (route) => { await slow; await route.continue(); });
    await page.keyboard.press('Digit1');
    await page.keyboard.press('KeyN');
    await page.getByLabel('Текст заметки').fill('ждёт за звонком');
    const sent = page.waitForRequest('**/api/desk/record_attempt');
    await page.locator('dialog').getByRole('button', { name: 'Записать', exact: true }).click();
    await sent;      // the note is behind it
    await page.reload();
    assert.equal(asked, 1);
    answer();
    await page.getByRole('heading', { level: 1 }).waitFor();
    await becomes('both have come', () => page.evaluate(() => !Object.keys(sessionStorage).some((key) => key.startsWith('firstline acts'))));
    await page.reload();
    assert.equal(asked, 1, 'nothing waits, nothing is asked');
}));

test('a colleague signs in in another tab: this one is the colleague\'s, too', () => with_page(browser, site, OPTIONS, async (page) => {
    await sign_in(page);
    const other = await page.context().newPage();
    await other.goto('/desk/');
    await other.getByRole('button', { name: 'Выйти' }).click();
    await other.getByLabel('Логин').waitFor();
    await sign_in(other, 'pavel', 'demo-pavel');
    await page.locator('.who strong', { hasText: 'Павел' }).waitFor();
}));

test('an address that is none, and a lead that was sent, typed over and sent again, which is two', () => with_page(browser, site, OPTIONS, async (page) => {
    await sign_in(page);
    await page.goto('/desk/?#lead/%');
    await page.getByText('не номер заявки').waitFor();
    await page.goto('/desk/#newlead');
    await page.getByLabel('Форма').selectOption('callback');
    await page.getByLabel('Как к вам обращаться').fill('Фёдор');
    await page.getByLabel('Телефон').fill('8 912 000 22 33');
    await page.getByLabel(/обработку/).check();
    await page.getByLabel('Взять себе').uncheck();
    await page.route('**/desk/lead/callback', async (route) => { await route.fetch(); await route.abort(); }, { times: 1 });
    await page.getByRole('button', { name: 'Записать заявку' }).click();
    await page.getByText('Нет связи с сервером.').waitFor();
    await page.reload();      // it goes on being sent; what was typed stands there
    await becomes('it is entered', async () => (await page.evaluate(() => Object.keys(sessionStorage))).every((key) => !key.startsWith('firstline acts')));
    await page.getByLabel('Как к вам обращаться').fill('Фаина');
    await page.getByLabel('Телефон').fill('8 912 000 22 44');
    await page.getByRole('button', { name: 'Записать заявку' }).click();
    await page.locator('.toast', { hasText: /^Заявка .* записана и ждёт в очереди$/ }).waitFor();
    assert.deepEqual(await site.sql(`SELECT answers ->> 'name' AS name FROM intake.lead WHERE answers ->> 'name' IN ('Фёдор', 'Фаина') ORDER BY 1`), [{ name: 'Фаина' }, { name: 'Фёдор' }]);
}));

for (const width of [360, 1280]) {
    for (const scheme of ['light', 'dark']) {
        test(`the card fits ${width} px, ${scheme}`, () => with_page(browser, site, { ...OPTIONS, colorScheme: scheme, viewport: { width, height: 800 } }, async (page) => {
            await sign_in(page);
            await page.locator('.held a').first().click();
            await page.waitForSelector('.acts');
            const { scroll, client } = await page.evaluate(() => ({ scroll: document.documentElement.scrollWidth, client: document.documentElement.clientWidth }));
            assert.ok(scroll <= client, `the page is ${scroll} wide in ${client}`);
            await fits(page);
        }));
    }
}

after(() => browser.close());
site.check_at_end({ whole: false });
