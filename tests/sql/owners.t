#!/usr/bin/perl
# What is the owner's own in our database: views over ours and over those, functions with the rows of ours, rights, rules,
# triggers, defaults and comments. It is there after an installation that changes the columns of every view, or the
# installation stops, names it, and has changed nothing. And who is at work meanwhile is named, too.
use strict;
use warnings;
use FindBin qw($Bin);
use lib "$Bin/lib";
use Database;
use File::Temp qw(tempdir);
use Test::More;

# A newer version: sql/ with these changes, [file, from, to].
sub newer {
    my @changes = @_;
    my $folder = tempdir(CLEANUP => 1);
    system('cp', '-R', glob("$Database::root/sql/*"), $folder) == 0 or die;
    for my $change (@changes) {
        my ($file, $from, $to) = @$change;
        my $text = Database::slurp("$folder/$file");
        $text =~ s/$from/ my $one = $1 \/\/ ''; $to =~ s{\$1}{$one}r /e or die "nothing to change in $file";
        open my $out, '>:raw', "$folder/$file" or die;
        print $out $text;
    }
    return $folder;
}
# A column in front of others, another order, another type: none of it can be done in place.
my @card = (
    ['300_lead_card.sql', qr/^SELECT b\.lead, b\.colour,/m, "SELECT 'x'::text AS newest, b.lead, b.colour,"],
    ['310_desk.sql', qr/^SELECT w\.lead::text AS receipt, h\.step,/m, 'SELECT h.step::bigint AS step, w.lead::text AS receipt,'],
    ['486_merges.sql', qr/^SELECT p\.lead::text AS receipt, p\.proposed_at,/m, 'SELECT p.proposed_at, p.lead::text AS receipt,'],
    ['290_choices.sql', qr/ AS list, r\.position,/, ' AS list, r.position::bigint AS position,'],
);

# A schema as its lines in order: what is made again comes later in a dump.
sub dump_of {
    my ($db, $schema) = @_;
    my $dump = Database::must('pg_dump', '-s', '-n', $schema, $db->{name});
    return join "\n", sort grep { !/^\\(un)?restrict / } split /\n/, $dump;
}
sub rights { return join "\n", grep { /^(GRANT|REVOKE)/ } split /\n/, $_[0]; }
sub stops {
    my ($db, $folder, $names, $what) = @_;
    my $before = $db->state_now;
    my ($said, $good) = $db->install($folder);
    ok(!$good, "$what: stops");
    like($said, $names, 'names it');
    like($said, qr/HINT: +Nothing has been changed\. .*install again/, 'and says what to do');
    is(Database::difference($db->state_now, $before), '', 'nothing has changed');
}

my $db = Database->new;
my ($said, $good) = $db->install;
ok($good, 'installed') or BAIL_OUT($said);
my $clean = $db->state_now;
for my $role ("owner_$$", "reader_$$") { $db->sql("CREATE ROLE $role") }
END { undef $db; Database::must('psql', '-Xqd', 'postgres', '-c', "DROP ROLE owner_$$, reader_$$") }
$db->sql(<<"SQL");
CREATE SCHEMA reports AUTHORIZATION owner_$$;
GRANT USAGE ON SCHEMA reports TO reader_$$, firstline_qualifier;
GRANT USAGE ON SCHEMA desk TO owner_$$;
CREATE VIEW reports.waiting WITH (security_barrier) AS
    SELECT q.receipt, q.phone AS "The Phone" FROM desk.queue AS q WHERE q.colour = 'red';
CREATE VIEW reports.waiting_count AS SELECT count(*) AS n, min("The Phone") AS least FROM reports.waiting;
CREATE VIEW reports.both AS SELECT w.n, h.step FROM reports.waiting_count AS w CROSS JOIN desk.lead_history AS h;
CREATE VIEW reports.receipts WITH (check_option = local, security_invoker) AS
    SELECT o.lead FROM desk.other_receipts AS o WHERE o.receipt <> o.lead;
CREATE FUNCTION reports.first_lead() RETURNS SETOF desk.queue LANGUAGE sql AS 'SELECT * FROM desk.queue LIMIT 1';
CREATE FUNCTION reports.label(q desk.queue, extra text DEFAULT 'x') RETURNS text LANGUAGE sql RETURN q.name || extra;
CREATE VIEW reports.labels AS SELECT reports.label(q) AS label FROM desk.queue AS q;
CREATE VIEW desk.ours_too AS SELECT m.receipt FROM desk.my_leads AS m;
ALTER VIEW reports.waiting OWNER TO owner_$$;
ALTER VIEW reports.waiting_count OWNER TO owner_$$;
ALTER FUNCTION reports.first_lead() OWNER TO owner_$$;
GRANT SELECT ON reports.waiting TO reader_$$ WITH GRANT OPTION;
GRANT SELECT ON reports.waiting TO firstline_qualifier;
GRANT SELECT ("The Phone"), UPDATE (receipt) ON reports.waiting TO firstline_sales;
GRANT SELECT ON reports.waiting_count TO PUBLIC;
REVOKE EXECUTE ON FUNCTION reports.first_lead() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION reports.first_lead() TO firstline_marketing;
GRANT SELECT ON desk.ours_too TO firstline_qualifier, reader_$$;
GRANT SELECT ON desk.queue TO reader_$$, owner_$$;
GRANT SELECT (receipt, phone) ON sales.deals TO reader_$$;
GRANT EXECUTE ON FUNCTION desk.claim_next() TO reader_$$;
COMMENT ON VIEW reports.waiting IS 'It''s ours';
COMMENT ON COLUMN reports.waiting."The Phone" IS 'to dial';
COMMENT ON FUNCTION reports.first_lead() IS 'the first';
COMMENT ON VIEW intake.lead_card IS NULL;
COMMENT ON COLUMN desk.second_look.receipt IS NULL;
COMMENT ON COLUMN intake.lead_card.colour IS 'a comment of ours';
ALTER VIEW reports.waiting ALTER COLUMN "The Phone" SET DEFAULT '+7';
CREATE RULE nobody AS ON INSERT TO reports.waiting_count DO INSTEAD NOTHING;
CREATE RULE keep AS ON DELETE TO desk.queue DO INSTEAD NOTHING;
CREATE FUNCTION reports.write() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE TRIGGER writes INSTEAD OF UPDATE ON reports.waiting FOR EACH ROW EXECUTE FUNCTION reports.write();
CREATE TRIGGER writes INSTEAD OF UPDATE ON desk.queue FOR EACH ROW EXECUTE FUNCTION reports.write();
COMMENT ON RULE nobody ON reports.waiting_count IS 'nobody writes';
COMMENT ON TRIGGER writes ON reports.waiting IS 'writes';
COMMENT ON RULE keep ON desk.queue IS 'keeps';
CREATE FUNCTION public.marked_$$(receipt text) RETURNS boolean LANGUAGE sql RETURN true;
CREATE FUNCTION reports.marked() RETURNS SETOF desk.queue LANGUAGE sql
    AS 'SELECT q.* FROM desk.queue AS q JOIN reports.waiting USING (receipt) WHERE marked_$$(q.receipt)';
CREATE VIEW reports.of_ours AS SELECT m.receipt FROM desk.my_leads AS m;
ALTER VIEW reports.of_ours OWNER TO firstline_owner;
GRANT SELECT ON reports.of_ours TO firstline_sales, PUBLIC;
REVOKE DELETE, TRUNCATE ON reports.waiting FROM owner_$$;
CREATE FUNCTION reports.count_atomic() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(*) FROM desk.queue; END;
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO reader_$$;
ALTER DEFAULT PRIVILEGES IN SCHEMA reports GRANT EXECUTE ON FUNCTIONS TO reader_$$;
SQL
my $reports = dump_of($db, 'reports');
my $desk = dump_of($db, 'desk');

($said, $good) = $db->install;
is($said, '', 'the same version again');
ok($good, 'goes through');
is(Database::difference(dump_of($db, 'reports'), $reports), '',
    'what is the owner\'s is there, with its owner, rights, comments, default, rule and triggers');
my $now = dump_of($db, 'desk');
is(Database::difference(rights($now), rights($desk)), '',
    'and so are rights of others on ours, and those on a view of the owner\'s among ours');
like($now, qr/^CREATE RULE keep AS$/m, 'a rule on ours');
like($now, qr/CREATE TRIGGER writes INSTEAD OF UPDATE ON desk\.queue/, 'a trigger on ours');
is($db->sql("SELECT col_description('intake.lead_card'::regclass, 2)"), 'a comment of ours', 'a comment where we have none');

($said, $good) = $db->install(newer(@card));
ok($good, 'a version that changes the columns of ours goes through') or diag($said);
is($db->sql("SELECT string_agg(attname, ' ' ORDER BY attnum) FROM pg_attribute
              WHERE attrelid = 'intake.lead_card'::regclass AND attnum IN (1, 2)"), 'newest lead', 'and has changed them');
is(Database::difference(dump_of($db, 'reports'), $reports), '', 'what is the owner\'s is there all the same');
is(Database::difference(rights(dump_of($db, 'desk')), rights($desk)), '', 'with all rights');
is($db->sql("SET ROLE firstline_qualifier; SELECT n FROM reports.waiting_count"), 0, 'and answers');

stops($db, newer(['310_desk.sql', qr/k\.name, k\.phone,/, 'k.name,']),
    qr/yours: the view reports\.waiting: column q\.phone does not exist/, 'a column is gone that the owner\'s view reads');
stops($db, newer(['330_marketing.sql', qr/\A/, "CREATE VIEW desk.ours_too AS SELECT 1 AS one;\n"]),
    qr/yours: the view desk\.ours_too: .*already exists/, 'a new view of ours has the name of one of the owner\'s');

# A version without one of our views: it goes when that version says so.
my @without = (['340_sales.sql', qr/^CREATE OR REPLACE VIEW sales\.choices.*\z/ms, ''],
               ['900_privileges.sql', qr/, sales\.choices TO/, ' TO']);
my $there = "SELECT to_regclass('sales.choices') IS NOT NULL";
($said, $good) = $db->install(newer(@without));
is($db->sql($there), 't', 'a view that no file makes any more is put back, since it might be anybody\'s');
push @without, ['090_take_views_down.sql', qr/^-- (INSERT .*) \.\.\.;/m, q{$1 ('sales.choices');}];
($said, $good) = $db->install(newer(@without));
is($said . $db->sql($there), 'f', 'unless it is said to be given up');
$db->install;
is($db->sql($there), 't', 'this version has it again');

$db->sql('CREATE MATERIALIZED VIEW reports.kept AS SELECT n FROM reports.waiting_count');
stops($db, undef, qr/put back: materialized view reports\.kept$/m, 'a materialised view of the owner\'s');
$db->sql('DROP MATERIALIZED VIEW reports.kept; CREATE TABLE reports.rows (q desk.queue)');
stops($db, undef, qr/put back: column q of table reports\.rows|put back: table reports\.rows$/m, 'a table with a column of our rows');
$db->sql('DROP TABLE reports.rows; CREATE TABLE reports.labelled (q int CHECK (reports.label(NULL::desk.queue) IS NULL))');
stops($db, undef, qr/put back: constraint labelled_\w+ on table reports\.labelled/, 'a table with a check on our rows');
$db->sql('DROP TABLE reports.labelled');

# What firstline's own roles have passed on
$db->sql('GRANT EXECUTE ON FUNCTION desk.seen(text) TO firstline_qualifier WITH GRANT OPTION; SET ROLE firstline_qualifier; '
       . "GRANT EXECUTE ON FUNCTION desk.seen(text) TO reader_$$");
stops($db, undef, qr/given a right on ROUTINE desk\.seen\(text\) WITH GRANT OPTION/, 'a right that was passed on');
$db->sql('REVOKE ALL ON FUNCTION desk.seen(text) FROM firstline_qualifier CASCADE');

# Who is at work in the middle of something
my $pid = open my $session, '|-', join(' ', map { "'$_'" } $db->psql) . ' >/dev/null' or die;
$session->autoflush(1);
print $session "SET application_name = 'long report';\nBEGIN;\nSELECT count(*) FROM desk.queue;\n";
my $patience = time + 60;
my $in_it = "SELECT FROM pg_stat_activity WHERE application_name = 'long report' AND state = 'idle in transaction'";
while ($db->sql("SELECT EXISTS ($in_it)") eq 'f') {
    time < $patience or die 'no session';
    select undef, undef, undef, 0.05;
}
{
    local $ENV{PGOPTIONS} = '-c lock_timeout=1s';
    stops($db, undef, qr/at work for 00:00:01 without an end: process \d+ of \w+ \(long report\), idle in transaction/,
        'somebody is at work');
}
print $session "COMMIT;\n";
($said, $good) = $db->install;
ok($good, 'and when that has ended it goes through') or diag($said);
close $session;

# Without what is the owner's everything is as if it had never been there.
$db->sql("ALTER DEFAULT PRIVILEGES REVOKE SELECT ON TABLES FROM reader_$$");
$db->sql("DROP FUNCTION public.marked_$$(text)");
$db->sql('DROP SCHEMA reports CASCADE; DROP VIEW desk.ours_too; DROP RULE keep ON desk.queue; '
       . "DROP OWNED BY reader_$$, owner_$$; COMMENT ON COLUMN intake.lead_card.colour IS NULL");
$db->install;
is(Database::difference($db->state_now, $clean), '', 'without all that, the schema is as at first');
done_testing();
