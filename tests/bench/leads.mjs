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

// The same by people who tell more: for the comparison with an older commit, where what is judged and
// stored of a text must weigh what it does in earnest. PHP and pgbench know nothing of these. All of it
// was understood from the first day on: what one of the two refuses cannot be compared.
const TOLD = [
    { name: 'Иван Петров', email: 'Ivan.Petrov+*N*@Example.com', ready_on: day(3), weight_kg: '2 т',
        comment: 'Станки в ящиках, 3 места по 650 кг, высота до 2,1 м. Нужны боковая загрузка и стяжные ремни; на выгрузке есть кран. Пропуск на завод заказываем за сутки — напишите, пожалуйста, номер машины. Договор *N*' },
    { name: 'Анна-Мария Ёлкина', weight_kg: '300 кг',
        comment: 'Картофель в сетках, возим каждую осень. Дорога до деревни разбитая, фура не пройдёт, лучше «Газель» с тентом. Выехать хотелось бы рано утром, чтобы успеть до обеда. Звоните после десяти, заявка *N*' },
    { name: 'ООО «Северная рыба»', email: 'zakupki.*N*@рыба.рф', ready_on: day(5), weight_kg: '1 500',
        comment: 'Рыба солёная в бочках, без холода. Документы готовы: накладная, ветеринарное свидетельство, сертификат. Грузим в порту с 8:00 до 16:30, кроме воскресенья. Счёт нужен с НДС, оплата в день выгрузки. № *N*' },
    { name: 'Сергей', weight_kg: '0,7 т',
        comment: 'Мебель из квартиры: шкаф, диван, кухня разобрана, 14 коробок с посудой (хрупкое!). Третий этаж, лифта нет — нужны два грузчика и там, и там. Сколько будет стоить со страховкой? Мой номер в чате *N*' },
    { name: 'Ольга Николаевна', email: 'olga_*N*@mail.ru', ready_on: day(30).split('-').reverse().join('.'), weight_kg: '20 тонн',
        comment: 'Кирпич на поддонах, 20 поддонов, нужна машина с манипулятором: на месте разгружать нечем. Въезд со стороны реки, шлагбаум откроет охрана, телефон охраны сообщу водителю. Можно частями. Заказ *N*' },
    { name: 'Пётр Ильич', weight_kg: '150 кг', ready_on: day(12),
        comment: 'Личные вещи, 12 коробок и велосипед, всё упаковано. Переезжаем в другой город; ключи у соседки, она будет дома весь день. Хорошо бы узнать точное время за день до приезда, спасибо заранее! Номер *N*' },
    { name: 'Кафе “Встреча”', email: 'cafe.vstrecha.*N*@gmail.com', ready_on: day(10), weight_kg: '1 200 кг',
        comment: 'Печь, два холодильных стола и посудомоечная машина. Открытие 1-го числа, опоздать нельзя. Есть пандус, двери 90 см, мы промеряли. Просим прислать договор и реквизиты на почту, спросить Марину. *N*' },
    { name: 'Дмитрий Ш.', weight_kg: '3 т', ready_on: day(6),
        comment: 'Доска обрезная 50×150, 6 метров, сухая, укрыть от дождя обязательно. Загрузка погрузчиком сверху или сбоку. Обратно, если есть попутный груз, готов подождать 2–3 дня, но тогда со скидкой. Лот *N*' },
].map((told, n) => ({ ...REQUESTS[n], ...told }));

const lines = (requests) => requests.map((request) => `${urlencoded(Object.entries(request), 'utf-8')}\n`).join('');
/** The bodies, one a line, for load.c. */
export const bodies = () => lines(REQUESTS);
export const told_bodies = () => lines(TOLD);

function filled(request, number) {
    const digits = String(9990000000 + number);
    const of = { A: digits.slice(0, 3), B: digits.slice(3, 6), C: digits.slice(6, 8), D: digits.slice(8), N: String(number).padStart(12, '0') };
    const entries = Object.entries(request).map(([k, v]) => [k, v.replace(/\*([A-DN])\*/g, (_, m) => of[m])]);
    return { fields: Object.fromEntries(entries), phone: `+7${digits}` };
}

/** Each request once, with a number of its own: what firstline makes of them become the records of pgbench. */
export const samples = () => REQUESTS.map((request, n) => filled(request, n));
/** The n-th of any number of leads; no two are alike, and the n-th is always the same. */
export const told = (n) => urlencoded(Object.entries(filled(TOLD[n % TOLD.length], n).fields));

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
    const literal = script_literal(record).replaceAll(phone, '+7*5*').replaceAll(/заказ 0{11}\d/g, 'заказ *6*')
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
