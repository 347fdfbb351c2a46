// money: sums as people write and read them.
import { language } from '../words.js';

/** "120 000,50" is 120000.5; null: there is none. What is no number goes to the server as it was typed, which says so. */
export function sum_typed(text) {
    const bare = text.replace(/[\s\u00a0\u202f]/g, '');
    if (bare === '') return null;
    // 120,000.50 and 120.000,50: the last sign is the one before the hundredths; a lone one before three digits parts thousands.
    const last = Math.max(bare.lastIndexOf(','), bare.lastIndexOf('.'));
    const parts = last < 0 || /^\d{1,3}([.,])\d{3}(\1\d{3})*$/.test(bare) ? [bare] : [bare.slice(0, last), bare.slice(last + 1)];
    const number = parts.map((p) => p.replace(/[.,]/g, '')).join('.');
    return /^-?\d+(\.\d+)?$/.test(number) ? Number(number) : bare;
}

export function sum_told(sum, currency) {
    if (sum === null || sum === undefined) return '';
    const number = new Intl.NumberFormat(language.get() === 'ru' ? 'ru-RU' : 'en-GB', { minimumFractionDigits: Number.isInteger(Number(sum)) ? 0 : 2, maximumFractionDigits: 2 }).format(sum);
    return currency ? `${number} ${currency}` : number;
}
