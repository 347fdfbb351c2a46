// desk_client: what the page of one person asks of the desk, without a browser: as many of these as there are desks cost the machine
// little. What a turn and a look ask for is what nginx/desk/ asks for; desk_pages.mjs compares both.
import { randomUUID } from 'node:crypto';
import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

export const PASSWORD = 'bench';
const PULSE_MS = 4000;

export class Desk {
    /** site: of tests/http/lib.mjs. number: of the person; each comes from an address of its own. */
    constructor(site, number) {
        this.socket = site.socket;
        this.login = `q${number}`;
        this.address = `192.0.2.${number + 1}`;
        this.agent = new http.Agent({ keepAlive: true, maxSockets: 6 });
        this.cookie = '';
        this.asked = 0;
        this.turns = [];      // milliseconds of each
        this.looks = { 200: 0, 304: 0 };
    }

    call(method, path, { body, headers } = {}) {
        this.asked++;
        const text = body === undefined ? undefined : JSON.stringify(body);
        const all = { Host: 'localhost', 'X-Real-IP': this.address, Cookie: this.cookie, Origin: 'http://localhost', 'Sec-Fetch-Site': 'same-origin',
                      ...(text === undefined ? {} : { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) }), ...headers };
        return new Promise((resolve, reject) => {
            const request = http.request({ socketPath: this.socket, agent: this.agent, method, path: `/desk/${path}`, headers: all }, (answer) => {
                const parts = [];
                answer.on('data', (part) => parts.push(part)).on('error', reject);
                answer.on('end', () => {
                    const said = Buffer.concat(parts).toString();
                    if (answer.statusCode >= 400) reject(new Error(`${this.login}: ${method} ${path}: ${answer.statusCode} ${said}`));
                    else resolve({ status: answer.statusCode, headers: answer.headers, body: said && JSON.parse(said) });
                });
            });
            request.on('error', reject).end(text);
        });
    }

    async sign_in() {
        const { headers } = await this.call('POST', 'session', { body: { login: this.login, password: PASSWORD } });
        [this.cookie] = headers['set-cookie'][0].split(';');
    }

    async act(name, args = {}) {
        const { body } = await this.call('POST', `api/desk/${name}`, { body: args, headers: { 'Idempotency-Key': randomUUID() } });
        return body.rows[0][name];
    }

    rows(view, limit) { return this.call('GET', `api/desk/${view}?limit=${limit}`); }
    refresh() { return Promise.all([this.rows('screen', 200), this.rows('notices', 50)]); }

    async take() {
        this.have(await this.act('next_card'));
    }

    have(card) {
        this.card = card;
        if (!this.card) throw new Error(`${this.login}: nobody waits`);
    }

    /** As the page does: what else it shows follows when the card is there. */
    async turn() {
        const { receipt } = this.card;
        const began = performance.now();
        const { next } = await this.act('done_and_next', { act: 'refuse', arguments: { receipt, reason: 'too_small' } });
        this.have(next);
        this.turns.push(performance.now() - began);
        await this.refresh();
    }

    async look() {
        const { status, headers } = await this.call('GET', 'api/desk/pulse', { headers: this.etag ? { 'If-None-Match': this.etag } : {} });
        this.looks[status]++;
        this.etag = headers.etag;
        return status === 200;
    }

    /** Works from its own moment on, a turn each period_ms, until the end. */
    work(period_ms, until) {
        return Promise.all([this.every(period_ms, until, () => this.turn()), this.stand(until)]);
    }

    /** Stands open, and asks for what it shows when it sees a change. */
    stand(until) {
        return this.every(PULSE_MS, until, async () => {
            if (!await this.look()) return;
            await Promise.all([this.refresh(), ...this.card ? [this.call('POST', 'api/desk/card', { body: { receipt: this.card.receipt } })] : []]);
        });
    }

    async every(period_ms, until, act) {
        for (let next = performance.now() + Math.random() * period_ms; next < until; next += period_ms) {
            await sleep(Math.max(0, next - performance.now()));
            await act();
        }
    }

    close() { this.agent.destroy(); }
}
