// marketing/words: of marketing's screens; what the report itself says is in report/words.js.
import { add_words } from '../words.js';

add_words({
    ru: {
        m_report: 'Что принесли каналы', m_of_days: 'За какие дни', m_week: 'Неделя', m_month: 'Месяц', m_quarter: 'Квартал', m_year: 'Год',
        m_from_day: 'С', m_to_day: 'По', m_show: 'Показать', m_days_wrong: 'Дни пишутся так: 2026-11-28. Показаны последние тридцать.',
        m_days_order: 'Первый день позже последнего. Показаны последние тридцать.',
        m_days_many: 'Здесь — не больше года. Показаны последние тридцать; за десять лет отчёт делает firstline report.',
        m_try_link: 'Проверить ссылку', m_try_help: 'Что получится, если посетитель придёт по этой ссылке. Ничего не меняет.',
        m_landing: 'Страница входа', m_landing_help: 'Адрес вместе со всем, что стоит после знака вопроса.',
        m_referrer: 'Страница, где стоит ссылка', m_referrer_help: 'Если известна. Браузер называет только сайт.', m_try_it: 'Проверить',
        m_channel: 'Канал', m_source: 'Источник', m_medium: 'Тип (medium)', m_campaign: 'Кампания', m_in_ga4: 'В GA4', m_in_metrica: 'В Метрике', m_why: 'Почему', m_not_said: 'не сказано',
    },
    en: {
        m_report: 'What the channels brought', m_of_days: 'Which days', m_week: 'Week', m_month: 'Month', m_quarter: 'Quarter', m_year: 'Year',
        m_from_day: 'From', m_to_day: 'To', m_show: 'Show', m_days_wrong: 'A day is written as 2026-11-28. The last thirty are shown.',
        m_days_order: 'The first day is after the last. The last thirty are shown.',
        m_days_many: 'A year at most is shown here. The last thirty are shown; firstline report makes one of ten years.',
        m_try_link: 'Try a link', m_try_help: 'What becomes of a visitor who comes by this link. It changes nothing.',
        m_landing: 'Landing page', m_landing_help: 'The address with all that stands behind the question mark.',
        m_referrer: 'Page on which the link stands', m_referrer_help: 'If it is known. A browser tells the site only.', m_try_it: 'Try',
        m_channel: 'Channel', m_source: 'Source', m_medium: 'Medium', m_campaign: 'Campaign', m_in_ga4: 'In GA4', m_in_metrica: 'In Metrica', m_why: 'Why', m_not_said: 'not said',
    },
});
