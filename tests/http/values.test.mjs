// values: numbers, dates and boxes as people and their programs send them, through the whole program.
import assert from 'node:assert/strict';
import test from 'node:test';
import { Site, VALID, day, receipt_of } from './lib.mjs';

const site = await Site.up();

const JSON_WANTED = { Accept: 'application/json' };
const send = (fields, { language = 'ru', ...options } = {}) => site.post('cargo', { ...VALID.cargo, ...fields },
    { ...options, headers: { ...JSON_WANTED, 'Accept-Language': language } });
const error_of = (answer, field) => answer.json().errors.find((e) => e.field === field);

test('a number with one reading is stored in the field\'s unit', async (t) => {
    const cases = [
        ['20 000 кг', 20000], ['20\u00a0000кг', 20000], ['20т', 20000], ['20\u00a0т.', 20000], ['20\u2009т', 20000],
        ['２０００', 2000], ['２，５ т', 2500], ['２．５ т', 2500], ['1,500 т', 1500], ['1\u2019500', 1500], ["1'500", 1500],
        ['0,500', 0.5], ['1.234,5', 1234.5], ['+700', 700],
        ['20,000 kg', 20000, 'en'], ['1,500', 1500, 'en'], ['1.500', 1.5, 'en'],
    ];
    for (const [typed, kg, language] of cases) {
        await t.test(`${typed} ${language ?? ''}`, async () => {
            const receipt = receipt_of(await send({ weight_kg: typed }, { language }));
            assert.equal((await site.lead(receipt)).answers.weight_kg, kg);
        });
    }
});

test('a number with two readings is asked back, and both are named', async (t) => {
    const cases = [
        ['20.000 кг', 'ru', '20 000', '20'], ['20,000', 'ru', '20 000', '20'], ['20.000кг', 'ru', '20 000', '20'],
        ['２０．０００ кг', 'ru', '20 000', '20'], ['1.500', 'ru', '1 500', '1,5'], ['1,500', 'ru', '1 500', '1,5'],
        ['20.000 kg', 'en', '20,000', '20'],
    ];
    for (const [typed, language, first, second] of cases) {
        await t.test(`${typed} ${language}`, async () => {
            const answer = await send({ weight_kg: typed }, { language });
            assert.equal(answer.status, 422);
            const { code, message } = error_of(answer, 'weight_kg');
            assert.equal(code, 'number_ambiguous');
            assert.match(message, new RegExp(`(^|[^0-9])${first}[^0-9.,].*[^0-9]${second}([^0-9,.]|[,.][^0-9])`), message);
        });
    }
    await t.test('a JSON number has none', async () => {
        receipt_of(await site.post_json('cargo', { ...VALID.cargo, weight_kg: 20.5 }));
    });
});

test('dates', async (t) => {
    const [year, month, of_month] = day(20).split('-');
    const months = 'января февраля марта апреля мая июня июля августа сентября октября ноября декабря'.split(' ');
    const wide = (text) => text.replace(/[0-9]/g, (d) => String.fromCharCode(d.charCodeAt(0) + 0xfee0));
    const point = `${of_month}.${month}.${year}`;
    const cases = [
        point, wide(point), `${of_month}. ${month}. ${year}`, `${of_month}/${month}/${year}`, `${year}/${month}/${of_month}`,
        `${year}.${month}.${of_month}`, `${of_month}.${month}.${year.slice(2)}`, `${year}\u2013${month}\u2013${of_month}`,
        `${Number(of_month)} ${months[month - 1]} ${year} г.`,
    ];
    for (const ready_on of cases) {
        await t.test(ready_on, async () => {
            const receipt = receipt_of(await send({ ready_on }));
            assert.equal((await site.lead(receipt)).answers.ready_on, day(20));
        });
    }
    await t.test('two days on an English page', async () => {
        const ready_on = `01/07/${Number(year) + 1}`;
        const answer = await send({ ready_on }, { language: 'en' });
        assert.equal(answer.status, 422);
        const { code, message } = error_of(answer, 'ready_on');
        assert.equal(code, 'date_ambiguous');
        assert.match(message, /7 January .*1 July/);
    });
});

test('today is the visitor\'s', async () => {
    const there = (zone) => new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(new Date());
    // Los Angeles, and Russia without a place in it: from Kaliningrad to Kamchatka
    receipt_of(await send({ ready_on: there('America/Los_Angeles') }, { from: '203.0.113.130' }));
    receipt_of(await send({ ready_on: there('Europe/Kaliningrad') }, { from: '203.0.113.225' }));
    receipt_of(await send({ ready_on: there('Asia/Vladivostok') }, { from: '203.0.113.7' }));
    const answer = await send({ ready_on: day(-2) }, { from: '203.0.113.130' });
    assert.equal(error_of(answer, 'ready_on').code, 'too_early');
    // and the page lets it be chosen
    const page = await site.request('/f/cargo', { from: '203.0.113.130' });
    assert.ok(/min="([0-9-]+)"/.exec(page.text)[1] <= there('America/Los_Angeles'));
});

test('a box with a hidden twin, and words of consent', async (t) => {
    const { consent, ...rest } = VALID.callback;
    const options = { headers: JSON_WANTED };
    const ticked = [
        ['false', 'true'], ['true', 'false'], ['0', '1'], ['1', '0'], ['off', 'on'], ['', 'on'], ['Y'], ['Accepted'], ['Да'],
        ['Согласен'], ['Я согласен на обработку персональных данных'], ['I agree to the processing of my personal data.'],
    ];
    const unticked = [['false'], ['0', 'false'], ['', ''], ['нет'], ['true', 'maybe'], ['не согласен']];
    for (const [wanted, lists] of [[201, ticked], [422, unticked]]) {
        for (const values of lists) {
            const pairs = [...Object.entries(rest), ...values.map((value) => ['consent', value])];
            await t.test(`${values} ${wanted}`, async () => {
                assert.equal((await site.post('callback', pairs, options)).status, wanted);
            });
        }
    }
    await t.test('arrays in JSON', async () => {
        assert.equal((await site.post_json('callback', { ...rest, consent: [false, true] })).status, 201);
        assert.equal((await site.post_json('callback', { ...rest, consent: [false, false] })).status, 422);
        assert.equal((await site.post_json('callback', { ...rest, consent: null })).status, 422);
    });
});

site.check_at_end();
