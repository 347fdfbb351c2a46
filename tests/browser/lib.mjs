// lib: Chromium for the browser tests: Debian's own, driven by playwright-core. Every page is
// watched: an error on its console (a blocked style, a missing file) fails the test.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { ROOT } from '../http/lib.mjs';

const PICTURES = process.env.FIRSTLINE_PICTURES === 'yes' && join(ROOT, 'build/screenshots');

/** whole: with all that is around its pages, at twice the work; else its shell without windows. options: more for the launch. */
export async function open_browser({ whole = false, ...options } = {}) {
    return chromium.launch({
        ...options,
        executablePath: whole ? '/usr/bin/chromium' : '/usr/bin/chromium-headless-shell',
        args: ['--disable-gpu', '--no-first-run', '--disable-background-networking',
            '--disable-component-update', '--disable-sync', '--disable-quic',
            ...(process.getuid() === 0 ? ['--no-sandbox'] : [])],
    });
}

/** Opens a page in a context of its own, hands it to work, and checks what its console said.
 *  options are the context's (locale, viewport, javaScriptEnabled); expect: console errors that
 *  belong to the test. */
export async function with_page(browser, site, { expect = [], ...options }, work) {
    const context = await browser.newContext({ baseURL: site.url, locale: 'ru-RU', ...options });
    context.setDefaultTimeout(15_000);
    const page = await context.newPage();
    const troubles = [];
    page.on('console', (m) => { if (m.type() === 'error') troubles.push(m.text()); });
    page.on('pageerror', (error) => troubles.push(String(error)));
    try {
        await work(page);
        assert.deepEqual(troubles.filter((t) => !expect.some((e) => e.test(t))), []);
    } finally {
        await context.close();
    }
}

/** The same in a whole browser of its own; launch: more for its launch. */
export async function with_whole(site, launch, work) {
    const browser = await open_browser({ ...launch, whole: true });
    try {
        await with_page(browser, site, {}, work);
    } finally {
        await browser.close();
    }
}

/** What the page asks for there takes so long, as over a bad network or from a busy server. */
export function slow(page, address, ms = 1000) {
    return page.route(address, async (asked) => {
        await new Promise((resolve) => { setTimeout(resolve, ms); });
        await asked.continue();
    });
}

/** The page at rest; for whoever wants to look at it (FIRSTLINE_PICTURES=yes) with all of it as build/screenshots/NAME.png. */
export async function screenshot(page, name) {
    await page.evaluate(() => document.fonts.ready.then(() => new Promise((drawn) => { requestAnimationFrame(() => requestAnimationFrame(drawn)); })));
    if (PICTURES) await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });
}

/** Names of the controls and kinds of the others that Tab reaches, from where the focus is. */
export async function tab_order(page, steps_max = 60) {
    const order = [];
    for (let step = 0; step < steps_max; step++) {
        await page.keyboard.press('Tab');
        const at = await page.evaluate(() => {
            const e = document.activeElement;
            return !e || e === document.body ? null : e.name || e.tagName.toLowerCase();
        });
        if (at === null) break;
        // A date has several places to stop at.
        if (order.at(-1) !== at) order.push(at);
    }
    return order;
}

/** Sends past the browser's own checks, as an old browser would. */
export async function send_unchecked(page, press = 'click') {
    await page.evaluate(() => { for (const form of document.forms) form.noValidate = true; });
    await page[press]('button[type=submit]');
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core finds wrong with the page, one line each; [] is all well. unsure: false for a page that computes its contrasts
 *  itself, since axe-core cannot see what lies below a drawing, or in a table that has to be scrolled. */
export async function axe(page, { unsure: wanted = true } = {}) {
    if (!await page.evaluate(() => 'axe' in globalThis)) await page.evaluate(AXE);
    // What is found comes over as lines: all that is right, node by node, would take longer than to look at it.
    return page.evaluate(async (wanted) => {
        const { violations, incomplete } = await globalThis.axe.run(document, { resultTypes: ['violations', 'incomplete'] });
        // Contrast that cannot be computed would be found out by nobody; but of an empty text area, whose
        // corner lies over it, there is nothing to read.
        const unsure = incomplete.filter((i) => wanted && i.id === 'color-contrast')
            .map((i) => ({ ...i, nodes: i.nodes.filter((node) => !/^<textarea/.test(node.html)) }));
        return [...violations, ...unsure].flatMap(({ id, help, nodes }) => nodes.map((node) =>
            `${id}: ${help}: ${node.target.join(' ')} ${node.failureSummary ?? ''}`.replace(/\s+/g, ' ')));
    }, wanted);
}

/** Half of the ways to look at a page, in which each two of language, scheme and width come together. What axe-core finds, it finds in one of
 *  them: a colour, a word, a size, or two of them at once. */
export const paired = (language, scheme, width) => ((language === 'en') + (scheme === 'dark') + (width > 400)) % 2 === 0;

/** Parts of a test, one after another: what follows a part that failed says nothing. */
export function steps(t) {
    let failed = false;
    return (name, work) => t.test(name, { skip: failed && 'a step before it failed' }, async () => {
        failed = true;
        await work();
        failed = false;
    });
}
