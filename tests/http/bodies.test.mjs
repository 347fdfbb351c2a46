// bodies: what browsers, apps and hand-made programs send. What nobody needs never refuses what
// somebody does; what may be a field and cannot be read is that field's error, never another value.
import assert from 'node:assert/strict';
import test from 'node:test';
import { Site, VALID, metric, receipt_of } from './lib.mjs';
import { TYPE, to_charset, urlencoded } from './encode.mjs';
import { controls } from './html.mjs';

const site = await Site.up();
const WANTED = { Accept: 'application/json' };
const PHONE = '+7 912 345-67-89';
const crlf = (text) => text.replace(/\n/g, '\r\n');

const send = (form, body, type, headers = WANTED) => site.request(`/f/${form}`, {
    method: 'POST', body, headers: { 'Content-Type': type, ...headers },
});
/** A multipart body of the parts' headers and contents. */
const parts = (list, boundary = 'B') => Buffer.concat([...list.map(([head, content]) =>
    Buffer.concat([Buffer.from(crlf(`--${boundary}\n${head}\n\n`)), Buffer.from(content), Buffer.from('\r\n')])),
Buffer.from(`--${boundary}--\r\n`)]);
const named = (name, more = '') => `Content-Disposition: form-data; name="${name}"${more}`;
let number = 0;
/** The parts of a valid submission of callback, each another lead. */
const valid = () => {
    number += 1;
    return [[named('name'), `Проба ${number}`], [named('phone'), PHONE], [named('consent'), 'on']];
};
const lead_of = async (answer) => site.lead(receipt_of(answer));
const error_of = (answer, field) => {
    assert.equal(answer.status, 422, answer.text);
    return answer.json().errors.find((error) => error.field === field)?.code;
};

test('boundaries of mobile apps', async (t) => {
    for (const [said, used = said] of [
        ['*****'], ['dio&boundary'], ['#####'], ['$x$'], ['--dio-boundary-1'], ['a'.repeat(200)],
        ['"a;b c"', 'a;b c'], ['"x "', 'x'], ['x; charset=utf-8', 'x'], ['x; boundary=x', 'x'],
    ]) {
        await t.test(said.slice(0, 20), async () => {
            receipt_of(await send('callback', parts(valid(), used), `multipart/form-data; boundary=${said}`));
        });
    }
    await t.test('201 octets', async () => {
        const long = 'a'.repeat(201);
        assert.equal((await send('callback', parts(valid(), long), TYPE.multipart(long))).status, 415);
    });
});

test('a part that nobody needs is passed over', async (t) => {
    const base64 = '\nContent-Transfer-Encoding: base64';
    for (const [head, mark, raw] of [
        [named('photo', '; filename="19".jpg"'), 'file_not_kept', '(file 19".jpg, 1 bytes, not kept)'],
        [named('photo', '; filename=фото 1.jpg'), 'file_not_kept', '(file фото 1.jpg, 1 bytes, not kept)'],
        [named('photo', '; filename="ООО "Ромашка".pdf"'), 'file_not_kept', '(file ООО "Ромашка".pdf, 1 bytes, not kept)'],
        [named('photo', '; filename="a"; name="phone"'), 'file_not_kept', '(file a, 1 bytes, not kept)'],
        [named('photo', `; filename="a.jpg"${base64}`), 'file_not_kept', '(file a.jpg, 1 bytes, not kept)'],
        ["Content-Disposition: form-data; name*=utf-8''%D0%BA%D0%BE%D0%B4", undefined, 'x'],
        [named('drift', base64), 'part_not_read', '(part, 1 bytes, not read)'],
        ['Content-Disposition: attachment; name="drift"', 'part_not_read', '(part, 1 bytes, not read)'],
        ['Content-Type: text/plain', 'part_not_read', '(part, 1 bytes, not read)'],
        ['X-A: b\nX-B: c', 'part_not_read', '(part, 1 bytes, not read)'],
        [named('drift', '\nX: y'.repeat(20)), undefined, 'x'],
    ]) {
        await t.test(head.slice(0, 90), async () => {
            const lead = await lead_of(await send('callback', parts([[head, 'x'], ...valid()]), TYPE.multipart('B')));
            assert.deepEqual(lead.marks, mark ? [mark] : []);
            assert.equal(lead.raw[0][1], raw);
            assert.equal(lead.answers.phone, '+79123456789');
        });
    }
});

test('a part that may be a field is read, or it is an error of that field', async (t) => {
    const [name, , consent] = valid();
    const phone = async (head, content = PHONE) => send('callback', parts([name, [head, content], consent]), TYPE.multipart('B'));
    for (const [head, content] of [
        ['Content-Disposition: form-data; name=phone'], ['Content-Disposition: form-data; name=\\"phone\\"'],
        ["Content-Disposition: form-data; name*=UTF-8''phone"], [named('phone', '; name=phone')],
        [named('phone', '\nContent-Transfer-Encoding: base64'), Buffer.from(PHONE).toString('base64')],
        [named('phone', '\nContent-Transfer-Encoding: quoted-printable'), '=2B7 912=\r\n 345-67-89'],
    ]) {
        await t.test(`read: ${head}`, async () => {
            assert.equal((await lead_of(await phone(head, content))).answers.phone, '+79123456789');
        });
    }
    for (const [head, content] of [
        [named('phone', '; name="name"')], ['Content-Disposition: form-data; name="phone'],
        [named('phone', '\nContent-Transfer-Encoding: base64')],
        [named('phone', '\nContent-Transfer-Encoding: x-gzip')],
        ['Content-Disposition: form-data; name="phone; filename="x"'],
    ]) {
        await t.test(`refused: ${head}`, async () => assert.equal(error_of(await phone(head, content), 'phone'), 'text'));
    }
    await t.test('a hand-made body without CR', async () => {
        const body = parts(valid()).toString().replace(/\r/g, '');
        assert.equal((await lead_of(await send('callback', body, TYPE.multipart('B')))).answers.phone, '+79123456789');
    });
    await t.test('a body that its sender cut off is no lead', async () => {
        const whole = parts([...valid(), [named('drift'), 'x']]);
        assert.equal((await send('callback', whole.subarray(0, whole.length - 8), TYPE.multipart('B'))).status, 400);
    });
});

test('what is long and not needed is cut', async (t) => {
    const form = (more) => urlencoded([...Object.entries({ ...VALID.callback, name: `Проба ${number += 1}` }), ...more]);
    const raw_of = (lead, name) => lead.raw.find(([n]) => n === name)?.[1];
    await t.test('an unknown field', async () => {
        const lead = await lead_of(await send('callback', form([['x', 'v'.repeat(40_000)], ['y', 'w']]), TYPE.urlencoded));
        assert.equal(raw_of(lead, 'x'), 'v'.repeat(8192));
        assert.equal(raw_of(lead, 'y'), 'w');
        assert.deepEqual(lead.marks, ['field_cut']);
    });
    await t.test('a name, within a letter', async () => {
        const lead = await lead_of(await send('callback', form([[`n${'я'.repeat(200)}`, 'v']]), TYPE.urlencoded));
        assert.equal(raw_of(lead, `n${'я'.repeat(31)}`), 'v');
        assert.deepEqual(lead.marks, ['field_cut']);
    });
    await t.test('the landing page', async () => {
        const landing = `https://example.com/?utm_source=ya&x=${'v'.repeat(10_000)}`;
        const lead = await lead_of(await send('callback', form([['_landing', landing]]), TYPE.urlencoded));
        assert.equal(lead.touch.utm_source, 'ya');
        assert.deepEqual(lead.marks, ['field_cut']);
    });
    await t.test('not a field of the form', async () => {
        const body = urlencoded(Object.entries({ ...VALID.contact, message: 'v'.repeat(8193) }));
        assert.equal(error_of(await send('contact', body, TYPE.urlencoded), 'message'), 'too_long');
    });
    await t.test('which comes back whole, the worst of it', async () => {
        const message = '"'.repeat(20_000);
        const body = urlencoded(Object.entries({ ...VALID.contact, message }));
        const page = await send('contact', body, TYPE.urlencoded, { Accept: 'text/html' });
        assert.equal(page.status, 422);
        assert.equal(controls(page.text).get('message').value, message);
    });
});

test("counters' and frameworks' fields are kept and counted as drift", async () => {
    const unknown = async () => metric((await site.get('/metrics')).text, 'firstline_fields_unknown_total');
    const before = await unknown();
    const fields = { ...VALID.callback, name: 'Счётчик', _ga: 'GA1.2', _method: 'put', _charset_: 'utf-8', _referrer: 'https://ya.ru/', _website: '' };
    const lead = await lead_of(await send('callback', urlencoded(Object.entries(fields)), TYPE.urlencoded));
    assert.deepEqual(lead.raw.slice(-2), [['_ga', 'GA1.2'], ['_method', 'put']]);
    assert.equal(await unknown() - before, 2);
});

test('windows-1251 that was not declared', async (t) => {
    const pairs = Object.entries({ ...VALID.callback, name: 'АЛЁНА Смирнова', город: 'Тверь' });
    const body = urlencoded(pairs, 'windows-1251');
    const quoted = Buffer.concat(['--B\r\n', named('name'), '\r\n\r\n', to_charset('Анна', 'windows-1251'),
        '\r\n', parts(valid().slice(1))].map((x) => Buffer.from(x)));
    for (const [what, bytes, type, name] of [
        ['urlencoded', body, TYPE.urlencoded, 'АЛЁНА Смирнова'],
        ['as another set', body.replace('%C0', '%c0'), `${TYPE.urlencoded}; charset=iso-8859-1`, 'АЛЁНА Смирнова'],
        ['multipart', quoted, TYPE.multipart('B'), 'Анна'],
    ]) {
        await t.test(what, async () => {
            const lead = await lead_of(await send('callback', bytes, type));
            assert.equal(lead.answers.name, name);
            assert.ok(lead.marks.includes('charset_guessed'));
        });
    }
    await t.test('is not taken for it when UTF-8 stands beside it', async () => {
        const mixed = `${body}&${urlencoded([['comment', 'Иван']])}`;
        assert.equal(error_of(await send('callback', mixed, TYPE.urlencoded), 'name'), 'text');
    });
    await t.test('nor when it says to be UTF-8', async () => {
        assert.equal(error_of(await send('callback', body, `${TYPE.urlencoded}; charset=UTF-8`), 'name'), 'text');
    });
});

test('parameters of a type that say nothing to us', async (t) => {
    for (const more of ['; charset=utf8mb4', '; charset="UTF-8;"', '; charset=us-ascii', '; version=1; x="a;b"', ';', '; ;=', '; charset=utf-8; charset=UTF-8']) {
        await t.test(more, async () => {
            const fields = { ...VALID.callback, name: `Тип ${number += 1}` };
            receipt_of(await send('callback', urlencoded(Object.entries(fields)), TYPE.urlencoded + more));
            const json = { ...VALID.callback, name: `Тип ${number += 1}` };
            receipt_of(await send('callback', JSON.stringify(json), TYPE.json + more));
        });
    }
});

site.check_at_end();
