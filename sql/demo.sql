-- For the demo and the tests only: people who work here. In real use they are added by firstline staff add.

SELECT desk.add_staff('olga', 'Ольга', 'desk', language => 'ru'), desk.add_staff('pavel', 'Павел', 'desk', language => 'en'),
       desk.add_staff('nina', 'Нина', 'desk', head => true, language => 'ru'),
       desk.add_staff('irina', 'Ирина', 'desk', head => true, language => 'ru'),
       desk.add_staff('gleb', 'Глеб', 'sales', '{general}', language => 'ru'),
       desk.add_staff('vera', 'Вера', 'sales', '{services}', language => 'ru'),
       desk.add_staff('marina', 'Марина', 'marketing', language => 'ru')
\g /dev/null

-- Whoever tries it at night is to be given clients, too.
UPDATE intake.setting SET call_from = '00:00', call_until = '24:00';
