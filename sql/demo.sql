-- For the demo only: the audiences may log in themselves. In real use people have logins of their own:
--     CREATE ROLE olga LOGIN PASSWORD '...' IN ROLE firstline_qualifier;

ALTER ROLE firstline_qualifier LOGIN;
ALTER ROLE firstline_sales LOGIN;
ALTER ROLE firstline_marketing LOGIN;
