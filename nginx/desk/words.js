// words: what the pages say, in Russian or English. Each screen brings its own with add_words({ ru: {…}, en: {…} }). {0} stands
// for the first value; a list is of the forms that a number wants: заявка, заявки, заявок; lead, leads.
import { store } from './store.js';

const texts = { ru: {}, en: {} };

/** Before somebody has signed in, the browser's. */
function of_browser() {
    return (navigator.languages ?? []).map((tag) => tag.slice(0, 2)).find((tag) => tag in texts) ?? 'en';
}
export const language = store(of_browser());
language.watch(dress);
dress();
function dress() { document.documentElement.lang = language.get(); }

export function speak(tag) { language.set(tag in texts ? tag : of_browser()); }

export function add_words(more) {
    for (const [tag, all] of Object.entries(texts)) {
        const twice = Object.keys(more[tag]).find((name) => name in all);
        if (twice) throw new Error(`the word "${twice}" is there already`);
        Object.assign(all, more[tag]);
    }
}

const FORMS = { ru: ['one', 'few', 'many'], en: ['one', 'other'] };
function form_for(number) {
    const at = FORMS[language.get()].indexOf(new Intl.PluralRules(language.get()).select(Number(number)));
    return at < 0 ? FORMS[language.get()].length - 1 : at;
}

export function say(name, ...values) {
    const text = texts[language.get()][name];
    if (text === undefined) throw new Error(`no word "${name}" in ${language.get()}`);
    return (Array.isArray(text) ? text[form_for(values[0])] : text).replace(/\{(\d)\}/g, (_, n) => values[n] ?? '');
}
/** Of a list of the server: its own name where the pages have no word for it. */
export function say_or(name, otherwise) {
    return name in texts[language.get()] ? say(name) : otherwise;
}
