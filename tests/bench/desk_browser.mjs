// desk_browser: the same turn in Chromium: from the key that does it to the next card on the screen.
import { setTimeout as sleep } from 'node:timers/promises';
import { open_browser } from '../browser/lib.mjs';
import { PASSWORD } from './desk_client.mjs';

// In the page. Painted: the frame after the change has been drawn, which is when the task after its callback runs.
function stop_watch() {
    const shown = () => document.querySelector('.client .receipt')?.textContent ?? '';
    let began = null;
    let before = '';
    globalThis.turns = [];
    addEventListener('keydown', (event) => {
        if (!event.ctrlKey || event.code !== 'Enter') return;
        began = event.timeStamp;
        before = shown();
    }, { capture: true });
    new MutationObserver(() => {
        if (began === null || shown() === '' || shown() === before) return;
        const from = began;
        began = null;
        requestAnimationFrame(() => {
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => globalThis.turns.push(performance.now() - from);
            port2.postMessage(null);
        });
    }).observe(document, { subtree: true, childList: true, characterData: true });
}

export class Page {
    static async open(site, login) {
        const it = new Page();
        it.browser = await open_browser({ whole: true }); // as people have it
        it.page = await it.browser.newPage({ baseURL: site.url, viewport: { width: 1280, height: 900 } });
        it.page.setDefaultTimeout(15_000);
        it.asked = 0;
        it.page.on('request', (r) => { if (r.url().includes('/desk/api/') && !r.url().includes('/pulse')) it.asked++; });
        await it.page.addInitScript(stop_watch);
        await it.page.goto('/desk/');
        await it.page.locator('input').first().fill(login);
        await it.page.locator('input[type=password]').fill(PASSWORD);
        await it.page.keyboard.press('Enter');
        await it.page.waitForSelector('header');
        await it.next();
        return it;
    }

    count() { return this.page.evaluate(() => globalThis.turns.length); }

    /** Presses it, and waits for the card. */
    async next() {
        const before = await this.count();
        await this.page.keyboard.press('Control+Enter');
        await this.page.waitForFunction((n) => globalThis.turns.length > n, before, { polling: 50 });
        await this.page.waitForSelector('.acts');
    }

    /** A refusal and the next. */
    async turn() {
        await this.page.keyboard.press('KeyR');
        await this.page.waitForSelector('dialog[open]');
        await this.page.keyboard.press('Digit2');
        await this.next();
    }

    async work(period_ms, until) {
        const now = performance.now();      // one turn at least, however short the time is
        for (let next = now + Math.random() * Math.min(period_ms, (until - now) / 2); next < until; next += period_ms) {
            await sleep(Math.max(0, next - performance.now()));
            await this.turn();
        }
    }

    turns() { return this.page.evaluate(() => globalThis.turns); }
    close() { return this.browser.close(); }
}
