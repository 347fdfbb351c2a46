-- What somebody typed, as a line for people: nothing in it commands a terminal, turns the text round or becomes a formula
-- in a table. fcgi/base/plain.c has the same characters.

-- intake.line(typed text) returns text: control characters, line ends and marks of direction are blanks, of several in a
-- row one.
CREATE OR REPLACE FUNCTION intake.line(typed text)
RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
RETURN regexp_replace(typed, '[\u0001-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]+', ' ', 'g');

-- intake.plain(typed text) returns text: the same, with an apostrophe before what a table of calculations would take for
-- a formula. Not for a number of ours: +79123456789 is harmless, and is dialled.
CREATE OR REPLACE FUNCTION intake.plain(typed text)
RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
RETURN CASE WHEN intake.line(typed) ~ '^ *[=+@＝＋＠－-]' THEN '''' ELSE '' END || intake.line(typed);

-- intake.contact_shown(value text) returns text: a phone of + and digits as it is, to be dialled; anything else plain.
CREATE OR REPLACE FUNCTION intake.contact_shown(value text)
RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
RETURN CASE WHEN value ~ '^\+[0-9]+$' THEN value ELSE intake.plain(value) END;
