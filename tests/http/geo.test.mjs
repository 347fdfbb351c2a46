// geo: several databases side by side, a rule that names a region by its code, and a reload that takes all of them or none.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { appendFileSync, chmodSync, cpSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { BINARY, ROOT, Site, VALID, until } from './lib.mjs';

const FIXTURES = join(ROOT, 'tests/fixtures/geo');
const dir = mkdtempSync(join(tmpdir(), 'firstline-geo-'));
process.on('exit', () => rmSync(dir, { recursive: true, force: true }));
chmodSync(dir, 0o755);
const [v4, v6, forms] = ['v4.mmdb', 'v6.mmdb', 'forms'].map((name) => join(dir, name));
cpSync(join(ROOT, 'forms'), forms, { recursive: true });
appendFileSync(join(forms, 'callback.yaml'), 'rules: [{name: north-west, category: high-margin, when: [{region: [RU-SPE]}]}]\n');

/** As geoipupdate does it: a file is whole before it has its name. */
function put(name, target) {
    cpSync(join(FIXTURES, name), `${target}.new`);
    renameSync(`${target}.new`, target);
}
put('flat-v4.mmdb', v4);
put('flat-v6.mmdb', v6);

const site = await Site.up({ env: { FIRSTLINE_FORMS: forms, FIRSTLINE_GEO: `${v4} ${v6}` } });
const log = () => site.log('firstline.log');
const ends = () => log().split(/ (?:definitions_loaded|reload_refused) /).length;

let phone = 9126010000;
const lead_from = async (from) => site.lead(
    await site.receipt('callback', { ...VALID.callback, phone: `+7${++phone}` }, { from }));
const place_from = async (from) => (await lead_from(from)).place;

async function reload() {
    const before = ends();
    await site.part('reload', 'firstline');
    await until('it has loaded or not', () => ends() > before);
}

test('a database for IPv4 and one for IPv6 stand side by side', async () => {
    const [four, six] = [await place_from('203.0.113.7'), await place_from('2001:db8:1::1')];
    assert.deepEqual([four.region, four.city, four.database], ['Khabarovsk', 'Khabarovsk', 'city ipv4']);
    assert.deepEqual([six.region, six.city, six.database], ['Khabarovsk', 'Khabarovsk', 'city ipv6']);
});

test('a rule that names a region by code holds whatever the database calls it', async () => {
    const lead = await lead_from('192.0.2.200');
    assert.equal(lead.place.region, 'St.-Petersburg');
    assert.equal(lead.rule, 'north-west');
    assert.deepEqual(lead.evidence, [{ place: 'RU-SPE' }]);
    assert.equal((await lead_from('192.0.2.7')).rule, null);
});

test('a reload takes all databases or none', async (t) => {
    site.expected.push(/ geo_file path=\S+v6\.mmdb /, / reload_refused /);
    put('nested.mmdb', v4);
    writeFileSync(v6, 'no database');
    await reload();
    assert.match(log().slice(log().lastIndexOf(' reload_began ')), / geo_file path=\S+v6\.mmdb why="no sound MaxMind database"[^]* reload_refused /);
    assert.equal((await place_from('203.0.113.7')).database, 'city ipv4', 'the old one, though the new one is good');
    assert.equal((await place_from('2001:db8:1::1')).database, 'city ipv6');
    await t.test('and the whole ones as soon as there are such', async () => {
        put('flat-v6.mmdb', v6);
        await reload();
        assert.equal((await place_from('203.0.113.7')).database, 'GeoLite2-City');
        assert.equal((await place_from('2001:db8:1::1')).database, 'GeoLite2-City', 'it has these, too, and is the first');
    });
});

test('at a start the databases that are whole are used', async () => {
    site.expected.push(/ geo_file path=\S+v4\.mmdb why="empty"/);
    await site.part('stop', 'firstline');
    writeFileSync(v4, '');
    await site.part('start', 'firstline');
    assert.equal((await place_from('2001:db8:1::1')).database, 'city ipv6');
    assert.equal(await place_from('203.0.113.7'), null);
    assert.match((await site.get('/metrics')).text, /^firstline_geo_missing 1$/m);
});

test('firstline check asks the databases of a configuration, and never fails for what they do not know', async () => {
    put('nested.mmdb', v4);
    const config = join(dir, 'firstline.conf');
    const check = (...args) => new Promise((resolve) => {
        execFile(BINARY, ['check', ...args], (error, stdout, stderr) => resolve({ code: error ? error.code : 0, out: stdout, err: stderr }));
    });
    writeFileSync(config, `forms = ${forms}\ngeo = ${v4} ${v6}\n`);
    assert.equal((await check('--config', config)).code, 0);
    const file = join(forms, 'callback.yaml');
    cpSync(join(ROOT, 'forms/callback.yaml'), file);
    appendFileSync(file, 'rules: [{name: north-west, category: high-margin, when: [{region: [RU-SPB]}]}]\n');
    const told = 'no geo database knows the region "RU-SPB", did you mean "RU-SPE"?';
    const noted = await check('--config', config);
    assert.equal(noted.code, 0);
    assert.ok(noted.out.includes(told), noted.out);
    const wrong = await check(forms, '--geo', v4, '--geo', v6);
    assert.equal(wrong.code, 78);
    assert.match(wrong.err, /callback\.yaml:\d+: /);
    assert.ok(wrong.err.includes(told), wrong.err);
    assert.equal((await check(forms)).code, 0, 'who has no database is not asked for one');
    const strict = await check('--config', config, '--geo', v4);
    assert.equal(strict.code, 78);
});

site.check_at_end();
