// desk_keys: one shift in psql, with the words of sql/qualifier.psqlrc, and the same in the browser: the same comes of both, and the
// browser takes a third of the keys at most.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import test, { after } from 'node:test';
import { ROOT, Site, VALID, day, until } from '../http/lib.mjs';
import { Keyboard, keys_of_lines } from './desk_keys.mjs';
import { open_browser, with_page } from './lib.mjs';

const site = await Site.up({ port: 'auto', desk: true });
await site.psql(`UPDATE intake.setting SET recheck_share = 0, call_from = '00:00', call_until = '24:00'`);
const browser = await open_browser();
after(() => browser.close());

/** As many clients as the shift has, who have said the same in each; in the order in which they are taken. */
async function clients(prefix, count) {
    const receipts = [];
    for (let n = 0; n < count; n++) {
        receipts.push(await site.receipt('cargo', { ...VALID.cargo, name: 'Анна', phone: `+7 912 ${prefix}-00-0${n}`, ready_on: day(5) }));
    }
    return receipts;
}
/** What was done with each, and what is known now. */
const outcome = (receipts) => Promise.all(receipts.map(async (id) => ({
    events: await site.sql(`SELECT what, reason, note FROM intake.lead_event WHERE lead = :'id' ORDER BY step`, { vars: { id } }),
    work: await site.sql(`SELECT state, verdict, reason, attempts, answers::text, price FROM intake.work WHERE lead = :'id'`, { vars: { id } }),
})));

// What is done with one client after the other: the lines of psql, and the keys of the page. The last of each goes on to the next.
const SHIFT = [
    { what: 'nobody answers, again in an hour', psql: [':звонок', 'не о', ':позже', '+1ч', 'не о'], page: (k) => k.press('Digit2', 'KeyZ', 'Control+Enter') },
    { what: 'a talk; too small', psql: [':звонок', 'пог', ':отказ', 'мелк'], page: (k) => k.press('Digit1', 'KeyR', 'Digit2', 'Control+Enter') },
    { what: 'a talk; the price; handed over', psql: [':звонок', 'пог', ':узнал', 'цена', '15000', ':передать', 'общ', ''],
      page: async (k, page) => {
          await k.press('Digit1', 'KeyA', 'Tab');      // from the first that is missing to the price
          await k.type('15000');
          await k.press('Enter', 'Escape');
          await page.waitForFunction(() => !document.querySelector('#answer-price_floor')?.closest('.field').querySelector('.gap'));
          await k.press('KeyT', 'Digit1', 'Control+Enter');
      } },
    { what: 'an advertisement', psql: [':спам', 'рекл'], page: (k) => k.press('KeyX', 'Digit1', 'Control+Enter') },
    { what: 'busy; a note; again in an hour', psql: [':звонок', 'зан', ':заметка', 'доб. 12', ':позже', '+1ч', 'не о'],
      page: async (k) => {
          await k.press('Digit3', 'KeyN');
          await k.type('доб. 12');
          await k.press('Tab', 'Enter', 'KeyZ', 'Control+Enter');
      } },
];

function typed(lines) {
    const { stdout, stderr } = spawnSync('psql', ['-U', 'olga', '-f', '-'],
        { env: { ...site.env, COLUMNS: '120', LC_ALL: 'C.UTF-8', PSQLRC: join(ROOT, 'sql/qualifier.psqlrc') }, input: `\\pset pager off\n${lines.join('\n')}\n`, encoding: 'utf8' });
    assert.doesNotMatch(stdout + stderr, /ERROR|ОШИБКА/);
}

test('a shift takes a third of the keys that it takes in psql', async (t) => {
    const lines = [':дальше', ...SHIFT.flatMap(({ psql }) => [...psql, ':дальше'])];
    const by_psql = await clients('100', SHIFT.length);
    typed(lines);
    const wanted = await outcome(by_psql);
    const by_page = await clients('200', SHIFT.length);
    let keys;
    await with_page(browser, site, { expect: [/status of 401/], viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' }, async (page) => {
        await page.goto('/desk/');
        await page.getByLabel('Логин').fill('olga');
        await page.getByLabel('Пароль').fill('demo-olga');
        await page.keyboard.press('Enter');
        await page.getByRole('button', { name: 'Взять следующего' }).waitFor();
        const keyboard = new Keyboard(page);
        await keyboard.press('Enter');
        for (const [n, { what, page: act }] of SHIFT.entries()) {
            await page.waitForFunction((receipt) => location.hash.endsWith(receipt) && document.activeElement.id === 'client-name', by_page[n], { timeout: 15_000 });
            await t.test(what, () => act(keyboard, page));
        }
        await page.getByText('Сейчас некого взять').waitFor();
        keys = keyboard.count;
    });
    await until('all of it is written down', async () => JSON.stringify(await outcome(by_page)) === JSON.stringify(wanted), 15_000)
        .catch(async () => assert.deepEqual(await outcome(by_page), wanted));
    const typed_keys = keys_of_lines(lines);
    t.diagnostic(`keys of the shift: ${typed_keys} in psql, ${keys} in the browser`);
    assert.ok(keys * 3 <= typed_keys, `${keys} keys are more than a third of ${typed_keys}`);
});

site.check_at_end({ whole: false });
