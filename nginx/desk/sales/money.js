// money: sums as people write and read them.
import { language } from '../words.js';

/** "120 000,50" is 120000.5, and so is "от 120,0005 тыс. руб."; null: there is none. What is no number stays text: its field says so.
 *  A price is read so by intake.plain_sum. */
export function sum_typed(text, currency) {
    const typed = text.replace(/\s/g, '').toLowerCase();
    if (typed === '') return null;
    const [, bare, thousands, unit] = /^(?:от|from)?([-\d.,]*\d)(тыс(?:\.|яч[аи]?)?|k)?(.*)$/.exec(typed) ?? [];
    if (bare === undefined || !(unit === '' || unit === currency.toLowerCase() || currency === 'RUB' && /^(₽|р\.?|руб(\.|л[ьяей]+)?)$/.test(unit))) return typed;
    // 120,000.50 and 120.000,50: the last sign is the one before the hundredths; a lone one before three digits parts thousands.
    const last = Math.max(bare.lastIndexOf(','), bare.lastIndexOf('.'));
    const parts = last < 0 || !thousands && /^\d{1,3}([.,])\d{3}(\1\d{3})*$/.test(bare) ? [bare] : [bare.slice(0, last), bare.slice(last + 1)];
    const number = parts.map((p) => p.replace(/[.,]/g, '')).join('.');
    if (!/^-?\d+(\.\d+)?$/.test(number)) return typed;
    return thousands ? Math.round(number * 100_000) / 100 : Number(number);
}

export function sum_told(sum, currency) {
    if (sum === null || sum === undefined) return '';
    const number = new Intl.NumberFormat(language.get() === 'ru' ? 'ru-RU' : 'en-GB', { minimumFractionDigits: Number.isInteger(Number(sum)) ? 0 : 2, maximumFractionDigits: 2 }).format(sum);
    return currency ? `${number} ${currency}` : number;
}
