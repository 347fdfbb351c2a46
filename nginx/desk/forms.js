// forms: the forms there are, in the person's language, what they call things, and what they make of what is typed.
import { call } from './api.js';
import { capital } from './choices.js';
import { me } from './session.js';
import { store } from './store.js';

/** null until they are known. */
export const forms = store(null);
let categories = [];

export async function load_forms() {
    if (forms.get() || !me.get()) return;
    try {
        const { body } = await call('GET', 'forms');
        categories = body.categories;
        forms.set(body.forms);
    } catch {
        setTimeout(load_forms, 5000);
    }
}
me.watch((who) => { if (!who) forms.set(null); });

export const form_named = (name) => forms.get()?.find((f) => f.name === name);
export const field_named = (form, name) => form_named(form)?.fields.find((f) => f.name === name);
export const title_of = (form) => form_named(form)?.title ?? form;
export const category_named = (name) => categories.find((c) => c.name === name)?.label ?? name;

/** As the owner's form calls the field; otherwise: as the desk does. */
export function label_of(form, name, otherwise) {
    const { label, unit } = field_named(form, name) ?? {};
    return capital(label ?? otherwise ?? name) + (unit ? `, ${unit}` : '');
}
/** An answer, as the form has it. */
export const answer_told = (form, name, value) => field_named(form, name)?.choices?.find((c) => c.value === value)?.label ?? value;
/** "to: …; weight_kg: …" of a lead whose form is not told. */
export const labelled = (answers) => answers?.replace(/(^|; )([a-z][a-z0-9_]*)(?=: )/g, (all, before, name) => {
    const form = forms.get()?.find((f) => field_named(f.name, name));
    return form ? before + label_of(form.name, name) : all;
});

/** Judges one field as the form does: { ok: true, value, text } or { ok: false, message }. Raises Lost. */
export async function judge(form, field, typed) {
    const { body } = await call('POST', `read/${form}`, { body: { fields: { [field]: typed } } });
    return body.fields[field];
}
