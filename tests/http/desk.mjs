// desk: a browser of the staff, for tests of the desk: it has a cookie, and sends what a page of our own sends.
import assert from 'node:assert/strict';

export const COOKIE = '__Host-firstline';
const SAME_ORIGIN = { Origin: 'https://localhost', 'Sec-Fetch-Site': 'same-origin' };
const JSON_TYPE = { 'Content-Type': 'application/json' };

/** What a log says when people come by password and the database refuses them what they may not. */
export const REFUSALS = [/(STATEMENT|HINT|CONTEXT|DETAIL|QUERY):/, /^postgres\.log: [\t ]/];

export class Browser {
    /** from: its address; loopback, where nginx counts nothing. */
    constructor(site, { from = '127.0.0.1', language = 'ru' } = {}) {
        Object.assign(this, { site, from, language, cookie: '' });
    }

    async send(method, path, { body, headers = {}, cookie = this.cookie } = {}) {
        const all = { ...SAME_ORIGIN, ...body === undefined ? {} : JSON_TYPE, 'Accept-Language': this.language, ...cookie ? { Cookie: cookie } : {}, ...headers };
        for (const [name, value] of Object.entries(all)) if (value === undefined) delete all[name];
        const text = body === undefined || typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
        const answer = await this.site.request(`/desk/${path}`, { method, headers: all, body: text, from: this.from });
        const [set] = answer.headers['set-cookie'] ?? [];
        if (set) this.cookie = set.split(';')[0];
        return answer;
    }

    get(path, headers) { return this.send('GET', path, { headers }); }
    post(path, body = {}, headers = {}) { return this.send('POST', path, { body, headers }); }
    call(name, args = {}, headers = {}) { return this.post(`api/${name}`, args, headers); }

    try_password(login, password) { return this.post('session', { login, password }); }

    async rows(view, query = '') {
        const answer = await this.get(`api/${view}${query}`);
        assert.equal(answer.status, 200, answer.text);
        return answer.json().rows;
    }

    async done(name, args, headers) {
        const answer = await this.call(name, args, headers);
        assert.equal(answer.status, 200, answer.text);
        return answer.json().rows;
    }

    static async of(site, login, options) {
        const browser = new Browser(site, options);
        const answer = await browser.try_password(login, `demo-${login}`);
        assert.equal(answer.status, 204, answer.text);
        return browser;
    }
}

/** [status, code] of an answer that refuses. */
export const refused = (answer) => [answer.status, answer.json().code];
