-- schema.sql: the tables, and the password of the intake's login, from FIRSTLINE_PASSWORD.
\i /sql/install.sql
\getenv password FIRSTLINE_PASSWORD
ALTER ROLE firstline_intake PASSWORD :'password';
