-- Puts clients number :first to :clients less one into the database, each with a phone and a first lead that was dealt with long ago.
-- Written straight into the tables: intake.submit would take an hour for ten million. The phones are scattered over
-- all Russian mobile numbers in the way load.c and pgbench look for them: number of the client times 618033989.

SET synchronous_commit = off;
SET work_mem = '64MB';
SET maintenance_work_mem = '512MB';

CREATE UNLOGGED TABLE IF NOT EXISTS public.bench_client AS
SELECT i,
       (lpad(to_hex(1600000000000 + i * 10), 12, '0') || '7' || substr(md5(i::text), 1, 3)
        || '8' || substr(md5(i::text), 4, 15))::uuid AS id,
       '+7' || (9000000000 + i * 618033989 % 1000000000) AS phone,
       to_timestamp(1600000000 + i / 100.0) AS at
  FROM generate_series(:first, :clients::bigint - 1) AS i;

INSERT INTO intake.client (id, created_at) SELECT id, at FROM public.bench_client;
INSERT INTO intake.contact_point (kind, value, client, created_at)
SELECT 'phone', phone, id, at FROM public.bench_client;
INSERT INTO intake.lead (id, form, language, received_at, stored_at, client, repeat, keyed, fingerprint, contacts,
    answers, raw, address, user_agent, place, touch, category, colour, rank, rule, rule_set, evidence, why, marks)
SELECT id, 'callback', 'ru', at, at, id, false, false, sha256(id::text::bytea),
       json_build_array(json_build_object('kind', 'phone', 'value', phone, 'field', 'phone')),
       json_build_object('phone', phone, 'consent', true), '[]', '127.0.0.1', '', NULL, '{}',
       'other', 'grey', 20, NULL, '0123456789ab', '[]', NULL, '{}'
  FROM public.bench_client;
INSERT INTO intake.work (lead, state, category, rank, repeat, verdict, reason, received_at)
SELECT id, 'closed', 'other', 20, false, 'refused', 'too_small', at FROM public.bench_client;
INSERT INTO intake.lead_event (lead, step, at, who, what)
SELECT id, 1, at, 'firstline_intake', 'received' FROM public.bench_client;

DROP TABLE public.bench_client;
