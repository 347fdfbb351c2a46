// marketing/words: of marketing's screens; what the report itself says is in report/words.js.
import { add_words } from '../words.js';

add_words({
    ru: {
        report: 'Что принесли каналы', of_days: 'За какие дни', week: 'Неделя', month: 'Месяц', quarter: 'Квартал', year: 'Год',
        from_day: 'С', to_day: 'По', show: 'Показать', days_wrong: 'Дни пишутся так: 2026-11-28. Показаны последние тридцать.',
        days_order: 'Первый день позже последнего. Показаны последние тридцать.',
        days_many: 'Здесь — не больше года. Показаны последние тридцать; за десять лет отчёт делает firstline report.',
        try_link: 'Проверить ссылку', try_help: 'Что получится, если посетитель придёт по этой ссылке. Ничего не меняет.',
        landing: 'Страница входа', landing_help: 'Адрес вместе со всем, что стоит после знака вопроса.',
        referrer: 'Страница, где стоит ссылка', referrer_help: 'Если известна. Браузер называет только сайт.', try_it: 'Проверить',
        of_channel: 'Канал', source: 'Источник', medium: 'Тип (medium)', campaign: 'Кампания', in_ga4: 'В GA4', in_metrica: 'В Метрике', why: 'Почему', not_said: 'не сказано',
    },
    en: {
        report: 'What the channels brought', of_days: 'Which days', week: 'Week', month: 'Month', quarter: 'Quarter', year: 'Year',
        from_day: 'From', to_day: 'To', show: 'Show', days_wrong: 'A day is written as 2026-11-28. The last thirty are shown.',
        days_order: 'The first day is after the last. The last thirty are shown.',
        days_many: 'A year at most is shown here. The last thirty are shown; firstline report makes one of ten years.',
        try_link: 'Try a link', try_help: 'What becomes of a visitor who comes by this link. It changes nothing.',
        landing: 'Landing page', landing_help: 'The address with all that stands behind the question mark.',
        referrer: 'Page on which the link stands', referrer_help: 'If it is known. A browser tells the site only.', try_it: 'Try',
        of_channel: 'Channel', source: 'Source', medium: 'Medium', campaign: 'Campaign', in_ga4: 'In GA4', in_metrica: 'In Metrica', why: 'Why', not_said: 'not said',
    },
});
