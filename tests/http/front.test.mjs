// front: what nginx says when firstline cannot: too large, too many, stopped. In HTML with a way to
// send again, or in JSON, in the visitor's language.
import assert from 'node:assert/strict';
import http from 'node:http';
import test from 'node:test';
import { Site, VALID, receipt_of } from './lib.mjs';
import { TYPE } from './encode.mjs';
import { tags } from './html.mjs';

const site = await Site.up({
    expect: [/client intended to send too large body/, /connect\(\) to unix:|while connecting to upstream/, /limiting (requests|connections)/],
});

/** The same failure asked for in every way. */
async function in_every_way(t, status, send) {
    for (const [language, expected] of [['ru', /[а-я]{3}/i], ['en-US,en;q=0.9', /^[^а-я]*$/i]]) {
        await t.test(`HTML, ${language}`, async () => {
            const answer = await send({ 'Accept-Language': language, Accept: 'text/html' });
            assert.equal(answer.status, status);
            assert.match(answer.headers['content-type'], /^text\/html/);
            assert.equal(tags(answer.text, 'html')[0].lang, language.slice(0, 2));
            assert.match(/<body[^]*<\/main>/.exec(answer.text)?.[0] ?? '', expected);
            checked(answer);
            assert.doesNotMatch(answer.text, /nginx/i);
        });
        await t.test(`JSON, ${language}`, async () => {
            const answer = await send({ 'Accept-Language': language, Accept: 'application/json' });
            assert.equal(answer.status, status);
            assert.match(answer.headers['content-type'], /^application\/json/);
            const said = answer.json();
            assert.equal(said.ok, false);
            assert.match(said.errors[0].message, expected);
            assert.match(said.errors[0].code, /^\w+$/);
            checked(answer);
        });
    }
}

function checked({ headers }) {
    assert.equal(headers['cache-control'], 'no-store');
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.match(headers['content-security-policy'], /frame-ancestors/);
    assert.equal(headers.server, 'nginx');
}

test('a body beyond what nginx takes', async (t) => {
    const body = 'a=' + 'b'.repeat(140 * 1024);
    const agent = new http.Agent({ keepAlive: false });
    await in_every_way(t, 413, (headers) => site.request('/f/cargo', {
        method: 'POST', body, agent, headers: { 'Content-Type': TYPE.urlencoded, ...headers },
    }));
});

test('more requests than one address may send', async (t) => {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 32 });
    const answers = await Promise.all(Array.from({ length: 700 }, () => site.request('/f/contact', { from: '203.0.113.50', agent })));
    const refused = answers.filter((a) => a.status === 429);
    assert.ok(refused.length > 0, 'there is a limit');
    assert.ok(answers.filter((a) => a.status === 200).length >= 400, 'an office behind one address is within it');
    assert.match(refused[0].headers['retry-after'], /^\d+$/);
    assert.equal((await site.request('/f/contact', { from: '203.0.113.51' })).status, 200, 'others are not limited');
    await in_every_way(t, 429, async (headers) => {
        for (;;) {
            const few = await Promise.all(Array.from({ length: 40 }, () => site.request('/f/contact', { from: '203.0.113.50', agent, headers })));
            const one = few.find((a) => a.status === 429);
            if (one) return one;
        }
    });
    agent.destroy();
});

test('firstline is stopped', async (t) => {
    const token = await site.token('callback');
    await site.part('stop', 'firstline');
    // Longer than the site around takes (client_max_body_size of its server block): what is said is why, all the same.
    const fields = { ...VALID.callback, _submission: token, _landing: `https://example.com/?${'utm_term=x&'.repeat(150)}` };
    await in_every_way(t, 502, async (headers) => {
        const answer = await site.post('callback', fields, { headers });
        assert.match(answer.headers['retry-after'], /^[1-9]\d*$/);
        return answer;
    });
    await t.test('the site around it still stands, with a link in place of the form', async () => {
        const page = await site.get('/');
        assert.equal(page.status, 200);
        assert.ok(tags(page.text, 'a').some((a) => a.href === '/f/callback'));
    });
    await site.part('start', 'firstline');
    await t.test('and sending again is one lead', async () => {
        const receipt = receipt_of(await site.post('callback', fields));
        assert.equal(receipt_of(await site.post('callback', fields)), receipt);
    });
});

site.check_at_end();
