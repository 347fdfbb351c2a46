// The demo lets one choose whom to play, without a password to be typed. What is installed does not: no file of it has a
// password, and where the demo has its list of people nothing is.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { BINARY, ROOT, Site } from './lib.mjs';

const site = await Site.up({ desk: true, expect: [/password authentication failed for user "olga2?"/] });
const sign_in = ({ login, password }) => site.request('/desk/session', {
    method: 'POST', body: JSON.stringify({ login, password }), headers: { 'Content-Type': 'application/json', 'Sec-Fetch-Site': 'same-origin' },
});
let people;

test('the demo lists people, who are in both languages and can sign in', async () => {
    const answer = await site.get('/desk/people.json');
    assert.equal(answer.headers['content-type'], 'application/json');
    assert.equal(answer.headers['cache-control'], 'no-store');
    people = answer.json();
    assert.deepEqual(people.map((p) => p.login), ['olga', 'irina', 'vera', 'marina']);
    for (const person of people) {
        assert.deepEqual(Object.keys(person), ['login', 'password', 'name', 'what']);
        assert.ok(person.name && person.what.ru && person.what.en);
        const session = await sign_in(person);
        assert.equal(session.status, 204, session.text);
        const cookie = session.headers['set-cookie'][0].split(';')[0];
        assert.equal((await site.get('/desk/session', { Cookie: cookie })).json().name, person.name);
    }
    assert.equal((await sign_in({ login: 'olga', password: 'demo-irina' })).status, 401);
    assert.equal((await sign_in({ login: 'olga2', password: 'demo-olga' })).status, 401);
});

test('what is installed has no such list, and no password', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'firstline-installed-'));
    try {
        const env = { ...process.env, DESTDIR: folder, PREFIX: '/usr', UNITDIR: '/lib/systemd/system' };
        execFileSync(join(ROOT, 'fcgi/install.sh'), [BINARY], { env });
        const found = (words) => execFileSync('sh', ['-c', 'grep -rlaE -- "$1" "$2" || true', 'sh', words, folder], { encoding: 'utf8' });
        for (const { password } of people) assert.equal(found(password), '', password);
        const shipped = readFileSync(join(folder, 'etc/firstline/nginx/firstline-desk.conf'), 'utf8');
        assert.match(shipped, /location = \/desk\/people\.json \{\s+return 204;\s+\}/);
        // That very file behind the real nginx, but for where things lie.
        const moved = shipped.replaceAll('/usr/share/firstline/', `${folder}/usr/share/firstline/`)
            .replaceAll('include /etc/firstline/nginx/', 'include ').replace('/var/log/nginx/firstline.log', 'log/nginx-access.log');
        execFileSync('chmod', ['-R', 'a+rX', folder]);
        writeFileSync(join(site.dir, 'nginx/firstline-desk.conf'), moved);
        await site.part('reload', 'nginx');
        const answer = await site.get('/desk/people.json');
        assert.deepEqual([answer.status, answer.text], [204, '']);
        assert.equal((await site.get('/desk/')).status, 200, 'and its page is there');
    } finally {
        rmSync(folder, { recursive: true });
    }
});

site.check_at_end();
