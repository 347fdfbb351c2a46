// leads: what is sent. The same requests go to firstline and to PHP as bodies, and to pgbench as the
// records that firstline made of them.
import { day } from '../http/lib.mjs';
import { urlencoded } from '../http/encode.mjs';

const PAGE = { _landing: 'https://example.com/freight?utm_source=yandex&utm_medium=cpc&utm_campaign=freight&yclid=1234567890',
    _referrer: 'https://yandex.ru/' };
const COMMON = { name: 'Иван Петров', email: '', ready_on: '', consent: 'on', ...PAGE };

// *A**B**C**D* is the ten-digit number, *N* a serial number: load.c fills them in.
const REQUESTS = [
    { phone: '+7 *A* *B*-*C*-*D*', cargo: 'Станки на паллетах', weight_kg: '2 т', from: 'Казань', to: 'Хабаровск', ready_on: day(3) },
    { phone: '8 (*A*) *B*-*C*-*D*', cargo: 'Картофель', weight_kg: '300', from: 'деревня Кукушкино', to: 'райцентр Клин' },
    { phone: '8*A**B**C**D*', cargo: 'Рыба мороженая', weight_kg: '1500', from: 'Мурманск', to: 'Москва', ready_on: day(5) },
    { phone: '+7*A**B**C**D*', cargo: 'Мебель', weight_kg: '700', from: 'Самара', to: 'Пермь' },
    { phone: '+7 (*A*) *B*-*C*-*D*', cargo: 'Кирпич', weight_kg: '20 т', from: 'Тверь', to: 'Владивосток', ready_on: day(30) },
    { phone: '8-*A*-*B*-*C*-*D*', cargo: 'Личные вещи, 12 коробок', weight_kg: '150 кг', from: 'Екатеринбург', to: 'Санкт-Петербург' },
    { phone: '*A* *B* *C* *D*', cargo: 'Оборудование для кафе', weight_kg: '1 200', from: 'Нижний Новгород', to: 'Сочи', ready_on: day(10) },
    { phone: '8 *A* *B* *C* *D*', cargo: 'Доски обрезные', weight_kg: '3 т', from: 'посёлок Лесной', to: 'Новосибирск', ready_on: day(6) },
].map((request) => ({ ...COMMON, ...request, comment: 'Позвоните после обеда, заказ *N*' }));

/** The bodies, one a line, for load.c. */
export const bodies = () => REQUESTS.map((request) => `${urlencoded(Object.entries(request), 'utf-8')}\n`).join('');

/** Each request once, with a number of its own: what firstline makes of them become the records of pgbench. */
export function samples() {
    return REQUESTS.map((request, n) => {
        const digits = { A: '999', B: '000', C: '00', D: String(n).padStart(2, '0'), N: '0'.repeat(12) };
        const entries = Object.entries(request).map(([k, v]) => [k, v.replace(/\*([A-DN])\*/g, (_, m) => digits[m])]);
        return { fields: Object.fromEntries(entries), phone: `+7${digits.A}${digits.B}${digits.C}${digits.D}` };
    });
}

// Wherever pgbench sees a colon and a letter or digit it takes them for one of its variables, so
// in strings a colon is written as JSON may, and after a name a blank stands between.
function script_literal(record) {
    const marked = JSON.parse(JSON.stringify(record), (_, v) => (typeof v === 'string' ? v.replaceAll(':', '\u0001') : v));
    return JSON.stringify([marked]).replaceAll(':', ': ').replaceAll('\\u0001', '\\u003a')
        .replaceAll("'", "''").replaceAll('%', '%%');
}

/** A pgbench script that hands in the like of a lead: row is one of intake.lead with category's colour and rank. */
export function pgbench_script(row, phone, clients) {
    const record = {
        id: '*1*', spare_id: '*2*', keyed: row.keyed, fingerprint: '*3*', form: row.form, language: row.language,
        received_at: '*4*', contacts: row.contacts, answers: row.answers, raw: row.raw, address: row.address,
        user_agent: row.user_agent, place: row.place, touch: row.touch, category: row.category, colour: row.colour,
        rank: row.rank, rule: row.rule, rule_set: row.rule_set, evidence: row.evidence, why: row.why, marks: row.marks,
    };
    const literal = script_literal(record).replaceAll(phone, '+7*5*').replaceAll('заказ 000000000000', 'заказ *6*')
        .replace(/\*([1-6])\*/g, '%$1$$s');
    const known = Math.max(clients - 1, 0);
    return `\\set known random(1, 100)
\\if :known <= 30
\\set owner random(0, ${known})
\\else
\\set owner random(${clients}, 999999999)
\\endif
\\set digits 9000000000 + :owner * 618033989 % 1000000000
\\set serial random(0, 999999999999)
SELECT n, receipt, outcome FROM (
  SELECT intake_time, lpad(to_hex((extract(epoch from intake_time) * 1000)::bigint), 12, '0') AS ms,
         gen_random_uuid()::text AS one, gen_random_uuid()::text AS two
    FROM clock_timestamp() AS intake_time) AS made,
  intake.submit(format('${literal}',
    left(ms, 8) || '-' || right(ms, 4) || '-7' || substr(one, 16), left(ms, 8) || '-' || right(ms, 4) || '-7' || substr(two, 16),
    md5(one) || md5(two), intake_time, :digits::text, :serial::text)::json);
`;
}
