// words: of the screen that brings in a file.
import { add_words } from '../words.js';

add_words({
    ru: {
        i_text: 'Клиенты и старые заявки из прежней системы: кто напишет снова, будет узнан. В очередь и отчёты они не попадают, если не попросить.',
        i_file: 'Файл CSV', i_file_help: 'UTF-8, UTF-16 или windows-1251; разделитель — запятая, точка с запятой или табуляция. В первой строке — названия столбцов.',
        i_form: 'Форма, которой проверять', i_form_choose: 'Выберите форму', i_queue: 'Поставить в очередь', i_queue_help: 'Это заявки для работы: они получены сейчас и ждут звонка. Иначе это история.',
        i_count: 'Учитывать в отчётах маркетинга', i_dates: 'В датах вида 03/04/2026 первым стоит', i_dates_found: 'как показывает файл', i_day: 'день', i_month: 'месяц',
        i_columns: 'Столбцы', i_column: 'Столбец', i_becomes: 'Становится', i_kept: 'только хранится', i_date: 'дата заявки', i_id: 'номер в прежней системе', i_near: 'может быть, {0}?',
        i_first: 'Как это будет храниться', i_line: 'Строка', i_answers: 'Ответы', i_looked: 'Посмотрели строк: {0}. Будет принято: {1}, не принято: {2}.', i_looked_more: 'Остальные строки проверим при загрузке.',
        i_refused: 'Не принято', i_reason: 'Почему', i_cells: 'Строка целиком', i_none_refused: 'Все строки приняты.', i_bring: 'Загрузить', i_stop: 'Остановить', i_progress: 'Загружено строк: {0}',
        i_done: 'Загружено строк: {0}. Новых: {1}, известных раньше: {2}, снова взятых из отозванных: {3}, не принято: {4}.', i_stopped: 'Остановлено. Что загружено, осталось; выберите тот же файл, чтобы продолжить.',
        i_save_refused: 'Скачать непринятые строки', i_all: 'Что загружали', i_none: 'Ещё ничего не загружали.', i_batch: 'Загрузка', i_state: 'Состояние', i_rows: 'Строк', i_new: 'Новых', i_leads: 'Заявок сейчас',
        i_open: 'не закончена', i_finished: 'загружена', i_withdrawing: 'отзывается', i_withdrawn: 'отозвана', i_withdraw: 'Отозвать', i_withdraw_of: 'Отозвать загрузку {0}',
        i_withdraw_text: 'Заявки останутся, но будут ничьи и нигде не будут учтены; что знали только они, забудется. С чем уже работали, останется.', i_why: 'Почему', i_gone: 'Отозвано заявок: {0}; осталось, потому что с ними работали: {1}.', i_going: 'Отозвано: {0}, осталось: {1}',
    },
    en: {
        i_text: 'Clients and old leads of another system: who writes again is known. They enter neither the queue nor the reports unless asked.',
        i_file: 'CSV file', i_file_help: 'UTF-8, UTF-16 or windows-1251; separated by comma, semicolon or tab. Its first line names the columns.',
        i_form: 'Form to check by', i_form_choose: 'Choose a form', i_queue: 'Put into the queue', i_queue_help: 'Leads to work on: received now, waiting for a call. Otherwise they are history.',
        i_count: 'Count in marketing\'s reports', i_dates: 'In dates such as 03/04/2026 comes first', i_dates_found: 'what the file shows', i_day: 'the day', i_month: 'the month',
        i_columns: 'Columns', i_column: 'Column', i_becomes: 'Becomes', i_kept: 'only kept', i_date: 'date of the lead', i_id: 'its number there', i_near: 'perhaps {0}?',
        i_first: 'As it will be kept', i_line: 'Line', i_answers: 'Answers', i_looked: 'Rows looked at: {0}. Would be taken: {1}, refused: {2}.', i_looked_more: 'The others are checked when they are brought in.',
        i_refused: 'Refused', i_reason: 'Why', i_cells: 'The whole row', i_none_refused: 'All rows are taken.', i_bring: 'Bring it in', i_stop: 'Stop', i_progress: 'Rows so far: {0}',
        i_done: 'Rows: {0}. New: {1}, known before: {2}, back from withdrawn batches: {3}, refused: {4}.', i_stopped: 'Stopped. What is stored stays; choose the same file to go on.',
        i_save_refused: 'Save the refused rows', i_all: 'What was brought in', i_none: 'Nothing yet.', i_batch: 'Batch', i_state: 'State', i_rows: 'Rows', i_new: 'New', i_leads: 'Leads now',
        i_open: 'not finished', i_finished: 'done', i_withdrawing: 'being withdrawn', i_withdrawn: 'withdrawn', i_withdraw: 'Withdraw', i_withdraw_of: 'Withdraw batch {0}',
        i_withdraw_text: 'The leads stay, but are nobody\'s and count nowhere; what only they knew is forgotten. What somebody has worked on is kept.', i_why: 'Why', i_gone: 'Leads withdrawn: {0}; kept, since somebody has worked on them: {1}.', i_going: 'Withdrawn: {0}, to go: {1}',
    },
});
