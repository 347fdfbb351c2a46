// touch: /f/touch.js in a browser: what a visitor came with is there when he sends, many pages and days later; nothing
// is kept that he has not agreed to; and nothing of it can hold him up. The site is shop.localhost, forms.localhost
// and pay.localhost are known hosts, search.localhost is anybody.
import assert from 'node:assert/strict';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';
import { ROOT, Site, until } from '../http/lib.mjs';
import { open_browser, with_page, with_whole } from './lib.mjs';

const forms = mkdtempSync(join(tmpdir(), 'firstline-forms-'));
chmodSync(forms, 0o755);
process.on('exit', () => rmSync(forms, { recursive: true, force: true }));
cpSync(join(ROOT, 'forms'), forms, { recursive: true });
writeFileSync(join(forms, 'hosts.yaml'), 'own: [shop.localhost, forms.localhost]\npayment: [pay.localhost]\n');

const site = await Site.up({ port: 'auto', env: { FIRSTLINE_FORMS: forms } });
const browser = await open_browser();
const { port } = new URL(site.url);
const at = (host, path = '/') => `http://${host}:${port}${path}`;
const shop = (path) => at('shop.localhost', path);
const AD = shop('/land.html?utm_source=yandex&yclid=9#top');

// Pages of the site, under the policy of the demo (script-src 'self'); and /open/, which may be put into others.
const conf = join(site.dir, 'nginx/nginx.conf');
writeFileSync(conf, readFileSync(conf, 'utf8').replace('location / {', 'location ^~ /open/ { ssi on; add_header Cache-Control "private, no-cache"; }\n        location / {'));
const SCRIPT = '<script src="/f/touch.js" defer></script>';
const FORM = '<!--# include virtual="/f/callback?embed=$arg_firstline" -->';
const put = (path, body) => writeFileSync(join(site.dir, 'nginx/site', path), `<!DOCTYPE html><meta charset="utf-8"><title>x</title>${body}`);
mkdirSync(join(site.dir, 'nginx/site/open'));
put('land.html', `${SCRIPT}<a href="/two.html">2</a>`);
put('two.html', `${SCRIPT}<a href="/form.html">3</a>`);
put('form.html', SCRIPT + FORM);
put('bare.html', FORM);
put('forms.html', `${SCRIPT}${FORM}<!--# include virtual="/f/contact?fragment" --><form action="/search" method="get" id="search"><input name="q"></form>`);
put('cached.html', `${SCRIPT}<form action="/f/callback" method="post"><input name="name"><input name="phone"><input name="consent" type="checkbox">
    <input type="hidden" name="_landing" value="${shop('/?utm_source=another')}"><input type="hidden" name="_visitor" value="x"><button type="submit">x</button></form>`);
put('open/blank.html', '');
put('open/form.html', SCRIPT + FORM);
put('open/frame.html', `${SCRIPT}<iframe src="${at('forms.localhost', '/open/form.html')}" width="600" height="900"></iframe>`);
put('open/asks.html', `<iframe src="${shop('/open/form.html?yclid=9')}"></iframe>`);
put('open/partner.html', `${SCRIPT.replace('/f/', at('shop.localhost', '/f/'))}<iframe src="${at('forms.localhost', '/open/form.html')}" width="600" height="900"></iframe>`);
await site.part('reload', 'nginx');
await until('the pages are there', async () => (await site.get('/open/blank.html')).status === 200);

let number = 0;
/** Fills and sends the callback form of a page or frame; what was kept of the visit. */
async function sent(page, where = page) {
    const name = `Гость ${number += 1}`;
    await where.fill('form[action*=callback] [name=name]', name);
    await where.fill('form[action*=callback] [name=phone]', `8 912 350-${String(number).padStart(4, '0')}`);
    await where.check('form[action*=callback] [name=consent]');
    await where.click('form[action*=callback] button[type=submit]');
    const [lead] = await until('the lead is there', async () => {
        const found = await site.sql(`SELECT touch FROM intake.lead WHERE answers->>'name' = :'name'`, { vars: { name } });
        return found.length > 0 && found;
    });
    return lead.touch;
}

/** Comes to url by a link on a page of another host. */
async function come(page, host, url) {
    await page.goto(at(host, '/open/blank.html'));
    await Promise.all([page.waitForURL(url), page.evaluate((to) => { location.href = to; }, url)]);
    await page.waitForLoadState();
}
const agree = (page, yes = true) => page.evaluate((y) => globalThis.firstline.consent(y), yes);
const record = (page) => page.evaluate(() => JSON.parse(localStorage.getItem('firstline.touch')));
const known = (page) => page.evaluate(() => JSON.parse(globalThis.firstline.touch()._touch ?? 'null'));
const visitor = (work, options = {}) => with_page(browser, site, options, work);

/** Puts a site.yaml in force. */
async function settings(text, sign) {
    writeFileSync(join(forms, 'site.yaml'), text);
    await site.part('reload', 'firstline');
    await until('it is in force', async () => (await site.get('/f/touch.js')).text.includes(sign));
}

test('three pages before the form: the tag of the first is there', async () => {
    await visitor(async (page) => {
        await come(page, 'search.localhost', AD);
        await agree(page);
        await page.click('a');
        await page.waitForURL(/two/);
        await page.click('a');
        await page.waitForURL(/form/);
        const touch = await sent(page);
        assert.equal(touch.landing, AD);
        assert.equal(touch.referrer, at('search.localhost', '/'));
        assert.equal(touch.utm_source, 'yandex');
        assert.deepEqual(touch.clicks, { yclid: '9' });
        assert.equal(touch.touches, 1);
        assert.ok(Math.abs(Date.parse(touch.at) - Date.now()) < 600_000);
        assert.equal(touch.first, undefined);
    });
});

test('1. memory first, stored only after consent', async (t) => {
    await t.test('without it nothing is stored, and what this page knows is sent', async () => visitor(async (page) => {
        await come(page, 'search.localhost', shop('/form.html?yclid=1'));
        assert.equal(await page.evaluate(() => localStorage.length), 0);
        assert.deepEqual((await sent(page)).clicks, { yclid: '1' });
        assert.equal(await page.evaluate(() => localStorage.length), 0);
    }));
    await t.test('nor of what the page before has told: the third knows nothing', async () => visitor(async (page) => {
        await page.goto(AD);
        await page.click('a');
        await page.waitForURL(/two/);
        assert.equal((await known(page)).landing, AD.split('#')[0]);
        await page.click('a');
        await page.waitForURL(/form/);
        assert.equal(await known(page), null);
        const touch = await sent(page);
        assert.deepEqual([touch.landing, touch.seen], [null, false], 'and it is no direct visit');
    }));
    await t.test('given later on the page, it stores what the page came with', async () => visitor(async (page) => {
        await page.goto(AD);
        assert.equal(await record(page), null);
        await agree(page);
        assert.equal((await record(page)).first.l, AD);
        await page.goto(shop('/form.html'));
        assert.equal((await sent(page)).landing, AD);
    }));
    await t.test('taken back, all is forgotten', async () => visitor(async (page) => {
        await page.goto(AD);
        await agree(page);
        await page.goto(shop('/form.html'));
        await agree(page, false);
        assert.equal(await page.evaluate(() => localStorage.length), 0);
        assert.notEqual((await known(page)).landing, AD);
        await page.goto(shop('/two.html'));
        assert.equal(await page.evaluate(() => localStorage.length), 0);
    }));
    await t.test('setting "given": at once', async () => {
        await settings('touch_consent: given\n', '"given",90');
        await visitor(async (page) => {
            await page.goto(AD);
            assert.equal((await record(page)).first.l, AD);
            await agree(page, false);
            assert.equal(await record(page), null);
        });
    });
    await t.test('setting "never": not even if the banner says so, and what was there goes', async () => {
        await settings('touch_consent: never\n', '"never",90');
        await visitor(async (page) => {
            await page.addInitScript(() => localStorage.setItem('firstline.touch',
                '{"end":9000000000,"n":1,"first":{"l":"http://x.example/","r":"","t":1},"last":{"l":"http://x.example/","r":"","t":1}}'));
            await page.goto(shop('/form.html?yclid=2'));
            assert.equal(await page.evaluate(() => localStorage.length), 0);
            await agree(page);
            assert.equal(await page.evaluate(() => localStorage.length), 0);
            assert.equal((await known(page)).landing, shop('/form.html?yclid=2'));
        });
    });
    await settings('home: /\n', '"ask",90');
});

test('2. never throws, never delays a submit', async (t) => {
    for (const [what, hurt] of Object.entries({
        'storage that is refused': () => Object.defineProperty(globalThis, 'localStorage', { get() { throw new Error('SecurityError'); } }),
        'storage that is full': () => { Storage.prototype.setItem = () => { throw new Error('QuotaExceededError'); }; },
        'a foreign record': () => localStorage.setItem('firstline.touch', '"x"'),
        'a broken record': () => localStorage.setItem('firstline.touch', '{"end":9e9,"n":1,"first":{}'),
        'a record of other shapes': () => localStorage.setItem('firstline.touch', '{"end":9e9,"n":1,"first":{"l":5},"last":[]}'),
        'a record that is endless': () => localStorage.setItem('firstline.touch',
            JSON.stringify({ end: 9e9, n: 1, first: { l: 'https://a.example/', r: 'x'.repeat(1e5), t: 1 }, last: { l: 'https://a.example/', r: '', t: 1 } })),
        'no JSON': () => { delete globalThis.JSON; },
    })) {
        await t.test(what, async () => visitor(async (page) => {
            await page.addInitScript(hurt);
            await page.goto(shop('/form.html?utm_source=vk'));
            await page.evaluate(() => globalThis.firstline.consent(true));
            assert.equal((await sent(page)).utm_source, 'vk');
        }));
    }
    await t.test('JavaScript that is off', async () => visitor(async (page) => {
        await page.goto(shop('/form.html?utm_source=vk'));
        const touch = await sent(page);
        assert.deepEqual([touch.utm_source, touch.touches], ['vk', undefined]);
    }, { javaScriptEnabled: false }));
    await t.test('a script that is blocked', async () => visitor(async (page) => {
        await page.route('**/f/touch.js', (route) => route.abort());
        await page.goto(shop('/form.html?utm_source=vk'));
        const touch = await sent(page);
        assert.deepEqual([touch.utm_source, touch.touches], ['vk', undefined]);
    }, { expect: [/ERR_FAILED/] }));
});

test('3. one small record of one known key, no cookie, nothing about the person', async () => {
    await visitor(async (page) => {
        await page.goto(shop(`/form.html?utm_source=vk&x=${'x'.repeat(3000)}`));
        await agree(page);
        await sent(page);
        await page.goto(shop('/form.html'));
        assert.deepEqual(await page.evaluate(() => Object.keys(localStorage)), ['firstline.touch']);
        assert.equal(await page.evaluate(() => sessionStorage.length), 0);
        assert.deepEqual(await page.context().cookies(), []);
        const text = JSON.stringify(await record(page));
        assert.ok(text.length < 5000, `${text.length} characters`);
        // Chance may put any digits into times.
        assert.doesNotMatch(text.replaceAll(/"(t|end)":\d+/g, ''), /Гость|912/);
        assert.deepEqual(Object.keys(await record(page)).sort(), ['end', 'first', 'last', 'n']);
    });
});

test('4. honest expiry', async () => {
    await visitor(async (page) => {
        await page.clock.install();
        await page.goto(AD);
        await agree(page);
        const { end, last } = await record(page);
        assert.equal(end, last.t + 90 * 86_400);
        await page.clock.setFixedTime((end - 60) * 1000);
        await page.goto(shop('/two.html'));
        assert.equal((await known(page)).landing, AD, 'to its last minute');
        await page.clock.setFixedTime((end + 60) * 1000);
        await page.goto(shop('/two.html'));
        assert.equal((await known(page)).landing, shop('/two.html'));
        assert.equal(await record(page), null, 'and the consent has gone with it');
    });
});

test('5. the first touch is never changed, the last replaced whole, by a touch only; they are counted', async (t) => {
    await visitor(async (page) => {
        await page.clock.install();
        const day = async (n) => page.clock.setFixedTime(Date.now() - (10 - n) * 86_400_000);
        await day(0);
        await come(page, 'search.localhost', AD);
        await agree(page);
        await t.test('a reload is no other', async () => {
            await page.reload();
            assert.equal((await known(page)).touches, 1);
        });
        await t.test('a return by the address alone is none', async () => {
            await day(3);
            await page.goto(shop('/two.html'));
            assert.deepEqual([(await known(page)).landing, (await known(page)).touches], [AD, 1]);
        });
        await t.test('another site is one', async () => {
            await come(page, 'other.localhost', shop('/two.html'));
            const { landing, referrer, touches, first_landing, first_referrer } = await known(page);
            assert.deepEqual([landing, referrer, touches], [shop('/two.html'), at('other.localhost', '/'), 2]);
            assert.deepEqual([first_landing, first_referrer], [AD, at('search.localhost', '/')]);
        });
        await t.test('a tag is one, and brings no referrer of the one before', async () => {
            await day(5);
            await page.goto(shop('/form.html?utm_source=mail'));
            const { landing, referrer, touches, first_landing } = await known(page);
            assert.deepEqual([landing, referrer, touches, first_landing], [shop('/form.html?utm_source=mail'), '', 3, AD]);
        });
        await t.test('the same link again, a day later, is one', async () => {
            await day(6);
            await page.goto(shop('/form.html?utm_source=mail'));
            assert.equal((await known(page)).touches, 4);
        });
        await t.test('own hosts are none', async () => {
            await come(page, 'forms.localhost', shop('/form.html'));
            assert.equal((await known(page)).touches, 4);
        });
        const touch = await sent(page);
        assert.deepEqual([touch.utm_source, touch.touches, touch.first.landing, touch.first.referrer], ['mail', 4, AD, at('search.localhost', '/')]);
        assert.ok(Date.parse(touch.at) > Date.parse(touch.first.at));
    });
});

test('6. addresses are sent as they are', async () => {
    await visitor(async (page) => {
        const url = shop('/form.html?utm_source=%D1%8F&x=%FF&utm_source=b&amp;yclid=%7Bx%7D#/a?utm_medium=cpc');
        await page.goto(url);
        assert.equal((await sent(page)).landing, url);
    });
});

test('7. fills at submit, each form of the page', async (t) => {
    const note = (page, form) => page.evaluate((s) => new FormData(document.querySelector(s)).get('_touch'), form);
    await t.test('several, but no others than firstline\'s', async () => visitor(async (page) => {
        await page.goto(shop('/forms.html?utm_source=vk'));
        assert.equal(await page.locator('input[name=_touch]').count(), 0, 'nothing stands in the page before');
        for (const form of ['form[action*=callback]', 'form[action*=contact]']) assert.match(await note(page, form), /utm_source=vk/);
        assert.equal(await note(page, '#search'), null);
        assert.equal((await sent(page)).touches, 1);
    }));
    await t.test('a form that is added later', async () => visitor(async (page) => {
        await page.goto(shop('/land.html?utm_source=vk'));
        await page.evaluate(() => document.body.insertAdjacentHTML('beforeend', `<form action="/f/callback" method="post"><input name="name"><input name="phone">
            <input name="consent" type="checkbox"><button type="submit">x</button></form>`));
        const touch = await sent(page);
        assert.deepEqual([touch.utm_source, touch.touches], ['vk', 1]);
    }));
    await t.test('a browser without formdata events', async () => visitor(async (page) => {
        await page.addInitScript(() => globalThis.addEventListener('formdata', (e) => e.stopImmediatePropagation(), true));
        await page.goto(shop('/form.html?utm_source=vk'));
        assert.equal((await sent(page)).touches, 1);
    }));
    await t.test('form.submit(), which tells no submit event', async () => visitor(async (page) => {
        await page.goto(shop('/form.html?utm_source=vk'));
        await page.evaluate(() => document.querySelector('form').addEventListener('submit', (e) => { e.preventDefault(); e.target.submit(); }));
        assert.equal((await sent(page)).touches, 1);
    }));
    await t.test('firstline.touch() for fetch', async () => visitor(async (page) => {
        await page.goto(shop('/land.html?utm_source=vk'));
        const { receipt } = await page.evaluate(async () => (await fetch('/f/callback', {
            method: 'POST', headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
            body: JSON.stringify({ name: 'Fetch', phone: '8 912 351-00-01', consent: true, ...globalThis.firstline.touch() }),
        })).json());
        const { touch } = await site.lead(receipt);
        assert.deepEqual([touch.utm_source, touch.touches], ['vk', 1]);
    }));
    await t.test('Metrica\'s number of the visitor goes along, once he has agreed', async () => visitor(async (page) => {
        await page.goto(shop('/form.html?yclid=3'));
        await page.evaluate(() => { document.cookie = '_ym_uid=1700000000123'; document.cookie = 'x_ym_uid=5'; });
        assert.equal((await known(page)).ym_uid, undefined);
        await agree(page);
        assert.deepEqual((await sent(page)).clicks, { yclid: '3', ym_uid: '1700000000123' });
    }));
});

test('8. no values of another visitor, or of before', async (t) => {
    await t.test('a page that a cache has kept for another', async () => visitor(async (page) => {
        await come(page, 'search.localhost', shop('/cached.html?yclid=5'));
        const touch = await sent(page);
        assert.deepEqual([touch.utm_source, touch.clicks, touch.referrer], [null, { yclid: '5' }, at('search.localhost', '/')]);
    }));
    await t.test('a page that the browser has kept (bfcache)', async () => {
        await with_whole(site, { ignoreDefaultArgs: ['--disable-back-forward-cache'] }, async (page) => {
            await page.goto(shop('/form.html?utm_source=vk'));
            await agree(page);
            await page.evaluate(() => { globalThis.addEventListener('pageshow', (e) => { globalThis.kept = e.persisted; }); });
            await page.evaluate(() => document.querySelector('form').addEventListener('submit', (e) => e.preventDefault()));
            await page.evaluate(() => { const f = document.querySelector('form'); f.noValidate = true; f.requestSubmit(); });
            assert.match(await page.inputValue('[name=_touch]'), /utm_source=vk/);
            await page.goto(shop('/two.html?utm_source=mail'));
            await agree(page, false);
            await page.evaluate(() => history.back()).catch(() => {}); // goBack would wait for a load
            await until('it is shown', () => page.evaluate(() => globalThis.kept !== undefined).catch(() => false));
            assert.equal(await page.evaluate(() => globalThis.kept), true);
            assert.equal(await page.inputValue('[name=_touch]'), '');
            assert.equal(await record(page), null, 'what was taken back on the page after it stays so');
        });
    });
});

test('9. one-page sites and returns from a payment', async (t) => {
    await t.test('a route is no landing', async () => visitor(async (page) => {
        await page.goto(shop('/form.html?utm_source=vk'));
        await agree(page);
        await page.evaluate(() => { history.pushState({}, '', '/order?utm_source=own'); });
        assert.equal((await known(page)).landing, shop('/form.html?utm_source=vk'));
        assert.equal((await sent(page)).utm_source, 'vk');
    }));
    await t.test('a return from where he paid is no touch', async () => visitor(async (page) => {
        await page.goto(AD);
        await agree(page);
        await come(page, 'card.pay.localhost', shop('/form.html?utm_source=pay'));
        assert.deepEqual([(await known(page)).landing, (await known(page)).touches], [AD, 1]);
    }));
    await t.test('nor is it a visit of which nothing else is known', async () => visitor(async (page) => {
        await come(page, 'pay.localhost', shop('/form.html'));
        assert.equal(await known(page), null);
        assert.equal((await sent(page)).seen, false);
    }));
});

test('10. in an iframe of another host the page around it hands over what it knows', async (t) => {
    const framed = async (page) => {
        const frame = await until('the frame is there', () => page.frames().find((f) => f.url().includes('/open/form.html')));
        await frame.waitForSelector('form');
        return frame;
    };
    await t.test('between known hosts', async () => visitor(async (page) => {
        await come(page, 'search.localhost', shop('/open/frame.html?yclid=7'));
        await agree(page);
        const frame = await framed(page);
        await frame.focus('[name=phone]'); // it asks again then: the first time the page around it may have had no script yet
        await until('it was handed over', () => frame.evaluate(() => (globalThis.firstline.touch()._touch ?? '').includes('yclid=7')));
        assert.equal(await frame.evaluate(() => { try { return localStorage.length; } catch { return 0; } }), 0, 'nothing is kept there');
        const touch = await sent(page, frame);
        assert.deepEqual([touch.landing, touch.referrer], [shop('/open/frame.html?yclid=7'), at('search.localhost', '/')]);
    }));
    await t.test('a page of a stranger hands over nothing', async () => visitor(async (page) => {
        await page.goto(at('stranger.localhost', '/open/partner.html?yclid=8'));
        const frame = await framed(page);
        await page.evaluate(() => document.querySelector('iframe').contentWindow.postMessage({ firstline: '{"landing":"http://evil.example/?yclid=666"}' }, '*'));
        const touch = await sent(page, frame);
        assert.deepEqual([touch.clicks, touch.referrer], [{}, at('stranger.localhost', '/')]);
    }));
    await t.test('and is told nothing', async () => visitor(async (page) => {
        await page.goto(at('stranger.localhost', '/open/asks.html'));
        await until('the frame is there', () => page.frames().find((f) => f.url().includes('yclid=9')));
        const told = await page.evaluate(() => new Promise((resolve) => {
            addEventListener('message', (e) => { if (e.data !== 'firstline?') resolve(e.data); });
            for (let i = 1; i <= 5; i += 1) setTimeout(() => frames[0].postMessage('firstline?', '*'), i * 100);
            setTimeout(() => resolve('nothing'), 1000);
        }));
        assert.equal(told, 'nothing');
    }));
    await t.test('but a known host is', async () => visitor(async (page) => {
        await page.goto(at('forms.localhost', '/open/asks.html'));
        const told = await page.evaluate(() => new Promise((resolve) => {
            addEventListener('message', (e) => { if (e.data !== 'firstline?') resolve(e.data); });
            const ask = () => frames[0].postMessage('firstline?', '*');
            ask();
            document.querySelector('iframe').addEventListener('load', ask);
        }));
        assert.match(told.firstline, /yclid=9/);
    }));
});

test('the demo: by an advertisement to the form on another page', async () => {
    await visitor(async (page) => {
        await page.goto(shop('/landing.html?utm_source=yandex&utm_medium=cpc&yclid=1700000000'));
        await page.click('aside.consent button:has-text("Да")');
        assert.ok(await record(page));
        await page.click('text=посмотреть сайт');
        await page.waitForURL(shop('/'));
        assert.equal(await page.locator('aside.consent').count(), 0, 'it asks once');
        await page.goto(shop('/f/callback'));
        const touch = await sent(page);
        assert.deepEqual([touch.utm_source, touch.utm_medium, touch.clicks.yclid], ['yandex', 'cpc', '1700000000']);
    });
    await visitor(async (page) => {
        await page.goto(shop('/landing.html?yclid=1'));
        await page.click('aside.consent button:has-text("Нет")');
        await page.goto(shop('/'));
        assert.deepEqual([await record(page), await page.locator('aside.consent').count()], [null, 0]);
    });
});

after(() => browser.close());
site.check_at_end();
