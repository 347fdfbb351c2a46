--
-- PostgreSQL database dump
--


-- Dumped from database version 15.20 (Debian 15.20-0+deb12u1)
-- Dumped by pg_dump version 15.20 (Debian 15.20-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: desk; Type: SCHEMA; Schema: -; Owner: firstline_owner
--

CREATE SCHEMA desk;


ALTER SCHEMA desk OWNER TO firstline_owner;

--
-- Name: SCHEMA desk; Type: COMMENT; Schema: -; Owner: firstline_owner
--

COMMENT ON SCHEMA desk IS 'For qualifiers: the queue of leads to call, and the functions to take a lead and to give it back.';


--
-- Name: intake; Type: SCHEMA; Schema: -; Owner: firstline_owner
--

CREATE SCHEMA intake;


ALTER SCHEMA intake OWNER TO firstline_owner;

--
-- Name: SCHEMA intake; Type: COMMENT; Schema: -; Owner: firstline_owner
--

COMMENT ON SCHEMA intake IS 'What was received and what is done with it: private tables. The intake program calls intake.submit() and nothing else.';


--
-- Name: marketing; Type: SCHEMA; Schema: -; Owner: firstline_owner
--

CREATE SCHEMA marketing;


ALTER SCHEMA marketing OWNER TO firstline_owner;

--
-- Name: SCHEMA marketing; Type: COMMENT; Schema: -; Owner: firstline_owner
--

COMMENT ON SCHEMA marketing IS 'For marketing: numbers of leads by day and channel. No personal data.';


--
-- Name: sales; Type: SCHEMA; Schema: -; Owner: firstline_owner
--

CREATE SCHEMA sales;


ALTER SCHEMA sales OWNER TO firstline_owner;

--
-- Name: SCHEMA sales; Type: COMMENT; Schema: -; Owner: firstline_owner
--

COMMENT ON SCHEMA sales IS 'For sales teams: their own deals.';


--
-- Name: contact_kind; Type: DOMAIN; Schema: intake; Owner: firstline_owner
--

CREATE DOMAIN intake.contact_kind AS text
	CONSTRAINT contact_kind_known CHECK ((VALUE = ANY (ARRAY['phone'::text, 'email'::text])));


ALTER DOMAIN intake.contact_kind OWNER TO firstline_owner;

--
-- Name: contact_value; Type: DOMAIN; Schema: intake; Owner: firstline_owner
--

CREATE DOMAIN intake.contact_value AS text
	CONSTRAINT contact_value_length CHECK (((octet_length(VALUE) >= 1) AND (octet_length(VALUE) <= 1024)));


ALTER DOMAIN intake.contact_value OWNER TO firstline_owner;

--
-- Name: contact; Type: TYPE; Schema: intake; Owner: firstline_owner
--

CREATE TYPE intake.contact AS (
	kind intake.contact_kind,
	value intake.contact_value,
	field text,
	extension text
);


ALTER TYPE intake.contact OWNER TO firstline_owner;

--
-- Name: event_kind; Type: DOMAIN; Schema: intake; Owner: firstline_owner
--

CREATE DOMAIN intake.event_kind AS text
	CONSTRAINT event_kind_known CHECK ((VALUE = ANY (ARRAY['received'::text, 'claimed'::text, 'renewed'::text, 'released'::text, 'expired'::text, 'due'::text, 'attempted'::text, 'categorised'::text, 'staged'::text, 'answered'::text, 'noted'::text, 'postponed'::text, 'refused'::text, 'redirected'::text, 'unreachable'::text, 'spam'::text, 'handed_over'::text, 'reopened'::text, 'deal_taken'::text, 'deal_staged'::text, 'deal_noted'::text, 'won'::text, 'lost'::text])));


ALTER DOMAIN intake.event_kind OWNER TO firstline_owner;

--
-- Name: json_list; Type: DOMAIN; Schema: intake; Owner: firstline_owner
--

CREATE DOMAIN intake.json_list AS json
	CONSTRAINT json_list_length CHECK ((octet_length((VALUE)::text) <= ((5 * 1024) * 1024)))
	CONSTRAINT json_list_type CHECK ((json_typeof(VALUE) = 'array'::text));


ALTER DOMAIN intake.json_list OWNER TO firstline_owner;

--
-- Name: json_object; Type: DOMAIN; Schema: intake; Owner: firstline_owner
--

CREATE DOMAIN intake.json_object AS json
	CONSTRAINT json_object_length CHECK ((octet_length((VALUE)::text) <= ((5 * 1024) * 1024)))
	CONSTRAINT json_object_type CHECK ((json_typeof(VALUE) = 'object'::text));


ALTER DOMAIN intake.json_object OWNER TO firstline_owner;

--
-- Name: label; Type: DOMAIN; Schema: intake; Owner: firstline_owner
--

CREATE DOMAIN intake.label AS text
	CONSTRAINT label_length CHECK (((octet_length(VALUE) >= 1) AND (octet_length(VALUE) <= 256)));


ALTER DOMAIN intake.label OWNER TO firstline_owner;

--
-- Name: payload_hash; Type: DOMAIN; Schema: intake; Owner: firstline_owner
--

CREATE DOMAIN intake.payload_hash AS bytea
	CONSTRAINT payload_hash_length CHECK ((octet_length(VALUE) = 32));


ALTER DOMAIN intake.payload_hash OWNER TO firstline_owner;

--
-- Name: remark; Type: DOMAIN; Schema: intake; Owner: firstline_owner
--

CREATE DOMAIN intake.remark AS text
	CONSTRAINT remark_length CHECK ((octet_length(VALUE) <= 32768));


ALTER DOMAIN intake.remark OWNER TO firstline_owner;

--
-- Name: typed_texts; Type: DOMAIN; Schema: intake; Owner: firstline_owner
--

CREATE DOMAIN intake.typed_texts AS jsonb
	CONSTRAINT typed_texts_length CHECK ((octet_length((VALUE)::text) <= ((5 * 1024) * 1024)))
	CONSTRAINT typed_texts_type CHECK ((jsonb_typeof(VALUE) = 'object'::text));


ALTER DOMAIN intake.typed_texts OWNER TO firstline_owner;

--
-- Name: record; Type: TYPE; Schema: intake; Owner: firstline_owner
--

CREATE TYPE intake.record AS (
	id uuid,
	spare_id uuid,
	keyed boolean,
	fingerprint text,
	form intake.label,
	language intake.label,
	received_at timestamp with time zone,
	contacts intake.contact[],
	answers intake.json_object,
	raw intake.json_list,
	typed intake.typed_texts,
	name_fields text[],
	address inet,
	user_agent intake.remark,
	place jsonb,
	touch jsonb,
	category intake.label,
	colour intake.label,
	rank integer,
	rule intake.remark,
	rule_set intake.label,
	evidence intake.json_list,
	why intake.remark,
	marks text[]
);


ALTER TYPE intake.record OWNER TO firstline_owner;

--
-- Name: TYPE record; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON TYPE intake.record IS 'One submission as the intake program hands it to intake.submit().';


--
-- Name: COLUMN record.spare_id; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.record.spare_id IS 'Taken for the lead if the id already stands for another payload.';


--
-- Name: COLUMN record.fingerprint; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.record.fingerprint IS '64 hexadecimal digits.';


--
-- Name: COLUMN record.typed; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.record.typed IS 'See intake.lead. Left out when there is nothing to say, as in records that an earlier version put into a spool; and so is name_fields.';


--
-- Name: verdict_name; Type: DOMAIN; Schema: intake; Owner: firstline_owner
--

CREATE DOMAIN intake.verdict_name AS text
	CONSTRAINT verdict_name_known CHECK ((VALUE = ANY (ARRAY['qualified'::text, 'refused'::text, 'redirected'::text, 'unreachable'::text, 'spam'::text])));


ALTER DOMAIN intake.verdict_name OWNER TO firstline_owner;

--
-- Name: work_state; Type: DOMAIN; Schema: intake; Owner: firstline_owner
--

CREATE DOMAIN intake.work_state AS text
	CONSTRAINT work_state_known CHECK ((VALUE = ANY (ARRAY['new'::text, 'claimed'::text, 'postponed'::text, 'due'::text, 'closed'::text])));


ALTER DOMAIN intake.work_state OWNER TO firstline_owner;

--
-- Name: zone_name; Type: DOMAIN; Schema: intake; Owner: firstline_owner
--

CREATE DOMAIN intake.zone_name AS text
	CONSTRAINT zone_name_known CHECK ((('1970-01-01 00:00:00+00'::timestamp with time zone AT TIME ZONE VALUE) IS NOT NULL));


ALTER DOMAIN intake.zone_name OWNER TO firstline_owner;

--
-- Name: add_answer(uuid, text, text); Type: FUNCTION; Schema: desk; Owner: firstline_owner
--

CREATE FUNCTION desk.add_answer(lead uuid, field text, value text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
DECLARE
    said text := coalesce((intake.contact(field, value)).value, btrim(value));
    w    intake.work;
BEGIN
    IF coalesce(field, '') !~ '^[a-z][a-z0-9_]{0,63}$' THEN
        RAISE EXCEPTION '"%" is not the name of a field', coalesce(field, '')
            USING ERRCODE = 'invalid_parameter_value', HINT = 'Small Latin letters, digits and _: ready_on, weight_kg.';
    ELSIF coalesce(said, '') = '' OR octet_length(said) > 8192 THEN
        RAISE EXCEPTION 'an answer has between 1 and 8192 octets' USING ERRCODE = 'invalid_parameter_value';
    ELSIF field = 'price_floor' AND said !~ '^\d{1,12}(\.\d{1,2})?$' THEN
        RAISE EXCEPTION 'price_floor is a number: the price the client accepts at least'
            USING ERRCODE = 'invalid_parameter_value', HINT = 'SELECT desk.add_answer(receipt, ''price_floor'', ''15000'')';
    END IF;
    w := intake.hold(lead);
    w.answers := intake.with_answer(
        coalesce(w.answers, (SELECT l.answers FROM intake.lead AS l WHERE l.id = w.lead)), field, said);
    PERFORM intake.enter(w, 'answered', NULL, NULL, jsonb_build_object('field', field, 'value', said));
END
$_$;


ALTER FUNCTION desk.add_answer(lead uuid, field text, value text) OWNER TO firstline_owner;

--
-- Name: FUNCTION add_answer(lead uuid, field text, value text); Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON FUNCTION desk.add_answer(lead uuid, field text, value text) IS 'Notes what you have learned: SELECT desk.add_answer(receipt, ''ready_on'', ''2026-12-01''). What the visitor wrote stays as it was.';


--
-- Name: add_note(uuid, text); Type: FUNCTION; Schema: desk; Owner: firstline_owner
--

CREATE FUNCTION desk.add_note(lead uuid, note text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    IF coalesce(btrim(note), '') = '' THEN
        RAISE EXCEPTION 'an empty note says nothing' USING ERRCODE = 'invalid_parameter_value';
    END IF;
    PERFORM intake.enter(intake.hold(lead), 'noted', NULL, note);
END
$$;


ALTER FUNCTION desk.add_note(lead uuid, note text) OWNER TO firstline_owner;

--
-- Name: FUNCTION add_note(lead uuid, note text); Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON FUNCTION desk.add_note(lead uuid, note text) IS 'Writes a note into the history of a lead you have.';


--
-- Name: add_staff(text, text, text, text[], boolean); Type: FUNCTION; Schema: desk; Owner: firstline_owner
--

CREATE FUNCTION desk.add_staff(login text, name text, works_in text, teams text[] DEFAULT '{}'::text[], head boolean DEFAULT false) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    unknown  text := (SELECT string_agg(u, ', ') FROM unnest(teams) AS u
                       WHERE NOT EXISTS (SELECT FROM intake.team AS t WHERE t.name = u));
    audience text := CASE works_in WHEN 'desk' THEN 'qualifier' ELSE works_in END;
    other    text;
BEGIN
    IF coalesce(works_in, '') NOT IN ('desk', 'sales', 'marketing') THEN
        RAISE EXCEPTION 'works_in is desk, sales or marketing, not "%"', works_in
            USING ERRCODE = 'invalid_parameter_value';
    ELSIF unknown IS NOT NULL THEN
        RAISE EXCEPTION 'there is no team %', unknown
            USING ERRCODE = 'invalid_parameter_value', HINT = 'The teams: SELECT * FROM intake.team.';
    ELSIF cardinality(teams) > 0 AND works_in <> 'sales' THEN
        RAISE EXCEPTION 'teams are for those who work in sales' USING ERRCODE = 'invalid_parameter_value';
    ELSIF login IN ('firstline_owner', 'firstline_intake') THEN
        RAISE EXCEPTION '% is no person', login USING ERRCODE = 'invalid_parameter_value';
    END IF;

    IF NOT EXISTS (SELECT FROM pg_roles AS r WHERE r.rolname = add_staff.login) THEN
        EXECUTE format('CREATE ROLE %I LOGIN', login);
    END IF;
    audience := 'firstline_' || audience;
    FOREACH other IN ARRAY ARRAY['firstline_qualifier', 'firstline_sales', 'firstline_marketing'] LOOP
        IF other = login THEN
            CONTINUE;                                  -- the demo's logins are the audiences themselves
        ELSIF other = audience THEN
            EXECUTE format('GRANT %I TO %I', other, login);
        ELSIF EXISTS (SELECT FROM pg_auth_members AS m WHERE m.roleid = other::regrole
                         AND m.member = (SELECT r.oid FROM pg_roles AS r WHERE r.rolname = add_staff.login)) THEN
            EXECUTE format('REVOKE %I FROM %I', other, login);
        END IF;
    END LOOP;

    INSERT INTO intake.staff AS s (login, name, works_in, head)
    VALUES (add_staff.login, add_staff.name, add_staff.works_in, add_staff.head)
    ON CONFLICT ON CONSTRAINT staff_pkey DO UPDATE
       SET name = excluded.name, works_in = excluded.works_in, head = excluded.head;
    DELETE FROM intake.staff_team AS t WHERE t.login = add_staff.login AND t.team <> ALL (teams);
    INSERT INTO intake.staff_team (login, team) SELECT add_staff.login, u FROM unnest(teams) AS u
    ON CONFLICT DO NOTHING;
END
$$;


ALTER FUNCTION desk.add_staff(login text, name text, works_in text, teams text[], head boolean) OWNER TO firstline_owner;

--
-- Name: FUNCTION add_staff(login text, name text, works_in text, teams text[], head boolean); Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON FUNCTION desk.add_staff(login text, name text, works_in text, teams text[], head boolean) IS 'For the superuser: gives a person a login and a place: SELECT desk.add_staff(''vera'', ''Вера'', ''sales'', ''{services}'').';


--
-- Name: caller(); Type: FUNCTION; Schema: desk; Owner: firstline_owner
--

CREATE FUNCTION desk.caller() RETURNS text
    LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    IF EXISTS (SELECT FROM intake.staff AS s WHERE s.login = session_user) THEN
        RETURN session_user::text;
    END IF;
    RETURN intake.session_name();
END
$$;


ALTER FUNCTION desk.caller() OWNER TO firstline_owner;

--
-- Name: FUNCTION caller(); Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON FUNCTION desk.caller() IS 'The name under which you work: it stands in the history of the leads you touch.';


--
-- Name: client_before(uuid, timestamp with time zone); Type: FUNCTION; Schema: intake; Owner: firstline_owner
--

CREATE FUNCTION intake.client_before(client uuid, before timestamp with time zone) RETURNS TABLE(leads bigint, deals bigint, won bigint, last_verdict text, last_owner text)
    LANGUAGE plpgsql STABLE STRICT ROWS 1
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    RETURN QUERY
    SELECT count(DISTINCT l.id), count(d.lead), count(d.lead) FILTER (WHERE d.outcome = 'won'),
           (array_agg(w.verdict || ': ' || w.reason ORDER BY l.received_at DESC)
                FILTER (WHERE w.state = 'closed' AND NOT intake.awaits_second(l.id)))[1],
           (array_agg(coalesce(d.owner, w.owner)::text ORDER BY l.received_at DESC, d.n DESC)
                FILTER (WHERE coalesce(d.owner, w.owner) IS NOT NULL))[1]
      FROM intake.lead AS l
      JOIN intake.work AS w ON w.lead = l.id
      LEFT JOIN intake.deal AS d ON d.lead = l.id
     WHERE l.client = ANY (intake.client_members(client_before.client)) AND l.received_at < client_before.before;
END
$$;


ALTER FUNCTION intake.client_before(client uuid, before timestamp with time zone) OWNER TO firstline_owner;

--
-- Name: joined(json, text[]); Type: FUNCTION; Schema: intake; Owner: firstline_owner
--

CREATE FUNCTION intake.joined(answers json, fields text[]) RETURNS text
    LANGUAGE sql IMMUTABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    RETURN (SELECT string_agg(NULLIF((joined.answers ->> f.f), ''::text), ' '::text) AS string_agg FROM unnest(joined.fields) f(f));


ALTER FUNCTION intake.joined(answers json, fields text[]) OWNER TO firstline_owner;

--
-- Name: local_zone(jsonb, json); Type: FUNCTION; Schema: intake; Owner: firstline_owner
--

CREATE FUNCTION intake.local_zone(place jsonb, contacts json) RETURNS text
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    region CONSTANT text := lower(coalesce(place ->> 'region', ''));
    zone   text;
BEGIN
    SELECT z.zone INTO zone FROM intake.place_zone AS z
     WHERE z.country = place ->> 'country' AND strpos(region, z.region_has) > 0
     ORDER BY length(z.region_has) DESC, z.region_has
     LIMIT 1;
    IF zone IS NULL THEN
        SELECT z.zone INTO zone
          FROM json_to_recordset(contacts) AS c (kind text, value text)
          JOIN intake.phone_zone AS z ON starts_with(c.value, z.prefix)
         WHERE c.kind = 'phone'
         ORDER BY length(z.prefix) DESC
         LIMIT 1;
    END IF;
    RETURN zone;
END
$$;


ALTER FUNCTION intake.local_zone(place jsonb, contacts json) OWNER TO firstline_owner;

--
-- Name: typed_words(jsonb, text); Type: FUNCTION; Schema: intake; Owner: firstline_owner
--

CREATE FUNCTION intake.typed_words(typed jsonb, field text) RETURNS text
    LANGUAGE sql IMMUTABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    RETURN (('«'::text || btrim(regexp_replace(((typed -> field) ->> 'text'::text), '[\u0001-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]+'::text, ' '::text, 'g'::text))) || '»'::text);


ALTER FUNCTION intake.typed_words(typed jsonb, field text) OWNER TO firstline_owner;

--
-- Name: typed_answers(jsonb, json, json); Type: FUNCTION; Schema: intake; Owner: firstline_owner
--

CREATE FUNCTION intake.typed_answers(typed jsonb, sent json, known json) RETURNS text
    LANGUAGE sql IMMUTABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    RETURN (SELECT string_agg(((a.field || ': '::text) || a.words), '; '::text) AS string_agg FROM (SELECT k.field, (k.value || CASE WHEN ((((typed_answers.typed -> k.field) ->> 'kind'::text) = ANY (ARRAY['number'::text, 'date'::text])) AND (k.value = (typed_answers.sent ->> k.field))) THEN ((' ('::text || intake.typed_words(typed_answers.typed, k.field)) || ')'::text) ELSE ''::text END) AS words FROM json_each_text(typed_answers.known) k(field, value) WHERE (k.value <> ''::text) UNION ALL SELECT e.key, intake.typed_words(typed_answers.typed, e.key) AS typed_words FROM jsonb_each(typed_answers.typed) e(key, value) WHERE ((typed_answers.known -> e.key) IS NULL)) a);


ALTER FUNCTION intake.typed_answers(typed jsonb, sent json, known json) OWNER TO firstline_owner;

--
-- Name: typed_contacts(jsonb, text, text); Type: FUNCTION; Schema: intake; Owner: firstline_owner
--

CREATE FUNCTION intake.typed_contacts(typed jsonb, kind text, found text) RETURNS text
    LANGUAGE sql IMMUTABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    RETURN (SELECT COALESCE((((typed_contacts.found || ' ('::text) || t.words) || ')'::text), typed_contacts.found, t.words) AS "coalesce" FROM (SELECT string_agg(intake.typed_words(typed_contacts.typed, e.key), ', '::text) AS words FROM jsonb_each(typed_contacts.typed) e(key, value) WHERE ((e.value ->> 'kind'::text) = typed_contacts.kind)) t);


ALTER FUNCTION intake.typed_contacts(typed jsonb, kind text, found text) OWNER TO firstline_owner;

SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: category; Type: TABLE; Schema: intake; Owner: firstline_owner
--

CREATE TABLE intake.category (
    name intake.label NOT NULL,
    colour intake.label NOT NULL,
    rank integer NOT NULL,
    file_colour intake.label NOT NULL,
    file_rank integer NOT NULL,
    as_of timestamp with time zone NOT NULL
);


ALTER TABLE intake.category OWNER TO firstline_owner;

--
-- Name: TABLE category; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON TABLE intake.category IS 'The categories: colour and rank are the owner''s to edit, here or in categories.yaml; what was edited last holds.';


--
-- Name: COLUMN category.rank; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.category.rank IS 'The smaller, the sooner a lead of the category is called.';


--
-- Name: COLUMN category.file_colour; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.category.file_colour IS 'What categories.yaml said last, as leads brought it: while it says the same, colour and rank stay as they are.';


--
-- Name: COLUMN category.as_of; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.category.as_of IS 'When the lead that brought colour and rank was received: an older lead, come late from the spool, changes nothing.';


--
-- Name: client_merge; Type: TABLE; Schema: intake; Owner: firstline_owner
--

CREATE TABLE intake.client_merge (
    client uuid NOT NULL,
    merged_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    into_one uuid NOT NULL,
    merged_by name NOT NULL,
    reason intake.remark NOT NULL,
    undone_at timestamp with time zone,
    undone_by name,
    undone_why intake.remark,
    CONSTRAINT client_merge_older CHECK ((into_one < client)),
    CONSTRAINT client_merge_undone CHECK ((((undone_at IS NULL) = (undone_by IS NULL)) AND ((undone_at IS NULL) = (undone_why IS NULL))))
);

ALTER TABLE ONLY intake.client_merge FORCE ROW LEVEL SECURITY;


ALTER TABLE intake.client_merge OWNER TO firstline_owner;

--
-- Name: TABLE client_merge; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON TABLE intake.client_merge IS 'Two clients are one: client is the same as into_one.';


--
-- Name: COLUMN client_merge.into_one; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.client_merge.into_one IS 'The older of the two.';


--
-- Name: COLUMN client_merge.undone_at; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.client_merge.undone_at IS 'Since then they are two again; null: they are one.';


--
-- Name: lead; Type: TABLE; Schema: intake; Owner: firstline_owner
--

CREATE TABLE intake.lead (
    id uuid NOT NULL,
    form intake.label NOT NULL,
    language intake.label NOT NULL,
    received_at timestamp with time zone NOT NULL,
    stored_at timestamp with time zone DEFAULT now() NOT NULL,
    client uuid,
    repeat boolean NOT NULL,
    keyed boolean NOT NULL,
    fingerprint intake.payload_hash NOT NULL,
    differs_from uuid,
    contacts json NOT NULL,
    answers intake.json_object NOT NULL,
    raw intake.json_list NOT NULL,
    typed intake.typed_texts,
    name_fields text[],
    address inet,
    user_agent intake.remark,
    place jsonb,
    touch jsonb NOT NULL,
    category intake.label NOT NULL,
    colour intake.label NOT NULL,
    rank integer NOT NULL,
    rule intake.remark,
    rule_set intake.label NOT NULL,
    evidence intake.json_list NOT NULL,
    why intake.remark,
    marks text[] NOT NULL,
    CONSTRAINT lead_repeat CHECK ((repeat = ((client IS NOT NULL) AND (client <> id))))
);

ALTER TABLE ONLY intake.lead FORCE ROW LEVEL SECURITY;


ALTER TABLE intake.lead OWNER TO firstline_owner;

--
-- Name: TABLE lead; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON TABLE intake.lead IS 'What was received: inserted once, never changed.';


--
-- Name: COLUMN lead.id; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.lead.id IS 'The receipt the visitor was given.';


--
-- Name: COLUMN lead.stored_at; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.lead.stored_at IS 'When it reached this database: later than received_at if it waited in the spool.';


--
-- Name: COLUMN lead.client; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.lead.client IS 'Whose lead it is; null if it names no contact point.';


--
-- Name: COLUMN lead.repeat; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.lead.repeat IS 'The client was known before this lead.';


--
-- Name: COLUMN lead.keyed; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.lead.keyed IS 'The visitor''s form carried the id; otherwise it was made on arrival.';


--
-- Name: COLUMN lead.fingerprint; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.lead.fingerprint IS 'SHA-256 over form, contact points and answers: the same payload has the same.';


--
-- Name: COLUMN lead.differs_from; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.lead.differs_from IS 'The lead that came before under the same key with another payload.';


--
-- Name: COLUMN lead.contacts; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.lead.contacts IS 'The contact points it named, normalised, in the order of the form.';


--
-- Name: COLUMN lead.answers; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.lead.answers IS 'The checked answers, typed, in the order of the form.';


--
-- Name: COLUMN lead.raw; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.lead.raw IS 'Every field as the visitor sent it: [name, value] pairs with order and repeats.';


--
-- Name: COLUMN lead.typed; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.lead.typed IS 'What was typed, where it says more than what was read of it, or could not be read at all: {"phone": {"kind": "phone", "text": "8 912 345-67-89, after six"}}. The keys are fields, a kind is a type of field. Null: nothing does, which is quicker to see than an empty object.';


--
-- Name: COLUMN lead.name_fields; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.lead.name_fields IS 'The fields that hold the client''s name, in the order of the form; null: the answer "name" does.';


--
-- Name: COLUMN lead.place; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.lead.place IS 'What the geo database said about the address.';


--
-- Name: COLUMN lead.touch; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.lead.touch IS 'The visit it came from: landing page, referrer, utm fields, click ids.';


--
-- Name: COLUMN lead.rule; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.lead.rule IS 'The rule that gave the category; null: none held, it is the default of the form.';


--
-- Name: COLUMN lead.rule_set; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.lead.rule_set IS 'The version of the rules.';


--
-- Name: COLUMN lead.evidence; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.lead.evidence IS 'What the rule found: fields, characters, values, places.';


--
-- Name: COLUMN lead.why; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.lead.why IS 'The same in one sentence for people; null: no rule held.';


--
-- Name: COLUMN lead.marks; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.lead.marks IS 'Suspicions and troubles on the way in. They never stop a lead.';


--
-- Name: work; Type: TABLE; Schema: intake; Owner: firstline_owner
--

CREATE TABLE intake.work (
    lead uuid NOT NULL,
    state intake.work_state NOT NULL,
    step integer DEFAULT 1 NOT NULL,
    owner name,
    lease_until timestamp with time zone,
    not_before timestamp with time zone,
    promised timestamp with time zone,
    skipped_by name,
    stage text,
    attempts bigint DEFAULT 0 NOT NULL,
    answers json,
    category intake.label NOT NULL,
    rank integer NOT NULL,
    repeat boolean NOT NULL,
    verdict intake.verdict_name,
    reason intake.label,
    received_at timestamp with time zone NOT NULL,
    CONSTRAINT work_state_fits CHECK (((((state)::text = 'postponed'::text) = (not_before IS NOT NULL)) AND (((state)::text = 'claimed'::text) = ((lease_until IS NOT NULL) AND (owner IS NOT NULL))) AND (((state)::text = 'closed'::text) = (verdict IS NOT NULL)) AND ((verdict IS NULL) = (reason IS NULL))))
);

ALTER TABLE ONLY intake.work FORCE ROW LEVEL SECURITY;


ALTER TABLE intake.work OWNER TO firstline_owner;

--
-- Name: TABLE work; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON TABLE intake.work IS 'The present state of each lead.';


--
-- Name: COLUMN work.state; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.work.state IS 'claimed: owner has it until lease_until. postponed: until not_before. The others: see intake.work_state.';


--
-- Name: COLUMN work.step; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.work.step IS 'How many events its history has: the number of the last one.';


--
-- Name: COLUMN work.owner; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.work.owner IS 'Who has it; of a closed lead, who closed it.';


--
-- Name: COLUMN work.promised; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.work.promised IS 'For when a second chance was agreed on, until the lead is closed.';


--
-- Name: COLUMN work.skipped_by; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.work.skipped_by IS 'Who gave it back last: gets it again only if nothing else waits.';


--
-- Name: COLUMN work.stage; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.work.stage IS 'How far the talk with the client has come; null: not begun.';


--
-- Name: COLUMN work.attempts; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.work.attempts IS 'How often somebody tried to reach the client.';


--
-- Name: COLUMN work.answers; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.work.answers IS 'All answers as qualifiers have corrected and added to them; null: as the visitor gave them.';


--
-- Name: COLUMN work.category; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.work.category IS 'The category now; what the rules said is in the lead.';


--
-- Name: COLUMN work.reason; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.work.reason IS 'Why it was closed; of a qualified lead, the team that has it now.';


--
-- Name: COLUMN work.received_at; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.work.received_at IS 'As in the lead, for the order of the queue.';


--
-- Name: lead_card; Type: VIEW; Schema: intake; Owner: firstline_owner
--

CREATE VIEW intake.lead_card AS
 SELECT l.id AS receipt,
    w.lease_until,
    c.colour,
    w.category,
    (w.verdict)::text AS verdict,
    (w.reason)::text AS reason,
    w.not_before,
    NULL::text AS team,
    w.stage,
    NULL::text AS note,
    w.repeat,
    COALESCE(before.leads, (0)::bigint) AS earlier_leads,
    COALESCE(before.deals, (0)::bigint) AS earlier_deals,
    before.last_verdict,
    before.last_owner,
        CASE
            WHEN (l.name_fields IS NULL) THEN answer.name
            ELSE COALESCE(intake.joined(COALESCE(w.answers, (l.answers)::json), l.name_fields), answer.name)
        END AS name,
        CASE
            WHEN (l.typed IS NULL) THEN contact.phone
            ELSE intake.typed_contacts((l.typed)::jsonb, 'phone'::text, contact.phone)
        END AS phone,
    to_char((statement_timestamp() AT TIME ZONE intake.local_zone(l.place, l.contacts)), 'HH24:MI'::text) AS local_time,
        CASE
            WHEN (l.typed IS NULL) THEN contact.email
            ELSE intake.typed_contacts((l.typed)::jsonb, 'email'::text, contact.email)
        END AS email,
    concat_ws(', '::text, (l.place ->> 'city'::text), (l.place ->> 'region'::text), (l.place ->> 'country'::text)) AS place,
        CASE
            WHEN (l.typed IS NULL) THEN answer.list
            ELSE intake.typed_answers((l.typed)::jsonb, (l.answers)::json, COALESCE(w.answers, (l.answers)::json))
        END AS answers,
    COALESCE(NULLIF(concat_ws(' / '::text, (l.touch ->> 'utm_source'::text), (l.touch ->> 'utm_medium'::text)), ''::text), (l.touch ->> 'referrer_host'::text)) AS source,
    l.rule,
    COALESCE((l.why)::text, 'no rule held: the default of the form'::text) AS why,
    array_to_string(l.marks, ', '::text) AS marks,
    w.attempts,
    w.promised AS call_at,
    l.form,
    l.received_at
   FROM (((((intake.lead l
     JOIN intake.work w ON ((w.lead = l.id)))
     LEFT JOIN intake.category c ON (((c.name)::text = (w.category)::text)))
     LEFT JOIN LATERAL intake.client_before(
        CASE
            WHEN ((EXISTS ( SELECT
               FROM intake.lead e
              WHERE ((e.client = l.client) AND (e.received_at < l.received_at)))) OR (EXISTS ( SELECT
               FROM intake.client_merge m
              WHERE ((m.client = l.client) AND (m.undone_at IS NULL)))) OR (EXISTS ( SELECT
               FROM intake.client_merge m
              WHERE ((m.into_one = l.client) AND (m.undone_at IS NULL))))) THEN l.client
            ELSE NULL::uuid
        END, l.received_at) before(leads, deals, won, last_verdict, last_owner) ON (true))
     CROSS JOIN LATERAL ( SELECT string_agg((p.value || COALESCE((' ext. '::text || p.extension), ''::text)), ', '::text ORDER BY p.n) FILTER (WHERE (p.kind = 'phone'::text)) AS phone,
            string_agg(p.value, ', '::text ORDER BY p.n) FILTER (WHERE (p.kind = 'email'::text)) AS email
           FROM ROWS FROM(json_to_recordset(l.contacts) AS (kind text, value text, extension text)) WITH ORDINALITY p(kind, value, extension, n)) contact)
     CROSS JOIN LATERAL ( SELECT string_agg(((a.field || ': '::text) || a.value), '; '::text) AS list,
            max(a.value) FILTER (WHERE (a.field = 'name'::text)) AS name
           FROM json_each_text(COALESCE(w.answers, (l.answers)::json)) a(field, value)
          WHERE (a.value <> ''::text)) answer);


ALTER TABLE intake.lead_card OWNER TO firstline_owner;

--
-- Name: VIEW lead_card; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON VIEW intake.lead_card IS 'A lead as a person reads it: what the views of desk and sales are made of.';


--
-- Name: card(uuid); Type: FUNCTION; Schema: intake; Owner: firstline_owner
--

CREATE FUNCTION intake.card(lead uuid) RETURNS SETOF intake.lead_card
    LANGUAGE plpgsql STABLE SECURITY DEFINER COST 10000 ROWS 1
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET enable_seqscan TO 'off'
    SET plan_cache_mode TO 'force_generic_plan'
    AS $$
BEGIN
    RETURN QUERY SELECT k.* FROM intake.lead_card AS k WHERE k.receipt = card.lead;
END
$$;


ALTER FUNCTION intake.card(lead uuid) OWNER TO firstline_owner;

--
-- Name: my_leads; Type: VIEW; Schema: desk; Owner: firstline_owner
--

CREATE VIEW desk.my_leads WITH (security_invoker='true', security_barrier='true') AS
 SELECT k.receipt,
    k.lease_until,
    k.colour,
    k.category,
    k.verdict,
    k.reason,
    k.not_before,
    k.team,
    k.stage,
    k.note,
    k.repeat,
    k.earlier_leads,
    k.earlier_deals,
    k.last_verdict,
    k.last_owner,
    k.name,
    k.phone,
    k.local_time,
    k.email,
    k.place,
    k.answers,
    k.source,
    k.rule,
    k.why,
    k.marks,
    k.attempts,
    k.call_at,
    k.form,
    k.received_at
   FROM (intake.work w
     CROSS JOIN LATERAL intake.card(w.lead) k(receipt, lease_until, colour, category, verdict, reason, not_before, team, stage, note, repeat, earlier_leads, earlier_deals, last_verdict, last_owner, name, phone, local_time, email, place, answers, source, rule, why, marks, attempts, call_at, form, received_at))
  WHERE (((w.state)::text = 'claimed'::text) AND (w.owner = ( SELECT desk.caller() AS caller)) AND (w.lease_until > statement_timestamp()))
  ORDER BY w.repeat DESC, w.rank, w.received_at, w.lead;


ALTER TABLE desk.my_leads OWNER TO firstline_owner;

--
-- Name: VIEW my_leads; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON VIEW desk.my_leads IS 'The leads you have taken, until lease_until. Write into verdict, reason, not_before, team, stage, category or note and save the row, or use the functions of desk: it is the same.';


--
-- Name: COLUMN my_leads.receipt; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.my_leads.receipt IS 'The number of the lead; the visitor was given it, too.';


--
-- Name: COLUMN my_leads.lease_until; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.my_leads.lease_until IS 'Till then the lead is yours; after that it goes back to the queue. SELECT desk.renew(receipt) begins anew.';


--
-- Name: COLUMN my_leads.colour; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.my_leads.colour IS 'The colour of the category.';


--
-- Name: COLUMN my_leads.category; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.my_leads.category IS 'The category of the lead.';


--
-- Name: COLUMN my_leads.verdict; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.my_leads.verdict IS 'Write: qualified (with team), refused or redirected (with reason; where to, in note), second chance (with not_before and reason), unreachable or spam (with reason).';


--
-- Name: COLUMN my_leads.reason; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.my_leads.reason IS 'Write: from the list of the verdict, see desk.choices.';


--
-- Name: COLUMN my_leads.not_before; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.my_leads.not_before IS 'Write: when to call again.';


--
-- Name: COLUMN my_leads.team; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.my_leads.team IS 'Write: hand the lead over to this team.';


--
-- Name: COLUMN my_leads.stage; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.my_leads.stage IS 'Write: how far the talk has come.';


--
-- Name: COLUMN my_leads.note; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.my_leads.note IS 'Write: goes into the history.';


--
-- Name: COLUMN my_leads.repeat; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.my_leads.repeat IS 'We know this client: it wrote before.';


--
-- Name: COLUMN my_leads.earlier_leads; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.my_leads.earlier_leads IS 'How often the client wrote before.';


--
-- Name: COLUMN my_leads.earlier_deals; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.my_leads.earlier_deals IS 'How many of these leads became deals.';


--
-- Name: COLUMN my_leads.last_verdict; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.my_leads.last_verdict IS 'What became of the last of them, and why.';


--
-- Name: COLUMN my_leads.last_owner; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.my_leads.last_owner IS 'Who dealt with the client last.';


--
-- Name: COLUMN my_leads.name; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.my_leads.name IS 'How the visitor signed.';


--
-- Name: COLUMN my_leads.phone; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.my_leads.phone IS 'Ready to dial, with the extension. In «quotes»: what was typed, where it says more, or was no number.';


--
-- Name: COLUMN my_leads.local_time; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.my_leads.local_time IS 'What time it is now where the client is; empty: not certain.';


--
-- Name: COLUMN my_leads.email; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.my_leads.email IS 'E-mail. In «quotes»: what was typed, where it says more, or was no address.';


--
-- Name: COLUMN my_leads.place; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.my_leads.place IS 'From where the visitor wrote, as far as the network address tells.';


--
-- Name: COLUMN my_leads.answers; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.my_leads.answers IS 'Everything that is known, in the order of the form, then what qualifiers added, then what could not be read. In «quotes»: as it was typed.';


--
-- Name: COLUMN my_leads.source; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.my_leads.source IS 'How the visitor came: utm_source / utm_medium, or else the site that linked to us.';


--
-- Name: COLUMN my_leads.rule; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.my_leads.rule IS 'The rule that gave the category; empty: none held.';


--
-- Name: COLUMN my_leads.why; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.my_leads.why IS 'What the rule found in the answers.';


--
-- Name: COLUMN my_leads.marks; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.my_leads.marks IS 'What looked odd on the way in. Never a reason by itself.';


--
-- Name: COLUMN my_leads.attempts; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.my_leads.attempts IS 'How often we have tried to reach the client.';


--
-- Name: COLUMN my_leads.call_at; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.my_leads.call_at IS 'For when a call was agreed on.';


--
-- Name: COLUMN my_leads.form; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.my_leads.form IS 'The form that was filled in.';


--
-- Name: COLUMN my_leads.received_at; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.my_leads.received_at IS 'When the visitor pressed the button.';


--
-- Name: claim_next(); Type: FUNCTION; Schema: desk; Owner: firstline_owner
--

CREATE FUNCTION desk.claim_next() RETURNS SETOF desk.my_leads
    LANGUAGE plpgsql SECURITY DEFINER ROWS 1
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET enable_seqscan TO 'off'
    SET plan_cache_mode TO 'force_generic_plan'
    AS $$
DECLARE
    me    CONSTANT name := desk.caller();
    taken uuid;
BEGIN
    IF EXISTS (SELECT FROM intake.work AS w WHERE w.state IN ('claimed', 'postponed')
                  AND coalesce(w.lease_until, w.not_before) <= statement_timestamp()) THEN
        PERFORM intake.wake_leads();
    END IF;

    -- The second round: what the caller gave back comes again only when nothing else waits.
    FOR round IN 1..2 LOOP
        WITH next AS (
            DELETE FROM intake.waiting AS q
             WHERE q.ctid = (SELECT f.ctid FROM intake.waiting AS f
                              WHERE round = 2 OR f.skipped_by IS DISTINCT FROM me
                              ORDER BY f.repeat DESC, f.rank, f.received_at, f.lead
                              LIMIT 1
                                FOR UPDATE SKIP LOCKED)
            RETURNING q.lead
        ), claimed AS (
            UPDATE intake.work AS w
               SET state = 'claimed', step = w.step + 1, owner = me,
                   lease_until = statement_timestamp() + (SELECT s.lease FROM intake.setting AS s)
              FROM next
             WHERE w.lead = next.lead
            RETURNING w.lead, w.step
        )
        INSERT INTO intake.lead_event (lead, step, who, what)
        SELECT c.lead, c.step, me, 'claimed' FROM claimed AS c
        RETURNING lead INTO taken;
        EXIT WHEN FOUND;
    END LOOP;

    RETURN QUERY SELECT k.* FROM intake.lead_card AS k WHERE k.receipt = taken;
END
$$;


ALTER FUNCTION desk.claim_next() OWNER TO firstline_owner;

--
-- Name: FUNCTION claim_next(); Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON FUNCTION desk.claim_next() IS 'Takes the next lead of the queue for you, for the time of a lease, and shows it. No row: nothing waits.';


--
-- Name: client_history(uuid); Type: FUNCTION; Schema: desk; Owner: firstline_owner
--

CREATE FUNCTION desk.client_history(id uuid) RETURNS TABLE(at timestamp with time zone, who text, what text, receipt uuid, reason text, note text)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    client  CONSTANT uuid := coalesce((SELECT l.client FROM intake.lead AS l WHERE l.id = client_history.id), id);
    members CONSTANT uuid[] := intake.client_members(client);
BEGIN
    RETURN QUERY
    SELECT CASE e.what WHEN 'received' THEN l.received_at ELSE e.at END, e.who::text, e.what::text, e.lead,
           e.reason::text,
           nullif(concat_ws('; ', CASE WHEN e.what = 'received' THEN format('form %s: %s', l.form, l.category) END, e.note,
                            (SELECT string_agg(d.key || ': ' || d.value, ', ')
                               FROM jsonb_each_text(e.details - '{amount,margin,known,asked}'::text[]) AS d)), '')
      FROM intake.lead AS l
      JOIN intake.lead_event AS e ON e.lead = l.id
     WHERE (l.client = ANY (members) OR l.id = client_history.id)
       AND NOT (intake.tells_verdict(e.what) AND intake.awaits_second(e.lead))
    UNION ALL
    SELECT m.merged_at, m.merged_by::text, 'merged', m.client, NULL, m.reason::text
      FROM intake.client_merge AS m WHERE m.client = ANY (members) OR m.into_one = ANY (members)
    UNION ALL
    SELECT m.undone_at, m.undone_by::text, 'unmerged', m.client, NULL, m.undone_why::text
      FROM intake.client_merge AS m
     WHERE m.undone_at IS NOT NULL AND (m.client = ANY (members) OR m.into_one = ANY (members))
     ORDER BY 1, 4, 3;
END
$$;


ALTER FUNCTION desk.client_history(id uuid) OWNER TO firstline_owner;

--
-- Name: FUNCTION client_history(id uuid); Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON FUNCTION desk.client_history(id uuid) IS 'The whole story of a client, by the receipt of any of its leads: SELECT * FROM desk.client_history(receipt).';


--
-- Name: hand_over(uuid, text, text); Type: FUNCTION; Schema: desk; Owner: firstline_owner
--

CREATE FUNCTION desk.hand_over(lead uuid, team text, note text DEFAULT NULL::text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    w       CONSTANT intake.work := intake.hold(lead);
    to_team CONSTANT text := intake.choose('team', team);
    missing record;
    deal    record;
BEGIN
    SELECT string_agg(format('%s (%s)', a.en, a.ru), ', ' ORDER BY a.position) AS list,
           (array_agg(a.name ORDER BY a.position))[1] AS first
      INTO missing FROM intake.asked(lead, to_team) AS a WHERE NOT a.known;
    IF missing.list IS NOT NULL THEN
        RAISE EXCEPTION 'team % wants to know first: %', to_team, missing.list
            USING ERRCODE = 'object_not_in_prerequisite_state',
                  HINT = format('Ask the client, then: SELECT desk.add_answer(''%s'', ''%s'', ''...'')',
                                lead, replace(missing.first, 'contact', 'phone'));
    END IF;

    INSERT INTO intake.deal (lead, n, client, team, stage, opened_at, opened_by)
    SELECT w.lead, 1 + count(d.lead), intake.client_of(w.lead), to_team,
           (SELECT s.name FROM intake.stage AS s WHERE s.process = 'deal' AND s.in_use
             ORDER BY s.position, s.name LIMIT 1),
           clock_timestamp(), w.owner
      FROM intake.deal AS d WHERE d.lead = w.lead
    RETURNING n, client INTO deal;
    PERFORM intake.close(w, 'qualified', 'handed_over', to_team, note,
                         intake.completeness(w.lead, to_team) || jsonb_build_object('deal', deal.n));
END
$$;


ALTER FUNCTION desk.hand_over(lead uuid, team text, note text) OWNER TO firstline_owner;

--
-- Name: FUNCTION hand_over(lead uuid, team text, note text); Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON FUNCTION desk.hand_over(lead uuid, team text, note text) IS 'Hands a qualified lead over to a sales team: makes the deal and closes the lead. If the team still wants to know something, says what.';


--
-- Name: is_head(); Type: FUNCTION; Schema: desk; Owner: firstline_owner
--

CREATE FUNCTION desk.is_head() RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    RETURN coalesce((SELECT s.head FROM intake.staff AS s WHERE s.login = desk.caller()), false)
        OR pg_has_role(session_user, 'firstline_owner', 'MEMBER') AND current_setting('role') = 'none';
END
$$;


ALTER FUNCTION desk.is_head() OWNER TO firstline_owner;

--
-- Name: FUNCTION is_head(); Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON FUNCTION desk.is_head() IS 'May you see the numbers of all qualifiers?';


--
-- Name: keep_apart(uuid); Type: FUNCTION; Schema: desk; Owner: firstline_owner
--

CREATE FUNCTION desk.keep_apart(receipt uuid) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    UPDATE intake.merge_proposal AS p
       SET answer = 'kept apart', answered_at = clock_timestamp(), answered_by = desk.caller()
     WHERE p.lead = keep_apart.receipt AND p.answer IS NULL;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'lead % proposes no merge', keep_apart.receipt USING ERRCODE = 'invalid_parameter_value';
    END IF;
END
$$;


ALTER FUNCTION desk.keep_apart(receipt uuid) OWNER TO firstline_owner;

--
-- Name: FUNCTION keep_apart(receipt uuid); Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON FUNCTION desk.keep_apart(receipt uuid) IS 'Says that the clients a lead named are not one.';


--
-- Name: mark_spam(uuid, text); Type: FUNCTION; Schema: desk; Owner: firstline_owner
--

CREATE FUNCTION desk.mark_spam(lead uuid, reason text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    why CONSTANT record := intake.choose_reason('spam', reason);
BEGIN
    PERFORM intake.close(intake.hold(lead), 'spam', 'spam', why.name, why.note);
END
$$;


ALTER FUNCTION desk.mark_spam(lead uuid, reason text) OWNER TO firstline_owner;

--
-- Name: FUNCTION mark_spam(lead uuid, reason text); Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON FUNCTION desk.mark_spam(lead uuid, reason text) IS 'Closes a lead that is no request at all. It is kept. Reasons: "reason: spam".';


--
-- Name: mark_unreachable(uuid, text); Type: FUNCTION; Schema: desk; Owner: firstline_owner
--

CREATE FUNCTION desk.mark_unreachable(lead uuid, reason text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    why    CONSTANT record := intake.choose_reason('unreachable', reason);
    w      CONSTANT intake.work := intake.hold(lead);
    wanted CONSTANT integer := (SELECT s.unreachable_after FROM intake.setting AS s);
BEGIN
    IF w.attempts < wanted AND (SELECT json_array_length(l.contacts) > 0 FROM intake.lead AS l
                                 WHERE l.id = mark_unreachable.lead) THEN
        RAISE EXCEPTION 'unreachable after % attempts, and there were %', wanted, w.attempts
            USING ERRCODE = 'object_not_in_prerequisite_state',
                  HINT = 'Write each down with desk.record_attempt, and desk.postpone the lead to try again later.';
    END IF;
    PERFORM intake.close(w, 'unreachable', 'unreachable', why.name, why.note);
END
$$;


ALTER FUNCTION desk.mark_unreachable(lead uuid, reason text) OWNER TO firstline_owner;

--
-- Name: FUNCTION mark_unreachable(lead uuid, reason text); Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON FUNCTION desk.mark_unreachable(lead uuid, reason text) IS 'Closes a lead whose client cannot be reached, after enough attempts. Reasons: "reason: unreachable".';


--
-- Name: merge(uuid, uuid, text); Type: FUNCTION; Schema: desk; Owner: firstline_owner
--

CREATE FUNCTION desk.merge(client uuid, other uuid, why text) RETURNS uuid
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    a uuid;
    b uuid;
BEGIN
    -- One merge at a time: two at once could make a chain that neither of them sees.
    PERFORM pg_advisory_xact_lock(hashtextextended('firstline merge', 0));
    a := intake.client_root(client);
    b := intake.client_root(other);
    IF coalesce(btrim(why), '') = '' THEN
        RAISE EXCEPTION 'a merge wants a reason' USING ERRCODE = 'invalid_parameter_value';
    ELSIF (SELECT count(*) FROM intake.client AS c WHERE c.id IN (client, other)) < 2 OR a = b THEN
        RAISE EXCEPTION '% and % are not two clients', client, other
            USING ERRCODE = 'invalid_parameter_value', HINT = 'Clients that may be one are in desk.merge_proposals.';
    END IF;
    INSERT INTO intake.client_merge (client, into_one, merged_by, reason)
    VALUES (greatest(a, b), least(a, b), desk.caller(), btrim(why));
    UPDATE intake.merge_proposal AS p
       SET answer = 'merged', answered_at = clock_timestamp(), answered_by = desk.caller()
     WHERE p.answer IS NULL AND (SELECT bool_and(intake.client_root(o) = least(a, b))
                                   FROM unnest(p.client || p.others) AS o);
    RETURN least(a, b);
END
$$;


ALTER FUNCTION desk.merge(client uuid, other uuid, why text) OWNER TO firstline_owner;

--
-- Name: FUNCTION merge(client uuid, other uuid, why text); Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON FUNCTION desk.merge(client uuid, other uuid, why text) IS 'Says that two clients are one, and why. No lead is changed, and desk.unmerge() undoes it.';


--
-- Name: postpone(uuid, timestamp with time zone, text); Type: FUNCTION; Schema: desk; Owner: firstline_owner
--

CREATE FUNCTION desk.postpone(lead uuid, not_before timestamp with time zone, reason text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    why CONSTANT record := intake.choose_reason('postpone', reason);
    w   intake.work := intake.hold(lead);
BEGIN
    IF not_before IS NULL OR not_before <= statement_timestamp()
       OR not_before > statement_timestamp() + interval '1 year' THEN
        RAISE EXCEPTION 'a second chance is some time within a year from now, not %', coalesce(not_before::text, 'never')
            USING ERRCODE = 'invalid_parameter_value',
                  HINT = 'SELECT desk.postpone(receipt, now() + interval ''2 days'', ''asked_later'')';
    END IF;
    w.state := 'postponed';
    w.owner := NULL;
    w.lease_until := NULL;
    w.not_before := postpone.not_before;
    w.promised := postpone.not_before;
    PERFORM intake.enter(w, 'postponed', why.name, why.note, jsonb_build_object('not_before', postpone.not_before));
END
$$;


ALTER FUNCTION desk.postpone(lead uuid, not_before timestamp with time zone, reason text) OWNER TO firstline_owner;

--
-- Name: FUNCTION postpone(lead uuid, not_before timestamp with time zone, reason text); Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON FUNCTION desk.postpone(lead uuid, not_before timestamp with time zone, reason text) IS 'A second chance: the lead comes back to the queue at that time. For reasons see "reason: postpone" in desk.choices.';


--
-- Name: record_attempt(uuid, text, text); Type: FUNCTION; Schema: desk; Owner: firstline_owner
--

CREATE FUNCTION desk.record_attempt(lead uuid, outcome text, note text DEFAULT NULL::text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    what CONSTANT record := intake.choose_reason('attempt', outcome);
    w    intake.work := intake.hold(lead);
BEGIN
    w.attempts := w.attempts + 1;
    PERFORM intake.enter(w, 'attempted', what.name, concat_ws('; ', what.note, note));
END
$$;


ALTER FUNCTION desk.record_attempt(lead uuid, outcome text, note text) OWNER TO firstline_owner;

--
-- Name: FUNCTION record_attempt(lead uuid, outcome text, note text); Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON FUNCTION desk.record_attempt(lead uuid, outcome text, note text) IS 'You have tried to reach the client: the outcome is from the list "reason: attempt" of desk.choices.';


--
-- Name: refuse(uuid, text, text); Type: FUNCTION; Schema: desk; Owner: firstline_owner
--

CREATE FUNCTION desk.refuse(lead uuid, reason text, pointed_to text DEFAULT NULL::text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    why     CONSTANT record := intake.choose_reason('refuse', reason);
    place   CONSTANT text := nullif(btrim(pointed_to), '');
    verdict CONSTANT text := CASE WHEN place IS NULL THEN 'refused' ELSE 'redirected' END;
BEGIN
    PERFORM intake.close(intake.hold(lead), verdict, verdict, why.name, why.note,
                         intake.completeness(lead) || jsonb_strip_nulls(jsonb_build_object('pointed_to', place)));
END
$$;


ALTER FUNCTION desk.refuse(lead uuid, reason text, pointed_to text) OWNER TO firstline_owner;

--
-- Name: FUNCTION refuse(lead uuid, reason text, pointed_to text); Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON FUNCTION desk.refuse(lead uuid, reason text, pointed_to text) IS 'Closes a lead we cannot serve. Say in pointed_to where you have sent the client. Reasons: "reason: refuse".';


--
-- Name: release(uuid, text); Type: FUNCTION; Schema: desk; Owner: firstline_owner
--

CREATE FUNCTION desk.release(lead uuid, reason text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    why CONSTANT record := intake.choose_reason('release', reason);
    w   intake.work := intake.hold(lead);
BEGIN
    w.state := 'due';
    w.skipped_by := w.owner;
    w.owner := NULL;
    w.lease_until := NULL;
    PERFORM intake.enter(w, 'released', why.name, why.note);
END
$$;


ALTER FUNCTION desk.release(lead uuid, reason text) OWNER TO firstline_owner;

--
-- Name: FUNCTION release(lead uuid, reason text); Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON FUNCTION desk.release(lead uuid, reason text) IS 'Gives a lead you have back to the queue. The reason is from the list "reason: release" of desk.choices.';


--
-- Name: renew(uuid); Type: FUNCTION; Schema: desk; Owner: firstline_owner
--

CREATE FUNCTION desk.renew(lead uuid) RETURNS timestamp with time zone
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    w intake.work := intake.hold(lead);
BEGIN
    w.lease_until := statement_timestamp() + (SELECT s.lease FROM intake.setting AS s);
    PERFORM intake.enter(w, 'renewed');
    RETURN w.lease_until;
END
$$;


ALTER FUNCTION desk.renew(lead uuid) OWNER TO firstline_owner;

--
-- Name: FUNCTION renew(lead uuid); Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON FUNCTION desk.renew(lead uuid) IS 'Keeps a lead you have for another lease, and tells until when.';


--
-- Name: reopen(uuid, text); Type: FUNCTION; Schema: desk; Owner: firstline_owner
--

CREATE FUNCTION desk.reopen(lead uuid, reason text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    why CONSTANT record := intake.choose_reason('reopen', reason);
    was text;
    w   intake.work;
BEGIN
    SELECT k.* INTO w FROM intake.work AS k WHERE k.lead = reopen.lead FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'there is no lead %', reopen.lead USING ERRCODE = 'insufficient_privilege';
    ELSIF w.state <> 'closed' THEN
        RAISE EXCEPTION 'lead % is not closed, it is %', w.lead, w.state
            USING ERRCODE = 'object_not_in_prerequisite_state';
    ELSIF EXISTS (SELECT FROM intake.deal AS d WHERE d.lead = w.lead AND d.outcome IS NULL) THEN
        RAISE EXCEPTION 'lead % is with sales', w.lead
            USING ERRCODE = 'object_not_in_prerequisite_state',
                  HINT = 'It can be reopened when its deal is won or lost.';
    END IF;
    was := w.verdict;
    w.state := 'claimed';
    w.owner := desk.caller();
    w.lease_until := statement_timestamp() + (SELECT s.lease FROM intake.setting AS s);
    w.verdict := NULL;
    w.reason := NULL;
    PERFORM intake.enter(w, 'reopened', why.name, why.note, jsonb_build_object('was', was));
END
$$;


ALTER FUNCTION desk.reopen(lead uuid, reason text) OWNER TO firstline_owner;

--
-- Name: FUNCTION reopen(lead uuid, reason text); Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON FUNCTION desk.reopen(lead uuid, reason text) IS 'Opens a closed lead again, for you. Reasons: "reason: reopen" of desk.choices.';


--
-- Name: second_verdict(uuid, text, text); Type: FUNCTION; Schema: desk; Owner: firstline_owner
--

CREATE FUNCTION desk.second_verdict(lead uuid, verdict text, reason text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    kind CONSTANT text := intake.choose('verdict', verdict);
    why  text;
BEGIN
    IF kind IN ('unreachable', 'second_chance') THEN
        RAISE EXCEPTION 'a second verdict is qualified, refused, redirected or spam'
            USING ERRCODE = 'invalid_parameter_value';
    END IF;
    why := CASE kind WHEN 'qualified' THEN intake.choose('team', reason)
                     WHEN 'spam' THEN (intake.choose_reason('spam', reason)).name
                     ELSE (intake.choose_reason('refuse', reason)).name END;
    UPDATE intake.second_verdict AS s
       SET second_by = desk.caller(), verdict = kind, reason = why, given_at = clock_timestamp()
     WHERE s.lead = second_verdict.lead AND s.verdict IS NULL AND s.first_by <> desk.caller();
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no second verdict of yours is wanted on lead %', second_verdict.lead
            USING ERRCODE = 'insufficient_privilege', HINT = 'Those that are wanted are in desk.second_look.';
    END IF;
END
$$;


ALTER FUNCTION desk.second_verdict(lead uuid, verdict text, reason text) OWNER TO firstline_owner;

--
-- Name: FUNCTION second_verdict(lead uuid, verdict text, reason text); Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON FUNCTION desk.second_verdict(lead uuid, verdict text, reason text) IS 'Your opinion on a lead of desk.second_look: a verdict, and a reason or, if qualified, a team.';


--
-- Name: seen(uuid); Type: FUNCTION; Schema: desk; Owner: firstline_owner
--

CREATE FUNCTION desk.seen(receipt uuid) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    UPDATE intake.notice AS n SET seen_at = clock_timestamp(), seen_by = desk.caller()
     WHERE n.about = seen.receipt AND n.seen_at IS NULL AND n.login = desk.caller();
END
$$;


ALTER FUNCTION desk.seen(receipt uuid) OWNER TO firstline_owner;

--
-- Name: FUNCTION seen(receipt uuid); Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON FUNCTION desk.seen(receipt uuid) IS 'You have read that the client of this lead has written again.';


--
-- Name: set_category(uuid, text, text); Type: FUNCTION; Schema: desk; Owner: firstline_owner
--

CREATE FUNCTION desk.set_category(lead uuid, category text, note text DEFAULT NULL::text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    w   intake.work := intake.hold(lead);
    old CONSTANT text := w.category;
BEGIN
    w.category := intake.choose('category', category);
    w.rank := (SELECT c.rank FROM intake.category AS c WHERE c.name = w.category);
    PERFORM intake.enter(w, 'categorised', NULL, note, jsonb_build_object('from', old, 'to', w.category));
END
$$;


ALTER FUNCTION desk.set_category(lead uuid, category text, note text) OWNER TO firstline_owner;

--
-- Name: FUNCTION set_category(lead uuid, category text, note text); Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON FUNCTION desk.set_category(lead uuid, category text, note text) IS 'Gives a lead you have another category, by its name or its colour.';


--
-- Name: set_stage(uuid, text); Type: FUNCTION; Schema: desk; Owner: firstline_owner
--

CREATE FUNCTION desk.set_stage(lead uuid, stage text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    w   intake.work := intake.hold(lead);
    old CONSTANT text := w.stage;
BEGIN
    w.stage := intake.choose('lead stage', stage);
    PERFORM intake.enter(w, 'staged', NULL, NULL, jsonb_strip_nulls(jsonb_build_object('from', old, 'to', w.stage)));
END
$$;


ALTER FUNCTION desk.set_stage(lead uuid, stage text) OWNER TO firstline_owner;

--
-- Name: FUNCTION set_stage(lead uuid, stage text); Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON FUNCTION desk.set_stage(lead uuid, stage text) IS 'Says how far the talk has come: from "lead stage" of desk.choices.';


--
-- Name: unmerge(uuid, text); Type: FUNCTION; Schema: desk; Owner: firstline_owner
--

CREATE FUNCTION desk.unmerge(client uuid, why text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    IF coalesce(btrim(why), '') = '' THEN
        RAISE EXCEPTION 'to undo a merge wants a reason' USING ERRCODE = 'invalid_parameter_value';
    END IF;
    UPDATE intake.client_merge AS m
       SET undone_at = clock_timestamp(), undone_by = desk.caller(), undone_why = btrim(why)
     WHERE m.client = unmerge.client AND m.undone_at IS NULL;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'client % is not part of another', unmerge.client USING ERRCODE = 'invalid_parameter_value';
    END IF;
END
$$;


ALTER FUNCTION desk.unmerge(client uuid, why text) OWNER TO firstline_owner;

--
-- Name: FUNCTION unmerge(client uuid, why text); Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON FUNCTION desk.unmerge(client uuid, why text) IS 'Undoes a merge: the younger client is one of its own again.';


--
-- Name: asked(uuid, text); Type: FUNCTION; Schema: intake; Owner: firstline_owner
--

CREATE FUNCTION intake.asked(lead uuid, team text) RETURNS TABLE("position" integer, name text, ru text, en text, known boolean)
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    fields text[];
    price  numeric;
BEGIN
    SELECT array_agg(k.field) || array_agg('name'::text) FILTER (WHERE k.field = ANY (l.name_fields)),
           max(k.value::numeric) FILTER (WHERE k.field = 'price_floor') INTO fields, price
      FROM intake.lead AS l JOIN intake.work AS w ON w.lead = l.id
     CROSS JOIN LATERAL json_each_text(coalesce(w.answers, l.answers)) AS k (field, value)
     WHERE l.id = asked.lead AND k.value <> '';
    fields := fields || ARRAY(SELECT c.kind FROM intake.lead AS l
                               CROSS JOIN LATERAL json_to_recordset(l.contacts) AS c (kind text)
                               WHERE l.id = asked.lead);
    RETURN QUERY
    SELECT r.position, r.name::text, r.ru::text, r.en::text, coalesce(r.any_of && fields, false)
      FROM intake.required_answer AS r WHERE r.team = asked.team
    UNION ALL
    SELECT 1000, 'price_floor', format('согласие с ценой от %s %s', t.price_floor, s.currency),
           format('consent to a price of at least %s %s', t.price_floor, s.currency),
           coalesce(price >= t.price_floor, false)
      FROM intake.team AS t CROSS JOIN intake.setting AS s
     WHERE t.name = asked.team AND t.price_floor IS NOT NULL
     ORDER BY 1;
END
$$;


ALTER FUNCTION intake.asked(lead uuid, team text) OWNER TO firstline_owner;

--
-- Name: awaits_second(uuid); Type: FUNCTION; Schema: intake; Owner: firstline_owner
--

CREATE FUNCTION intake.awaits_second(lead uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    RETURN EXISTS (SELECT FROM intake.second_verdict AS s
                    WHERE s.lead = awaits_second.lead AND s.verdict IS NULL AND s.first_by <> desk.caller());
END
$$;


ALTER FUNCTION intake.awaits_second(lead uuid) OWNER TO firstline_owner;

--
-- Name: choose(text, text); Type: FUNCTION; Schema: intake; Owner: firstline_owner
--

CREATE FUNCTION intake.choose(list text, given text) RETURNS text
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    found text;
BEGIN
    SELECT c.name INTO found FROM desk.choices AS c    -- the first category of a colour, if that is what was typed
     WHERE c.list = choose.list AND lower(btrim(given)) IN (lower(c.name), lower(c.ru), lower(c.en))
     ORDER BY c.position LIMIT 1;
    IF found IS NULL THEN
        RAISE EXCEPTION 'there is no % "%"', list, coalesce(given, '')
            USING ERRCODE = 'invalid_parameter_value',
                  HINT = 'One of: ' || coalesce((SELECT string_agg(concat_ws(', ', c.name, c.ru), '; ' ORDER BY c.position)
                                                   FROM desk.choices AS c WHERE c.list = choose.list), 'none yet') || '.';
    END IF;
    RETURN found;
END
$$;


ALTER FUNCTION intake.choose(list text, given text) OWNER TO firstline_owner;

--
-- Name: choose_reason(text, text); Type: FUNCTION; Schema: intake; Owner: firstline_owner
--

CREATE FUNCTION intake.choose_reason(act text, given text, OUT name text, OUT note text) RETURNS record
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    word CONSTANT text := lower(btrim(split_part(given, ':', 1)));
BEGIN
    note := nullif(btrim(substr(given, strpos(given, ':') + 1)), '');
    IF strpos(given, ':') = 0 THEN
        note := NULL;
    END IF;
    SELECT r.name INTO name FROM intake.reason AS r
     WHERE r.act = choose_reason.act AND r.in_use AND word IN (r.name, lower(r.ru), lower(r.en));
    IF name IS NULL THEN
        RAISE EXCEPTION '%', CASE WHEN coalesce(word, '') = '' THEN format('"%s" wants a reason from the list', act)
                                  ELSE format('"%s" is not a reason in the list of "%s"', btrim(given), act) END
            USING ERRCODE = 'invalid_parameter_value',
                  HINT = 'One of: ' || (SELECT string_agg(format('%s (%s, %s)', r.name, r.ru, r.en), '; '
                                                          ORDER BY r.position, r.name)
                                          FROM intake.reason AS r WHERE r.act = choose_reason.act AND r.in_use)
                         || '. Your own words may follow after a colon.';
    END IF;
END
$$;


ALTER FUNCTION intake.choose_reason(act text, given text, OUT name text, OUT note text) OWNER TO firstline_owner;

--
-- Name: claim_contacts(uuid, intake.contact[]); Type: FUNCTION; Schema: intake; Owner: firstline_owner
--

CREATE FUNCTION intake.claim_contacts(new_id uuid, contacts intake.contact[]) RETURNS uuid
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    owners uuid[];
    client uuid;
BEGIN
    IF cardinality(contacts) = 0 THEN
        RETURN NULL;
    END IF;
    SELECT array_agg(DISTINCT o.owner ORDER BY o.owner) INTO owners
      FROM (SELECT (SELECT p.client FROM intake.contact_point AS p WHERE p.kind = c.kind AND p.value = c.value)
              FROM unnest(contacts) AS c) AS o (owner);

    client := coalesce(owners[1], new_id);
    IF owners[cardinality(owners)] IS NULL THEN     -- nulls sort last: one of them belonged to nobody
        INSERT INTO intake.contact_point (kind, value, client)
        SELECT c.kind, c.value, client FROM unnest(contacts) AS c
        ON CONFLICT (kind, value) DO NOTHING;
    END IF;

    owners := array_remove(owners, NULL);
    IF cardinality(owners) > 1 THEN
        INSERT INTO intake.merge_proposal (lead, client, others) VALUES (new_id, client, owners[2:])
        ON CONFLICT (lead) DO NOTHING;              -- it was racing, and is handed in again
    END IF;
    RETURN client;
END
$$;


ALTER FUNCTION intake.claim_contacts(new_id uuid, contacts intake.contact[]) OWNER TO firstline_owner;

--
-- Name: client_members(uuid); Type: FUNCTION; Schema: intake; Owner: firstline_owner
--

CREATE FUNCTION intake.client_members(client uuid) RETURNS uuid[]
    LANGUAGE plpgsql STABLE STRICT
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    members uuid[];
    below   uuid[];
BEGIN
    -- Nearly all, and asked for each repeat lead on arrival.
    IF NOT EXISTS (SELECT FROM intake.client_merge AS m WHERE m.client = client_members.client AND m.undone_at IS NULL)
       AND NOT EXISTS (SELECT FROM intake.client_merge AS m WHERE m.into_one = client_members.client AND m.undone_at IS NULL)
    THEN
        RETURN ARRAY[client];
    END IF;
    members := ARRAY[intake.client_root(client)];
    below := members;
    LOOP
        below := ARRAY(SELECT m.client FROM intake.client_merge AS m
                        WHERE m.into_one = ANY (below) AND m.undone_at IS NULL);
        IF cardinality(below) = 0 THEN
            RETURN members;
        END IF;
        members := members || below;
    END LOOP;
END
$$;


ALTER FUNCTION intake.client_members(client uuid) OWNER TO firstline_owner;

--
-- Name: client_of(uuid); Type: FUNCTION; Schema: intake; Owner: firstline_owner
--

CREATE FUNCTION intake.client_of(lead uuid) RETURNS uuid
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    l       intake.lead;
    names   intake.record;
    learned intake.contact[];
    client  uuid;
BEGIN
    SELECT f.* INTO STRICT l FROM intake.lead AS f WHERE f.id = client_of.lead;
    learned := ARRAY(SELECT intake.contact(e.details ->> 'field', e.details ->> 'value')
                       FROM intake.lead_event AS e
                      WHERE e.lead = l.id AND e.what = 'answered' AND e.details ->> 'field' IN ('phone', 'email')
                      ORDER BY e.step);
    IF cardinality(learned) = 0 AND l.client IS NOT NULL THEN
        RETURN l.client;
    END IF;
    names.id := l.id;
    names.keyed := true;
    names.contacts := learned || ARRAY(SELECT c FROM json_populate_recordset(NULL::intake.contact, l.contacts) AS c);
    PERFORM intake.lock_names(ARRAY[names]);
    client := intake.claim_contacts(l.id, names.contacts);
    client := coalesce(l.client, client, l.id);
    INSERT INTO intake.client (id) VALUES (client) ON CONFLICT DO NOTHING;
    RETURN client;
END
$$;


ALTER FUNCTION intake.client_of(lead uuid) OWNER TO firstline_owner;

--
-- Name: client_root(uuid); Type: FUNCTION; Schema: intake; Owner: firstline_owner
--

CREATE FUNCTION intake.client_root(client uuid) RETURNS uuid
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    root uuid := client;
    up   uuid;
BEGIN
    LOOP    -- ends: each step leads to an older one (client_merge_older)
        SELECT m.into_one INTO up FROM intake.client_merge AS m WHERE m.client = root AND m.undone_at IS NULL;
        IF NOT FOUND THEN
            RETURN root;
        END IF;
        root := up;
    END LOOP;
END
$$;


ALTER FUNCTION intake.client_root(client uuid) OWNER TO firstline_owner;

--
-- Name: close(intake.work, text, text, text, text, jsonb); Type: FUNCTION; Schema: intake; Owner: firstline_owner
--

CREATE FUNCTION intake.close(w intake.work, verdict text, what text, reason text, note text DEFAULT NULL::text, details jsonb DEFAULT NULL::jsonb) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    share CONSTANT numeric := (SELECT s.recheck_share FROM intake.setting AS s);
BEGIN
    w.state := 'closed';
    w.lease_until := NULL;
    w.promised := NULL;
    w.skipped_by := NULL;
    w.verdict := close.verdict;
    w.reason := close.reason;
    PERFORM intake.enter(w, what, reason, note, details);
    IF verdict <> 'unreachable'
       AND (hashtextextended(w.lead::text, 0) & 1048575)::numeric / 1048576 < share THEN
        INSERT INTO intake.second_verdict (lead, first_by, first_verdict, first_reason)
        VALUES (w.lead, w.owner, close.verdict, close.reason)
        ON CONFLICT ON CONSTRAINT second_verdict_pkey DO NOTHING;     -- it was reopened; once is enough
    END IF;
END
$$;


ALTER FUNCTION intake.close(w intake.work, verdict text, what text, reason text, note text, details jsonb) OWNER TO firstline_owner;

--
-- Name: completeness(uuid, text); Type: FUNCTION; Schema: intake; Owner: firstline_owner
--

CREATE FUNCTION intake.completeness(lead uuid, team text DEFAULT NULL::text) RETURNS jsonb
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    RETURN (SELECT jsonb_build_object('team', t.name, 'known', count(*) FILTER (WHERE a.known), 'asked', count(*))
              FROM intake.team AS t CROSS JOIN LATERAL intake.asked(lead, t.name) AS a
             WHERE t.name = completeness.team OR completeness.team IS NULL AND t.in_use
             GROUP BY t.name, t.position
             ORDER BY avg(a.known::integer) DESC, t.position
             LIMIT 1);
END
$$;


ALTER FUNCTION intake.completeness(lead uuid, team text) OWNER TO firstline_owner;

--
-- Name: contact(text, text); Type: FUNCTION; Schema: intake; Owner: firstline_owner
--

CREATE FUNCTION intake.contact(field text, value text) RETURNS intake.contact
    LANGUAGE plpgsql IMMUTABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
DECLARE
    digits CONSTANT text := regexp_replace(regexp_replace(value, '[^0-9+]', '', 'g'), '^8(\d{10})$', '+7\1');
BEGIN
    IF field = 'phone' AND digits ~ '^\+\d{8,15}$' THEN
        RETURN ROW('phone', digits, field, NULL)::intake.contact;
    ELSIF field = 'email' AND btrim(value) ~ '^[^@\s]+@[^@\s]+$' THEN
        RETURN ROW('email', lower(btrim(value)), field, NULL)::intake.contact;
    ELSIF field IN ('phone', 'email') THEN
        RAISE EXCEPTION 'that is no %', CASE field WHEN 'phone' THEN 'phone number' ELSE 'e-mail address' END
            USING ERRCODE = 'invalid_parameter_value', HINT = 'A phone with its country code: +7 912 345-67-89.';
    END IF;
    RETURN NULL;
END
$_$;


ALTER FUNCTION intake.contact(field text, value text) OWNER TO firstline_owner;

--
-- Name: decide(uuid, text, text, timestamp with time zone, text, text); Type: FUNCTION; Schema: intake; Owner: firstline_owner
--

CREATE FUNCTION intake.decide(mine uuid, verdict text, reason text, not_before timestamp with time zone, team text, note text) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    -- A time alone is a second chance, a team alone a hand-over.
    kind CONSTANT text := CASE WHEN verdict IS NOT NULL THEN intake.choose('verdict', verdict)
                               WHEN team IS NOT NULL THEN 'qualified'
                               WHEN not_before IS NOT NULL THEN 'second_chance' END;
    own_words CONSTANT text := coalesce(reason || ': ' || nullif(btrim(note), ''), reason);
BEGIN
    IF kind IS NULL THEN
        RAISE EXCEPTION 'a reason goes with a verdict: write both, then save the row'
            USING ERRCODE = 'invalid_parameter_value',
                  HINT = 'One of: ' || (SELECT string_agg(v.name || ', ' || v.ru, '; ' ORDER BY v.position)
                                          FROM intake.verdict AS v);
    ELSIF team IS NOT NULL AND kind <> 'qualified' OR not_before IS NOT NULL AND kind <> 'second_chance' THEN
        RAISE EXCEPTION '% does not go with the verdict %',
            CASE WHEN team IS NOT NULL AND kind <> 'qualified' THEN 'a team' ELSE 'a time to call again' END, kind
            USING ERRCODE = 'invalid_parameter_value', HINT = 'A team is for qualified, not_before for second_chance.';
    ELSIF kind = 'redirected' AND nullif(btrim(note), '') IS NULL THEN
        RAISE EXCEPTION 'write into note where you have sent the client' USING ERRCODE = 'invalid_parameter_value';
    END IF;
    CASE kind
        WHEN 'qualified'     THEN PERFORM desk.hand_over(mine, team, note);
        WHEN 'second_chance' THEN PERFORM desk.postpone(mine, not_before, own_words);
        WHEN 'refused'       THEN PERFORM desk.refuse(mine, own_words);
        WHEN 'redirected'    THEN PERFORM desk.refuse(mine, reason, note);
        WHEN 'unreachable'   THEN PERFORM desk.mark_unreachable(mine, own_words);
        WHEN 'spam'          THEN PERFORM desk.mark_spam(mine, own_words);
    END CASE;
END
$$;


ALTER FUNCTION intake.decide(mine uuid, verdict text, reason text, not_before timestamp with time zone, team text, note text) OWNER TO firstline_owner;

--
-- Name: edit_my_leads(); Type: FUNCTION; Schema: intake; Owner: firstline_owner
--

CREATE FUNCTION intake.edit_my_leads() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    may_change CONSTANT text[] := '{category,verdict,reason,not_before,team,stage,note}';
    fact       text;
BEGIN
    IF TG_OP <> 'UPDATE' THEN
        RAISE EXCEPTION '%', CASE TG_OP WHEN 'DELETE' THEN 'a lead is not deleted: it is closed with a verdict'
                                        ELSE 'a lead is not written here: it is taken from the queue' END
            USING ERRCODE = 'modifying_sql_data_not_permitted',
                  HINT = CASE TG_OP WHEN 'DELETE' THEN 'Write verdict and reason, and save the row.'
                                    ELSE 'SELECT * FROM desk.claim_next()' END;
    END IF;
    SELECT n.key INTO fact
      FROM jsonb_each(to_jsonb(NEW)) AS n JOIN jsonb_each(to_jsonb(OLD)) AS o ON o.key = n.key
     WHERE n.value IS DISTINCT FROM o.value AND n.key <> ALL (may_change)
     ORDER BY n.key = 'colour', n.key
     LIMIT 1;
    IF fact IS NOT NULL THEN
        RAISE EXCEPTION '%', CASE fact
            WHEN 'colour' THEN 'the colour belongs to the category: change that'
            WHEN 'lease_until' THEN 'the lease is not written: renew it'
            ELSE format('%s stays as it was received: add what you have learned', fact) END
            USING ERRCODE = 'modifying_sql_data_not_permitted',
                  HINT = CASE fact
            WHEN 'colour' THEN 'The categories: SELECT * FROM desk.choices WHERE list = ''category''.'
            WHEN 'lease_until' THEN format('SELECT desk.renew(''%s'')', OLD.receipt)
            ELSE format('SELECT desk.add_answer(''%s'', %L, %L)', OLD.receipt,
                        CASE WHEN fact = 'name' THEN (SELECT coalesce(l.name_fields[1], 'name') FROM intake.lead AS l
                                                       WHERE l.id = OLD.receipt)
                             WHEN fact IN ('phone', 'email') THEN fact ELSE 'field' END, '...') END;
    END IF;

    IF NEW.category IS DISTINCT FROM OLD.category THEN
        PERFORM desk.set_category(OLD.receipt, NEW.category);
    END IF;
    IF NEW.stage IS DISTINCT FROM OLD.stage THEN
        PERFORM desk.set_stage(OLD.receipt, NEW.stage);
    END IF;
    IF coalesce(NEW.verdict, NEW.reason, NEW.team, NEW.not_before::text) IS NOT NULL THEN
        PERFORM intake.decide(OLD.receipt, NEW.verdict, NEW.reason, NEW.not_before, NEW.team, NEW.note);
    ELSIF NEW.note IS NOT NULL THEN
        PERFORM desk.add_note(OLD.receipt, NEW.note);
    END IF;
    RETURN NEW;
END
$$;


ALTER FUNCTION intake.edit_my_leads() OWNER TO firstline_owner;

--
-- Name: enter(intake.work, text, text, text, jsonb); Type: FUNCTION; Schema: intake; Owner: firstline_owner
--

CREATE FUNCTION intake.enter(w intake.work, what text, reason text DEFAULT NULL::text, note text DEFAULT NULL::text, details jsonb DEFAULT NULL::jsonb) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    new_step integer;
BEGIN
    UPDATE intake.work AS k
       SET state = w.state, step = k.step + 1, lease_until = w.lease_until, owner = w.owner,
           not_before = w.not_before, promised = w.promised, skipped_by = w.skipped_by, stage = w.stage,
           attempts = w.attempts, answers = w.answers, category = w.category, rank = w.rank, verdict = w.verdict, reason = w.reason
     WHERE k.lead = w.lead
    RETURNING k.step INTO STRICT new_step;
    INSERT INTO intake.lead_event (lead, step, who, what, reason, note, details)
    VALUES (w.lead, new_step, desk.caller(), enter.what, enter.reason, nullif(btrim(enter.note), '')::intake.remark, enter.details);
END
$$;


ALTER FUNCTION intake.enter(w intake.work, what text, reason text, note text, details jsonb) OWNER TO firstline_owner;

--
-- Name: deal; Type: TABLE; Schema: intake; Owner: firstline_owner
--

CREATE TABLE intake.deal (
    lead uuid NOT NULL,
    n integer NOT NULL,
    client uuid NOT NULL,
    team intake.label NOT NULL,
    stage intake.label NOT NULL,
    owner name,
    opened_at timestamp with time zone NOT NULL,
    opened_by name NOT NULL,
    outcome text,
    reason intake.label,
    amount numeric,
    margin numeric,
    closed_at timestamp with time zone,
    CONSTRAINT deal_amount CHECK ((amount >= (0)::numeric)),
    CONSTRAINT deal_closed CHECK ((((outcome IS NULL) = (closed_at IS NULL)) AND ((outcome IS NULL) = (reason IS NULL)))),
    CONSTRAINT deal_margin CHECK ((margin <= amount)),
    CONSTRAINT deal_n CHECK ((n >= 1)),
    CONSTRAINT deal_outcome CHECK ((outcome = ANY (ARRAY['won'::text, 'lost'::text]))),
    CONSTRAINT deal_won CHECK (((NOT (outcome IS DISTINCT FROM 'won'::text)) = ((amount IS NOT NULL) AND (margin IS NOT NULL))))
);

ALTER TABLE ONLY intake.deal FORCE ROW LEVEL SECURITY;


ALTER TABLE intake.deal OWNER TO firstline_owner;

--
-- Name: TABLE deal; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON TABLE intake.deal IS 'A deal: the part of the work that begins when a lead is handed over.';


--
-- Name: COLUMN deal.lead; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.deal.lead IS 'From which it was made.';


--
-- Name: COLUMN deal.n; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.deal.n IS 'Counts the deals of a lead: there is a second if the lead was reopened after the first was closed.';


--
-- Name: COLUMN deal.owner; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.deal.owner IS 'Who of the team has taken it; null: nobody yet.';


--
-- Name: COLUMN deal.margin; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.deal.margin IS 'What of the amount is left for us.';


--
-- Name: enter_deal(intake.deal, text, text, text, jsonb); Type: FUNCTION; Schema: intake; Owner: firstline_owner
--

CREATE FUNCTION intake.enter_deal(d intake.deal, what text, reason text, note text, details jsonb) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    w intake.work;
BEGIN
    UPDATE intake.deal AS o
       SET stage = d.stage, owner = coalesce(d.owner, desk.caller()), outcome = d.outcome, reason = d.reason,
           amount = d.amount, margin = d.margin, closed_at = d.closed_at
     WHERE o.lead = d.lead AND o.n = d.n;
    SELECT k.* INTO STRICT w FROM intake.work AS k WHERE k.lead = d.lead FOR UPDATE;
    PERFORM intake.enter(w, what, reason, note, jsonb_build_object('deal', d.n) || coalesce(details, '{}'));
END
$$;


ALTER FUNCTION intake.enter_deal(d intake.deal, what text, reason text, note text, details jsonb) OWNER TO firstline_owner;

--
-- Name: find_recent(bytea, timestamp with time zone); Type: FUNCTION; Schema: intake; Owner: firstline_owner
--

CREATE FUNCTION intake.find_recent(payload bytea, received_at timestamp with time zone) RETURNS uuid
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    RETURN (SELECT l.id FROM intake.lead AS l
             WHERE NOT l.keyed AND l.fingerprint = payload
               AND l.received_at BETWEEN find_recent.received_at - interval '10 minutes'
                                     AND find_recent.received_at + interval '10 minutes'
             ORDER BY l.received_at
             LIMIT 1);
END
$$;


ALTER FUNCTION intake.find_recent(payload bytea, received_at timestamp with time zone) OWNER TO firstline_owner;

--
-- Name: find_second(uuid, bytea); Type: FUNCTION; Schema: intake; Owner: firstline_owner
--

CREATE FUNCTION intake.find_second(taken_id uuid, payload bytea) RETURNS uuid
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    RETURN (SELECT l.id FROM intake.lead AS l WHERE l.differs_from = taken_id AND l.fingerprint = payload LIMIT 1);
END
$$;


ALTER FUNCTION intake.find_second(taken_id uuid, payload bytea) OWNER TO firstline_owner;

--
-- Name: hold(uuid); Type: FUNCTION; Schema: intake; Owner: firstline_owner
--

CREATE FUNCTION intake.hold(lead uuid) RETURNS intake.work
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    me CONSTANT text := desk.caller();
    w  intake.work;
BEGIN
    SELECT k.* INTO w FROM intake.work AS k WHERE k.lead = hold.lead FOR UPDATE;
    IF w.state = 'claimed' AND w.owner = me AND w.lease_until > statement_timestamp() THEN
        RETURN w;
    END IF;
    RAISE EXCEPTION 'lead % is not yours now', hold.lead
        USING ERRCODE = 'insufficient_privilege',
              HINT = CASE WHEN w.lead IS NULL THEN 'There is no such lead.'
                          WHEN w.state = 'closed' THEN format(
                              'It is closed: %s. SELECT desk.reopen(''%s'', ''reason'') opens it again.',
                              w.verdict, w.lead)
                          WHEN w.state = 'claimed' AND w.lease_until > statement_timestamp()
                          THEN 'A colleague has it. The leads you have are in desk.my_leads.'
                          ELSE 'The leads you have are in desk.my_leads. Take the next one with '
                               'SELECT * FROM desk.claim_next().' END;
END
$$;


ALTER FUNCTION intake.hold(lead uuid) OWNER TO firstline_owner;

--
-- Name: hold_deal(uuid); Type: FUNCTION; Schema: intake; Owner: firstline_owner
--

CREATE FUNCTION intake.hold_deal(lead uuid) RETURNS intake.deal
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    mine CONSTANT text[] := sales.my_teams();
    d    intake.deal;
BEGIN
    SELECT o.* INTO d FROM intake.deal AS o
     WHERE o.lead = hold_deal.lead AND o.outcome IS NULL AND o.team = ANY (mine)
       FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'there is no open deal % of your teams', hold_deal.lead
            USING ERRCODE = 'insufficient_privilege', HINT = 'Your deals are in sales.deals.';
    END IF;
    RETURN d;
END
$$;


ALTER FUNCTION intake.hold_deal(lead uuid) OWNER TO firstline_owner;

--
-- Name: keep_queue(); Type: FUNCTION; Schema: intake; Owner: firstline_owner
--

CREATE FUNCTION intake.keep_queue() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    IF new.state IN ('new', 'due') THEN
        INSERT INTO intake.waiting (lead, repeat, rank, received_at, skipped_by)
        VALUES (new.lead, new.repeat, new.rank, new.received_at, new.skipped_by);
    ELSE
        DELETE FROM intake.waiting AS q WHERE q.lead = new.lead;
    END IF;
    RETURN NULL;
END
$$;


ALTER FUNCTION intake.keep_queue() OWNER TO firstline_owner;

--
-- Name: lock_names(intake.record[]); Type: FUNCTION; Schema: intake; Owner: firstline_owner
--

CREATE FUNCTION intake.lock_names(batch intake.record[]) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(locks.key)
       FROM (SELECT DISTINCT hashtextextended(names.name, 0) AS key
               FROM unnest(batch) AS r
              CROSS JOIN LATERAL (
                    SELECT 'lead ' || r.id
                    UNION ALL
                    SELECT 'payload ' || r.fingerprint WHERE NOT r.keyed
                    UNION ALL
                    SELECT c.kind || ' ' || c.value FROM unnest(r.contacts) AS c
                    ) AS names (name)
              ORDER BY key) AS locks;
END
$$;


ALTER FUNCTION intake.lock_names(batch intake.record[]) OWNER TO firstline_owner;

--
-- Name: note_categories(intake.record[]); Type: FUNCTION; Schema: intake; Owner: firstline_owner
--

CREATE FUNCTION intake.note_categories(batch intake.record[]) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    INSERT INTO intake.category AS old (name, colour, rank, file_colour, file_rank, as_of)
    SELECT DISTINCT ON (b.category) b.category, b.colour, b.rank, b.colour, b.rank, b.received_at
      FROM unnest(batch) AS b
     WHERE NOT EXISTS (SELECT FROM intake.category AS c
                        WHERE c.name = b.category AND c.file_colour = b.colour AND c.file_rank = b.rank)
     ORDER BY b.category, b.received_at DESC
    ON CONFLICT (name) DO UPDATE
       SET colour = excluded.colour, rank = excluded.rank,
           file_colour = excluded.file_colour, file_rank = excluded.file_rank, as_of = excluded.as_of
     WHERE old.as_of < excluded.as_of;
END
$$;


ALTER FUNCTION intake.note_categories(batch intake.record[]) OWNER TO firstline_owner;

--
-- Name: read_records(json); Type: FUNCTION; Schema: intake; Owner: firstline_owner
--

CREATE FUNCTION intake.read_records(records json) RETURNS intake.record[]
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    record_number bigint;
    record_text   json;
    key           text;
    value         json;
BEGIN
    RETURN ARRAY(SELECT r FROM json_populate_recordset(NULL::intake.record, records) AS r);
EXCEPTION WHEN data_exception OR check_violation THEN
    IF json_typeof(records) <> 'array' THEN
        RAISE EXCEPTION 'records: not an array' USING ERRCODE = 'invalid_parameter_value';
    END IF;
    FOR record_number, record_text IN
        SELECT e.ordinality, e.value FROM json_array_elements(records) WITH ORDINALITY AS e
    LOOP
        IF json_typeof(record_text) <> 'object' THEN
            RAISE EXCEPTION 'record %: not an object', record_number USING ERRCODE = 'invalid_parameter_value';
        END IF;
        FOR key, value IN SELECT e.key, e.value FROM json_each(record_text) AS e LOOP
            BEGIN
                PERFORM json_populate_record(NULL::intake.record, json_build_object(key, value));
            EXCEPTION WHEN data_exception OR check_violation THEN
                -- Without the server's own words: they quote the value, and the message goes to the server's log.
                RAISE EXCEPTION 'record %, key "%": no value of its kind', record_number, key USING ERRCODE = SQLSTATE;
            END;
        END LOOP;
    END LOOP;
    RAISE;
END
$$;


ALTER FUNCTION intake.read_records(records json) OWNER TO firstline_owner;

--
-- Name: refuse_change(); Type: FUNCTION; Schema: intake; Owner: firstline_owner
--

CREATE FUNCTION intake.refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    RAISE EXCEPTION '%.% is only added to: % is refused', TG_TABLE_SCHEMA, TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'modifying_sql_data_not_permitted',
              HINT = 'What was received and what was done stays as it is; what is the case now is in intake.work.';
END
$$;


ALTER FUNCTION intake.refuse_change() OWNER TO firstline_owner;

--
-- Name: session_name(); Type: FUNCTION; Schema: intake; Owner: firstline_owner
--

CREATE FUNCTION intake.session_name() RETURNS text
    LANGUAGE plpgsql STABLE PARALLEL RESTRICTED
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    RETURN coalesce(nullif(current_setting('role'), 'none'), session_user::text);
END
$$;


ALTER FUNCTION intake.session_name() OWNER TO firstline_owner;

--
-- Name: store_leads(intake.lead[]); Type: FUNCTION; Schema: intake; Owner: firstline_owner
--

CREATE FUNCTION intake.store_leads(leads intake.lead[]) RETURNS uuid[]
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    me      CONSTANT text := intake.session_name();
    result  uuid[];
    repeats uuid[];
BEGIN
    WITH stored AS (
        INSERT INTO intake.lead SELECT l.* FROM unnest(leads) AS l
        ON CONFLICT (id) DO NOTHING
        RETURNING id, client, repeat, category, rank, received_at
    ), ranked AS (
        SELECT s.id, s.category, s.repeat, s.received_at, coalesce(c.rank, s.rank) AS rank
          FROM stored AS s LEFT JOIN intake.category AS c ON c.name = s.category
    ), queued AS (
        INSERT INTO intake.work (lead, state, category, rank, repeat, received_at)
        SELECT r.id, 'new', r.category, r.rank, r.repeat, r.received_at FROM ranked AS r
    ), waits AS (
        INSERT INTO intake.waiting (lead, repeat, rank, received_at)
        SELECT r.id, r.repeat, r.rank, r.received_at FROM ranked AS r
    ), told AS (
        INSERT INTO intake.lead_event (lead, step, who, what)
        SELECT s.id, 1, me, 'received' FROM stored AS s
    ), begun AS (
        INSERT INTO intake.client (id) SELECT s.id FROM stored AS s WHERE s.client = s.id
    )
    SELECT array_agg(s.id), array_agg(s.id) FILTER (WHERE s.repeat) INTO result, repeats FROM stored AS s;
    IF repeats IS NOT NULL THEN
        PERFORM intake.tell_owners(repeats);
    END IF;
    RETURN result;
END
$$;


ALTER FUNCTION intake.store_leads(leads intake.lead[]) OWNER TO firstline_owner;

--
-- Name: submit(json); Type: FUNCTION; Schema: intake; Owner: firstline_owner
--

CREATE FUNCTION intake.submit(records json) RETURNS TABLE(n integer, receipt uuid, outcome text)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET enable_seqscan TO 'off'
    SET plan_cache_mode TO 'force_generic_plan'
    AS $$
DECLARE
    batch     CONSTANT intake.record[] := intake.read_records(records);
    r         intake.record;
    payload   bytea;
    holder    bytea;         -- the payload of the lead that has the record's id
    id_taken  boolean;
    earlier   uuid;
    new_id    uuid;
    client    uuid;
    own_names text[];        -- what another record could have in common with it
    names     text[] := '{}';
    pending   intake.lead[] := '{}';
    stored    uuid[] := '{}';
    receipts  uuid[] := '{}';
    outcomes  text[] := '{}';
BEGIN
    PERFORM intake.lock_names(batch);
    PERFORM intake.note_categories(batch);

    FOREACH r IN ARRAY batch LOOP
        own_names := ARRAY[r.id::text, CASE WHEN NOT r.keyed THEN r.fingerprint END];
        IF names && own_names THEN
            stored := stored || intake.store_leads(pending);
            pending := '{}';
            names := '{}';
        END IF;

        payload := decode(r.fingerprint, 'hex');
        SELECT l.fingerprint INTO holder FROM intake.lead AS l WHERE l.id = r.id;
        id_taken := FOUND;
        earlier := CASE WHEN holder = payload THEN r.id
                        WHEN id_taken THEN intake.find_second(r.id, payload)
                        WHEN NOT r.keyed THEN intake.find_recent(payload, r.received_at) END;
        IF earlier IS NOT NULL THEN
            -- A visitor who was thanked from the spool holds a receipt of his own.
            IF NOT r.keyed AND earlier <> r.id THEN
                INSERT INTO intake.other_receipt (receipt, lead) VALUES (r.id, earlier) ON CONFLICT DO NOTHING;
            END IF;
            receipts := receipts || earlier;
            outcomes := outcomes || 'replay'::text;
            CONTINUE;
        END IF;

        new_id := CASE WHEN id_taken THEN r.spare_id ELSE r.id END;
        IF new_id IS NULL THEN
            RAISE EXCEPTION 'record %: "%" is missing', cardinality(receipts) + 1,
                CASE WHEN id_taken THEN 'spare_id' ELSE 'id' END USING ERRCODE = 'not_null_violation';
        ELSIF id_taken AND EXISTS (SELECT FROM intake.lead AS l WHERE l.id = new_id) THEN
            RAISE EXCEPTION 'record %: "spare_id" is taken, too', cardinality(receipts) + 1
                USING ERRCODE = 'unique_violation';
        END IF;
        client := intake.claim_contacts(new_id, r.contacts);
        pending := pending || ROW(
            new_id, r.form, r.language, r.received_at, now(), client, client IS NOT NULL AND client <> new_id, r.keyed,
            payload, CASE WHEN id_taken THEN r.id END, to_json(r.contacts), r.answers, r.raw, r.typed, r.name_fields,
            r.address, r.user_agent, r.place, r.touch, r.category, r.colour, r.rank, r.rule, r.rule_set, r.evidence, r.why,
            r.marks)::intake.lead;
        names := names || own_names;
        receipts := receipts || new_id;
        outcomes := outcomes || CASE WHEN id_taken THEN 'differs' ELSE 'new' END;
    END LOOP;
    stored := stored || intake.store_leads(pending);

    -- A commit that wrote nothing waits for nobody; but what a replay repeats may be here and on no standby yet.
    IF 'replay' = ANY (outcomes) THEN
        PERFORM pg_logical_emit_message(true, 'firstline', 'replay');
    END IF;

    RETURN QUERY
    SELECT a.n::integer, a.receipt,
           CASE WHEN a.outcome = 'replay' OR a.receipt = ANY (stored) THEN a.outcome ELSE 'racing' END
      FROM unnest(receipts, outcomes) WITH ORDINALITY AS a (receipt, outcome, n);
END
$$;


ALTER FUNCTION intake.submit(records json) OWNER TO firstline_owner;

--
-- Name: tell_owners(uuid[]); Type: FUNCTION; Schema: intake; Owner: firstline_owner
--

CREATE FUNCTION intake.tell_owners(leads uuid[]) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    notified bigint;
BEGIN
    WITH again AS MATERIALIZED (
        SELECT l.id, intake.client_members(l.client) AS members FROM intake.lead AS l WHERE l.id = ANY (leads)
    ), told AS (
        INSERT INTO intake.notice (lead, about, login, team)
        SELECT a.id, d.lead, d.owner, CASE WHEN d.owner IS NULL THEN d.team END
          FROM again AS a
          JOIN intake.deal AS d ON d.client = ANY (a.members)
         WHERE d.outcome IS NULL
        UNION ALL
        SELECT a.id, w.lead, w.owner, NULL
          FROM again AS a
         CROSS JOIN LATERAL (SELECT l.id FROM intake.lead AS l    -- a nuisance may have thousands
                              WHERE l.client = ANY (a.members)
                              ORDER BY l.received_at DESC LIMIT 100) AS latest
          JOIN intake.work AS w ON w.lead = latest.id
         WHERE w.state = 'claimed' AND w.lease_until > statement_timestamp()
        ON CONFLICT ON CONSTRAINT notice_pkey DO NOTHING
        RETURNING lead
    )
    SELECT count(pg_notify('firstline_repeat_lead', t.lead::text)) INTO notified
      FROM (SELECT DISTINCT told.lead FROM told) AS t;
END
$$;


ALTER FUNCTION intake.tell_owners(leads uuid[]) OWNER TO firstline_owner;

--
-- Name: tells_verdict(text); Type: FUNCTION; Schema: intake; Owner: firstline_owner
--

CREATE FUNCTION intake.tells_verdict(what text) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    SELECT what IN ('refused', 'redirected', 'spam', 'handed_over', 'reopened', 'deal_taken', 'deal_staged', 'deal_noted',
                    'won', 'lost')
$$;


ALTER FUNCTION intake.tells_verdict(what text) OWNER TO firstline_owner;

--
-- Name: wake_leads(); Type: FUNCTION; Schema: intake; Owner: firstline_owner
--

CREATE FUNCTION intake.wake_leads() RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    WITH over AS (
        SELECT w.lead, w.state, w.owner FROM intake.work AS w
         WHERE w.state IN ('claimed', 'postponed')
           AND coalesce(w.lease_until, w.not_before) <= statement_timestamp()
         ORDER BY coalesce(w.lease_until, w.not_before) LIMIT 1000 FOR UPDATE SKIP LOCKED
    ), back AS (
        UPDATE intake.work AS w
           SET state = 'due', step = w.step + 1, owner = NULL, lease_until = NULL, not_before = NULL
          FROM over
         WHERE w.lead = over.lead
        RETURNING w.lead, w.step, over.state AS was, over.owner
    )
    INSERT INTO intake.lead_event (lead, step, who, what)
    SELECT b.lead, b.step, coalesce(b.owner, desk.caller()), CASE b.was WHEN 'claimed' THEN 'expired' ELSE 'due' END
      FROM back AS b;
END
$$;


ALTER FUNCTION intake.wake_leads() OWNER TO firstline_owner;

--
-- Name: with_answer(json, text, text); Type: FUNCTION; Schema: intake; Owner: firstline_owner
--

CREATE FUNCTION intake.with_answer(answers json, field text, value text) RETURNS json
    LANGUAGE plpgsql IMMUTABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    RETURN (SELECT json_object_agg(a.key, a.value ORDER BY a.n)
              FROM (SELECT e.key, CASE WHEN e.key = field THEN to_json(with_answer.value) ELSE e.value END AS value, e.n
                      FROM json_each(answers) WITH ORDINALITY AS e (key, value, n)
                    UNION ALL
                    SELECT field, to_json(with_answer.value), NULL    -- the last
                     WHERE NOT EXISTS (SELECT FROM json_object_keys(answers) AS k WHERE k = field)) AS a);
END
$$;


ALTER FUNCTION intake.with_answer(answers json, field text, value text) OWNER TO firstline_owner;

--
-- Name: working_time(timestamp with time zone, timestamp with time zone); Type: FUNCTION; Schema: intake; Owner: firstline_owner
--

CREATE FUNCTION intake.working_time(since timestamp with time zone, until timestamp with time zone) RETURNS interval
    LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET plan_cache_mode TO 'force_generic_plan'
    AS $$
DECLARE
    zone CONSTANT text := (SELECT s.zone FROM intake.setting AS s);
BEGIN
    IF since >= until THEN
        RETURN interval '0';
    END IF;
    RETURN coalesce((
        SELECT (sum(greatest(interval '0',
                   least(until, (d.day + h.closes) AT TIME ZONE zone)
                   - greatest(since, (d.day + h.opens) AT TIME ZONE zone))))
          FROM (SELECT (since AT TIME ZONE zone)::date + i
                  FROM generate_series(0, (until AT TIME ZONE zone)::date - (since AT TIME ZONE zone)::date) AS i)
               AS d (day)
          LEFT JOIN intake.special_day AS s ON s.day = d.day
          JOIN LATERAL (
               SELECT w.opens, w.closes FROM intake.working_hours AS w
                WHERE s.day IS NULL AND w.weekday = extract(isodow FROM d.day)
               UNION ALL
               SELECT s.opens, s.closes WHERE s.opens IS NOT NULL) AS h ON true), interval '0');
END
$$;


ALTER FUNCTION intake.working_time(since timestamp with time zone, until timestamp with time zone) OWNER TO firstline_owner;

--
-- Name: add_note(uuid, text); Type: FUNCTION; Schema: sales; Owner: firstline_owner
--

CREATE FUNCTION sales.add_note(receipt uuid, note text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    IF coalesce(btrim(note), '') = '' THEN
        RAISE EXCEPTION 'an empty note says nothing' USING ERRCODE = 'invalid_parameter_value';
    END IF;
    PERFORM intake.enter_deal(intake.hold_deal(receipt), 'deal_noted', NULL, note, NULL);
END
$$;


ALTER FUNCTION sales.add_note(receipt uuid, note text) OWNER TO firstline_owner;

--
-- Name: FUNCTION add_note(receipt uuid, note text); Type: COMMENT; Schema: sales; Owner: firstline_owner
--

COMMENT ON FUNCTION sales.add_note(receipt uuid, note text) IS 'Writes a note into the history of a deal.';


--
-- Name: close_deal(uuid, text, text, numeric, numeric); Type: FUNCTION; Schema: sales; Owner: firstline_owner
--

CREATE FUNCTION sales.close_deal(receipt uuid, outcome text, reason text, amount numeric DEFAULT NULL::numeric, margin numeric DEFAULT NULL::numeric) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    d   intake.deal := intake.hold_deal(receipt);
    why record;
BEGIN
    IF coalesce(outcome, '') NOT IN ('won', 'lost') THEN
        RAISE EXCEPTION 'a deal is won or lost, not "%"', outcome USING ERRCODE = 'invalid_parameter_value';
    ELSIF outcome = 'won' AND (amount >= 0 AND margin <= amount) IS NOT TRUE THEN
        RAISE EXCEPTION 'a deal that is won has an amount, and a margin not above it'
            USING ERRCODE = 'invalid_parameter_value',
                  HINT = 'SELECT sales.close_deal(receipt, ''won'', ''terms'', 120000, 30000)';
    ELSIF outcome = 'lost' AND coalesce(amount, margin) IS NOT NULL THEN
        RAISE EXCEPTION 'a deal that is lost has no amount' USING ERRCODE = 'invalid_parameter_value';
    END IF;
    why := intake.choose_reason(outcome, reason);
    d.outcome := close_deal.outcome;
    d.reason := why.name;
    d.amount := close_deal.amount;
    d.margin := close_deal.margin;
    d.closed_at := clock_timestamp();
    PERFORM intake.enter_deal(d, outcome, why.name, why.note,
                              jsonb_strip_nulls(jsonb_build_object('amount', amount, 'margin', margin)));
END
$$;


ALTER FUNCTION sales.close_deal(receipt uuid, outcome text, reason text, amount numeric, margin numeric) OWNER TO firstline_owner;

--
-- Name: FUNCTION close_deal(receipt uuid, outcome text, reason text, amount numeric, margin numeric); Type: COMMENT; Schema: sales; Owner: firstline_owner
--

COMMENT ON FUNCTION sales.close_deal(receipt uuid, outcome text, reason text, amount numeric, margin numeric) IS 'Closes a deal: won with amount and margin, or lost; both with a reason from sales.choices.';


--
-- Name: my_teams(); Type: FUNCTION; Schema: sales; Owner: firstline_owner
--

CREATE FUNCTION sales.my_teams() RETURNS text[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    RETURN ARRAY(SELECT t.team::text FROM intake.staff_team AS t WHERE t.login = desk.caller() ORDER BY 1);
END
$$;


ALTER FUNCTION sales.my_teams() OWNER TO firstline_owner;

--
-- Name: FUNCTION my_teams(); Type: COMMENT; Schema: sales; Owner: firstline_owner
--

COMMENT ON FUNCTION sales.my_teams() IS 'Your teams: you see their deals, and no others.';


--
-- Name: seen(uuid); Type: FUNCTION; Schema: sales; Owner: firstline_owner
--

CREATE FUNCTION sales.seen(receipt uuid) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    UPDATE intake.notice AS n SET seen_at = clock_timestamp(), seen_by = desk.caller()
      FROM intake.deal AS d
     WHERE n.about = seen.receipt AND n.seen_at IS NULL AND d.lead = n.about AND d.outcome IS NULL
       AND d.team = ANY (sales.my_teams());
END
$$;


ALTER FUNCTION sales.seen(receipt uuid) OWNER TO firstline_owner;

--
-- Name: FUNCTION seen(receipt uuid); Type: COMMENT; Schema: sales; Owner: firstline_owner
--

COMMENT ON FUNCTION sales.seen(receipt uuid) IS 'You have read that the client of this deal has written again.';


--
-- Name: set_stage(uuid, text); Type: FUNCTION; Schema: sales; Owner: firstline_owner
--

CREATE FUNCTION sales.set_stage(receipt uuid, stage text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    d   intake.deal := intake.hold_deal(receipt);
    was CONSTANT text := d.stage;
BEGIN
    d.stage := intake.choose('deal stage', stage);
    PERFORM intake.enter_deal(d, 'deal_staged', NULL, NULL, jsonb_build_object('from', was, 'to', d.stage));
END
$$;


ALTER FUNCTION sales.set_stage(receipt uuid, stage text) OWNER TO firstline_owner;

--
-- Name: FUNCTION set_stage(receipt uuid, stage text); Type: COMMENT; Schema: sales; Owner: firstline_owner
--

COMMENT ON FUNCTION sales.set_stage(receipt uuid, stage text) IS 'Says how far a deal has come: from "deal stage" of sales.choices.';


--
-- Name: take_deal(uuid); Type: FUNCTION; Schema: sales; Owner: firstline_owner
--

CREATE FUNCTION sales.take_deal(receipt uuid) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    d   intake.deal := intake.hold_deal(receipt);
    was CONSTANT text := d.owner;
BEGIN
    IF was = desk.caller() THEN
        RETURN;
    END IF;
    d.owner := desk.caller();
    PERFORM intake.enter_deal(d, 'deal_taken', NULL, NULL, jsonb_strip_nulls(jsonb_build_object('from', was)));
END
$$;


ALTER FUNCTION sales.take_deal(receipt uuid) OWNER TO firstline_owner;

--
-- Name: FUNCTION take_deal(receipt uuid); Type: COMMENT; Schema: sales; Owner: firstline_owner
--

COMMENT ON FUNCTION sales.take_deal(receipt uuid) IS 'The deal is yours from now on; from a colleague, if he had it.';


--
-- Name: reason; Type: TABLE; Schema: intake; Owner: firstline_owner
--

CREATE TABLE intake.reason (
    act intake.label NOT NULL,
    name intake.label NOT NULL,
    "position" integer DEFAULT 0 NOT NULL,
    ru intake.label NOT NULL,
    en intake.label NOT NULL,
    in_use boolean DEFAULT true NOT NULL,
    CONSTRAINT reason_act CHECK (((act)::text = ANY (ARRAY['attempt'::text, 'release'::text, 'postpone'::text, 'refuse'::text, 'unreachable'::text, 'spam'::text, 'reopen'::text, 'won'::text, 'lost'::text]))),
    CONSTRAINT reason_name CHECK (((name)::text ~ '^[a-z][a-z0-9_]*$'::text)),
    CONSTRAINT reason_no_colon CHECK ((strpos(((ru)::text || (en)::text), ':'::text) = 0))
);


ALTER TABLE intake.reason OWNER TO firstline_owner;

--
-- Name: TABLE reason; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON TABLE intake.reason IS 'Why something is done with a lead or a deal: one list for each act. Add rows, rename ru and en as you like.';


--
-- Name: COLUMN reason.act; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.reason.act IS 'The act the reason is for.';


--
-- Name: COLUMN reason.name; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.reason.name IS 'Stands in the history. May be typed; so may ru and en.';


--
-- Name: COLUMN reason.in_use; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.reason.in_use IS 'Set it to false to take a reason from the list. A row is not deleted.';


--
-- Name: stage; Type: TABLE; Schema: intake; Owner: firstline_owner
--

CREATE TABLE intake.stage (
    process intake.label NOT NULL,
    name intake.label NOT NULL,
    "position" integer NOT NULL,
    ru intake.label NOT NULL,
    en intake.label NOT NULL,
    in_use boolean DEFAULT true NOT NULL,
    CONSTRAINT stage_name CHECK (((name)::text ~ '^[a-z][a-z0-9_]*$'::text)),
    CONSTRAINT stage_process CHECK (((process)::text = ANY (ARRAY['lead'::text, 'deal'::text])))
);


ALTER TABLE intake.stage OWNER TO firstline_owner;

--
-- Name: TABLE stage; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON TABLE intake.stage IS 'The steps of a lead on the desk and of a deal in sales, between beginning and close.';


--
-- Name: COLUMN stage."position"; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.stage."position" IS 'Their order. A deal begins with the first.';


--
-- Name: team; Type: TABLE; Schema: intake; Owner: firstline_owner
--

CREATE TABLE intake.team (
    name intake.label NOT NULL,
    "position" integer DEFAULT 0 NOT NULL,
    ru intake.label NOT NULL,
    en intake.label NOT NULL,
    price_floor numeric,
    in_use boolean DEFAULT true NOT NULL,
    CONSTRAINT team_name CHECK (((name)::text ~ '^[a-z][a-z0-9_]*$'::text)),
    CONSTRAINT team_price_floor CHECK ((price_floor > (0)::numeric))
);


ALTER TABLE intake.team OWNER TO firstline_owner;

--
-- Name: TABLE team; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON TABLE intake.team IS 'The sales teams (directions). Each sees its own deals only.';


--
-- Name: COLUMN team.price_floor; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.team.price_floor IS 'The client has to accept at least this price, in the currency of the setting, before the hand-over: the qualifier notes the price the client accepted as the answer price_floor. Null: the team does not ask for it.';


--
-- Name: COLUMN team.in_use; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.team.in_use IS 'Set it to false to take no more leads. A row is not deleted.';


--
-- Name: verdict; Type: TABLE; Schema: intake; Owner: firstline_owner
--

CREATE TABLE intake.verdict (
    name intake.label NOT NULL,
    "position" integer NOT NULL,
    ru intake.label NOT NULL,
    en intake.label NOT NULL
);


ALTER TABLE intake.verdict OWNER TO firstline_owner;

--
-- Name: TABLE verdict; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON TABLE intake.verdict IS 'What can become of a lead. The names are the program''s; ru and en are what may be typed as well, and are yours.';


--
-- Name: choices; Type: VIEW; Schema: desk; Owner: firstline_owner
--

CREATE VIEW desk.choices AS
 SELECT ('reason: '::text || (r.act)::text) AS list,
    r."position",
    (r.name)::text AS name,
    (r.ru)::text AS ru,
    (r.en)::text AS en
   FROM intake.reason r
  WHERE r.in_use
UNION ALL
 SELECT 'verdict'::text AS list,
    v."position",
    v.name,
    v.ru,
    v.en
   FROM intake.verdict v
UNION ALL
 SELECT 'team'::text AS list,
    t."position",
    t.name,
    t.ru,
    t.en
   FROM intake.team t
  WHERE t.in_use
UNION ALL
 SELECT ((s.process)::text || ' stage'::text) AS list,
    s."position",
    s.name,
    s.ru,
    s.en
   FROM intake.stage s
  WHERE s.in_use
UNION ALL
 SELECT 'category'::text AS list,
    c.rank AS "position",
    c.name,
    c.colour AS ru,
    c.colour AS en
   FROM intake.category c
  ORDER BY 1, 2, 3;


ALTER TABLE desk.choices OWNER TO firstline_owner;

--
-- Name: VIEW choices; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON VIEW desk.choices IS 'The words to choose from: reasons, verdicts, teams, stages, categories.';


--
-- Name: COLUMN choices.list; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.choices.list IS 'Where it is wanted: "reason: refuse", "verdict", "team" and so on.';


--
-- Name: COLUMN choices."position"; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.choices."position" IS 'The order.';


--
-- Name: COLUMN choices.name; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.choices.name IS 'What stands in the history. What follows may be typed as well.';


--
-- Name: COLUMN choices.ru; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.choices.ru IS 'In Russian; of a category, its colour.';


--
-- Name: COLUMN choices.en; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.choices.en IS 'In English; of a category, its colour.';


--
-- Name: lead_event; Type: TABLE; Schema: intake; Owner: firstline_owner
--

CREATE TABLE intake.lead_event (
    lead uuid NOT NULL,
    step integer NOT NULL,
    at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    who name NOT NULL,
    what intake.event_kind NOT NULL,
    reason intake.label,
    note text,
    details jsonb
);

ALTER TABLE ONLY intake.lead_event FORCE ROW LEVEL SECURITY;


ALTER TABLE intake.lead_event OWNER TO firstline_owner;

--
-- Name: TABLE lead_event; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON TABLE intake.lead_event IS 'Who did what when. Only added to.';


--
-- Name: COLUMN lead_event.step; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.lead_event.step IS 'Counts from 1 for each lead; the key makes two actions at one time impossible.';


--
-- Name: COLUMN lead_event.who; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.lead_event.who IS 'The login, or the role it had taken on.';


--
-- Name: COLUMN lead_event.reason; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.lead_event.reason IS 'From a list: intake.reason.';


--
-- Name: COLUMN lead_event.note; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.lead_event.note IS 'In the person''s own words.';


--
-- Name: COLUMN lead_event.details; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.lead_event.details IS 'What goes with the act: from and to, field and value, not_before, team, deal.';


--
-- Name: second_verdict; Type: TABLE; Schema: intake; Owner: firstline_owner
--

CREATE TABLE intake.second_verdict (
    lead uuid NOT NULL,
    asked_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    first_by name NOT NULL,
    first_verdict intake.verdict_name NOT NULL,
    first_reason intake.label NOT NULL,
    second_by name,
    verdict intake.verdict_name,
    reason intake.label,
    given_at timestamp with time zone,
    CONSTRAINT second_verdict_given CHECK ((((verdict IS NULL) = (second_by IS NULL)) AND ((verdict IS NULL) = (given_at IS NULL)) AND ((verdict IS NULL) = (reason IS NULL)))),
    CONSTRAINT second_verdict_other CHECK ((second_by <> first_by))
);

ALTER TABLE ONLY intake.second_verdict FORCE ROW LEVEL SECURITY;


ALTER TABLE intake.second_verdict OWNER TO firstline_owner;

--
-- Name: TABLE second_verdict; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON TABLE intake.second_verdict IS 'Leads that were picked for a second verdict: the share recheck_share of the setting. The second changes nothing but the numbers of desk.kpi.';


--
-- Name: COLUMN second_verdict.first_by; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.second_verdict.first_by IS 'Who gave the verdict that stands.';


--
-- Name: COLUMN second_verdict.verdict; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.second_verdict.verdict IS 'What the second said; null: nobody yet.';


--
-- Name: setting; Type: TABLE; Schema: intake; Owner: firstline_owner
--

CREATE TABLE intake.setting (
    one boolean DEFAULT true NOT NULL,
    zone text DEFAULT 'Europe/Moscow'::text NOT NULL,
    lease interval DEFAULT '00:30:00'::interval NOT NULL,
    unreachable_after integer DEFAULT 3 NOT NULL,
    recheck_share numeric DEFAULT 0.1 NOT NULL,
    currency text DEFAULT 'RUB'::text NOT NULL,
    CONSTRAINT setting_currency CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT setting_lease CHECK ((lease > '00:00:00'::interval)),
    CONSTRAINT setting_one_row CHECK (one),
    CONSTRAINT setting_recheck_share CHECK (((recheck_share >= (0)::numeric) AND (recheck_share <= (1)::numeric))),
    CONSTRAINT setting_unreachable_after CHECK ((unreachable_after >= 0)),
    CONSTRAINT setting_zone CHECK ((('1970-01-01 00:00:00+00'::timestamp with time zone AT TIME ZONE zone) IS NOT NULL))
);


ALTER TABLE intake.setting OWNER TO firstline_owner;

--
-- Name: TABLE setting; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON TABLE intake.setting IS 'The settings of this installation: one row, edited by a superuser: UPDATE intake.setting SET lease = ''1 hour''.';


--
-- Name: COLUMN setting.zone; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.setting.zone IS 'The time zone in which days and working hours are counted.';


--
-- Name: COLUMN setting.lease; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.setting.lease IS 'How long a qualifier keeps a lead that was taken from the queue.';


--
-- Name: COLUMN setting.unreachable_after; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.setting.unreachable_after IS 'After how many attempts a lead may be closed as unreachable.';


--
-- Name: COLUMN setting.recheck_share; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.setting.recheck_share IS 'The share of verdicts for which a second qualifier is asked, who does not see the first one: 0.1 is one in ten.';


--
-- Name: COLUMN setting.currency; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.setting.currency IS 'The currency of price floors, amounts and margins.';


--
-- Name: kpi; Type: VIEW; Schema: desk; Owner: firstline_owner
--

CREATE VIEW desk.kpi WITH (security_barrier='true') AS
 WITH now AS (
         SELECT s_1.zone,
            (statement_timestamp() - '91 days'::interval) AS since
           FROM intake.setting s_1
        ), act AS (
         SELECT e.lead,
            e.who,
            ((e.at AT TIME ZONE now.zone))::date AS day,
            e.at,
            (e.what)::text AS what,
            e.details
           FROM (now
             JOIN intake.lead_event e ON ((e.at >= now.since)))
          WHERE ((e.what)::text = ANY (ARRAY['claimed'::text, 'released'::text, 'expired'::text, 'attempted'::text, 'postponed'::text, 'refused'::text, 'redirected'::text, 'unreachable'::text, 'spam'::text, 'handed_over'::text]))
        ), done AS (
         SELECT a.who,
            a.day,
            count(*) FILTER (WHERE (a.what = 'claimed'::text)) AS taken,
            count(*) FILTER (WHERE (a.what = 'released'::text)) AS skipped,
            count(*) FILTER (WHERE (a.what = 'expired'::text)) AS expired,
            count(*) FILTER (WHERE (a.what = 'attempted'::text)) AS attempts,
            count(*) FILTER (WHERE (a.what = 'postponed'::text)) AS second_chances,
            count(*) FILTER (WHERE (a.what = ANY (ARRAY['refused'::text, 'redirected'::text]))) AS refused,
            count(*) FILTER (WHERE (a.what = 'unreachable'::text)) AS unreachable,
            count(*) FILTER (WHERE (a.what = 'spam'::text)) AS spam,
            count(*) FILTER (WHERE (a.what = 'handed_over'::text)) AS handed_over,
            count(d_1.lead) FILTER (WHERE (d_1.outcome = 'won'::text)) AS won,
            count(d_1.lead) FILTER (WHERE (d_1.outcome = 'lost'::text)) AS lost,
            (sum(((a.details ->> 'known'::text))::numeric) / NULLIF(sum(((a.details ->> 'asked'::text))::numeric), (0)::numeric)) AS completeness
           FROM (act a
             LEFT JOIN intake.deal d_1 ON (((a.what = 'handed_over'::text) AND (d_1.lead = a.lead) AND (d_1.n = ((a.details ->> 'deal'::text))::integer))))
          GROUP BY a.who, a.day
        ), answered AS (
         SELECT DISTINCT ON (c.lead) c.lead,
            c.who,
            c.day,
            ( SELECT min(t.at) AS min
                   FROM act t
                  WHERE ((t.lead = c.lead) AND (t.what = 'attempted'::text))) AS attempted_at
           FROM act c
          WHERE ((c.what = 'claimed'::text) AND (NOT (EXISTS ( SELECT
                   FROM intake.lead_event b
                  WHERE ((b.lead = c.lead) AND ((b.what)::text = 'claimed'::text) AND (b.at < c.at))))))
          ORDER BY c.lead, c.at
        ), speed AS (
         SELECT a.who,
            a.day,
            count(*) FILTER (WHERE (a.attempted_at IS NULL)) AS not_yet_called,
            percentile_cont((0.5)::double precision) WITHIN GROUP (ORDER BY (intake.working_time(l.received_at, COALESCE(a.attempted_at, statement_timestamp())))) AS speed
           FROM (answered a
             JOIN intake.lead l ON ((l.id = a.lead)))
          GROUP BY a.who, a.day
        ), second AS (
         SELECT s_1.first_by AS who,
            ((s_1.asked_at AT TIME ZONE now.zone))::date AS day,
            count(*) AS judged_again,
            count(*) FILTER (WHERE (replace((s_1.verdict)::text, 'redirected'::text, 'refused'::text) = replace((s_1.first_verdict)::text, 'redirected'::text, 'refused'::text))) AS agreed
           FROM (now
             JOIN intake.second_verdict s_1 ON (((s_1.asked_at >= now.since) AND (s_1.verdict IS NOT NULL))))
          GROUP BY s_1.first_by, (((s_1.asked_at AT TIME ZONE now.zone))::date)
        )
 SELECT d.day,
    (d.who)::text AS qualifier,
    d.taken,
    d.skipped,
    d.expired,
    d.attempts,
    date_trunc('second'::text, p.speed) AS speed_to_lead,
    COALESCE(p.not_yet_called, (0)::bigint) AS not_yet_called,
    round(d.completeness, 2) AS completeness,
    d.handed_over,
    d.refused,
    d.second_chances,
    d.unreachable,
    d.spam,
    round(((d.handed_over)::numeric / (NULLIF((((d.handed_over + d.refused) + d.unreachable) + d.spam), 0))::numeric), 2) AS handed_over_share,
    d.won,
    d.lost,
    round(((d.won)::numeric / (NULLIF((d.won + d.lost), 0))::numeric), 2) AS won_share,
    COALESCE(s.judged_again, (0)::bigint) AS judged_again,
    round(((s.agreed)::numeric / (s.judged_again)::numeric), 2) AS agreement
   FROM ((done d
     LEFT JOIN speed p ON (((p.who = d.who) AND (p.day = d.day))))
     LEFT JOIN second s ON (((s.who = d.who) AND (s.day = d.day))))
  WHERE ((d.who = ( SELECT desk.caller() AS caller)) OR ( SELECT desk.is_head() AS is_head))
  ORDER BY d.day DESC, ((d.who)::text);


ALTER TABLE desk.kpi OWNER TO firstline_owner;

--
-- Name: VIEW kpi; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON VIEW desk.kpi IS 'Your work by day, of the last thirteen weeks; a head sees everybody''s. Shares are between 0 and 1.';


--
-- Name: COLUMN kpi.day; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.kpi.day IS 'In the zone of the installation.';


--
-- Name: COLUMN kpi.qualifier; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.kpi.qualifier IS 'Whose.';


--
-- Name: COLUMN kpi.taken; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.kpi.taken IS 'Leads taken from the queue.';


--
-- Name: COLUMN kpi.skipped; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.kpi.skipped IS 'Leads given back. All should skip about the same share.';


--
-- Name: COLUMN kpi.expired; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.kpi.expired IS 'Leads whose lease ran out.';


--
-- Name: COLUMN kpi.attempts; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.kpi.attempts IS 'Tries to reach a client.';


--
-- Name: COLUMN kpi.speed_to_lead; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.kpi.speed_to_lead IS 'Median of the working time from the request to the first attempt, over the leads that were first taken that day. A lead that has not been called yet counts with the time so far, so the median is at least this.';


--
-- Name: COLUMN kpi.not_yet_called; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.kpi.not_yet_called IS 'How many of these leads have not been called yet.';


--
-- Name: COLUMN kpi.completeness; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.kpi.completeness IS 'Of what the team wants to know, the share that was known when the lead was handed over or refused.';


--
-- Name: COLUMN kpi.handed_over; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.kpi.handed_over IS 'Leads handed over to sales.';


--
-- Name: COLUMN kpi.refused; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.kpi.refused IS 'Leads refused, those that were pointed elsewhere included.';


--
-- Name: COLUMN kpi.second_chances; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.kpi.second_chances IS 'Leads postponed.';


--
-- Name: COLUMN kpi.unreachable; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.kpi.unreachable IS 'Leads closed because nobody answered.';


--
-- Name: COLUMN kpi.spam; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.kpi.spam IS 'Leads that were none.';


--
-- Name: COLUMN kpi.handed_over_share; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.kpi.handed_over_share IS 'Of the leads closed that day, the share handed over.';


--
-- Name: COLUMN kpi.won; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.kpi.won IS 'Of the leads handed over that day: won by sales so far.';


--
-- Name: COLUMN kpi.lost; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.kpi.lost IS 'Of the leads handed over that day: lost by sales so far.';


--
-- Name: COLUMN kpi.won_share; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.kpi.won_share IS 'Of those that sales have closed, the share won.';


--
-- Name: COLUMN kpi.judged_again; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.kpi.judged_again IS 'Verdicts of that day on which a colleague has given a second one.';


--
-- Name: COLUMN kpi.agreement; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.kpi.agreement IS 'The share of them in which both said the same; refused and redirected are one.';


--
-- Name: lead_history; Type: VIEW; Schema: desk; Owner: firstline_owner
--

CREATE VIEW desk.lead_history WITH (security_invoker='true', security_barrier='true') AS
 SELECT e.lead AS receipt,
    e.step,
    e.at,
    (e.who)::text AS who,
    (e.what)::text AS what,
    (e.reason)::text AS reason,
    e.note,
    e.details
   FROM intake.lead_event e
  ORDER BY e.lead, e.step;


ALTER TABLE desk.lead_history OWNER TO firstline_owner;

--
-- Name: VIEW lead_history; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON VIEW desk.lead_history IS 'Who did what when, for every lead.';


--
-- Name: COLUMN lead_history.receipt; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.lead_history.receipt IS 'The number of the lead.';


--
-- Name: COLUMN lead_history.step; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.lead_history.step IS 'Counts the events of a lead from 1.';


--
-- Name: COLUMN lead_history.at; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.lead_history.at IS 'When.';


--
-- Name: COLUMN lead_history.who; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.lead_history.who IS 'Who did it; for an expired lease, whose it was.';


--
-- Name: COLUMN lead_history.what; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.lead_history.what IS 'received, claimed, released (given back), expired (the lease ran out), due (its time has come), attempted, answered, handed_over and so on; from deal_taken on it is the work of sales.';


--
-- Name: COLUMN lead_history.reason; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.lead_history.reason IS 'The reason that was given, from the list.';


--
-- Name: COLUMN lead_history.note; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.lead_history.note IS 'What was noted.';


--
-- Name: COLUMN lead_history.details; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.lead_history.details IS 'What goes with it: field and value, from and to, team, time.';


--
-- Name: contact_point; Type: TABLE; Schema: intake; Owner: firstline_owner
--

CREATE TABLE intake.contact_point (
    kind intake.contact_kind NOT NULL,
    value intake.contact_value NOT NULL,
    client uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE ONLY intake.contact_point FORCE ROW LEVEL SECURITY;


ALTER TABLE intake.contact_point OWNER TO firstline_owner;

--
-- Name: TABLE contact_point; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON TABLE intake.contact_point IS 'What a client is known by. One phone, one client: the primary key sees to it.';


--
-- Name: COLUMN contact_point.value; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.contact_point.value IS 'Normalised: a phone in E.164, an e-mail in canonical form.';


--
-- Name: COLUMN contact_point.client; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.contact_point.client IS 'Whose it is. Never rewritten by a lead.';


--
-- Name: merge_proposal; Type: TABLE; Schema: intake; Owner: firstline_owner
--

CREATE TABLE intake.merge_proposal (
    lead uuid NOT NULL,
    client uuid NOT NULL,
    others uuid[] NOT NULL,
    proposed_at timestamp with time zone DEFAULT now() NOT NULL,
    answer text,
    answered_at timestamp with time zone,
    answered_by name,
    CONSTRAINT merge_proposal_answer CHECK ((answer = ANY (ARRAY['merged'::text, 'kept apart'::text]))),
    CONSTRAINT merge_proposal_answered CHECK ((((answer IS NULL) = (answered_at IS NULL)) AND ((answer IS NULL) = (answered_by IS NULL)))),
    CONSTRAINT merge_proposal_others CHECK ((cardinality(others) > 0))
);

ALTER TABLE ONLY intake.merge_proposal FORCE ROW LEVEL SECURITY;


ALTER TABLE intake.merge_proposal OWNER TO firstline_owner;

--
-- Name: TABLE merge_proposal; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON TABLE intake.merge_proposal IS 'A lead whose contact points belong to more than one client: are they the same?';


--
-- Name: COLUMN merge_proposal.client; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.merge_proposal.client IS 'The oldest of them, to which the lead was linked.';


--
-- Name: COLUMN merge_proposal.others; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.merge_proposal.others IS 'The others, oldest first.';


--
-- Name: COLUMN merge_proposal.answer; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.merge_proposal.answer IS 'What a qualifier decided; null: nothing yet.';


--
-- Name: merge_proposals; Type: VIEW; Schema: desk; Owner: firstline_owner
--

CREATE VIEW desk.merge_proposals WITH (security_barrier='true') AS
 SELECT p.lead AS receipt,
    p.proposed_at,
    p.client,
    o.client AS other,
    ( SELECT string_agg((c.value)::text, ', '::text ORDER BY c.kind DESC, c.created_at) AS string_agg
           FROM intake.contact_point c
          WHERE (c.client = p.client)) AS known_by,
    ( SELECT string_agg((c.value)::text, ', '::text ORDER BY c.kind DESC, c.created_at) AS string_agg
           FROM intake.contact_point c
          WHERE (c.client = o.client)) AS other_known_by
   FROM (intake.merge_proposal p
     CROSS JOIN LATERAL unnest(p.others) WITH ORDINALITY o(client, n))
  WHERE ((p.answer IS NULL) AND (intake.client_root(p.client) <> intake.client_root(o.client)))
  ORDER BY p.proposed_at, p.lead, o.n;


ALTER TABLE desk.merge_proposals OWNER TO firstline_owner;

--
-- Name: VIEW merge_proposals; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON VIEW desk.merge_proposals IS 'Are these two clients one? Answer with desk.merge(client, other, why) or desk.keep_apart(receipt).';


--
-- Name: COLUMN merge_proposals.receipt; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.merge_proposals.receipt IS 'The lead that named contact points of both.';


--
-- Name: COLUMN merge_proposals.proposed_at; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.merge_proposals.proposed_at IS 'When it came.';


--
-- Name: COLUMN merge_proposals.client; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.merge_proposals.client IS 'The older client, to whom the lead was given.';


--
-- Name: COLUMN merge_proposals.other; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.merge_proposals.other IS 'The other one.';


--
-- Name: COLUMN merge_proposals.known_by; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.merge_proposals.known_by IS 'The phones and e-mails of the older one.';


--
-- Name: COLUMN merge_proposals.other_known_by; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.merge_proposals.other_known_by IS 'The phones and e-mails of the other one.';


--
-- Name: notice; Type: TABLE; Schema: intake; Owner: firstline_owner
--

CREATE TABLE intake.notice (
    lead uuid NOT NULL,
    about uuid NOT NULL,
    login name,
    team intake.label,
    made_at timestamp with time zone DEFAULT now() NOT NULL,
    seen_at timestamp with time zone,
    seen_by name,
    CONSTRAINT notice_addressee CHECK (((login IS NULL) <> (team IS NULL))),
    CONSTRAINT notice_seen CHECK (((seen_at IS NULL) = (seen_by IS NULL)))
);

ALTER TABLE ONLY intake.notice FORCE ROW LEVEL SECURITY;


ALTER TABLE intake.notice OWNER TO firstline_owner;

--
-- Name: TABLE notice; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON TABLE intake.notice IS 'A client has written again: told to whoever has an open deal or an open lead of that client.';


--
-- Name: COLUMN notice.lead; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.notice.lead IS 'The new lead.';


--
-- Name: COLUMN notice.about; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.notice.about IS 'The earlier one, which is somebody''s work.';


--
-- Name: COLUMN notice.team; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.notice.team IS 'Whom it is for if nobody of the team has taken the deal yet.';


--
-- Name: notices; Type: VIEW; Schema: desk; Owner: firstline_owner
--

CREATE VIEW desk.notices WITH (security_invoker='true', security_barrier='true') AS
 SELECT n.made_at,
    n.about AS receipt,
    n.lead AS wrote_again,
    k.name,
    k.phone,
    k.answers
   FROM (intake.notice n
     CROSS JOIN LATERAL intake.card(n.lead) k(receipt, lease_until, colour, category, verdict, reason, not_before, team, stage, note, repeat, earlier_leads, earlier_deals, last_verdict, last_owner, name, phone, local_time, email, place, answers, source, rule, why, marks, attempts, call_at, form, received_at))
  WHERE (n.seen_at IS NULL)
  ORDER BY n.made_at, n.lead, n.about;


ALTER TABLE desk.notices OWNER TO firstline_owner;

--
-- Name: VIEW notices; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON VIEW desk.notices IS 'Clients who have written again while you have a lead of theirs.';


--
-- Name: COLUMN notices.made_at; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.notices.made_at IS 'When the client wrote again.';


--
-- Name: COLUMN notices.receipt; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.notices.receipt IS 'The lead you have. SELECT desk.seen(receipt) when you have read it.';


--
-- Name: COLUMN notices.wrote_again; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.notices.wrote_again IS 'The new lead.';


--
-- Name: COLUMN notices.name; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.notices.name IS 'How the visitor signed the new one.';


--
-- Name: COLUMN notices.phone; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.notices.phone IS 'The phone of the new one.';


--
-- Name: COLUMN notices.answers; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.notices.answers IS 'The answers of the new one.';


--
-- Name: other_receipt; Type: TABLE; Schema: intake; Owner: firstline_owner
--

CREATE TABLE intake.other_receipt (
    receipt uuid NOT NULL,
    lead uuid NOT NULL,
    noted_at timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE ONLY intake.other_receipt FORCE ROW LEVEL SECURITY;


ALTER TABLE intake.other_receipt OWNER TO firstline_owner;

--
-- Name: TABLE other_receipt; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON TABLE intake.other_receipt IS 'Submissions that repeated a lead within ten minutes: a visitor who was thanked from the spool may hold this receipt.';


--
-- Name: COLUMN other_receipt.receipt; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.other_receipt.receipt IS 'The receipt of the repetition.';


--
-- Name: COLUMN other_receipt.lead; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.other_receipt.lead IS 'The lead that it repeated.';


--
-- Name: other_receipts; Type: VIEW; Schema: desk; Owner: firstline_owner
--

CREATE VIEW desk.other_receipts WITH (security_barrier='true') AS
 SELECT o.receipt,
    o.lead,
    o.noted_at
   FROM intake.other_receipt o;


ALTER TABLE desk.other_receipts OWNER TO firstline_owner;

--
-- Name: VIEW other_receipts; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON VIEW desk.other_receipts IS 'Receipts of submissions that repeated a lead: look here for a number that is in no other view.';


--
-- Name: COLUMN other_receipts.receipt; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.other_receipts.receipt IS 'The number that the visitor quotes.';


--
-- Name: COLUMN other_receipts.lead; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.other_receipts.lead IS 'The receipt of the lead that it repeats.';


--
-- Name: COLUMN other_receipts.noted_at; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.other_receipts.noted_at IS 'When the repetition was stored.';


--
-- Name: waiting; Type: TABLE; Schema: intake; Owner: firstline_owner
--

CREATE TABLE intake.waiting (
    lead uuid NOT NULL,
    repeat boolean NOT NULL,
    rank integer NOT NULL,
    received_at timestamp with time zone NOT NULL,
    skipped_by name
)
WITH (autovacuum_vacuum_threshold='1000', autovacuum_vacuum_scale_factor='0', autovacuum_vacuum_cost_delay='0', vacuum_index_cleanup='on', vacuum_truncate=off, autovacuum_analyze_scale_factor='100');

ALTER TABLE ONLY intake.waiting FORCE ROW LEVEL SECURITY;


ALTER TABLE intake.waiting OWNER TO firstline_owner;

--
-- Name: TABLE waiting; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON TABLE intake.waiting IS 'The queue: the leads that are new or due. A row for each, copied from work, and gone when somebody takes the lead.';


--
-- Name: COLUMN waiting.skipped_by; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.waiting.skipped_by IS 'As in work.';


--
-- Name: queue; Type: VIEW; Schema: desk; Owner: firstline_owner
--

CREATE VIEW desk.queue WITH (security_invoker='true', security_barrier='true') AS
 SELECT w.lead AS receipt,
    date_trunc('second'::text, (statement_timestamp() - k.received_at)) AS waiting,
    date_trunc('second'::text, intake.working_time(k.received_at, statement_timestamp())) AS waiting_hours,
    k.colour,
    k.category,
    k.repeat,
    k.earlier_leads,
    k.earlier_deals,
    k.last_verdict,
    k.last_owner,
    k.name,
    k.phone,
    k.local_time,
    k.email,
    k.place,
    k.answers,
    k.source,
    k.rule,
    k.why,
    k.marks,
    k.attempts,
    k.call_at,
    k.form,
    k.received_at
   FROM ((( SELECT q.lead,
            q.repeat,
            q.rank,
            q.received_at
           FROM intake.waiting q
          ORDER BY q.repeat DESC, q.rank, q.received_at, q.lead)
        UNION ALL
        ( SELECT q.lead,
            q.repeat,
            q.rank,
            q.received_at
           FROM intake.work q
          WHERE (((q.state)::text = ANY (ARRAY['claimed'::text, 'postponed'::text])) AND (COALESCE(q.lease_until, q.not_before) <= statement_timestamp()))
          ORDER BY q.repeat DESC, q.rank, q.received_at, q.lead)) w
     CROSS JOIN LATERAL intake.card(w.lead) k(receipt, lease_until, colour, category, verdict, reason, not_before, team, stage, note, repeat, earlier_leads, earlier_deals, last_verdict, last_owner, name, phone, local_time, email, place, answers, source, rule, why, marks, attempts, call_at, form, received_at))
  ORDER BY w.repeat DESC, w.rank, w.received_at, w.lead;


ALTER TABLE desk.queue OWNER TO firstline_owner;

--
-- Name: VIEW queue; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON VIEW desk.queue IS 'Leads that wait for somebody, the next one first: repeat clients, then by category, then the oldest. Take one with SELECT * FROM desk.claim_next().';


--
-- Name: COLUMN queue.receipt; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.queue.receipt IS 'The number of the lead; the visitor was given it, too.';


--
-- Name: COLUMN queue.waiting; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.queue.waiting IS 'For how long the visitor has been waiting, by the clock.';


--
-- Name: COLUMN queue.waiting_hours; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.queue.waiting_hours IS 'How much of that was in our working hours.';


--
-- Name: COLUMN queue.colour; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.queue.colour IS 'The colour of the category.';


--
-- Name: COLUMN queue.category; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.queue.category IS 'The category of the lead.';


--
-- Name: COLUMN queue.repeat; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.queue.repeat IS 'We know this client: it wrote before.';


--
-- Name: COLUMN queue.earlier_leads; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.queue.earlier_leads IS 'How often the client wrote before.';


--
-- Name: COLUMN queue.earlier_deals; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.queue.earlier_deals IS 'How many of these leads became deals.';


--
-- Name: COLUMN queue.last_verdict; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.queue.last_verdict IS 'What became of the last of them, and why.';


--
-- Name: COLUMN queue.last_owner; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.queue.last_owner IS 'Who dealt with the client last.';


--
-- Name: COLUMN queue.name; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.queue.name IS 'How the visitor signed.';


--
-- Name: COLUMN queue.phone; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.queue.phone IS 'Ready to dial, with the extension. In «quotes»: what was typed, where it says more, or was no number.';


--
-- Name: COLUMN queue.local_time; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.queue.local_time IS 'What time it is now where the client is; empty: not certain.';


--
-- Name: COLUMN queue.email; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.queue.email IS 'E-mail. In «quotes»: what was typed, where it says more, or was no address.';


--
-- Name: COLUMN queue.place; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.queue.place IS 'From where the visitor wrote, as far as the network address tells.';


--
-- Name: COLUMN queue.answers; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.queue.answers IS 'Everything that is known, in the order of the form, then what qualifiers added, then what could not be read. In «quotes»: as it was typed.';


--
-- Name: COLUMN queue.source; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.queue.source IS 'How the visitor came: utm_source / utm_medium, or else the site that linked to us.';


--
-- Name: COLUMN queue.rule; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.queue.rule IS 'The rule that gave the category; empty: none held.';


--
-- Name: COLUMN queue.why; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.queue.why IS 'What the rule found in the answers.';


--
-- Name: COLUMN queue.marks; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.queue.marks IS 'What looked odd on the way in. Never a reason by itself.';


--
-- Name: COLUMN queue.attempts; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.queue.attempts IS 'How often we have tried to reach the client.';


--
-- Name: COLUMN queue.call_at; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.queue.call_at IS 'For when a call was agreed on.';


--
-- Name: COLUMN queue.form; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.queue.form IS 'The form that was filled in.';


--
-- Name: COLUMN queue.received_at; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.queue.received_at IS 'When the visitor pressed the button.';


--
-- Name: second_look; Type: VIEW; Schema: desk; Owner: firstline_owner
--

CREATE VIEW desk.second_look WITH (security_barrier='true') AS
 SELECT k.receipt,
    k.name,
    k.answers,
    k.place,
    k.source,
    k.attempts,
    k.marks,
    k.form,
    k.received_at
   FROM (intake.second_verdict s
     CROSS JOIN LATERAL intake.card(s.lead) k(receipt, lease_until, colour, category, verdict, reason, not_before, team, stage, note, repeat, earlier_leads, earlier_deals, last_verdict, last_owner, name, phone, local_time, email, place, answers, source, rule, why, marks, attempts, call_at, form, received_at))
  WHERE ((s.verdict IS NULL) AND (s.first_by <> ( SELECT desk.caller() AS caller)))
  ORDER BY s.asked_at, s.lead;


ALTER TABLE desk.second_look OWNER TO firstline_owner;

--
-- Name: VIEW second_look; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON VIEW desk.second_look IS 'Leads on which a second opinion is wanted: judge them by what is known, with desk.second_verdict().';


--
-- Name: COLUMN second_look.receipt; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.second_look.receipt IS 'The number of the lead.';


--
-- Name: COLUMN second_look.name; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.second_look.name IS 'How the visitor signed.';


--
-- Name: COLUMN second_look.answers; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.second_look.answers IS 'Everything that is known, with what the first qualifier added.';


--
-- Name: COLUMN second_look.place; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.second_look.place IS 'From where the visitor wrote.';


--
-- Name: COLUMN second_look.source; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.second_look.source IS 'How the visitor came.';


--
-- Name: COLUMN second_look.attempts; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.second_look.attempts IS 'How often the first qualifier tried to reach the client.';


--
-- Name: COLUMN second_look.marks; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.second_look.marks IS 'What looked odd on the way in.';


--
-- Name: COLUMN second_look.form; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.second_look.form IS 'The form that was filled in.';


--
-- Name: COLUMN second_look.received_at; Type: COMMENT; Schema: desk; Owner: firstline_owner
--

COMMENT ON COLUMN desk.second_look.received_at IS 'When the visitor pressed the button.';


--
-- Name: client; Type: TABLE; Schema: intake; Owner: firstline_owner
--

CREATE TABLE intake.client (
    id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE ONLY intake.client FORCE ROW LEVEL SECURITY;


ALTER TABLE intake.client OWNER TO firstline_owner;

--
-- Name: TABLE client; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON TABLE intake.client IS 'A person or company that can be reached. Known by its contact points.';


--
-- Name: COLUMN client.id; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.client.id IS 'The id of its first lead: so the older of two clients is found without looking, and a lead repeats if its id is not its client.';


--
-- Name: migration; Type: TABLE; Schema: intake; Owner: firstline_owner
--

CREATE TABLE intake.migration (
    name text NOT NULL,
    done_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT migration_name CHECK ((name ~ '^1\d\d_\w+$'::text))
);


ALTER TABLE intake.migration OWNER TO firstline_owner;

--
-- Name: TABLE migration; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON TABLE intake.migration IS 'The 1nn files of sql/ that have been run in this database.';


--
-- Name: phone_zone; Type: TABLE; Schema: intake; Owner: firstline_owner
--

CREATE TABLE intake.phone_zone (
    prefix text NOT NULL,
    zone intake.zone_name NOT NULL,
    CONSTRAINT phone_zone_prefix CHECK ((prefix ~ '^\+\d+$'::text))
);


ALTER TABLE intake.phone_zone OWNER TO firstline_owner;

--
-- Name: TABLE phone_zone; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON TABLE intake.phone_zone IS 'The time zone a phone number tells by its beginning; the longest that fits wins. Mobile numbers of Russia tell none.';


--
-- Name: place_zone; Type: TABLE; Schema: intake; Owner: firstline_owner
--

CREATE TABLE intake.place_zone (
    country text NOT NULL,
    region_has text DEFAULT ''::text NOT NULL,
    zone intake.zone_name NOT NULL,
    CONSTRAINT place_zone_country CHECK ((country ~ '^[A-Z]{2}$'::text)),
    CONSTRAINT place_zone_lower CHECK ((region_has = lower(region_has)))
);


ALTER TABLE intake.place_zone OWNER TO firstline_owner;

--
-- Name: TABLE place_zone; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON TABLE intake.place_zone IS 'The time zone of a country, or of a part of it. A country with several zones has no row without region_has: then an unknown region has no local time, which is better than a wrong one.';


--
-- Name: COLUMN place_zone.region_has; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.place_zone.region_has IS 'In lower case; what the region''s name has in it. The longest that fits wins.';


--
-- Name: required_answer; Type: TABLE; Schema: intake; Owner: firstline_owner
--

CREATE TABLE intake.required_answer (
    team intake.label NOT NULL,
    name intake.label NOT NULL,
    any_of text[] NOT NULL,
    "position" integer DEFAULT 0 NOT NULL,
    ru intake.label NOT NULL,
    en intake.label NOT NULL,
    CONSTRAINT required_answer_any_of CHECK ((cardinality(any_of) > 0))
);


ALTER TABLE intake.required_answer OWNER TO firstline_owner;

--
-- Name: TABLE required_answer; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON TABLE intake.required_answer IS 'What must be known of a lead before it is handed over to the team. Add and delete rows as the team wishes.';


--
-- Name: COLUMN required_answer.any_of; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.required_answer.any_of IS 'The fields of the form, or answers added by the qualifier, of which one is enough. phone and email are also there when the lead has such a contact point, and name when it has a field with the role of the name.';


--
-- Name: COLUMN required_answer."position"; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.required_answer."position" IS 'The order in which they are named when they are missing.';


--
-- Name: special_day; Type: TABLE; Schema: intake; Owner: firstline_owner
--

CREATE TABLE intake.special_day (
    day date NOT NULL,
    opens time without time zone,
    closes time without time zone,
    note text DEFAULT ''::text NOT NULL,
    CONSTRAINT special_day_both CHECK (((opens IS NULL) = (closes IS NULL))),
    CONSTRAINT special_day_hours CHECK ((opens < closes))
);


ALTER TABLE intake.special_day OWNER TO firstline_owner;

--
-- Name: TABLE special_day; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON TABLE intake.special_day IS 'Days that are not as their weekday: holidays, moved working days.';


--
-- Name: COLUMN special_day.opens; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.special_day.opens IS 'Null: a day off.';


--
-- Name: staff; Type: TABLE; Schema: intake; Owner: firstline_owner
--

CREATE TABLE intake.staff (
    login name NOT NULL,
    name intake.label NOT NULL,
    works_in intake.label NOT NULL,
    head boolean DEFAULT false NOT NULL,
    added_at timestamp with time zone DEFAULT now() NOT NULL,
    added_by name DEFAULT SESSION_USER NOT NULL,
    CONSTRAINT staff_works_in CHECK (((works_in)::text = ANY (ARRAY['desk'::text, 'sales'::text, 'marketing'::text])))
);

ALTER TABLE ONLY intake.staff FORCE ROW LEVEL SECURITY;


ALTER TABLE intake.staff OWNER TO firstline_owner;

--
-- Name: TABLE staff; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON TABLE intake.staff IS 'The people, by the login each has in the database.';


--
-- Name: COLUMN staff.login; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.staff.login IS 'The login. Whoever logs in so stands in the history under this name, whatever role was taken on.';


--
-- Name: COLUMN staff.head; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.staff.head IS 'Sees the numbers of all qualifiers in desk.kpi, not only the own ones.';


--
-- Name: staff_team; Type: TABLE; Schema: intake; Owner: firstline_owner
--

CREATE TABLE intake.staff_team (
    login name NOT NULL,
    team intake.label NOT NULL
);

ALTER TABLE ONLY intake.staff_team FORCE ROW LEVEL SECURITY;


ALTER TABLE intake.staff_team OWNER TO firstline_owner;

--
-- Name: TABLE staff_team; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON TABLE intake.staff_team IS 'Whose deals a seller sees: those of these teams. Without a row: none.';


--
-- Name: working_hours; Type: TABLE; Schema: intake; Owner: firstline_owner
--

CREATE TABLE intake.working_hours (
    weekday integer NOT NULL,
    opens time without time zone NOT NULL,
    closes time without time zone NOT NULL,
    CONSTRAINT working_hours_order CHECK ((opens < closes)),
    CONSTRAINT working_hours_weekday CHECK (((weekday >= 1) AND (weekday <= 7)))
);


ALTER TABLE intake.working_hours OWNER TO firstline_owner;

--
-- Name: TABLE working_hours; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON TABLE intake.working_hours IS 'The working hours of a usual week, in the zone of the setting. A day without rows is a day off; two rows leave a pause between them, and must not overlap.';


--
-- Name: COLUMN working_hours.weekday; Type: COMMENT; Schema: intake; Owner: firstline_owner
--

COMMENT ON COLUMN intake.working_hours.weekday IS '1 is Monday, 7 is Sunday.';


--
-- Name: channel_daily; Type: VIEW; Schema: marketing; Owner: firstline_owner
--

CREATE VIEW marketing.channel_daily AS
 SELECT ((l.received_at AT TIME ZONE s.zone))::date AS day,
    NULLIF(lower(btrim((l.touch ->> 'utm_source'::text))), ''::text) AS source,
    NULLIF(lower(btrim((l.touch ->> 'utm_medium'::text))), ''::text) AS medium,
    NULLIF(lower(btrim((l.touch ->> 'referrer_host'::text))), ''::text) AS referrer_host,
    count(*) AS leads,
    count(*) FILTER (WHERE l.repeat) AS repeats,
    count(*) FILTER (WHERE ((l.colour)::text = 'red'::text)) AS red,
    count(*) FILTER (WHERE ((l.colour)::text = 'green'::text)) AS green,
    count(*) FILTER (WHERE ((l.colour)::text <> ALL (ARRAY['red'::text, 'green'::text]))) AS other_colours
   FROM (intake.lead l
     CROSS JOIN intake.setting s)
  GROUP BY (((l.received_at AT TIME ZONE s.zone))::date), NULLIF(lower(btrim((l.touch ->> 'utm_source'::text))), ''::text), NULLIF(lower(btrim((l.touch ->> 'utm_medium'::text))), ''::text), NULLIF(lower(btrim((l.touch ->> 'referrer_host'::text))), ''::text);


ALTER TABLE marketing.channel_daily OWNER TO firstline_owner;

--
-- Name: VIEW channel_daily; Type: COMMENT; Schema: marketing; Owner: firstline_owner
--

COMMENT ON VIEW marketing.channel_daily IS 'Leads by day and by where the visitor came from.';


--
-- Name: COLUMN channel_daily.day; Type: COMMENT; Schema: marketing; Owner: firstline_owner
--

COMMENT ON COLUMN marketing.channel_daily.day IS 'The day they were received, in the configured zone.';


--
-- Name: COLUMN channel_daily.source; Type: COMMENT; Schema: marketing; Owner: firstline_owner
--

COMMENT ON COLUMN marketing.channel_daily.source IS 'utm_source, in lower case; empty: the link was not tagged.';


--
-- Name: COLUMN channel_daily.medium; Type: COMMENT; Schema: marketing; Owner: firstline_owner
--

COMMENT ON COLUMN marketing.channel_daily.medium IS 'utm_medium, in lower case.';


--
-- Name: COLUMN channel_daily.referrer_host; Type: COMMENT; Schema: marketing; Owner: firstline_owner
--

COMMENT ON COLUMN marketing.channel_daily.referrer_host IS 'The site the visitor came from.';


--
-- Name: COLUMN channel_daily.leads; Type: COMMENT; Schema: marketing; Owner: firstline_owner
--

COMMENT ON COLUMN marketing.channel_daily.leads IS 'Leads, repeat clients included.';


--
-- Name: COLUMN channel_daily.repeats; Type: COMMENT; Schema: marketing; Owner: firstline_owner
--

COMMENT ON COLUMN marketing.channel_daily.repeats IS 'Of these: from clients who had written before.';


--
-- Name: COLUMN channel_daily.red; Type: COMMENT; Schema: marketing; Owner: firstline_owner
--

COMMENT ON COLUMN marketing.channel_daily.red IS 'Of these: of a red category on arrival (high margin).';


--
-- Name: COLUMN channel_daily.green; Type: COMMENT; Schema: marketing; Owner: firstline_owner
--

COMMENT ON COLUMN marketing.channel_daily.green IS 'Of these: of a green category on arrival (low margin).';


--
-- Name: COLUMN channel_daily.other_colours; Type: COMMENT; Schema: marketing; Owner: firstline_owner
--

COMMENT ON COLUMN marketing.channel_daily.other_colours IS 'Of these: of any other category.';


--
-- Name: funnel; Type: VIEW; Schema: marketing; Owner: firstline_owner
--

CREATE VIEW marketing.funnel AS
 SELECT ((l.received_at AT TIME ZONE s.zone))::date AS day,
    NULLIF(lower(btrim((l.touch ->> 'utm_source'::text))), ''::text) AS source,
    NULLIF(lower(btrim((l.touch ->> 'utm_medium'::text))), ''::text) AS medium,
    count(*) AS leads,
    count(*) FILTER (WHERE ((w.state)::text <> 'closed'::text)) AS open,
    count(*) FILTER (WHERE ((w.verdict)::text = 'spam'::text)) AS spam,
    count(*) FILTER (WHERE ((w.verdict)::text = 'unreachable'::text)) AS unreachable,
    count(*) FILTER (WHERE ((w.verdict)::text = ANY (ARRAY['refused'::text, 'redirected'::text]))) AS refused,
    count(*) FILTER (WHERE (d.lead IS NOT NULL)) AS handed_over,
    count(*) FILTER (WHERE (d.outcome = 'won'::text)) AS won,
    count(*) FILTER (WHERE (d.outcome = 'lost'::text)) AS lost,
    sum(d.amount) AS amount,
    sum(d.margin) AS margin
   FROM (((intake.lead l
     CROSS JOIN intake.setting s)
     JOIN intake.work w ON ((w.lead = l.id)))
     LEFT JOIN LATERAL ( SELECT o.lead,
            o.outcome,
            o.amount,
            o.margin
           FROM intake.deal o
          WHERE (o.lead = l.id)
          ORDER BY o.n DESC
         LIMIT 1) d ON (true))
  GROUP BY (((l.received_at AT TIME ZONE s.zone))::date), NULLIF(lower(btrim((l.touch ->> 'utm_source'::text))), ''::text), NULLIF(lower(btrim((l.touch ->> 'utm_medium'::text))), ''::text);


ALTER TABLE marketing.funnel OWNER TO firstline_owner;

--
-- Name: VIEW funnel; Type: COMMENT; Schema: marketing; Owner: firstline_owner
--

COMMENT ON VIEW marketing.funnel IS 'What became of the leads of a day and a channel, up to now.';


--
-- Name: COLUMN funnel.day; Type: COMMENT; Schema: marketing; Owner: firstline_owner
--

COMMENT ON COLUMN marketing.funnel.day IS 'The day they were received, in the configured zone.';


--
-- Name: COLUMN funnel.source; Type: COMMENT; Schema: marketing; Owner: firstline_owner
--

COMMENT ON COLUMN marketing.funnel.source IS 'utm_source, in lower case; empty: the link was not tagged.';


--
-- Name: COLUMN funnel.medium; Type: COMMENT; Schema: marketing; Owner: firstline_owner
--

COMMENT ON COLUMN marketing.funnel.medium IS 'utm_medium, in lower case.';


--
-- Name: COLUMN funnel.leads; Type: COMMENT; Schema: marketing; Owner: firstline_owner
--

COMMENT ON COLUMN marketing.funnel.leads IS 'Leads.';


--
-- Name: COLUMN funnel.open; Type: COMMENT; Schema: marketing; Owner: firstline_owner
--

COMMENT ON COLUMN marketing.funnel.open IS 'Of these: not decided yet.';


--
-- Name: COLUMN funnel.spam; Type: COMMENT; Schema: marketing; Owner: firstline_owner
--

COMMENT ON COLUMN marketing.funnel.spam IS 'Of these: no requests at all.';


--
-- Name: COLUMN funnel.unreachable; Type: COMMENT; Schema: marketing; Owner: firstline_owner
--

COMMENT ON COLUMN marketing.funnel.unreachable IS 'Of these: nobody answered.';


--
-- Name: COLUMN funnel.refused; Type: COMMENT; Schema: marketing; Owner: firstline_owner
--

COMMENT ON COLUMN marketing.funnel.refused IS 'Of these: we cannot serve them.';


--
-- Name: COLUMN funnel.handed_over; Type: COMMENT; Schema: marketing; Owner: firstline_owner
--

COMMENT ON COLUMN marketing.funnel.handed_over IS 'Of these: became deals.';


--
-- Name: COLUMN funnel.won; Type: COMMENT; Schema: marketing; Owner: firstline_owner
--

COMMENT ON COLUMN marketing.funnel.won IS 'Of the deals: won.';


--
-- Name: COLUMN funnel.lost; Type: COMMENT; Schema: marketing; Owner: firstline_owner
--

COMMENT ON COLUMN marketing.funnel.lost IS 'Of the deals: lost.';


--
-- Name: COLUMN funnel.amount; Type: COMMENT; Schema: marketing; Owner: firstline_owner
--

COMMENT ON COLUMN marketing.funnel.amount IS 'What the deals won are worth.';


--
-- Name: COLUMN funnel.margin; Type: COMMENT; Schema: marketing; Owner: firstline_owner
--

COMMENT ON COLUMN marketing.funnel.margin IS 'What of it is left for us.';


--
-- Name: speed_to_lead; Type: VIEW; Schema: marketing; Owner: firstline_owner
--

CREATE VIEW marketing.speed_to_lead AS
 SELECT ((l.received_at AT TIME ZONE s.zone))::date AS day,
    count(*) AS leads,
    count(t.at) AS called,
    count(*) FILTER (WHERE ((t.at IS NULL) AND ((w.state)::text <> 'closed'::text))) AS waiting,
    date_trunc('second'::text, percentile_cont((0.5)::double precision) WITHIN GROUP (ORDER BY m.took)) AS half_within,
    date_trunc('second'::text, percentile_cont((0.9)::double precision) WITHIN GROUP (ORDER BY m.took)) AS nine_in_ten_within
   FROM ((((intake.lead l
     CROSS JOIN intake.setting s)
     JOIN intake.work w ON ((w.lead = l.id)))
     CROSS JOIN LATERAL ( SELECT min(e.at) AS at
           FROM intake.lead_event e
          WHERE ((e.lead = l.id) AND ((e.what)::text = 'attempted'::text))) t)
     CROSS JOIN LATERAL ( SELECT
                CASE
                    WHEN ((t.at IS NOT NULL) OR ((w.state)::text <> 'closed'::text)) THEN intake.working_time(l.received_at, COALESCE(t.at, statement_timestamp()))
                    ELSE NULL::interval
                END AS took) m)
  WHERE (l.received_at >= (statement_timestamp() - '91 days'::interval))
  GROUP BY (((l.received_at AT TIME ZONE s.zone))::date);


ALTER TABLE marketing.speed_to_lead OWNER TO firstline_owner;

--
-- Name: VIEW speed_to_lead; Type: COMMENT; Schema: marketing; Owner: firstline_owner
--

COMMENT ON VIEW marketing.speed_to_lead IS 'How long the leads of a day waited for the first call, in working time; of the last thirteen weeks.';


--
-- Name: COLUMN speed_to_lead.day; Type: COMMENT; Schema: marketing; Owner: firstline_owner
--

COMMENT ON COLUMN marketing.speed_to_lead.day IS 'The day they were received, in the configured zone.';


--
-- Name: COLUMN speed_to_lead.leads; Type: COMMENT; Schema: marketing; Owner: firstline_owner
--

COMMENT ON COLUMN marketing.speed_to_lead.leads IS 'Leads.';


--
-- Name: COLUMN speed_to_lead.called; Type: COMMENT; Schema: marketing; Owner: firstline_owner
--

COMMENT ON COLUMN marketing.speed_to_lead.called IS 'Of these: called by now.';


--
-- Name: COLUMN speed_to_lead.waiting; Type: COMMENT; Schema: marketing; Owner: firstline_owner
--

COMMENT ON COLUMN marketing.speed_to_lead.waiting IS 'Of these: open and not called yet. They count with the time so far, so what follows is at least that.';


--
-- Name: COLUMN speed_to_lead.half_within; Type: COMMENT; Schema: marketing; Owner: firstline_owner
--

COMMENT ON COLUMN marketing.speed_to_lead.half_within IS 'Half of them waited no longer than this.';


--
-- Name: COLUMN speed_to_lead.nine_in_ten_within; Type: COMMENT; Schema: marketing; Owner: firstline_owner
--

COMMENT ON COLUMN marketing.speed_to_lead.nine_in_ten_within IS 'Nine in ten waited no longer than this.';


--
-- Name: choices; Type: VIEW; Schema: sales; Owner: firstline_owner
--

CREATE VIEW sales.choices AS
 SELECT c.list,
    c."position",
    c.name,
    c.ru,
    c.en
   FROM desk.choices c
  WHERE (c.list = ANY (ARRAY['deal stage'::text, 'reason: won'::text, 'reason: lost'::text]));


ALTER TABLE sales.choices OWNER TO firstline_owner;

--
-- Name: VIEW choices; Type: COMMENT; Schema: sales; Owner: firstline_owner
--

COMMENT ON VIEW sales.choices IS 'The words to choose from: stages of a deal, reasons to close it.';


--
-- Name: COLUMN choices.list; Type: COMMENT; Schema: sales; Owner: firstline_owner
--

COMMENT ON COLUMN sales.choices.list IS 'Where it is wanted.';


--
-- Name: COLUMN choices."position"; Type: COMMENT; Schema: sales; Owner: firstline_owner
--

COMMENT ON COLUMN sales.choices."position" IS 'The order.';


--
-- Name: COLUMN choices.name; Type: COMMENT; Schema: sales; Owner: firstline_owner
--

COMMENT ON COLUMN sales.choices.name IS 'What stands in the history. What follows may be typed as well.';


--
-- Name: COLUMN choices.ru; Type: COMMENT; Schema: sales; Owner: firstline_owner
--

COMMENT ON COLUMN sales.choices.ru IS 'In Russian.';


--
-- Name: COLUMN choices.en; Type: COMMENT; Schema: sales; Owner: firstline_owner
--

COMMENT ON COLUMN sales.choices.en IS 'In English.';


--
-- Name: deal_history; Type: VIEW; Schema: sales; Owner: firstline_owner
--

CREATE VIEW sales.deal_history WITH (security_invoker='true', security_barrier='true') AS
 SELECT e.lead AS receipt,
    e.step,
    e.at,
    (e.who)::text AS who,
    (e.what)::text AS what,
    (e.reason)::text AS reason,
    e.note,
    e.details
   FROM intake.lead_event e
  ORDER BY e.lead, e.step;


ALTER TABLE sales.deal_history OWNER TO firstline_owner;

--
-- Name: VIEW deal_history; Type: COMMENT; Schema: sales; Owner: firstline_owner
--

COMMENT ON VIEW sales.deal_history IS 'Who did what when with your deals, from the first word of the client.';


--
-- Name: COLUMN deal_history.receipt; Type: COMMENT; Schema: sales; Owner: firstline_owner
--

COMMENT ON COLUMN sales.deal_history.receipt IS 'The number of the lead.';


--
-- Name: COLUMN deal_history.step; Type: COMMENT; Schema: sales; Owner: firstline_owner
--

COMMENT ON COLUMN sales.deal_history.step IS 'Counts the events from 1.';


--
-- Name: COLUMN deal_history.at; Type: COMMENT; Schema: sales; Owner: firstline_owner
--

COMMENT ON COLUMN sales.deal_history.at IS 'When.';


--
-- Name: COLUMN deal_history.who; Type: COMMENT; Schema: sales; Owner: firstline_owner
--

COMMENT ON COLUMN sales.deal_history.who IS 'Who.';


--
-- Name: COLUMN deal_history.what; Type: COMMENT; Schema: sales; Owner: firstline_owner
--

COMMENT ON COLUMN sales.deal_history.what IS 'What: received, claimed, attempted, handed_over, deal_taken, won, lost ...';


--
-- Name: COLUMN deal_history.reason; Type: COMMENT; Schema: sales; Owner: firstline_owner
--

COMMENT ON COLUMN sales.deal_history.reason IS 'The reason that was given, from the list.';


--
-- Name: COLUMN deal_history.note; Type: COMMENT; Schema: sales; Owner: firstline_owner
--

COMMENT ON COLUMN sales.deal_history.note IS 'What was noted.';


--
-- Name: COLUMN deal_history.details; Type: COMMENT; Schema: sales; Owner: firstline_owner
--

COMMENT ON COLUMN sales.deal_history.details IS 'What goes with it: field and value, team, amount.';


--
-- Name: deals; Type: VIEW; Schema: sales; Owner: firstline_owner
--

CREATE VIEW sales.deals WITH (security_invoker='true', security_barrier='true') AS
 SELECT d.lead AS receipt,
    d.n,
    (d.team)::text AS team,
    (d.stage)::text AS stage,
    (d.owner)::text AS owner,
    k.colour,
    k.category,
    ( SELECT count(*) AS count
           FROM intake.notice n
          WHERE ((n.about = d.lead) AND (n.seen_at IS NULL))) AS wrote_again,
    k.repeat,
    k.name,
    k.phone,
    k.local_time,
    k.email,
    k.place,
    k.answers,
    k.source,
    d.opened_at,
    (d.opened_by)::text AS handed_over_by,
    d.outcome,
    (d.reason)::text AS reason,
    d.amount,
    d.margin,
    d.closed_at
   FROM ((intake.deal d
     JOIN intake.work w ON ((w.lead = d.lead)))
     CROSS JOIN LATERAL intake.card(d.lead) k(receipt, lease_until, colour, category, verdict, reason, not_before, team, stage, note, repeat, earlier_leads, earlier_deals, last_verdict, last_owner, name, phone, local_time, email, place, answers, source, rule, why, marks, attempts, call_at, form, received_at))
  ORDER BY (d.outcome IS NOT NULL), ( SELECT count(*) AS count
           FROM intake.notice n
          WHERE ((n.about = d.lead) AND (n.seen_at IS NULL))) DESC, w.rank, d.opened_at, d.lead, d.n;


ALTER TABLE sales.deals OWNER TO firstline_owner;

--
-- Name: VIEW deals; Type: COMMENT; Schema: sales; Owner: firstline_owner
--

COMMENT ON VIEW sales.deals IS 'The deals of your teams: open ones first, of these the ones whose client has written again, then by category. Take one with SELECT sales.take_deal(receipt), close it with SELECT sales.close_deal(receipt, ...).';


--
-- Name: COLUMN deals.receipt; Type: COMMENT; Schema: sales; Owner: firstline_owner
--

COMMENT ON COLUMN sales.deals.receipt IS 'The number of the lead it was made from; the client has it, too.';


--
-- Name: COLUMN deals.n; Type: COMMENT; Schema: sales; Owner: firstline_owner
--

COMMENT ON COLUMN sales.deals.n IS 'Which deal of that lead: usually the first.';


--
-- Name: COLUMN deals.team; Type: COMMENT; Schema: sales; Owner: firstline_owner
--

COMMENT ON COLUMN sales.deals.team IS 'Whose deal it is.';


--
-- Name: COLUMN deals.stage; Type: COMMENT; Schema: sales; Owner: firstline_owner
--

COMMENT ON COLUMN sales.deals.stage IS 'How far it has come; see desk.choices, "deal stage".';


--
-- Name: COLUMN deals.owner; Type: COMMENT; Schema: sales; Owner: firstline_owner
--

COMMENT ON COLUMN sales.deals.owner IS 'Who has taken it; empty: it waits for one of you.';


--
-- Name: COLUMN deals.colour; Type: COMMENT; Schema: sales; Owner: firstline_owner
--

COMMENT ON COLUMN sales.deals.colour IS 'The colour of the category: red goes first.';


--
-- Name: COLUMN deals.category; Type: COMMENT; Schema: sales; Owner: firstline_owner
--

COMMENT ON COLUMN sales.deals.category IS 'The category the qualifier left it in.';


--
-- Name: COLUMN deals.wrote_again; Type: COMMENT; Schema: sales; Owner: firstline_owner
--

COMMENT ON COLUMN sales.deals.wrote_again IS 'How often the client has written again since: see sales.notices.';


--
-- Name: COLUMN deals.repeat; Type: COMMENT; Schema: sales; Owner: firstline_owner
--

COMMENT ON COLUMN sales.deals.repeat IS 'The client had written before this lead.';


--
-- Name: COLUMN deals.name; Type: COMMENT; Schema: sales; Owner: firstline_owner
--

COMMENT ON COLUMN sales.deals.name IS 'How the client signed.';


--
-- Name: COLUMN deals.phone; Type: COMMENT; Schema: sales; Owner: firstline_owner
--

COMMENT ON COLUMN sales.deals.phone IS 'Ready to dial, with the extension. In «quotes»: as it was typed.';


--
-- Name: COLUMN deals.local_time; Type: COMMENT; Schema: sales; Owner: firstline_owner
--

COMMENT ON COLUMN sales.deals.local_time IS 'What time it is now where the client is; empty: not certain.';


--
-- Name: COLUMN deals.email; Type: COMMENT; Schema: sales; Owner: firstline_owner
--

COMMENT ON COLUMN sales.deals.email IS 'E-mail. In «quotes»: as it was typed.';


--
-- Name: COLUMN deals.place; Type: COMMENT; Schema: sales; Owner: firstline_owner
--

COMMENT ON COLUMN sales.deals.place IS 'From where the client wrote, as far as the network address tells.';


--
-- Name: COLUMN deals.answers; Type: COMMENT; Schema: sales; Owner: firstline_owner
--

COMMENT ON COLUMN sales.deals.answers IS 'What the client answered and the qualifier added.';


--
-- Name: COLUMN deals.source; Type: COMMENT; Schema: sales; Owner: firstline_owner
--

COMMENT ON COLUMN sales.deals.source IS 'How the client came to us.';


--
-- Name: COLUMN deals.opened_at; Type: COMMENT; Schema: sales; Owner: firstline_owner
--

COMMENT ON COLUMN sales.deals.opened_at IS 'When it was handed over.';


--
-- Name: COLUMN deals.handed_over_by; Type: COMMENT; Schema: sales; Owner: firstline_owner
--

COMMENT ON COLUMN sales.deals.handed_over_by IS 'The qualifier.';


--
-- Name: COLUMN deals.outcome; Type: COMMENT; Schema: sales; Owner: firstline_owner
--

COMMENT ON COLUMN sales.deals.outcome IS 'won or lost; empty: open.';


--
-- Name: COLUMN deals.reason; Type: COMMENT; Schema: sales; Owner: firstline_owner
--

COMMENT ON COLUMN sales.deals.reason IS 'Why it was won or lost.';


--
-- Name: COLUMN deals.amount; Type: COMMENT; Schema: sales; Owner: firstline_owner
--

COMMENT ON COLUMN sales.deals.amount IS 'What the client pays.';


--
-- Name: COLUMN deals.margin; Type: COMMENT; Schema: sales; Owner: firstline_owner
--

COMMENT ON COLUMN sales.deals.margin IS 'What of it is left for us.';


--
-- Name: COLUMN deals.closed_at; Type: COMMENT; Schema: sales; Owner: firstline_owner
--

COMMENT ON COLUMN sales.deals.closed_at IS 'When it was won or lost.';


--
-- Name: notices; Type: VIEW; Schema: sales; Owner: firstline_owner
--

CREATE VIEW sales.notices WITH (security_invoker='true', security_barrier='true') AS
 SELECT n.made_at,
    n.about AS receipt,
    n.lead AS wrote_again,
    (d.team)::text AS team,
    (d.owner)::text AS owner,
    k.name,
    k.phone,
    k.answers
   FROM ((intake.notice n
     JOIN intake.deal d ON (((d.lead = n.about) AND (d.outcome IS NULL))))
     CROSS JOIN LATERAL intake.card(n.about) k(receipt, lease_until, colour, category, verdict, reason, not_before, team, stage, note, repeat, earlier_leads, earlier_deals, last_verdict, last_owner, name, phone, local_time, email, place, answers, source, rule, why, marks, attempts, call_at, form, received_at))
  WHERE (n.seen_at IS NULL)
  ORDER BY n.made_at, n.lead, n.about;


ALTER TABLE sales.notices OWNER TO firstline_owner;

--
-- Name: VIEW notices; Type: COMMENT; Schema: sales; Owner: firstline_owner
--

COMMENT ON VIEW sales.notices IS 'Clients with an open deal of yours who have written again.';


--
-- Name: COLUMN notices.made_at; Type: COMMENT; Schema: sales; Owner: firstline_owner
--

COMMENT ON COLUMN sales.notices.made_at IS 'When the client wrote again.';


--
-- Name: COLUMN notices.receipt; Type: COMMENT; Schema: sales; Owner: firstline_owner
--

COMMENT ON COLUMN sales.notices.receipt IS 'The deal. SELECT sales.seen(receipt) when you have read it.';


--
-- Name: COLUMN notices.wrote_again; Type: COMMENT; Schema: sales; Owner: firstline_owner
--

COMMENT ON COLUMN sales.notices.wrote_again IS 'The receipt of the new lead, which the qualifiers have.';


--
-- Name: COLUMN notices.team; Type: COMMENT; Schema: sales; Owner: firstline_owner
--

COMMENT ON COLUMN sales.notices.team IS 'Whose deal it is.';


--
-- Name: COLUMN notices.owner; Type: COMMENT; Schema: sales; Owner: firstline_owner
--

COMMENT ON COLUMN sales.notices.owner IS 'Who has taken it; empty: it waits for one of you.';


--
-- Name: COLUMN notices.name; Type: COMMENT; Schema: sales; Owner: firstline_owner
--

COMMENT ON COLUMN sales.notices.name IS 'The client of the deal.';


--
-- Name: COLUMN notices.phone; Type: COMMENT; Schema: sales; Owner: firstline_owner
--

COMMENT ON COLUMN sales.notices.phone IS 'Ready to dial. In «quotes»: as it was typed.';


--
-- Name: COLUMN notices.answers; Type: COMMENT; Schema: sales; Owner: firstline_owner
--

COMMENT ON COLUMN sales.notices.answers IS 'What is known of the deal.';


--
-- Data for Name: category; Type: TABLE DATA; Schema: intake; Owner: firstline_owner
--

COPY intake.category (name, colour, rank, file_colour, file_rank, as_of) FROM stdin;
high-margin	red	10	red	10	2026-11-19 04:00:00+00
low-margin	green	30	green	30	2026-11-19 04:17:00+00
other	grey	20	grey	20	2026-11-19 06:00:00+00
unfit	brown	90	brown	90	2026-11-19 08:17:00+00
\.


--
-- Data for Name: client; Type: TABLE DATA; Schema: intake; Owner: firstline_owner
--

COPY intake.client (id, created_at) FROM stdin;
01a1f1f6-1a00-7000-8cfc-d208495d565e	2026-11-26 03:02:09.696814+00
01a1f205-aa60-7001-8c4c-a4238a0b9238	2026-11-26 03:02:09.696814+00
01a1f263-f700-7002-8c81-e728d9d4c2f6	2026-11-26 03:02:09.696814+00
01a1f273-8760-7003-8ecc-bc87e4b5ce2f	2026-11-26 03:02:09.696814+00
01a1f29a-e580-7004-8a87-ff679a2f3e71	2026-11-26 03:02:09.696814+00
01a1f2aa-75e0-7005-8e4d-a3b7fbbce234	2026-11-26 03:02:09.696814+00
01a1f2e1-6460-7007-88f1-4e45fceea167	2026-11-26 03:02:09.696814+00
01a1f308-c280-7008-8c9f-0f895fb98ab9	2026-11-26 03:02:09.696814+00
01a1f318-52e0-7009-845c-48cce2e2d7fb	2026-11-26 03:02:09.696814+00
01a1f33f-b100-700a-8d3d-9446802a4425	2026-11-26 03:02:09.696814+00
01a1f34f-4160-700b-8651-2bd43d9caa6e	2026-11-26 03:02:09.696814+00
01a1f376-9f80-700c-8c20-ad4d76fe9775	2026-11-26 03:02:09.696814+00
01a1f386-2fe0-700d-8c51-ce410c124a10	2026-11-26 03:02:09.696814+00
01a1f3ad-8e00-700e-8aab-3238922bcc25	2026-11-26 03:02:09.696814+00
01a1f3bd-1e60-700f-89bf-31c7ff062936	2026-11-26 03:02:09.696814+00
01a1f3e4-7c80-7010-8c74-d97b01eae257	2026-11-26 03:02:09.696814+00
01a1f3f4-0ce0-7011-870e-fdf2ec9b0860	2026-11-26 03:02:09.696814+00
01a1f41b-6b00-7012-86f4-922f45568161	2026-11-26 03:02:09.696814+00
01a1f42a-fb60-7013-81f0-e3dad9990834	2026-11-26 03:02:09.696814+00
01a1f799-e360-7015-83c5-9dc048e88502	2026-11-26 03:02:09.696814+00
01a1f7c1-4180-7016-8b6d-767d2f8ed5d2	2026-11-26 03:02:09.696814+00
01a1f7d0-d1e0-7017-8376-93cfc748049e	2026-11-26 03:02:09.696814+00
01a1f7f8-3000-7018-81ff-1de774005f8d	2026-11-26 03:02:09.696814+00
01a1f807-c060-7019-88e2-96a067a37563	2026-11-26 03:02:09.696814+00
01a1f82f-1e80-701a-84e7-32ced3463d06	2026-11-26 03:02:09.696814+00
01a1f83e-aee0-701b-802e-74f10e0327ad	2026-11-26 03:02:09.696814+00
01a1f866-0d00-701c-833e-75ff09dd601b	2026-11-26 03:02:09.696814+00
01a1f875-9d60-701d-86ea-9ab1baa0efb9	2026-11-26 03:02:09.696814+00
01a1f89c-fb80-701e-8341-73cb38f07f89	2026-11-26 03:02:09.696814+00
01a1f8ac-8be0-701f-8c16-a5320fa47553	2026-11-26 03:02:09.696814+00
01a1f8d3-ea00-7020-8636-4d3f0f495b6a	2026-11-26 03:02:09.696814+00
01a1f8e3-7a60-7021-8182-be0c5cdcd507	2026-11-26 03:02:09.696814+00
01a1f91a-68e0-7023-81c3-83cd30b7c298	2026-11-26 03:02:09.696814+00
01a1f941-c700-7024-819c-a14e7ea6328a	2026-11-26 03:02:09.696814+00
01a1f951-5760-7025-8a5b-fc9e07964f8d	2026-11-26 03:02:09.696814+00
01a206fd-6700-7026-8a57-71bce93e200c	2026-11-26 03:02:09.696814+00
01a2070c-f760-7027-8d67-d8ab4f4c10bf	2026-11-26 03:02:09.696814+00
01a20734-5580-7028-8d64-5920e395feda	2026-11-26 03:02:09.696814+00
01a20743-e5e0-7029-8341-6a75f4cea910	2026-11-26 03:02:09.696814+00
01a2076b-4400-702a-8a1d-0c6e83f02732	2026-11-26 03:02:09.696814+00
01a2077a-d460-702b-817e-62166fc8586d	2026-11-26 03:02:09.696814+00
01a207a2-3280-702c-8f71-77163c833dff	2026-11-26 03:02:09.696814+00
01a207b1-c2e0-702d-86c8-349cc7260ae6	2026-11-26 03:02:09.696814+00
01a207d9-2100-702e-8d9d-4f495e875a2e	2026-11-26 03:02:09.696814+00
01a207e8-b160-702f-867c-6a1e7ce56d3d	2026-11-26 03:02:09.696814+00
01a2081f-9fe0-7031-8f45-7c545a9ded88	2026-11-26 03:02:09.696814+00
01a20846-fe00-7032-8c0c-7c76d30bd3dc	2026-11-26 03:02:09.696814+00
01a20856-8e60-7033-8283-8023a778dfae	2026-11-26 03:02:09.696814+00
01a2087d-ec80-7034-89a1-158154dfa42c	2026-11-26 03:02:09.696814+00
01a2088d-7ce0-7035-8d82-c8d1619ad817	2026-11-26 03:02:09.696814+00
01a208b4-db00-7036-8a68-4eceee76fc52	2026-11-26 03:02:09.696814+00
01a208c4-6b60-7037-8b53-b3a3d6ab90ce	2026-11-26 03:02:09.696814+00
01a20c23-c300-7038-89f6-1408e3afb633	2026-11-26 03:02:09.696814+00
01a20c33-5360-7039-872b-32a1f754ba1c	2026-11-26 03:02:09.696814+00
01a20c5a-b180-703a-866f-041e16a60928	2026-11-26 03:02:09.696814+00
01a20c6a-41e0-703b-8093-f65e080a295f	2026-11-26 03:02:09.696814+00
01a20c91-a000-703c-8072-b030ba126b2f	2026-11-26 03:02:09.696814+00
01a20ca1-3060-703d-87f3-9f8317fbdb19	2026-11-26 03:02:09.696814+00
01a20cd8-1ee0-703f-803a-fdbd66e7929b	2026-11-26 03:02:09.696814+00
01a20cff-7d00-7040-8ea5-d2f1c4608232	2026-11-26 03:02:09.696814+00
01a20d0f-0d60-7041-8fc4-90ca45c00b12	2026-11-26 03:02:09.696814+00
01a20d36-6b80-7042-8329-5c76acbf4caa	2026-11-26 03:02:09.696814+00
01a20d45-fbe0-7043-8735-b90b4568125e	2026-11-26 03:02:09.696814+00
01a20d6d-5a00-7044-8a3f-390d88e4c41f	2026-11-26 03:02:09.696814+00
01a20d7c-ea60-7045-814b-fa6bb14875e4	2026-11-26 03:02:09.696814+00
01a20da4-4880-7046-87cb-bc409ec990f1	2026-11-26 03:02:09.696814+00
01a20db3-d8e0-7047-8e2c-420d928d4bf8	2026-11-26 03:02:09.696814+00
01a20ddb-3700-7048-832b-b90e8976aab5	2026-11-26 03:02:09.696814+00
01a20dea-c760-7049-8d2d-dea18f00665c	2026-11-26 03:02:09.696814+00
01a2114a-1f00-704a-8ad6-1ab143223efb	2026-11-26 03:02:09.696814+00
01a21159-af60-704b-8d09-bf41544a3365	2026-11-26 03:02:09.696814+00
01a21190-9de0-704d-828d-d2c7955ce926	2026-11-26 03:02:09.696814+00
01a211b7-fc00-704e-835f-4a8d465e6e1e	2026-11-26 03:02:09.696814+00
01a211c7-8c60-704f-8d1f-e173d08e9593	2026-11-26 03:02:09.696814+00
01a211ee-ea80-7050-8f03-3ab37c30201f	2026-11-26 03:02:09.696814+00
01a211fe-7ae0-7051-843e-c517d68b6edd	2026-11-26 03:02:09.696814+00
01a21225-d900-7052-8977-8d5d219c5080	2026-11-26 03:02:09.696814+00
01a21235-6960-7053-8fe9-fc289c3ff0af	2026-11-26 03:02:09.696814+00
01a2125c-c780-7054-868d-30a9594728bc	2026-11-26 03:02:09.696814+00
01a2126c-57e0-7055-83ef-815416f77509	2026-11-26 03:02:09.696814+00
01a21293-b600-7056-893d-b85ed909c138	2026-11-26 03:02:09.696814+00
01a212a3-4660-7057-8c7e-1249ffc03eb9	2026-11-26 03:02:09.696814+00
01a212ca-a480-7058-82a3-8a4a9316c49e	2026-11-26 03:02:09.696814+00
01a212da-34e0-7059-8764-7966b7343c29	2026-11-26 03:02:09.696814+00
01a21311-2360-705b-8542-29abfcfa5649	2026-11-26 03:02:09.696814+00
01a214b9-0700-705c-892c-c227532d17e5	2026-11-26 03:02:09.696814+00
01a214c8-9760-705d-898d-ce83da57b039	2026-11-26 03:02:09.696814+00
01a214ef-f580-705e-8f4b-9ec30ad9f68f	2026-11-26 03:02:09.696814+00
01a214ff-85e0-705f-8812-b4ba287f5ee0	2026-11-26 03:02:09.696814+00
01a21526-e400-7060-8266-57d5ff9020d2	2026-11-26 03:02:09.696814+00
01a21536-7460-7061-8e2e-f524fbf3d9fe	2026-11-26 03:02:09.696814+00
01a2155d-d280-7062-8ed3-d2c21991e3be	2026-11-26 03:02:09.696814+00
01a2156d-62e0-7063-8ac6-27ab1ccbdb62	2026-11-26 03:02:09.696814+00
01a21594-c100-7064-8f89-9139df5e1059	2026-11-26 03:02:09.696814+00
01a215a4-5160-7065-838b-3eff8baf5662	2026-11-26 03:02:09.696814+00
\.


--
-- Data for Name: client_merge; Type: TABLE DATA; Schema: intake; Owner: firstline_owner
--

COPY intake.client_merge (client, merged_at, into_one, merged_by, reason, undone_at, undone_by, undone_why) FROM stdin;
01a1f205-aa60-7001-8c4c-a4238a0b9238	2026-11-26 03:02:10.321203+00	01a1f1f6-1a00-7000-8cfc-d208495d565e	irina	one firm	\N	\N	\N
01a1f273-8760-7003-8ecc-bc87e4b5ce2f	2026-11-26 03:02:10.322585+00	01a1f263-f700-7002-8c81-e728d9d4c2f6	irina	one firm	2026-11-26 03:02:10.322982+00	irina	two firms after all
\.


--
-- Data for Name: contact_point; Type: TABLE DATA; Schema: intake; Owner: firstline_owner
--

COPY intake.contact_point (kind, value, client, created_at) FROM stdin;
phone	+79120000000	01a1f1f6-1a00-7000-8cfc-d208495d565e	2026-11-26 03:02:09.696814+00
phone	+79120007919	01a1f205-aa60-7001-8c4c-a4238a0b9238	2026-11-26 03:02:09.696814+00
phone	+79120015838	01a1f263-f700-7002-8c81-e728d9d4c2f6	2026-11-26 03:02:09.696814+00
phone	+79120023757	01a1f273-8760-7003-8ecc-bc87e4b5ce2f	2026-11-26 03:02:09.696814+00
phone	+79120031676	01a1f29a-e580-7004-8a87-ff679a2f3e71	2026-11-26 03:02:09.696814+00
phone	+79120039595	01a1f2aa-75e0-7005-8e4d-a3b7fbbce234	2026-11-26 03:02:09.696814+00
phone	+79120055433	01a1f2e1-6460-7007-88f1-4e45fceea167	2026-11-26 03:02:09.696814+00
phone	+79120063352	01a1f308-c280-7008-8c9f-0f895fb98ab9	2026-11-26 03:02:09.696814+00
phone	+79120071271	01a1f318-52e0-7009-845c-48cce2e2d7fb	2026-11-26 03:02:09.696814+00
phone	+79120079190	01a1f33f-b100-700a-8d3d-9446802a4425	2026-11-26 03:02:09.696814+00
phone	+79120087109	01a1f34f-4160-700b-8651-2bd43d9caa6e	2026-11-26 03:02:09.696814+00
phone	+79120095028	01a1f376-9f80-700c-8c20-ad4d76fe9775	2026-11-26 03:02:09.696814+00
phone	+79120047514	01a1f386-2fe0-700d-8c51-ce410c124a10	2026-11-26 03:02:09.696814+00
phone	+79120110866	01a1f3ad-8e00-700e-8aab-3238922bcc25	2026-11-26 03:02:09.696814+00
phone	+79120118785	01a1f3bd-1e60-700f-89bf-31c7ff062936	2026-11-26 03:02:09.696814+00
phone	+79120126704	01a1f3e4-7c80-7010-8c74-d97b01eae257	2026-11-26 03:02:09.696814+00
phone	+79120134623	01a1f3f4-0ce0-7011-870e-fdf2ec9b0860	2026-11-26 03:02:09.696814+00
phone	+79120142542	01a1f41b-6b00-7012-86f4-922f45568161	2026-11-26 03:02:09.696814+00
phone	+79120150461	01a1f42a-fb60-7013-81f0-e3dad9990834	2026-11-26 03:02:09.696814+00
phone	+79120166299	01a1f799-e360-7015-83c5-9dc048e88502	2026-11-26 03:02:09.696814+00
phone	+79120174218	01a1f7c1-4180-7016-8b6d-767d2f8ed5d2	2026-11-26 03:02:09.696814+00
phone	+79120182137	01a1f7d0-d1e0-7017-8376-93cfc748049e	2026-11-26 03:02:09.696814+00
phone	+79120190056	01a1f7f8-3000-7018-81ff-1de774005f8d	2026-11-26 03:02:09.696814+00
phone	+79120197975	01a1f807-c060-7019-88e2-96a067a37563	2026-11-26 03:02:09.696814+00
phone	+79120205894	01a1f82f-1e80-701a-84e7-32ced3463d06	2026-11-26 03:02:09.696814+00
phone	+79120102947	01a1f83e-aee0-701b-802e-74f10e0327ad	2026-11-26 03:02:09.696814+00
phone	+79120221732	01a1f866-0d00-701c-833e-75ff09dd601b	2026-11-26 03:02:09.696814+00
phone	+79120229651	01a1f875-9d60-701d-86ea-9ab1baa0efb9	2026-11-26 03:02:09.696814+00
phone	+79120237570	01a1f89c-fb80-701e-8341-73cb38f07f89	2026-11-26 03:02:09.696814+00
phone	+79120245489	01a1f8ac-8be0-701f-8c16-a5320fa47553	2026-11-26 03:02:09.696814+00
phone	+79120253408	01a1f8d3-ea00-7020-8636-4d3f0f495b6a	2026-11-26 03:02:09.696814+00
phone	+79120261327	01a1f8e3-7a60-7021-8182-be0c5cdcd507	2026-11-26 03:02:09.696814+00
phone	+79120277165	01a1f91a-68e0-7023-81c3-83cd30b7c298	2026-11-26 03:02:09.696814+00
phone	+79120285084	01a1f941-c700-7024-819c-a14e7ea6328a	2026-11-26 03:02:09.696814+00
phone	+79120293003	01a1f951-5760-7025-8a5b-fc9e07964f8d	2026-11-26 03:02:09.696814+00
phone	+79120300922	01a206fd-6700-7026-8a57-71bce93e200c	2026-11-26 03:02:09.696814+00
phone	+79120308841	01a2070c-f760-7027-8d67-d8ab4f4c10bf	2026-11-26 03:02:09.696814+00
phone	+79120316760	01a20734-5580-7028-8d64-5920e395feda	2026-11-26 03:02:09.696814+00
phone	+79120158380	01a20743-e5e0-7029-8341-6a75f4cea910	2026-11-26 03:02:09.696814+00
phone	+79120332598	01a2076b-4400-702a-8a1d-0c6e83f02732	2026-11-26 03:02:09.696814+00
phone	+79120340517	01a2077a-d460-702b-817e-62166fc8586d	2026-11-26 03:02:09.696814+00
phone	+79120348436	01a207a2-3280-702c-8f71-77163c833dff	2026-11-26 03:02:09.696814+00
phone	+79120356355	01a207b1-c2e0-702d-86c8-349cc7260ae6	2026-11-26 03:02:09.696814+00
phone	+79120364274	01a207d9-2100-702e-8d9d-4f495e875a2e	2026-11-26 03:02:09.696814+00
phone	+79120372193	01a207e8-b160-702f-867c-6a1e7ce56d3d	2026-11-26 03:02:09.696814+00
phone	+79120388031	01a2081f-9fe0-7031-8f45-7c545a9ded88	2026-11-26 03:02:09.696814+00
phone	+79120395950	01a20846-fe00-7032-8c0c-7c76d30bd3dc	2026-11-26 03:02:09.696814+00
phone	+79120403869	01a20856-8e60-7033-8283-8023a778dfae	2026-11-26 03:02:09.696814+00
phone	+79120411788	01a2087d-ec80-7034-89a1-158154dfa42c	2026-11-26 03:02:09.696814+00
phone	+79120419707	01a2088d-7ce0-7035-8d82-c8d1619ad817	2026-11-26 03:02:09.696814+00
phone	+79120427626	01a208b4-db00-7036-8a68-4eceee76fc52	2026-11-26 03:02:09.696814+00
phone	+79120213813	01a208c4-6b60-7037-8b53-b3a3d6ab90ce	2026-11-26 03:02:09.696814+00
phone	+79120443464	01a20c23-c300-7038-89f6-1408e3afb633	2026-11-26 03:02:09.696814+00
phone	+79120451383	01a20c33-5360-7039-872b-32a1f754ba1c	2026-11-26 03:02:09.696814+00
phone	+79120459302	01a20c5a-b180-703a-866f-041e16a60928	2026-11-26 03:02:09.696814+00
phone	+79120467221	01a20c6a-41e0-703b-8093-f65e080a295f	2026-11-26 03:02:09.696814+00
phone	+79120475140	01a20c91-a000-703c-8072-b030ba126b2f	2026-11-26 03:02:09.696814+00
phone	+79120483059	01a20ca1-3060-703d-87f3-9f8317fbdb19	2026-11-26 03:02:09.696814+00
phone	+79120498897	01a20cd8-1ee0-703f-803a-fdbd66e7929b	2026-11-26 03:02:09.696814+00
phone	+79120506816	01a20cff-7d00-7040-8ea5-d2f1c4608232	2026-11-26 03:02:09.696814+00
phone	+79120514735	01a20d0f-0d60-7041-8fc4-90ca45c00b12	2026-11-26 03:02:09.696814+00
phone	+79120522654	01a20d36-6b80-7042-8329-5c76acbf4caa	2026-11-26 03:02:09.696814+00
phone	+79120530573	01a20d45-fbe0-7043-8735-b90b4568125e	2026-11-26 03:02:09.696814+00
phone	+79120538492	01a20d6d-5a00-7044-8a3f-390d88e4c41f	2026-11-26 03:02:09.696814+00
phone	+79120269246	01a20d7c-ea60-7045-814b-fa6bb14875e4	2026-11-26 03:02:09.696814+00
phone	+79120554330	01a20da4-4880-7046-87cb-bc409ec990f1	2026-11-26 03:02:09.696814+00
phone	+79120562249	01a20db3-d8e0-7047-8e2c-420d928d4bf8	2026-11-26 03:02:09.696814+00
phone	+79120570168	01a20ddb-3700-7048-832b-b90e8976aab5	2026-11-26 03:02:09.696814+00
phone	+79120578087	01a20dea-c760-7049-8d2d-dea18f00665c	2026-11-26 03:02:09.696814+00
phone	+79120586006	01a2114a-1f00-704a-8ad6-1ab143223efb	2026-11-26 03:02:09.696814+00
phone	+79120593925	01a21159-af60-704b-8d09-bf41544a3365	2026-11-26 03:02:09.696814+00
phone	+79120609763	01a21190-9de0-704d-828d-d2c7955ce926	2026-11-26 03:02:09.696814+00
phone	+79120617682	01a211b7-fc00-704e-835f-4a8d465e6e1e	2026-11-26 03:02:09.696814+00
phone	+79120625601	01a211c7-8c60-704f-8d1f-e173d08e9593	2026-11-26 03:02:09.696814+00
phone	+79120633520	01a211ee-ea80-7050-8f03-3ab37c30201f	2026-11-26 03:02:09.696814+00
phone	+79120641439	01a211fe-7ae0-7051-843e-c517d68b6edd	2026-11-26 03:02:09.696814+00
phone	+79120649358	01a21225-d900-7052-8977-8d5d219c5080	2026-11-26 03:02:09.696814+00
phone	+79120324679	01a21235-6960-7053-8fe9-fc289c3ff0af	2026-11-26 03:02:09.696814+00
phone	+79120665196	01a2125c-c780-7054-868d-30a9594728bc	2026-11-26 03:02:09.696814+00
phone	+79120673115	01a2126c-57e0-7055-83ef-815416f77509	2026-11-26 03:02:09.696814+00
phone	+79120681034	01a21293-b600-7056-893d-b85ed909c138	2026-11-26 03:02:09.696814+00
phone	+79120688953	01a212a3-4660-7057-8c7e-1249ffc03eb9	2026-11-26 03:02:09.696814+00
phone	+79120696872	01a212ca-a480-7058-82a3-8a4a9316c49e	2026-11-26 03:02:09.696814+00
phone	+79120704791	01a212da-34e0-7059-8764-7966b7343c29	2026-11-26 03:02:09.696814+00
phone	+79120720629	01a21311-2360-705b-8542-29abfcfa5649	2026-11-26 03:02:09.696814+00
phone	+79120728548	01a214b9-0700-705c-892c-c227532d17e5	2026-11-26 03:02:09.696814+00
phone	+79120736467	01a214c8-9760-705d-898d-ce83da57b039	2026-11-26 03:02:09.696814+00
phone	+79120744386	01a214ef-f580-705e-8f4b-9ec30ad9f68f	2026-11-26 03:02:09.696814+00
phone	+79120752305	01a214ff-85e0-705f-8812-b4ba287f5ee0	2026-11-26 03:02:09.696814+00
phone	+79120760224	01a21526-e400-7060-8266-57d5ff9020d2	2026-11-26 03:02:09.696814+00
phone	+79120380112	01a21536-7460-7061-8e2e-f524fbf3d9fe	2026-11-26 03:02:09.696814+00
phone	+79120776062	01a2155d-d280-7062-8ed3-d2c21991e3be	2026-11-26 03:02:09.696814+00
phone	+79120783981	01a2156d-62e0-7063-8ac6-27ab1ccbdb62	2026-11-26 03:02:09.696814+00
phone	+79120791900	01a21594-c100-7064-8f89-9139df5e1059	2026-11-26 03:02:09.696814+00
phone	+79120799819	01a215a4-5160-7065-838b-3eff8baf5662	2026-11-26 03:02:09.696814+00
\.


--
-- Data for Name: deal; Type: TABLE DATA; Schema: intake; Owner: firstline_owner
--

COPY intake.deal (lead, n, client, team, stage, owner, opened_at, opened_by, outcome, reason, amount, margin, closed_at) FROM stdin;
01a20d7c-ea60-7045-814b-fa6bb14875e4	1	01a20d7c-ea60-7045-814b-fa6bb14875e4	services	new	\N	2026-11-24 12:33:22+00	pavel	\N	\N	\N	\N	\N
01a1f1f6-1a00-7000-8cfc-d208495d565e	1	01a1f1f6-1a00-7000-8cfc-d208495d565e	general	offer	gleb	2026-11-19 06:09:59+00	olga	lost	price	\N	\N	2026-11-19 07:49:50+00
01a1f273-8760-7003-8ecc-bc87e4b5ce2f	1	01a1f273-8760-7003-8ecc-bc87e4b5ce2f	services	offer	vera	2026-11-19 08:25:50+00	olga	\N	\N	\N	\N	\N
01a1f263-f700-7002-8c81-e728d9d4c2f6	1	01a1f263-f700-7002-8c81-e728d9d4c2f6	general	offer	gleb	2026-11-19 06:16:59+00	pavel	lost	price	\N	\N	2026-11-19 10:22:50+00
01a1f205-aa60-7001-8c4c-a4238a0b9238	1	01a1f205-aa60-7001-8c4c-a4238a0b9238	general	offer	gleb	2026-11-19 07:44:59+00	olga	won	speed	12000	1500	2026-11-19 10:22:50+00
01a1f318-52e0-7009-845c-48cce2e2d7fb	1	01a1f318-52e0-7009-845c-48cce2e2d7fb	general	offer	gleb	2026-11-19 09:27:59+00	olga	lost	competitor	\N	\N	2026-11-19 11:43:50+00
01a1f3ad-8e00-700e-8aab-3238922bcc25	1	01a1f3ad-8e00-700e-8aab-3238922bcc25	services	offer	vera	2026-11-19 12:06:22+00	pavel	\N	\N	\N	\N	\N
01a1f308-c280-7008-8c9f-0f895fb98ab9	1	01a1f308-c280-7008-8c9f-0f895fb98ab9	general	offer	gleb	2026-11-19 09:34:59+00	pavel	lost	silent	\N	\N	2026-11-19 14:16:50+00
01a1f33f-b100-700a-8d3d-9446802a4425	1	01a1f33f-b100-700a-8d3d-9446802a4425	general	offer	gleb	2026-11-19 10:10:59+00	pavel	won	speed	12000	1500	2026-11-19 14:16:50+00
01a1f376-9f80-700c-8c20-ad4d76fe9775	1	01a1f376-9f80-700c-8c20-ad4d76fe9775	general	offer	gleb	2026-11-19 11:31:59+00	pavel	lost	price	\N	\N	2026-11-20 06:37:50+00
01a1f3e4-7c80-7010-8c74-d97b01eae257	1	01a1f3e4-7c80-7010-8c74-d97b01eae257	services	offer	vera	2026-11-19 13:20:22+00	olga	\N	\N	\N	\N	\N
01a1f3bd-1e60-700f-89bf-31c7ff062936	1	01a1f3bd-1e60-700f-89bf-31c7ff062936	general	offer	gleb	2026-11-19 12:45:59+00	olga	lost	competitor	\N	\N	2026-11-20 09:10:50+00
01a20c5a-b180-703a-866f-041e16a60928	1	01a20c5a-b180-703a-866f-041e16a60928	services	offer	vera	2026-11-24 07:18:22+00	pavel	\N	\N	\N	\N	\N
01a1f42a-fb60-7013-81f0-e3dad9990834	1	01a1f42a-fb60-7013-81f0-e3dad9990834	general	offer	gleb	2026-11-19 14:42:59+00	olga	won	speed	12000	1500	2026-11-20 09:10:50+00
01a1f799-e360-7015-83c5-9dc048e88502	1	01a1f799-e360-7015-83c5-9dc048e88502	general	offer	gleb	2026-11-20 06:25:59+00	pavel	lost	competitor	\N	\N	2026-11-20 10:31:50+00
01a1f807-c060-7019-88e2-96a067a37563	1	01a1f807-c060-7019-88e2-96a067a37563	services	offer	vera	2026-11-20 10:11:22+00	olga	\N	\N	\N	\N	\N
01a1f7c1-4180-7016-8b6d-767d2f8ed5d2	1	01a1f7c1-4180-7016-8b6d-767d2f8ed5d2	general	offer	gleb	2026-11-20 07:39:59+00	olga	lost	competitor	\N	\N	2026-11-20 13:49:50+00
01a1f78a-5300-7014-898f-13708210194c	1	01a1f33f-b100-700a-8d3d-9446802a4425	general	offer	gleb	2026-11-20 08:14:07+00	olga	won	speed	190000	41000	2026-11-20 13:47:58+00
01a1f2d1-d400-7006-8167-9091c5a880fa	1	01a1f273-8760-7003-8ecc-bc87e4b5ce2f	general	offer	gleb	2026-11-20 08:24:21+00	pavel	lost	silent	\N	\N	2026-11-20 14:18:52+00
01a1f83e-aee0-701b-802e-74f10e0327ad	1	01a1f83e-aee0-701b-802e-74f10e0327ad	services	offer	vera	2026-11-20 10:18:22+00	pavel	\N	\N	\N	\N	\N
01a1f82f-1e80-701a-84e7-32ced3463d06	1	01a1f82f-1e80-701a-84e7-32ced3463d06	general	offer	gleb	2026-11-20 09:36:59+00	olga	lost	price	\N	\N	2026-11-23 08:43:50+00
01a1f7f8-3000-7018-81ff-1de774005f8d	1	01a1f7f8-3000-7018-81ff-1de774005f8d	general	offer	gleb	2026-11-20 09:05:59+00	olga	won	speed	12000	1500	2026-11-23 08:43:50+00
01a1f866-0d00-701c-833e-75ff09dd601b	1	01a1f866-0d00-701c-833e-75ff09dd601b	general	offer	gleb	2026-11-20 10:26:59+00	olga	lost	price	\N	\N	2026-11-23 09:19:50+00
01a206fd-6700-7026-8a57-71bce93e200c	1	01a206fd-6700-7026-8a57-71bce93e200c	services	offer	vera	2026-11-23 06:26:22+00	olga	\N	\N	\N	\N	\N
01a1f8e3-7a60-7021-8182-be0c5cdcd507	1	01a1f8e3-7a60-7021-8182-be0c5cdcd507	general	offer	gleb	2026-11-20 12:09:59+00	olga	lost	price	\N	\N	2026-11-23 12:37:50+00
01a1f8d3-ea00-7020-8636-4d3f0f495b6a	1	01a1f8d3-ea00-7020-8636-4d3f0f495b6a	general	offer	gleb	2026-11-20 12:16:59+00	pavel	won	speed	12000	1500	2026-11-23 12:37:50+00
01a1f90a-d880-7022-8e36-9853df766fa4	1	01a1f3f4-0ce0-7011-870e-fdf2ec9b0860	general	offer	gleb	2026-11-20 13:30:59+00	olga	lost	competitor	\N	\N	2026-11-23 13:13:50+00
01a1f941-c700-7024-819c-a14e7ea6328a	1	01a1f941-c700-7024-819c-a14e7ea6328a	services	offer	vera	2026-11-23 09:19:50+00	olga	\N	\N	\N	\N	\N
01a1f91a-68e0-7023-81c3-83cd30b7c298	1	01a1f91a-68e0-7023-81c3-83cd30b7c298	general	offer	gleb	2026-11-20 13:37:59+00	pavel	lost	silent	\N	\N	2026-11-24 07:31:50+00
01a1f8ac-8be0-701f-8c16-a5320fa47553	1	01a1f8ac-8be0-701f-8c16-a5320fa47553	general	offer	gleb	2026-11-23 08:23:07+00	olga	won	speed	190000	41000	2026-11-24 07:29:58+00
01a2076b-4400-702a-8a1d-0c6e83f02732	1	01a2076b-4400-702a-8a1d-0c6e83f02732	general	offer	gleb	2026-11-23 08:31:59+00	pavel	lost	price	\N	\N	2026-11-24 08:07:50+00
01a207e8-b160-702f-867c-6a1e7ce56d3d	1	01a207e8-b160-702f-867c-6a1e7ce56d3d	services	offer	vera	2026-11-23 10:34:22+00	olga	\N	\N	\N	\N	\N
01a207a2-3280-702c-8f71-77163c833dff	1	01a207a2-3280-702c-8f71-77163c833dff	general	offer	gleb	2026-11-23 09:11:13+00	pavel	lost	competitor	\N	\N	2026-11-24 11:20:44+00
01a2077a-d460-702b-817e-62166fc8586d	1	01a2077a-d460-702b-817e-62166fc8586d	general	offer	gleb	2026-11-23 10:21:59+00	olga	won	speed	12000	1500	2026-11-24 11:25:50+00
01a20810-0f80-7030-8642-e92efb794217	1	01a1f7f8-3000-7018-81ff-1de774005f8d	general	offer	gleb	2026-11-23 11:42:59+00	olga	lost	competitor	\N	\N	2026-11-24 12:46:50+00
01a20db3-d8e0-7047-8e2c-420d928d4bf8	1	01a20db3-d8e0-7047-8e2c-420d928d4bf8	services	new	\N	2026-11-24 13:09:22+00	pavel	\N	\N	\N	\N	\N
01a2081f-9fe0-7031-8f45-7c545a9ded88	1	01a2081f-9fe0-7031-8f45-7c545a9ded88	services	offer	vera	2026-11-23 11:03:22+00	pavel	\N	\N	\N	\N	\N
01a21159-af60-704b-8d09-bf41544a3365	1	01a21159-af60-704b-8d09-bf41544a3365	general	new	\N	2026-11-25 06:45:59+00	olga	\N	\N	\N	\N	\N
01a2114a-1f00-704a-8ad6-1ab143223efb	1	01a2114a-1f00-704a-8ad6-1ab143223efb	general	new	\N	2026-11-25 06:07:59+00	pavel	\N	\N	\N	\N	\N
01a2087d-ec80-7034-89a1-158154dfa42c	1	01a2087d-ec80-7034-89a1-158154dfa42c	general	offer	gleb	2026-11-23 13:46:59+00	pavel	lost	competitor	\N	\N	2026-11-25 06:19:50+00
01a208c4-6b60-7037-8b53-b3a3d6ab90ce	1	01a208c4-6b60-7037-8b53-b3a3d6ab90ce	general	offer	gleb	2026-11-23 14:15:59+00	olga	won	speed	190000	41000	2026-11-25 06:19:50+00
01a20c33-5360-7039-872b-32a1f754ba1c	1	01a20c33-5360-7039-872b-32a1f754ba1c	general	offer	gleb	2026-11-24 06:36:59+00	olga	lost	silent	\N	\N	2026-11-25 07:40:50+00
01a20da4-4880-7046-87cb-bc409ec990f1	1	01a20da4-4880-7046-87cb-bc409ec990f1	general	new	\N	2026-11-25 08:41:07+00	olga	\N	\N	\N	\N	\N
01a207d9-2100-702e-8d9d-4f495e875a2e	1	01a207d9-2100-702e-8d9d-4f495e875a2e	general	new	\N	2026-11-25 08:16:35+00	olga	\N	\N	\N	\N	\N
01a211c7-8c60-704f-8d1f-e173d08e9593	1	01a211c7-8c60-704f-8d1f-e173d08e9593	general	new	\N	2026-11-25 09:25:59+00	pavel	\N	\N	\N	\N	\N
01a21225-d900-7052-8977-8d5d219c5080	1	01a21225-d900-7052-8977-8d5d219c5080	services	new	\N	2026-11-25 10:48:36+00	pavel	\N	\N	\N	\N	\N
01a20c6a-41e0-703b-8093-f65e080a295f	1	01a20c6a-41e0-703b-8093-f65e080a295f	general	offer	gleb	2026-11-24 07:12:59+00	olga	lost	price	\N	\N	2026-11-25 10:13:50+00
01a20846-fe00-7032-8c0c-7c76d30bd3dc	1	01a20846-fe00-7032-8c0c-7c76d30bd3dc	general	offer	gleb	2026-11-24 08:39:07+00	pavel	won	speed	12000	1500	2026-11-25 10:11:58+00
01a20d45-fbe0-7043-8735-b90b4568125e	1	01a20d45-fbe0-7043-8735-b90b4568125e	general	new	\N	2026-11-25 11:21:07+00	pavel	\N	\N	\N	\N	\N
01a211b7-fc00-704e-835f-4a8d465e6e1e	1	01a211b7-fc00-704e-835f-4a8d465e6e1e	general	new	\N	2026-11-25 11:29:59+00	olga	\N	\N	\N	\N	\N
01a20cff-7d00-7040-8ea5-d2f1c4608232	1	01a20cff-7d00-7040-8ea5-d2f1c4608232	general	offer	gleb	2026-11-24 10:30:59+00	olga	lost	price	\N	\N	2026-11-25 11:34:50+00
01a21293-b600-7056-893d-b85ed909c138	1	01a21293-b600-7056-893d-b85ed909c138	general	new	\N	2026-11-25 12:36:59+00	olga	\N	\N	\N	\N	\N
01a2126c-57e0-7055-83ef-815416f77509	1	01a2126c-57e0-7055-83ef-815416f77509	general	new	\N	2026-11-25 12:05:59+00	olga	\N	\N	\N	\N	\N
01a212ca-a480-7058-82a3-8a4a9316c49e	1	01a212ca-a480-7058-82a3-8a4a9316c49e	general	new	\N	2026-11-25 13:12:59+00	olga	\N	\N	\N	\N	\N
01a212da-34e0-7059-8764-7966b7343c29	1	01a212da-34e0-7059-8764-7966b7343c29	general	new	\N	2026-11-25 13:19:59+00	pavel	\N	\N	\N	\N	\N
01a20c91-a000-703c-8072-b030ba126b2f	1	01a20c91-a000-703c-8072-b030ba126b2f	services	offer	vera	2026-11-24 08:01:22+00	olga	\N	\N	\N	\N	\N
01a21311-2360-705b-8542-29abfcfa5649	1	01a21311-2360-705b-8542-29abfcfa5649	services	new	\N	2026-11-25 14:39:22+00	pavel	\N	\N	\N	\N	\N
01a20d0f-0d60-7041-8fc4-90ca45c00b12	1	01a20d0f-0d60-7041-8fc4-90ca45c00b12	general	offer	gleb	2026-11-24 10:37:59+00	pavel	lost	price	\N	\N	2026-11-25 14:07:50+00
01a20ddb-3700-7048-832b-b90e8976aab5	1	01a20ddb-3700-7048-832b-b90e8976aab5	general	offer	gleb	2026-11-24 14:24:59+00	olga	won	speed	12000	1500	2026-11-25 14:07:50+00
\.


--
-- Data for Name: lead; Type: TABLE DATA; Schema: intake; Owner: firstline_owner
--

COPY intake.lead (id, form, language, received_at, stored_at, client, repeat, keyed, fingerprint, differs_from, contacts, answers, raw, typed, name_fields, address, user_agent, place, touch, category, colour, rank, rule, rule_set, evidence, why, marks) FROM stdin;
01a1f1f6-1a00-7000-8cfc-d208495d565e	cargo	ru	2026-11-19 04:00:00+00	2026-11-26 03:02:09.696814+00	01a1f1f6-1a00-7000-8cfc-d208495d565e	f	t	\\x5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b46729d73a27fb57e9	\N	[{"kind":"phone","value":"+79120000000","field":"phone","extension":null}]	{"name": "Пётр", "cargo": "станки", "weight_kg": 12000, "from": "Пермь", "to": "Хабаровск"}	[]	\N	\N	203.0.113.7	\N	{"city": "Perm", "region": "Perm Krai", "country": "RU"}	{"utm_medium": "cpc", "utm_source": "yandex", "referrer_host": "yandex.ru"}	high-margin	red	10	far city, heavy, this week	0123456789ab	[{"field": "to", "matched": "Хабаровск"}, {"field": "weight_kg", "value": 12000}]	to has "Хабаровск"; weight_kg is 12000	{}
01a1f205-aa60-7001-8c4c-a4238a0b9238	cargo	ru	2026-11-19 04:17:00+00	2026-11-26 03:02:09.696814+00	01a1f205-aa60-7001-8c4c-a4238a0b9238	f	t	\\x6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b	\N	[{"kind":"phone","value":"+79120007919","field":"phone","extension":null}]	{"name": "Инна", "cargo": "картофель", "weight_kg": 300, "from": "деревня Петрово", "to": "райцентр", "ready_on": "2026-11-23"}	[]	\N	\N	203.0.113.7	\N	{"city": "Kazan", "region": "Tatarstan", "country": "RU"}	{"utm_medium": "cpc", "utm_source": "vk"}	low-margin	green	30	light, from a village, not far	0123456789ab	[{"field": "weight_kg", "value": 300}, {"field": "from", "matched": "деревня"}, {"not": true, "field": "to", "value": ""}]	weight_kg is 300; from has "деревня"; to does not match	{}
01a1f263-f700-7002-8c81-e728d9d4c2f6	cargo	ru	2026-11-19 06:00:00+00	2026-11-26 03:02:09.696814+00	01a1f263-f700-7002-8c81-e728d9d4c2f6	f	t	\\xd4735e3a265e16eee03f59718b9b5d03019c07d8b6c51f90da3a666eec13ab35	\N	[{"kind":"phone","value":"+79120015838","field":"phone","extension":null}]	{"name": "Олег", "cargo": "мебель", "weight_kg": 700, "from": "Пермь", "to": "Рязань", "ready_on": "2026-11-23"}	[]	\N	\N	203.0.113.7	\N	{"city": "Khabarovsk", "region": "Khabarovsk Krai", "country": "RU"}	{"referrer_host": "google.com"}	other	grey	20	\N	0123456789ab	[]	\N	{}
01a1f273-8760-7003-8ecc-bc87e4b5ce2f	callback	ru	2026-11-19 06:17:00+00	2026-11-26 03:02:09.696814+00	01a1f273-8760-7003-8ecc-bc87e4b5ce2f	f	t	\\x4e07408562bedb8b60ce05c1decfe3ad16b72230967de01f640b7e4729b49fce	\N	[{"kind":"phone","value":"+79120023757","field":"phone","extension":null}]	{"name": "Раиса"}	[]	\N	\N	203.0.113.7	\N	{"country": "RU"}	{"utm_medium": "email", "utm_source": "newsletter"}	other	grey	20	\N	0123456789ab	[]	\N	{}
01a1f29a-e580-7004-8a87-ff679a2f3e71	cargo	ru	2026-11-19 07:00:00+00	2026-11-26 03:02:09.696814+00	01a1f29a-e580-7004-8a87-ff679a2f3e71	f	t	\\x4b227777d4dd1fc61c6f884f48641d02b4d121d3fd328cb08b5531fcacdabf8a	\N	[{"kind":"phone","value":"+79120031676","field":"phone","extension":null}]	{"name": "Семён", "cargo": "трубы", "weight_kg": 20000, "from": "Казань", "to": "Владивосток", "ready_on": "2026-11-23"}	[]	\N	\N	203.0.113.7	\N	{"city": "Perm", "region": "Perm Krai", "country": "RU"}	{}	high-margin	red	10	far city, heavy, this week	0123456789ab	[{"field": "to", "matched": "Владивосток"}, {"field": "weight_kg", "value": 20000}]	to has "Владивосток"; weight_kg is 20000	{}
01a1f2aa-75e0-7005-8e4d-a3b7fbbce234	contact	ru	2026-11-19 07:17:00+00	2026-11-26 03:02:09.696814+00	01a1f2aa-75e0-7005-8e4d-a3b7fbbce234	f	t	\\xef2d127de37b942baad06145e54b0c619a1f22327b2ebbcfbec78f5564afe39d	\N	[{"kind":"phone","value":"+79120039595","field":"phone","extension":null}]	{"name": "Яна", "message": "Нужен таможенный брокер на разовую поставку"}	[]	\N	\N	203.0.113.7	\N	{"city": "Kazan", "region": "Tatarstan", "country": "RU"}	{"utm_medium": "cpc", "utm_source": "yandex", "referrer_host": "yandex.ru"}	other	grey	20	\N	0123456789ab	[]	\N	{}
01a1f2d1-d400-7006-8167-9091c5a880fa	cargo	ru	2026-11-19 08:00:00+00	2026-11-26 03:02:09.696814+00	01a1f273-8760-7003-8ecc-bc87e4b5ce2f	t	t	\\xe7f6c011776e8db7cd330b54174fd76f7d0216b612387a5ffcfb81e6f0919683	\N	[{"kind":"phone","value":"+79120023757","field":"phone","extension":null}]	{"name": "Раиса", "cargo": "мебель", "weight_kg": 700, "from": "Пермь", "to": "Рязань"}	[]	\N	\N	203.0.113.7	\N	{"country": "RU"}	{"utm_medium": "cpc", "utm_source": "vk"}	other	grey	20	\N	0123456789ab	[]	\N	{}
01a1f2e1-6460-7007-88f1-4e45fceea167	cargo	ru	2026-11-19 08:17:00+00	2026-11-26 03:02:09.696814+00	01a1f2e1-6460-7007-88f1-4e45fceea167	f	t	\\x7902699be42c8a8e46fbbb4501726517e86b22c56a189f7625a6da49081b2451	\N	[{"kind":"phone","value":"+79120055433","field":"phone","extension":null}]	{"name": "Анна", "cargo": "мороженое", "weight_kg": 500, "from": "Пермь", "to": "Кунгур", "ready_on": "2026-11-23"}	[]	\N	\N	203.0.113.7	\N	{"country": "RU"}	{"referrer_host": "google.com"}	unfit	brown	90	frozen goods need special equipment	0123456789ab	[{"field": "cargo", "matched": "морожен"}]	cargo has "морожен"	{}
01a1f308-c280-7008-8c9f-0f895fb98ab9	cargo	ru	2026-11-19 09:00:00+00	2026-11-26 03:02:09.696814+00	01a1f308-c280-7008-8c9f-0f895fb98ab9	f	t	\\x2c624232cdd221771294dfbb310aca000a0df6ac8b66b696d90ef06fdefb64a3	\N	[{"kind":"phone","value":"+79120063352","field":"phone","extension":null}]	{"name": "Борис", "cargo": "картофель", "weight_kg": 300, "from": "деревня Петрово", "to": "райцентр", "ready_on": "2026-11-23"}	[]	\N	\N	203.0.113.7	\N	{"city": "Perm", "region": "Perm Krai", "country": "RU"}	{"utm_medium": "email", "utm_source": "newsletter"}	low-margin	green	30	light, from a village, not far	0123456789ab	[{"field": "weight_kg", "value": 300}, {"field": "from", "matched": "деревня"}, {"not": true, "field": "to", "value": ""}]	weight_kg is 300; from has "деревня"; to does not match	{}
01a1f318-52e0-7009-845c-48cce2e2d7fb	cargo	ru	2026-11-19 09:17:00+00	2026-11-26 03:02:09.696814+00	01a1f318-52e0-7009-845c-48cce2e2d7fb	f	t	\\x19581e27de7ced00ff1ce50b2047e7a567c76b1cbaebabe5ef03f7c3017bb5b7	\N	[{"kind":"phone","value":"+79120071271","field":"phone","extension":null}]	{"name": "Лидия", "cargo": "станки", "weight_kg": 12000, "from": "Пермь", "to": "Хабаровск"}	[]	\N	\N	203.0.113.7	\N	{"city": "Kazan", "region": "Tatarstan", "country": "RU"}	{}	high-margin	red	10	far city, heavy, this week	0123456789ab	[{"field": "to", "matched": "Хабаровск"}, {"field": "weight_kg", "value": 12000}]	to has "Хабаровск"; weight_kg is 12000	{}
01a1f33f-b100-700a-8d3d-9446802a4425	cargo	ru	2026-11-19 10:00:00+00	2026-11-26 03:02:09.696814+00	01a1f33f-b100-700a-8d3d-9446802a4425	f	t	\\x4a44dc15364204a80fe80e9039455cc1608281820fe2b24f1e5233ade6af1dd5	\N	[{"kind":"phone","value":"+79120079190","field":"phone","extension":null}]	{"name": "Пётр", "cargo": "мебель", "weight_kg": 700, "from": "Пермь", "to": "Рязань", "ready_on": "2026-11-23"}	[]	\N	\N	203.0.113.7	\N	{"city": "Khabarovsk", "region": "Khabarovsk Krai", "country": "RU"}	{"utm_medium": "cpc", "utm_source": "yandex", "referrer_host": "yandex.ru"}	other	grey	20	\N	0123456789ab	[]	\N	{}
01a1f34f-4160-700b-8651-2bd43d9caa6e	cargo	ru	2026-11-19 10:17:00+00	2026-11-26 03:02:09.696814+00	01a1f34f-4160-700b-8651-2bd43d9caa6e	f	t	\\x4fc82b26aecb47d2868c4efbe3581732a3e7cbcc6c2efb32062c08170a05eeb8	\N	[{"kind":"phone","value":"+79120087109","field":"phone","extension":null}]	{"name": "Инна", "cargo": "станки", "weight_kg": 12000, "from": "Пермь", "to": "Хабаровск", "ready_on": "2026-11-23"}	[]	\N	\N	203.0.113.7	\N	{"country": "RU"}	{"utm_medium": "cpc", "utm_source": "vk"}	high-margin	red	10	far city, heavy, this week	0123456789ab	[{"field": "to", "matched": "Хабаровск"}, {"field": "weight_kg", "value": 12000}]	to has "Хабаровск"; weight_kg is 12000	{}
01a1f376-9f80-700c-8c20-ad4d76fe9775	cargo	ru	2026-11-19 11:00:00+00	2026-11-26 03:02:09.696814+00	01a1f376-9f80-700c-8c20-ad4d76fe9775	f	t	\\x6b51d431df5d7f141cbececcf79edf3dd861c3b4069f0b11661a3eefacbba918	\N	[{"kind":"phone","value":"+79120095028","field":"phone","extension":null}]	{"name": "Олег", "cargo": "картофель", "weight_kg": 300, "from": "деревня Петрово", "to": "райцентр"}	[]	\N	\N	203.0.113.7	\N	{"city": "Perm", "region": "Perm Krai", "country": "RU"}	{"referrer_host": "google.com"}	low-margin	green	30	light, from a village, not far	0123456789ab	[{"field": "weight_kg", "value": 300}, {"field": "from", "matched": "деревня"}, {"not": true, "field": "to", "value": ""}]	weight_kg is 300; from has "деревня"; to does not match	{}
01a1f386-2fe0-700d-8c51-ce410c124a10	cargo	ru	2026-11-19 11:17:00+00	2026-11-26 03:02:09.696814+00	01a1f386-2fe0-700d-8c51-ce410c124a10	f	t	\\x3fdba35f04dc8c462986c992bcf875546257113072a909c162f7e470e581e278	\N	[{"kind":"phone","value":"+79120047514","field":"phone","extension":null}]	{"name": "Тимур", "cargo": "мебель", "weight_kg": 700, "from": "Пермь", "to": "Рязань", "ready_on": "2026-11-23"}	[]	\N	\N	203.0.113.7	\N	{"city": "Khabarovsk", "region": "Khabarovsk Krai", "country": "RU"}	{"utm_medium": "email", "utm_source": "newsletter"}	other	grey	20	\N	0123456789ab	[]	\N	{}
01a1f3ad-8e00-700e-8aab-3238922bcc25	callback	ru	2026-11-19 12:00:00+00	2026-11-26 03:02:09.696814+00	01a1f3ad-8e00-700e-8aab-3238922bcc25	f	t	\\x8527a891e224136950ff32ca212b45bc93f69fbb801c3b1ebedac52775f99e61	\N	[{"kind":"phone","value":"+79120110866","field":"phone","extension":null}]	{"name": "Семён"}	[]	\N	\N	203.0.113.7	\N	{"city": "Khabarovsk", "region": "Khabarovsk Krai", "country": "RU"}	{}	other	grey	20	\N	0123456789ab	[]	\N	{}
01a1f3bd-1e60-700f-89bf-31c7ff062936	cargo	ru	2026-11-19 12:17:00+00	2026-11-26 03:02:09.696814+00	01a1f3bd-1e60-700f-89bf-31c7ff062936	f	t	\\xe629fa6598d732768f7c726b4b621285f9c3b85303900aa912017db7617d8bdb	\N	[{"kind":"phone","value":"+79120118785","field":"phone","extension":null}]	{"name": "Яна", "cargo": "трубы", "weight_kg": 20000, "from": "Казань", "to": "Владивосток"}	[]	\N	\N	203.0.113.7	\N	{"country": "RU"}	{"utm_medium": "cpc", "utm_source": "yandex", "referrer_host": "yandex.ru"}	high-margin	red	10	far city, heavy, this week	0123456789ab	[{"field": "to", "matched": "Владивосток"}, {"field": "weight_kg", "value": 20000}]	to has "Владивосток"; weight_kg is 20000	{}
01a1f3e4-7c80-7010-8c74-d97b01eae257	contact	ru	2026-11-19 13:00:00+00	2026-11-26 03:02:09.696814+00	01a1f3e4-7c80-7010-8c74-d97b01eae257	f	t	\\xb17ef6d19c7a5b1ee83b907c595526dcb1eb06db8227d650d5dda0a9f4ce8cd9	\N	[{"kind":"phone","value":"+79120126704","field":"phone","extension":null}]	{"name": "Тимур", "message": "Нужен таможенный брокер на разовую поставку"}	[]	\N	\N	203.0.113.7	\N	{"city": "Perm", "region": "Perm Krai", "country": "RU"}	{"utm_medium": "cpc", "utm_source": "vk"}	other	grey	20	\N	0123456789ab	[]	\N	{}
01a1f3f4-0ce0-7011-870e-fdf2ec9b0860	cargo	ru	2026-11-19 13:17:00+00	2026-11-26 03:02:09.696814+00	01a1f3f4-0ce0-7011-870e-fdf2ec9b0860	f	t	\\x4523540f1504cd17100c4835e85b7eefd49911580f8efff0599a8f283be6b9e3	\N	[{"kind":"phone","value":"+79120134623","field":"phone","extension":null}]	{"name": "Анна", "cargo": "мебель", "weight_kg": 700, "from": "Пермь", "to": "Рязань", "ready_on": "2026-11-23"}	[]	\N	\N	203.0.113.7	\N	{"city": "Kazan", "region": "Tatarstan", "country": "RU"}	{"referrer_host": "google.com"}	other	grey	20	\N	0123456789ab	[]	\N	{}
01a1f41b-6b00-7012-86f4-922f45568161	cargo	ru	2026-11-19 14:00:00+00	2026-11-26 03:02:09.696814+00	01a1f41b-6b00-7012-86f4-922f45568161	f	t	\\x4ec9599fc203d176a301536c2e091a19bc852759b255bd6818810a42c5fed14a	\N	[{"kind":"phone","value":"+79120142542","field":"phone","extension":null}]	{"name": "Борис", "cargo": "мороженое", "weight_kg": 500, "from": "Пермь", "to": "Кунгур"}	[]	\N	\N	203.0.113.7	\N	{"city": "Khabarovsk", "region": "Khabarovsk Krai", "country": "RU"}	{"utm_medium": "email", "utm_source": "newsletter"}	unfit	brown	90	frozen goods need special equipment	0123456789ab	[{"field": "cargo", "matched": "морожен"}]	cargo has "морожен"	{}
01a1f42a-fb60-7013-81f0-e3dad9990834	cargo	ru	2026-11-19 14:17:00+00	2026-11-26 03:02:09.696814+00	01a1f42a-fb60-7013-81f0-e3dad9990834	f	t	\\x9400f1b21cb527d7fa3d3eabba93557a18ebe7a2ca4e471cfe5e4c5b4ca7f767	\N	[{"kind":"phone","value":"+79120150461","field":"phone","extension":null}]	{"name": "Лидия", "cargo": "картофель", "weight_kg": 300, "from": "деревня Петрово", "to": "райцентр", "ready_on": "2026-11-23"}	[]	\N	\N	203.0.113.7	\N	{"country": "RU"}	{}	low-margin	green	30	light, from a village, not far	0123456789ab	[{"field": "weight_kg", "value": 300}, {"field": "from", "matched": "деревня"}, {"not": true, "field": "to", "value": ""}]	weight_kg is 300; from has "деревня"; to does not match	{}
01a1f78a-5300-7014-898f-13708210194c	cargo	ru	2026-11-20 06:00:00+00	2026-11-26 03:02:09.696814+00	01a1f33f-b100-700a-8d3d-9446802a4425	t	t	\\xf5ca38f748a1d6eaf726b8a42fb575c3c71f1864a8143301782de13da2d9202b	\N	[{"kind":"phone","value":"+79120079190","field":"phone","extension":null}]	{"name": "Пётр", "cargo": "станки", "weight_kg": 12000, "from": "Пермь", "to": "Хабаровск", "ready_on": "2026-11-24"}	[]	\N	\N	203.0.113.7	\N	{"city": "Khabarovsk", "region": "Khabarovsk Krai", "country": "RU"}	{"utm_medium": "cpc", "utm_source": "yandex", "referrer_host": "yandex.ru"}	high-margin	red	10	far city, heavy, this week	0123456789ab	[{"field": "to", "matched": "Хабаровск"}, {"field": "weight_kg", "value": 12000}]	to has "Хабаровск"; weight_kg is 12000	{}
01a1f799-e360-7015-83c5-9dc048e88502	cargo	ru	2026-11-20 06:17:00+00	2026-11-26 03:02:09.696814+00	01a1f799-e360-7015-83c5-9dc048e88502	f	t	\\x6f4b6612125fb3a0daecd2799dfd6c9c299424fd920f9b308110a2c1fbd8f443	\N	[{"kind":"phone","value":"+79120166299","field":"phone","extension":null}]	{"name": "Инна", "cargo": "мебель", "weight_kg": 700, "from": "Пермь", "to": "Рязань"}	[]	\N	\N	203.0.113.7	\N	{"city": "Kazan", "region": "Tatarstan", "country": "RU"}	{"utm_medium": "cpc", "utm_source": "vk"}	other	grey	20	\N	0123456789ab	[]	\N	{}
01a1f7c1-4180-7016-8b6d-767d2f8ed5d2	cargo	ru	2026-11-20 07:00:00+00	2026-11-26 03:02:09.696814+00	01a1f7c1-4180-7016-8b6d-767d2f8ed5d2	f	t	\\x785f3ec7eb32f30b90cd0fcf3657d388b5ff4297f2f9716ff66e9b69c05ddd09	\N	[{"kind":"phone","value":"+79120174218","field":"phone","extension":null}]	{"name": "Олег", "cargo": "станки", "weight_kg": 12000, "from": "Пермь", "to": "Хабаровск", "ready_on": "2026-11-24"}	[]	\N	\N	203.0.113.7	\N	{"city": "Khabarovsk", "region": "Khabarovsk Krai", "country": "RU"}	{"referrer_host": "google.com"}	high-margin	red	10	far city, heavy, this week	0123456789ab	[{"field": "to", "matched": "Хабаровск"}, {"field": "weight_kg", "value": 12000}]	to has "Хабаровск"; weight_kg is 12000	{}
01a1f7d0-d1e0-7017-8376-93cfc748049e	cargo	ru	2026-11-20 07:17:00+00	2026-11-26 03:02:09.696814+00	01a1f7d0-d1e0-7017-8376-93cfc748049e	f	t	\\x535fa30d7e25dd8a49f1536779734ec8286108d115da5045d77f3b4185d8f790	\N	[{"kind":"phone","value":"+79120182137","field":"phone","extension":null}]	{"name": "Раиса", "cargo": "картофель", "weight_kg": 300, "from": "деревня Петрово", "to": "райцентр", "ready_on": "2026-11-24"}	[]	\N	\N	203.0.113.7	\N	{"country": "RU"}	{"utm_medium": "email", "utm_source": "newsletter"}	low-margin	green	30	light, from a village, not far	0123456789ab	[{"field": "weight_kg", "value": 300}, {"field": "from", "matched": "деревня"}, {"not": true, "field": "to", "value": ""}]	weight_kg is 300; from has "деревня"; to does not match	{}
01a1f7f8-3000-7018-81ff-1de774005f8d	cargo	ru	2026-11-20 08:00:00+00	2026-11-26 03:02:09.696814+00	01a1f7f8-3000-7018-81ff-1de774005f8d	f	t	\\xc2356069e9d1e79ca924378153cfbbfb4d4416b1f99d41a2940bfdb66c5319db	\N	[{"kind":"phone","value":"+79120190056","field":"phone","extension":null}]	{"name": "Семён", "cargo": "мебель", "weight_kg": 700, "from": "Пермь", "to": "Рязань"}	[]	\N	\N	203.0.113.7	\N	{"city": "Perm", "region": "Perm Krai", "country": "RU"}	{}	other	grey	20	\N	0123456789ab	[]	\N	{}
01a1f807-c060-7019-88e2-96a067a37563	callback	ru	2026-11-20 08:17:00+00	2026-11-26 03:02:09.696814+00	01a1f807-c060-7019-88e2-96a067a37563	f	t	\\xb7a56873cd771f2c446d369b649430b65a756ba278ff97ec81bb6f55b2e73569	\N	[{"kind":"phone","value":"+79120197975","field":"phone","extension":null}]	{"name": "Яна"}	[]	\N	\N	203.0.113.7	\N	{"city": "Kazan", "region": "Tatarstan", "country": "RU"}	{"utm_medium": "cpc", "utm_source": "yandex", "referrer_host": "yandex.ru"}	other	grey	20	\N	0123456789ab	[]	\N	{}
01a1f82f-1e80-701a-84e7-32ced3463d06	cargo	ru	2026-11-20 09:00:00+00	2026-11-26 03:02:09.696814+00	01a1f82f-1e80-701a-84e7-32ced3463d06	f	t	\\x5f9c4ab08cac7457e9111a30e4664920607ea2c115a1433d7be98e97e64244ca	\N	[{"kind":"phone","value":"+79120205894","field":"phone","extension":null}]	{"name": "Тимур", "cargo": "трубы", "weight_kg": 20000, "from": "Казань", "to": "Владивосток", "ready_on": "2026-11-24"}	[]	\N	\N	203.0.113.7	\N	{"city": "Khabarovsk", "region": "Khabarovsk Krai", "country": "RU"}	{"utm_medium": "cpc", "utm_source": "vk"}	high-margin	red	10	far city, heavy, this week	0123456789ab	[{"field": "to", "matched": "Владивосток"}, {"field": "weight_kg", "value": 20000}]	to has "Владивосток"; weight_kg is 20000	{}
01a1f83e-aee0-701b-802e-74f10e0327ad	contact	ru	2026-11-20 09:17:00+00	2026-11-26 03:02:09.696814+00	01a1f83e-aee0-701b-802e-74f10e0327ad	f	t	\\x670671cd97404156226e507973f2ab8330d3022ca96e0c93bdbdb320c41adcaf	\N	[{"kind":"phone","value":"+79120102947","field":"phone","extension":null}]	{"name": "Раиса", "message": "Нужен таможенный брокер на разовую поставку"}	[]	\N	\N	203.0.113.7	\N	{"city": "Kazan", "region": "Tatarstan", "country": "RU"}	{"referrer_host": "google.com"}	other	grey	20	\N	0123456789ab	[]	\N	{}
01a1f866-0d00-701c-833e-75ff09dd601b	cargo	ru	2026-11-20 10:00:00+00	2026-11-26 03:02:09.696814+00	01a1f866-0d00-701c-833e-75ff09dd601b	f	t	\\x59e19706d51d39f66711c2653cd7eb1291c94d9b55eb14bda74ce4dc636d015a	\N	[{"kind":"phone","value":"+79120221732","field":"phone","extension":null}]	{"name": "Борис", "cargo": "мебель", "weight_kg": 700, "from": "Пермь", "to": "Рязань", "ready_on": "2026-11-24"}	[]	\N	\N	203.0.113.7	\N	{"city": "Perm", "region": "Perm Krai", "country": "RU"}	{"utm_medium": "email", "utm_source": "newsletter"}	other	grey	20	\N	0123456789ab	[]	\N	{}
01a1f875-9d60-701d-86ea-9ab1baa0efb9	cargo	ru	2026-11-20 10:17:00+00	2026-11-26 03:02:09.696814+00	01a1f875-9d60-701d-86ea-9ab1baa0efb9	f	t	\\x35135aaa6cc23891b40cb3f378c53a17a1127210ce60e125ccf03efcfdaec458	\N	[{"kind":"phone","value":"+79120229651","field":"phone","extension":null}]	{"name": "Лидия", "cargo": "мороженое", "weight_kg": 500, "from": "Пермь", "to": "Кунгур", "ready_on": "2026-11-24"}	[]	\N	\N	203.0.113.7	\N	{"city": "Kazan", "region": "Tatarstan", "country": "RU"}	{}	unfit	brown	90	frozen goods need special equipment	0123456789ab	[{"field": "cargo", "matched": "морожен"}]	cargo has "морожен"	{}
01a1f89c-fb80-701e-8341-73cb38f07f89	cargo	ru	2026-11-20 11:00:00+00	2026-11-26 03:02:09.696814+00	01a1f89c-fb80-701e-8341-73cb38f07f89	f	t	\\x624b60c58c9d8bfb6ff1886c2fd605d2adeb6ea4da576068201b6c6958ce93f4	\N	[{"kind":"phone","value":"+79120237570","field":"phone","extension":null}]	{"name": "Пётр", "cargo": "картофель", "weight_kg": 300, "from": "деревня Петрово", "to": "райцентр"}	[]	\N	\N	203.0.113.7	\N	{"city": "Khabarovsk", "region": "Khabarovsk Krai", "country": "RU"}	{"utm_medium": "cpc", "utm_source": "yandex", "referrer_host": "yandex.ru"}	low-margin	green	30	light, from a village, not far	0123456789ab	[{"field": "weight_kg", "value": 300}, {"field": "from", "matched": "деревня"}, {"not": true, "field": "to", "value": ""}]	weight_kg is 300; from has "деревня"; to does not match	{}
01a1f8ac-8be0-701f-8c16-a5320fa47553	cargo	ru	2026-11-20 11:17:00+00	2026-11-26 03:02:09.696814+00	01a1f8ac-8be0-701f-8c16-a5320fa47553	f	t	\\xeb1e33e8a81b697b75855af6bfcdbcbf7cbbde9f94962ceaec1ed8af21f5a50f	\N	[{"kind":"phone","value":"+79120245489","field":"phone","extension":null}]	{"name": "Инна", "cargo": "станки", "weight_kg": 12000, "from": "Пермь", "to": "Хабаровск", "ready_on": "2026-11-24"}	[]	\N	\N	203.0.113.7	\N	{"country": "RU"}	{"utm_medium": "cpc", "utm_source": "vk"}	high-margin	red	10	far city, heavy, this week	0123456789ab	[{"field": "to", "matched": "Хабаровск"}, {"field": "weight_kg", "value": 12000}]	to has "Хабаровск"; weight_kg is 12000	{}
01a1f8d3-ea00-7020-8636-4d3f0f495b6a	cargo	ru	2026-11-20 12:00:00+00	2026-11-26 03:02:09.696814+00	01a1f8d3-ea00-7020-8636-4d3f0f495b6a	f	t	\\xe29c9c180c6279b0b02abd6a1801c7c04082cf486ec027aa13515e4f3884bb6b	\N	[{"kind":"phone","value":"+79120253408","field":"phone","extension":null}]	{"name": "Олег", "cargo": "мебель", "weight_kg": 700, "from": "Пермь", "to": "Рязань", "ready_on": "2026-11-24"}	[]	\N	\N	203.0.113.7	\N	{"city": "Perm", "region": "Perm Krai", "country": "RU"}	{"referrer_host": "google.com"}	other	grey	20	\N	0123456789ab	[]	\N	{}
01a1f8e3-7a60-7021-8182-be0c5cdcd507	cargo	ru	2026-11-20 12:17:00+00	2026-11-26 03:02:09.696814+00	01a1f8e3-7a60-7021-8182-be0c5cdcd507	f	t	\\xc6f3ac57944a531490cd39902d0f777715fd005efac9a30622d5f5205e7f6894	\N	[{"kind":"phone","value":"+79120261327","field":"phone","extension":null}]	{"name": "Раиса", "cargo": "станки", "weight_kg": 12000, "from": "Пермь", "to": "Хабаровск"}	[]	\N	\N	203.0.113.7	\N	{"city": "Kazan", "region": "Tatarstan", "country": "RU"}	{"utm_medium": "email", "utm_source": "newsletter"}	high-margin	red	10	far city, heavy, this week	0123456789ab	[{"field": "to", "matched": "Хабаровск"}, {"field": "weight_kg", "value": 12000}]	to has "Хабаровск"; weight_kg is 12000	{}
01a1f90a-d880-7022-8e36-9853df766fa4	cargo	ru	2026-11-20 13:00:00+00	2026-11-26 03:02:09.696814+00	01a1f3f4-0ce0-7011-870e-fdf2ec9b0860	t	t	\\x86e50149658661312a9e0b35558d84f6c6d3da797f552a9657fe0558ca40cdef	\N	[{"kind":"phone","value":"+79120134623","field":"phone","extension":null}]	{"name": "Анна", "cargo": "картофель", "weight_kg": 300, "from": "деревня Петрово", "to": "райцентр", "ready_on": "2026-11-24"}	[]	\N	\N	203.0.113.7	\N	{"city": "Kazan", "region": "Tatarstan", "country": "RU"}	{}	low-margin	green	30	light, from a village, not far	0123456789ab	[{"field": "weight_kg", "value": 300}, {"field": "from", "matched": "деревня"}, {"not": true, "field": "to", "value": ""}]	weight_kg is 300; from has "деревня"; to does not match	{}
01a1f91a-68e0-7023-81c3-83cd30b7c298	cargo	ru	2026-11-20 13:17:00+00	2026-11-26 03:02:09.696814+00	01a1f91a-68e0-7023-81c3-83cd30b7c298	f	t	\\x9f14025af0065b30e47e23ebb3b491d39ae8ed17d33739e5ff3827ffb3634953	\N	[{"kind":"phone","value":"+79120277165","field":"phone","extension":null}]	{"name": "Яна", "cargo": "мебель", "weight_kg": 700, "from": "Пермь", "to": "Рязань", "ready_on": "2026-11-24"}	[]	\N	\N	203.0.113.7	\N	{"country": "RU"}	{"utm_medium": "cpc", "utm_source": "yandex", "referrer_host": "yandex.ru"}	other	grey	20	\N	0123456789ab	[]	\N	{}
01a1f941-c700-7024-819c-a14e7ea6328a	callback	ru	2026-11-20 14:00:00+00	2026-11-26 03:02:09.696814+00	01a1f941-c700-7024-819c-a14e7ea6328a	f	t	\\x76a50887d8f1c2e9301755428990ad81479ee21c25b43215cf524541e0503269	\N	[{"kind":"phone","value":"+79120285084","field":"phone","extension":null}]	{"name": "Тимур"}	[]	\N	\N	203.0.113.7	\N	{"city": "Perm", "region": "Perm Krai", "country": "RU"}	{"utm_medium": "cpc", "utm_source": "vk"}	other	grey	20	\N	0123456789ab	[]	\N	{}
01a1f951-5760-7025-8a5b-fc9e07964f8d	cargo	ru	2026-11-20 14:17:00+00	2026-11-26 03:02:09.696814+00	01a1f951-5760-7025-8a5b-fc9e07964f8d	f	t	\\x7a61b53701befdae0eeeffaecc73f14e20b537bb0f8b91ad7c2936dc63562b25	\N	[{"kind":"phone","value":"+79120293003","field":"phone","extension":null}]	{"name": "Анна", "cargo": "трубы", "weight_kg": 20000, "from": "Казань", "to": "Владивосток", "ready_on": "2026-11-24"}	[]	\N	\N	203.0.113.7	\N	{"city": "Kazan", "region": "Tatarstan", "country": "RU"}	{"referrer_host": "google.com"}	high-margin	red	10	far city, heavy, this week	0123456789ab	[{"field": "to", "matched": "Владивосток"}, {"field": "weight_kg", "value": 20000}]	to has "Владивосток"; weight_kg is 20000	{}
01a206fd-6700-7026-8a57-71bce93e200c	contact	ru	2026-11-23 06:00:00+00	2026-11-26 03:02:09.696814+00	01a206fd-6700-7026-8a57-71bce93e200c	f	t	\\xaea92132c4cbeb263e6ac2bf6c183b5d81737f179f21efdc5863739672f0f470	\N	[{"kind":"phone","value":"+79120300922","field":"phone","extension":null}]	{"name": "Борис", "message": "Нужен таможенный брокер на разовую поставку"}	[]	\N	\N	203.0.113.7	\N	{"city": "Khabarovsk", "region": "Khabarovsk Krai", "country": "RU"}	{"utm_medium": "email", "utm_source": "newsletter"}	other	grey	20	\N	0123456789ab	[]	\N	{}
01a2070c-f760-7027-8d67-d8ab4f4c10bf	cargo	ru	2026-11-23 06:17:00+00	2026-11-26 03:02:09.696814+00	01a2070c-f760-7027-8d67-d8ab4f4c10bf	f	t	\\x0b918943df0962bc7a1824c0555a389347b4febdc7cf9d1254406d80ce44e3f9	\N	[{"kind":"phone","value":"+79120308841","field":"phone","extension":null}]	{"name": "Лидия", "cargo": "мебель", "weight_kg": 700, "from": "Пермь", "to": "Рязань"}	[]	\N	\N	203.0.113.7	\N	{"country": "RU"}	{}	other	grey	20	\N	0123456789ab	[]	\N	{}
01a20734-5580-7028-8d64-5920e395feda	cargo	ru	2026-11-23 07:00:00+00	2026-11-26 03:02:09.696814+00	01a20734-5580-7028-8d64-5920e395feda	f	t	\\xd59eced1ded07f84c145592f65bdf854358e009c5cd705f5215bf18697fed103	\N	[{"kind":"phone","value":"+79120316760","field":"phone","extension":null}]	{"name": "Пётр", "cargo": "мороженое", "weight_kg": 500, "from": "Пермь", "to": "Кунгур", "ready_on": "2026-11-27"}	[]	\N	\N	203.0.113.7	\N	{"city": "Perm", "region": "Perm Krai", "country": "RU"}	{"utm_medium": "cpc", "utm_source": "yandex", "referrer_host": "yandex.ru"}	unfit	brown	90	frozen goods need special equipment	0123456789ab	[{"field": "cargo", "matched": "морожен"}]	cargo has "морожен"	{}
01a20743-e5e0-7029-8341-6a75f4cea910	cargo	ru	2026-11-23 07:17:00+00	2026-11-26 03:02:09.696814+00	01a20743-e5e0-7029-8341-6a75f4cea910	f	t	\\x3d914f9348c9cc0ff8a79716700b9fcd4d2f3e711608004eb8f138bcba7f14d9	\N	[{"kind":"phone","value":"+79120158380","field":"phone","extension":null}]	{"name": "Пётр", "cargo": "картофель", "weight_kg": 300, "from": "деревня Петрово", "to": "райцентр", "ready_on": "2026-11-27"}	[]	\N	\N	203.0.113.7	\N	{"city": "Perm", "region": "Perm Krai", "country": "RU"}	{"utm_medium": "cpc", "utm_source": "vk"}	low-margin	green	30	light, from a village, not far	0123456789ab	[{"field": "weight_kg", "value": 300}, {"field": "from", "matched": "деревня"}, {"not": true, "field": "to", "value": ""}]	weight_kg is 300; from has "деревня"; to does not match	{}
01a2076b-4400-702a-8a1d-0c6e83f02732	cargo	ru	2026-11-23 08:00:00+00	2026-11-26 03:02:09.696814+00	01a2076b-4400-702a-8a1d-0c6e83f02732	f	t	\\x73475cb40a568e8da8a045ced110137e159f890ac4da883b6b17dc651b3a8049	\N	[{"kind":"phone","value":"+79120332598","field":"phone","extension":null}]	{"name": "Олег", "cargo": "станки", "weight_kg": 12000, "from": "Пермь", "to": "Хабаровск"}	[]	\N	\N	203.0.113.7	\N	{"city": "Khabarovsk", "region": "Khabarovsk Krai", "country": "RU"}	{"referrer_host": "google.com"}	high-margin	red	10	far city, heavy, this week	0123456789ab	[{"field": "to", "matched": "Хабаровск"}, {"field": "weight_kg", "value": 12000}]	to has "Хабаровск"; weight_kg is 12000	{}
01a2077a-d460-702b-817e-62166fc8586d	cargo	ru	2026-11-23 08:17:00+00	2026-11-26 03:02:09.696814+00	01a2077a-d460-702b-817e-62166fc8586d	f	t	\\x44cb730c420480a0477b505ae68af508fb90f96cf0ec54c6ad16949dd427f13a	\N	[{"kind":"phone","value":"+79120340517","field":"phone","extension":null}]	{"name": "Раиса", "cargo": "мебель", "weight_kg": 700, "from": "Пермь", "to": "Рязань", "ready_on": "2026-11-27"}	[]	\N	\N	203.0.113.7	\N	{"country": "RU"}	{"utm_medium": "email", "utm_source": "newsletter"}	other	grey	20	\N	0123456789ab	[]	\N	{}
01a207a2-3280-702c-8f71-77163c833dff	cargo	ru	2026-11-23 09:00:00+00	2026-11-26 03:02:09.696814+00	01a207a2-3280-702c-8f71-77163c833dff	f	t	\\x71ee45a3c0db9a9865f7313dd3372cf60dca6479d46261f3542eb9346e4a04d6	\N	[{"kind":"phone","value":"+79120348436","field":"phone","extension":null}]	{"name": "Семён", "cargo": "станки", "weight_kg": 12000, "from": "Пермь", "to": "Хабаровск", "ready_on": "2026-11-27"}	[]	\N	\N	203.0.113.7	\N	{"city": "Perm", "region": "Perm Krai", "country": "RU"}	{}	high-margin	red	10	far city, heavy, this week	0123456789ab	[{"field": "to", "matched": "Хабаровск"}, {"field": "weight_kg", "value": 12000}]	to has "Хабаровск"; weight_kg is 12000	{}
01a207b1-c2e0-702d-86c8-349cc7260ae6	cargo	ru	2026-11-23 09:17:00+00	2026-11-26 03:02:09.696814+00	01a207b1-c2e0-702d-86c8-349cc7260ae6	f	t	\\x811786ad1ae74adfdd20dd0372abaaebc6246e343aebd01da0bfc4c02bf0106c	\N	[{"kind":"phone","value":"+79120356355","field":"phone","extension":null}]	{"name": "Яна", "cargo": "картофель", "weight_kg": 300, "from": "деревня Петрово", "to": "райцентр"}	[]	\N	\N	203.0.113.7	\N	{"city": "Kazan", "region": "Tatarstan", "country": "RU"}	{"utm_medium": "cpc", "utm_source": "yandex", "referrer_host": "yandex.ru"}	low-margin	green	30	light, from a village, not far	0123456789ab	[{"field": "weight_kg", "value": 300}, {"field": "from", "matched": "деревня"}, {"not": true, "field": "to", "value": ""}]	weight_kg is 300; from has "деревня"; to does not match	{}
01a207d9-2100-702e-8d9d-4f495e875a2e	cargo	ru	2026-11-23 10:00:00+00	2026-11-26 03:02:09.696814+00	01a207d9-2100-702e-8d9d-4f495e875a2e	f	t	\\x25fc0e7096fc653718202dc30b0c580b8ab87eac11a700cba03a7c021bc35b0c	\N	[{"kind":"phone","value":"+79120364274","field":"phone","extension":null}]	{"name": "Тимур", "cargo": "мебель", "weight_kg": 700, "from": "Пермь", "to": "Рязань", "ready_on": "2026-11-27"}	[]	\N	\N	203.0.113.7	\N	{"city": "Khabarovsk", "region": "Khabarovsk Krai", "country": "RU"}	{"utm_medium": "cpc", "utm_source": "vk"}	other	grey	20	\N	0123456789ab	[]	\N	{}
01a207e8-b160-702f-867c-6a1e7ce56d3d	callback	ru	2026-11-23 10:17:00+00	2026-11-26 03:02:09.696814+00	01a207e8-b160-702f-867c-6a1e7ce56d3d	f	t	\\x31489056e0916d59fe3add79e63f095af3ffb81604691f21cad442a85c7be617	\N	[{"kind":"phone","value":"+79120372193","field":"phone","extension":null}]	{"name": "Анна"}	[]	\N	\N	203.0.113.7	\N	{"country": "RU"}	{"referrer_host": "google.com"}	other	grey	20	\N	0123456789ab	[]	\N	{}
01a20810-0f80-7030-8642-e92efb794217	cargo	ru	2026-11-23 11:00:00+00	2026-11-26 03:02:09.696814+00	01a1f7f8-3000-7018-81ff-1de774005f8d	t	t	\\x98010bd9270f9b100b6214a21754fd33bdc8d41b2bc9f9dd16ff54d3c34ffd71	\N	[{"kind":"phone","value":"+79120190056","field":"phone","extension":null}]	{"name": "Семён", "cargo": "трубы", "weight_kg": 20000, "from": "Казань", "to": "Владивосток"}	[]	\N	\N	203.0.113.7	\N	{"city": "Perm", "region": "Perm Krai", "country": "RU"}	{"utm_medium": "email", "utm_source": "newsletter"}	high-margin	red	10	far city, heavy, this week	0123456789ab	[{"field": "to", "matched": "Владивосток"}, {"field": "weight_kg", "value": 20000}]	to has "Владивосток"; weight_kg is 20000	{}
01a2081f-9fe0-7031-8f45-7c545a9ded88	contact	ru	2026-11-23 11:17:00+00	2026-11-26 03:02:09.696814+00	01a2081f-9fe0-7031-8f45-7c545a9ded88	f	t	\\x0e17daca5f3e175f448bacace3bc0da47d0655a74c8dd0dc497a3afbdad95f1f	\N	[{"kind":"phone","value":"+79120388031","field":"phone","extension":null}]	{"name": "Лидия", "message": "Нужен таможенный брокер на разовую поставку"}	[]	\N	\N	203.0.113.7	\N	{"city": "Kazan", "region": "Tatarstan", "country": "RU"}	{}	other	grey	20	\N	0123456789ab	[]	\N	{}
01a20846-fe00-7032-8c0c-7c76d30bd3dc	cargo	ru	2026-11-23 12:00:00+00	2026-11-26 03:02:09.696814+00	01a20846-fe00-7032-8c0c-7c76d30bd3dc	f	t	\\x1a6562590ef19d1045d06c4055742d38288e9e6dcd71ccde5cee80f1d5a774eb	\N	[{"kind":"phone","value":"+79120395950","field":"phone","extension":null}]	{"name": "Пётр", "cargo": "мебель", "weight_kg": 700, "from": "Пермь", "to": "Рязань", "ready_on": "2026-11-27"}	[]	\N	\N	203.0.113.7	\N	{"city": "Khabarovsk", "region": "Khabarovsk Krai", "country": "RU"}	{"utm_medium": "cpc", "utm_source": "yandex", "referrer_host": "yandex.ru"}	other	grey	20	\N	0123456789ab	[]	\N	{}
01a20856-8e60-7033-8283-8023a778dfae	cargo	ru	2026-11-23 12:17:00+00	2026-11-26 03:02:09.696814+00	01a20856-8e60-7033-8283-8023a778dfae	f	t	\\x031b4af5197ec30a926f48cf40e11a7dbc470048a21e4003b7a3c07c5dab1baa	\N	[{"kind":"phone","value":"+79120403869","field":"phone","extension":null}]	{"name": "Инна", "cargo": "мороженое", "weight_kg": 500, "from": "Пермь", "to": "Кунгур"}	[]	\N	\N	203.0.113.7	\N	{"country": "RU"}	{"utm_medium": "cpc", "utm_source": "vk"}	unfit	brown	90	frozen goods need special equipment	0123456789ab	[{"field": "cargo", "matched": "морожен"}]	cargo has "морожен"	{}
01a2087d-ec80-7034-89a1-158154dfa42c	cargo	ru	2026-11-23 13:00:00+00	2026-11-26 03:02:09.696814+00	01a2087d-ec80-7034-89a1-158154dfa42c	f	t	\\x41cfc0d1f2d127b04555b7246d84019b4d27710a3f3aff6e7764375b1e06e05d	\N	[{"kind":"phone","value":"+79120411788","field":"phone","extension":null}]	{"name": "Олег", "cargo": "картофель", "weight_kg": 300, "from": "деревня Петрово", "to": "райцентр", "ready_on": "2026-11-27"}	[]	\N	\N	203.0.113.7	\N	{"city": "Perm", "region": "Perm Krai", "country": "RU"}	{"referrer_host": "google.com"}	low-margin	green	30	light, from a village, not far	0123456789ab	[{"field": "weight_kg", "value": 300}, {"field": "from", "matched": "деревня"}, {"not": true, "field": "to", "value": ""}]	weight_kg is 300; from has "деревня"; to does not match	{}
01a2088d-7ce0-7035-8d82-c8d1619ad817	cargo	ru	2026-11-23 13:17:00+00	2026-11-26 03:02:09.696814+00	01a2088d-7ce0-7035-8d82-c8d1619ad817	f	t	\\x2858dcd1057d3eae7f7d5f782167e24b61153c01551450a628cee722509f6529	\N	[{"kind":"phone","value":"+79120419707","field":"phone","extension":null}]	{"name": "Раиса", "cargo": "станки", "weight_kg": 12000, "from": "Пермь", "to": "Хабаровск", "ready_on": "2026-11-27"}	[]	\N	\N	203.0.113.7	\N	{"city": "Kazan", "region": "Tatarstan", "country": "RU"}	{"utm_medium": "email", "utm_source": "newsletter"}	high-margin	red	10	far city, heavy, this week	0123456789ab	[{"field": "to", "matched": "Хабаровск"}, {"field": "weight_kg", "value": 12000}]	to has "Хабаровск"; weight_kg is 12000	{}
01a208b4-db00-7036-8a68-4eceee76fc52	cargo	ru	2026-11-23 14:00:00+00	2026-11-26 03:02:09.696814+00	01a208b4-db00-7036-8a68-4eceee76fc52	f	t	\\x2fca346db656187102ce806ac732e06a62df0dbb2829e511a770556d398e1a6e	\N	[{"kind":"phone","value":"+79120427626","field":"phone","extension":null}]	{"name": "Семён", "cargo": "мебель", "weight_kg": 700, "from": "Пермь", "to": "Рязань"}	[]	\N	\N	203.0.113.7	\N	{"city": "Khabarovsk", "region": "Khabarovsk Krai", "country": "RU"}	{}	other	grey	20	\N	0123456789ab	[]	\N	{}
01a208c4-6b60-7037-8b53-b3a3d6ab90ce	cargo	ru	2026-11-23 14:17:00+00	2026-11-26 03:02:09.696814+00	01a208c4-6b60-7037-8b53-b3a3d6ab90ce	f	t	\\x02d20bbd7e394ad5999a4cebabac9619732c343a4cac99470c03e23ba2bdc2bc	\N	[{"kind":"phone","value":"+79120213813","field":"phone","extension":null}]	{"name": "Анна", "cargo": "станки", "weight_kg": 12000, "from": "Пермь", "to": "Хабаровск", "ready_on": "2026-11-27"}	[]	\N	\N	203.0.113.7	\N	{"country": "RU"}	{"utm_medium": "cpc", "utm_source": "yandex", "referrer_host": "yandex.ru"}	high-margin	red	10	far city, heavy, this week	0123456789ab	[{"field": "to", "matched": "Хабаровск"}, {"field": "weight_kg", "value": 12000}]	to has "Хабаровск"; weight_kg is 12000	{}
01a20c23-c300-7038-89f6-1408e3afb633	cargo	ru	2026-11-24 06:00:00+00	2026-11-26 03:02:09.696814+00	01a20c23-c300-7038-89f6-1408e3afb633	f	t	\\x7688b6ef52555962d008fff894223582c484517cea7da49ee67800adc7fc8866	\N	[{"kind":"phone","value":"+79120443464","field":"phone","extension":null}]	{"name": "Тимур", "cargo": "картофель", "weight_kg": 300, "from": "деревня Петрово", "to": "райцентр", "ready_on": "2026-11-28"}	[]	\N	\N	203.0.113.7	\N	{"city": "Perm", "region": "Perm Krai", "country": "RU"}	{"utm_medium": "cpc", "utm_source": "vk"}	low-margin	green	30	light, from a village, not far	0123456789ab	[{"field": "weight_kg", "value": 300}, {"field": "from", "matched": "деревня"}, {"not": true, "field": "to", "value": ""}]	weight_kg is 300; from has "деревня"; to does not match	{}
01a20c33-5360-7039-872b-32a1f754ba1c	cargo	ru	2026-11-24 06:17:00+00	2026-11-26 03:02:09.696814+00	01a20c33-5360-7039-872b-32a1f754ba1c	f	t	\\xc837649cce43f2729138e72cc315207057ac82599a59be72765a477f22d14a54	\N	[{"kind":"phone","value":"+79120451383","field":"phone","extension":null}]	{"name": "Анна", "cargo": "мебель", "weight_kg": 700, "from": "Пермь", "to": "Рязань"}	[]	\N	\N	203.0.113.7	\N	{"city": "Kazan", "region": "Tatarstan", "country": "RU"}	{"referrer_host": "google.com"}	other	grey	20	\N	0123456789ab	[]	\N	{}
01a20c5a-b180-703a-866f-041e16a60928	callback	ru	2026-11-24 07:00:00+00	2026-11-26 03:02:09.696814+00	01a20c5a-b180-703a-866f-041e16a60928	f	t	\\x6208ef0f7750c111548cf90b6ea1d0d0a66f6bff40dbef07cb45ec436263c7d6	\N	[{"kind":"phone","value":"+79120459302","field":"phone","extension":null}]	{"name": "Борис"}	[]	\N	\N	203.0.113.7	\N	{"city": "Khabarovsk", "region": "Khabarovsk Krai", "country": "RU"}	{"utm_medium": "email", "utm_source": "newsletter"}	other	grey	20	\N	0123456789ab	[]	\N	{}
01a20c6a-41e0-703b-8093-f65e080a295f	cargo	ru	2026-11-24 07:17:00+00	2026-11-26 03:02:09.696814+00	01a20c6a-41e0-703b-8093-f65e080a295f	f	t	\\x3e1e967e9b793e908f8eae83c74dba9bcccce6a5535b4b462bd9994537bfe15c	\N	[{"kind":"phone","value":"+79120467221","field":"phone","extension":null}]	{"name": "Лидия", "cargo": "трубы", "weight_kg": 20000, "from": "Казань", "to": "Владивосток", "ready_on": "2026-11-28"}	[]	\N	\N	203.0.113.7	\N	{"country": "RU"}	{}	high-margin	red	10	far city, heavy, this week	0123456789ab	[{"field": "to", "matched": "Владивосток"}, {"field": "weight_kg", "value": 20000}]	to has "Владивосток"; weight_kg is 20000	{}
01a20c91-a000-703c-8072-b030ba126b2f	contact	ru	2026-11-24 08:00:00+00	2026-11-26 03:02:09.696814+00	01a20c91-a000-703c-8072-b030ba126b2f	f	t	\\x39fa9ec190eee7b6f4dff1100d6343e10918d044c75eac8f9e9a2596173f80c9	\N	[{"kind":"phone","value":"+79120475140","field":"phone","extension":null}]	{"name": "Пётр", "message": "Нужен таможенный брокер на разовую поставку"}	[]	\N	\N	203.0.113.7	\N	{"city": "Perm", "region": "Perm Krai", "country": "RU"}	{"utm_medium": "cpc", "utm_source": "yandex", "referrer_host": "yandex.ru"}	other	grey	20	\N	0123456789ab	[]	\N	{}
01a20ca1-3060-703d-87f3-9f8317fbdb19	cargo	ru	2026-11-24 08:17:00+00	2026-11-26 03:02:09.696814+00	01a20ca1-3060-703d-87f3-9f8317fbdb19	f	t	\\xd029fa3a95e174a19934857f535eb9427d967218a36ea014b70ad704bc6c8d1c	\N	[{"kind":"phone","value":"+79120483059","field":"phone","extension":null}]	{"name": "Инна", "cargo": "мебель", "weight_kg": 700, "from": "Пермь", "to": "Рязань", "ready_on": "2026-11-28"}	[]	\N	\N	203.0.113.7	\N	{"city": "Kazan", "region": "Tatarstan", "country": "RU"}	{"utm_medium": "cpc", "utm_source": "vk"}	other	grey	20	\N	0123456789ab	[]	\N	{}
01a20cc8-8e80-703e-844f-683a84163b35	cargo	ru	2026-11-24 09:00:00+00	2026-11-26 03:02:09.696814+00	01a1f8ac-8be0-701f-8c16-a5320fa47553	t	t	\\x81b8a03f97e8787c53fe1a86bda042b6f0de9b0ec9c09357e107c99ba4d6948a	\N	[{"kind":"phone","value":"+79120245489","field":"phone","extension":null}]	{"name": "Инна", "cargo": "мороженое", "weight_kg": 500, "from": "Пермь", "to": "Кунгур", "ready_on": "2026-11-28"}	[]	\N	\N	203.0.113.7	\N	{"country": "RU"}	{"referrer_host": "google.com"}	unfit	brown	90	frozen goods need special equipment	0123456789ab	[{"field": "cargo", "matched": "морожен"}]	cargo has "морожен"	{}
01a20cd8-1ee0-703f-803a-fdbd66e7929b	cargo	ru	2026-11-24 09:17:00+00	2026-11-26 03:02:09.696814+00	01a20cd8-1ee0-703f-803a-fdbd66e7929b	f	t	\\xda4ea2a5506f2693eae190d9360a1f31793c98a1adade51d93533a6f520ace1c	\N	[{"kind":"phone","value":"+79120498897","field":"phone","extension":null}]	{"name": "Раиса", "cargo": "картофель", "weight_kg": 300, "from": "деревня Петрово", "to": "райцентр"}	[]	\N	\N	203.0.113.7	\N	{"country": "RU"}	{"utm_medium": "email", "utm_source": "newsletter"}	low-margin	green	30	light, from a village, not far	0123456789ab	[{"field": "weight_kg", "value": 300}, {"field": "from", "matched": "деревня"}, {"not": true, "field": "to", "value": ""}]	weight_kg is 300; from has "деревня"; to does not match	{}
01a20cff-7d00-7040-8ea5-d2f1c4608232	cargo	ru	2026-11-24 10:00:00+00	2026-11-26 03:02:09.696814+00	01a20cff-7d00-7040-8ea5-d2f1c4608232	f	t	\\xa68b412c4282555f15546cf6e1fc42893b7e07f271557ceb021821098dd66c1b	\N	[{"kind":"phone","value":"+79120506816","field":"phone","extension":null}]	{"name": "Семён", "cargo": "станки", "weight_kg": 12000, "from": "Пермь", "to": "Хабаровск", "ready_on": "2026-11-28"}	[]	\N	\N	203.0.113.7	\N	{"city": "Perm", "region": "Perm Krai", "country": "RU"}	{}	high-margin	red	10	far city, heavy, this week	0123456789ab	[{"field": "to", "matched": "Хабаровск"}, {"field": "weight_kg", "value": 12000}]	to has "Хабаровск"; weight_kg is 12000	{}
01a20d0f-0d60-7041-8fc4-90ca45c00b12	cargo	ru	2026-11-24 10:17:00+00	2026-11-26 03:02:09.696814+00	01a20d0f-0d60-7041-8fc4-90ca45c00b12	f	t	\\x108c995b953c8a35561103e2014cf828eb654a99e310f87fab94c2f4b7d2a04f	\N	[{"kind":"phone","value":"+79120514735","field":"phone","extension":null}]	{"name": "Яна", "cargo": "мебель", "weight_kg": 700, "from": "Пермь", "to": "Рязань", "ready_on": "2026-11-28"}	[]	\N	\N	203.0.113.7	\N	{"city": "Kazan", "region": "Tatarstan", "country": "RU"}	{"utm_medium": "cpc", "utm_source": "yandex", "referrer_host": "yandex.ru"}	other	grey	20	\N	0123456789ab	[]	\N	{}
01a20d36-6b80-7042-8329-5c76acbf4caa	cargo	ru	2026-11-24 11:00:00+00	2026-11-26 03:02:09.696814+00	01a20d36-6b80-7042-8329-5c76acbf4caa	f	t	\\x3ada92f28b4ceda38562ebf047c6ff05400d4c572352a1142eedfef67d21e662	\N	[{"kind":"phone","value":"+79120522654","field":"phone","extension":null}]	{"name": "Тимур", "cargo": "станки", "weight_kg": 12000, "from": "Пермь", "to": "Хабаровск"}	[]	\N	\N	203.0.113.7	\N	{"city": "Khabarovsk", "region": "Khabarovsk Krai", "country": "RU"}	{"utm_medium": "cpc", "utm_source": "vk"}	high-margin	red	10	far city, heavy, this week	0123456789ab	[{"field": "to", "matched": "Хабаровск"}, {"field": "weight_kg", "value": 12000}]	to has "Хабаровск"; weight_kg is 12000	{}
01a211ee-ea80-7050-8f03-3ab37c30201f	callback	ru	2026-11-25 09:00:00+00	2026-11-26 03:02:09.696814+00	01a211ee-ea80-7050-8f03-3ab37c30201f	f	t	\\x48449a14a4ff7d79bb7a1b6f3d488eba397c36ef25634c111b49baf362511afc	\N	[{"kind":"phone","value":"+79120633520","field":"phone","extension":null}]	{"name": "Пётр"}	[]	\N	\N	203.0.113.7	\N	{"city": "Perm", "region": "Perm Krai", "country": "RU"}	{"utm_medium": "cpc", "utm_source": "yandex", "referrer_host": "yandex.ru"}	other	grey	20	\N	0123456789ab	[]	\N	{}
01a20d45-fbe0-7043-8735-b90b4568125e	cargo	ru	2026-11-24 11:17:00+00	2026-11-26 03:02:09.696814+00	01a20d45-fbe0-7043-8735-b90b4568125e	f	t	\\x49d180ecf56132819571bf39d9b7b342522a2ac6d23c1418d3338251bfe469c8	\N	[{"kind":"phone","value":"+79120530573","field":"phone","extension":null}]	{"name": "Анна", "cargo": "картофель", "weight_kg": 300, "from": "деревня Петрово", "to": "райцентр", "ready_on": "2026-11-28"}	[]	\N	\N	203.0.113.7	\N	{"country": "RU"}	{"referrer_host": "google.com"}	low-margin	green	30	light, from a village, not far	0123456789ab	[{"field": "weight_kg", "value": 300}, {"field": "from", "matched": "деревня"}, {"not": true, "field": "to", "value": ""}]	weight_kg is 300; from has "деревня"; to does not match	{}
01a20d6d-5a00-7044-8a3f-390d88e4c41f	cargo	ru	2026-11-24 12:00:00+00	2026-11-26 03:02:09.696814+00	01a20d6d-5a00-7044-8a3f-390d88e4c41f	f	t	\\xa21855da08cb102d1d217c53dc5824a3a795c1c1a44e971bf01ab9da3a2acbbf	\N	[{"kind":"phone","value":"+79120538492","field":"phone","extension":null}]	{"name": "Борис", "cargo": "мебель", "weight_kg": 700, "from": "Пермь", "to": "Рязань", "ready_on": "2026-11-28"}	[]	\N	\N	203.0.113.7	\N	{"city": "Perm", "region": "Perm Krai", "country": "RU"}	{"utm_medium": "email", "utm_source": "newsletter"}	other	grey	20	\N	0123456789ab	[]	\N	{}
01a20d7c-ea60-7045-814b-fa6bb14875e4	callback	ru	2026-11-24 12:17:00+00	2026-11-26 03:02:09.696814+00	01a20d7c-ea60-7045-814b-fa6bb14875e4	f	t	\\xc75cb66ae28d8ebc6eded002c28a8ba0d06d3a78c6b5cbf9b2ade051f0775ac4	\N	[{"kind":"phone","value":"+79120269246","field":"phone","extension":null}]	{"name": "Семён"}	[]	\N	\N	203.0.113.7	\N	{"city": "Khabarovsk", "region": "Khabarovsk Krai", "country": "RU"}	{}	other	grey	20	\N	0123456789ab	[]	\N	{}
01a20da4-4880-7046-87cb-bc409ec990f1	cargo	ru	2026-11-24 13:00:00+00	2026-11-26 03:02:09.696814+00	01a20da4-4880-7046-87cb-bc409ec990f1	f	t	\\xff5a1ae012afa5d4c889c50ad427aaf545d31a4fac04ffc1c4d03d403ba4250a	\N	[{"kind":"phone","value":"+79120554330","field":"phone","extension":null}]	{"name": "Пётр", "cargo": "трубы", "weight_kg": 20000, "from": "Казань", "to": "Владивосток", "ready_on": "2026-11-28"}	[]	\N	\N	203.0.113.7	\N	{"city": "Khabarovsk", "region": "Khabarovsk Krai", "country": "RU"}	{"utm_medium": "cpc", "utm_source": "yandex", "referrer_host": "yandex.ru"}	high-margin	red	10	far city, heavy, this week	0123456789ab	[{"field": "to", "matched": "Владивосток"}, {"field": "weight_kg", "value": 20000}]	to has "Владивосток"; weight_kg is 20000	{}
01a20db3-d8e0-7047-8e2c-420d928d4bf8	contact	ru	2026-11-24 13:17:00+00	2026-11-26 03:02:09.696814+00	01a20db3-d8e0-7047-8e2c-420d928d4bf8	f	t	\\x7f2253d7e228b22a08bda1f09c516f6fead81df6536eb02fa991a34bb38d9be8	\N	[{"kind":"phone","value":"+79120562249","field":"phone","extension":null}]	{"name": "Инна", "message": "Нужен таможенный брокер на разовую поставку"}	[]	\N	\N	203.0.113.7	\N	{"country": "RU"}	{"utm_medium": "cpc", "utm_source": "vk"}	other	grey	20	\N	0123456789ab	[]	\N	{}
01a20ddb-3700-7048-832b-b90e8976aab5	cargo	ru	2026-11-24 14:00:00+00	2026-11-26 03:02:09.696814+00	01a20ddb-3700-7048-832b-b90e8976aab5	f	t	\\x8722616204217eddb39e7df969e0698aed8e599ba62ed2de1ce49b03ade0fede	\N	[{"kind":"phone","value":"+79120570168","field":"phone","extension":null}]	{"name": "Олег", "cargo": "мебель", "weight_kg": 700, "from": "Пермь", "to": "Рязань"}	[]	\N	\N	203.0.113.7	\N	{"city": "Perm", "region": "Perm Krai", "country": "RU"}	{"referrer_host": "google.com"}	other	grey	20	\N	0123456789ab	[]	\N	{}
01a20dea-c760-7049-8d2d-dea18f00665c	cargo	ru	2026-11-24 14:17:00+00	2026-11-26 03:02:09.696814+00	01a20dea-c760-7049-8d2d-dea18f00665c	f	t	\\x96061e92f58e4bdcdee73df36183fe3ac64747c81c26f6c83aada8d2aabb1864	\N	[{"kind":"phone","value":"+79120578087","field":"phone","extension":null}]	{"name": "Раиса", "cargo": "мороженое", "weight_kg": 500, "from": "Пермь", "to": "Кунгур", "ready_on": "2026-11-28"}	[]	\N	\N	203.0.113.7	\N	{"city": "Kazan", "region": "Tatarstan", "country": "RU"}	{"utm_medium": "email", "utm_source": "newsletter"}	unfit	brown	90	frozen goods need special equipment	0123456789ab	[{"field": "cargo", "matched": "морожен"}]	cargo has "морожен"	{}
01a2114a-1f00-704a-8ad6-1ab143223efb	cargo	ru	2026-11-25 06:00:00+00	2026-11-26 03:02:09.696814+00	01a2114a-1f00-704a-8ad6-1ab143223efb	f	t	\\xeb624dbe56eb6620ae62080c10a273cab73ae8eca98ab17b731446a31c79393a	\N	[{"kind":"phone","value":"+79120586006","field":"phone","extension":null}]	{"name": "Семён", "cargo": "картофель", "weight_kg": 300, "from": "деревня Петрово", "to": "райцентр", "ready_on": "2026-11-29"}	[]	\N	\N	203.0.113.7	\N	{"city": "Khabarovsk", "region": "Khabarovsk Krai", "country": "RU"}	{}	low-margin	green	30	light, from a village, not far	0123456789ab	[{"field": "weight_kg", "value": 300}, {"field": "from", "matched": "деревня"}, {"not": true, "field": "to", "value": ""}]	weight_kg is 300; from has "деревня"; to does not match	{}
01a21159-af60-704b-8d09-bf41544a3365	cargo	ru	2026-11-25 06:17:00+00	2026-11-26 03:02:09.696814+00	01a21159-af60-704b-8d09-bf41544a3365	f	t	\\xf369cb89fc627e668987007d121ed1eacdc01db9e28f8bb26f358b7d8c4f08ac	\N	[{"kind":"phone","value":"+79120593925","field":"phone","extension":null}]	{"name": "Яна", "cargo": "станки", "weight_kg": 12000, "from": "Пермь", "to": "Хабаровск"}	[]	\N	\N	203.0.113.7	\N	{"country": "RU"}	{"utm_medium": "cpc", "utm_source": "yandex", "referrer_host": "yandex.ru"}	high-margin	red	10	far city, heavy, this week	0123456789ab	[{"field": "to", "matched": "Хабаровск"}, {"field": "weight_kg", "value": 12000}]	to has "Хабаровск"; weight_kg is 12000	{}
01a21181-0d80-704c-8fbd-7939d674997c	cargo	ru	2026-11-25 07:00:00+00	2026-11-26 03:02:09.696814+00	01a206fd-6700-7026-8a57-71bce93e200c	t	t	\\xf74efabef12ea619e30b79bddef89cffa9dda494761681ca862cff2871a85980	\N	[{"kind":"phone","value":"+79120300922","field":"phone","extension":null}]	{"name": "Борис", "cargo": "мебель", "weight_kg": 700, "from": "Пермь", "to": "Рязань", "ready_on": "2026-11-29"}	[]	\N	\N	203.0.113.7	\N	{"city": "Khabarovsk", "region": "Khabarovsk Krai", "country": "RU"}	{"utm_medium": "cpc", "utm_source": "vk"}	other	grey	20	\N	0123456789ab	[]	\N	{}
01a21190-9de0-704d-828d-d2c7955ce926	cargo	ru	2026-11-25 07:17:00+00	2026-11-26 03:02:09.696814+00	01a21190-9de0-704d-828d-d2c7955ce926	f	t	\\xa88a7902cb4ef697ba0b6759c50e8c10297ff58f942243de19b984841bfe1f73	\N	[{"kind":"phone","value":"+79120609763","field":"phone","extension":null}]	{"name": "Анна", "cargo": "станки", "weight_kg": 12000, "from": "Пермь", "to": "Хабаровск", "ready_on": "2026-11-29"}	[]	\N	\N	203.0.113.7	\N	{"city": "Kazan", "region": "Tatarstan", "country": "RU"}	{"referrer_host": "google.com"}	high-margin	red	10	far city, heavy, this week	0123456789ab	[{"field": "to", "matched": "Хабаровск"}, {"field": "weight_kg", "value": 12000}]	to has "Хабаровск"; weight_kg is 12000	{}
01a211b7-fc00-704e-835f-4a8d465e6e1e	cargo	ru	2026-11-25 08:00:00+00	2026-11-26 03:02:09.696814+00	01a211b7-fc00-704e-835f-4a8d465e6e1e	f	t	\\x349c41201b62db851192665c504b350ff98c6b45fb62a8a2161f78b6534d8de9	\N	[{"kind":"phone","value":"+79120617682","field":"phone","extension":null}]	{"name": "Борис", "cargo": "картофель", "weight_kg": 300, "from": "деревня Петрово", "to": "райцентр"}	[]	\N	\N	203.0.113.7	\N	{"city": "Khabarovsk", "region": "Khabarovsk Krai", "country": "RU"}	{"utm_medium": "email", "utm_source": "newsletter"}	low-margin	green	30	light, from a village, not far	0123456789ab	[{"field": "weight_kg", "value": 300}, {"field": "from", "matched": "деревня"}, {"not": true, "field": "to", "value": ""}]	weight_kg is 300; from has "деревня"; to does not match	{}
01a211c7-8c60-704f-8d1f-e173d08e9593	cargo	ru	2026-11-25 08:17:00+00	2026-11-26 03:02:09.696814+00	01a211c7-8c60-704f-8d1f-e173d08e9593	f	t	\\x98a3ab7c340e8a033e7b37b6ef9428751581760af67bbab2b9e05d4964a8874a	\N	[{"kind":"phone","value":"+79120625601","field":"phone","extension":null}]	{"name": "Лидия", "cargo": "мебель", "weight_kg": 700, "from": "Пермь", "to": "Рязань", "ready_on": "2026-11-29"}	[]	\N	\N	203.0.113.7	\N	{"country": "RU"}	{}	other	grey	20	\N	0123456789ab	[]	\N	{}
01a211fe-7ae0-7051-843e-c517d68b6edd	cargo	ru	2026-11-25 09:17:00+00	2026-11-26 03:02:09.696814+00	01a211fe-7ae0-7051-843e-c517d68b6edd	f	t	\\x5316ca1c5ddca8e6ceccfce58f3b8540e540ee22f6180fb89492904051b3d531	\N	[{"kind":"phone","value":"+79120641439","field":"phone","extension":null}]	{"name": "Инна", "cargo": "трубы", "weight_kg": 20000, "from": "Казань", "to": "Владивосток"}	[]	\N	\N	203.0.113.7	\N	{"city": "Kazan", "region": "Tatarstan", "country": "RU"}	{"utm_medium": "cpc", "utm_source": "vk"}	high-margin	red	10	far city, heavy, this week	0123456789ab	[{"field": "to", "matched": "Владивосток"}, {"field": "weight_kg", "value": 20000}]	to has "Владивосток"; weight_kg is 20000	{}
01a21225-d900-7052-8977-8d5d219c5080	contact	ru	2026-11-25 10:00:00+00	2026-11-26 03:02:09.696814+00	01a21225-d900-7052-8977-8d5d219c5080	f	t	\\xa46e37632fa6ca51a13fe39a567b3c23b28c2f47d8af6be9bd63e030e214ba38	\N	[{"kind":"phone","value":"+79120649358","field":"phone","extension":null}]	{"name": "Олег", "message": "Нужен таможенный брокер на разовую поставку"}	[]	\N	\N	203.0.113.7	\N	{"city": "Khabarovsk", "region": "Khabarovsk Krai", "country": "RU"}	{"referrer_host": "google.com"}	other	grey	20	\N	0123456789ab	[]	\N	{}
01a21235-6960-7053-8fe9-fc289c3ff0af	cargo	ru	2026-11-25 10:17:00+00	2026-11-26 03:02:09.696814+00	01a21235-6960-7053-8fe9-fc289c3ff0af	f	t	\\xbbb965ab0c80d6538cf2184babad2a564a010376712012bd07b0af92dcd3097d	\N	[{"kind":"phone","value":"+79120324679","field":"phone","extension":null}]	{"name": "Инна", "cargo": "мебель", "weight_kg": 700, "from": "Пермь", "to": "Рязань", "ready_on": "2026-11-29"}	[]	\N	\N	203.0.113.7	\N	{"city": "Kazan", "region": "Tatarstan", "country": "RU"}	{"utm_medium": "email", "utm_source": "newsletter"}	other	grey	20	\N	0123456789ab	[]	\N	{}
01a2125c-c780-7054-868d-30a9594728bc	cargo	ru	2026-11-25 11:00:00+00	2026-11-26 03:02:09.696814+00	01a2125c-c780-7054-868d-30a9594728bc	f	t	\\x44c8031cb036a7350d8b9b8603af662a4b9cdbd2f96e8d5de5af435c9c35da69	\N	[{"kind":"phone","value":"+79120665196","field":"phone","extension":null}]	{"name": "Семён", "cargo": "мороженое", "weight_kg": 500, "from": "Пермь", "to": "Кунгур"}	[]	\N	\N	203.0.113.7	\N	{"city": "Perm", "region": "Perm Krai", "country": "RU"}	{}	unfit	brown	90	frozen goods need special equipment	0123456789ab	[{"field": "cargo", "matched": "морожен"}]	cargo has "морожен"	{}
01a2126c-57e0-7055-83ef-815416f77509	cargo	ru	2026-11-25 11:17:00+00	2026-11-26 03:02:09.696814+00	01a2126c-57e0-7055-83ef-815416f77509	f	t	\\xb4944c6ff08dc6f43da2e9c824669b7d927dd1fa976fadc7b456881f51bf5ccc	\N	[{"kind":"phone","value":"+79120673115","field":"phone","extension":null}]	{"name": "Яна", "cargo": "картофель", "weight_kg": 300, "from": "деревня Петрово", "to": "райцентр", "ready_on": "2026-11-29"}	[]	\N	\N	203.0.113.7	\N	{"city": "Kazan", "region": "Tatarstan", "country": "RU"}	{"utm_medium": "cpc", "utm_source": "yandex", "referrer_host": "yandex.ru"}	low-margin	green	30	light, from a village, not far	0123456789ab	[{"field": "weight_kg", "value": 300}, {"field": "from", "matched": "деревня"}, {"not": true, "field": "to", "value": ""}]	weight_kg is 300; from has "деревня"; to does not match	{}
01a21293-b600-7056-893d-b85ed909c138	cargo	ru	2026-11-25 12:00:00+00	2026-11-26 03:02:09.696814+00	01a21293-b600-7056-893d-b85ed909c138	f	t	\\x434c9b5ae514646bbd91b50032ca579efec8f22bf0b4aac12e65997c418e0dd6	\N	[{"kind":"phone","value":"+79120681034","field":"phone","extension":null}]	{"name": "Тимур", "cargo": "станки", "weight_kg": 12000, "from": "Пермь", "to": "Хабаровск", "ready_on": "2026-11-29"}	[]	\N	\N	203.0.113.7	\N	{"city": "Khabarovsk", "region": "Khabarovsk Krai", "country": "RU"}	{"utm_medium": "cpc", "utm_source": "vk"}	high-margin	red	10	far city, heavy, this week	0123456789ab	[{"field": "to", "matched": "Хабаровск"}, {"field": "weight_kg", "value": 12000}]	to has "Хабаровск"; weight_kg is 12000	{}
01a212a3-4660-7057-8c7e-1249ffc03eb9	cargo	ru	2026-11-25 12:17:00+00	2026-11-26 03:02:09.696814+00	01a212a3-4660-7057-8c7e-1249ffc03eb9	f	t	\\xbdd2d3af3a5a1213497d4f1f7bfcda898274fe9cb5401bbc0190885664708fc2	\N	[{"kind":"phone","value":"+79120688953","field":"phone","extension":null}]	{"name": "Анна", "cargo": "мебель", "weight_kg": 700, "from": "Пермь", "to": "Рязань"}	[]	\N	\N	203.0.113.7	\N	{"country": "RU"}	{"referrer_host": "google.com"}	other	grey	20	\N	0123456789ab	[]	\N	{}
01a212ca-a480-7058-82a3-8a4a9316c49e	cargo	ru	2026-11-25 13:00:00+00	2026-11-26 03:02:09.696814+00	01a212ca-a480-7058-82a3-8a4a9316c49e	f	t	\\x8b940be7fb78aaa6b6567dd7a3987996947460df1c668e698eb92ca77e425349	\N	[{"kind":"phone","value":"+79120696872","field":"phone","extension":null}]	{"name": "Борис", "cargo": "станки", "weight_kg": 12000, "from": "Пермь", "to": "Хабаровск", "ready_on": "2026-11-29"}	[]	\N	\N	203.0.113.7	\N	{"city": "Perm", "region": "Perm Krai", "country": "RU"}	{"utm_medium": "email", "utm_source": "newsletter"}	high-margin	red	10	far city, heavy, this week	0123456789ab	[{"field": "to", "matched": "Хабаровск"}, {"field": "weight_kg", "value": 12000}]	to has "Хабаровск"; weight_kg is 12000	{}
01a212da-34e0-7059-8764-7966b7343c29	cargo	ru	2026-11-25 13:17:00+00	2026-11-26 03:02:09.696814+00	01a212da-34e0-7059-8764-7966b7343c29	f	t	\\xcd70bea023f752a0564abb6ed08d42c1440f2e33e29914e55e0be1595e24f45a	\N	[{"kind":"phone","value":"+79120704791","field":"phone","extension":null}]	{"name": "Лидия", "cargo": "картофель", "weight_kg": 300, "from": "деревня Петрово", "to": "райцентр", "ready_on": "2026-11-29"}	[]	\N	\N	203.0.113.7	\N	{"city": "Kazan", "region": "Tatarstan", "country": "RU"}	{}	low-margin	green	30	light, from a village, not far	0123456789ab	[{"field": "weight_kg", "value": 300}, {"field": "from", "matched": "деревня"}, {"not": true, "field": "to", "value": ""}]	weight_kg is 300; from has "деревня"; to does not match	{}
01a21301-9300-705a-8861-3985ec49eb8f	cargo	ru	2026-11-25 14:00:00+00	2026-11-26 03:02:09.696814+00	01a207b1-c2e0-702d-86c8-349cc7260ae6	t	t	\\x69f59c273b6e669ac32a6dd5e1b2cb63333d8b004f9696447aee2d422ce63763	\N	[{"kind":"phone","value":"+79120356355","field":"phone","extension":null}]	{"name": "Яна", "cargo": "мебель", "weight_kg": 700, "from": "Пермь", "to": "Рязань"}	[]	\N	\N	203.0.113.7	\N	{"city": "Kazan", "region": "Tatarstan", "country": "RU"}	{"utm_medium": "cpc", "utm_source": "yandex", "referrer_host": "yandex.ru"}	other	grey	20	\N	0123456789ab	[]	\N	{}
01a21311-2360-705b-8542-29abfcfa5649	callback	ru	2026-11-25 14:17:00+00	2026-11-26 03:02:09.696814+00	01a21311-2360-705b-8542-29abfcfa5649	f	t	\\x1da51b8d8ff98f6a48f80ae79fe3ca6c26e1abb7b7d125259255d6d2b875ea08	\N	[{"kind":"phone","value":"+79120720629","field":"phone","extension":null}]	{"name": "Инна"}	[]	\N	\N	203.0.113.7	\N	{"country": "RU"}	{"utm_medium": "cpc", "utm_source": "vk"}	other	grey	20	\N	0123456789ab	[]	\N	{}
01a214b9-0700-705c-892c-c227532d17e5	cargo	ru	2026-11-25 22:00:00+00	2026-11-26 03:02:09.696814+00	01a214b9-0700-705c-892c-c227532d17e5	f	t	\\x8241649609f88ccd2a0a5b233a07a538ec313ff6adf695aa44a969dbca39f67d	\N	[{"kind":"phone","value":"+79120728548","field":"phone","extension":null}]	{"name": "Олег", "cargo": "трубы", "weight_kg": 20000, "from": "Казань", "to": "Владивосток", "ready_on": "2026-11-29"}	[]	\N	\N	203.0.113.7	\N	{"city": "Perm", "region": "Perm Krai", "country": "RU"}	{"referrer_host": "google.com"}	high-margin	red	10	far city, heavy, this week	0123456789ab	[{"field": "to", "matched": "Владивосток"}, {"field": "weight_kg", "value": 20000}]	to has "Владивосток"; weight_kg is 20000	{}
01a214c8-9760-705d-898d-ce83da57b039	contact	ru	2026-11-25 22:17:00+00	2026-11-26 03:02:09.696814+00	01a214c8-9760-705d-898d-ce83da57b039	f	t	\\x6e4001871c0cf27c7634ef1dc478408f642410fd3a444e2a88e301f5c4a35a4d	\N	[{"kind":"phone","value":"+79120736467","field":"phone","extension":null}]	{"name": "Раиса", "message": "Нужен таможенный брокер на разовую поставку"}	[]	\N	\N	203.0.113.7	\N	{"city": "Kazan", "region": "Tatarstan", "country": "RU"}	{"utm_medium": "email", "utm_source": "newsletter"}	other	grey	20	\N	0123456789ab	[]	\N	{}
01a214ef-f580-705e-8f4b-9ec30ad9f68f	cargo	ru	2026-11-25 23:00:00+00	2026-11-26 03:02:09.696814+00	01a214ef-f580-705e-8f4b-9ec30ad9f68f	f	t	\\xe3d6c4d4599e00882384ca981ee287ed961fa5f3828e2adb5e9ea890ab0d0525	\N	[{"kind":"phone","value":"+79120744386","field":"phone","extension":null}]	{"name": "Семён", "cargo": "мебель", "weight_kg": 700, "from": "Пермь", "to": "Рязань", "ready_on": "2026-11-29"}	[]	\N	\N	203.0.113.7	\N	{"city": "Khabarovsk", "region": "Khabarovsk Krai", "country": "RU"}	{}	other	grey	20	\N	0123456789ab	[]	\N	{}
01a214ff-85e0-705f-8812-b4ba287f5ee0	cargo	ru	2026-11-25 23:17:00+00	2026-11-26 03:02:09.696814+00	01a214ff-85e0-705f-8812-b4ba287f5ee0	f	t	\\xad48ff99415b2f007dc35b7eb553fd1eb35ebfa2f2f308acd9488eeb86f71fa8	\N	[{"kind":"phone","value":"+79120752305","field":"phone","extension":null}]	{"name": "Яна", "cargo": "мороженое", "weight_kg": 500, "from": "Пермь", "to": "Кунгур", "ready_on": "2026-11-29"}	[]	\N	\N	203.0.113.7	\N	{"country": "RU"}	{"utm_medium": "cpc", "utm_source": "yandex", "referrer_host": "yandex.ru"}	unfit	brown	90	frozen goods need special equipment	0123456789ab	[{"field": "cargo", "matched": "морожен"}]	cargo has "морожен"	{}
01a21526-e400-7060-8266-57d5ff9020d2	cargo	ru	2026-11-26 00:00:00+00	2026-11-26 03:02:09.696814+00	01a21526-e400-7060-8266-57d5ff9020d2	f	t	\\x7b1a278f5abe8e9da907fc9c29dfd432d60dc76e17b0fabab659d2a508bc65c4	\N	[{"kind":"phone","value":"+79120760224","field":"phone","extension":null}]	{"name": "Тимур", "cargo": "картофель", "weight_kg": 300, "from": "деревня Петрово", "to": "райцентр"}	[]	\N	\N	203.0.113.7	\N	{"city": "Perm", "region": "Perm Krai", "country": "RU"}	{"utm_medium": "cpc", "utm_source": "vk"}	low-margin	green	30	light, from a village, not far	0123456789ab	[{"field": "weight_kg", "value": 300}, {"field": "from", "matched": "деревня"}, {"not": true, "field": "to", "value": ""}]	weight_kg is 300; from has "деревня"; to does not match	{}
01a21536-7460-7061-8e2e-f524fbf3d9fe	cargo	ru	2026-11-26 00:17:00+00	2026-11-26 03:02:09.696814+00	01a21536-7460-7061-8e2e-f524fbf3d9fe	f	t	\\xd6d824abba4afde81129c71dea75b8100e96338da5f416d2f69088f1960cb091	\N	[{"kind":"phone","value":"+79120380112","field":"phone","extension":null}]	{"name": "Борис", "cargo": "станки", "weight_kg": 12000, "from": "Пермь", "to": "Хабаровск", "ready_on": "2026-11-30"}	[]	\N	\N	203.0.113.7	\N	{"city": "Perm", "region": "Perm Krai", "country": "RU"}	{"referrer_host": "google.com"}	high-margin	red	10	far city, heavy, this week	0123456789ab	[{"field": "to", "matched": "Хабаровск"}, {"field": "weight_kg", "value": 12000}]	to has "Хабаровск"; weight_kg is 12000	{}
01a2155d-d280-7062-8ed3-d2c21991e3be	cargo	ru	2026-11-26 01:00:00+00	2026-11-26 03:02:09.696814+00	01a2155d-d280-7062-8ed3-d2c21991e3be	f	t	\\x29db0c6782dbd5000559ef4d9e953e300e2b479eed26d887ef3f92b921c06a67	\N	[{"kind":"phone","value":"+79120776062","field":"phone","extension":null}]	{"name": "Борис", "cargo": "мебель", "weight_kg": 700, "from": "Пермь", "to": "Рязань", "ready_on": "2026-11-30"}	[]	\N	\N	203.0.113.7	\N	{"city": "Khabarovsk", "region": "Khabarovsk Krai", "country": "RU"}	{"utm_medium": "email", "utm_source": "newsletter"}	other	grey	20	\N	0123456789ab	[]	\N	{}
01a2156d-62e0-7063-8ac6-27ab1ccbdb62	cargo	ru	2026-11-26 01:17:00+00	2026-11-26 03:02:09.696814+00	01a2156d-62e0-7063-8ac6-27ab1ccbdb62	f	t	\\x8c1f1046219ddd216a023f792356ddf127fce372a72ec9b4cdac989ee5b0b455	\N	[{"kind":"phone","value":"+79120783981","field":"phone","extension":null}]	{"name": "Лидия", "cargo": "станки", "weight_kg": 12000, "from": "Пермь", "to": "Хабаровск"}	[]	\N	\N	203.0.113.7	\N	{"country": "RU"}	{}	high-margin	red	10	far city, heavy, this week	0123456789ab	[{"field": "to", "matched": "Хабаровск"}, {"field": "weight_kg", "value": 12000}]	to has "Хабаровск"; weight_kg is 12000	{}
01a21594-c100-7064-8f89-9139df5e1059	cargo	ru	2026-11-26 02:00:00+00	2026-11-26 03:02:09.696814+00	01a21594-c100-7064-8f89-9139df5e1059	f	t	\\xad57366865126e55649ecb23ae1d48887544976efea46a48eb5d85a6eeb4d306	\N	[{"kind":"phone","value":"+79120791900","field":"phone","extension":null}]	{"name": "Пётр", "cargo": "картофель", "weight_kg": 300, "from": "деревня Петрово", "to": "райцентр", "ready_on": "2026-11-30"}	[]	\N	\N	203.0.113.7	\N	{"city": "Perm", "region": "Perm Krai", "country": "RU"}	{"utm_medium": "cpc", "utm_source": "yandex", "referrer_host": "yandex.ru"}	low-margin	green	30	light, from a village, not far	0123456789ab	[{"field": "weight_kg", "value": 300}, {"field": "from", "matched": "деревня"}, {"not": true, "field": "to", "value": ""}]	weight_kg is 300; from has "деревня"; to does not match	{}
01a215a4-5160-7065-838b-3eff8baf5662	cargo	ru	2026-11-26 02:17:00+00	2026-11-26 03:02:09.696814+00	01a215a4-5160-7065-838b-3eff8baf5662	f	t	\\x16dc368a89b428b2485484313ba67a3912ca03f2b2b42429174a4f8b3dc84e44	\N	[{"kind":"phone","value":"+79120799819","field":"phone","extension":null}]	{"name": "Инна", "cargo": "мебель", "weight_kg": 700, "from": "Пермь", "to": "Рязань", "ready_on": "2026-11-30"}	[]	\N	\N	203.0.113.7	\N	{"city": "Kazan", "region": "Tatarstan", "country": "RU"}	{"utm_medium": "cpc", "utm_source": "vk"}	other	grey	20	\N	0123456789ab	[]	\N	{}
\.


--
-- Data for Name: lead_event; Type: TABLE DATA; Schema: intake; Owner: firstline_owner
--

COPY intake.lead_event (lead, step, at, who, what, reason, note, details) FROM stdin;
01a1f1f6-1a00-7000-8cfc-d208495d565e	1	2026-11-19 04:01:37+00	postgres	received	\N	\N	\N
01a1f205-aa60-7001-8c4c-a4238a0b9238	1	2026-11-19 04:01:37+00	postgres	received	\N	\N	\N
01a1f263-f700-7002-8c81-e728d9d4c2f6	1	2026-11-19 06:01:37+00	postgres	received	\N	\N	\N
01a1f273-8760-7003-8ecc-bc87e4b5ce2f	1	2026-11-19 06:01:37+00	postgres	received	\N	\N	\N
01a1f1f6-1a00-7000-8cfc-d208495d565e	2	2026-11-19 06:10:14+00	olga	claimed	\N	\N	\N
01a1f1f6-1a00-7000-8cfc-d208495d565e	3	2026-11-19 06:11:51+00	olga	attempted	talked	\N	\N
01a1f1f6-1a00-7000-8cfc-d208495d565e	4	2026-11-19 06:13:28+00	olga	staged	\N	\N	{"to": "price"}
01a1f1f6-1a00-7000-8cfc-d208495d565e	5	2026-11-19 06:15:05+00	olga	answered	\N	\N	{"field": "ready_on", "value": "2026-12-01"}
01a1f1f6-1a00-7000-8cfc-d208495d565e	6	2026-11-19 06:08:22+00	olga	answered	\N	\N	{"field": "price_floor", "value": "180000"}
01a1f1f6-1a00-7000-8cfc-d208495d565e	7	2026-11-19 06:09:59+00	olga	handed_over	general	\N	{"deal": 1, "team": "general", "asked": 8, "known": 8}
01a1f263-f700-7002-8c81-e728d9d4c2f6	2	2026-11-19 06:17:14+00	pavel	claimed	\N	\N	\N
01a1f263-f700-7002-8c81-e728d9d4c2f6	3	2026-11-19 06:18:51+00	pavel	attempted	talked	\N	\N
01a1f263-f700-7002-8c81-e728d9d4c2f6	4	2026-11-19 06:20:28+00	pavel	staged	\N	\N	{"to": "price"}
01a1f263-f700-7002-8c81-e728d9d4c2f6	5	2026-11-19 06:22:05+00	pavel	answered	\N	\N	{"field": "ready_on", "value": "2026-12-01"}
01a1f263-f700-7002-8c81-e728d9d4c2f6	6	2026-11-19 06:15:22+00	pavel	answered	\N	\N	{"field": "price_floor", "value": "9000"}
01a1f263-f700-7002-8c81-e728d9d4c2f6	7	2026-11-19 06:16:59+00	pavel	handed_over	general	\N	{"deal": 1, "team": "general", "asked": 8, "known": 8}
01a1f273-8760-7003-8ecc-bc87e4b5ce2f	2	2026-11-19 06:24:14+00	olga	claimed	\N	\N	\N
01a1f273-8760-7003-8ecc-bc87e4b5ce2f	3	2026-11-19 06:25:51+00	olga	attempted	no_answer	\N	\N
01a1f273-8760-7003-8ecc-bc87e4b5ce2f	4	2026-11-19 06:27:28+00	olga	postponed	no_answer	\N	{"not_before": "2026-11-26T23:02:09.696814+00:00"}
01a1f29a-e580-7004-8a87-ff679a2f3e71	1	2026-11-19 07:01:37+00	postgres	received	\N	\N	\N
01a1f2aa-75e0-7005-8e4d-a3b7fbbce234	1	2026-11-19 07:01:37+00	postgres	received	\N	\N	\N
01a1f29a-e580-7004-8a87-ff679a2f3e71	2	2026-11-19 07:31:14+00	olga	claimed	\N	\N	\N
01a1f29a-e580-7004-8a87-ff679a2f3e71	3	2026-11-19 07:32:51+00	olga	attempted	talked	\N	\N
01a1f29a-e580-7004-8a87-ff679a2f3e71	4	2026-11-19 07:34:28+00	olga	refused	price_floor	\N	{"team": "general", "asked": 8, "known": 7}
01a1f2aa-75e0-7005-8e4d-a3b7fbbce234	2	2026-11-19 07:38:14+00	pavel	claimed	\N	\N	\N
01a1f2aa-75e0-7005-8e4d-a3b7fbbce234	3	2026-11-19 07:39:51+00	pavel	attempted	talked	\N	\N
01a1f2aa-75e0-7005-8e4d-a3b7fbbce234	4	2026-11-19 07:41:28+00	pavel	spam	advertising	\N	\N
01a1f205-aa60-7001-8c4c-a4238a0b9238	2	2026-11-19 07:45:14+00	olga	claimed	\N	\N	\N
01a1f205-aa60-7001-8c4c-a4238a0b9238	3	2026-11-19 07:46:51+00	olga	attempted	talked	\N	\N
01a1f205-aa60-7001-8c4c-a4238a0b9238	4	2026-11-19 07:48:28+00	olga	staged	\N	\N	{"to": "price"}
01a1f205-aa60-7001-8c4c-a4238a0b9238	5	2026-11-19 07:50:05+00	olga	answered	\N	\N	{"field": "ready_on", "value": "2026-12-01"}
01a1f205-aa60-7001-8c4c-a4238a0b9238	6	2026-11-19 07:43:22+00	olga	answered	\N	\N	{"field": "price_floor", "value": "9000"}
01a1f205-aa60-7001-8c4c-a4238a0b9238	7	2026-11-19 07:44:59+00	olga	handed_over	general	\N	{"deal": 1, "team": "general", "asked": 8, "known": 8}
01a1f1f6-1a00-7000-8cfc-d208495d565e	8	2026-11-19 07:46:36+00	gleb	deal_taken	\N	\N	{"deal": 1}
01a1f1f6-1a00-7000-8cfc-d208495d565e	9	2026-11-19 07:48:13+00	gleb	deal_staged	\N	\N	{"to": "offer", "deal": 1, "from": "new"}
01a1f1f6-1a00-7000-8cfc-d208495d565e	10	2026-11-19 07:49:50+00	gleb	lost	price	\N	{"deal": 1}
01a1f2d1-d400-7006-8167-9091c5a880fa	1	2026-11-19 08:01:37+00	postgres	received	\N	\N	\N
01a1f2e1-6460-7007-88f1-4e45fceea167	1	2026-11-19 08:01:37+00	postgres	received	\N	\N	\N
01a1f273-8760-7003-8ecc-bc87e4b5ce2f	5	2026-11-19 08:12:05+00	olga	due	\N	\N	\N
01a1f2d1-d400-7006-8167-9091c5a880fa	2	2026-11-19 08:07:14+00	olga	claimed	\N	\N	\N
01a1f2d1-d400-7006-8167-9091c5a880fa	3	2026-11-19 08:08:51+00	olga	released	too_early_there	\N	\N
01a1f2d1-d400-7006-8167-9091c5a880fa	4	2026-11-19 08:17:28+00	pavel	claimed	\N	\N	\N
01a1f2d1-d400-7006-8167-9091c5a880fa	5	2026-11-19 08:19:05+00	pavel	attempted	no_answer	\N	\N
01a1f2d1-d400-7006-8167-9091c5a880fa	6	2026-11-19 08:12:22+00	pavel	postponed	no_answer	\N	{"not_before": "2026-11-26T23:02:09.696814+00:00"}
01a1f273-8760-7003-8ecc-bc87e4b5ce2f	6	2026-11-19 08:19:22+00	olga	claimed	\N	\N	\N
01a1f273-8760-7003-8ecc-bc87e4b5ce2f	7	2026-11-19 08:20:59+00	olga	attempted	talked	\N	\N
01a1f273-8760-7003-8ecc-bc87e4b5ce2f	8	2026-11-19 08:22:36+00	olga	answered	\N	\N	{"field": "interest", "value": "таможня"}
01a1f273-8760-7003-8ecc-bc87e4b5ce2f	9	2026-11-19 08:24:13+00	olga	answered	\N	\N	{"field": "acts_for", "value": "компания"}
01a1f273-8760-7003-8ecc-bc87e4b5ce2f	10	2026-11-19 08:25:50+00	olga	handed_over	services	просил письмо с условиями	{"deal": 1, "team": "services", "asked": 4, "known": 4}
01a1f89c-fb80-701e-8341-73cb38f07f89	2	2026-11-20 11:41:14+00	pavel	claimed	\N	\N	\N
01a1f263-f700-7002-8c81-e728d9d4c2f6	8	2026-11-19 08:22:36+00	gleb	deal_taken	\N	\N	{"deal": 1}
01a1f263-f700-7002-8c81-e728d9d4c2f6	9	2026-11-19 08:24:13+00	gleb	deal_staged	\N	\N	{"to": "offer", "deal": 1, "from": "new"}
01a1f308-c280-7008-8c9f-0f895fb98ab9	1	2026-11-19 09:01:37+00	postgres	received	\N	\N	\N
01a1f318-52e0-7009-845c-48cce2e2d7fb	1	2026-11-19 09:01:37+00	postgres	received	\N	\N	\N
01a1f318-52e0-7009-845c-48cce2e2d7fb	2	2026-11-19 09:28:14+00	olga	claimed	\N	\N	\N
01a1f318-52e0-7009-845c-48cce2e2d7fb	3	2026-11-19 09:29:51+00	olga	attempted	talked	\N	\N
01a1f318-52e0-7009-845c-48cce2e2d7fb	4	2026-11-19 09:31:28+00	olga	staged	\N	\N	{"to": "price"}
01a1f318-52e0-7009-845c-48cce2e2d7fb	5	2026-11-19 09:33:05+00	olga	answered	\N	\N	{"field": "ready_on", "value": "2026-12-01"}
01a1f318-52e0-7009-845c-48cce2e2d7fb	6	2026-11-19 09:26:22+00	olga	answered	\N	\N	{"field": "price_floor", "value": "180000"}
01a1f318-52e0-7009-845c-48cce2e2d7fb	7	2026-11-19 09:27:59+00	olga	handed_over	general	\N	{"deal": 1, "team": "general", "asked": 8, "known": 8}
01a1f308-c280-7008-8c9f-0f895fb98ab9	2	2026-11-19 09:35:14+00	pavel	claimed	\N	\N	\N
01a1f308-c280-7008-8c9f-0f895fb98ab9	3	2026-11-19 09:36:51+00	pavel	attempted	talked	\N	\N
01a1f308-c280-7008-8c9f-0f895fb98ab9	4	2026-11-19 09:38:28+00	pavel	staged	\N	\N	{"to": "price"}
01a1f308-c280-7008-8c9f-0f895fb98ab9	5	2026-11-19 09:40:05+00	pavel	answered	\N	\N	{"field": "ready_on", "value": "2026-12-01"}
01a1f308-c280-7008-8c9f-0f895fb98ab9	6	2026-11-19 09:33:22+00	pavel	answered	\N	\N	{"field": "price_floor", "value": "9000"}
01a1f308-c280-7008-8c9f-0f895fb98ab9	7	2026-11-19 09:34:59+00	pavel	handed_over	general	\N	{"deal": 1, "team": "general", "asked": 8, "known": 8}
01a1f2e1-6460-7007-88f1-4e45fceea167	2	2026-11-19 09:42:14+00	olga	claimed	\N	\N	\N
01a1f2e1-6460-7007-88f1-4e45fceea167	3	2026-11-19 09:43:51+00	olga	attempted	talked	\N	\N
01a1f2e1-6460-7007-88f1-4e45fceea167	4	2026-11-19 09:45:28+00	olga	redirected	special_equipment	\N	{"team": "general", "asked": 8, "known": 7, "pointed_to": "Хладотранс, 200-00-00"}
01a1f273-8760-7003-8ecc-bc87e4b5ce2f	11	2026-11-19 09:40:07+00	vera	deal_taken	\N	\N	{"deal": 1}
01a1f273-8760-7003-8ecc-bc87e4b5ce2f	12	2026-11-19 09:41:44+00	vera	deal_staged	\N	\N	{"to": "offer", "deal": 1, "from": "new"}
01a1f205-aa60-7001-8c4c-a4238a0b9238	8	2026-11-19 09:43:36+00	gleb	deal_taken	\N	\N	{"deal": 1}
01a1f205-aa60-7001-8c4c-a4238a0b9238	9	2026-11-19 09:45:13+00	gleb	deal_staged	\N	\N	{"to": "offer", "deal": 1, "from": "new"}
01a1f33f-b100-700a-8d3d-9446802a4425	1	2026-11-19 10:01:37+00	postgres	received	\N	\N	\N
01a1f34f-4160-700b-8651-2bd43d9caa6e	1	2026-11-19 10:01:37+00	postgres	received	\N	\N	\N
01a1f34f-4160-700b-8651-2bd43d9caa6e	2	2026-11-19 10:04:14+00	olga	claimed	\N	\N	\N
01a1f34f-4160-700b-8651-2bd43d9caa6e	3	2026-11-19 10:05:51+00	olga	attempted	no_answer	\N	\N
01a1f34f-4160-700b-8651-2bd43d9caa6e	4	2026-11-19 10:07:28+00	olga	postponed	no_answer	\N	{"not_before": "2026-11-26T23:02:09.696814+00:00"}
01a1f33f-b100-700a-8d3d-9446802a4425	2	2026-11-19 10:11:14+00	pavel	claimed	\N	\N	\N
01a1f33f-b100-700a-8d3d-9446802a4425	3	2026-11-19 10:12:51+00	pavel	attempted	talked	\N	\N
01a1f33f-b100-700a-8d3d-9446802a4425	4	2026-11-19 10:14:28+00	pavel	staged	\N	\N	{"to": "price"}
01a1f33f-b100-700a-8d3d-9446802a4425	5	2026-11-19 10:16:05+00	pavel	answered	\N	\N	{"field": "ready_on", "value": "2026-12-01"}
01a1f33f-b100-700a-8d3d-9446802a4425	6	2026-11-19 10:09:22+00	pavel	answered	\N	\N	{"field": "price_floor", "value": "9000"}
01a1f33f-b100-700a-8d3d-9446802a4425	7	2026-11-19 10:10:59+00	pavel	handed_over	general	\N	{"deal": 1, "team": "general", "asked": 8, "known": 8}
01a1f263-f700-7002-8c81-e728d9d4c2f6	10	2026-11-19 10:22:50+00	gleb	lost	price	\N	{"deal": 1}
01a1f205-aa60-7001-8c4c-a4238a0b9238	10	2026-11-19 10:22:50+00	gleb	won	speed	\N	{"deal": 1, "amount": 12000, "margin": 1500}
01a1f376-9f80-700c-8c20-ad4d76fe9775	1	2026-11-19 11:01:37+00	postgres	received	\N	\N	\N
01a1f386-2fe0-700d-8c51-ce410c124a10	1	2026-11-19 11:01:37+00	postgres	received	\N	\N	\N
01a1f386-2fe0-700d-8c51-ce410c124a10	2	2026-11-19 11:25:14+00	olga	claimed	\N	\N	\N
01a1f386-2fe0-700d-8c51-ce410c124a10	3	2026-11-19 11:26:51+00	olga	attempted	talked	\N	\N
01a1f386-2fe0-700d-8c51-ce410c124a10	4	2026-11-19 11:28:28+00	olga	refused	price_floor	\N	{"team": "general", "asked": 8, "known": 7}
01a1f376-9f80-700c-8c20-ad4d76fe9775	2	2026-11-19 11:32:14+00	pavel	claimed	\N	\N	\N
01a1f376-9f80-700c-8c20-ad4d76fe9775	3	2026-11-19 11:33:51+00	pavel	attempted	talked	\N	\N
01a1f376-9f80-700c-8c20-ad4d76fe9775	4	2026-11-19 11:35:28+00	pavel	staged	\N	\N	{"to": "price"}
01a1f376-9f80-700c-8c20-ad4d76fe9775	5	2026-11-19 11:37:05+00	pavel	answered	\N	\N	{"field": "ready_on", "value": "2026-12-01"}
01a1f376-9f80-700c-8c20-ad4d76fe9775	6	2026-11-19 11:30:22+00	pavel	answered	\N	\N	{"field": "price_floor", "value": "9000"}
01a1f376-9f80-700c-8c20-ad4d76fe9775	7	2026-11-19 11:31:59+00	pavel	handed_over	general	\N	{"deal": 1, "team": "general", "asked": 8, "known": 8}
01a1f318-52e0-7009-845c-48cce2e2d7fb	8	2026-11-19 11:40:36+00	gleb	deal_taken	\N	\N	{"deal": 1}
01a1f318-52e0-7009-845c-48cce2e2d7fb	9	2026-11-19 11:42:13+00	gleb	deal_staged	\N	\N	{"to": "offer", "deal": 1, "from": "new"}
01a1f318-52e0-7009-845c-48cce2e2d7fb	10	2026-11-19 11:43:50+00	gleb	lost	competitor	\N	{"deal": 1}
01a1f3ad-8e00-700e-8aab-3238922bcc25	1	2026-11-19 12:01:37+00	postgres	received	\N	\N	\N
01a1f3bd-1e60-700f-89bf-31c7ff062936	1	2026-11-19 12:01:37+00	postgres	received	\N	\N	\N
01a1f3bd-1e60-700f-89bf-31c7ff062936	2	2026-11-19 12:46:14+00	olga	claimed	\N	\N	\N
01a1f3bd-1e60-700f-89bf-31c7ff062936	3	2026-11-19 12:47:51+00	olga	attempted	talked	\N	\N
01a1f3bd-1e60-700f-89bf-31c7ff062936	4	2026-11-19 12:49:28+00	olga	staged	\N	\N	{"to": "price"}
01a1f3bd-1e60-700f-89bf-31c7ff062936	5	2026-11-19 12:51:05+00	olga	answered	\N	\N	{"field": "ready_on", "value": "2026-12-01"}
01a1f3bd-1e60-700f-89bf-31c7ff062936	6	2026-11-19 12:44:22+00	olga	answered	\N	\N	{"field": "price_floor", "value": "180000"}
01a1f3bd-1e60-700f-89bf-31c7ff062936	7	2026-11-19 12:45:59+00	olga	handed_over	general	\N	{"deal": 1, "team": "general", "asked": 8, "known": 8}
01a1f3ad-8e00-700e-8aab-3238922bcc25	2	2026-11-19 12:08:14+00	pavel	claimed	\N	\N	\N
01a1f3ad-8e00-700e-8aab-3238922bcc25	3	2026-11-19 12:09:51+00	pavel	attempted	talked	\N	\N
01a1f3ad-8e00-700e-8aab-3238922bcc25	4	2026-11-19 12:11:28+00	pavel	answered	\N	\N	{"field": "interest", "value": "таможня"}
01a1f3ad-8e00-700e-8aab-3238922bcc25	5	2026-11-19 12:13:05+00	pavel	answered	\N	\N	{"field": "acts_for", "value": "компания"}
01a1f3ad-8e00-700e-8aab-3238922bcc25	6	2026-11-19 12:06:22+00	pavel	handed_over	services	просил письмо с условиями	{"deal": 1, "team": "services", "asked": 4, "known": 4}
01a1f308-c280-7008-8c9f-0f895fb98ab9	8	2026-11-19 12:16:36+00	gleb	deal_taken	\N	\N	{"deal": 1}
01a1f308-c280-7008-8c9f-0f895fb98ab9	9	2026-11-19 12:18:13+00	gleb	deal_staged	\N	\N	{"to": "offer", "deal": 1, "from": "new"}
01a1f3e4-7c80-7010-8c74-d97b01eae257	1	2026-11-19 13:01:37+00	postgres	received	\N	\N	\N
01a1f3f4-0ce0-7011-870e-fdf2ec9b0860	1	2026-11-19 13:01:37+00	postgres	received	\N	\N	\N
01a1f3e4-7c80-7010-8c74-d97b01eae257	2	2026-11-19 13:22:14+00	olga	claimed	\N	\N	\N
01a1f3e4-7c80-7010-8c74-d97b01eae257	3	2026-11-19 13:23:51+00	olga	attempted	talked	\N	\N
01a1f3e4-7c80-7010-8c74-d97b01eae257	4	2026-11-19 13:25:28+00	olga	answered	\N	\N	{"field": "interest", "value": "таможня"}
01a1f3e4-7c80-7010-8c74-d97b01eae257	5	2026-11-19 13:27:05+00	olga	answered	\N	\N	{"field": "acts_for", "value": "компания"}
01a1f3e4-7c80-7010-8c74-d97b01eae257	6	2026-11-19 13:20:22+00	olga	handed_over	services	просил письмо с условиями	{"deal": 1, "team": "services", "asked": 4, "known": 4}
01a1f3f4-0ce0-7011-870e-fdf2ec9b0860	2	2026-11-19 13:29:14+00	pavel	claimed	\N	\N	\N
01a1f3f4-0ce0-7011-870e-fdf2ec9b0860	3	2026-11-19 13:30:51+00	pavel	attempted	no_answer	\N	\N
01a1f3f4-0ce0-7011-870e-fdf2ec9b0860	4	2026-11-19 13:32:28+00	pavel	postponed	no_answer	\N	{"not_before": "2026-11-26T23:02:09.696814+00:00"}
01a1f3ad-8e00-700e-8aab-3238922bcc25	7	2026-11-19 13:35:59+00	vera	deal_taken	\N	\N	{"deal": 1}
01a1f3ad-8e00-700e-8aab-3238922bcc25	8	2026-11-19 13:37:36+00	vera	deal_staged	\N	\N	{"to": "offer", "deal": 1, "from": "new"}
01a1f33f-b100-700a-8d3d-9446802a4425	8	2026-11-19 13:37:36+00	gleb	deal_taken	\N	\N	{"deal": 1}
01a1f33f-b100-700a-8d3d-9446802a4425	9	2026-11-19 13:39:13+00	gleb	deal_staged	\N	\N	{"to": "offer", "deal": 1, "from": "new"}
01a1f41b-6b00-7012-86f4-922f45568161	1	2026-11-19 14:01:37+00	postgres	received	\N	\N	\N
01a1f42a-fb60-7013-81f0-e3dad9990834	1	2026-11-19 14:01:37+00	postgres	received	\N	\N	\N
01a1f42a-fb60-7013-81f0-e3dad9990834	2	2026-11-19 14:43:14+00	olga	claimed	\N	\N	\N
01a1f42a-fb60-7013-81f0-e3dad9990834	3	2026-11-19 14:44:51+00	olga	attempted	talked	\N	\N
01a1f42a-fb60-7013-81f0-e3dad9990834	4	2026-11-19 14:46:28+00	olga	staged	\N	\N	{"to": "price"}
01a1f42a-fb60-7013-81f0-e3dad9990834	5	2026-11-19 14:48:05+00	olga	answered	\N	\N	{"field": "ready_on", "value": "2026-12-01"}
01a1f42a-fb60-7013-81f0-e3dad9990834	6	2026-11-19 14:41:22+00	olga	answered	\N	\N	{"field": "price_floor", "value": "9000"}
01a1f42a-fb60-7013-81f0-e3dad9990834	7	2026-11-19 14:42:59+00	olga	handed_over	general	\N	{"deal": 1, "team": "general", "asked": 8, "known": 8}
01a1f41b-6b00-7012-86f4-922f45568161	2	2026-11-19 14:05:14+00	pavel	claimed	\N	\N	\N
01a1f41b-6b00-7012-86f4-922f45568161	3	2026-11-19 14:06:51+00	pavel	released	too_early_there	\N	\N
01a1f41b-6b00-7012-86f4-922f45568161	4	2026-11-19 14:15:28+00	olga	claimed	\N	\N	\N
01a1f41b-6b00-7012-86f4-922f45568161	5	2026-11-19 14:17:05+00	olga	attempted	talked	\N	\N
01a1f41b-6b00-7012-86f4-922f45568161	6	2026-11-19 14:10:22+00	olga	refused	special_equipment	\N	{"team": "general", "asked": 8, "known": 6}
01a1f308-c280-7008-8c9f-0f895fb98ab9	10	2026-11-19 14:16:50+00	gleb	lost	silent	\N	{"deal": 1}
01a1f33f-b100-700a-8d3d-9446802a4425	10	2026-11-19 14:16:50+00	gleb	won	speed	\N	{"deal": 1, "amount": 12000, "margin": 1500}
01a1f78a-5300-7014-898f-13708210194c	1	2026-11-20 06:01:37+00	postgres	received	\N	\N	\N
01a1f799-e360-7015-83c5-9dc048e88502	1	2026-11-20 06:01:37+00	postgres	received	\N	\N	\N
01a1f78a-5300-7014-898f-13708210194c	2	2026-11-20 06:19:14+00	olga	claimed	\N	\N	\N
01a1f78a-5300-7014-898f-13708210194c	3	2026-11-20 06:20:51+00	olga	attempted	no_answer	\N	\N
01a1f78a-5300-7014-898f-13708210194c	4	2026-11-20 06:22:28+00	olga	postponed	no_answer	\N	{"not_before": "2026-11-26T23:02:09.696814+00:00"}
01a1f799-e360-7015-83c5-9dc048e88502	2	2026-11-20 06:26:14+00	pavel	claimed	\N	\N	\N
01a1f799-e360-7015-83c5-9dc048e88502	3	2026-11-20 06:27:51+00	pavel	attempted	talked	\N	\N
01a1f799-e360-7015-83c5-9dc048e88502	4	2026-11-20 06:29:28+00	pavel	staged	\N	\N	{"to": "price"}
01a1f799-e360-7015-83c5-9dc048e88502	5	2026-11-20 06:31:05+00	pavel	answered	\N	\N	{"field": "ready_on", "value": "2026-12-01"}
01a1f799-e360-7015-83c5-9dc048e88502	6	2026-11-20 06:24:22+00	pavel	answered	\N	\N	{"field": "price_floor", "value": "9000"}
01a1f799-e360-7015-83c5-9dc048e88502	7	2026-11-20 06:25:59+00	pavel	handed_over	general	\N	{"deal": 1, "team": "general", "asked": 8, "known": 8}
01a1f376-9f80-700c-8c20-ad4d76fe9775	8	2026-11-20 06:34:36+00	gleb	deal_taken	\N	\N	{"deal": 1}
01a1f376-9f80-700c-8c20-ad4d76fe9775	9	2026-11-20 06:36:13+00	gleb	deal_staged	\N	\N	{"to": "offer", "deal": 1, "from": "new"}
01a1f376-9f80-700c-8c20-ad4d76fe9775	10	2026-11-20 06:37:50+00	gleb	lost	price	\N	{"deal": 1}
01a1f7c1-4180-7016-8b6d-767d2f8ed5d2	1	2026-11-20 07:01:37+00	postgres	received	\N	\N	\N
01a1f7d0-d1e0-7017-8376-93cfc748049e	1	2026-11-20 07:01:37+00	postgres	received	\N	\N	\N
01a1f7c1-4180-7016-8b6d-767d2f8ed5d2	2	2026-11-20 07:40:14+00	olga	claimed	\N	\N	\N
01a1f7c1-4180-7016-8b6d-767d2f8ed5d2	3	2026-11-20 07:41:51+00	olga	attempted	talked	\N	\N
01a1f7c1-4180-7016-8b6d-767d2f8ed5d2	4	2026-11-20 07:43:28+00	olga	staged	\N	\N	{"to": "price"}
01a1f7c1-4180-7016-8b6d-767d2f8ed5d2	5	2026-11-20 07:45:05+00	olga	answered	\N	\N	{"field": "ready_on", "value": "2026-12-01"}
01a1f7c1-4180-7016-8b6d-767d2f8ed5d2	6	2026-11-20 07:38:22+00	olga	answered	\N	\N	{"field": "price_floor", "value": "180000"}
01a1f7c1-4180-7016-8b6d-767d2f8ed5d2	7	2026-11-20 07:39:59+00	olga	handed_over	general	\N	{"deal": 1, "team": "general", "asked": 8, "known": 8}
01a1f7d0-d1e0-7017-8376-93cfc748049e	2	2026-11-20 07:47:14+00	pavel	claimed	\N	\N	\N
01a1f7d0-d1e0-7017-8376-93cfc748049e	3	2026-11-20 07:48:51+00	pavel	attempted	talked	\N	\N
01a1f7d0-d1e0-7017-8376-93cfc748049e	4	2026-11-20 07:50:28+00	pavel	refused	price_floor	\N	{"team": "general", "asked": 8, "known": 7}
01a1f3bd-1e60-700f-89bf-31c7ff062936	8	2026-11-20 07:10:36+00	gleb	deal_taken	\N	\N	{"deal": 1}
01a1f3bd-1e60-700f-89bf-31c7ff062936	9	2026-11-20 07:12:13+00	gleb	deal_staged	\N	\N	{"to": "offer", "deal": 1, "from": "new"}
01a1f7f8-3000-7018-81ff-1de774005f8d	1	2026-11-20 08:01:37+00	postgres	received	\N	\N	\N
01a1f807-c060-7019-88e2-96a067a37563	1	2026-11-20 08:01:37+00	postgres	received	\N	\N	\N
01a1f2d1-d400-7006-8167-9091c5a880fa	7	2026-11-20 08:15:59+00	olga	due	\N	\N	\N
01a1f78a-5300-7014-898f-13708210194c	5	2026-11-20 08:21:05+00	olga	due	\N	\N	\N
01a1f34f-4160-700b-8651-2bd43d9caa6e	5	2026-11-20 08:21:05+00	olga	due	\N	\N	\N
01a1f3f4-0ce0-7011-870e-fdf2ec9b0860	5	2026-11-20 08:21:05+00	olga	due	\N	\N	\N
01a1f78a-5300-7014-898f-13708210194c	6	2026-11-20 08:14:22+00	olga	claimed	\N	\N	\N
01a1f78a-5300-7014-898f-13708210194c	7	2026-11-20 08:15:59+00	olga	attempted	talked	\N	\N
01a1f78a-5300-7014-898f-13708210194c	8	2026-11-20 08:17:36+00	olga	staged	\N	\N	{"to": "price"}
01a1f78a-5300-7014-898f-13708210194c	9	2026-11-20 08:19:13+00	olga	answered	\N	\N	{"field": "ready_on", "value": "2026-12-01"}
01a1f78a-5300-7014-898f-13708210194c	10	2026-11-20 08:20:50+00	olga	answered	\N	\N	{"field": "price_floor", "value": "180000"}
01a1f78a-5300-7014-898f-13708210194c	11	2026-11-20 08:14:07+00	olga	handed_over	general	\N	{"deal": 1, "team": "general", "asked": 8, "known": 8}
01a1f2d1-d400-7006-8167-9091c5a880fa	8	2026-11-20 08:24:36+00	pavel	claimed	\N	\N	\N
01a1f2d1-d400-7006-8167-9091c5a880fa	9	2026-11-20 08:26:13+00	pavel	attempted	talked	\N	\N
01a1f2d1-d400-7006-8167-9091c5a880fa	10	2026-11-20 08:27:50+00	pavel	staged	\N	\N	{"to": "price"}
01a1f2d1-d400-7006-8167-9091c5a880fa	11	2026-11-20 08:21:07+00	pavel	answered	\N	\N	{"field": "ready_on", "value": "2026-12-01"}
01a1f2d1-d400-7006-8167-9091c5a880fa	12	2026-11-20 08:22:44+00	pavel	answered	\N	\N	{"field": "price_floor", "value": "9000"}
01a1f2d1-d400-7006-8167-9091c5a880fa	13	2026-11-20 08:24:21+00	pavel	handed_over	general	\N	{"deal": 1, "team": "general", "asked": 8, "known": 8}
01a1f34f-4160-700b-8651-2bd43d9caa6e	6	2026-11-20 08:28:22+00	olga	claimed	\N	\N	\N
01a1f34f-4160-700b-8651-2bd43d9caa6e	7	2026-11-20 08:29:59+00	olga	attempted	talked	\N	\N
01a1f34f-4160-700b-8651-2bd43d9caa6e	8	2026-11-20 08:31:36+00	olga	refused	price_floor	\N	{"team": "general", "asked": 8, "known": 7}
01a1f3e4-7c80-7010-8c74-d97b01eae257	7	2026-11-20 08:29:59+00	vera	deal_taken	\N	\N	{"deal": 1}
01a1f3e4-7c80-7010-8c74-d97b01eae257	8	2026-11-20 08:31:36+00	vera	deal_staged	\N	\N	{"to": "offer", "deal": 1, "from": "new"}
01a1f42a-fb60-7013-81f0-e3dad9990834	8	2026-11-20 08:31:36+00	gleb	deal_taken	\N	\N	{"deal": 1}
01a1f42a-fb60-7013-81f0-e3dad9990834	9	2026-11-20 08:33:13+00	gleb	deal_staged	\N	\N	{"to": "offer", "deal": 1, "from": "new"}
01a1f82f-1e80-701a-84e7-32ced3463d06	1	2026-11-20 09:01:37+00	postgres	received	\N	\N	\N
01a1f83e-aee0-701b-802e-74f10e0327ad	1	2026-11-20 09:01:37+00	postgres	received	\N	\N	\N
01a1f82f-1e80-701a-84e7-32ced3463d06	2	2026-11-20 09:37:14+00	olga	claimed	\N	\N	\N
01a1f82f-1e80-701a-84e7-32ced3463d06	3	2026-11-20 09:38:51+00	olga	attempted	talked	\N	\N
01a1f82f-1e80-701a-84e7-32ced3463d06	4	2026-11-20 09:40:28+00	olga	staged	\N	\N	{"to": "price"}
01a1f82f-1e80-701a-84e7-32ced3463d06	5	2026-11-20 09:42:05+00	olga	answered	\N	\N	{"field": "ready_on", "value": "2026-12-01"}
01a1f82f-1e80-701a-84e7-32ced3463d06	6	2026-11-20 09:35:22+00	olga	answered	\N	\N	{"field": "price_floor", "value": "180000"}
01a1f82f-1e80-701a-84e7-32ced3463d06	7	2026-11-20 09:36:59+00	olga	handed_over	general	\N	{"deal": 1, "team": "general", "asked": 8, "known": 8}
01a1f3f4-0ce0-7011-870e-fdf2ec9b0860	6	2026-11-20 09:42:22+00	pavel	claimed	\N	\N	\N
01a1f3f4-0ce0-7011-870e-fdf2ec9b0860	7	2026-11-20 09:43:59+00	pavel	attempted	no_answer	\N	\N
01a1f3f4-0ce0-7011-870e-fdf2ec9b0860	8	2026-11-20 09:45:36+00	pavel	postponed	no_answer	\N	{"not_before": "2026-11-26T23:02:09.696814+00:00"}
01a1f7f8-3000-7018-81ff-1de774005f8d	2	2026-11-20 09:06:14+00	olga	claimed	\N	\N	\N
01a1f7f8-3000-7018-81ff-1de774005f8d	3	2026-11-20 09:07:51+00	olga	attempted	talked	\N	\N
01a1f7f8-3000-7018-81ff-1de774005f8d	4	2026-11-20 09:09:28+00	olga	staged	\N	\N	{"to": "price"}
01a1f7f8-3000-7018-81ff-1de774005f8d	5	2026-11-20 09:11:05+00	olga	answered	\N	\N	{"field": "ready_on", "value": "2026-12-01"}
01a1f7f8-3000-7018-81ff-1de774005f8d	6	2026-11-20 09:04:22+00	olga	answered	\N	\N	{"field": "price_floor", "value": "9000"}
01a1f7f8-3000-7018-81ff-1de774005f8d	7	2026-11-20 09:05:59+00	olga	handed_over	general	\N	{"deal": 1, "team": "general", "asked": 8, "known": 8}
01a1f3bd-1e60-700f-89bf-31c7ff062936	10	2026-11-20 09:10:50+00	gleb	lost	competitor	\N	{"deal": 1}
01a1f42a-fb60-7013-81f0-e3dad9990834	10	2026-11-20 09:10:50+00	gleb	won	speed	\N	{"deal": 1, "amount": 12000, "margin": 1500}
01a1f866-0d00-701c-833e-75ff09dd601b	1	2026-11-20 10:01:37+00	postgres	received	\N	\N	\N
01a1f875-9d60-701d-86ea-9ab1baa0efb9	1	2026-11-20 10:01:37+00	postgres	received	\N	\N	\N
01a1f807-c060-7019-88e2-96a067a37563	2	2026-11-20 10:13:14+00	olga	claimed	\N	\N	\N
01a1f807-c060-7019-88e2-96a067a37563	3	2026-11-20 10:14:51+00	olga	attempted	talked	\N	\N
01a1f807-c060-7019-88e2-96a067a37563	4	2026-11-20 10:16:28+00	olga	answered	\N	\N	{"field": "interest", "value": "таможня"}
01a1f807-c060-7019-88e2-96a067a37563	5	2026-11-20 10:18:05+00	olga	answered	\N	\N	{"field": "acts_for", "value": "компания"}
01a1f807-c060-7019-88e2-96a067a37563	6	2026-11-20 10:11:22+00	olga	handed_over	services	просил письмо с условиями	{"deal": 1, "team": "services", "asked": 4, "known": 4}
01a1f83e-aee0-701b-802e-74f10e0327ad	2	2026-11-20 10:20:14+00	pavel	claimed	\N	\N	\N
01a1f83e-aee0-701b-802e-74f10e0327ad	3	2026-11-20 10:21:51+00	pavel	attempted	talked	\N	\N
01a1f83e-aee0-701b-802e-74f10e0327ad	4	2026-11-20 10:23:28+00	pavel	answered	\N	\N	{"field": "interest", "value": "таможня"}
01a1f83e-aee0-701b-802e-74f10e0327ad	5	2026-11-20 10:25:05+00	pavel	answered	\N	\N	{"field": "acts_for", "value": "компания"}
01a1f83e-aee0-701b-802e-74f10e0327ad	6	2026-11-20 10:18:22+00	pavel	handed_over	services	просил письмо с условиями	{"deal": 1, "team": "services", "asked": 4, "known": 4}
01a1f866-0d00-701c-833e-75ff09dd601b	2	2026-11-20 10:27:14+00	olga	claimed	\N	\N	\N
01a1f866-0d00-701c-833e-75ff09dd601b	3	2026-11-20 10:28:51+00	olga	attempted	talked	\N	\N
01a1f866-0d00-701c-833e-75ff09dd601b	4	2026-11-20 10:30:28+00	olga	staged	\N	\N	{"to": "price"}
01a1f866-0d00-701c-833e-75ff09dd601b	5	2026-11-20 10:32:05+00	olga	answered	\N	\N	{"field": "ready_on", "value": "2026-12-01"}
01a1f866-0d00-701c-833e-75ff09dd601b	6	2026-11-20 10:25:22+00	olga	answered	\N	\N	{"field": "price_floor", "value": "9000"}
01a1f866-0d00-701c-833e-75ff09dd601b	7	2026-11-20 10:26:59+00	olga	handed_over	general	\N	{"deal": 1, "team": "general", "asked": 8, "known": 8}
01a1f799-e360-7015-83c5-9dc048e88502	8	2026-11-20 10:28:36+00	gleb	deal_taken	\N	\N	{"deal": 1}
01a1f799-e360-7015-83c5-9dc048e88502	9	2026-11-20 10:30:13+00	gleb	deal_staged	\N	\N	{"to": "offer", "deal": 1, "from": "new"}
01a1f799-e360-7015-83c5-9dc048e88502	10	2026-11-20 10:31:50+00	gleb	lost	competitor	\N	{"deal": 1}
01a1f89c-fb80-701e-8341-73cb38f07f89	1	2026-11-20 11:01:37+00	postgres	received	\N	\N	\N
01a1f8ac-8be0-701f-8c16-a5320fa47553	1	2026-11-20 11:01:37+00	postgres	received	\N	\N	\N
01a1f8ac-8be0-701f-8c16-a5320fa47553	2	2026-11-20 11:34:14+00	olga	claimed	\N	\N	\N
01a1f8ac-8be0-701f-8c16-a5320fa47553	3	2026-11-20 11:35:51+00	olga	attempted	no_answer	\N	\N
01a1f8ac-8be0-701f-8c16-a5320fa47553	4	2026-11-20 11:37:28+00	olga	postponed	no_answer	\N	{"not_before": "2026-11-26T23:02:09.696814+00:00"}
01a1f89c-fb80-701e-8341-73cb38f07f89	3	2026-11-20 11:42:51+00	pavel	attempted	talked	\N	\N
01a1f89c-fb80-701e-8341-73cb38f07f89	4	2026-11-20 11:44:28+00	pavel	refused	price_floor	\N	{"team": "general", "asked": 8, "known": 6}
01a1f875-9d60-701d-86ea-9ab1baa0efb9	2	2026-11-20 11:03:14+00	olga	claimed	\N	\N	\N
01a1f875-9d60-701d-86ea-9ab1baa0efb9	3	2026-11-20 11:04:51+00	olga	released	too_early_there	\N	\N
01a1f7c1-4180-7016-8b6d-767d2f8ed5d2	8	2026-11-20 11:04:36+00	gleb	deal_taken	\N	\N	{"deal": 1}
01a1f7c1-4180-7016-8b6d-767d2f8ed5d2	9	2026-11-20 11:06:13+00	gleb	deal_staged	\N	\N	{"to": "offer", "deal": 1, "from": "new"}
01a1f8d3-ea00-7020-8636-4d3f0f495b6a	1	2026-11-20 12:01:37+00	postgres	received	\N	\N	\N
01a1f8e3-7a60-7021-8182-be0c5cdcd507	1	2026-11-20 12:01:37+00	postgres	received	\N	\N	\N
01a1f8e3-7a60-7021-8182-be0c5cdcd507	2	2026-11-20 12:10:14+00	olga	claimed	\N	\N	\N
01a1f8e3-7a60-7021-8182-be0c5cdcd507	3	2026-11-20 12:11:51+00	olga	attempted	talked	\N	\N
01a1f8e3-7a60-7021-8182-be0c5cdcd507	4	2026-11-20 12:13:28+00	olga	staged	\N	\N	{"to": "price"}
01a1f8e3-7a60-7021-8182-be0c5cdcd507	5	2026-11-20 12:15:05+00	olga	answered	\N	\N	{"field": "ready_on", "value": "2026-12-01"}
01a1f8e3-7a60-7021-8182-be0c5cdcd507	6	2026-11-20 12:08:22+00	olga	answered	\N	\N	{"field": "price_floor", "value": "180000"}
01a1f8e3-7a60-7021-8182-be0c5cdcd507	7	2026-11-20 12:09:59+00	olga	handed_over	general	\N	{"deal": 1, "team": "general", "asked": 8, "known": 8}
01a1f8d3-ea00-7020-8636-4d3f0f495b6a	2	2026-11-20 12:17:14+00	pavel	claimed	\N	\N	\N
01a1f8d3-ea00-7020-8636-4d3f0f495b6a	3	2026-11-20 12:18:51+00	pavel	attempted	talked	\N	\N
01a1f8d3-ea00-7020-8636-4d3f0f495b6a	4	2026-11-20 12:20:28+00	pavel	staged	\N	\N	{"to": "price"}
01a1f8d3-ea00-7020-8636-4d3f0f495b6a	5	2026-11-20 12:22:05+00	pavel	answered	\N	\N	{"field": "ready_on", "value": "2026-12-01"}
01a1f8d3-ea00-7020-8636-4d3f0f495b6a	6	2026-11-20 12:15:22+00	pavel	answered	\N	\N	{"field": "price_floor", "value": "9000"}
01a1f8d3-ea00-7020-8636-4d3f0f495b6a	7	2026-11-20 12:16:59+00	pavel	handed_over	general	\N	{"deal": 1, "team": "general", "asked": 8, "known": 8}
01a1f875-9d60-701d-86ea-9ab1baa0efb9	4	2026-11-20 12:27:28+00	olga	claimed	\N	\N	\N
01a1f875-9d60-701d-86ea-9ab1baa0efb9	5	2026-11-20 12:29:05+00	olga	attempted	no_answer	\N	\N
01a1f875-9d60-701d-86ea-9ab1baa0efb9	6	2026-11-20 12:22:22+00	olga	postponed	no_answer	\N	{"not_before": "2026-11-26T23:02:09.696814+00:00"}
01a1f807-c060-7019-88e2-96a067a37563	7	2026-11-20 12:23:59+00	vera	deal_taken	\N	\N	{"deal": 1}
01a1f807-c060-7019-88e2-96a067a37563	8	2026-11-20 12:25:36+00	vera	deal_staged	\N	\N	{"to": "offer", "deal": 1, "from": "new"}
01a1f78a-5300-7014-898f-13708210194c	12	2026-11-20 12:23:44+00	gleb	deal_taken	\N	\N	{"deal": 1}
01a1f78a-5300-7014-898f-13708210194c	13	2026-11-20 12:25:21+00	gleb	deal_staged	\N	\N	{"to": "offer", "deal": 1, "from": "new"}
01a1f90a-d880-7022-8e36-9853df766fa4	1	2026-11-20 13:01:37+00	postgres	received	\N	\N	\N
01a1f91a-68e0-7023-81c3-83cd30b7c298	1	2026-11-20 13:01:37+00	postgres	received	\N	\N	\N
01a1f90a-d880-7022-8e36-9853df766fa4	2	2026-11-20 13:31:14+00	olga	claimed	\N	\N	\N
01a1f90a-d880-7022-8e36-9853df766fa4	3	2026-11-20 13:32:51+00	olga	attempted	talked	\N	\N
01a1f90a-d880-7022-8e36-9853df766fa4	4	2026-11-20 13:34:28+00	olga	staged	\N	\N	{"to": "price"}
01a1f90a-d880-7022-8e36-9853df766fa4	5	2026-11-20 13:36:05+00	olga	answered	\N	\N	{"field": "ready_on", "value": "2026-12-01"}
01a1f90a-d880-7022-8e36-9853df766fa4	6	2026-11-20 13:29:22+00	olga	answered	\N	\N	{"field": "price_floor", "value": "9000"}
01a1f90a-d880-7022-8e36-9853df766fa4	7	2026-11-20 13:30:59+00	olga	handed_over	general	\N	{"deal": 1, "team": "general", "asked": 8, "known": 8}
01a1f91a-68e0-7023-81c3-83cd30b7c298	2	2026-11-20 13:38:14+00	pavel	claimed	\N	\N	\N
01a1f91a-68e0-7023-81c3-83cd30b7c298	3	2026-11-20 13:39:51+00	pavel	attempted	talked	\N	\N
01a1f91a-68e0-7023-81c3-83cd30b7c298	4	2026-11-20 13:41:28+00	pavel	staged	\N	\N	{"to": "price"}
01a1f91a-68e0-7023-81c3-83cd30b7c298	5	2026-11-20 13:43:05+00	pavel	answered	\N	\N	{"field": "ready_on", "value": "2026-12-01"}
01a1f91a-68e0-7023-81c3-83cd30b7c298	6	2026-11-20 13:36:22+00	pavel	answered	\N	\N	{"field": "price_floor", "value": "9000"}
01a1f91a-68e0-7023-81c3-83cd30b7c298	7	2026-11-20 13:37:59+00	pavel	handed_over	general	\N	{"deal": 1, "team": "general", "asked": 8, "known": 8}
01a1f7c1-4180-7016-8b6d-767d2f8ed5d2	10	2026-11-20 13:49:50+00	gleb	lost	competitor	\N	{"deal": 1}
01a1f78a-5300-7014-898f-13708210194c	14	2026-11-20 13:47:58+00	gleb	won	speed	\N	{"deal": 1, "amount": 190000, "margin": 41000}
01a1f941-c700-7024-819c-a14e7ea6328a	1	2026-11-20 14:01:37+00	postgres	received	\N	\N	\N
01a1f951-5760-7025-8a5b-fc9e07964f8d	1	2026-11-20 14:01:37+00	postgres	received	\N	\N	\N
01a1f951-5760-7025-8a5b-fc9e07964f8d	2	2026-11-20 14:07:14+00	olga	claimed	\N	\N	\N
01a1f951-5760-7025-8a5b-fc9e07964f8d	3	2026-11-20 14:08:51+00	olga	attempted	talked	\N	\N
01a1f951-5760-7025-8a5b-fc9e07964f8d	4	2026-11-20 14:10:28+00	olga	refused	price_floor	\N	{"team": "general", "asked": 8, "known": 7}
01a1f941-c700-7024-819c-a14e7ea6328a	2	2026-11-20 14:14:14+00	pavel	claimed	\N	\N	\N
01a1f941-c700-7024-819c-a14e7ea6328a	3	2026-11-20 14:15:51+00	pavel	attempted	no_answer	\N	\N
01a1f941-c700-7024-819c-a14e7ea6328a	4	2026-11-20 14:17:28+00	pavel	postponed	no_answer	\N	{"not_before": "2026-11-26T23:02:09.696814+00:00"}
01a1f2d1-d400-7006-8167-9091c5a880fa	14	2026-11-20 14:23:58+00	gleb	deal_taken	\N	\N	{"deal": 1}
01a1f2d1-d400-7006-8167-9091c5a880fa	15	2026-11-20 14:25:35+00	gleb	deal_staged	\N	\N	{"to": "offer", "deal": 1, "from": "new"}
01a1f2d1-d400-7006-8167-9091c5a880fa	16	2026-11-20 14:18:52+00	gleb	lost	silent	\N	{"deal": 1}
01a206fd-6700-7026-8a57-71bce93e200c	1	2026-11-23 06:01:37+00	postgres	received	\N	\N	\N
01a2070c-f760-7027-8d67-d8ab4f4c10bf	1	2026-11-23 06:01:37+00	postgres	received	\N	\N	\N
01a206fd-6700-7026-8a57-71bce93e200c	2	2026-11-23 06:28:14+00	olga	claimed	\N	\N	\N
01a206fd-6700-7026-8a57-71bce93e200c	3	2026-11-23 06:29:51+00	olga	attempted	talked	\N	\N
01a206fd-6700-7026-8a57-71bce93e200c	4	2026-11-23 06:31:28+00	olga	answered	\N	\N	{"field": "interest", "value": "таможня"}
01a206fd-6700-7026-8a57-71bce93e200c	5	2026-11-23 06:33:05+00	olga	answered	\N	\N	{"field": "acts_for", "value": "компания"}
01a206fd-6700-7026-8a57-71bce93e200c	6	2026-11-23 06:26:22+00	olga	handed_over	services	просил письмо с условиями	{"deal": 1, "team": "services", "asked": 4, "known": 4}
01a2070c-f760-7027-8d67-d8ab4f4c10bf	2	2026-11-23 06:35:14+00	pavel	claimed	\N	\N	\N
01a2070c-f760-7027-8d67-d8ab4f4c10bf	3	2026-11-23 06:36:51+00	pavel	attempted	talked	\N	\N
01a2070c-f760-7027-8d67-d8ab4f4c10bf	4	2026-11-23 06:38:28+00	pavel	refused	price_floor	\N	{"team": "general", "asked": 8, "known": 6}
01a1f82f-1e80-701a-84e7-32ced3463d06	8	2026-11-23 06:43:36+00	gleb	deal_taken	\N	\N	{"deal": 1}
01a1f82f-1e80-701a-84e7-32ced3463d06	9	2026-11-23 06:45:13+00	gleb	deal_staged	\N	\N	{"to": "offer", "deal": 1, "from": "new"}
01a20734-5580-7028-8d64-5920e395feda	1	2026-11-23 07:01:37+00	postgres	received	\N	\N	\N
01a20743-e5e0-7029-8341-6a75f4cea910	1	2026-11-23 07:01:37+00	postgres	received	\N	\N	\N
01a20743-e5e0-7029-8341-6a75f4cea910	2	2026-11-23 07:04:14+00	olga	claimed	\N	\N	\N
01a20743-e5e0-7029-8341-6a75f4cea910	3	2026-11-23 07:05:51+00	olga	attempted	no_answer	\N	\N
01a20743-e5e0-7029-8341-6a75f4cea910	4	2026-11-23 07:07:28+00	olga	postponed	no_answer	\N	{"not_before": "2026-11-26T23:02:09.696814+00:00"}
01a20734-5580-7028-8d64-5920e395feda	2	2026-11-23 07:11:14+00	pavel	claimed	\N	\N	\N
01a20734-5580-7028-8d64-5920e395feda	3	2026-11-23 07:12:51+00	pavel	attempted	talked	\N	\N
01a20734-5580-7028-8d64-5920e395feda	4	2026-11-23 07:14:28+00	pavel	refused	special_equipment	\N	{"team": "general", "asked": 8, "known": 7}
01a1f83e-aee0-701b-802e-74f10e0327ad	7	2026-11-23 07:17:59+00	vera	deal_taken	\N	\N	{"deal": 1}
01a1f83e-aee0-701b-802e-74f10e0327ad	8	2026-11-23 07:19:36+00	vera	deal_staged	\N	\N	{"to": "offer", "deal": 1, "from": "new"}
01a1f7f8-3000-7018-81ff-1de774005f8d	8	2026-11-23 07:19:36+00	gleb	deal_taken	\N	\N	{"deal": 1}
01a1f7f8-3000-7018-81ff-1de774005f8d	9	2026-11-23 07:21:13+00	gleb	deal_staged	\N	\N	{"to": "offer", "deal": 1, "from": "new"}
01a2076b-4400-702a-8a1d-0c6e83f02732	1	2026-11-23 08:01:37+00	postgres	received	\N	\N	\N
01a2077a-d460-702b-817e-62166fc8586d	1	2026-11-23 08:01:37+00	postgres	received	\N	\N	\N
01a1f3f4-0ce0-7011-870e-fdf2ec9b0860	9	2026-11-23 08:28:13+00	olga	due	\N	\N	\N
01a1f8ac-8be0-701f-8c16-a5320fa47553	5	2026-11-23 08:30:05+00	olga	due	\N	\N	\N
01a1f875-9d60-701d-86ea-9ab1baa0efb9	7	2026-11-23 08:24:59+00	olga	due	\N	\N	\N
01a1f941-c700-7024-819c-a14e7ea6328a	5	2026-11-23 08:30:05+00	olga	due	\N	\N	\N
01a20743-e5e0-7029-8341-6a75f4cea910	5	2026-11-23 08:30:05+00	olga	due	\N	\N	\N
01a1f8ac-8be0-701f-8c16-a5320fa47553	6	2026-11-23 08:23:22+00	olga	claimed	\N	\N	\N
01a1f8ac-8be0-701f-8c16-a5320fa47553	7	2026-11-23 08:24:59+00	olga	attempted	talked	\N	\N
01a1f8ac-8be0-701f-8c16-a5320fa47553	8	2026-11-23 08:26:36+00	olga	staged	\N	\N	{"to": "price"}
01a1f8ac-8be0-701f-8c16-a5320fa47553	9	2026-11-23 08:28:13+00	olga	answered	\N	\N	{"field": "ready_on", "value": "2026-12-01"}
01a1f8ac-8be0-701f-8c16-a5320fa47553	10	2026-11-23 08:29:50+00	olga	answered	\N	\N	{"field": "price_floor", "value": "180000"}
01a1f8ac-8be0-701f-8c16-a5320fa47553	11	2026-11-23 08:23:07+00	olga	handed_over	general	\N	{"deal": 1, "team": "general", "asked": 8, "known": 8}
01a2076b-4400-702a-8a1d-0c6e83f02732	2	2026-11-23 08:32:14+00	pavel	claimed	\N	\N	\N
01a2076b-4400-702a-8a1d-0c6e83f02732	3	2026-11-23 08:33:51+00	pavel	attempted	talked	\N	\N
01a2076b-4400-702a-8a1d-0c6e83f02732	4	2026-11-23 08:35:28+00	pavel	staged	\N	\N	{"to": "price"}
01a2076b-4400-702a-8a1d-0c6e83f02732	5	2026-11-23 08:37:05+00	pavel	answered	\N	\N	{"field": "ready_on", "value": "2026-12-01"}
01a2076b-4400-702a-8a1d-0c6e83f02732	6	2026-11-23 08:30:22+00	pavel	answered	\N	\N	{"field": "price_floor", "value": "180000"}
01a2076b-4400-702a-8a1d-0c6e83f02732	7	2026-11-23 08:31:59+00	pavel	handed_over	general	\N	{"deal": 1, "team": "general", "asked": 8, "known": 8}
01a1f3f4-0ce0-7011-870e-fdf2ec9b0860	10	2026-11-23 08:43:50+00	olga	claimed	\N	\N	\N
01a1f3f4-0ce0-7011-870e-fdf2ec9b0860	11	2026-11-23 08:37:07+00	olga	attempted	no_answer	\N	\N
01a1f3f4-0ce0-7011-870e-fdf2ec9b0860	12	2026-11-23 08:38:44+00	olga	unreachable	no_answer	\N	\N
01a1f82f-1e80-701a-84e7-32ced3463d06	10	2026-11-23 08:43:50+00	gleb	lost	price	\N	{"deal": 1}
01a1f7f8-3000-7018-81ff-1de774005f8d	10	2026-11-23 08:43:50+00	gleb	won	speed	\N	{"deal": 1, "amount": 12000, "margin": 1500}
01a207a2-3280-702c-8f71-77163c833dff	1	2026-11-23 09:01:37+00	postgres	received	\N	\N	\N
01a207b1-c2e0-702d-86c8-349cc7260ae6	1	2026-11-23 09:01:37+00	postgres	received	\N	\N	\N
01a207a2-3280-702c-8f71-77163c833dff	2	2026-11-23 09:46:14+00	olga	claimed	\N	\N	\N
01a207a2-3280-702c-8f71-77163c833dff	3	2026-11-23 09:47:51+00	olga	released	too_early_there	\N	\N
01a207a2-3280-702c-8f71-77163c833dff	4	2026-11-23 09:11:28+00	pavel	claimed	\N	\N	\N
01a207a2-3280-702c-8f71-77163c833dff	5	2026-11-23 09:13:05+00	pavel	attempted	talked	\N	\N
01a207a2-3280-702c-8f71-77163c833dff	6	2026-11-23 09:06:22+00	pavel	staged	\N	\N	{"to": "price"}
01a207a2-3280-702c-8f71-77163c833dff	7	2026-11-23 09:07:59+00	pavel	answered	\N	\N	{"field": "ready_on", "value": "2026-12-01"}
01a207a2-3280-702c-8f71-77163c833dff	8	2026-11-23 09:09:36+00	pavel	answered	\N	\N	{"field": "price_floor", "value": "180000"}
01a207a2-3280-702c-8f71-77163c833dff	9	2026-11-23 09:11:13+00	pavel	handed_over	general	\N	{"deal": 1, "team": "general", "asked": 8, "known": 8}
01a1f941-c700-7024-819c-a14e7ea6328a	6	2026-11-23 09:13:22+00	olga	claimed	\N	\N	\N
01a1f941-c700-7024-819c-a14e7ea6328a	7	2026-11-23 09:14:59+00	olga	attempted	talked	\N	\N
01a1f941-c700-7024-819c-a14e7ea6328a	8	2026-11-23 09:16:36+00	olga	answered	\N	\N	{"field": "interest", "value": "таможня"}
01a1f941-c700-7024-819c-a14e7ea6328a	9	2026-11-23 09:18:13+00	olga	answered	\N	\N	{"field": "acts_for", "value": "компания"}
01a1f941-c700-7024-819c-a14e7ea6328a	10	2026-11-23 09:19:50+00	olga	handed_over	services	просил письмо с условиями	{"deal": 1, "team": "services", "asked": 4, "known": 4}
01a1f866-0d00-701c-833e-75ff09dd601b	8	2026-11-23 09:16:36+00	gleb	deal_taken	\N	\N	{"deal": 1}
01a1f866-0d00-701c-833e-75ff09dd601b	9	2026-11-23 09:18:13+00	gleb	deal_staged	\N	\N	{"to": "offer", "deal": 1, "from": "new"}
01a1f866-0d00-701c-833e-75ff09dd601b	10	2026-11-23 09:19:50+00	gleb	lost	price	\N	{"deal": 1}
01a207d9-2100-702e-8d9d-4f495e875a2e	1	2026-11-23 10:01:37+00	postgres	received	\N	\N	\N
01a207e8-b160-702f-867c-6a1e7ce56d3d	1	2026-11-23 10:01:37+00	postgres	received	\N	\N	\N
01a2077a-d460-702b-817e-62166fc8586d	2	2026-11-23 10:22:14+00	olga	claimed	\N	\N	\N
01a2077a-d460-702b-817e-62166fc8586d	3	2026-11-23 10:23:51+00	olga	attempted	talked	\N	\N
01a2077a-d460-702b-817e-62166fc8586d	4	2026-11-23 10:25:28+00	olga	staged	\N	\N	{"to": "price"}
01a2077a-d460-702b-817e-62166fc8586d	5	2026-11-23 10:27:05+00	olga	answered	\N	\N	{"field": "ready_on", "value": "2026-12-01"}
01a2077a-d460-702b-817e-62166fc8586d	6	2026-11-23 10:20:22+00	olga	answered	\N	\N	{"field": "price_floor", "value": "9000"}
01a2077a-d460-702b-817e-62166fc8586d	7	2026-11-23 10:21:59+00	olga	handed_over	general	\N	{"deal": 1, "team": "general", "asked": 8, "known": 8}
01a207d9-2100-702e-8d9d-4f495e875a2e	2	2026-11-23 10:29:14+00	pavel	claimed	\N	\N	\N
01a207d9-2100-702e-8d9d-4f495e875a2e	3	2026-11-23 10:30:51+00	pavel	attempted	no_answer	\N	\N
01a207d9-2100-702e-8d9d-4f495e875a2e	4	2026-11-23 10:32:28+00	pavel	postponed	no_answer	\N	{"not_before": "2026-11-26T23:02:09.696814+00:00"}
01a207e8-b160-702f-867c-6a1e7ce56d3d	2	2026-11-23 10:36:14+00	olga	claimed	\N	\N	\N
01a207e8-b160-702f-867c-6a1e7ce56d3d	3	2026-11-23 10:37:51+00	olga	attempted	talked	\N	\N
01a207e8-b160-702f-867c-6a1e7ce56d3d	4	2026-11-23 10:39:28+00	olga	answered	\N	\N	{"field": "interest", "value": "таможня"}
01a207e8-b160-702f-867c-6a1e7ce56d3d	5	2026-11-23 10:41:05+00	olga	answered	\N	\N	{"field": "acts_for", "value": "компания"}
01a207e8-b160-702f-867c-6a1e7ce56d3d	6	2026-11-23 10:34:22+00	olga	handed_over	services	просил письмо с условиями	{"deal": 1, "team": "services", "asked": 4, "known": 4}
01a1f8e3-7a60-7021-8182-be0c5cdcd507	8	2026-11-23 10:37:36+00	gleb	deal_taken	\N	\N	{"deal": 1}
01a1f8e3-7a60-7021-8182-be0c5cdcd507	9	2026-11-23 10:39:13+00	gleb	deal_staged	\N	\N	{"to": "offer", "deal": 1, "from": "new"}
01a20810-0f80-7030-8642-e92efb794217	1	2026-11-23 11:01:37+00	postgres	received	\N	\N	\N
01a2081f-9fe0-7031-8f45-7c545a9ded88	1	2026-11-23 11:01:37+00	postgres	received	\N	\N	\N
01a20810-0f80-7030-8642-e92efb794217	2	2026-11-23 11:43:14+00	olga	claimed	\N	\N	\N
01a20810-0f80-7030-8642-e92efb794217	3	2026-11-23 11:44:51+00	olga	attempted	talked	\N	\N
01a20810-0f80-7030-8642-e92efb794217	4	2026-11-23 11:46:28+00	olga	staged	\N	\N	{"to": "price"}
01a20810-0f80-7030-8642-e92efb794217	5	2026-11-23 11:48:05+00	olga	answered	\N	\N	{"field": "ready_on", "value": "2026-12-01"}
01a20810-0f80-7030-8642-e92efb794217	6	2026-11-23 11:41:22+00	olga	answered	\N	\N	{"field": "price_floor", "value": "180000"}
01a20810-0f80-7030-8642-e92efb794217	7	2026-11-23 11:42:59+00	olga	handed_over	general	\N	{"deal": 1, "team": "general", "asked": 8, "known": 8}
01a2081f-9fe0-7031-8f45-7c545a9ded88	2	2026-11-23 11:05:14+00	pavel	claimed	\N	\N	\N
01a2081f-9fe0-7031-8f45-7c545a9ded88	3	2026-11-23 11:06:51+00	pavel	attempted	talked	\N	\N
01a2081f-9fe0-7031-8f45-7c545a9ded88	4	2026-11-23 11:08:28+00	pavel	answered	\N	\N	{"field": "interest", "value": "таможня"}
01a2081f-9fe0-7031-8f45-7c545a9ded88	5	2026-11-23 11:10:05+00	pavel	answered	\N	\N	{"field": "acts_for", "value": "компания"}
01a2081f-9fe0-7031-8f45-7c545a9ded88	6	2026-11-23 11:03:22+00	pavel	handed_over	services	просил письмо с условиями	{"deal": 1, "team": "services", "asked": 4, "known": 4}
01a20743-e5e0-7029-8341-6a75f4cea910	6	2026-11-23 11:10:22+00	olga	claimed	\N	\N	\N
01a20743-e5e0-7029-8341-6a75f4cea910	7	2026-11-23 11:11:59+00	olga	attempted	talked	\N	\N
01a20743-e5e0-7029-8341-6a75f4cea910	8	2026-11-23 11:13:36+00	olga	refused	price_floor	\N	{"team": "general", "asked": 8, "known": 7}
01a206fd-6700-7026-8a57-71bce93e200c	7	2026-11-23 11:11:59+00	vera	deal_taken	\N	\N	{"deal": 1}
01a206fd-6700-7026-8a57-71bce93e200c	8	2026-11-23 11:13:36+00	vera	deal_staged	\N	\N	{"to": "offer", "deal": 1, "from": "new"}
01a1f8d3-ea00-7020-8636-4d3f0f495b6a	8	2026-11-23 11:13:36+00	gleb	deal_taken	\N	\N	{"deal": 1}
01a1f8d3-ea00-7020-8636-4d3f0f495b6a	9	2026-11-23 11:15:13+00	gleb	deal_staged	\N	\N	{"to": "offer", "deal": 1, "from": "new"}
01a20846-fe00-7032-8c0c-7c76d30bd3dc	1	2026-11-23 12:01:37+00	postgres	received	\N	\N	\N
01a20856-8e60-7033-8283-8023a778dfae	1	2026-11-23 12:01:37+00	postgres	received	\N	\N	\N
01a20846-fe00-7032-8c0c-7c76d30bd3dc	2	2026-11-23 12:19:14+00	olga	claimed	\N	\N	\N
01a20846-fe00-7032-8c0c-7c76d30bd3dc	3	2026-11-23 12:20:51+00	olga	attempted	no_answer	\N	\N
01a20846-fe00-7032-8c0c-7c76d30bd3dc	4	2026-11-23 12:22:28+00	olga	postponed	no_answer	\N	{"not_before": "2026-11-26T23:02:09.696814+00:00"}
01a207b1-c2e0-702d-86c8-349cc7260ae6	2	2026-11-23 12:26:14+00	pavel	claimed	\N	\N	\N
01a207b1-c2e0-702d-86c8-349cc7260ae6	3	2026-11-23 12:27:51+00	pavel	attempted	talked	\N	\N
01a207b1-c2e0-702d-86c8-349cc7260ae6	4	2026-11-23 12:29:28+00	pavel	spam	advertising	\N	\N
01a20856-8e60-7033-8283-8023a778dfae	2	2026-11-23 12:33:14+00	olga	claimed	\N	\N	\N
01a20856-8e60-7033-8283-8023a778dfae	3	2026-11-23 12:34:51+00	olga	attempted	talked	\N	\N
01a20856-8e60-7033-8283-8023a778dfae	4	2026-11-23 12:36:28+00	olga	refused	special_equipment	\N	{"team": "general", "asked": 8, "known": 6}
01a1f8e3-7a60-7021-8182-be0c5cdcd507	10	2026-11-23 12:37:50+00	gleb	lost	price	\N	{"deal": 1}
01a1f8d3-ea00-7020-8636-4d3f0f495b6a	10	2026-11-23 12:37:50+00	gleb	won	speed	\N	{"deal": 1, "amount": 12000, "margin": 1500}
01a2087d-ec80-7034-89a1-158154dfa42c	1	2026-11-23 13:01:37+00	postgres	received	\N	\N	\N
01a2088d-7ce0-7035-8d82-c8d1619ad817	1	2026-11-23 13:01:37+00	postgres	received	\N	\N	\N
01a2088d-7ce0-7035-8d82-c8d1619ad817	2	2026-11-23 13:40:14+00	olga	claimed	\N	\N	\N
01a2088d-7ce0-7035-8d82-c8d1619ad817	3	2026-11-23 13:41:51+00	olga	attempted	talked	\N	\N
01a2088d-7ce0-7035-8d82-c8d1619ad817	4	2026-11-23 13:43:28+00	olga	refused	price_floor	\N	{"team": "general", "asked": 8, "known": 7}
01a2087d-ec80-7034-89a1-158154dfa42c	2	2026-11-23 13:47:14+00	pavel	claimed	\N	\N	\N
01a2087d-ec80-7034-89a1-158154dfa42c	3	2026-11-23 13:48:51+00	pavel	attempted	talked	\N	\N
01a2087d-ec80-7034-89a1-158154dfa42c	4	2026-11-23 13:50:28+00	pavel	staged	\N	\N	{"to": "price"}
01a2087d-ec80-7034-89a1-158154dfa42c	5	2026-11-23 13:52:05+00	pavel	answered	\N	\N	{"field": "ready_on", "value": "2026-12-01"}
01a2087d-ec80-7034-89a1-158154dfa42c	6	2026-11-23 13:45:22+00	pavel	answered	\N	\N	{"field": "price_floor", "value": "9000"}
01a2087d-ec80-7034-89a1-158154dfa42c	7	2026-11-23 13:46:59+00	pavel	handed_over	general	\N	{"deal": 1, "team": "general", "asked": 8, "known": 8}
01a1f875-9d60-701d-86ea-9ab1baa0efb9	8	2026-11-23 13:10:36+00	olga	claimed	\N	\N	\N
01a1f875-9d60-701d-86ea-9ab1baa0efb9	9	2026-11-23 13:12:13+00	olga	attempted	no_answer	\N	\N
01a1f875-9d60-701d-86ea-9ab1baa0efb9	10	2026-11-23 13:13:50+00	olga	postponed	no_answer	\N	{"not_before": "2026-11-26T23:02:09.696814+00:00"}
01a1f90a-d880-7022-8e36-9853df766fa4	8	2026-11-23 13:10:36+00	gleb	deal_taken	\N	\N	{"deal": 1}
01a1f90a-d880-7022-8e36-9853df766fa4	9	2026-11-23 13:12:13+00	gleb	deal_staged	\N	\N	{"to": "offer", "deal": 1, "from": "new"}
01a1f90a-d880-7022-8e36-9853df766fa4	10	2026-11-23 13:13:50+00	gleb	lost	competitor	\N	{"deal": 1}
01a208b4-db00-7036-8a68-4eceee76fc52	1	2026-11-23 14:01:37+00	postgres	received	\N	\N	\N
01a208c4-6b60-7037-8b53-b3a3d6ab90ce	1	2026-11-23 14:01:37+00	postgres	received	\N	\N	\N
01a208c4-6b60-7037-8b53-b3a3d6ab90ce	2	2026-11-23 14:16:14+00	olga	claimed	\N	\N	\N
01a208c4-6b60-7037-8b53-b3a3d6ab90ce	3	2026-11-23 14:17:51+00	olga	attempted	talked	\N	\N
01a208c4-6b60-7037-8b53-b3a3d6ab90ce	4	2026-11-23 14:19:28+00	olga	staged	\N	\N	{"to": "price"}
01a20846-fe00-7032-8c0c-7c76d30bd3dc	6	2026-11-24 08:39:22+00	pavel	claimed	\N	\N	\N
01a208c4-6b60-7037-8b53-b3a3d6ab90ce	5	2026-11-23 14:21:05+00	olga	answered	\N	\N	{"field": "ready_on", "value": "2026-12-01"}
01a208c4-6b60-7037-8b53-b3a3d6ab90ce	6	2026-11-23 14:14:22+00	olga	answered	\N	\N	{"field": "price_floor", "value": "180000"}
01a208c4-6b60-7037-8b53-b3a3d6ab90ce	7	2026-11-23 14:15:59+00	olga	handed_over	general	\N	{"deal": 1, "team": "general", "asked": 8, "known": 8}
01a208b4-db00-7036-8a68-4eceee76fc52	2	2026-11-23 14:23:14+00	pavel	claimed	\N	\N	\N
01a208b4-db00-7036-8a68-4eceee76fc52	3	2026-11-23 14:24:51+00	pavel	attempted	talked	\N	\N
01a208b4-db00-7036-8a68-4eceee76fc52	4	2026-11-23 14:26:28+00	pavel	refused	price_floor	\N	{"team": "general", "asked": 8, "known": 6}
01a1f91a-68e0-7023-81c3-83cd30b7c298	8	2026-11-23 14:31:36+00	gleb	deal_taken	\N	\N	{"deal": 1}
01a1f91a-68e0-7023-81c3-83cd30b7c298	9	2026-11-23 14:33:13+00	gleb	deal_staged	\N	\N	{"to": "offer", "deal": 1, "from": "new"}
01a20c23-c300-7038-89f6-1408e3afb633	1	2026-11-24 06:01:37+00	postgres	received	\N	\N	\N
01a20c33-5360-7039-872b-32a1f754ba1c	1	2026-11-24 06:01:37+00	postgres	received	\N	\N	\N
01a20c33-5360-7039-872b-32a1f754ba1c	2	2026-11-24 06:37:14+00	olga	claimed	\N	\N	\N
01a20c33-5360-7039-872b-32a1f754ba1c	3	2026-11-24 06:38:51+00	olga	attempted	talked	\N	\N
01a20c33-5360-7039-872b-32a1f754ba1c	4	2026-11-24 06:40:28+00	olga	staged	\N	\N	{"to": "price"}
01a20c33-5360-7039-872b-32a1f754ba1c	5	2026-11-24 06:42:05+00	olga	answered	\N	\N	{"field": "ready_on", "value": "2026-12-01"}
01a20c33-5360-7039-872b-32a1f754ba1c	6	2026-11-24 06:35:22+00	olga	answered	\N	\N	{"field": "price_floor", "value": "9000"}
01a20c33-5360-7039-872b-32a1f754ba1c	7	2026-11-24 06:36:59+00	olga	handed_over	general	\N	{"deal": 1, "team": "general", "asked": 8, "known": 8}
01a20c23-c300-7038-89f6-1408e3afb633	2	2026-11-24 06:44:14+00	pavel	claimed	\N	\N	\N
01a20c23-c300-7038-89f6-1408e3afb633	3	2026-11-24 06:45:51+00	pavel	released	too_early_there	\N	\N
01a20c23-c300-7038-89f6-1408e3afb633	4	2026-11-24 06:09:28+00	olga	claimed	\N	\N	\N
01a20c23-c300-7038-89f6-1408e3afb633	5	2026-11-24 06:11:05+00	olga	attempted	talked	\N	\N
01a20c23-c300-7038-89f6-1408e3afb633	6	2026-11-24 06:04:22+00	olga	refused	price_floor	\N	{"team": "general", "asked": 8, "known": 7}
01a1f941-c700-7024-819c-a14e7ea6328a	11	2026-11-24 06:04:07+00	vera	deal_taken	\N	\N	{"deal": 1}
01a1f941-c700-7024-819c-a14e7ea6328a	12	2026-11-24 06:05:44+00	vera	deal_staged	\N	\N	{"to": "offer", "deal": 1, "from": "new"}
01a1f8ac-8be0-701f-8c16-a5320fa47553	12	2026-11-24 06:05:44+00	gleb	deal_taken	\N	\N	{"deal": 1}
01a1f8ac-8be0-701f-8c16-a5320fa47553	13	2026-11-24 06:07:21+00	gleb	deal_staged	\N	\N	{"to": "offer", "deal": 1, "from": "new"}
01a20c5a-b180-703a-866f-041e16a60928	1	2026-11-24 07:01:37+00	postgres	received	\N	\N	\N
01a20c6a-41e0-703b-8093-f65e080a295f	1	2026-11-24 07:01:37+00	postgres	received	\N	\N	\N
01a20c6a-41e0-703b-8093-f65e080a295f	2	2026-11-24 07:13:14+00	olga	claimed	\N	\N	\N
01a20c6a-41e0-703b-8093-f65e080a295f	3	2026-11-24 07:14:51+00	olga	attempted	talked	\N	\N
01a20c6a-41e0-703b-8093-f65e080a295f	4	2026-11-24 07:16:28+00	olga	staged	\N	\N	{"to": "price"}
01a20c6a-41e0-703b-8093-f65e080a295f	5	2026-11-24 07:18:05+00	olga	answered	\N	\N	{"field": "ready_on", "value": "2026-12-01"}
01a20c6a-41e0-703b-8093-f65e080a295f	6	2026-11-24 07:11:22+00	olga	answered	\N	\N	{"field": "price_floor", "value": "180000"}
01a20c6a-41e0-703b-8093-f65e080a295f	7	2026-11-24 07:12:59+00	olga	handed_over	general	\N	{"deal": 1, "team": "general", "asked": 8, "known": 8}
01a20c5a-b180-703a-866f-041e16a60928	2	2026-11-24 07:20:14+00	pavel	claimed	\N	\N	\N
01a20c5a-b180-703a-866f-041e16a60928	3	2026-11-24 07:21:51+00	pavel	attempted	talked	\N	\N
01a20c5a-b180-703a-866f-041e16a60928	4	2026-11-24 07:23:28+00	pavel	answered	\N	\N	{"field": "interest", "value": "таможня"}
01a20c5a-b180-703a-866f-041e16a60928	5	2026-11-24 07:25:05+00	pavel	answered	\N	\N	{"field": "acts_for", "value": "компания"}
01a20c5a-b180-703a-866f-041e16a60928	6	2026-11-24 07:18:22+00	pavel	handed_over	services	просил письмо с условиями	{"deal": 1, "team": "services", "asked": 4, "known": 4}
01a1f91a-68e0-7023-81c3-83cd30b7c298	10	2026-11-24 07:31:50+00	gleb	lost	silent	\N	{"deal": 1}
01a1f8ac-8be0-701f-8c16-a5320fa47553	14	2026-11-24 07:29:58+00	gleb	won	speed	\N	{"deal": 1, "amount": 190000, "margin": 41000}
01a20c91-a000-703c-8072-b030ba126b2f	1	2026-11-24 08:01:37+00	postgres	received	\N	\N	\N
01a20ca1-3060-703d-87f3-9f8317fbdb19	1	2026-11-24 08:01:37+00	postgres	received	\N	\N	\N
01a20846-fe00-7032-8c0c-7c76d30bd3dc	5	2026-11-24 08:39:05+00	olga	due	\N	\N	\N
01a207d9-2100-702e-8d9d-4f495e875a2e	5	2026-11-24 08:39:05+00	olga	due	\N	\N	\N
01a1f875-9d60-701d-86ea-9ab1baa0efb9	11	2026-11-24 08:32:07+00	olga	due	\N	\N	\N
01a207d9-2100-702e-8d9d-4f495e875a2e	6	2026-11-24 08:32:22+00	olga	claimed	\N	\N	\N
01a207d9-2100-702e-8d9d-4f495e875a2e	7	2026-11-24 08:33:59+00	olga	attempted	no_answer	\N	\N
01a207d9-2100-702e-8d9d-4f495e875a2e	8	2026-11-24 08:35:36+00	olga	postponed	no_answer	\N	{"not_before": "2026-11-26T23:02:09.696814+00:00"}
01a20846-fe00-7032-8c0c-7c76d30bd3dc	7	2026-11-24 08:40:59+00	pavel	attempted	talked	\N	\N
01a20846-fe00-7032-8c0c-7c76d30bd3dc	8	2026-11-24 08:42:36+00	pavel	staged	\N	\N	{"to": "price"}
01a20846-fe00-7032-8c0c-7c76d30bd3dc	9	2026-11-24 08:44:13+00	pavel	answered	\N	\N	{"field": "ready_on", "value": "2026-12-01"}
01a20846-fe00-7032-8c0c-7c76d30bd3dc	10	2026-11-24 08:45:50+00	pavel	answered	\N	\N	{"field": "price_floor", "value": "9000"}
01a20846-fe00-7032-8c0c-7c76d30bd3dc	11	2026-11-24 08:39:07+00	pavel	handed_over	general	\N	{"deal": 1, "team": "general", "asked": 8, "known": 8}
01a20c91-a000-703c-8072-b030ba126b2f	2	2026-11-24 08:03:14+00	olga	claimed	\N	\N	\N
01a20c91-a000-703c-8072-b030ba126b2f	3	2026-11-24 08:04:51+00	olga	attempted	talked	\N	\N
01a20c91-a000-703c-8072-b030ba126b2f	4	2026-11-24 08:06:28+00	olga	answered	\N	\N	{"field": "interest", "value": "таможня"}
01a20c91-a000-703c-8072-b030ba126b2f	5	2026-11-24 08:08:05+00	olga	answered	\N	\N	{"field": "acts_for", "value": "компания"}
01a20c91-a000-703c-8072-b030ba126b2f	6	2026-11-24 08:01:22+00	olga	handed_over	services	просил письмо с условиями	{"deal": 1, "team": "services", "asked": 4, "known": 4}
01a2076b-4400-702a-8a1d-0c6e83f02732	8	2026-11-24 08:04:36+00	gleb	deal_taken	\N	\N	{"deal": 1}
01a2076b-4400-702a-8a1d-0c6e83f02732	9	2026-11-24 08:06:13+00	gleb	deal_staged	\N	\N	{"to": "offer", "deal": 1, "from": "new"}
01a2076b-4400-702a-8a1d-0c6e83f02732	10	2026-11-24 08:07:50+00	gleb	lost	price	\N	{"deal": 1}
01a20cc8-8e80-703e-844f-683a84163b35	1	2026-11-24 09:01:37+00	postgres	received	\N	\N	\N
01a20cd8-1ee0-703f-803a-fdbd66e7929b	1	2026-11-24 09:01:37+00	postgres	received	\N	\N	\N
01a20cc8-8e80-703e-844f-683a84163b35	2	2026-11-24 09:10:14+00	olga	claimed	\N	\N	\N
01a20cc8-8e80-703e-844f-683a84163b35	3	2026-11-24 09:11:51+00	olga	attempted	talked	\N	\N
01a20cc8-8e80-703e-844f-683a84163b35	4	2026-11-24 09:13:28+00	olga	refused	special_equipment	\N	{"team": "general", "asked": 8, "known": 7}
01a20ca1-3060-703d-87f3-9f8317fbdb19	2	2026-11-24 09:17:14+00	pavel	claimed	\N	\N	\N
01a20ca1-3060-703d-87f3-9f8317fbdb19	3	2026-11-24 09:18:51+00	pavel	attempted	talked	\N	\N
01a20ca1-3060-703d-87f3-9f8317fbdb19	4	2026-11-24 09:20:28+00	pavel	refused	price_floor	\N	{"team": "general", "asked": 8, "known": 7}
01a20cd8-1ee0-703f-803a-fdbd66e7929b	2	2026-11-24 09:24:14+00	olga	claimed	\N	\N	\N
01a20cd8-1ee0-703f-803a-fdbd66e7929b	3	2026-11-24 09:25:51+00	olga	attempted	no_answer	\N	\N
01a20cd8-1ee0-703f-803a-fdbd66e7929b	4	2026-11-24 09:27:28+00	olga	postponed	no_answer	\N	{"not_before": "2026-11-26T23:02:09.696814+00:00"}
01a207a2-3280-702c-8f71-77163c833dff	10	2026-11-24 09:28:50+00	gleb	deal_taken	\N	\N	{"deal": 1}
01a207a2-3280-702c-8f71-77163c833dff	11	2026-11-24 09:22:07+00	gleb	deal_staged	\N	\N	{"to": "offer", "deal": 1, "from": "new"}
01a20cff-7d00-7040-8ea5-d2f1c4608232	1	2026-11-24 10:01:37+00	postgres	received	\N	\N	\N
01a20d0f-0d60-7041-8fc4-90ca45c00b12	1	2026-11-24 10:01:37+00	postgres	received	\N	\N	\N
01a20cff-7d00-7040-8ea5-d2f1c4608232	2	2026-11-24 10:31:14+00	olga	claimed	\N	\N	\N
01a20cff-7d00-7040-8ea5-d2f1c4608232	3	2026-11-24 10:32:51+00	olga	attempted	talked	\N	\N
01a20cff-7d00-7040-8ea5-d2f1c4608232	4	2026-11-24 10:34:28+00	olga	staged	\N	\N	{"to": "price"}
01a20cff-7d00-7040-8ea5-d2f1c4608232	5	2026-11-24 10:36:05+00	olga	answered	\N	\N	{"field": "ready_on", "value": "2026-12-01"}
01a20cff-7d00-7040-8ea5-d2f1c4608232	6	2026-11-24 10:29:22+00	olga	answered	\N	\N	{"field": "price_floor", "value": "180000"}
01a20cff-7d00-7040-8ea5-d2f1c4608232	7	2026-11-24 10:30:59+00	olga	handed_over	general	\N	{"deal": 1, "team": "general", "asked": 8, "known": 8}
01a20d0f-0d60-7041-8fc4-90ca45c00b12	2	2026-11-24 10:38:14+00	pavel	claimed	\N	\N	\N
01a20d0f-0d60-7041-8fc4-90ca45c00b12	3	2026-11-24 10:39:51+00	pavel	attempted	talked	\N	\N
01a20d0f-0d60-7041-8fc4-90ca45c00b12	4	2026-11-24 10:41:28+00	pavel	staged	\N	\N	{"to": "price"}
01a20d0f-0d60-7041-8fc4-90ca45c00b12	5	2026-11-24 10:43:05+00	pavel	answered	\N	\N	{"field": "ready_on", "value": "2026-12-01"}
01a20d0f-0d60-7041-8fc4-90ca45c00b12	6	2026-11-24 10:36:22+00	pavel	answered	\N	\N	{"field": "price_floor", "value": "9000"}
01a20d0f-0d60-7041-8fc4-90ca45c00b12	7	2026-11-24 10:37:59+00	pavel	handed_over	general	\N	{"deal": 1, "team": "general", "asked": 8, "known": 8}
01a1f875-9d60-701d-86ea-9ab1baa0efb9	12	2026-11-24 10:44:44+00	olga	claimed	\N	\N	\N
01a1f875-9d60-701d-86ea-9ab1baa0efb9	13	2026-11-24 10:46:21+00	olga	attempted	talked	\N	\N
01a1f875-9d60-701d-86ea-9ab1baa0efb9	14	2026-11-24 10:47:58+00	olga	redirected	special_equipment	\N	{"team": "general", "asked": 8, "known": 7, "pointed_to": "Хладотранс, 200-00-00"}
01a207e8-b160-702f-867c-6a1e7ce56d3d	7	2026-11-24 10:44:59+00	vera	deal_taken	\N	\N	{"deal": 1}
01a207e8-b160-702f-867c-6a1e7ce56d3d	8	2026-11-24 10:46:36+00	vera	deal_staged	\N	\N	{"to": "offer", "deal": 1, "from": "new"}
01a2077a-d460-702b-817e-62166fc8586d	8	2026-11-24 10:46:36+00	gleb	deal_taken	\N	\N	{"deal": 1}
01a2077a-d460-702b-817e-62166fc8586d	9	2026-11-24 10:48:13+00	gleb	deal_staged	\N	\N	{"to": "offer", "deal": 1, "from": "new"}
01a20d36-6b80-7042-8329-5c76acbf4caa	1	2026-11-24 11:01:37+00	postgres	received	\N	\N	\N
01a20d45-fbe0-7043-8735-b90b4568125e	1	2026-11-24 11:01:37+00	postgres	received	\N	\N	\N
01a20d36-6b80-7042-8329-5c76acbf4caa	2	2026-11-24 11:07:14+00	olga	claimed	\N	\N	\N
01a20d36-6b80-7042-8329-5c76acbf4caa	3	2026-11-24 11:08:51+00	olga	attempted	talked	\N	\N
01a20d36-6b80-7042-8329-5c76acbf4caa	4	2026-11-24 11:10:28+00	olga	spam	advertising	\N	\N
01a20d45-fbe0-7043-8735-b90b4568125e	2	2026-11-24 11:14:14+00	pavel	claimed	\N	\N	\N
01a20d45-fbe0-7043-8735-b90b4568125e	3	2026-11-24 11:15:51+00	pavel	attempted	no_answer	\N	\N
01a20d45-fbe0-7043-8735-b90b4568125e	4	2026-11-24 11:17:28+00	pavel	postponed	no_answer	\N	{"not_before": "2026-11-26T23:02:09.696814+00:00"}
01a207a2-3280-702c-8f71-77163c833dff	12	2026-11-24 11:20:44+00	gleb	lost	competitor	\N	{"deal": 1}
01a2077a-d460-702b-817e-62166fc8586d	10	2026-11-24 11:25:50+00	gleb	won	speed	\N	{"deal": 1, "amount": 12000, "margin": 1500}
01a20d6d-5a00-7044-8a3f-390d88e4c41f	1	2026-11-24 12:01:37+00	postgres	received	\N	\N	\N
01a20d7c-ea60-7045-814b-fa6bb14875e4	1	2026-11-24 12:01:37+00	postgres	received	\N	\N	\N
01a20d6d-5a00-7044-8a3f-390d88e4c41f	2	2026-11-24 12:28:14+00	olga	claimed	\N	\N	\N
01a20d6d-5a00-7044-8a3f-390d88e4c41f	3	2026-11-24 12:29:51+00	olga	attempted	talked	\N	\N
01a20d6d-5a00-7044-8a3f-390d88e4c41f	4	2026-11-24 12:31:28+00	olga	refused	price_floor	\N	{"team": "general", "asked": 8, "known": 7}
01a20d7c-ea60-7045-814b-fa6bb14875e4	2	2026-11-24 12:35:14+00	pavel	claimed	\N	\N	\N
01a20d7c-ea60-7045-814b-fa6bb14875e4	3	2026-11-24 12:36:51+00	pavel	attempted	talked	\N	\N
01a20d7c-ea60-7045-814b-fa6bb14875e4	4	2026-11-24 12:38:28+00	pavel	answered	\N	\N	{"field": "interest", "value": "таможня"}
01a20d7c-ea60-7045-814b-fa6bb14875e4	5	2026-11-24 12:40:05+00	pavel	answered	\N	\N	{"field": "acts_for", "value": "компания"}
01a20d7c-ea60-7045-814b-fa6bb14875e4	6	2026-11-24 12:33:22+00	pavel	handed_over	services	просил письмо с условиями	{"deal": 1, "team": "services", "asked": 4, "known": 4}
01a20810-0f80-7030-8642-e92efb794217	8	2026-11-24 12:43:36+00	gleb	deal_taken	\N	\N	{"deal": 1}
01a20810-0f80-7030-8642-e92efb794217	9	2026-11-24 12:45:13+00	gleb	deal_staged	\N	\N	{"to": "offer", "deal": 1, "from": "new"}
01a20810-0f80-7030-8642-e92efb794217	10	2026-11-24 12:46:50+00	gleb	lost	competitor	\N	{"deal": 1}
01a20da4-4880-7046-87cb-bc409ec990f1	1	2026-11-24 13:01:37+00	postgres	received	\N	\N	\N
01a20db3-d8e0-7047-8e2c-420d928d4bf8	1	2026-11-24 13:01:37+00	postgres	received	\N	\N	\N
01a20da4-4880-7046-87cb-bc409ec990f1	2	2026-11-24 13:04:14+00	olga	claimed	\N	\N	\N
01a20da4-4880-7046-87cb-bc409ec990f1	3	2026-11-24 13:05:51+00	olga	attempted	no_answer	\N	\N
01a20da4-4880-7046-87cb-bc409ec990f1	4	2026-11-24 13:07:28+00	olga	postponed	no_answer	\N	{"not_before": "2026-11-26T23:02:09.696814+00:00"}
01a20db3-d8e0-7047-8e2c-420d928d4bf8	2	2026-11-24 13:11:14+00	pavel	claimed	\N	\N	\N
01a20db3-d8e0-7047-8e2c-420d928d4bf8	3	2026-11-24 13:12:51+00	pavel	attempted	talked	\N	\N
01a20db3-d8e0-7047-8e2c-420d928d4bf8	4	2026-11-24 13:14:28+00	pavel	answered	\N	\N	{"field": "interest", "value": "таможня"}
01a20db3-d8e0-7047-8e2c-420d928d4bf8	5	2026-11-24 13:16:05+00	pavel	answered	\N	\N	{"field": "acts_for", "value": "компания"}
01a20db3-d8e0-7047-8e2c-420d928d4bf8	6	2026-11-24 13:09:22+00	pavel	handed_over	services	просил письмо с условиями	{"deal": 1, "team": "services", "asked": 4, "known": 4}
01a2087d-ec80-7034-89a1-158154dfa42c	8	2026-11-24 13:19:36+00	gleb	deal_taken	\N	\N	{"deal": 1}
01a2087d-ec80-7034-89a1-158154dfa42c	9	2026-11-24 13:21:13+00	gleb	deal_staged	\N	\N	{"to": "offer", "deal": 1, "from": "new"}
01a20ddb-3700-7048-832b-b90e8976aab5	1	2026-11-24 14:01:37+00	postgres	received	\N	\N	\N
01a20dea-c760-7049-8d2d-dea18f00665c	1	2026-11-24 14:01:37+00	postgres	received	\N	\N	\N
01a20ddb-3700-7048-832b-b90e8976aab5	2	2026-11-24 14:25:14+00	olga	claimed	\N	\N	\N
01a20ddb-3700-7048-832b-b90e8976aab5	3	2026-11-24 14:26:51+00	olga	attempted	talked	\N	\N
01a20ddb-3700-7048-832b-b90e8976aab5	4	2026-11-24 14:28:28+00	olga	staged	\N	\N	{"to": "price"}
01a20ddb-3700-7048-832b-b90e8976aab5	5	2026-11-24 14:30:05+00	olga	answered	\N	\N	{"field": "ready_on", "value": "2026-12-01"}
01a20ddb-3700-7048-832b-b90e8976aab5	6	2026-11-24 14:23:22+00	olga	answered	\N	\N	{"field": "price_floor", "value": "9000"}
01a20ddb-3700-7048-832b-b90e8976aab5	7	2026-11-24 14:24:59+00	olga	handed_over	general	\N	{"deal": 1, "team": "general", "asked": 8, "known": 8}
01a20dea-c760-7049-8d2d-dea18f00665c	2	2026-11-24 14:32:14+00	pavel	claimed	\N	\N	\N
01a20dea-c760-7049-8d2d-dea18f00665c	3	2026-11-24 14:33:51+00	pavel	attempted	talked	\N	\N
01a20dea-c760-7049-8d2d-dea18f00665c	4	2026-11-24 14:35:28+00	pavel	refused	special_equipment	\N	{"team": "general", "asked": 8, "known": 7}
01a2081f-9fe0-7031-8f45-7c545a9ded88	7	2026-11-24 14:38:59+00	vera	deal_taken	\N	\N	{"deal": 1}
01a2081f-9fe0-7031-8f45-7c545a9ded88	8	2026-11-24 14:40:36+00	vera	deal_staged	\N	\N	{"to": "offer", "deal": 1, "from": "new"}
01a208c4-6b60-7037-8b53-b3a3d6ab90ce	8	2026-11-24 14:40:36+00	gleb	deal_taken	\N	\N	{"deal": 1}
01a208c4-6b60-7037-8b53-b3a3d6ab90ce	9	2026-11-24 14:42:13+00	gleb	deal_staged	\N	\N	{"to": "offer", "deal": 1, "from": "new"}
01a2114a-1f00-704a-8ad6-1ab143223efb	1	2026-11-25 06:01:37+00	postgres	received	\N	\N	\N
01a21159-af60-704b-8d09-bf41544a3365	1	2026-11-25 06:01:37+00	postgres	received	\N	\N	\N
01a21159-af60-704b-8d09-bf41544a3365	2	2026-11-25 06:46:14+00	olga	claimed	\N	\N	\N
01a21159-af60-704b-8d09-bf41544a3365	3	2026-11-25 06:47:51+00	olga	attempted	talked	\N	\N
01a21159-af60-704b-8d09-bf41544a3365	4	2026-11-25 06:49:28+00	olga	staged	\N	\N	{"to": "price"}
01a21159-af60-704b-8d09-bf41544a3365	5	2026-11-25 06:51:05+00	olga	answered	\N	\N	{"field": "ready_on", "value": "2026-12-01"}
01a21159-af60-704b-8d09-bf41544a3365	6	2026-11-25 06:44:22+00	olga	answered	\N	\N	{"field": "price_floor", "value": "180000"}
01a21159-af60-704b-8d09-bf41544a3365	7	2026-11-25 06:45:59+00	olga	handed_over	general	\N	{"deal": 1, "team": "general", "asked": 8, "known": 8}
01a2114a-1f00-704a-8ad6-1ab143223efb	2	2026-11-25 06:08:14+00	pavel	claimed	\N	\N	\N
01a2114a-1f00-704a-8ad6-1ab143223efb	3	2026-11-25 06:09:51+00	pavel	attempted	talked	\N	\N
01a2114a-1f00-704a-8ad6-1ab143223efb	4	2026-11-25 06:11:28+00	pavel	staged	\N	\N	{"to": "price"}
01a2114a-1f00-704a-8ad6-1ab143223efb	5	2026-11-25 06:13:05+00	pavel	answered	\N	\N	{"field": "ready_on", "value": "2026-12-01"}
01a2114a-1f00-704a-8ad6-1ab143223efb	6	2026-11-25 06:06:22+00	pavel	answered	\N	\N	{"field": "price_floor", "value": "9000"}
01a2114a-1f00-704a-8ad6-1ab143223efb	7	2026-11-25 06:07:59+00	pavel	handed_over	general	\N	{"deal": 1, "team": "general", "asked": 8, "known": 8}
01a2087d-ec80-7034-89a1-158154dfa42c	10	2026-11-25 06:19:50+00	gleb	lost	competitor	\N	{"deal": 1}
01a208c4-6b60-7037-8b53-b3a3d6ab90ce	10	2026-11-25 06:19:50+00	gleb	won	speed	\N	{"deal": 1, "amount": 190000, "margin": 41000}
01a21181-0d80-704c-8fbd-7939d674997c	1	2026-11-25 07:01:37+00	postgres	received	\N	\N	\N
01a21190-9de0-704d-828d-d2c7955ce926	1	2026-11-25 07:01:37+00	postgres	received	\N	\N	\N
01a21181-0d80-704c-8fbd-7939d674997c	2	2026-11-25 07:22:14+00	olga	claimed	\N	\N	\N
01a21181-0d80-704c-8fbd-7939d674997c	3	2026-11-25 07:23:51+00	olga	attempted	talked	\N	\N
01a21181-0d80-704c-8fbd-7939d674997c	4	2026-11-25 07:25:28+00	olga	refused	price_floor	\N	{"team": "general", "asked": 8, "known": 7}
01a21190-9de0-704d-828d-d2c7955ce926	2	2026-11-25 07:29:14+00	pavel	claimed	\N	\N	\N
01a21190-9de0-704d-828d-d2c7955ce926	3	2026-11-25 07:30:51+00	pavel	attempted	no_answer	\N	\N
01a21190-9de0-704d-828d-d2c7955ce926	4	2026-11-25 07:32:28+00	pavel	postponed	no_answer	\N	{"not_before": "2026-11-26T23:02:09.696814+00:00"}
01a20c33-5360-7039-872b-32a1f754ba1c	8	2026-11-25 07:37:36+00	gleb	deal_taken	\N	\N	{"deal": 1}
01a20c33-5360-7039-872b-32a1f754ba1c	9	2026-11-25 07:39:13+00	gleb	deal_staged	\N	\N	{"to": "offer", "deal": 1, "from": "new"}
01a20c33-5360-7039-872b-32a1f754ba1c	10	2026-11-25 07:40:50+00	gleb	lost	silent	\N	{"deal": 1}
01a211b7-fc00-704e-835f-4a8d465e6e1e	1	2026-11-25 08:01:37+00	postgres	received	\N	\N	\N
01a211c7-8c60-704f-8d1f-e173d08e9593	1	2026-11-25 08:01:37+00	postgres	received	\N	\N	\N
01a20cd8-1ee0-703f-803a-fdbd66e7929b	5	2026-11-25 08:48:05+00	olga	due	\N	\N	\N
01a207d9-2100-702e-8d9d-4f495e875a2e	9	2026-11-25 08:46:13+00	olga	due	\N	\N	\N
01a20d45-fbe0-7043-8735-b90b4568125e	5	2026-11-25 08:48:05+00	olga	due	\N	\N	\N
01a20da4-4880-7046-87cb-bc409ec990f1	5	2026-11-25 08:48:05+00	olga	due	\N	\N	\N
01a21190-9de0-704d-828d-d2c7955ce926	5	2026-11-25 08:48:05+00	olga	due	\N	\N	\N
01a20da4-4880-7046-87cb-bc409ec990f1	6	2026-11-25 08:41:22+00	olga	claimed	\N	\N	\N
01a20da4-4880-7046-87cb-bc409ec990f1	7	2026-11-25 08:42:59+00	olga	attempted	talked	\N	\N
01a20da4-4880-7046-87cb-bc409ec990f1	8	2026-11-25 08:44:36+00	olga	staged	\N	\N	{"to": "price"}
01a20da4-4880-7046-87cb-bc409ec990f1	9	2026-11-25 08:46:13+00	olga	answered	\N	\N	{"field": "ready_on", "value": "2026-12-01"}
01a20da4-4880-7046-87cb-bc409ec990f1	10	2026-11-25 08:47:50+00	olga	answered	\N	\N	{"field": "price_floor", "value": "180000"}
01a20da4-4880-7046-87cb-bc409ec990f1	11	2026-11-25 08:41:07+00	olga	handed_over	general	\N	{"deal": 1, "team": "general", "asked": 8, "known": 8}
01a21190-9de0-704d-828d-d2c7955ce926	6	2026-11-25 08:03:22+00	pavel	claimed	\N	\N	\N
01a21190-9de0-704d-828d-d2c7955ce926	7	2026-11-25 08:04:59+00	pavel	attempted	talked	\N	\N
01a21190-9de0-704d-828d-d2c7955ce926	8	2026-11-25 08:06:36+00	pavel	refused	price_floor	\N	{"team": "general", "asked": 8, "known": 7}
01a207d9-2100-702e-8d9d-4f495e875a2e	10	2026-11-25 08:16:50+00	olga	claimed	\N	\N	\N
01a207d9-2100-702e-8d9d-4f495e875a2e	11	2026-11-25 08:10:07+00	olga	attempted	talked	\N	\N
01a207d9-2100-702e-8d9d-4f495e875a2e	12	2026-11-25 08:11:44+00	olga	staged	\N	\N	{"to": "price"}
01a207d9-2100-702e-8d9d-4f495e875a2e	13	2026-11-25 08:13:21+00	olga	answered	\N	\N	{"field": "ready_on", "value": "2026-12-01"}
01a207d9-2100-702e-8d9d-4f495e875a2e	14	2026-11-25 08:14:58+00	olga	answered	\N	\N	{"field": "price_floor", "value": "9000"}
01a207d9-2100-702e-8d9d-4f495e875a2e	15	2026-11-25 08:16:35+00	olga	handed_over	general	\N	{"deal": 1, "team": "general", "asked": 8, "known": 8}
01a20c6a-41e0-703b-8093-f65e080a295f	8	2026-11-25 08:13:36+00	gleb	deal_taken	\N	\N	{"deal": 1}
01a20c6a-41e0-703b-8093-f65e080a295f	9	2026-11-25 08:15:13+00	gleb	deal_staged	\N	\N	{"to": "offer", "deal": 1, "from": "new"}
01a211ee-ea80-7050-8f03-3ab37c30201f	1	2026-11-25 09:01:37+00	postgres	received	\N	\N	\N
01a211fe-7ae0-7051-843e-c517d68b6edd	1	2026-11-25 09:01:37+00	postgres	received	\N	\N	\N
01a211fe-7ae0-7051-843e-c517d68b6edd	2	2026-11-25 09:19:14+00	olga	claimed	\N	\N	\N
01a211fe-7ae0-7051-843e-c517d68b6edd	3	2026-11-25 09:20:51+00	olga	attempted	no_answer	\N	\N
01a211fe-7ae0-7051-843e-c517d68b6edd	4	2026-11-25 09:22:28+00	olga	postponed	no_answer	\N	{"not_before": "2026-11-26T23:02:09.696814+00:00"}
01a211c7-8c60-704f-8d1f-e173d08e9593	2	2026-11-25 09:26:14+00	pavel	claimed	\N	\N	\N
01a211c7-8c60-704f-8d1f-e173d08e9593	3	2026-11-25 09:27:51+00	pavel	attempted	talked	\N	\N
01a211c7-8c60-704f-8d1f-e173d08e9593	4	2026-11-25 09:29:28+00	pavel	staged	\N	\N	{"to": "price"}
01a211c7-8c60-704f-8d1f-e173d08e9593	5	2026-11-25 09:31:05+00	pavel	answered	\N	\N	{"field": "ready_on", "value": "2026-12-01"}
01a211c7-8c60-704f-8d1f-e173d08e9593	6	2026-11-25 09:24:22+00	pavel	answered	\N	\N	{"field": "price_floor", "value": "9000"}
01a211c7-8c60-704f-8d1f-e173d08e9593	7	2026-11-25 09:25:59+00	pavel	handed_over	general	\N	{"deal": 1, "team": "general", "asked": 8, "known": 8}
01a211ee-ea80-7050-8f03-3ab37c30201f	2	2026-11-25 09:33:14+00	olga	claimed	\N	\N	\N
01a211ee-ea80-7050-8f03-3ab37c30201f	3	2026-11-25 09:34:51+00	olga	attempted	talked	\N	\N
01a211ee-ea80-7050-8f03-3ab37c30201f	4	2026-11-25 09:36:28+00	olga	spam	advertising	\N	\N
01a20c5a-b180-703a-866f-041e16a60928	7	2026-11-25 09:32:59+00	vera	deal_taken	\N	\N	{"deal": 1}
01a20c5a-b180-703a-866f-041e16a60928	8	2026-11-25 09:34:36+00	vera	deal_staged	\N	\N	{"to": "offer", "deal": 1, "from": "new"}
01a20846-fe00-7032-8c0c-7c76d30bd3dc	12	2026-11-25 09:32:44+00	gleb	deal_taken	\N	\N	{"deal": 1}
01a20846-fe00-7032-8c0c-7c76d30bd3dc	13	2026-11-25 09:34:21+00	gleb	deal_staged	\N	\N	{"to": "offer", "deal": 1, "from": "new"}
01a21225-d900-7052-8977-8d5d219c5080	1	2026-11-25 10:01:37+00	postgres	received	\N	\N	\N
01a21235-6960-7053-8fe9-fc289c3ff0af	1	2026-11-25 10:01:37+00	postgres	received	\N	\N	\N
01a21225-d900-7052-8977-8d5d219c5080	2	2026-11-25 10:40:14+00	olga	claimed	\N	\N	\N
01a21225-d900-7052-8977-8d5d219c5080	3	2026-11-25 10:41:51+00	olga	released	too_early_there	\N	\N
01a21225-d900-7052-8977-8d5d219c5080	4	2026-11-25 10:50:28+00	pavel	claimed	\N	\N	\N
01a21225-d900-7052-8977-8d5d219c5080	5	2026-11-25 10:52:05+00	pavel	attempted	talked	\N	\N
01a21225-d900-7052-8977-8d5d219c5080	6	2026-11-25 10:45:22+00	pavel	answered	\N	\N	{"field": "interest", "value": "таможня"}
01a21225-d900-7052-8977-8d5d219c5080	7	2026-11-25 10:46:59+00	pavel	answered	\N	\N	{"field": "acts_for", "value": "компания"}
01a21225-d900-7052-8977-8d5d219c5080	8	2026-11-25 10:48:36+00	pavel	handed_over	services	просил письмо с условиями	{"deal": 1, "team": "services", "asked": 4, "known": 4}
01a21235-6960-7053-8fe9-fc289c3ff0af	2	2026-11-25 10:09:14+00	olga	claimed	\N	\N	\N
01a21235-6960-7053-8fe9-fc289c3ff0af	3	2026-11-25 10:10:51+00	olga	attempted	no_answer	\N	\N
01a21235-6960-7053-8fe9-fc289c3ff0af	4	2026-11-25 10:12:28+00	olga	postponed	no_answer	\N	{"not_before": "2026-11-26T23:02:09.696814+00:00"}
01a20c6a-41e0-703b-8093-f65e080a295f	10	2026-11-25 10:13:50+00	gleb	lost	price	\N	{"deal": 1}
01a20846-fe00-7032-8c0c-7c76d30bd3dc	14	2026-11-25 10:11:58+00	gleb	won	speed	\N	{"deal": 1, "amount": 12000, "margin": 1500}
01a2125c-c780-7054-868d-30a9594728bc	1	2026-11-25 11:01:37+00	postgres	received	\N	\N	\N
01a2126c-57e0-7055-83ef-815416f77509	1	2026-11-25 11:01:37+00	postgres	received	\N	\N	\N
01a20cd8-1ee0-703f-803a-fdbd66e7929b	6	2026-11-25 11:14:22+00	olga	claimed	\N	\N	\N
01a20cd8-1ee0-703f-803a-fdbd66e7929b	7	2026-11-25 11:15:59+00	olga	attempted	talked	\N	\N
01a20cd8-1ee0-703f-803a-fdbd66e7929b	8	2026-11-25 11:17:36+00	olga	refused	price_floor	\N	{"team": "general", "asked": 8, "known": 6}
01a20d45-fbe0-7043-8735-b90b4568125e	6	2026-11-25 11:21:22+00	pavel	claimed	\N	\N	\N
01a20d45-fbe0-7043-8735-b90b4568125e	7	2026-11-25 11:22:59+00	pavel	attempted	talked	\N	\N
01a20d45-fbe0-7043-8735-b90b4568125e	8	2026-11-25 11:24:36+00	pavel	staged	\N	\N	{"to": "price"}
01a20d45-fbe0-7043-8735-b90b4568125e	9	2026-11-25 11:26:13+00	pavel	answered	\N	\N	{"field": "ready_on", "value": "2026-12-01"}
01a20d45-fbe0-7043-8735-b90b4568125e	10	2026-11-25 11:27:50+00	pavel	answered	\N	\N	{"field": "price_floor", "value": "9000"}
01a20d45-fbe0-7043-8735-b90b4568125e	11	2026-11-25 11:21:07+00	pavel	handed_over	general	\N	{"deal": 1, "team": "general", "asked": 8, "known": 8}
01a211b7-fc00-704e-835f-4a8d465e6e1e	2	2026-11-25 11:30:14+00	olga	claimed	\N	\N	\N
01a211b7-fc00-704e-835f-4a8d465e6e1e	3	2026-11-25 11:31:51+00	olga	attempted	talked	\N	\N
01a211b7-fc00-704e-835f-4a8d465e6e1e	4	2026-11-25 11:33:28+00	olga	staged	\N	\N	{"to": "price"}
01a211b7-fc00-704e-835f-4a8d465e6e1e	5	2026-11-25 11:35:05+00	olga	answered	\N	\N	{"field": "ready_on", "value": "2026-12-01"}
01a211b7-fc00-704e-835f-4a8d465e6e1e	6	2026-11-25 11:28:22+00	olga	answered	\N	\N	{"field": "price_floor", "value": "9000"}
01a211b7-fc00-704e-835f-4a8d465e6e1e	7	2026-11-25 11:29:59+00	olga	handed_over	general	\N	{"deal": 1, "team": "general", "asked": 8, "known": 8}
01a20cff-7d00-7040-8ea5-d2f1c4608232	8	2026-11-25 11:31:36+00	gleb	deal_taken	\N	\N	{"deal": 1}
01a20cff-7d00-7040-8ea5-d2f1c4608232	9	2026-11-25 11:33:13+00	gleb	deal_staged	\N	\N	{"to": "offer", "deal": 1, "from": "new"}
01a20cff-7d00-7040-8ea5-d2f1c4608232	10	2026-11-25 11:34:50+00	gleb	lost	price	\N	{"deal": 1}
01a21293-b600-7056-893d-b85ed909c138	1	2026-11-25 12:01:37+00	postgres	received	\N	\N	\N
01a212a3-4660-7057-8c7e-1249ffc03eb9	1	2026-11-25 12:01:37+00	postgres	received	\N	\N	\N
01a21293-b600-7056-893d-b85ed909c138	2	2026-11-25 12:37:14+00	olga	claimed	\N	\N	\N
01a21293-b600-7056-893d-b85ed909c138	3	2026-11-25 12:38:51+00	olga	attempted	talked	\N	\N
01a21293-b600-7056-893d-b85ed909c138	4	2026-11-25 12:40:28+00	olga	staged	\N	\N	{"to": "price"}
01a21293-b600-7056-893d-b85ed909c138	5	2026-11-25 12:42:05+00	olga	answered	\N	\N	{"field": "ready_on", "value": "2026-12-01"}
01a21293-b600-7056-893d-b85ed909c138	6	2026-11-25 12:35:22+00	olga	answered	\N	\N	{"field": "price_floor", "value": "180000"}
01a21293-b600-7056-893d-b85ed909c138	7	2026-11-25 12:36:59+00	olga	handed_over	general	\N	{"deal": 1, "team": "general", "asked": 8, "known": 8}
01a212a3-4660-7057-8c7e-1249ffc03eb9	2	2026-11-25 12:44:14+00	pavel	claimed	\N	\N	\N
01a212a3-4660-7057-8c7e-1249ffc03eb9	3	2026-11-25 12:45:51+00	pavel	attempted	no_answer	\N	\N
01a212a3-4660-7057-8c7e-1249ffc03eb9	4	2026-11-25 12:47:28+00	pavel	postponed	no_answer	\N	{"not_before": "2026-11-26T23:02:09.696814+00:00"}
01a2126c-57e0-7055-83ef-815416f77509	2	2026-11-25 12:06:14+00	olga	claimed	\N	\N	\N
01a2126c-57e0-7055-83ef-815416f77509	3	2026-11-25 12:07:51+00	olga	attempted	talked	\N	\N
01a2126c-57e0-7055-83ef-815416f77509	4	2026-11-25 12:09:28+00	olga	staged	\N	\N	{"to": "price"}
01a2126c-57e0-7055-83ef-815416f77509	5	2026-11-25 12:11:05+00	olga	answered	\N	\N	{"field": "ready_on", "value": "2026-12-01"}
01a2126c-57e0-7055-83ef-815416f77509	6	2026-11-25 12:04:22+00	olga	answered	\N	\N	{"field": "price_floor", "value": "9000"}
01a2126c-57e0-7055-83ef-815416f77509	7	2026-11-25 12:05:59+00	olga	handed_over	general	\N	{"deal": 1, "team": "general", "asked": 8, "known": 8}
01a20d0f-0d60-7041-8fc4-90ca45c00b12	8	2026-11-25 12:07:36+00	gleb	deal_taken	\N	\N	{"deal": 1}
01a20d0f-0d60-7041-8fc4-90ca45c00b12	9	2026-11-25 12:09:13+00	gleb	deal_staged	\N	\N	{"to": "offer", "deal": 1, "from": "new"}
01a212ca-a480-7058-82a3-8a4a9316c49e	1	2026-11-25 13:01:37+00	postgres	received	\N	\N	\N
01a212da-34e0-7059-8764-7966b7343c29	1	2026-11-25 13:01:37+00	postgres	received	\N	\N	\N
01a212ca-a480-7058-82a3-8a4a9316c49e	2	2026-11-25 13:13:14+00	olga	claimed	\N	\N	\N
01a212ca-a480-7058-82a3-8a4a9316c49e	3	2026-11-25 13:14:51+00	olga	attempted	talked	\N	\N
01a212ca-a480-7058-82a3-8a4a9316c49e	4	2026-11-25 13:16:28+00	olga	staged	\N	\N	{"to": "price"}
01a212ca-a480-7058-82a3-8a4a9316c49e	5	2026-11-25 13:18:05+00	olga	answered	\N	\N	{"field": "ready_on", "value": "2026-12-01"}
01a212ca-a480-7058-82a3-8a4a9316c49e	6	2026-11-25 13:11:22+00	olga	answered	\N	\N	{"field": "price_floor", "value": "180000"}
01a212ca-a480-7058-82a3-8a4a9316c49e	7	2026-11-25 13:12:59+00	olga	handed_over	general	\N	{"deal": 1, "team": "general", "asked": 8, "known": 8}
01a212da-34e0-7059-8764-7966b7343c29	2	2026-11-25 13:20:14+00	pavel	claimed	\N	\N	\N
01a212da-34e0-7059-8764-7966b7343c29	3	2026-11-25 13:21:51+00	pavel	attempted	talked	\N	\N
01a212da-34e0-7059-8764-7966b7343c29	4	2026-11-25 13:23:28+00	pavel	staged	\N	\N	{"to": "price"}
01a212da-34e0-7059-8764-7966b7343c29	5	2026-11-25 13:25:05+00	pavel	answered	\N	\N	{"field": "ready_on", "value": "2026-12-01"}
01a212da-34e0-7059-8764-7966b7343c29	6	2026-11-25 13:18:22+00	pavel	answered	\N	\N	{"field": "price_floor", "value": "9000"}
01a212da-34e0-7059-8764-7966b7343c29	7	2026-11-25 13:19:59+00	pavel	handed_over	general	\N	{"deal": 1, "team": "general", "asked": 8, "known": 8}
01a2125c-c780-7054-868d-30a9594728bc	2	2026-11-25 13:27:14+00	olga	claimed	\N	\N	\N
01a2125c-c780-7054-868d-30a9594728bc	3	2026-11-25 13:28:51+00	olga	attempted	talked	\N	\N
01a2125c-c780-7054-868d-30a9594728bc	4	2026-11-25 13:30:28+00	olga	redirected	special_equipment	\N	{"team": "general", "asked": 8, "known": 6, "pointed_to": "Хладотранс, 200-00-00"}
01a20c91-a000-703c-8072-b030ba126b2f	7	2026-11-25 13:26:59+00	vera	deal_taken	\N	\N	{"deal": 1}
01a20c91-a000-703c-8072-b030ba126b2f	8	2026-11-25 13:28:36+00	vera	deal_staged	\N	\N	{"to": "offer", "deal": 1, "from": "new"}
01a20ddb-3700-7048-832b-b90e8976aab5	8	2026-11-25 13:28:36+00	gleb	deal_taken	\N	\N	{"deal": 1}
01a20ddb-3700-7048-832b-b90e8976aab5	9	2026-11-25 13:30:13+00	gleb	deal_staged	\N	\N	{"to": "offer", "deal": 1, "from": "new"}
01a21301-9300-705a-8861-3985ec49eb8f	1	2026-11-25 14:01:37+00	postgres	received	\N	\N	\N
01a21311-2360-705b-8542-29abfcfa5649	1	2026-11-25 14:01:37+00	postgres	received	\N	\N	\N
01a21301-9300-705a-8861-3985ec49eb8f	2	2026-11-25 14:34:14+00	olga	claimed	\N	\N	\N
01a21301-9300-705a-8861-3985ec49eb8f	3	2026-11-25 14:35:51+00	olga	attempted	no_answer	\N	\N
01a21301-9300-705a-8861-3985ec49eb8f	4	2026-11-25 14:37:28+00	olga	postponed	no_answer	\N	{"not_before": "2026-11-26T23:02:09.696814+00:00"}
01a21311-2360-705b-8542-29abfcfa5649	2	2026-11-25 14:41:14+00	pavel	claimed	\N	\N	\N
01a21311-2360-705b-8542-29abfcfa5649	3	2026-11-25 14:42:51+00	pavel	attempted	talked	\N	\N
01a21311-2360-705b-8542-29abfcfa5649	4	2026-11-25 14:44:28+00	pavel	answered	\N	\N	{"field": "interest", "value": "таможня"}
01a21311-2360-705b-8542-29abfcfa5649	5	2026-11-25 14:46:05+00	pavel	answered	\N	\N	{"field": "acts_for", "value": "компания"}
01a21311-2360-705b-8542-29abfcfa5649	6	2026-11-25 14:39:22+00	pavel	handed_over	services	просил письмо с условиями	{"deal": 1, "team": "services", "asked": 4, "known": 4}
01a20d0f-0d60-7041-8fc4-90ca45c00b12	10	2026-11-25 14:07:50+00	gleb	lost	price	\N	{"deal": 1}
01a20ddb-3700-7048-832b-b90e8976aab5	10	2026-11-25 14:07:50+00	gleb	won	speed	\N	{"deal": 1, "amount": 12000, "margin": 1500}
01a214b9-0700-705c-892c-c227532d17e5	1	2026-11-25 22:01:37+00	postgres	received	\N	\N	\N
01a214c8-9760-705d-898d-ce83da57b039	1	2026-11-25 22:01:37+00	postgres	received	\N	\N	\N
01a214ef-f580-705e-8f4b-9ec30ad9f68f	1	2026-11-25 23:01:37+00	postgres	received	\N	\N	\N
01a214ff-85e0-705f-8812-b4ba287f5ee0	1	2026-11-25 23:01:37+00	postgres	received	\N	\N	\N
01a21526-e400-7060-8266-57d5ff9020d2	1	2026-11-26 00:01:37+00	postgres	received	\N	\N	\N
01a21536-7460-7061-8e2e-f524fbf3d9fe	1	2026-11-26 00:01:37+00	postgres	received	\N	\N	\N
01a2155d-d280-7062-8ed3-d2c21991e3be	1	2026-11-26 01:01:37+00	postgres	received	\N	\N	\N
01a2156d-62e0-7063-8ac6-27ab1ccbdb62	1	2026-11-26 01:01:37+00	postgres	received	\N	\N	\N
01a21594-c100-7064-8f89-9139df5e1059	1	2026-11-26 02:01:37+00	postgres	received	\N	\N	\N
01a215a4-5160-7065-838b-3eff8baf5662	1	2026-11-26 02:01:37+00	postgres	received	\N	\N	\N
01a214b9-0700-705c-892c-c227532d17e5	2	2026-11-26 03:02:10.326131+00	irina	claimed	\N	\N	\N
01a214b9-0700-705c-892c-c227532d17e5	3	2026-11-26 03:02:10.3322+00	irina	attempted	talked	перезвонить после обеда	\N
01a214b9-0700-705c-892c-c227532d17e5	4	2026-11-26 03:02:10.334341+00	irina	answered	\N	\N	{"field": "email", "value": "learned.on.the.phone@example.com"}
01a214b9-0700-705c-892c-c227532d17e5	5	2026-11-26 03:02:10.334918+00	irina	answered	\N	\N	{"field": "phone", "value": "+79120000010"}
01a214b9-0700-705c-892c-c227532d17e5	6	2026-11-26 03:02:10.335532+00	irina	answered	\N	\N	{"field": "price_floor", "value": "15000"}
01a214b9-0700-705c-892c-c227532d17e5	7	2026-11-26 03:02:10.337225+00	irina	categorised	\N	крупный заказ	{"to": "high-margin", "from": "high-margin"}
01a21536-7460-7061-8e2e-f524fbf3d9fe	2	2026-11-26 03:02:10.337557+00	irina	claimed	\N	\N	\N
01a21536-7460-7061-8e2e-f524fbf3d9fe	3	2026-11-26 03:02:10.338764+00	irina	answered	\N	\N	{"field": "email", "value": "another@example.com"}
01a21536-7460-7061-8e2e-f524fbf3d9fe	4	2026-11-26 03:02:10.339317+00	irina	postponed	thinking	до аванса	{"not_before": "2026-11-29T03:02:10.311598+00:00"}
01a1f205-aa60-7001-8c4c-a4238a0b9238	11	2026-11-26 03:02:10.340272+00	irina	reopened	came_back	\N	{"was": "qualified"}
01a1f205-aa60-7001-8c4c-a4238a0b9238	12	2026-11-26 03:02:10.340638+00	irina	noted	\N	хочет ещё одну машину	\N
\.


--
-- Data for Name: merge_proposal; Type: TABLE DATA; Schema: intake; Owner: firstline_owner
--

COPY intake.merge_proposal (lead, client, others, proposed_at, answer, answered_at, answered_by) FROM stdin;
\.


--
-- Data for Name: migration; Type: TABLE DATA; Schema: intake; Owner: firstline_owner
--

COPY intake.migration (name, done_at) FROM stdin;
105_domain	2026-11-26 03:02:09.403476+00
110_setting	2026-11-26 03:02:09.403476+00
112_words	2026-11-26 03:02:09.403476+00
114_team	2026-11-26 03:02:09.403476+00
116_hours	2026-11-26 03:02:09.403476+00
118_local_zone	2026-11-26 03:02:09.403476+00
119_staff	2026-11-26 03:02:09.403476+00
120_client	2026-11-26 03:02:09.403476+00
130_lead	2026-11-26 03:02:09.403476+00
140_work	2026-11-26 03:02:09.403476+00
142_waiting	2026-11-26 03:02:09.403476+00
150_record	2026-11-26 03:02:09.403476+00
160_deal	2026-11-26 03:02:09.403476+00
170_client_merge	2026-11-26 03:02:09.403476+00
180_second_verdict	2026-11-26 03:02:09.403476+00
\.


--
-- Data for Name: notice; Type: TABLE DATA; Schema: intake; Owner: firstline_owner
--

COPY intake.notice (lead, about, login, team, made_at, seen_at, seen_by) FROM stdin;
01a21181-0d80-704c-8fbd-7939d674997c	01a206fd-6700-7026-8a57-71bce93e200c	vera	\N	2026-11-25 07:00:00+00	\N	\N
\.


--
-- Data for Name: other_receipt; Type: TABLE DATA; Schema: intake; Owner: firstline_owner
--

COPY intake.other_receipt (receipt, lead, noted_at) FROM stdin;
\.


--
-- Data for Name: phone_zone; Type: TABLE DATA; Schema: intake; Owner: firstline_owner
--

COPY intake.phone_zone (prefix, zone) FROM stdin;
+375	Europe/Minsk
+77	Asia/Almaty
+996	Asia/Bishkek
+998	Asia/Tashkent
+992	Asia/Dushanbe
+993	Asia/Ashgabat
+374	Asia/Yerevan
+994	Asia/Baku
+995	Asia/Tbilisi
+373	Europe/Chisinau
+90	Europe/Istanbul
+86	Asia/Shanghai
+971	Asia/Dubai
+972	Asia/Jerusalem
+381	Europe/Belgrade
+49	Europe/Berlin
+48	Europe/Warsaw
+370	Europe/Vilnius
+371	Europe/Riga
+372	Europe/Tallinn
+7495	Europe/Moscow
+7499	Europe/Moscow
+7812	Europe/Moscow
+7846	Europe/Samara
+7343	Asia/Yekaterinburg
+7383	Asia/Novosibirsk
+7391	Asia/Krasnoyarsk
+7395	Asia/Irkutsk
+74212	Asia/Vladivostok
+74232	Asia/Vladivostok
\.


--
-- Data for Name: place_zone; Type: TABLE DATA; Schema: intake; Owner: firstline_owner
--

COPY intake.place_zone (country, region_has, zone) FROM stdin;
BY		Europe/Minsk
KZ		Asia/Almaty
KG		Asia/Bishkek
UZ		Asia/Tashkent
TJ		Asia/Dushanbe
TM		Asia/Ashgabat
AM		Asia/Yerevan
AZ		Asia/Baku
GE		Asia/Tbilisi
MD		Europe/Chisinau
TR		Europe/Istanbul
CN		Asia/Shanghai
IN		Asia/Kolkata
AE		Asia/Dubai
IL		Asia/Jerusalem
RS		Europe/Belgrade
DE		Europe/Berlin
PL		Europe/Warsaw
LT		Europe/Vilnius
LV		Europe/Riga
EE		Europe/Tallinn
FI		Europe/Helsinki
GB		Europe/London
IT		Europe/Rome
RU	kaliningrad	Europe/Kaliningrad
RU	калининград	Europe/Kaliningrad
RU	moscow	Europe/Moscow
RU	москва	Europe/Moscow
RU	москов	Europe/Moscow
RU	petersburg	Europe/Moscow
RU	петербург	Europe/Moscow
RU	leningrad	Europe/Moscow
RU	ленинград	Europe/Moscow
RU	krasnodar	Europe/Moscow
RU	краснодар	Europe/Moscow
RU	rostov	Europe/Moscow
RU	ростов	Europe/Moscow
RU	tatarstan	Europe/Moscow
RU	татарстан	Europe/Moscow
RU	voronezh	Europe/Moscow
RU	воронеж	Europe/Moscow
RU	ryazan	Europe/Moscow
RU	рязан	Europe/Moscow
RU	tula	Europe/Moscow
RU	тульск	Europe/Moscow
RU	tver	Europe/Moscow
RU	твер	Europe/Moscow
RU	kazan	Europe/Moscow
RU	казан	Europe/Moscow
RU	nizhny novgorod	Europe/Moscow
RU	nizhniy novgorod	Europe/Moscow
RU	нижегород	Europe/Moscow
RU	yaroslavl	Europe/Moscow
RU	ярослав	Europe/Moscow
RU	vladimir	Europe/Moscow
RU	владимир	Europe/Moscow
RU	penza	Europe/Moscow
RU	пенз	Europe/Moscow
RU	samara	Europe/Samara
RU	самар	Europe/Samara
RU	udmurt	Europe/Samara
RU	удмурт	Europe/Samara
RU	saratov	Europe/Saratov
RU	саратов	Europe/Saratov
RU	sverdlovsk	Asia/Yekaterinburg
RU	свердлов	Asia/Yekaterinburg
RU	perm	Asia/Yekaterinburg
RU	пермск	Asia/Yekaterinburg
RU	chelyabinsk	Asia/Yekaterinburg
RU	челябин	Asia/Yekaterinburg
RU	tyumen	Asia/Yekaterinburg
RU	тюмен	Asia/Yekaterinburg
RU	bashkort	Asia/Yekaterinburg
RU	башкор	Asia/Yekaterinburg
RU	orenburg	Asia/Yekaterinburg
RU	оренбург	Asia/Yekaterinburg
RU	kurgan	Asia/Yekaterinburg
RU	курган	Asia/Yekaterinburg
RU	khanty	Asia/Yekaterinburg
RU	ханты	Asia/Yekaterinburg
RU	yamal	Asia/Yekaterinburg
RU	ямал	Asia/Yekaterinburg
RU	omsk oblast	Asia/Omsk
RU	омск	Asia/Omsk
RU	novosibirsk	Asia/Novosibirsk
RU	новосибирск	Asia/Novosibirsk
RU	tomsk oblast	Asia/Tomsk
RU	томская	Asia/Tomsk
RU	altai krai	Asia/Barnaul
RU	алтайский	Asia/Barnaul
RU	kemerovo	Asia/Novokuznetsk
RU	кемеров	Asia/Novokuznetsk
RU	кузбасс	Asia/Novokuznetsk
RU	krasnoyarsk	Asia/Krasnoyarsk
RU	красноярск	Asia/Krasnoyarsk
RU	khakas	Asia/Krasnoyarsk
RU	хакас	Asia/Krasnoyarsk
RU	irkutsk	Asia/Irkutsk
RU	иркутск	Asia/Irkutsk
RU	buryat	Asia/Irkutsk
RU	бурят	Asia/Irkutsk
RU	transbaikal	Asia/Chita
RU	zabaykal	Asia/Chita
RU	забайкал	Asia/Chita
RU	khabarovsk	Asia/Vladivostok
RU	хабаровск	Asia/Vladivostok
RU	primor	Asia/Vladivostok
RU	примор	Asia/Vladivostok
RU	amur	Asia/Yakutsk
RU	амурск	Asia/Yakutsk
RU	magadan	Asia/Magadan
RU	магадан	Asia/Magadan
RU	sakhalin	Asia/Sakhalin
RU	сахалин	Asia/Sakhalin
RU	kamchatka	Asia/Kamchatka
RU	камчат	Asia/Kamchatka
\.


--
-- Data for Name: reason; Type: TABLE DATA; Schema: intake; Owner: firstline_owner
--

COPY intake.reason (act, name, "position", ru, en, in_use) FROM stdin;
attempt	talked	1	поговорили	talked	t
attempt	no_answer	2	не отвечает	no answer	t
attempt	busy	3	занято	busy	t
attempt	wrong_number	4	номер чужой	wrong number	t
attempt	message_left	5	оставлено сообщение	message left	t
release	language	1	говорит на другом языке	speaks another language	t
release	too_early_there	2	у клиента ночь	it is night there	t
release	not_my_subject	3	не моя тема	not my subject	t
release	end_of_shift	4	конец смены	end of shift	t
release	other	5	другое	other	t
postpone	asked_later	1	просил позже	asked to be called later	t
postpone	no_answer	2	не дозвонились	no answer yet	t
postpone	thinking	3	думает	is thinking it over	t
postpone	no_budget_yet	4	пока нет бюджета	no budget yet	t
refuse	special_equipment	1	нужно спецоборудование	needs special equipment	t
refuse	too_small	2	слишком мелкий заказ	too small	t
refuse	price_floor	3	не согласен с ценой	did not accept the price floor	t
refuse	not_our_region	4	не наш регион	not our region	t
refuse	not_our_service	5	не наша услуга	not our service	t
refuse	changed_mind	6	передумал	changed their mind	t
refuse	double	7	тот же запрос ещё раз	the same request again	t
unreachable	no_answer	1	не отвечает	no answer	t
unreachable	wrong_number	2	номер чужой	wrong number	t
unreachable	no_contact	3	не на что ответить	left no contact	t
spam	advertising	1	реклама	advertising	t
spam	nonsense	2	бессмыслица	nonsense	t
spam	robot	3	робот	robot	t
reopen	came_back	1	клиент вернулся	the client came back	t
reopen	mistake	2	закрыт по ошибке	closed by mistake	t
won	price	1	цена	price	t
won	speed	2	скорость ответа	speed of answer	t
won	terms	3	условия	terms	t
lost	price	1	дорого	too expensive	t
lost	competitor	2	ушёл к другому	went to a competitor	t
lost	no_need	3	больше не нужно	no need any more	t
lost	not_qualified	4	не должен был дойти до нас	should not have reached us	t
lost	silent	5	перестал отвечать	stopped answering	t
won	knows_us	4	уже работал с нами	has worked with us	f
refuse	own	90	своя причина	a reason of our own	t
\.


--
-- Data for Name: required_answer; Type: TABLE DATA; Schema: intake; Owner: firstline_owner
--

COPY intake.required_answer (team, name, any_of, "position", ru, en) FROM stdin;
general	name	{name}	1	имя	name
general	contact	{phone,email}	2	телефон или почта	phone or e-mail
general	cargo	{cargo}	3	что за груз	what is to be carried
general	weight_kg	{weight_kg}	4	вес	weight
general	from	{from}	5	откуда	from
general	to	{to}	6	куда	to
general	ready_on	{ready_on}	7	когда груз готов	when the cargo is ready
services	name	{name}	1	имя	name
services	contact	{phone,email}	2	телефон или почта	phone or e-mail
services	interest	{interest,message,cargo}	3	чем интересуется	what they are interested in
services	acts_for	{acts_for}	4	частное лицо или компания	for themselves or a company
\.


--
-- Data for Name: second_verdict; Type: TABLE DATA; Schema: intake; Owner: firstline_owner
--

COPY intake.second_verdict (lead, asked_at, first_by, first_verdict, first_reason, second_by, verdict, reason, given_at) FROM stdin;
01a21181-0d80-704c-8fbd-7939d674997c	2026-11-25 07:25:28+00	olga	refused	price_floor	\N	\N	\N	\N
01a1f2d1-d400-7006-8167-9091c5a880fa	2026-11-20 14:25:35+00	pavel	qualified	general	olga	qualified	general	2026-11-26 03:02:10.066458+00
01a1f951-5760-7025-8a5b-fc9e07964f8d	2026-11-20 14:10:28+00	olga	refused	price_floor	pavel	refused	price_floor	2026-11-26 03:02:10.066754+00
01a2076b-4400-702a-8a1d-0c6e83f02732	2026-11-24 08:07:50+00	pavel	qualified	general	olga	refused	too_small	2026-11-26 03:02:10.066993+00
01a20c5a-b180-703a-866f-041e16a60928	2026-11-25 09:34:36+00	pavel	qualified	services	olga	qualified	services	2026-11-26 03:02:10.067308+00
01a20cff-7d00-7040-8ea5-d2f1c4608232	2026-11-25 11:34:50+00	olga	qualified	general	pavel	qualified	general	2026-11-26 03:02:10.067609+00
01a2114a-1f00-704a-8ad6-1ab143223efb	2026-11-25 06:13:05+00	pavel	qualified	general	olga	qualified	general	2026-11-26 03:02:10.067909+00
\.


--
-- Data for Name: setting; Type: TABLE DATA; Schema: intake; Owner: firstline_owner
--

COPY intake.setting (one, zone, lease, unreachable_after, recheck_share, currency) FROM stdin;
t	Europe/Moscow	00:30:00	3	0.1	RUB
\.


--
-- Data for Name: special_day; Type: TABLE DATA; Schema: intake; Owner: firstline_owner
--

COPY intake.special_day (day, opens, closes, note) FROM stdin;
\.


--
-- Data for Name: staff; Type: TABLE DATA; Schema: intake; Owner: firstline_owner
--

COPY intake.staff (login, name, works_in, head, added_at, added_by) FROM stdin;
firstline_qualifier	The qualifier of the demo	desk	t	2026-11-26 03:02:09.656034+00	postgres
firstline_sales	The seller of the demo	sales	f	2026-11-26 03:02:09.656034+00	postgres
firstline_marketing	Marketing of the demo	marketing	f	2026-11-26 03:02:09.656034+00	postgres
olga	Ольга	desk	f	2026-11-26 03:02:09.696814+00	postgres
pavel	Павел	desk	f	2026-11-26 03:02:09.696814+00	postgres
gleb	Глеб	sales	f	2026-11-26 03:02:09.696814+00	postgres
irina	Ирина	desk	t	2026-11-26 03:02:10.311598+00	postgres
\.


--
-- Data for Name: staff_team; Type: TABLE DATA; Schema: intake; Owner: firstline_owner
--

COPY intake.staff_team (login, team) FROM stdin;
firstline_sales	general
firstline_sales	services
gleb	general
\.


--
-- Data for Name: stage; Type: TABLE DATA; Schema: intake; Owner: firstline_owner
--

COPY intake.stage (process, name, "position", ru, en, in_use) FROM stdin;
lead	first_contact	1	первый контакт	first contact	t
lead	details	2	детали	details	t
lead	price	3	цена	price	t
deal	new	1	новая	new	t
deal	offer	2	предложение	offer	t
deal	agreement	3	договор	agreement	t
\.


--
-- Data for Name: team; Type: TABLE DATA; Schema: intake; Owner: firstline_owner
--

COPY intake.team (name, "position", ru, en, price_floor, in_use) FROM stdin;
general	1	общее	general	5000	t
services	2	услуги	services	\N	t
\.


--
-- Data for Name: verdict; Type: TABLE DATA; Schema: intake; Owner: firstline_owner
--

COPY intake.verdict (name, "position", ru, en) FROM stdin;
second_chance	2	второй шанс	second chance
refused	3	отказ	refused
redirected	4	направлен	redirected
unreachable	5	недозвон	unreachable
spam	6	спам	spam
qualified	1	годен	qualified
\.


--
-- Data for Name: waiting; Type: TABLE DATA; Schema: intake; Owner: firstline_owner
--

COPY intake.waiting (lead, repeat, rank, received_at, skipped_by) FROM stdin;
01a214c8-9760-705d-898d-ce83da57b039	f	20	2026-11-25 22:17:00+00	\N
01a214ef-f580-705e-8f4b-9ec30ad9f68f	f	20	2026-11-25 23:00:00+00	\N
01a214ff-85e0-705f-8812-b4ba287f5ee0	f	90	2026-11-25 23:17:00+00	\N
01a21526-e400-7060-8266-57d5ff9020d2	f	30	2026-11-26 00:00:00+00	\N
01a2155d-d280-7062-8ed3-d2c21991e3be	f	20	2026-11-26 01:00:00+00	\N
01a2156d-62e0-7063-8ac6-27ab1ccbdb62	f	10	2026-11-26 01:17:00+00	\N
01a21594-c100-7064-8f89-9139df5e1059	f	30	2026-11-26 02:00:00+00	\N
01a215a4-5160-7065-838b-3eff8baf5662	f	20	2026-11-26 02:17:00+00	\N
\.


--
-- Data for Name: work; Type: TABLE DATA; Schema: intake; Owner: firstline_owner
--

COPY intake.work (lead, state, step, owner, lease_until, not_before, promised, skipped_by, stage, attempts, answers, category, rank, repeat, verdict, reason, received_at) FROM stdin;
01a1f29a-e580-7004-8a87-ff679a2f3e71	closed	4	olga	\N	\N	\N	\N	\N	1	\N	high-margin	10	f	refused	price_floor	2026-11-19 07:00:00+00
01a1f2aa-75e0-7005-8e4d-a3b7fbbce234	closed	4	pavel	\N	\N	\N	\N	\N	1	\N	other	20	f	spam	advertising	2026-11-19 07:17:00+00
01a1f1f6-1a00-7000-8cfc-d208495d565e	closed	10	olga	\N	\N	\N	\N	price	1	{ "name" : "Пётр", "cargo" : "станки", "weight_kg" : 12000, "from" : "Пермь", "to" : "Хабаровск", "ready_on" : "2026-12-01", "price_floor" : "180000" }	high-margin	10	f	qualified	general	2026-11-19 04:00:00+00
01a1f2e1-6460-7007-88f1-4e45fceea167	closed	4	olga	\N	\N	\N	\N	\N	1	\N	unfit	90	f	redirected	special_equipment	2026-11-19 08:17:00+00
01a1f273-8760-7003-8ecc-bc87e4b5ce2f	closed	12	olga	\N	\N	\N	\N	\N	2	{ "name" : "Раиса", "interest" : "таможня", "acts_for" : "компания" }	other	20	f	qualified	services	2026-11-19 06:17:00+00
01a1f205-aa60-7001-8c4c-a4238a0b9238	claimed	12	irina	2026-11-26 03:32:10.318624+00	\N	\N	\N	price	1	{ "name" : "Инна", "cargo" : "картофель", "weight_kg" : 300, "from" : "деревня Петрово", "to" : "райцентр", "ready_on" : "2026-12-01", "price_floor" : "9000" }	low-margin	30	f	\N	\N	2026-11-19 04:17:00+00
01a1f263-f700-7002-8c81-e728d9d4c2f6	closed	10	pavel	\N	\N	\N	\N	price	1	{ "name" : "Олег", "cargo" : "мебель", "weight_kg" : 700, "from" : "Пермь", "to" : "Рязань", "ready_on" : "2026-12-01", "price_floor" : "9000" }	other	20	f	qualified	general	2026-11-19 06:00:00+00
01a1f386-2fe0-700d-8c51-ce410c124a10	closed	4	olga	\N	\N	\N	\N	\N	1	\N	other	20	f	refused	price_floor	2026-11-19 11:17:00+00
01a1f318-52e0-7009-845c-48cce2e2d7fb	closed	10	olga	\N	\N	\N	\N	price	1	{ "name" : "Лидия", "cargo" : "станки", "weight_kg" : 12000, "from" : "Пермь", "to" : "Хабаровск", "ready_on" : "2026-12-01", "price_floor" : "180000" }	high-margin	10	f	qualified	general	2026-11-19 09:17:00+00
01a1f3ad-8e00-700e-8aab-3238922bcc25	closed	8	pavel	\N	\N	\N	\N	\N	1	{ "name" : "Семён", "interest" : "таможня", "acts_for" : "компания" }	other	20	f	qualified	services	2026-11-19 12:00:00+00
01a1f41b-6b00-7012-86f4-922f45568161	closed	6	olga	\N	\N	\N	\N	\N	1	\N	unfit	90	f	refused	special_equipment	2026-11-19 14:00:00+00
01a1f308-c280-7008-8c9f-0f895fb98ab9	closed	10	pavel	\N	\N	\N	\N	price	1	{ "name" : "Борис", "cargo" : "картофель", "weight_kg" : 300, "from" : "деревня Петрово", "to" : "райцентр", "ready_on" : "2026-12-01", "price_floor" : "9000" }	low-margin	30	f	qualified	general	2026-11-19 09:00:00+00
01a1f33f-b100-700a-8d3d-9446802a4425	closed	10	pavel	\N	\N	\N	\N	price	1	{ "name" : "Пётр", "cargo" : "мебель", "weight_kg" : 700, "from" : "Пермь", "to" : "Рязань", "ready_on" : "2026-12-01", "price_floor" : "9000" }	other	20	f	qualified	general	2026-11-19 10:00:00+00
01a1f376-9f80-700c-8c20-ad4d76fe9775	closed	10	pavel	\N	\N	\N	\N	price	1	{ "name" : "Олег", "cargo" : "картофель", "weight_kg" : 300, "from" : "деревня Петрово", "to" : "райцентр", "ready_on" : "2026-12-01", "price_floor" : "9000" }	low-margin	30	f	qualified	general	2026-11-19 11:00:00+00
01a1f7d0-d1e0-7017-8376-93cfc748049e	closed	4	pavel	\N	\N	\N	\N	\N	1	\N	low-margin	30	f	refused	price_floor	2026-11-20 07:17:00+00
01a1f34f-4160-700b-8651-2bd43d9caa6e	closed	8	olga	\N	\N	\N	\N	\N	2	\N	high-margin	10	f	refused	price_floor	2026-11-19 10:17:00+00
01a1f3e4-7c80-7010-8c74-d97b01eae257	closed	8	olga	\N	\N	\N	\N	\N	1	{ "name" : "Тимур", "message" : "Нужен таможенный брокер на разовую поставку", "interest" : "таможня", "acts_for" : "компания" }	other	20	f	qualified	services	2026-11-19 13:00:00+00
01a1f3bd-1e60-700f-89bf-31c7ff062936	closed	10	olga	\N	\N	\N	\N	price	1	{ "name" : "Яна", "cargo" : "трубы", "weight_kg" : 20000, "from" : "Казань", "to" : "Владивосток", "ready_on" : "2026-12-01", "price_floor" : "180000" }	high-margin	10	f	qualified	general	2026-11-19 12:17:00+00
01a1f42a-fb60-7013-81f0-e3dad9990834	closed	10	olga	\N	\N	\N	\N	price	1	{ "name" : "Лидия", "cargo" : "картофель", "weight_kg" : 300, "from" : "деревня Петрово", "to" : "райцентр", "ready_on" : "2026-12-01", "price_floor" : "9000" }	low-margin	30	f	qualified	general	2026-11-19 14:17:00+00
01a1f799-e360-7015-83c5-9dc048e88502	closed	10	pavel	\N	\N	\N	\N	price	1	{ "name" : "Инна", "cargo" : "мебель", "weight_kg" : 700, "from" : "Пермь", "to" : "Рязань", "ready_on" : "2026-12-01", "price_floor" : "9000" }	other	20	f	qualified	general	2026-11-20 06:17:00+00
01a1f89c-fb80-701e-8341-73cb38f07f89	closed	4	pavel	\N	\N	\N	\N	\N	1	\N	low-margin	30	f	refused	price_floor	2026-11-20 11:00:00+00
01a1f807-c060-7019-88e2-96a067a37563	closed	8	olga	\N	\N	\N	\N	\N	1	{ "name" : "Яна", "interest" : "таможня", "acts_for" : "компания" }	other	20	f	qualified	services	2026-11-20 08:17:00+00
01a1f7c1-4180-7016-8b6d-767d2f8ed5d2	closed	10	olga	\N	\N	\N	\N	price	1	{ "name" : "Олег", "cargo" : "станки", "weight_kg" : 12000, "from" : "Пермь", "to" : "Хабаровск", "ready_on" : "2026-12-01", "price_floor" : "180000" }	high-margin	10	f	qualified	general	2026-11-20 07:00:00+00
01a1f78a-5300-7014-898f-13708210194c	closed	14	olga	\N	\N	\N	\N	price	2	{ "name" : "Пётр", "cargo" : "станки", "weight_kg" : 12000, "from" : "Пермь", "to" : "Хабаровск", "ready_on" : "2026-12-01", "price_floor" : "180000" }	high-margin	10	t	qualified	general	2026-11-20 06:00:00+00
01a1f951-5760-7025-8a5b-fc9e07964f8d	closed	4	olga	\N	\N	\N	\N	\N	1	\N	high-margin	10	f	refused	price_floor	2026-11-20 14:17:00+00
01a1f2d1-d400-7006-8167-9091c5a880fa	closed	16	pavel	\N	\N	\N	\N	price	2	{ "name" : "Раиса", "cargo" : "мебель", "weight_kg" : 700, "from" : "Пермь", "to" : "Рязань", "ready_on" : "2026-12-01", "price_floor" : "9000" }	other	20	t	qualified	general	2026-11-19 08:00:00+00
01a2070c-f760-7027-8d67-d8ab4f4c10bf	closed	4	pavel	\N	\N	\N	\N	\N	1	\N	other	20	f	refused	price_floor	2026-11-23 06:17:00+00
01a20734-5580-7028-8d64-5920e395feda	closed	4	pavel	\N	\N	\N	\N	\N	1	\N	unfit	90	f	refused	special_equipment	2026-11-23 07:00:00+00
01a1f83e-aee0-701b-802e-74f10e0327ad	closed	8	pavel	\N	\N	\N	\N	\N	1	{ "name" : "Раиса", "message" : "Нужен таможенный брокер на разовую поставку", "interest" : "таможня", "acts_for" : "компания" }	other	20	f	qualified	services	2026-11-20 09:17:00+00
01a1f3f4-0ce0-7011-870e-fdf2ec9b0860	closed	12	olga	\N	\N	\N	\N	\N	3	\N	other	20	f	unreachable	no_answer	2026-11-19 13:17:00+00
01a1f82f-1e80-701a-84e7-32ced3463d06	closed	10	olga	\N	\N	\N	\N	price	1	{ "name" : "Тимур", "cargo" : "трубы", "weight_kg" : 20000, "from" : "Казань", "to" : "Владивосток", "ready_on" : "2026-12-01", "price_floor" : "180000" }	high-margin	10	f	qualified	general	2026-11-20 09:00:00+00
01a1f7f8-3000-7018-81ff-1de774005f8d	closed	10	olga	\N	\N	\N	\N	price	1	{ "name" : "Семён", "cargo" : "мебель", "weight_kg" : 700, "from" : "Пермь", "to" : "Рязань", "ready_on" : "2026-12-01", "price_floor" : "9000" }	other	20	f	qualified	general	2026-11-20 08:00:00+00
01a1f866-0d00-701c-833e-75ff09dd601b	closed	10	olga	\N	\N	\N	\N	price	1	{ "name" : "Борис", "cargo" : "мебель", "weight_kg" : 700, "from" : "Пермь", "to" : "Рязань", "ready_on" : "2026-12-01", "price_floor" : "9000" }	other	20	f	qualified	general	2026-11-20 10:00:00+00
01a20743-e5e0-7029-8341-6a75f4cea910	closed	8	olga	\N	\N	\N	\N	\N	2	\N	low-margin	30	f	refused	price_floor	2026-11-23 07:17:00+00
01a206fd-6700-7026-8a57-71bce93e200c	closed	8	olga	\N	\N	\N	\N	\N	1	{ "name" : "Борис", "message" : "Нужен таможенный брокер на разовую поставку", "interest" : "таможня", "acts_for" : "компания" }	other	20	f	qualified	services	2026-11-23 06:00:00+00
01a207b1-c2e0-702d-86c8-349cc7260ae6	closed	4	pavel	\N	\N	\N	\N	\N	1	\N	low-margin	30	f	spam	advertising	2026-11-23 09:17:00+00
01a20856-8e60-7033-8283-8023a778dfae	closed	4	olga	\N	\N	\N	\N	\N	1	\N	unfit	90	f	refused	special_equipment	2026-11-23 12:17:00+00
01a1f8e3-7a60-7021-8182-be0c5cdcd507	closed	10	olga	\N	\N	\N	\N	price	1	{ "name" : "Раиса", "cargo" : "станки", "weight_kg" : 12000, "from" : "Пермь", "to" : "Хабаровск", "ready_on" : "2026-12-01", "price_floor" : "180000" }	high-margin	10	f	qualified	general	2026-11-20 12:17:00+00
01a1f8d3-ea00-7020-8636-4d3f0f495b6a	closed	10	pavel	\N	\N	\N	\N	price	1	{ "name" : "Олег", "cargo" : "мебель", "weight_kg" : 700, "from" : "Пермь", "to" : "Рязань", "ready_on" : "2026-12-01", "price_floor" : "9000" }	other	20	f	qualified	general	2026-11-20 12:00:00+00
01a2088d-7ce0-7035-8d82-c8d1619ad817	closed	4	olga	\N	\N	\N	\N	\N	1	\N	high-margin	10	f	refused	price_floor	2026-11-23 13:17:00+00
01a1f90a-d880-7022-8e36-9853df766fa4	closed	10	olga	\N	\N	\N	\N	price	1	{ "name" : "Анна", "cargo" : "картофель", "weight_kg" : 300, "from" : "деревня Петрово", "to" : "райцентр", "ready_on" : "2026-12-01", "price_floor" : "9000" }	low-margin	30	t	qualified	general	2026-11-20 13:00:00+00
01a208b4-db00-7036-8a68-4eceee76fc52	closed	4	pavel	\N	\N	\N	\N	\N	1	\N	other	20	f	refused	price_floor	2026-11-23 14:00:00+00
01a20c23-c300-7038-89f6-1408e3afb633	closed	6	olga	\N	\N	\N	\N	\N	1	\N	low-margin	30	f	refused	price_floor	2026-11-24 06:00:00+00
01a1f941-c700-7024-819c-a14e7ea6328a	closed	12	olga	\N	\N	\N	\N	\N	2	{ "name" : "Тимур", "interest" : "таможня", "acts_for" : "компания" }	other	20	f	qualified	services	2026-11-20 14:00:00+00
01a1f91a-68e0-7023-81c3-83cd30b7c298	closed	10	pavel	\N	\N	\N	\N	price	1	{ "name" : "Яна", "cargo" : "мебель", "weight_kg" : 700, "from" : "Пермь", "to" : "Рязань", "ready_on" : "2026-12-01", "price_floor" : "9000" }	other	20	f	qualified	general	2026-11-20 13:17:00+00
01a1f8ac-8be0-701f-8c16-a5320fa47553	closed	14	olga	\N	\N	\N	\N	price	2	{ "name" : "Инна", "cargo" : "станки", "weight_kg" : 12000, "from" : "Пермь", "to" : "Хабаровск", "ready_on" : "2026-12-01", "price_floor" : "180000" }	high-margin	10	f	qualified	general	2026-11-20 11:17:00+00
01a2076b-4400-702a-8a1d-0c6e83f02732	closed	10	pavel	\N	\N	\N	\N	price	1	{ "name" : "Олег", "cargo" : "станки", "weight_kg" : 12000, "from" : "Пермь", "to" : "Хабаровск", "ready_on" : "2026-12-01", "price_floor" : "180000" }	high-margin	10	f	qualified	general	2026-11-23 08:00:00+00
01a20cc8-8e80-703e-844f-683a84163b35	closed	4	olga	\N	\N	\N	\N	\N	1	\N	unfit	90	t	refused	special_equipment	2026-11-24 09:00:00+00
01a20ca1-3060-703d-87f3-9f8317fbdb19	closed	4	pavel	\N	\N	\N	\N	\N	1	\N	other	20	f	refused	price_floor	2026-11-24 08:17:00+00
01a1f875-9d60-701d-86ea-9ab1baa0efb9	closed	14	olga	\N	\N	\N	\N	\N	3	\N	unfit	90	f	redirected	special_equipment	2026-11-20 10:17:00+00
01a207e8-b160-702f-867c-6a1e7ce56d3d	closed	8	olga	\N	\N	\N	\N	\N	1	{ "name" : "Анна", "interest" : "таможня", "acts_for" : "компания" }	other	20	f	qualified	services	2026-11-23 10:17:00+00
01a20d36-6b80-7042-8329-5c76acbf4caa	closed	4	olga	\N	\N	\N	\N	\N	1	\N	high-margin	10	f	spam	advertising	2026-11-24 11:00:00+00
01a207a2-3280-702c-8f71-77163c833dff	closed	12	pavel	\N	\N	\N	\N	price	1	{ "name" : "Семён", "cargo" : "станки", "weight_kg" : 12000, "from" : "Пермь", "to" : "Хабаровск", "ready_on" : "2026-12-01", "price_floor" : "180000" }	high-margin	10	f	qualified	general	2026-11-23 09:00:00+00
01a2077a-d460-702b-817e-62166fc8586d	closed	10	olga	\N	\N	\N	\N	price	1	{ "name" : "Раиса", "cargo" : "мебель", "weight_kg" : 700, "from" : "Пермь", "to" : "Рязань", "ready_on" : "2026-12-01", "price_floor" : "9000" }	other	20	f	qualified	general	2026-11-23 08:17:00+00
01a20d6d-5a00-7044-8a3f-390d88e4c41f	closed	4	olga	\N	\N	\N	\N	\N	1	\N	other	20	f	refused	price_floor	2026-11-24 12:00:00+00
01a20d7c-ea60-7045-814b-fa6bb14875e4	closed	6	pavel	\N	\N	\N	\N	\N	1	{ "name" : "Семён", "interest" : "таможня", "acts_for" : "компания" }	other	20	f	qualified	services	2026-11-24 12:17:00+00
01a20810-0f80-7030-8642-e92efb794217	closed	10	olga	\N	\N	\N	\N	price	1	{ "name" : "Семён", "cargo" : "трубы", "weight_kg" : 20000, "from" : "Казань", "to" : "Владивосток", "ready_on" : "2026-12-01", "price_floor" : "180000" }	high-margin	10	t	qualified	general	2026-11-23 11:00:00+00
01a20db3-d8e0-7047-8e2c-420d928d4bf8	closed	6	pavel	\N	\N	\N	\N	\N	1	{ "name" : "Инна", "message" : "Нужен таможенный брокер на разовую поставку", "interest" : "таможня", "acts_for" : "компания" }	other	20	f	qualified	services	2026-11-24 13:17:00+00
01a20dea-c760-7049-8d2d-dea18f00665c	closed	4	pavel	\N	\N	\N	\N	\N	1	\N	unfit	90	f	refused	special_equipment	2026-11-24 14:17:00+00
01a2081f-9fe0-7031-8f45-7c545a9ded88	closed	8	pavel	\N	\N	\N	\N	\N	1	{ "name" : "Лидия", "message" : "Нужен таможенный брокер на разовую поставку", "interest" : "таможня", "acts_for" : "компания" }	other	20	f	qualified	services	2026-11-23 11:17:00+00
01a21159-af60-704b-8d09-bf41544a3365	closed	7	olga	\N	\N	\N	\N	price	1	{ "name" : "Яна", "cargo" : "станки", "weight_kg" : 12000, "from" : "Пермь", "to" : "Хабаровск", "ready_on" : "2026-12-01", "price_floor" : "180000" }	high-margin	10	f	qualified	general	2026-11-25 06:17:00+00
01a2114a-1f00-704a-8ad6-1ab143223efb	closed	7	pavel	\N	\N	\N	\N	price	1	{ "name" : "Семён", "cargo" : "картофель", "weight_kg" : 300, "from" : "деревня Петрово", "to" : "райцентр", "ready_on" : "2026-12-01", "price_floor" : "9000" }	low-margin	30	f	qualified	general	2026-11-25 06:00:00+00
01a2087d-ec80-7034-89a1-158154dfa42c	closed	10	pavel	\N	\N	\N	\N	price	1	{ "name" : "Олег", "cargo" : "картофель", "weight_kg" : 300, "from" : "деревня Петрово", "to" : "райцентр", "ready_on" : "2026-12-01", "price_floor" : "9000" }	low-margin	30	f	qualified	general	2026-11-23 13:00:00+00
01a208c4-6b60-7037-8b53-b3a3d6ab90ce	closed	10	olga	\N	\N	\N	\N	price	1	{ "name" : "Анна", "cargo" : "станки", "weight_kg" : 12000, "from" : "Пермь", "to" : "Хабаровск", "ready_on" : "2026-12-01", "price_floor" : "180000" }	high-margin	10	f	qualified	general	2026-11-23 14:17:00+00
01a21181-0d80-704c-8fbd-7939d674997c	closed	4	olga	\N	\N	\N	\N	\N	1	\N	other	20	t	refused	price_floor	2026-11-25 07:00:00+00
01a2156d-62e0-7063-8ac6-27ab1ccbdb62	new	1	\N	\N	\N	\N	\N	\N	0	\N	high-margin	10	f	\N	\N	2026-11-26 01:17:00+00
01a20c33-5360-7039-872b-32a1f754ba1c	closed	10	olga	\N	\N	\N	\N	price	1	{ "name" : "Анна", "cargo" : "мебель", "weight_kg" : 700, "from" : "Пермь", "to" : "Рязань", "ready_on" : "2026-12-01", "price_floor" : "9000" }	other	20	f	qualified	general	2026-11-24 06:17:00+00
01a20da4-4880-7046-87cb-bc409ec990f1	closed	11	olga	\N	\N	\N	\N	price	2	{ "name" : "Пётр", "cargo" : "трубы", "weight_kg" : 20000, "from" : "Казань", "to" : "Владивосток", "ready_on" : "2026-12-01", "price_floor" : "180000" }	high-margin	10	f	qualified	general	2026-11-24 13:00:00+00
01a21190-9de0-704d-828d-d2c7955ce926	closed	8	pavel	\N	\N	\N	\N	\N	2	\N	high-margin	10	f	refused	price_floor	2026-11-25 07:17:00+00
01a207d9-2100-702e-8d9d-4f495e875a2e	closed	15	olga	\N	\N	\N	\N	price	3	{ "name" : "Тимур", "cargo" : "мебель", "weight_kg" : 700, "from" : "Пермь", "to" : "Рязань", "ready_on" : "2026-12-01", "price_floor" : "9000" }	other	20	f	qualified	general	2026-11-23 10:00:00+00
01a211fe-7ae0-7051-843e-c517d68b6edd	postponed	4	\N	\N	2026-11-26 23:02:09.696814+00	2026-11-26 23:02:09.696814+00	\N	\N	1	\N	high-margin	10	f	\N	\N	2026-11-25 09:17:00+00
01a211c7-8c60-704f-8d1f-e173d08e9593	closed	7	pavel	\N	\N	\N	\N	price	1	{ "name" : "Лидия", "cargo" : "мебель", "weight_kg" : 700, "from" : "Пермь", "to" : "Рязань", "ready_on" : "2026-12-01", "price_floor" : "9000" }	other	20	f	qualified	general	2026-11-25 08:17:00+00
01a211ee-ea80-7050-8f03-3ab37c30201f	closed	4	olga	\N	\N	\N	\N	\N	1	\N	other	20	f	spam	advertising	2026-11-25 09:00:00+00
01a20c5a-b180-703a-866f-041e16a60928	closed	8	pavel	\N	\N	\N	\N	\N	1	{ "name" : "Борис", "interest" : "таможня", "acts_for" : "компания" }	other	20	f	qualified	services	2026-11-24 07:00:00+00
01a21225-d900-7052-8977-8d5d219c5080	closed	8	pavel	\N	\N	\N	\N	\N	1	{ "name" : "Олег", "message" : "Нужен таможенный брокер на разовую поставку", "interest" : "таможня", "acts_for" : "компания" }	other	20	f	qualified	services	2026-11-25 10:00:00+00
01a21235-6960-7053-8fe9-fc289c3ff0af	postponed	4	\N	\N	2026-11-26 23:02:09.696814+00	2026-11-26 23:02:09.696814+00	\N	\N	1	\N	other	20	f	\N	\N	2026-11-25 10:17:00+00
01a20c6a-41e0-703b-8093-f65e080a295f	closed	10	olga	\N	\N	\N	\N	price	1	{ "name" : "Лидия", "cargo" : "трубы", "weight_kg" : 20000, "from" : "Казань", "to" : "Владивосток", "ready_on" : "2026-12-01", "price_floor" : "180000" }	high-margin	10	f	qualified	general	2026-11-24 07:17:00+00
01a20846-fe00-7032-8c0c-7c76d30bd3dc	closed	14	pavel	\N	\N	\N	\N	price	2	{ "name" : "Пётр", "cargo" : "мебель", "weight_kg" : 700, "from" : "Пермь", "to" : "Рязань", "ready_on" : "2026-12-01", "price_floor" : "9000" }	other	20	f	qualified	general	2026-11-23 12:00:00+00
01a20cd8-1ee0-703f-803a-fdbd66e7929b	closed	8	olga	\N	\N	\N	\N	\N	2	\N	low-margin	30	f	refused	price_floor	2026-11-24 09:17:00+00
01a20d45-fbe0-7043-8735-b90b4568125e	closed	11	pavel	\N	\N	\N	\N	price	2	{ "name" : "Анна", "cargo" : "картофель", "weight_kg" : 300, "from" : "деревня Петрово", "to" : "райцентр", "ready_on" : "2026-12-01", "price_floor" : "9000" }	low-margin	30	f	qualified	general	2026-11-24 11:17:00+00
01a21594-c100-7064-8f89-9139df5e1059	new	1	\N	\N	\N	\N	\N	\N	0	\N	low-margin	30	f	\N	\N	2026-11-26 02:00:00+00
01a211b7-fc00-704e-835f-4a8d465e6e1e	closed	7	olga	\N	\N	\N	\N	price	1	{ "name" : "Борис", "cargo" : "картофель", "weight_kg" : 300, "from" : "деревня Петрово", "to" : "райцентр", "ready_on" : "2026-12-01", "price_floor" : "9000" }	low-margin	30	f	qualified	general	2026-11-25 08:00:00+00
01a20cff-7d00-7040-8ea5-d2f1c4608232	closed	10	olga	\N	\N	\N	\N	price	1	{ "name" : "Семён", "cargo" : "станки", "weight_kg" : 12000, "from" : "Пермь", "to" : "Хабаровск", "ready_on" : "2026-12-01", "price_floor" : "180000" }	high-margin	10	f	qualified	general	2026-11-24 10:00:00+00
01a21293-b600-7056-893d-b85ed909c138	closed	7	olga	\N	\N	\N	\N	price	1	{ "name" : "Тимур", "cargo" : "станки", "weight_kg" : 12000, "from" : "Пермь", "to" : "Хабаровск", "ready_on" : "2026-12-01", "price_floor" : "180000" }	high-margin	10	f	qualified	general	2026-11-25 12:00:00+00
01a212a3-4660-7057-8c7e-1249ffc03eb9	postponed	4	\N	\N	2026-11-26 23:02:09.696814+00	2026-11-26 23:02:09.696814+00	\N	\N	1	\N	other	20	f	\N	\N	2026-11-25 12:17:00+00
01a2126c-57e0-7055-83ef-815416f77509	closed	7	olga	\N	\N	\N	\N	price	1	{ "name" : "Яна", "cargo" : "картофель", "weight_kg" : 300, "from" : "деревня Петрово", "to" : "райцентр", "ready_on" : "2026-12-01", "price_floor" : "9000" }	low-margin	30	f	qualified	general	2026-11-25 11:17:00+00
01a212ca-a480-7058-82a3-8a4a9316c49e	closed	7	olga	\N	\N	\N	\N	price	1	{ "name" : "Борис", "cargo" : "станки", "weight_kg" : 12000, "from" : "Пермь", "to" : "Хабаровск", "ready_on" : "2026-12-01", "price_floor" : "180000" }	high-margin	10	f	qualified	general	2026-11-25 13:00:00+00
01a214b9-0700-705c-892c-c227532d17e5	claimed	7	irina	2026-11-26 03:32:10.318624+00	\N	\N	\N	\N	1	{ "name" : "Олег", "cargo" : "трубы", "weight_kg" : 20000, "from" : "Казань", "to" : "Владивосток", "ready_on" : "2026-11-29", "email" : "learned.on.the.phone@example.com", "phone" : "+79120000010", "price_floor" : "15000" }	high-margin	10	f	\N	\N	2026-11-25 22:00:00+00
01a212da-34e0-7059-8764-7966b7343c29	closed	7	pavel	\N	\N	\N	\N	price	1	{ "name" : "Лидия", "cargo" : "картофель", "weight_kg" : 300, "from" : "деревня Петрово", "to" : "райцентр", "ready_on" : "2026-12-01", "price_floor" : "9000" }	low-margin	30	f	qualified	general	2026-11-25 13:17:00+00
01a2125c-c780-7054-868d-30a9594728bc	closed	4	olga	\N	\N	\N	\N	\N	1	\N	unfit	90	f	redirected	special_equipment	2026-11-25 11:00:00+00
01a20c91-a000-703c-8072-b030ba126b2f	closed	8	olga	\N	\N	\N	\N	\N	1	{ "name" : "Пётр", "message" : "Нужен таможенный брокер на разовую поставку", "interest" : "таможня", "acts_for" : "компания" }	other	20	f	qualified	services	2026-11-24 08:00:00+00
01a21536-7460-7061-8e2e-f524fbf3d9fe	postponed	4	\N	\N	2026-11-29 03:02:10.311598+00	2026-11-29 03:02:10.311598+00	\N	\N	0	{ "name" : "Борис", "cargo" : "станки", "weight_kg" : 12000, "from" : "Пермь", "to" : "Хабаровск", "ready_on" : "2026-11-30", "email" : "another@example.com" }	high-margin	10	f	\N	\N	2026-11-26 00:17:00+00
01a21301-9300-705a-8861-3985ec49eb8f	postponed	4	\N	\N	2026-11-26 23:02:09.696814+00	2026-11-26 23:02:09.696814+00	\N	\N	1	\N	other	20	t	\N	\N	2026-11-25 14:00:00+00
01a21311-2360-705b-8542-29abfcfa5649	closed	6	pavel	\N	\N	\N	\N	\N	1	{ "name" : "Инна", "interest" : "таможня", "acts_for" : "компания" }	other	20	f	qualified	services	2026-11-25 14:17:00+00
01a20d0f-0d60-7041-8fc4-90ca45c00b12	closed	10	pavel	\N	\N	\N	\N	price	1	{ "name" : "Яна", "cargo" : "мебель", "weight_kg" : 700, "from" : "Пермь", "to" : "Рязань", "ready_on" : "2026-12-01", "price_floor" : "9000" }	other	20	f	qualified	general	2026-11-24 10:17:00+00
01a20ddb-3700-7048-832b-b90e8976aab5	closed	10	olga	\N	\N	\N	\N	price	1	{ "name" : "Олег", "cargo" : "мебель", "weight_kg" : 700, "from" : "Пермь", "to" : "Рязань", "ready_on" : "2026-12-01", "price_floor" : "9000" }	other	20	f	qualified	general	2026-11-24 14:00:00+00
01a214c8-9760-705d-898d-ce83da57b039	new	1	\N	\N	\N	\N	\N	\N	0	\N	other	20	f	\N	\N	2026-11-25 22:17:00+00
01a214ef-f580-705e-8f4b-9ec30ad9f68f	new	1	\N	\N	\N	\N	\N	\N	0	\N	other	20	f	\N	\N	2026-11-25 23:00:00+00
01a214ff-85e0-705f-8812-b4ba287f5ee0	new	1	\N	\N	\N	\N	\N	\N	0	\N	unfit	90	f	\N	\N	2026-11-25 23:17:00+00
01a21526-e400-7060-8266-57d5ff9020d2	new	1	\N	\N	\N	\N	\N	\N	0	\N	low-margin	30	f	\N	\N	2026-11-26 00:00:00+00
01a2155d-d280-7062-8ed3-d2c21991e3be	new	1	\N	\N	\N	\N	\N	\N	0	\N	other	20	f	\N	\N	2026-11-26 01:00:00+00
01a215a4-5160-7065-838b-3eff8baf5662	new	1	\N	\N	\N	\N	\N	\N	0	\N	other	20	f	\N	\N	2026-11-26 02:17:00+00
\.


--
-- Data for Name: working_hours; Type: TABLE DATA; Schema: intake; Owner: firstline_owner
--

COPY intake.working_hours (weekday, opens, closes) FROM stdin;
1	09:00:00	18:00:00
2	09:00:00	18:00:00
3	09:00:00	18:00:00
4	09:00:00	18:00:00
5	09:00:00	18:00:00
\.


--
-- Name: category category_pkey; Type: CONSTRAINT; Schema: intake; Owner: firstline_owner
--

ALTER TABLE ONLY intake.category
    ADD CONSTRAINT category_pkey PRIMARY KEY (name);


--
-- Name: client_merge client_merge_pkey; Type: CONSTRAINT; Schema: intake; Owner: firstline_owner
--

ALTER TABLE ONLY intake.client_merge
    ADD CONSTRAINT client_merge_pkey PRIMARY KEY (client, merged_at);


--
-- Name: client client_pkey; Type: CONSTRAINT; Schema: intake; Owner: firstline_owner
--

ALTER TABLE ONLY intake.client
    ADD CONSTRAINT client_pkey PRIMARY KEY (id);


--
-- Name: contact_point contact_point_pkey; Type: CONSTRAINT; Schema: intake; Owner: firstline_owner
--

ALTER TABLE ONLY intake.contact_point
    ADD CONSTRAINT contact_point_pkey PRIMARY KEY (kind, value);


--
-- Name: deal deal_pkey; Type: CONSTRAINT; Schema: intake; Owner: firstline_owner
--

ALTER TABLE ONLY intake.deal
    ADD CONSTRAINT deal_pkey PRIMARY KEY (lead, n);


--
-- Name: lead_event lead_event_pkey; Type: CONSTRAINT; Schema: intake; Owner: firstline_owner
--

ALTER TABLE ONLY intake.lead_event
    ADD CONSTRAINT lead_event_pkey PRIMARY KEY (lead, step);


--
-- Name: lead lead_pkey; Type: CONSTRAINT; Schema: intake; Owner: firstline_owner
--

ALTER TABLE ONLY intake.lead
    ADD CONSTRAINT lead_pkey PRIMARY KEY (id);


--
-- Name: merge_proposal merge_proposal_pkey; Type: CONSTRAINT; Schema: intake; Owner: firstline_owner
--

ALTER TABLE ONLY intake.merge_proposal
    ADD CONSTRAINT merge_proposal_pkey PRIMARY KEY (lead);


--
-- Name: migration migration_pkey; Type: CONSTRAINT; Schema: intake; Owner: firstline_owner
--

ALTER TABLE ONLY intake.migration
    ADD CONSTRAINT migration_pkey PRIMARY KEY (name);


--
-- Name: notice notice_pkey; Type: CONSTRAINT; Schema: intake; Owner: firstline_owner
--

ALTER TABLE ONLY intake.notice
    ADD CONSTRAINT notice_pkey PRIMARY KEY (lead, about);


--
-- Name: other_receipt other_receipt_pkey; Type: CONSTRAINT; Schema: intake; Owner: firstline_owner
--

ALTER TABLE ONLY intake.other_receipt
    ADD CONSTRAINT other_receipt_pkey PRIMARY KEY (receipt);


--
-- Name: phone_zone phone_zone_pkey; Type: CONSTRAINT; Schema: intake; Owner: firstline_owner
--

ALTER TABLE ONLY intake.phone_zone
    ADD CONSTRAINT phone_zone_pkey PRIMARY KEY (prefix);


--
-- Name: place_zone place_zone_pkey; Type: CONSTRAINT; Schema: intake; Owner: firstline_owner
--

ALTER TABLE ONLY intake.place_zone
    ADD CONSTRAINT place_zone_pkey PRIMARY KEY (country, region_has);


--
-- Name: reason reason_pkey; Type: CONSTRAINT; Schema: intake; Owner: firstline_owner
--

ALTER TABLE ONLY intake.reason
    ADD CONSTRAINT reason_pkey PRIMARY KEY (act, name);


--
-- Name: required_answer required_answer_pkey; Type: CONSTRAINT; Schema: intake; Owner: firstline_owner
--

ALTER TABLE ONLY intake.required_answer
    ADD CONSTRAINT required_answer_pkey PRIMARY KEY (team, name);


--
-- Name: second_verdict second_verdict_pkey; Type: CONSTRAINT; Schema: intake; Owner: firstline_owner
--

ALTER TABLE ONLY intake.second_verdict
    ADD CONSTRAINT second_verdict_pkey PRIMARY KEY (lead);


--
-- Name: setting setting_pkey; Type: CONSTRAINT; Schema: intake; Owner: firstline_owner
--

ALTER TABLE ONLY intake.setting
    ADD CONSTRAINT setting_pkey PRIMARY KEY (one);


--
-- Name: special_day special_day_pkey; Type: CONSTRAINT; Schema: intake; Owner: firstline_owner
--

ALTER TABLE ONLY intake.special_day
    ADD CONSTRAINT special_day_pkey PRIMARY KEY (day);


--
-- Name: staff staff_pkey; Type: CONSTRAINT; Schema: intake; Owner: firstline_owner
--

ALTER TABLE ONLY intake.staff
    ADD CONSTRAINT staff_pkey PRIMARY KEY (login);


--
-- Name: staff_team staff_team_pkey; Type: CONSTRAINT; Schema: intake; Owner: firstline_owner
--

ALTER TABLE ONLY intake.staff_team
    ADD CONSTRAINT staff_team_pkey PRIMARY KEY (login, team);


--
-- Name: stage stage_pkey; Type: CONSTRAINT; Schema: intake; Owner: firstline_owner
--

ALTER TABLE ONLY intake.stage
    ADD CONSTRAINT stage_pkey PRIMARY KEY (process, name);


--
-- Name: team team_pkey; Type: CONSTRAINT; Schema: intake; Owner: firstline_owner
--

ALTER TABLE ONLY intake.team
    ADD CONSTRAINT team_pkey PRIMARY KEY (name);


--
-- Name: verdict verdict_pkey; Type: CONSTRAINT; Schema: intake; Owner: firstline_owner
--

ALTER TABLE ONLY intake.verdict
    ADD CONSTRAINT verdict_pkey PRIMARY KEY (name);


--
-- Name: waiting waiting_pkey; Type: CONSTRAINT; Schema: intake; Owner: firstline_owner
--

ALTER TABLE ONLY intake.waiting
    ADD CONSTRAINT waiting_pkey PRIMARY KEY (lead);


--
-- Name: work work_pkey; Type: CONSTRAINT; Schema: intake; Owner: firstline_owner
--

ALTER TABLE ONLY intake.work
    ADD CONSTRAINT work_pkey PRIMARY KEY (lead);


--
-- Name: working_hours working_hours_pkey; Type: CONSTRAINT; Schema: intake; Owner: firstline_owner
--

ALTER TABLE ONLY intake.working_hours
    ADD CONSTRAINT working_hours_pkey PRIMARY KEY (weekday, opens);


--
-- Name: client_merge_once; Type: INDEX; Schema: intake; Owner: firstline_owner
--

CREATE UNIQUE INDEX client_merge_once ON intake.client_merge USING btree (client) WHERE (undone_at IS NULL);


--
-- Name: client_merge_parts; Type: INDEX; Schema: intake; Owner: firstline_owner
--

CREATE INDEX client_merge_parts ON intake.client_merge USING btree (into_one) WHERE (undone_at IS NULL);


--
-- Name: contact_point_client; Type: INDEX; Schema: intake; Owner: firstline_owner
--

CREATE INDEX contact_point_client ON intake.contact_point USING btree (client);


--
-- Name: deal_of_client; Type: INDEX; Schema: intake; Owner: firstline_owner
--

CREATE INDEX deal_of_client ON intake.deal USING btree (client);


--
-- Name: deal_of_team; Type: INDEX; Schema: intake; Owner: firstline_owner
--

CREATE INDEX deal_of_team ON intake.deal USING btree (team, opened_at);


--
-- Name: deal_one_open; Type: INDEX; Schema: intake; Owner: firstline_owner
--

CREATE UNIQUE INDEX deal_one_open ON intake.deal USING btree (lead) WHERE (outcome IS NULL);


--
-- Name: lead_client; Type: INDEX; Schema: intake; Owner: firstline_owner
--

CREATE INDEX lead_client ON intake.lead USING btree (client, received_at) WHERE (client IS NOT NULL);


--
-- Name: lead_differs_from; Type: INDEX; Schema: intake; Owner: firstline_owner
--

CREATE INDEX lead_differs_from ON intake.lead USING btree (differs_from) WHERE (differs_from IS NOT NULL);


--
-- Name: lead_same_payload; Type: INDEX; Schema: intake; Owner: firstline_owner
--

CREATE INDEX lead_same_payload ON intake.lead USING btree (fingerprint, received_at) WHERE (NOT keyed);


--
-- Name: notice_to_login; Type: INDEX; Schema: intake; Owner: firstline_owner
--

CREATE INDEX notice_to_login ON intake.notice USING btree (login) WHERE (seen_at IS NULL);


--
-- Name: notice_to_team; Type: INDEX; Schema: intake; Owner: firstline_owner
--

CREATE INDEX notice_to_team ON intake.notice USING btree (team) WHERE (seen_at IS NULL);


--
-- Name: other_receipt_lead; Type: INDEX; Schema: intake; Owner: firstline_owner
--

CREATE INDEX other_receipt_lead ON intake.other_receipt USING btree (lead);


--
-- Name: place_zone_longest; Type: INDEX; Schema: intake; Owner: firstline_owner
--

CREATE INDEX place_zone_longest ON intake.place_zone USING btree (country, length(region_has) DESC, region_has);


--
-- Name: second_verdict_waits; Type: INDEX; Schema: intake; Owner: firstline_owner
--

CREATE INDEX second_verdict_waits ON intake.second_verdict USING btree (asked_at) WHERE (verdict IS NULL);


--
-- Name: waiting_order; Type: INDEX; Schema: intake; Owner: firstline_owner
--

CREATE INDEX waiting_order ON intake.waiting USING btree (repeat DESC, rank, received_at, lead);


--
-- Name: work_wakes; Type: INDEX; Schema: intake; Owner: firstline_owner
--

CREATE INDEX work_wakes ON intake.work USING btree (COALESCE(lease_until, not_before)) WHERE ((state)::text = ANY (ARRAY['claimed'::text, 'postponed'::text]));


--
-- Name: my_leads work_in_a_grid; Type: TRIGGER; Schema: desk; Owner: firstline_owner
--

CREATE TRIGGER work_in_a_grid INSTEAD OF INSERT OR DELETE OR UPDATE ON desk.my_leads FOR EACH ROW EXECUTE FUNCTION intake.edit_my_leads();


--
-- Name: lead facts_stay; Type: TRIGGER; Schema: intake; Owner: firstline_owner
--

CREATE TRIGGER facts_stay BEFORE DELETE OR UPDATE OR TRUNCATE ON intake.lead FOR EACH STATEMENT EXECUTE FUNCTION intake.refuse_change();


--
-- Name: lead_event facts_stay; Type: TRIGGER; Schema: intake; Owner: firstline_owner
--

CREATE TRIGGER facts_stay BEFORE DELETE OR UPDATE OR TRUNCATE ON intake.lead_event FOR EACH STATEMENT EXECUTE FUNCTION intake.refuse_change();


--
-- Name: work keep_queue; Type: TRIGGER; Schema: intake; Owner: firstline_owner
--

CREATE TRIGGER keep_queue AFTER UPDATE OF state ON intake.work FOR EACH ROW WHEN (((((old.state)::text = ANY (ARRAY['new'::text, 'due'::text])) <> ((new.state)::text = ANY (ARRAY['new'::text, 'due'::text]))) AND ((new.state)::text <> 'claimed'::text))) EXECUTE FUNCTION intake.keep_queue();


--
-- Name: deal deal_team; Type: FK CONSTRAINT; Schema: intake; Owner: firstline_owner
--

ALTER TABLE ONLY intake.deal
    ADD CONSTRAINT deal_team FOREIGN KEY (team) REFERENCES intake.team(name);


--
-- Name: required_answer required_answer_team; Type: FK CONSTRAINT; Schema: intake; Owner: firstline_owner
--

ALTER TABLE ONLY intake.required_answer
    ADD CONSTRAINT required_answer_team FOREIGN KEY (team) REFERENCES intake.team(name);


--
-- Name: staff_team staff_team_login; Type: FK CONSTRAINT; Schema: intake; Owner: firstline_owner
--

ALTER TABLE ONLY intake.staff_team
    ADD CONSTRAINT staff_team_login FOREIGN KEY (login) REFERENCES intake.staff(login);


--
-- Name: staff_team staff_team_team; Type: FK CONSTRAINT; Schema: intake; Owner: firstline_owner
--

ALTER TABLE ONLY intake.staff_team
    ADD CONSTRAINT staff_team_team FOREIGN KEY (team) REFERENCES intake.team(name);


--
-- Name: client; Type: ROW SECURITY; Schema: intake; Owner: firstline_owner
--

ALTER TABLE intake.client ENABLE ROW LEVEL SECURITY;

--
-- Name: client_merge; Type: ROW SECURITY; Schema: intake; Owner: firstline_owner
--

ALTER TABLE intake.client_merge ENABLE ROW LEVEL SECURITY;

--
-- Name: contact_point; Type: ROW SECURITY; Schema: intake; Owner: firstline_owner
--

ALTER TABLE intake.contact_point ENABLE ROW LEVEL SECURITY;

--
-- Name: deal; Type: ROW SECURITY; Schema: intake; Owner: firstline_owner
--

ALTER TABLE intake.deal ENABLE ROW LEVEL SECURITY;

--
-- Name: lead; Type: ROW SECURITY; Schema: intake; Owner: firstline_owner
--

ALTER TABLE intake.lead ENABLE ROW LEVEL SECURITY;

--
-- Name: lead_event; Type: ROW SECURITY; Schema: intake; Owner: firstline_owner
--

ALTER TABLE intake.lead_event ENABLE ROW LEVEL SECURITY;

--
-- Name: merge_proposal; Type: ROW SECURITY; Schema: intake; Owner: firstline_owner
--

ALTER TABLE intake.merge_proposal ENABLE ROW LEVEL SECURITY;

--
-- Name: notice; Type: ROW SECURITY; Schema: intake; Owner: firstline_owner
--

ALTER TABLE intake.notice ENABLE ROW LEVEL SECURITY;

--
-- Name: other_receipt; Type: ROW SECURITY; Schema: intake; Owner: firstline_owner
--

ALTER TABLE intake.other_receipt ENABLE ROW LEVEL SECURITY;

--
-- Name: deal own_team; Type: POLICY; Schema: intake; Owner: firstline_owner
--

CREATE POLICY own_team ON intake.deal FOR SELECT TO firstline_sales USING (((team)::text = ANY (( SELECT sales.my_teams() AS my_teams)::text[])));


--
-- Name: lead_event own_team; Type: POLICY; Schema: intake; Owner: firstline_owner
--

CREATE POLICY own_team ON intake.lead_event FOR SELECT TO firstline_sales USING ((EXISTS ( SELECT
   FROM intake.deal d
  WHERE (d.lead = lead_event.lead))));


--
-- Name: notice own_team; Type: POLICY; Schema: intake; Owner: firstline_owner
--

CREATE POLICY own_team ON intake.notice FOR SELECT TO firstline_sales USING ((EXISTS ( SELECT
   FROM intake.deal d
  WHERE (d.lead = notice.about))));


--
-- Name: work own_team; Type: POLICY; Schema: intake; Owner: firstline_owner
--

CREATE POLICY own_team ON intake.work FOR SELECT TO firstline_sales USING ((EXISTS ( SELECT
   FROM intake.deal d
  WHERE (d.lead = work.lead))));


--
-- Name: client owner_all; Type: POLICY; Schema: intake; Owner: firstline_owner
--

CREATE POLICY owner_all ON intake.client TO firstline_owner USING (true) WITH CHECK (true);


--
-- Name: client_merge owner_all; Type: POLICY; Schema: intake; Owner: firstline_owner
--

CREATE POLICY owner_all ON intake.client_merge TO firstline_owner USING (true) WITH CHECK (true);


--
-- Name: contact_point owner_all; Type: POLICY; Schema: intake; Owner: firstline_owner
--

CREATE POLICY owner_all ON intake.contact_point TO firstline_owner USING (true) WITH CHECK (true);


--
-- Name: deal owner_all; Type: POLICY; Schema: intake; Owner: firstline_owner
--

CREATE POLICY owner_all ON intake.deal TO firstline_owner USING (true) WITH CHECK (true);


--
-- Name: lead owner_all; Type: POLICY; Schema: intake; Owner: firstline_owner
--

CREATE POLICY owner_all ON intake.lead TO firstline_owner USING (true) WITH CHECK (true);


--
-- Name: lead_event owner_all; Type: POLICY; Schema: intake; Owner: firstline_owner
--

CREATE POLICY owner_all ON intake.lead_event TO firstline_owner USING (true) WITH CHECK (true);


--
-- Name: merge_proposal owner_all; Type: POLICY; Schema: intake; Owner: firstline_owner
--

CREATE POLICY owner_all ON intake.merge_proposal TO firstline_owner USING (true) WITH CHECK (true);


--
-- Name: notice owner_all; Type: POLICY; Schema: intake; Owner: firstline_owner
--

CREATE POLICY owner_all ON intake.notice TO firstline_owner USING (true) WITH CHECK (true);


--
-- Name: other_receipt owner_all; Type: POLICY; Schema: intake; Owner: firstline_owner
--

CREATE POLICY owner_all ON intake.other_receipt TO firstline_owner USING (true) WITH CHECK (true);


--
-- Name: second_verdict owner_all; Type: POLICY; Schema: intake; Owner: firstline_owner
--

CREATE POLICY owner_all ON intake.second_verdict TO firstline_owner USING (true) WITH CHECK (true);


--
-- Name: staff owner_all; Type: POLICY; Schema: intake; Owner: firstline_owner
--

CREATE POLICY owner_all ON intake.staff TO firstline_owner USING (true) WITH CHECK (true);


--
-- Name: staff_team owner_all; Type: POLICY; Schema: intake; Owner: firstline_owner
--

CREATE POLICY owner_all ON intake.staff_team TO firstline_owner USING (true) WITH CHECK (true);


--
-- Name: waiting owner_all; Type: POLICY; Schema: intake; Owner: firstline_owner
--

CREATE POLICY owner_all ON intake.waiting TO firstline_owner USING (true) WITH CHECK (true);


--
-- Name: work owner_all; Type: POLICY; Schema: intake; Owner: firstline_owner
--

CREATE POLICY owner_all ON intake.work TO firstline_owner USING (true) WITH CHECK (true);


--
-- Name: lead_event qualifier_history; Type: POLICY; Schema: intake; Owner: firstline_owner
--

CREATE POLICY qualifier_history ON intake.lead_event FOR SELECT TO firstline_qualifier USING ((NOT (intake.tells_verdict((what)::text) AND intake.awaits_second(lead))));


--
-- Name: notice qualifier_notices; Type: POLICY; Schema: intake; Owner: firstline_owner
--

CREATE POLICY qualifier_notices ON intake.notice FOR SELECT TO firstline_qualifier USING ((login = ( SELECT desk.caller() AS caller)));


--
-- Name: waiting qualifier_queue; Type: POLICY; Schema: intake; Owner: firstline_owner
--

CREATE POLICY qualifier_queue ON intake.waiting FOR SELECT TO firstline_qualifier USING (true);


--
-- Name: work qualifier_work; Type: POLICY; Schema: intake; Owner: firstline_owner
--

CREATE POLICY qualifier_work ON intake.work FOR SELECT TO firstline_qualifier USING (true);


--
-- Name: second_verdict; Type: ROW SECURITY; Schema: intake; Owner: firstline_owner
--

ALTER TABLE intake.second_verdict ENABLE ROW LEVEL SECURITY;

--
-- Name: staff; Type: ROW SECURITY; Schema: intake; Owner: firstline_owner
--

ALTER TABLE intake.staff ENABLE ROW LEVEL SECURITY;

--
-- Name: staff_team; Type: ROW SECURITY; Schema: intake; Owner: firstline_owner
--

ALTER TABLE intake.staff_team ENABLE ROW LEVEL SECURITY;

--
-- Name: waiting; Type: ROW SECURITY; Schema: intake; Owner: firstline_owner
--

ALTER TABLE intake.waiting ENABLE ROW LEVEL SECURITY;

--
-- Name: work; Type: ROW SECURITY; Schema: intake; Owner: firstline_owner
--

ALTER TABLE intake.work ENABLE ROW LEVEL SECURITY;

--
-- Name: SCHEMA desk; Type: ACL; Schema: -; Owner: firstline_owner
--

GRANT USAGE ON SCHEMA desk TO firstline_qualifier;


--
-- Name: SCHEMA intake; Type: ACL; Schema: -; Owner: firstline_owner
--

GRANT USAGE ON SCHEMA intake TO firstline_intake;


--
-- Name: SCHEMA marketing; Type: ACL; Schema: -; Owner: firstline_owner
--

GRANT USAGE ON SCHEMA marketing TO firstline_marketing;


--
-- Name: SCHEMA sales; Type: ACL; Schema: -; Owner: firstline_owner
--

GRANT USAGE ON SCHEMA sales TO firstline_sales;


--
-- Name: TYPE contact_kind; Type: ACL; Schema: intake; Owner: firstline_owner
--

REVOKE ALL ON TYPE intake.contact_kind FROM PUBLIC;


--
-- Name: TYPE contact_value; Type: ACL; Schema: intake; Owner: firstline_owner
--

REVOKE ALL ON TYPE intake.contact_value FROM PUBLIC;


--
-- Name: TYPE contact; Type: ACL; Schema: intake; Owner: firstline_owner
--

REVOKE ALL ON TYPE intake.contact FROM PUBLIC;


--
-- Name: TYPE event_kind; Type: ACL; Schema: intake; Owner: firstline_owner
--

REVOKE ALL ON TYPE intake.event_kind FROM PUBLIC;


--
-- Name: TYPE json_list; Type: ACL; Schema: intake; Owner: firstline_owner
--

REVOKE ALL ON TYPE intake.json_list FROM PUBLIC;


--
-- Name: TYPE json_object; Type: ACL; Schema: intake; Owner: firstline_owner
--

REVOKE ALL ON TYPE intake.json_object FROM PUBLIC;


--
-- Name: TYPE label; Type: ACL; Schema: intake; Owner: firstline_owner
--

REVOKE ALL ON TYPE intake.label FROM PUBLIC;


--
-- Name: TYPE payload_hash; Type: ACL; Schema: intake; Owner: firstline_owner
--

REVOKE ALL ON TYPE intake.payload_hash FROM PUBLIC;


--
-- Name: TYPE remark; Type: ACL; Schema: intake; Owner: firstline_owner
--

REVOKE ALL ON TYPE intake.remark FROM PUBLIC;


--
-- Name: TYPE typed_texts; Type: ACL; Schema: intake; Owner: firstline_owner
--

REVOKE ALL ON TYPE intake.typed_texts FROM PUBLIC;


--
-- Name: TYPE record; Type: ACL; Schema: intake; Owner: firstline_owner
--

REVOKE ALL ON TYPE intake.record FROM PUBLIC;


--
-- Name: TYPE verdict_name; Type: ACL; Schema: intake; Owner: firstline_owner
--

REVOKE ALL ON TYPE intake.verdict_name FROM PUBLIC;


--
-- Name: TYPE work_state; Type: ACL; Schema: intake; Owner: firstline_owner
--

REVOKE ALL ON TYPE intake.work_state FROM PUBLIC;


--
-- Name: TYPE zone_name; Type: ACL; Schema: intake; Owner: firstline_owner
--

REVOKE ALL ON TYPE intake.zone_name FROM PUBLIC;


--
-- Name: FUNCTION add_answer(lead uuid, field text, value text); Type: ACL; Schema: desk; Owner: firstline_owner
--

REVOKE ALL ON FUNCTION desk.add_answer(lead uuid, field text, value text) FROM PUBLIC;
GRANT ALL ON FUNCTION desk.add_answer(lead uuid, field text, value text) TO firstline_qualifier;


--
-- Name: FUNCTION add_note(lead uuid, note text); Type: ACL; Schema: desk; Owner: firstline_owner
--

REVOKE ALL ON FUNCTION desk.add_note(lead uuid, note text) FROM PUBLIC;
GRANT ALL ON FUNCTION desk.add_note(lead uuid, note text) TO firstline_qualifier;


--
-- Name: FUNCTION add_staff(login text, name text, works_in text, teams text[], head boolean); Type: ACL; Schema: desk; Owner: firstline_owner
--

REVOKE ALL ON FUNCTION desk.add_staff(login text, name text, works_in text, teams text[], head boolean) FROM PUBLIC;


--
-- Name: FUNCTION caller(); Type: ACL; Schema: desk; Owner: firstline_owner
--

REVOKE ALL ON FUNCTION desk.caller() FROM PUBLIC;
GRANT ALL ON FUNCTION desk.caller() TO firstline_qualifier;


--
-- Name: FUNCTION client_before(client uuid, before timestamp with time zone); Type: ACL; Schema: intake; Owner: firstline_owner
--

REVOKE ALL ON FUNCTION intake.client_before(client uuid, before timestamp with time zone) FROM PUBLIC;


--
-- Name: FUNCTION joined(answers json, fields text[]); Type: ACL; Schema: intake; Owner: firstline_owner
--

REVOKE ALL ON FUNCTION intake.joined(answers json, fields text[]) FROM PUBLIC;


--
-- Name: FUNCTION local_zone(place jsonb, contacts json); Type: ACL; Schema: intake; Owner: firstline_owner
--

REVOKE ALL ON FUNCTION intake.local_zone(place jsonb, contacts json) FROM PUBLIC;


--
-- Name: FUNCTION typed_words(typed jsonb, field text); Type: ACL; Schema: intake; Owner: firstline_owner
--

REVOKE ALL ON FUNCTION intake.typed_words(typed jsonb, field text) FROM PUBLIC;


--
-- Name: FUNCTION typed_answers(typed jsonb, sent json, known json); Type: ACL; Schema: intake; Owner: firstline_owner
--

REVOKE ALL ON FUNCTION intake.typed_answers(typed jsonb, sent json, known json) FROM PUBLIC;


--
-- Name: FUNCTION typed_contacts(typed jsonb, kind text, found text); Type: ACL; Schema: intake; Owner: firstline_owner
--

REVOKE ALL ON FUNCTION intake.typed_contacts(typed jsonb, kind text, found text) FROM PUBLIC;


--
-- Name: TABLE work; Type: ACL; Schema: intake; Owner: firstline_owner
--

GRANT SELECT ON TABLE intake.work TO firstline_qualifier;
GRANT SELECT ON TABLE intake.work TO firstline_sales;


--
-- Name: FUNCTION card(lead uuid); Type: ACL; Schema: intake; Owner: firstline_owner
--

REVOKE ALL ON FUNCTION intake.card(lead uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION intake.card(lead uuid) TO firstline_qualifier;
GRANT ALL ON FUNCTION intake.card(lead uuid) TO firstline_sales;


--
-- Name: TABLE my_leads; Type: ACL; Schema: desk; Owner: firstline_owner
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE desk.my_leads TO firstline_qualifier;


--
-- Name: FUNCTION claim_next(); Type: ACL; Schema: desk; Owner: firstline_owner
--

REVOKE ALL ON FUNCTION desk.claim_next() FROM PUBLIC;
GRANT ALL ON FUNCTION desk.claim_next() TO firstline_qualifier;


--
-- Name: FUNCTION client_history(id uuid); Type: ACL; Schema: desk; Owner: firstline_owner
--

REVOKE ALL ON FUNCTION desk.client_history(id uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION desk.client_history(id uuid) TO firstline_qualifier;


--
-- Name: FUNCTION hand_over(lead uuid, team text, note text); Type: ACL; Schema: desk; Owner: firstline_owner
--

REVOKE ALL ON FUNCTION desk.hand_over(lead uuid, team text, note text) FROM PUBLIC;
GRANT ALL ON FUNCTION desk.hand_over(lead uuid, team text, note text) TO firstline_qualifier;


--
-- Name: FUNCTION is_head(); Type: ACL; Schema: desk; Owner: firstline_owner
--

REVOKE ALL ON FUNCTION desk.is_head() FROM PUBLIC;
GRANT ALL ON FUNCTION desk.is_head() TO firstline_qualifier;


--
-- Name: FUNCTION keep_apart(receipt uuid); Type: ACL; Schema: desk; Owner: firstline_owner
--

REVOKE ALL ON FUNCTION desk.keep_apart(receipt uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION desk.keep_apart(receipt uuid) TO firstline_qualifier;


--
-- Name: FUNCTION mark_spam(lead uuid, reason text); Type: ACL; Schema: desk; Owner: firstline_owner
--

REVOKE ALL ON FUNCTION desk.mark_spam(lead uuid, reason text) FROM PUBLIC;
GRANT ALL ON FUNCTION desk.mark_spam(lead uuid, reason text) TO firstline_qualifier;


--
-- Name: FUNCTION mark_unreachable(lead uuid, reason text); Type: ACL; Schema: desk; Owner: firstline_owner
--

REVOKE ALL ON FUNCTION desk.mark_unreachable(lead uuid, reason text) FROM PUBLIC;
GRANT ALL ON FUNCTION desk.mark_unreachable(lead uuid, reason text) TO firstline_qualifier;


--
-- Name: FUNCTION merge(client uuid, other uuid, why text); Type: ACL; Schema: desk; Owner: firstline_owner
--

REVOKE ALL ON FUNCTION desk.merge(client uuid, other uuid, why text) FROM PUBLIC;
GRANT ALL ON FUNCTION desk.merge(client uuid, other uuid, why text) TO firstline_qualifier;


--
-- Name: FUNCTION postpone(lead uuid, not_before timestamp with time zone, reason text); Type: ACL; Schema: desk; Owner: firstline_owner
--

REVOKE ALL ON FUNCTION desk.postpone(lead uuid, not_before timestamp with time zone, reason text) FROM PUBLIC;
GRANT ALL ON FUNCTION desk.postpone(lead uuid, not_before timestamp with time zone, reason text) TO firstline_qualifier;


--
-- Name: FUNCTION record_attempt(lead uuid, outcome text, note text); Type: ACL; Schema: desk; Owner: firstline_owner
--

REVOKE ALL ON FUNCTION desk.record_attempt(lead uuid, outcome text, note text) FROM PUBLIC;
GRANT ALL ON FUNCTION desk.record_attempt(lead uuid, outcome text, note text) TO firstline_qualifier;


--
-- Name: FUNCTION refuse(lead uuid, reason text, pointed_to text); Type: ACL; Schema: desk; Owner: firstline_owner
--

REVOKE ALL ON FUNCTION desk.refuse(lead uuid, reason text, pointed_to text) FROM PUBLIC;
GRANT ALL ON FUNCTION desk.refuse(lead uuid, reason text, pointed_to text) TO firstline_qualifier;


--
-- Name: FUNCTION release(lead uuid, reason text); Type: ACL; Schema: desk; Owner: firstline_owner
--

REVOKE ALL ON FUNCTION desk.release(lead uuid, reason text) FROM PUBLIC;
GRANT ALL ON FUNCTION desk.release(lead uuid, reason text) TO firstline_qualifier;


--
-- Name: FUNCTION renew(lead uuid); Type: ACL; Schema: desk; Owner: firstline_owner
--

REVOKE ALL ON FUNCTION desk.renew(lead uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION desk.renew(lead uuid) TO firstline_qualifier;


--
-- Name: FUNCTION reopen(lead uuid, reason text); Type: ACL; Schema: desk; Owner: firstline_owner
--

REVOKE ALL ON FUNCTION desk.reopen(lead uuid, reason text) FROM PUBLIC;
GRANT ALL ON FUNCTION desk.reopen(lead uuid, reason text) TO firstline_qualifier;


--
-- Name: FUNCTION second_verdict(lead uuid, verdict text, reason text); Type: ACL; Schema: desk; Owner: firstline_owner
--

REVOKE ALL ON FUNCTION desk.second_verdict(lead uuid, verdict text, reason text) FROM PUBLIC;
GRANT ALL ON FUNCTION desk.second_verdict(lead uuid, verdict text, reason text) TO firstline_qualifier;


--
-- Name: FUNCTION seen(receipt uuid); Type: ACL; Schema: desk; Owner: firstline_owner
--

REVOKE ALL ON FUNCTION desk.seen(receipt uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION desk.seen(receipt uuid) TO firstline_qualifier;


--
-- Name: FUNCTION set_category(lead uuid, category text, note text); Type: ACL; Schema: desk; Owner: firstline_owner
--

REVOKE ALL ON FUNCTION desk.set_category(lead uuid, category text, note text) FROM PUBLIC;
GRANT ALL ON FUNCTION desk.set_category(lead uuid, category text, note text) TO firstline_qualifier;


--
-- Name: FUNCTION set_stage(lead uuid, stage text); Type: ACL; Schema: desk; Owner: firstline_owner
--

REVOKE ALL ON FUNCTION desk.set_stage(lead uuid, stage text) FROM PUBLIC;
GRANT ALL ON FUNCTION desk.set_stage(lead uuid, stage text) TO firstline_qualifier;


--
-- Name: FUNCTION unmerge(client uuid, why text); Type: ACL; Schema: desk; Owner: firstline_owner
--

REVOKE ALL ON FUNCTION desk.unmerge(client uuid, why text) FROM PUBLIC;
GRANT ALL ON FUNCTION desk.unmerge(client uuid, why text) TO firstline_qualifier;


--
-- Name: FUNCTION asked(lead uuid, team text); Type: ACL; Schema: intake; Owner: firstline_owner
--

REVOKE ALL ON FUNCTION intake.asked(lead uuid, team text) FROM PUBLIC;


--
-- Name: FUNCTION awaits_second(lead uuid); Type: ACL; Schema: intake; Owner: firstline_owner
--

REVOKE ALL ON FUNCTION intake.awaits_second(lead uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION intake.awaits_second(lead uuid) TO firstline_qualifier;


--
-- Name: FUNCTION choose(list text, given text); Type: ACL; Schema: intake; Owner: firstline_owner
--

REVOKE ALL ON FUNCTION intake.choose(list text, given text) FROM PUBLIC;


--
-- Name: FUNCTION choose_reason(act text, given text, OUT name text, OUT note text); Type: ACL; Schema: intake; Owner: firstline_owner
--

REVOKE ALL ON FUNCTION intake.choose_reason(act text, given text, OUT name text, OUT note text) FROM PUBLIC;


--
-- Name: FUNCTION claim_contacts(new_id uuid, contacts intake.contact[]); Type: ACL; Schema: intake; Owner: firstline_owner
--

REVOKE ALL ON FUNCTION intake.claim_contacts(new_id uuid, contacts intake.contact[]) FROM PUBLIC;


--
-- Name: FUNCTION client_members(client uuid); Type: ACL; Schema: intake; Owner: firstline_owner
--

REVOKE ALL ON FUNCTION intake.client_members(client uuid) FROM PUBLIC;


--
-- Name: FUNCTION client_of(lead uuid); Type: ACL; Schema: intake; Owner: firstline_owner
--

REVOKE ALL ON FUNCTION intake.client_of(lead uuid) FROM PUBLIC;


--
-- Name: FUNCTION client_root(client uuid); Type: ACL; Schema: intake; Owner: firstline_owner
--

REVOKE ALL ON FUNCTION intake.client_root(client uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION intake.client_root(client uuid) TO firstline_qualifier;


--
-- Name: FUNCTION close(w intake.work, verdict text, what text, reason text, note text, details jsonb); Type: ACL; Schema: intake; Owner: firstline_owner
--

REVOKE ALL ON FUNCTION intake.close(w intake.work, verdict text, what text, reason text, note text, details jsonb) FROM PUBLIC;


--
-- Name: FUNCTION completeness(lead uuid, team text); Type: ACL; Schema: intake; Owner: firstline_owner
--

REVOKE ALL ON FUNCTION intake.completeness(lead uuid, team text) FROM PUBLIC;


--
-- Name: FUNCTION contact(field text, value text); Type: ACL; Schema: intake; Owner: firstline_owner
--

REVOKE ALL ON FUNCTION intake.contact(field text, value text) FROM PUBLIC;


--
-- Name: FUNCTION decide(mine uuid, verdict text, reason text, not_before timestamp with time zone, team text, note text); Type: ACL; Schema: intake; Owner: firstline_owner
--

REVOKE ALL ON FUNCTION intake.decide(mine uuid, verdict text, reason text, not_before timestamp with time zone, team text, note text) FROM PUBLIC;


--
-- Name: FUNCTION edit_my_leads(); Type: ACL; Schema: intake; Owner: firstline_owner
--

REVOKE ALL ON FUNCTION intake.edit_my_leads() FROM PUBLIC;


--
-- Name: FUNCTION enter(w intake.work, what text, reason text, note text, details jsonb); Type: ACL; Schema: intake; Owner: firstline_owner
--

REVOKE ALL ON FUNCTION intake.enter(w intake.work, what text, reason text, note text, details jsonb) FROM PUBLIC;


--
-- Name: TABLE deal; Type: ACL; Schema: intake; Owner: firstline_owner
--

GRANT SELECT ON TABLE intake.deal TO firstline_sales;


--
-- Name: FUNCTION enter_deal(d intake.deal, what text, reason text, note text, details jsonb); Type: ACL; Schema: intake; Owner: firstline_owner
--

REVOKE ALL ON FUNCTION intake.enter_deal(d intake.deal, what text, reason text, note text, details jsonb) FROM PUBLIC;


--
-- Name: FUNCTION find_recent(payload bytea, received_at timestamp with time zone); Type: ACL; Schema: intake; Owner: firstline_owner
--

REVOKE ALL ON FUNCTION intake.find_recent(payload bytea, received_at timestamp with time zone) FROM PUBLIC;


--
-- Name: FUNCTION find_second(taken_id uuid, payload bytea); Type: ACL; Schema: intake; Owner: firstline_owner
--

REVOKE ALL ON FUNCTION intake.find_second(taken_id uuid, payload bytea) FROM PUBLIC;


--
-- Name: FUNCTION hold(lead uuid); Type: ACL; Schema: intake; Owner: firstline_owner
--

REVOKE ALL ON FUNCTION intake.hold(lead uuid) FROM PUBLIC;


--
-- Name: FUNCTION hold_deal(lead uuid); Type: ACL; Schema: intake; Owner: firstline_owner
--

REVOKE ALL ON FUNCTION intake.hold_deal(lead uuid) FROM PUBLIC;


--
-- Name: FUNCTION keep_queue(); Type: ACL; Schema: intake; Owner: firstline_owner
--

REVOKE ALL ON FUNCTION intake.keep_queue() FROM PUBLIC;


--
-- Name: FUNCTION lock_names(batch intake.record[]); Type: ACL; Schema: intake; Owner: firstline_owner
--

REVOKE ALL ON FUNCTION intake.lock_names(batch intake.record[]) FROM PUBLIC;


--
-- Name: FUNCTION note_categories(batch intake.record[]); Type: ACL; Schema: intake; Owner: firstline_owner
--

REVOKE ALL ON FUNCTION intake.note_categories(batch intake.record[]) FROM PUBLIC;


--
-- Name: FUNCTION read_records(records json); Type: ACL; Schema: intake; Owner: firstline_owner
--

REVOKE ALL ON FUNCTION intake.read_records(records json) FROM PUBLIC;


--
-- Name: FUNCTION refuse_change(); Type: ACL; Schema: intake; Owner: firstline_owner
--

REVOKE ALL ON FUNCTION intake.refuse_change() FROM PUBLIC;


--
-- Name: FUNCTION session_name(); Type: ACL; Schema: intake; Owner: firstline_owner
--

REVOKE ALL ON FUNCTION intake.session_name() FROM PUBLIC;


--
-- Name: FUNCTION store_leads(leads intake.lead[]); Type: ACL; Schema: intake; Owner: firstline_owner
--

REVOKE ALL ON FUNCTION intake.store_leads(leads intake.lead[]) FROM PUBLIC;


--
-- Name: FUNCTION submit(records json); Type: ACL; Schema: intake; Owner: firstline_owner
--

REVOKE ALL ON FUNCTION intake.submit(records json) FROM PUBLIC;
GRANT ALL ON FUNCTION intake.submit(records json) TO firstline_intake;


--
-- Name: FUNCTION tell_owners(leads uuid[]); Type: ACL; Schema: intake; Owner: firstline_owner
--

REVOKE ALL ON FUNCTION intake.tell_owners(leads uuid[]) FROM PUBLIC;


--
-- Name: FUNCTION tells_verdict(what text); Type: ACL; Schema: intake; Owner: firstline_owner
--

REVOKE ALL ON FUNCTION intake.tells_verdict(what text) FROM PUBLIC;
GRANT ALL ON FUNCTION intake.tells_verdict(what text) TO firstline_qualifier;


--
-- Name: FUNCTION wake_leads(); Type: ACL; Schema: intake; Owner: firstline_owner
--

REVOKE ALL ON FUNCTION intake.wake_leads() FROM PUBLIC;


--
-- Name: FUNCTION with_answer(answers json, field text, value text); Type: ACL; Schema: intake; Owner: firstline_owner
--

REVOKE ALL ON FUNCTION intake.with_answer(answers json, field text, value text) FROM PUBLIC;


--
-- Name: FUNCTION working_time(since timestamp with time zone, until timestamp with time zone); Type: ACL; Schema: intake; Owner: firstline_owner
--

REVOKE ALL ON FUNCTION intake.working_time(since timestamp with time zone, until timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION intake.working_time(since timestamp with time zone, until timestamp with time zone) TO firstline_qualifier;
GRANT ALL ON FUNCTION intake.working_time(since timestamp with time zone, until timestamp with time zone) TO firstline_marketing;


--
-- Name: FUNCTION add_note(receipt uuid, note text); Type: ACL; Schema: sales; Owner: firstline_owner
--

REVOKE ALL ON FUNCTION sales.add_note(receipt uuid, note text) FROM PUBLIC;
GRANT ALL ON FUNCTION sales.add_note(receipt uuid, note text) TO firstline_sales;


--
-- Name: FUNCTION close_deal(receipt uuid, outcome text, reason text, amount numeric, margin numeric); Type: ACL; Schema: sales; Owner: firstline_owner
--

REVOKE ALL ON FUNCTION sales.close_deal(receipt uuid, outcome text, reason text, amount numeric, margin numeric) FROM PUBLIC;
GRANT ALL ON FUNCTION sales.close_deal(receipt uuid, outcome text, reason text, amount numeric, margin numeric) TO firstline_sales;


--
-- Name: FUNCTION my_teams(); Type: ACL; Schema: sales; Owner: firstline_owner
--

REVOKE ALL ON FUNCTION sales.my_teams() FROM PUBLIC;
GRANT ALL ON FUNCTION sales.my_teams() TO firstline_sales;


--
-- Name: FUNCTION seen(receipt uuid); Type: ACL; Schema: sales; Owner: firstline_owner
--

REVOKE ALL ON FUNCTION sales.seen(receipt uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION sales.seen(receipt uuid) TO firstline_sales;


--
-- Name: FUNCTION set_stage(receipt uuid, stage text); Type: ACL; Schema: sales; Owner: firstline_owner
--

REVOKE ALL ON FUNCTION sales.set_stage(receipt uuid, stage text) FROM PUBLIC;
GRANT ALL ON FUNCTION sales.set_stage(receipt uuid, stage text) TO firstline_sales;


--
-- Name: FUNCTION take_deal(receipt uuid); Type: ACL; Schema: sales; Owner: firstline_owner
--

REVOKE ALL ON FUNCTION sales.take_deal(receipt uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION sales.take_deal(receipt uuid) TO firstline_sales;


--
-- Name: TABLE choices; Type: ACL; Schema: desk; Owner: firstline_owner
--

GRANT SELECT ON TABLE desk.choices TO firstline_qualifier;


--
-- Name: TABLE lead_event; Type: ACL; Schema: intake; Owner: firstline_owner
--

GRANT SELECT ON TABLE intake.lead_event TO firstline_qualifier;
GRANT SELECT ON TABLE intake.lead_event TO firstline_sales;


--
-- Name: TABLE kpi; Type: ACL; Schema: desk; Owner: firstline_owner
--

GRANT SELECT ON TABLE desk.kpi TO firstline_qualifier;


--
-- Name: TABLE lead_history; Type: ACL; Schema: desk; Owner: firstline_owner
--

GRANT SELECT ON TABLE desk.lead_history TO firstline_qualifier;


--
-- Name: TABLE merge_proposals; Type: ACL; Schema: desk; Owner: firstline_owner
--

GRANT SELECT ON TABLE desk.merge_proposals TO firstline_qualifier;


--
-- Name: TABLE notice; Type: ACL; Schema: intake; Owner: firstline_owner
--

GRANT SELECT ON TABLE intake.notice TO firstline_qualifier;
GRANT SELECT ON TABLE intake.notice TO firstline_sales;


--
-- Name: TABLE notices; Type: ACL; Schema: desk; Owner: firstline_owner
--

GRANT SELECT ON TABLE desk.notices TO firstline_qualifier;


--
-- Name: TABLE other_receipts; Type: ACL; Schema: desk; Owner: firstline_owner
--

GRANT SELECT ON TABLE desk.other_receipts TO firstline_qualifier;


--
-- Name: TABLE waiting; Type: ACL; Schema: intake; Owner: firstline_owner
--

GRANT SELECT ON TABLE intake.waiting TO firstline_qualifier;


--
-- Name: TABLE queue; Type: ACL; Schema: desk; Owner: firstline_owner
--

GRANT SELECT ON TABLE desk.queue TO firstline_qualifier;


--
-- Name: TABLE second_look; Type: ACL; Schema: desk; Owner: firstline_owner
--

GRANT SELECT ON TABLE desk.second_look TO firstline_qualifier;


--
-- Name: TABLE channel_daily; Type: ACL; Schema: marketing; Owner: firstline_owner
--

GRANT SELECT ON TABLE marketing.channel_daily TO firstline_marketing;


--
-- Name: TABLE funnel; Type: ACL; Schema: marketing; Owner: firstline_owner
--

GRANT SELECT ON TABLE marketing.funnel TO firstline_marketing;


--
-- Name: TABLE speed_to_lead; Type: ACL; Schema: marketing; Owner: firstline_owner
--

GRANT SELECT ON TABLE marketing.speed_to_lead TO firstline_marketing;


--
-- Name: TABLE choices; Type: ACL; Schema: sales; Owner: firstline_owner
--

GRANT SELECT ON TABLE sales.choices TO firstline_sales;


--
-- Name: TABLE deal_history; Type: ACL; Schema: sales; Owner: firstline_owner
--

GRANT SELECT ON TABLE sales.deal_history TO firstline_sales;


--
-- Name: TABLE deals; Type: ACL; Schema: sales; Owner: firstline_owner
--

GRANT SELECT ON TABLE sales.deals TO firstline_sales;


--
-- Name: TABLE notices; Type: ACL; Schema: sales; Owner: firstline_owner
--

GRANT SELECT ON TABLE sales.notices TO firstline_sales;


--
-- Name: DEFAULT PRIVILEGES FOR TYPES; Type: DEFAULT ACL; Schema: -; Owner: firstline_owner
--

ALTER DEFAULT PRIVILEGES FOR ROLE firstline_owner REVOKE ALL ON TYPES  FROM PUBLIC;


--
-- Name: DEFAULT PRIVILEGES FOR FUNCTIONS; Type: DEFAULT ACL; Schema: -; Owner: firstline_owner
--

ALTER DEFAULT PRIVILEGES FOR ROLE firstline_owner REVOKE ALL ON FUNCTIONS  FROM PUBLIC;


--
-- PostgreSQL database dump complete
--


