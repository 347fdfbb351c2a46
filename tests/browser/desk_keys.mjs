// desk_keys: the desk as somebody without a mouse works at it: keys only, each counted. What Tab does not reach cannot be had.
import assert from 'node:assert/strict';

/** Tab stops one passes at most on the way to something: no page of the desk has as many. */
const STOPS_MAX = 120;

export class Keys {
    constructor(page) { Object.assign(this, { page, count: 0 }); }

    /** Names of places on the board, as KeyN; letters would be of a layout. */
    async press(...names) {
        for (const name of names) {
            this.count += 1;
            await this.page.keyboard.press(name);
        }
    }

    async type(text) {
        this.count += [...text].length;
        await this.page.keyboard.type(text);
    }

    /** As Ctrl+V, or a dictation. */
    async paste(text) {
        this.count += 1;
        await this.page.keyboard.insertText(text);
    }

    has_focus(locator) {
        return locator.evaluate((e) => e === document.activeElement);
    }

    /** Tab, until the focus is there; key: 'Shift+Tab' goes back. */
    async to(locator, key = 'Tab') {
        await locator.waitFor();
        for (let stop = 0; stop < STOPS_MAX; stop++) {
            if (await this.has_focus(locator)) return;
            await this.press(key);
        }
        assert.fail(`Tab does not reach ${locator}`);
    }

    async enter(locator, key) {
        await this.to(locator, key);
        await this.press('Enter');
    }

    /** In the place of what stands in the field. */
    async write(locator, text, key) {
        await this.to(locator, key);
        await this.press('Control+KeyA');
        await this.type(text);
        assert.equal(await locator.inputValue(), text);
    }

    /** 2027-12-03, or 2027-12-03T15:30: into a field that this browser shows in American order. */
    async write_date(locator, iso, key) {
        const [date, time] = iso.split('T');
        const [year, month, day] = date.split('-');
        await this.to(locator, key);
        await this.press('ArrowLeft', 'ArrowLeft', 'ArrowLeft');      // whichever of its parts Tab has come to
        await this.type(month + day + year);
        if (time) {
            await this.press('ArrowRight');
            const [hour, minute] = time.split(':');
            await this.type(`${String(hour % 12 || 12).padStart(2, '0')}${minute}${hour < 12 ? 'a' : 'p'}`);
        }
        assert.equal(await locator.inputValue(), iso);
    }
}

/** Playwright's keyboard of a page, with a count. */
export class Keyboard {
    constructor(page) {
        this.page = page;
        this.count = 0;
    }

    async press(...keys) {
        for (const key of keys) {
            this.count += key.split('+').length;
            await this.page.keyboard.press(key);
        }
    }

    async type(text) {
        this.count += text.length;
        await this.page.keyboard.type(text);
    }
}

/** Keys of lines typed in a terminal, their Enters, and each change of the layout, from the Russian one on. */
export function keys_of_lines(lines) {
    let latin = false;
    let count = 0;
    for (const letter of lines.map((line) => `${line}\n`).join('')) {
        count++;
        if (/\p{Script=Latin}/u.test(letter) !== latin && /\p{L}/u.test(letter)) {
            latin = !latin;
            count++;
        }
    }
    return count;
}
