-- Two qualifiers. What bounds them by number or by the clock has tests of its own (claims.sql); here it would only be in the way.
SELECT desk.add_staff('test_olga', 'Olga', 'desk'), desk.add_staff('test_pavel', 'Pavel', 'desk') \g /dev/null
UPDATE intake.setting SET max_clients = NULL, call_from = '00:00', call_until = '24:00', attempt_gap = '0';
