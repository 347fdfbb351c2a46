// thanks: the page after a form: what was sent and under which number, genuine or not; the site's own
// home, phone, colour and counters on it.
import assert from 'node:assert/strict';
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { ROOT, Site, UUID7, VALID, receipt_of, until } from './lib.mjs';
import { tags, unescape_html, visible_text } from './html.mjs';

const forms = mkdtempSync(join(tmpdir(), 'firstline-forms-'));
chmodSync(forms, 0o755);
process.on('exit', () => rmSync(forms, { recursive: true, force: true }));
cpSync(join(ROOT, 'forms'), forms, { recursive: true });
const SITE = `home: https://example.org/start
phone: +7 495 000-00-00
accent: '#ffd500'
logo: /logo.svg
allow: ['https://mc.example.org', 'https://b.example']
`;
writeFileSync(join(forms, 'site.yaml'), SITE);
writeFileSync(join(forms, 'kinds.yaml'), `title: Виды
default_category: other
fields:
  - {name: one, type: choice, label: Один, choices: [{value: a, label: Первый}, {value: b, label: Второй}]}
  - {name: many, type: choice, label: Много, repeated: true, choices: [{value: a, label: Первый}, {value: b, label: Второй}]}
  - {name: box, type: checkbox, label: Отметка}
  - {name: no_box, type: checkbox, label: Без отметки}
  - {name: day, type: date, label: День}
  - {name: weight, type: number, label: Вес, unit: кг, units: {т: 1000}}
  - {name: bare, type: number, label: Голый, unit: кг}
  - {name: secret, type: hidden}
  - {name: text, type: textarea, label: Текст}
  - {name: empty, type: text, label: Пусто}
`);
const site = await Site.up({ env: { FIRSTLINE_FORMS: forms } });

/** The list of what was sent: { label: text }. */
function sent_of(html) {
    return Object.fromEntries([...html.matchAll(/<dt>([^]*?)<\/dt><dd>([^]*?)<\/dd>/g)]
        .map(([, label, value]) => [unescape_html(label), unescape_html(value)]));
}

/** Sends, and the page that the browser is sent on to. */
async function thanked(form, fields, options = {}) {
    const answer = await site.post(form, fields, options);
    assert.equal(answer.status, 303, answer.text);
    return { url: answer.headers.location, receipt: receipt_of(answer), page: await site.get(answer.headers.location) };
}

test('it repeats what was sent as it was typed, and nothing that was not', async (t) => {
    const typed = [
        ['one', 'b'], ['many', 'a'], ['many', 'b'], ['box', 'on'], ['day', '2030-01-31'], ['weight', ' 2 т '], ['bare', '5'],
        ['secret', 'тайна'], ['text', 'строка\r\n<b> & "x"'], ['empty', ' '], ['unknown', 'чужое'],
    ];
    const { page } = await thanked('kinds', typed);
    assert.equal(page.status, 200);
    assert.deepEqual(sent_of(page.text), {
        Один: 'Второй', Много: 'Первый, Второй', Отметка: 'да', День: '31.01.2030', Вес: '2 т', Голый: '5 кг',
        Текст: 'строка\n<b> & "x"',
    });
    await t.test('by multipart', async () => {
        assert.equal(sent_of((await thanked('kinds', typed, { type: 'multipart' })).page.text)['Вес'], '2 т');
    });
    await t.test('the consent is not an answer', async () => {
        const { page: callback } = await thanked('callback', VALID.callback);
        assert.deepEqual(Object.keys(sent_of(callback.text)), ['Как к вам обращаться', 'Телефон']);
    });
});

test('the receipt can be read out, what happens next and the ways on are there', async () => {
    const { page, receipt } = await thanked('callback', VALID.callback);
    const text = visible_text(page.text);
    assert.ok(text.includes(`${receipt.slice(-8, -4)}-${receipt.slice(-4)}`), 'its last eight digits');
    assert.ok(text.includes(receipt), 'and in full');
    assert.match(text, /Что дальше Мы вам перезвоним\./);
    assert.match(page.text, /<title>Спасибо!/);
    const links = tags(page.text, 'a').map((a) => a.href);
    assert.deepEqual(links, ['tel:+74950000000', 'https://example.org/start', '/f/callback?lang=ru']);
});

test('nothing of what was sent stands in the address', async () => {
    const { url } = await thanked('callback', { ...VALID.callback, name: 'Секретов' });
    const { searchParams } = new URL(url, 'http://x');
    assert.deepEqual([...searchParams.keys()], ['lang', 'receipt', 'proof']);
    assert.match(searchParams.get('receipt'), UUID7);
    assert.match(searchParams.get('proof'), /^[0-9a-f]{40}$/);
    // Chance may put any digits into these two.
    const rest = url.replace(searchParams.get('receipt'), '').replace(searchParams.get('proof'), '');
    assert.doesNotMatch(decodeURIComponent(rest), /Секретов|912/);
});

test('only who sent it sees it again', async () => {
    const fields = { ...VALID.callback, name: 'Только Мне' };
    const { url, receipt } = await thanked('callback', fields, { from: '203.0.113.1' });
    const mine = await site.request(url, { from: '203.0.113.1' });
    assert.equal(sent_of(mine.text)['Как к вам обращаться'], 'Только Мне');
    const other = await site.request(url, { from: '203.0.113.2' });
    assert.match(other.text, /<title>Спасибо!/);
    assert.ok(other.text.includes(receipt));
    assert.deepEqual(sent_of(other.text), {});
});

test('without a genuine receipt it says that nothing was sent', async (t) => {
    const { url, receipt } = await thanked('callback', VALID.callback);
    const proof = new URL(url, 'http://x').searchParams.get('proof');
    const turned = proof.replace(/.$/, (c) => (c === '0' ? '1' : '0'));
    const cases = {
        'no receipt': '/f/callback/thanks',
        'no proof': `/f/callback/thanks?receipt=${receipt}`,
        'a proof with another last digit': `/f/callback/thanks?receipt=${receipt}&proof=${turned}`,
        'a proof that is too short': `/f/callback/thanks?receipt=${receipt}&proof=${proof.slice(1)}`,
        'another receipt': `/f/callback/thanks?receipt=${receipt.replace(/.$/, (c) => (c === '0' ? '1' : '0'))}&proof=${proof}`,
        'another form': `/f/cargo/thanks?receipt=${receipt}&proof=${proof}`,
    };
    for (const [what, path] of Object.entries(cases)) {
        await t.test(what, async () => {
            const page = await site.get(path);
            assert.equal(page.status, 200);
            assert.match(page.text, /<title>Здесь ничего не отправлено/);
            assert.doesNotMatch(page.text, /Спасибо|class="receipt"/);
            assert.ok(!page.text.includes(receipt));
            assert.ok(tags(page.text, 'a').some((a) => a.href.startsWith(path.split('/thanks')[0])), 'it leads to the form');
        });
    }
    await t.test('with a key that is gone it does not know', async () => {
        const page = await site.get(`/f/callback/thanks?receipt=${receipt}&proof=${'0'.repeat(40)}`);
        assert.match(page.text, /<title>Номер проверить нельзя/);
        assert.doesNotMatch(page.text, /ничего не отправлено|class="receipt"/);
    });
    await t.test('in English', async () => {
        assert.match((await site.get('/f/callback/thanks?lang=en')).text, /<title>Nothing was sent here/);
    });
});

test('the same submission again is thanked for again, with what it holds', async () => {
    const fields = { ...VALID.callback, _submission: await site.token('callback') };
    const first = await thanked('callback', fields);
    const second = await thanked('callback', fields);
    assert.equal(second.receipt, first.receipt);
    assert.deepEqual(sent_of(second.page.text), sent_of(first.page.text));
});

test('a program gets the same proof, and nothing of it is kept for a page', async () => {
    const said = (await site.post_json('callback', { ...VALID.callback, name: 'Программа', consent: true })).json();
    const page = await site.get(said.next);
    assert.match(page.text, /<title>Спасибо!/);
    assert.ok(page.text.includes(said.receipt));
    assert.deepEqual(sent_of(page.text), {});
});

test('after a restart the receipt is still genuine, what was sent is forgotten', async () => {
    const { url, receipt } = await thanked('callback', VALID.callback);
    await site.part('stop', 'firstline');
    await site.part('start', 'firstline');
    const page = await site.get(url);
    assert.match(page.text, /<title>Спасибо!/);
    assert.ok(page.text.includes(receipt));
    assert.deepEqual(sent_of(page.text), {});
});

test('the counters of site.yaml are in the policy of every page, and of nothing else', async (t) => {
    const pages = {
        form: await site.get('/f/cargo'), thanks: await site.get('/f/cargo/thanks'), missing: await site.get('/f/none'),
        wrong: await site.post('cargo', {}),
    };
    for (const [what, { headers }] of Object.entries(pages)) {
        await t.test(what, () => {
            const policy = Object.fromEntries(headers['content-security-policy'].split('; ').map((d) => [d.split(' ')[0], d.split(' ').slice(1).join(' ')]));
            assert.equal(policy['script-src'], "'self' https://mc.example.org https://b.example");
            assert.equal(policy['connect-src'], "'self' https://mc.example.org https://b.example");
            assert.equal(policy['img-src'], "'self' data: https://mc.example.org https://b.example");
            assert.equal(policy['default-src'], "'none'");
            assert.equal(policy['form-action'], "'self' https:");
        });
    }
    for (const path of ['/f/firstline.css', '/healthz']) {
        assert.doesNotMatch((await site.get(path)).headers['content-security-policy'], /example/, path);
    }
});

test('where a page cannot help it names the phone and the way home', async () => {
    const { status, text } = await site.get('/f/none');
    assert.equal(status, 404);
    const links = tags(text, 'a').map((a) => a.href);
    assert.deepEqual(links, ['tel:+74950000000', 'https://example.org/start']);
    assert.ok(text.includes('<img src="/logo.svg" alt="">'), 'the logo stands where the frame has its mark');
});

test('the style, with the colour of the site', async () => {
    const { status, headers, text } = await site.get('/f/firstline.css');
    assert.equal(status, 200);
    assert.equal(headers['content-type'], 'text/css; charset=utf-8');
    assert.equal(headers['cache-control'], 'public, max-age=600');
    assert.ok(text.startsWith(':root{--firstline-accent:#ffd500;--firstline-accent-ink:#000}\n'));
    assert.ok(text.endsWith(readFileSync(join(forms, 'firstline.css'), 'utf8')));
    assert.equal((await site.request('/f/firstline.css', { method: 'POST', body: 'x' })).status, 405);
    // Nothing of the page around a form is touched by it.
    const rules = text.replace(/\/\*[^]*?\*\//g, '').replace(/@media[^{]*\{/g, '').replace(/\{[^}]*\}/g, '\n').split('\n');
    const loose = rules.flatMap((r) => r.split(',')).map((r) => r.trim()).filter((r) => r && r !== '}' && r !== ':root' && !r.startsWith('.firstline'));
    assert.deepEqual(loose, []);
});

test('a directory without site.yaml and firstline.css is as good as ever', async () => {
    for (const name of ['site.yaml', 'firstline.css']) rmSync(join(forms, name));
    await site.part('reload', 'firstline');
    await until('the new set', async () => (await site.get('/f/firstline.css')).status === 404);
    const { page } = await thanked('callback', VALID.callback);
    assert.deepEqual(tags(page.text, 'a').map((a) => a.href), ['/', '/f/callback?lang=ru']);
    assert.ok(!page.text.includes('<img'));
});

site.check_at_end();
