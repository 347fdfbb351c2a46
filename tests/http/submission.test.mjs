// submission: what is sent, by every way of sending it, is answered and kept as sent.
import assert from 'node:assert/strict';
import test from 'node:test';
import { Site, UUID7, VALID, day, receipt_of } from './lib.mjs';
import { TYPE, multipart, to_charset, urlencoded } from './encode.mjs';
import { controls, tags, unescape_html, visible_text } from './html.mjs';

const site = await Site.up();

/** The fields of a lead as they were sent. */
const raw_of = async (receipt) => (await site.lead(receipt)).raw.map(([name, value]) => [name, value]);

test('a browser is sent on to the thank-you page with the receipt', async () => {
    const answer = await site.post('callback', VALID.callback);
    assert.equal(answer.status, 303);
    assert.match(answer.headers.location, /^\/f\/callback\/thanks\?(lang=ru&)?receipt=[0-9a-f-]{36}&proof=[0-9a-f]{40}$/);
    const receipt = receipt_of(answer);
    assert.match(receipt, UUID7);
    const thanks = await site.get(answer.headers.location);
    assert.equal(thanks.status, 200);
    assert.ok(thanks.text.includes(receipt));
    assert.equal((await site.lead(receipt)).form, 'callback');
});

test('a program gets 201 with the receipt', async (t) => {
    for (const type of ['json', 'urlencoded', 'multipart']) {
        await t.test(type, async () => {
            const fields = { ...VALID.callback, phone: `+7 912 345-70-${type.length + 10}` };
            const answer = await site.post('callback', fields, { type, headers: { Accept: 'application/json' } });
            assert.equal(answer.status, 201, answer.text);
            assert.match(answer.headers['content-type'], /^application\/json/);
            const said = answer.json();
            assert.deepEqual(Object.keys(said).sort(), ['next', 'ok', 'receipt']);
            assert.equal(said.ok, true);
            assert.match(said.receipt, UUID7);
            assert.match(said.next, new RegExp(`^/f/callback/thanks\\?(lang=ru&)?receipt=${said.receipt}&proof=[0-9a-f]{40}$`));
            assert.ok(await site.lead(said.receipt));
        });
    }
});

test('Accept decides between HTML and JSON', async (t) => {
    const cases = [
        ['text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8', 303],
        [undefined, 303], ['*/*', 303], ['application/json', 201], ['application/json, text/plain, */*', 201],
        ['APPLICATION/JSON', 201], ['text/html, application/json;q=0.5', 303],
    ];
    for (const [accept, status] of cases) {
        await t.test(String(accept), async () => {
            const answer = await site.post('callback', VALID.callback, { headers: accept ? { Accept: accept } : {} });
            assert.equal(answer.status, status, answer.text);
        });
    }
});

test('every error at once, for a program', async () => {
    const answer = await site.post_json('cargo', {
        name: 'x'.repeat(1000), phone: 'нет', email: 'a@', weight_kg: 'тяжёлый', ready_on: '31.02.2026', to: '',
    });
    assert.equal(answer.status, 422);
    const said = answer.json();
    assert.equal(said.ok, false);
    for (const error of said.errors) {
        assert.deepEqual(Object.keys(error).sort(), ['code', 'field', 'message']);
        assert.match(error.message, /[а-я]/i);
    }
    const codes = Object.fromEntries(said.errors.map((e) => [e.field, e.code]));
    assert.equal(codes.name, 'too_long');
    assert.equal(codes.phone, 'phone');
    assert.equal(codes.email, 'email');
    assert.equal(codes.weight_kg, 'number');
    assert.equal(codes.ready_on, 'date');
    assert.equal(codes.to, 'required');
    assert.equal(codes.consent, 'consent');
    assert.equal(said.errors.length, new Set(said.errors.map((e) => e.field)).size, 'one for each field');
});

test('messages in the language of the browser', async () => {
    const answer = await site.post_json('callback', {}, { headers: { 'Accept-Language': 'en' } });
    const { errors } = answer.json();
    assert.ok(errors.length >= 3);
    for (const { message } of errors) assert.match(message, /^[\x20-\x7e\u2013\u2019\u201c\u201d]+$/);
});

test('a contact is asked for when none of them is given', async () => {
    const { phone, email, ...rest } = VALID.cargo;
    const answer = await site.post_json('cargo', rest);
    assert.equal(answer.status, 422);
    assert.ok(answer.json().errors.some((e) => e.code === 'contact'), answer.text);
    receipt_of(await site.post_json('cargo', { ...rest, email: 'only@example.com' }));
    receipt_of(await site.post_json('cargo', { ...rest, phone: '8 912 345 67 80' }));
});

test('what was typed comes back as it was, and does no harm', async (t) => {
    const hostile = [
        '<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "' onfocus='alert(1)", '</textarea><b>x',
        '&lt;b&gt; &amp;amp; &#x41;', 'a\tb', '\u202eобратно', '{{title}} {{form}}', '%3Cb%3E', '<!--# echo var="x" -->',
        '\n начало с новой строки', 'a\r\nb\r\n\r\nc', '🚚 Å é é', ']]>', '\u2028\u2029', '$`$&',
    ];
    for (const value of hostile) {
        await t.test(JSON.stringify(value), async () => {
            const one_line = value.replace(/[\r\n]+/g, ' ');
            // name is missing, so the form comes back.
            const answer = await site.post('cargo', { ...VALID.cargo, name: '', from: one_line, comment: value });
            assert.equal(answer.status, 422);
            const found = controls(answer.text);
            assert.equal(found.get('from').value, one_line);
            assert.equal(found.get('comment').value.replace(/\r\n/g, '\n'), value.replace(/\r\n/g, '\n'));
            const scripts = tags(answer.text, 'script');
            assert.ok(scripts.every((s) => s.src), 'no script but our files');
            assert.deepEqual(tags(answer.text, 'img'), []);
            assert.equal(tags(answer.text, 'form').length, 1);
            for (const name of ['onfocus', 'onerror']) {
                assert.ok([...found.values()].every((c) => !(name in c.attributes)), name);
            }
        });
    }
    await t.test('in an unknown field and in the name of one', async () => {
        const answer = await site.post('callback', [['<b>"x', '<script>']]);
        assert.equal(answer.status, 422);
        assert.ok(!answer.text.includes('<b>"x'));
    });
});

test('hostile text is stored as text', async () => {
    const comment = "'; DROP TABLE intake.lead; -- <script> \\ \" $$ {{form}} %s %n =1+1 \u2028 🚚";
    const receipt = await site.receipt('cargo', { ...VALID.cargo, comment });
    const lead = await site.lead(receipt);
    assert.equal(lead.answers.comment, comment);
});

test('charsets of one octet are converted', async (t) => {
    const fields = { name: 'Ёжиков Пётр «ООО №1»', phone: '8 912 345-71-00', consent: 'on' };
    const narrow = { ...fields, name: 'Ёжиков Пётр' };
    const cases = [
        ['windows-1251', fields], ['cp1251', fields], ['Windows-1251', fields], ['koi8-r', narrow], ['utf-8', fields],
    ];
    for (const [n, [label, fields_sent]] of cases.entries()) {
        const sent = { ...fields_sent, phone: `8 912 345-70-0${n}` }; // else it were a repetition
        const charset = label === 'cp1251' ? 'windows-1251' : label.toLowerCase();
        await t.test(`urlencoded, ${label}`, async () => {
            const receipt = receipt_of(await site.request('/f/callback', {
                method: 'POST', body: urlencoded(Object.entries(sent), charset),
                headers: { 'Content-Type': `${TYPE.urlencoded}; charset=${label}` },
            }));
            assert.equal((await site.lead(receipt)).answers.name, sent.name);
        });
    }
    await t.test('multipart with charset of a part', async () => {
        const body = Buffer.concat([
            Buffer.from('--b\r\nContent-Disposition: form-data; name="name"\r\nContent-Type: text/plain; charset=windows-1251\r\n\r\n'),
            to_charset('Щукин', 'windows-1251'),
            Buffer.from('\r\n--b\r\nContent-Disposition: form-data; name="phone"\r\n\r\n8 912 345 71 01'),
            Buffer.from('\r\n--b\r\nContent-Disposition: form-data; name="consent"\r\n\r\non\r\n--b--\r\n'),
        ]);
        const answer = await site.request('/f/callback', {
            method: 'POST', body, headers: { 'Content-Type': TYPE.multipart('b') },
        });
        assert.equal((await site.lead(receipt_of(answer))).answers.name, 'Щукин');
    });
    await t.test('the page that comes back is UTF-8', async () => {
        const answer = await site.post('callback', { name: 'Ёж', phone: '' }, { charset: 'windows-1251' });
        assert.equal(answer.status, 422);
        assert.equal(controls(answer.text).get('name').value, 'Ёж');
    });
});

test('octets that are no UTF-8 are an error of their field, not of the request', async (t) => {
    for (const bytes of [[0xff], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xd0], [0x41, 0x00, 0x42]]) {
        await t.test(Buffer.from(bytes).toString('hex'), async () => {
            const pairs = [['name', Buffer.from(bytes)], ['phone', '8 912 345 71 02'], ['consent', 'on']];
            const answer = await site.post('callback', pairs, { charset: 'utf-8', headers: { Accept: 'application/json' } });
            assert.equal(answer.status, 422, answer.text);
            assert.deepEqual(answer.json().errors.map((e) => [e.field, e.code]), [['name', 'text']]);
            const page = await site.post('callback', pairs, { charset: 'utf-8' });
            assert.equal(page.status, 422);
            assert.equal(Buffer.compare(Buffer.from(page.text), page.bytes), 0, 'the page is valid UTF-8');
            assert.equal(controls(page.text).get('phone').value, '8 912 345 71 02');
        });
    }
});

test('multipart: files are named, fields are kept', async () => {
    const pairs = [...Object.entries(VALID.contact), ['photo', { file: '../../груз.jpg', type: 'image/jpeg', content: Buffer.alloc(900, 0xff) }]];
    const receipt = receipt_of(await site.post('contact', pairs, { type: 'multipart' }));
    const lead = await site.lead(receipt);
    assert.ok(lead.marks.includes('file_not_kept'), String(lead.marks));
    assert.ok(lead.raw.some(([name, value]) => name === 'photo' && JSON.stringify(value).includes('груз.jpg')));
    assert.equal(lead.answers.message, VALID.contact.message);
});

test('unknown and repeated fields are kept in their order', async () => {
    const pairs = [['x', '1'], ['name', ' Анна '], ['phone', '8 912 345 71 03'], ['x', '2'], ['consent', 'on'],
        ['цвет груза', 'синий 🟦'], ['empty', '']];
    const receipt = await site.receipt('callback', pairs);
    assert.deepEqual(await raw_of(receipt), pairs);
    assert.equal((await site.lead(receipt)).answers.name, 'Анна');
    const repeated = await site.post('callback', [...pairs, ['name', 'Б']], { headers: { Accept: 'application/json' } });
    assert.equal(repeated.status, 422);
    assert.deepEqual(repeated.json().errors.map((e) => [e.field, e.code]), [['name', 'repeated']]);
});

test('as much attribution as can be is within the bounds of the database', async () => {
    const long = '\\'.repeat(2048);
    const clicks = ['yclid', 'ymclid', 'yadclid', 'yadordid', 'ysclid', 'etext', 'gclid', 'gbraid', 'wbraid', 'srsltid', 'msclkid', 'fbclid', 'igshid',
        'rb_clickid', 'twclid', 'li_fat_id'];
    const tags = ['source', 'medium', 'campaign', 'term', 'content'].map((name) => `utm_${name}`);
    const fields = { ...VALID.callback, phone: '8 912 346-00-20', _referrer: `https://x.example/${long}`.slice(0, 2048) };
    for (const name of [...tags, ...clicks]) fields[name] = long;
    const { touch } = await site.lead(await site.receipt('callback', fields, { type: 'multipart' }));
    for (const name of tags) assert.equal(touch[name], long, name);
    for (const name of clicks) assert.equal(touch.clicks[name], long, name);
});

test('answers are typed', async () => {
    const ready_on = day(3);
    const receipt = await site.receipt('cargo', { ...VALID.cargo, weight_kg: '1 500,5', ready_on });
    const { answers } = await site.lead(receipt);
    assert.equal(answers.weight_kg, 1500.5);
    assert.equal(answers.ready_on, ready_on);
    assert.equal(answers.consent, true);
    const json = receipt_of(await site.post_json('cargo', { ...VALID.cargo, phone: '8 912 345-70-09', weight_kg: 1500.5, ready_on, consent: true }));
    assert.equal((await site.lead(json)).answers.weight_kg, 1500.5);
});

test('without consent nothing personal is stored anywhere', async () => {
    const before = await site.count();
    const { consent, ...rest } = { ...VALID.callback, name: 'Без Согласия' };
    for (const fields of [rest, { ...rest, consent: '' }, { ...rest, consent: 'off' }, { ...rest, consent: 'no' }]) {
        const answer = await site.post_json('callback', fields);
        assert.equal(answer.status, 422, answer.text);
        assert.deepEqual(answer.json().errors.map((e) => [e.field, e.code]), [['consent', 'consent']]);
    }
    assert.equal(await site.count(), before);
    for (const log of ['firstline.log', 'nginx-access.log', 'nginx-error.log', 'postgres.log']) {
        assert.ok(!site.log(log).includes('Без Согласия'), log);
    }
});

test('no log holds what was typed', async () => {
    const secret = 'Тайнописьмо';
    await site.receipt('callback', { ...VALID.callback, name: secret, phone: '+7 912 999-88-77' });
    await site.post('callback', { name: secret, phone: 'нет номера' });
    await site.post_json('callback', { name: secret, phone: '+7 912 999-88-77' });
    for (const log of ['firstline.log', 'nginx-access.log', 'nginx-error.log', 'postgres.log']) {
        for (const text of [secret, '9998877', '999-88-77', encodeURIComponent(secret)]) {
            assert.ok(!site.log(log).includes(text), `${log} has ${text}`);
        }
    }
});

test('what looks like spam is kept with its mark', async () => {
    const receipt = await site.receipt('callback', { ...VALID.callback, name: 'Робот', _website: 'http://spam.example' });
    const lead = await site.lead(receipt);
    assert.ok(lead.marks.includes('trap_filled'));
    const token = await site.token('callback');
    const fast = await site.lead(await site.receipt('callback', { ...VALID.callback, name: 'Скорый', _submission: token }));
    assert.ok(fast.marks.includes('too_fast'));
});

test('where the visitor came from is kept as it was', async () => {
    const landing = 'https://logistics.example/?utm_source=Yandex&utm_medium=cpc&utm_campaign=%D0%BE%D1%81%D0%B5%D0%BD%D1%8C&yclid=42';
    const receipt = await site.receipt('callback', {
        ...VALID.callback, name: 'Издалека', _landing: landing, _referrer: 'https://YANDEX.ru:443/search?text=x',
    }, { from: '203.0.113.9', headers: { 'User-Agent': 'Prob\xe9/1.0 "x"' } });
    const { touch, address, user_agent } = await site.lead(receipt);
    assert.equal(touch.landing, landing);
    assert.equal(touch.utm_source, 'yandex');
    assert.equal(touch.utm_medium, 'cpc');
    assert.equal(touch.utm_campaign, 'осень');
    assert.equal(touch.referrer_host, 'yandex.ru');
    assert.deepEqual(touch.clicks, { yclid: '42' });
    assert.equal(touch.seen, true);
    assert.equal(address, '203.0.113.9');
    assert.ok(user_agent.endsWith('/1.0 "x"'));
});

test('a visitor cannot choose an address of their own', async () => {
    const receipt = await site.receipt('callback', { ...VALID.callback, name: 'Подложный' }, {
        from: '203.0.113.10', headers: { 'X-Forwarded-For': '10.1.1.1', 'Client-IP': '10.1.1.2', Forwarded: 'for=10.1.1.3' },
    });
    assert.equal((await site.lead(receipt)).address, '203.0.113.10');
});

test('a visitor without an address is a visitor', async () => {
    const receipt = await site.receipt('callback', { ...VALID.callback, name: 'Без адреса' }, { from: null });
    assert.equal((await site.lead(receipt)).address, null);
});

test('the values that come back are escaped once', () => {
    assert.equal(unescape_html('&lt;b&gt;&amp;amp;&#65;&#x42;&quot;'), '<b>&amp;AB"');
});

test('a body without a length said in advance', async () => {
    const receipt = receipt_of(await site.request('/f/callback', {
        method: 'POST', body: urlencoded(Object.entries({ ...VALID.callback, name: 'По кускам' })),
        headers: { 'Content-Type': TYPE.urlencoded, 'Transfer-Encoding': 'chunked' },
    }));
    assert.equal((await site.lead(receipt)).answers.name, 'По кускам');
});

test('multipart written by hand', async () => {
    const whole = multipart(Object.entries({ ...VALID.callback, name: '--firstline-test-boundar\r\n--y' }));
    const answer = await site.request('/f/callback', {
        method: 'POST', body: whole, headers: { 'Content-Type': `Multipart/Form-Data; Boundary="firstline-test-boundary"` },
    });
    assert.equal(answer.status, 303, visible_text(answer.text));
});

site.check_at_end();
