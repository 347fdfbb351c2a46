// desk_phone: a shift on a phone, 360 by 740, by touch alone: nothing is wider than the screen, whatever is to be touched is large
// enough (WCAG 2.5.8: 24 px; what the work is done with: 44). Letters come from the keyboard of the phone, and what its own pickers of
// lists and days do is done for them: no page draws those.
import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { Site, VALID, day, until } from '../http/lib.mjs';
import { axe, open_browser, slow, steps, with_page } from './lib.mjs';

const site = await Site.up({ port: 'auto', desk: true, expect: [/ERROR: .*напишите цену числом/] });
await site.psql('UPDATE intake.setting SET recheck_share = 0');      // nobody is asked again by chance
const browser = await open_browser();
const OPTIONS = { expect: [/status of (401|422)/, /net::ERR_INTERNET_DISCONNECTED/], viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true,
                  deviceScaleFactor: 2, bypassCSP: true, reducedMotion: 'reduce' };

const NAMES = ['Анна', 'Борис', 'Вера', 'Глеб', 'Константин-Александр Северо-Западный-Перевозчиков'];
const receipts = {};
for (const [i, name] of NAMES.entries()) {
    receipts[name] = await site.receipt('cargo', { ...VALID.cargo, name, phone: `+7 912 000-00-0${i + 1}`, ready_on: '',
        email: name.length > 20 ? `${'konstantin-aleksandr-'.repeat(2)}x@severo-zapadnye-gruzoperevozki.example.com` : '' });
}
const work = async (name) => (await site.sql(`SELECT state, verdict, reason, owner, attempts, answers, price FROM intake.work WHERE lead = :'id'`, { vars: { id: receipts[name] } }))[0];
const events = async (name) => (await site.sql(`SELECT what FROM intake.lead_event WHERE lead = :'id' ORDER BY step`, { vars: { id: receipts[name] } })).map((e) => e.what);
const becomes = (what, probe) => until(what, probe, 15_000);

/** What is wrong with the sizes on the page; each in one line. */
function misfits(page) {
    return page.evaluate(() => {
        const MAIN = 'button.main, .actions button, dialog button, .toast button, nav a, .held a, .phone, .list th a, input, select, textarea, summary';
        const wide = document.scrollingElement.scrollWidth;
        const found = wide > innerWidth || innerWidth > 360 ? [`the page is ${wide} wide in ${innerWidth}`] : [];
        // Only of what is on top: what a dialog covers cannot be touched.
        const top = [...document.querySelectorAll('dialog[open]')].at(-1) ?? document;
        for (const e of top.querySelectorAll('a[href], button, input, select, textarea, summary')) {
            const areas = [e, ...(/radio|checkbox/.test(e.type) ? e.labels : [])].map((a) => a.getBoundingClientRect());
            const width = Math.max(...areas.map((a) => a.right)) - Math.min(...areas.map((a) => a.left));
            const height = Math.max(...areas.map((a) => a.bottom)) - Math.min(...areas.map((a) => a.top));
            if (!e.checkVisibility() || areas[0].right < 0) continue;
            const words = e.closest('p, li');
            const within_words = e.matches('a') && getComputedStyle(e).display === 'inline' && words && words.textContent.trim() !== e.textContent.trim();
            const least = e.matches(MAIN) ? 44 : within_words ? 0 : 24;
            if (width < Math.min(least, 24) || height < least) found.push(`${Math.round(width)} x ${Math.round(height)}, not ${least}: ${e.outerHTML.slice(0, 120)}`);
        }
        return found;
    });
}
async function fits(page) {
    assert.deepEqual(await misfits(page), []);
    assert.deepEqual(await axe(page, { unsure: false }), []);      // what lies over what is looked at on a large screen
}

const button = (page, name) => page.getByRole('button', { name, exact: true });
const dialog = (page) => page.locator('dialog');
async function types(page, label, text) {
    await page.getByLabel(label).tap();
    await page.keyboard.insertText(text);
}
/** Opens the lead of a list. */
async function tap_row(page, text) {
    const row = page.locator('tbody tr', { hasText: text });
    await row.waitFor();
    await fits(page);
    await row.getByRole('link').tap();
}
async function shown(page, name) {
    await page.locator('#client-name', { hasText: name }).waitFor();
    await page.locator('.acts').waitFor();
}

test('a shift on a phone, by touch', (t) => with_page(browser, site, OPTIONS, async (page) => {
    const step = steps(t);

    await step('signs in', async () => {
        await page.goto('/desk/');
        await button(page, 'Войти').waitFor();
        await fits(page);
        await button(page, 'Войти').tap();
        await page.getByText('Введите логин и пароль.').waitFor();
        await types(page, 'Логин', 'olga');
        await types(page, 'Пароль', 'demo-olga');
        await button(page, 'Войти').tap();
        await button(page, 'Взять следующего').waitFor();
        await fits(page);
    });

    await step('talked, refused, taken back, refused', async () => {
        await button(page, 'Взять следующего').tap();
        await shown(page, 'Анна');
        await fits(page);
        await button(page, 'Поговорили').tap();
        await page.locator('.toast', { hasText: 'Звонок: поговорили' }).waitFor();
        await fits(page);
        await button(page, 'Отказать').tap();
        await dialog(page).waitFor();
        await fits(page);
        await dialog(page).getByText('Слишком мелкий заказ').tap();
        await dialog(page).getByRole('button', { name: 'Отказать', exact: true }).tap();
        await becomes('it is refused', async () => (await work('Анна')).reason === 'too_small');
        await page.locator('.toast').getByRole('button', { name: /Отменить/ }).tap();
        await shown(page, 'Анна');
        await becomes('it is hers again', async () => (await work('Анна')).state === 'claimed');
        await button(page, 'Отказать').tap();
        await dialog(page).getByText('Не наша услуга').tap();
        await dialog(page).getByRole('button', { name: 'Отказать и взять следующего' }).tap();
        await shown(page, 'Борис');
        assert.deepEqual(await work('Анна').then((w) => [w.state, w.reason]), ['closed', 'not_our_service']);
    });

    await step('nobody answers: tomorrow', async () => {
        await button(page, 'Не отвечает').tap();
        await button(page, 'Позже').tap();
        await dialog(page).waitFor();
        await dialog(page).getByText('Выбрать время').tap();
        await page.getByLabel('Время офиса').waitFor();
        await fits(page);
        await dialog(page).getByText('Завтра в 10:00').tap();
        await dialog(page).getByRole('button', { name: 'Отложить и взять следующего' }).tap();
        await shown(page, 'Вера');
        assert.deepEqual(await work('Борис').then((w) => [w.state, w.attempts]), ['postponed', 1]);
    });

    await step('handed over: what is missing is filled in', async () => {
        await button(page, 'Передать').tap();
        await dialog(page).getByText('Общее').tap();
        await dialog(page).getByRole('button', { name: 'Передать', exact: true }).tap();
        await page.getByRole('alert').filter({ hasText: 'не хватает: когда груз готов' }).waitFor();
        await fits(page);
        await button(page, 'Заполнить на карточке').tap();
        await dialog(page).waitFor({ state: 'detached' });
        await page.getByLabel('Когда груз будет готов').fill(day(3));      // the phone's picker of days
        await types(page, /Минимальная цена/, 'много');
        await page.getByRole('heading', { name: 'Что известно' }).tap();
        await page.locator('.field.bad', { hasText: 'напишите цену числом' }).waitFor();
        await fits(page);
        await page.locator('.toast.wrong').getByRole('button', { name: 'Закрыть' }).tap();
        await page.getByLabel(/Минимальная цена/).tap();
        await page.keyboard.press('Control+KeyA');
        await page.keyboard.insertText('7000');
        await slow(page, '**/api/desk/add_answer');
        await page.getByRole('heading', { name: 'Что известно' }).tap();
        await button(page, 'Передать').tap();      // at once: the page knows what is on its way
        await dialog(page).getByText('Общее').tap();
        await dialog(page).getByRole('button', { name: 'Передать и взять следующего' }).tap();
        await shown(page, 'Глеб');
        const { verdict, price, answers } = await work('Вера');
        assert.deepEqual([verdict, Number(price), answers.ready_on], ['qualified', 7000, day(3)]);
    });

    await step('the network goes while a note is written', async () => {
        await button(page, 'Заметка').tap();
        await types(page, 'Текст заметки', 'едет в ');
        await page.context().setOffline(true);
        await page.keyboard.insertText('метро');
        await button(page, 'Записать').tap();
        await button(page, 'Поговорили').tap();
        await page.getByText('Ждут отправки: 2 действия.').waitFor();
        await fits(page);
        await page.context().setOffline(false);
        await becomes('both are done', async () => (await events('Глеб')).length === 4);
        assert.deepEqual(await events('Глеб'), ['received', 'claimed', 'noted', 'attempted']);
        await page.locator('.story li', { hasText: 'едет в метро' }).waitFor();
    });

    await step('spam; a name longer than the screen; given back', async () => {
        await button(page, 'Спам').tap();
        await dialog(page).waitFor();
        await fits(page);
        await dialog(page).getByText('Бессмыслица').tap();
        await dialog(page).getByRole('button', { name: /и взять следующего/ }).tap();
        await shown(page, 'Константин');
        await fits(page);
        assert.equal((await work('Глеб')).verdict, 'spam');
        await button(page, 'Недозвон').tap();
        await dialog(page).waitFor();
        await fits(page);
        await button(page, 'Не сейчас').tap();
        await button(page, 'Вернуть в очередь').tap();
        await dialog(page).waitFor();
        await fits(page);
        await dialog(page).getByText('Конец смены').tap();
        await button(page, 'Вернуть').tap();
        await becomes('it is in the queue', async () => (await work(NAMES[4])).state === 'due');
    });

    await step('somebody calls, and is entered', async () => {
        await site.receipt('cargo', { ...VALID.cargo, name: 'Анна', phone: '+7 912 000-00-01', weight_kg: '5', ready_on: '' });      // again
        await page.goto('/desk/call?from=%2B79120000001&to=%2B74951234567');
        await tap_row(page, 'Закрыта');
        await page.locator('.others a').waitFor();
        await fits(page);
        await button(page, 'Открыть снова').tap();
        await dialog(page).waitFor();
        await fits(page);
        await button(page, 'Не сейчас').tap();
        await page.goto('/desk/call?from=%2B79120000077&to=%2B74951234567');
        await types(page, 'Как к вам обращаться', 'Мирон');
        await button(page, 'Записать заявку').tap();
        await page.locator('.field.bad').first().waitFor();
        await fits(page);
        await page.getByLabel(/обработку/).tap();
        await button(page, 'Записать заявку').tap();
        await shown(page, 'Мирон');
        assert.equal(await site.count('intake.lead', `entered_by = 'olga' AND contacts::text LIKE '%79120000077%'`), 1);
    });

    await step('the lists; signs out', async () => {
        const menu = page.getByRole('navigation', { name: 'Разделы' });
        for (const [name, heading] of [[/^Мои/, 'Мои заявки'], [/^Обещанные/, 'Обещанные звонки'], ['Поиск', 'Поиск клиента'], ['Помощь', 'Помощь'], ['Следующий', 'Следующий клиент']]) {
            await menu.getByRole('link', { name }).tap();
            await page.getByRole('heading', { name: heading, level: 1 }).waitFor();
            await fits(page);
        }
        await menu.getByRole('link', { name: 'Поиск' }).tap();
        await types(page, 'Телефон, имя, почта или номер заявки', '0000004');
        await tap_row(page, 'Глеб');
        await page.getByText('Эта заявка не у вас.').waitFor();
        await fits(page);
        await button(page, 'Выйти').tap();
        await page.getByText('У вас остаётся 1 заявка: она ваша до конца срока.').waitFor();
        await fits(page);
    });
}));

after(() => browser.close());
site.check_at_end({ whole: false });
