-- How each test begins: pgTAP and the helpers, inside the transaction that the test rolls back. Nothing is left behind.
\set QUIET on
\pset format unaligned
\pset tuples_only on
\set ON_ERROR_ROLLBACK off
\set ON_ERROR_STOP on
SET client_min_messages = warning;
CREATE SCHEMA tap;
CREATE EXTENSION pgtap SCHEMA tap;
\ir helper.sql
SET search_path = tap, pg_catalog;
