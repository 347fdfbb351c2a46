// forms: the forms there are, in the person's language, and what they make of what is typed.
import { call } from './api.js';
import { me } from './session.js';
import { store } from './store.js';

/** null until they are known. */
export const forms = store(null);

export async function load_forms() {
    if (forms.get() || !me.get()) return;
    try {
        forms.set((await call('GET', 'forms')).body.forms);
    } catch {
        setTimeout(load_forms, 5000);
    }
}
me.watch((who) => { if (!who) forms.set(null); });

export const form_named = (name) => forms.get()?.find((f) => f.name === name);
export const field_named = (form, name) => form_named(form)?.fields.find((f) => f.name === name);

/** Judges one field as the form does: { ok: true, value, text } or { ok: false, message }. Raises Lost. */
export async function judge(form, field, typed) {
    const { body } = await call('POST', `read/${form}`, { body: { fields: { [field]: typed } } });
    return body.fields[field];
}
