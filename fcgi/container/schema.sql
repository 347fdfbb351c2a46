-- schema.sql: the tables, and the passwords of the programs' logins, from FIRSTLINE_PASSWORD and DESK_PASSWORD.
\i /sql/install.sql
\getenv password FIRSTLINE_PASSWORD
ALTER ROLE firstline_intake PASSWORD :'password';
\getenv password DESK_PASSWORD
ALTER ROLE firstline_desk PASSWORD :'password';
