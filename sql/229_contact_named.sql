-- Contact points as people write them.

INSERT INTO intake.caption (list, name, ru, en) VALUES
    ('message', 'no_contact', '"%1$s" — не телефон и не почта', '"%1$s" is neither a phone nor an e-mail'),
    ('message', 'no_contact_hint', 'Например: 8 912 345-67-89, ivan@example.com', 'For example: +7 912 345-67-89, ivan@example.com'),
    ('message', 'unknown_contact', 'контакт %1$s никому не принадлежит', '%1$s belongs to nobody we know')
ON CONFLICT ON CONSTRAINT caption_pkey DO UPDATE SET ru = excluded.ru, en = excluded.en;

-- intake.contact_text(typed text) returns text: a phone or an e-mail on one line, in plain digits and blanks, without the marks that
-- come along from an address book.
CREATE OR REPLACE FUNCTION intake.contact_text(typed text)
RETURNS text
LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp
RETURN btrim(intake.line(regexp_replace(normalize(typed, NFKC), '[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]', '', 'g')));

-- intake.dialled(typed text) returns text: the digits of what is a phone or the end of one; null if it is none. Among words it is
-- one if it has seven digits: the first such, without its extension. A receipt is none, nor is what stands in an e-mail.
CREATE OR REPLACE FUNCTION intake.dialled(typed text)
RETURNS text
LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp
RETURN (SELECT CASE WHEN p.said ~ '^[\s+0-9()./‐–-]*[0-9][\s+0-9()./‐–-]*$' THEN regexp_replace(p.said, '[^0-9]', '', 'g')
                    WHEN p.said ~ '@' OR intake.hex_meant(p.said) ~ '^[0-9a-f]{8,32}$' THEN NULL
                    ELSE regexp_replace(substring(p.said, '(?:[0-9][\s()./‐–-]*){7,}'), '[^0-9]', '', 'g') END
          FROM (SELECT intake.contact_text(typed)) AS p (said));

-- intake.phones_meant(typed text) returns text[]: as which a phone could be kept: whole with its country, from Russia by the
-- 8, or without either. The program reads phones when they arrive; this only looks for them.
CREATE OR REPLACE FUNCTION intake.phones_meant(typed text)
RETURNS text[]
LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT array_remove(ARRAY['+' || d.digits,
                              CASE WHEN d.digits ~ '^8[0-9]{10}$' THEN '+7' || substr(d.digits, 2) END,
                              CASE WHEN d.digits ~ '^[0-9]{10}$' THEN '+7' || d.digits END,
                              '+' || substring(d.digits, '^(?:00|810)([1-9].*)$')], NULL)
      FROM (SELECT intake.dialled(typed)) AS d (digits) WHERE d.digits IS NOT NULL;
END;

-- intake.contact_named(given text) returns intake.contact_point: the one that a person means: a phone in any spelling, an
-- e-mail, or its kind, a colon and its value. Raises 22023 if it is none, P0002 if nobody is known by it. Reads contact_point.
CREATE OR REPLACE FUNCTION intake.contact_named(given text)
RETURNS intake.contact_point
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    said  CONSTANT text := regexp_replace(intake.contact_text(given), '^(phone|email)\s*:\s*', '');
    found intake.contact_point;
BEGIN
    IF said LIKE '%_@_%' THEN
        SELECT p.* INTO found FROM intake.contact_point AS p WHERE p.kind = 'email' AND p.value = lower(said);
    ELSIF length(intake.dialled(said)) >= 2 THEN
        SELECT p.* INTO found FROM intake.contact_point AS p
         WHERE p.kind = 'phone' AND p.value = ANY (intake.phones_meant(said)) LIMIT 1;
    ELSE
        PERFORM intake.refuse('22023', 'no_contact', 'no_contact_hint', left(coalesce(given, ''), 64));
    END IF;
    IF found.client IS NULL THEN
        PERFORM intake.refuse('P0002', 'unknown_contact', NULL, said);
    END IF;
    RETURN found;
END
$$;
