#!/usr/bin/perl
# sql/firstline-sql.7 is what the database says of itself: each view, column and function of desk, sales and marketing has a
# COMMENT, or is named here, and the committed page is the one that tests/papers/sql-page.sql writes.
use strict;
use warnings;
use FindBin qw($Bin);
use lib "$Bin/lib";
use Database;
use Test::More;

my $db = Database->new;
my ($said, $good) = $db->install;
ok($good, 'installed') or diag($said);

my $silent = $db->sql(<<'SQL');
WITH schema (oid) AS (SELECT unnest(ARRAY['desk', 'sales', 'marketing']::regnamespace[]))
SELECT c.oid::regclass::text FROM schema JOIN pg_class AS c ON c.relnamespace = schema.oid
 WHERE c.relkind IN ('r', 'v', 'm') AND obj_description(c.oid, 'pg_class') IS NULL
UNION ALL
SELECT c.oid::regclass || '.' || a.attname FROM schema JOIN pg_class AS c ON c.relnamespace = schema.oid
  JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
 WHERE c.relkind IN ('r', 'v', 'm') AND col_description(c.oid, a.attnum) IS NULL
UNION ALL
SELECT p.oid::regprocedure::text FROM schema JOIN pg_proc AS p ON p.pronamespace = schema.oid
 WHERE p.prorettype <> 'trigger'::regtype AND obj_description(p.oid, 'pg_proc') IS NULL
UNION ALL
SELECT 'role ' || r.rolname FROM pg_roles AS r
 WHERE r.rolname IN ('firstline_owner', 'firstline_intake', 'firstline_qualifier', 'firstline_sales', 'firstline_marketing')
   AND shobj_description(r.oid, 'pg_authid') IS NULL
SQL
is($silent, '', 'everything that people meet has a COMMENT');

my $page = Database::must($db->psql('-f', "$Bin/../papers/sql-page.sql"));
is(Database::difference($page, Database::slurp("$Bin/../../sql/firstline-sql.7")), '',
    'the page is what the database says; the head of tests/papers/sql-page.sql tells how it is written');

# What the owner can set about the desk is in firstline-access(7), name by name.
my $access = Database::slurp("$Bin/../../fcgi/firstline-access.7");
my ($settings) = $access =~ /^\.SH SETTINGS OF THE DESK\n(.*?)^\.SH/ms;
my @told = map { split /, / } $settings =~ /^\.TP\n(.*)/mg;
is(join(' ', sort @told), $db->sql(<<'SQL'), 'each column of intake.setting is told');
SELECT string_agg(a.attname, ' ' ORDER BY a.attname COLLATE "C") FROM pg_attribute AS a
 WHERE a.attrelid = 'intake.setting'::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attname <> 'one'
SQL
done_testing;
