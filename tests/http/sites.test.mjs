// sites: what firstline-nginx(7) tells the owner of a real site to write, tried as it stands there: TLS, a
// delivery network or a balancer in front, pages that are elsewhere, a form inside of a page.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFileSync, chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import http2 from 'node:http2';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import tls from 'node:tls';
import { ROOT, Site, VALID, receipt_of, until } from './lib.mjs';
import { TYPE, urlencoded } from './encode.mjs';
import { controls, tags } from './html.mjs';

const SHOP = 'shop.example', FORMS = 'forms.example';
const PAGES = 'https://www.shop.example', STRANGER = 'https://stranger.example';
const NETWORK = '192.0.2.7', VISITOR = '203.0.113.9', OTHER = '203.0.113.10';

const page = readFileSync(join(ROOT, 'nginx/firstline-nginx.7'), 'utf8');

/** The example of that name as a reader sees it. */
function example(name) {
    const [, text] = page.match(new RegExp(`^\\.\\\\" example: ${name}\\n\\.nf\\n([^]*?)^\\.fi`, 'm'));
    return text.replace(/\\([-e])/g, (_, what) => (what === 'e' ? '\\' : what));
}

const scratch = mkdtempSync(join(tmpdir(), 'firstline-sites-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
chmodSync(scratch, 0o755);
const forms = join(scratch, 'forms');
cpSync(join(ROOT, 'forms'), forms, { recursive: true });
appendFileSync(join(forms, 'callback.yaml'), `\n${example('origins').replace(/^ +/gm, '')}`);

const site = await Site.up({ env: { FIRSTLINE_FORMS: forms }, expect: [/limiting requests/, /connect\(\) to unix:.* failed/, /broken header/] });
const socket = (name) => join(site.env.PGHOST, `${name}.sock`);

/** Each server of an example on a Unix socket instead of a port; the peer's address there is "unix:". */
function here(name, change = (text) => text) {
    return change(example(name))
        .replace(/ *listen \[::\].*\n/g, '').replace(/ default_server| backlog=4096/g, '')
        .replace(/listen 80\b/, `listen unix:${socket(name)}`).replace(/listen 443\b/, `listen unix:${socket(`${name}-tls`)}`)
        .replace(/\/etc\/letsencrypt\/live\/shop\.example/g, scratch).replace('root /var/www/shop', 'root nginx/site')
        .replace('include /etc/firstline/nginx/', 'include ');
}

const believes = (text, peer) => text.replace(/(set_real_ip_from )/, `set_real_ip_from ${peer};\n$1`);

execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', `/CN=${SHOP}`,
    '-addext', `subjectAltName=DNS:${SHOP},DNS:${FORMS}`, '-keyout', join(scratch, 'privkey.pem'), '-out', join(scratch, 'fullchain.pem')], { stdio: 'ignore' });
const ca = readFileSync(join(scratch, 'fullchain.pem'));
writeFileSync(join(site.dir, 'nginx/site/form.html'), example('ssi'));
const conf = join(site.dir, 'nginx/nginx.conf');
const shipped = readFileSync(conf, 'utf8');
const servers = [here('tls'), here('cdn', (text) => believes(text, 'unix:')), here('balancer', (text) => believes(text, 'unix:'))];
writeFileSync(conf, shipped.replace(/\}\s*$/, `${servers.join('\n')}\n}\n`));
await site.part('reload', 'nginx');

/** One request by a way of its own. connect: makes the connection. */
function ask(connect, path, { method = 'GET', headers = {}, body, host = SHOP } = {}) {
    return new Promise((resolve, reject) => {
        const request = http.request({ createConnection: connect, path, method, headers: { Host: host, Connection: 'close', ...headers } }, (response) => {
            const chunks = [];
            response.on('data', (chunk) => chunks.push(chunk)).on('end', () => resolve({
                status: response.statusCode, headers: response.headers, text: Buffer.concat(chunks).toString(),
            }));
        });
        request.on('error', reject).end(body);
    });
}

const plain = (name) => () => net.connect(socket(name));
const secure = (servername = SHOP, options = {}) => () => tls.connect({ path: socket('tls-tls'), servername, ca, ...options });
const sent = (fields, headers = {}) => ({
    method: 'POST', body: urlencoded(Object.entries(fields)), headers: { 'Content-Type': TYPE.urlencoded, ...headers },
});
const named = (name) => ({ ...VALID.contact, name });
const lead = async (answer) => site.lead(receipt_of(answer));

test('TLS: http leads to https, with what was sent', async () => {
    for (const options of [{}, sent(named('По http'))]) {
        const answer = await ask(plain('tls'), '/f/contact?utm_source=x', options);
        assert.equal(answer.status, 308);
        assert.equal(answer.headers.location, `https://${SHOP}/f/contact?utm_source=x`);
    }
});

test('TLS: a form from its page to its lead', async (t) => {
    const fresh = await ask(secure(), '/f/contact?utm_source=ya');
    assert.equal(fresh.status, 200);
    assert.equal(fresh.headers['strict-transport-security'], 'max-age=31536000');
    const fields = Object.fromEntries([...controls(fresh.text)].map(([name, { value }]) => [name, value]));
    assert.equal(fields._landing, `https://${SHOP}/f/contact?utm_source=ya`);
    await t.test('the lead has the address by which he came', async () => {
        const answer = await ask(secure(), '/f/contact', sent({ ...fields, ...named('По https') }, { Origin: `https://${SHOP}` }));
        assert.match(answer.headers.location, /^\/f\/contact\/thanks\?/);
        assert.equal((await lead(answer)).touch.landing, fields._landing);
    });
    await t.test('JSON from a page of the site is taken, from another it is not', async () => {
        const json = (origin) => ask(secure(), '/f/contact', { method: 'POST', body: JSON.stringify(named('JSON')),
            headers: { 'Content-Type': TYPE.json, Accept: TYPE.json, Origin: origin } });
        assert.equal((await json(`https://${SHOP}`)).status, 201);
        assert.equal((await json(`https://${SHOP}:8443`)).status, 403);
    });
    await t.test('old TLS is not spoken', async () => {
        await assert.rejects(ask(secure(SHOP, { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'ALL:@SECLEVEL=0' }), '/'));
    });
});

test('TLS: over HTTP/2, where the host is no header', async () => {
    const session = http2.connect(`https://${SHOP}`, { createConnection: secure(SHOP, { ALPNProtocols: ['h2'] }) });
    const post = (origin) => new Promise((resolve, reject) => {
        const request = session.request({ ':method': 'POST', ':authority': SHOP, ':path': '/f/contact', 'content-type': TYPE.json, accept: TYPE.json, origin });
        request.on('response', (headers) => { resolve(headers[':status']); request.resume(); }).on('error', reject);
        request.end(JSON.stringify(named('HTTP/2')));
    });
    assert.equal(await post(`https://${SHOP}`), 201);
    assert.equal(await post(STRANGER), 403);
    session.close();
});

/** The address of the lead that is sent so. */
async function address_of(connect, headers = {}) {
    const answer = await ask(connect, '/f/contact', sent(named(`Адрес ${Math.random()}`), headers));
    return (await lead(answer)).address;
}

test('a delivery network: the last address that is not of the network counts', async () => {
    const forwarded = (...addresses) => address_of(plain('cdn'), { 'X-Forwarded-For': addresses.join(', ') });
    assert.equal(await forwarded(VISITOR), VISITOR);
    assert.equal(await forwarded(VISITOR, NETWORK), VISITOR);
    assert.equal(await forwarded('198.51.100.66', VISITOR, NETWORK), VISITOR, 'what he wrote there himself');
    assert.equal(await forwarded('2001:db8:2::9', '2001:db8:1::7'), '2001:db8:2::9');
});

test('a delivery network: the limits are those of each visitor', async () => {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 20 });
    const status = (from) => new Promise((resolve, reject) => {
        http.get({ socketPath: socket('cdn'), agent, path: '/f/contact', headers: { Host: SHOP, 'X-Forwarded-For': from } },
            (response) => { response.resume().on('end', () => resolve(response.statusCode)); }).on('error', reject);
    });
    const all = await Promise.all(Array.from({ length: 1200 }, () => status(VISITOR)));
    assert.ok(all.includes(429));
    assert.equal(await status(OTHER), 200);
    agent.destroy();
});

test('a stranger who says that he is the network is not believed', async () => {
    const port = await new Promise((resolve) => {
        const probe = net.createServer().listen(0, '127.0.0.1', () => { const { port: free } = probe.address(); probe.close(() => resolve(free)); });
    });
    writeFileSync(conf, shipped.replace(/\}\s*$/, `${[...servers, here('cdn').replace(/listen [^;]*/, `listen 127.0.0.1:${port}`)].join('\n')}\n}\n`));
    await site.part('reload', 'nginx');
    const direct = () => net.connect(port, '127.0.0.1');
    await until('nginx listens there', () => ask(direct, '/f/contact').then(() => true, () => false));
    assert.equal(await address_of(direct, { 'X-Forwarded-For': VISITOR }), '127.0.0.1');
});

test('a balancer: the address is that of the PROXY line', async () => {
    const behind = (line) => () => {
        const peer = net.connect(socket('balancer'));
        peer.write(line);
        return peer;
    };
    assert.equal(await address_of(behind(`PROXY TCP4 ${VISITOR} 10.0.0.5 5555 80\r\n`), { 'X-Forwarded-For': OTHER }), VISITOR);
    assert.equal(await address_of(behind('PROXY TCP6 2001:db8:2::9 2001:db8::5 5555 80\r\n')), '2001:db8:2::9');
    await assert.rejects(ask(plain('balancer'), '/f/contact'), 'who says nothing is not understood');
});

test('TLS that ends in front: the lead is told that it was https', async () => {
    const file = join(site.dir, 'nginx/firstline-http.conf');
    const before = readFileSync(file, 'utf8');
    const landing = async () => controls((await ask(plain('balancer-plain'), '/f/contact')).text).get('_landing').value;
    const open = here('balancer').replace(/ proxy_protocol;/, ';').replace(/ *(set_real_ip_from|real_ip_header).*\n/g, '').replace('balancer.sock', 'balancer-plain.sock');
    writeFileSync(conf, readFileSync(conf, 'utf8').replace(/\}\s*$/, `${open}\n}\n`));
    await site.part('reload', 'nginx');
    assert.equal(await landing(), `http://${SHOP}/f/contact`);
    writeFileSync(file, before.replace(/#(http +https;)/, '$1'));
    await site.part('reload', 'nginx');
    assert.equal(await landing(), `https://${SHOP}/f/contact`);
    writeFileSync(file, before);
    await site.part('reload', 'nginx');
});

test('a page elsewhere: its plain form, as a browser sends it', async (t) => {
    const [{ action, method }] = tags(example('page'), 'form');
    const { host, pathname } = new URL(action);
    assert.deepEqual([host, method], [FORMS, 'post']);
    const filled = { ...Object.fromEntries([...controls(example('page'))].map(([name, { value }]) => [name, value])), phone: '+7 912 345-67-89' };
    const send = (fields, origin) => ask(secure(FORMS), pathname, { host, ...sent(fields, { Origin: origin, Referer: `${origin}/` }) });
    await t.test('is taken, and thanked for there', async () => {
        const answer = await send({ ...filled, name: 'Анна' }, PAGES);
        assert.equal(answer.status, 303);
        assert.match(answer.headers.location, /^https:\/\/www\.shop\.example\/thanks\.html\?receipt=/);
        const { touch } = await lead(answer);
        assert.deepEqual([touch.referrer, touch.utm_source], [`${PAGES}/`, 'landing-3']);
    });
    await t.test("has its mistakes on firstline's page, from where it is taken", async () => {
        const answer = await send({ ...filled, name: '' }, PAGES);
        assert.equal(answer.status, 422);
        const fields = Object.fromEntries([...controls(answer.text)].map(([name, { value }]) => [name, value]));
        assert.equal((await send({ ...fields, name: 'Анна', consent: 'on' }, `https://${FORMS}`)).status, 303);
    });
    await t.test('is asked back where the page is of nobody on the list', async () => {
        const answer = await send({ ...filled, name: 'Чужая' }, STRANGER);
        assert.equal(answer.status, 422);
        assert.match(answer.text, /value="Чужая"/);
        assert.match(answer.text, /со страницы другого сайта/);
    });
});

test('a form inside of a page: and its link while firstline is away', async () => {
    const here_now = async () => (await ask(secure(), '/form.html')).text;
    assert.match(await here_now(), /<form class="firstline"/);
    await site.part('stop', 'firstline');
    const without = await here_now();
    assert.match(without, /<a href="\/f\/callback">Call me back<\/a>/);
    assert.doesNotMatch(without, /<form|<html|<!--#/);
    await site.part('start', 'firstline');
    await until('it is back', async () => /<form class="firstline"/.test(await here_now()));
});

site.check_at_end();
