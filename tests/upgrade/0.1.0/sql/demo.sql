-- For the demo and the tests only: the audiences may log in themselves, as people. In real use people have logins of
-- their own: SELECT desk.add_staff('olga', 'Ольга', 'desk').

ALTER ROLE firstline_qualifier LOGIN;
ALTER ROLE firstline_sales LOGIN;
ALTER ROLE firstline_marketing LOGIN;

SELECT desk.add_staff('firstline_qualifier', 'The qualifier of the demo', 'desk', head => true);
SELECT desk.add_staff('firstline_sales', 'The seller of the demo', 'sales', '{general,services}');
SELECT desk.add_staff('firstline_marketing', 'Marketing of the demo', 'marketing');
