#!/usr/bin/perl
# Upgrading: install.sql over what a company has that runs an earlier version, for each version in tests/upgrade. Its 1nn
# files are frozen; the schema becomes that of a fresh installation; nothing is lost, and people find what they had.
use strict;
use warnings;
use FindBin qw($Bin);
use lib "$Bin/lib";
use Database;
use File::Temp qw(tempdir);
use JSON::PP qw(decode_json);
use Test::More;

my $root = $Database::root;

# What a 1nn file moves on purpose. Everywhere else each row that was there is there afterwards, with the same values in
# the columns that were there.
#   migration  its name                     table  of intake, whose old rows it touches
#   columns    that it changes in them      holds  a query on before.* (as it was) and intake.* (as it is) that answers t
my @moves = (
    {   migration => '187_price', table => 'work', columns => ['answers'], holds => <<~'SQL' },
        SELECT count(w.price) > 0 AND bool_and(CASE
                   WHEN b.answers -> 'price_floor' IS NULL
                   THEN w.price IS NULL AND w.answers::text IS NOT DISTINCT FROM b.answers::text
                   ELSE w.price = (b.answers ->> 'price_floor')::numeric
                        AND w.answers::jsonb = b.answers::jsonb - 'price_floor' END)
          FROM before.work AS b LEFT JOIN intake.work AS w ON w.lead = b.lead
        SQL
    {   migration => '191_shared_desk', table => 'deal', columns => ['client'], holds => <<~'SQL' },
        SELECT count(*) > 0 AND bool_and(d.client = intake.client_root(b.client))
          FROM before.deal AS b JOIN intake.deal AS d USING (lead, n)
        SQL
    {   migration => '193_also_called', table => 'verdict', columns => ['ru'], holds => <<~'SQL' },
        SELECT bool_or(v.ru <> b.ru) AND bool_and(v.ru = b.ru OR b.ru IN ('квалифицирован', 'направлен') AND v.ru = b.ru || 'а')
          FROM before.verdict AS b LEFT JOIN intake.verdict AS v USING (name)
        SQL
    {   migration => '194_bounds', table => 'deal', columns => ['amount', 'margin'], holds => <<~'SQL' },
        SELECT count(*) FILTER (WHERE d.amount <> b.amount) = 2
               AND bool_and(CASE WHEN b.amount < 1e12 OR b.amount IS NULL THEN (d.amount, d.margin) IS NOT DISTINCT FROM (b.amount, b.margin)
                                 ELSE (d.amount, d.margin) = (0, 0) END)
          FROM before.deal AS b JOIN intake.deal AS d USING (lead, n)
        SQL
    {   migration => '197_contact_link', table => 'contact_point', columns => [], holds => <<~'SQL' },
        SELECT count(p.lead) > 0 AND bool_and(p.linked_by = 'firstline_intake' AND p.lead IS NOT DISTINCT FROM
                   (SELECT l.id FROM intake.lead AS l
                     WHERE l.client = p.client AND l.contacts::jsonb @> jsonb_build_array(jsonb_build_object('kind', p.kind, 'value', p.value))
                     ORDER BY l.received_at, l.id LIMIT 1))
          FROM intake.contact_point AS p
        SQL
);

sub names { my ($path) = @_; return map { s{.*/}{}r } glob $path; }

my $fresh = Database->new;
my ($said, $good) = $fresh->install;
ok($good, 'a fresh installation') or BAIL_OUT($said);
my $state = $fresh->state_now;

# The tables of intake, with their columns, as json texts: json has no equality.
sub tables {
    my ($db, $schema) = @_;
    return map { [split /\|/] } split /\n/, $db->sql(<<~"SQL");
        SELECT c.relname, string_agg(quote_ident(a.attname), ',' ORDER BY a.attnum)
          FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
         WHERE c.relnamespace = '$schema'::regnamespace AND c.relkind = 'r' GROUP BY c.relname ORDER BY c.relname
        SQL
}

sub keep_before {
    my ($db) = @_;
    my @tables = map { $_->[0] } tables($db, 'intake');
    $db->sql(join ';', 'CREATE SCHEMA before', map { "CREATE TABLE before.$_ AS TABLE intake.$_" } @tables);
}

sub nothing_is_lost {
    my ($db) = @_;
    for my $table (tables($db, 'before')) {
        my ($name, $columns) = @$table;
        my %moved = map { $_ => 1 } map { @{ $_->{columns} } } grep { $_->{table} eq $name } @moves;
        my $same = join ', ', map { "$_\::text" } grep { !$moved{$_} } split /,/, $columns;
        my ($lost) = $db->try("SELECT $same FROM before.$name EXCEPT ALL SELECT $same FROM intake.$name LIMIT 5");
        is($lost, '', "every row of intake.$name is there as it was");
    }
    is($db->sql($_->{holds}), 't', "what $_->{migration} moves in intake.$_->{table} is there") for @moves;
}

# What people see: as whom, and what of it no version may change.
my @looks = (
    [firstline_qualifier => q{SELECT receipt::text, name, regexp_replace(phone, '^\S+ \(earlier: (.*)\)$', '\1') FROM desk.queue ORDER BY 1}],    # in another order now: not every repeat comes first
    [irina               => q{SELECT receipt, name, regexp_replace(phone, '^\S+ \(earlier: (.*)\)$', '\1') FROM desk.my_leads}],    # what was learned goes before it now
    [irina               => 'SELECT day, qualifier, taken FROM desk.kpi ORDER BY day, qualifier'],
    # By day and channel now; and what was won and is open again counts as won, so the open ones are not compared.
    [firstline_marketing => q{SELECT day, sum(coalesce(to_jsonb(f) ->> 'unique_leads', to_jsonb(f) ->> 'leads')::bigint), sum(spam), sum(unreachable),
                                     sum(refused), sum(won) FROM marketing.funnel AS f GROUP BY day ORDER BY day}],
    [firstline_marketing => 'SELECT day, leads, called, waiting FROM marketing.speed_to_lead ORDER BY day'],
    [gleb                => 'SELECT receipt, name, stage FROM sales.deals WHERE outcome IS NULL'],
    [gleb                => 'SELECT receipt, name, stage, outcome FROM sales.deals WHERE outcome IS NOT NULL ORDER BY receipt'],    # the newest comes first now
);
sub look { my ($db) = @_; return map { $db->sql("SET SESSION AUTHORIZATION $_->[0]; $_->[1]") } @looks; }

# People of the data who work there still; roles are no part of a dump.
sub make_logins {
    my ($db) = @_;
    $db->sql(<<~'SQL');
        DO $$
        DECLARE
            person record;
        BEGIN
            FOR person IN SELECT s.login, bool_or(t.login IS NOT NULL) AS sells FROM intake.staff AS s
                            LEFT JOIN intake.staff_team AS t ON t.login = s.login GROUP BY s.login LOOP
                IF to_regrole(person.login::text) IS NULL THEN
                    EXECUTE format('CREATE ROLE %I IN ROLE %s', person.login,
                                   CASE WHEN person.sells THEN 'firstline_sales' ELSE 'firstline_qualifier' END);
                END IF;
            END LOOP;
        END $$
        SQL
}

# The schema, without the limits and the counters that the installation has given to these people: in a fresh one nobody works
# yet. The next one gives them again.
sub schema_of {
    my ($db) = @_;
    is($db->sql('SELECT count(*) FROM intake.staff AS s WHERE intake.staff_zone(s.login) IS NULL'), 0, 'whoever works here has limits');
    $db->sql(<<~'SQL');
        DO $$
        DECLARE
            person name;
        BEGIN
            FOR person IN SELECT s.login FROM intake.staff AS s LOOP
                EXECUTE format('ALTER ROLE %I IN DATABASE %I RESET ALL', person, current_database());
                EXECUTE 'DROP SEQUENCE ' || intake.claim_counter(person);
            END LOOP;
        END $$
        SQL
    return $db->state_now('before');
}

# Reports look back some weeks, so a whole number of weeks is added to all times; and a lease has not run out.
sub as_if_of_this_week {
    my ($db) = @_;
    $db->sql(<<~'SQL');
        SET session_replication_role = replica;
        DO $$
        DECLARE
            since   interval := now() - (SELECT max(e.at) FROM intake.lead_event AS e);
            weeks   interval := floor(extract(epoch FROM since) / 604800) * interval '7 days';
            t       record;
        BEGIN
            FOR t IN SELECT c.table_name, string_agg(format('%1$I = %1$I + %2$L', c.column_name, weeks), ', ') AS changes
                       FROM information_schema.columns AS c
                       JOIN pg_tables AS r ON r.schemaname = c.table_schema AND r.tablename = c.table_name
                      WHERE c.table_schema = 'intake' AND c.data_type = 'timestamp with time zone'
                      GROUP BY c.table_name LOOP
                EXECUTE format('UPDATE intake.%I SET %s', t.table_name, t.changes);
            END LOOP;
            UPDATE intake.work SET lease_until = now() + interval '1 day' WHERE state = 'claimed';
        END $$
        SQL
}

# What the frozen data lack, and a company may have as well: sums that are none, a client that was merged twice, one that is
# proposed to be another, a lease and a second chance that have run out, a lead that was given back, and one that was opened
# again after its deal was won.
sub every_state {
    my ($db) = @_;
    $db->sql(<<~'SQL');
        SET session_replication_role = replica;
        CREATE TEMP TABLE won AS SELECT d.lead, d.n, row_number() OVER (ORDER BY d.lead) AS i FROM intake.deal AS d WHERE d.outcome = 'won';
        UPDATE intake.deal AS d SET amount = CASE w.i WHEN 1 THEN 'NaN' ELSE 1e15 END, margin = CASE w.i WHEN 1 THEN 'NaN' ELSE 1e14 END::numeric
          FROM won AS w WHERE w.lead = d.lead AND w.n = d.n AND w.i <= 2;
        UPDATE intake.work AS w SET state = 'claimed', owner = 'irina', lease_until = now() + interval '1 day', verdict = NULL, reason = NULL
          FROM won AS o WHERE o.lead = w.lead AND o.i = 3;
        CREATE TEMP TABLE one AS
        SELECT c.id, row_number() OVER (ORDER BY c.id) AS i FROM intake.client AS c
         WHERE NOT EXISTS (SELECT FROM intake.client_merge AS m WHERE c.id IN (m.client, m.into_one))
           AND EXISTS (SELECT FROM intake.deal AS d WHERE d.client = c.id);
        INSERT INTO intake.client_merge (client, into_one, merged_by, reason)
        SELECT o.id, b.id, 'irina', 'twice' FROM one AS o JOIN one AS b ON b.i = o.i - 1 WHERE o.i IN (2, 3);
        INSERT INTO intake.merge_proposal (lead, client, others)
        SELECT d.lead, d.client, ARRAY(SELECT o.id FROM one AS o WHERE o.i = 5) FROM intake.deal AS d JOIN one AS o ON o.id = d.client WHERE o.i = 4 LIMIT 1;
        UPDATE intake.work SET lease_until = now() - interval '1 hour'
         WHERE lead = (SELECT max(w.lead::text)::uuid FROM intake.work AS w WHERE w.state = 'claimed');
        UPDATE intake.work SET not_before = now() - interval '1 hour', promised = now() - interval '1 hour'
         WHERE lead = (SELECT max(w.lead::text)::uuid FROM intake.work AS w WHERE w.state = 'postponed');
        UPDATE intake.work SET state = 'due', skipped_by = 'irina'
         WHERE lead = (SELECT max(w.lead::text)::uuid FROM intake.work AS w WHERE w.state = 'new');
        UPDATE intake.waiting AS q SET skipped_by = w.skipped_by FROM intake.work AS w WHERE w.lead = q.lead AND w.state = 'due';
        SQL
}

# People go on where they were.
sub work_goes_on {
    my ($db) = @_;
    Database::must($db->install_command);      # their counters and limits are there again: see schema_of
    my $irina = 'SET SESSION AUTHORIZATION irina;';
    my $held = $db->sql("$irina SELECT count(*) FROM desk.my_leads");
    is($db->sql("$irina SELECT count(desk.renew(receipt)) FROM desk.my_leads"), $held, 'what is held can be kept');
    my $strange = $db->sql("SELECT string_agg(d.lead::text, ' ') FROM before.deal AS d WHERE d.amount >= 1e12");
    for my $lead (split / /, $strange) {
        my ($client, $other) = split /\|/, $db->sql(<<~"SQL");
            SELECT d.client, (SELECT c.id FROM intake.client AS c WHERE c.id <> d.client AND intake.client_root(c.id) = c.id ORDER BY c.id LIMIT 1)
              FROM intake.deal AS d WHERE d.lead = '$lead'
            SQL
        ok(($db->try("$irina SELECT desk.merge('$client', '$other', 'one firm')"))[1], 'whose deal was worth no number is merged');
        is($db->sql("SELECT d.client = w.client FROM intake.deal AS d JOIN intake.work AS w USING (lead) WHERE lead = '$lead'"), 't', 'with the deal');
        ok(($db->try("SET SESSION AUTHORIZATION gleb; SELECT sales.mend_deal('$lead', 1000, 100, 'was no number')"))[1], 'which is put right');
    }
    ok($db->sql("UPDATE intake.setting SET max_clients = NULL; $irina SELECT count(*) FROM desk.claim_next()") > 0, 'and the next is claimed');
    is($db->sql("SELECT count(*) FROM intake.work WHERE coalesce(lease_until, not_before) <= now()"), 0, 'what had run out is back in the queue');
    is($db->sql(<<~'SQL'), 0, 'which is what waits');
        SELECT count(*) FROM (SELECT lead, coalesce(client, lead), repeat, skipped_by, promised FROM intake.work WHERE state IN ('new', 'due')) AS w
          FULL JOIN (SELECT lead, client, repeat, skipped_by, promised FROM intake.waiting) AS q ON w = q WHERE w IS NULL OR q IS NULL
        SQL
}

# The records in the spool, as that version's program wrote them.
sub spooled {
    my ($folder) = @_;
    my $spool = tempdir(CLEANUP => 1);
    mkdir "$spool/$_" or die for qw(tmp new bad);
    system('cp', glob("$folder/spool/*"), "$spool/new/") == 0 or die;
    my $bin = $ENV{FIRSTLINE_BIN} // "$root/build/firstline";
    my @show = ($bin, 'spool', 'show', '--payload', '--json', '--spool', $spool);
    return map { @{ decode_json(Database::must(@show, $_)) } } names("$spool/new/*");
}

for my $folder (glob "$root/tests/upgrade/[0-9]*") {
    my $version = $folder =~ s{.*/}{}r;
    for my $file (names("$folder/sql/1*.sql")) {
        ok(Database::slurp("$folder/sql/$file") eq Database::slurp("$root/sql/$file"), "$version: $file is frozen");
    }
    my $db = Database->new;
    $db->restore($folder);
    make_logins($db);
    as_if_of_this_week($db);
    every_state($db);
    keep_before($db);
    my @seen = look($db);
    is(scalar(grep { $_ eq '' } @seen), 0, "$version: there is something to see in each view") or diag(explain(\@seen));

    ($said, $good) = $db->install;
    is($said, '', "$version: install.sql says nothing");
    ok($good, 'and succeeds');
    is(Database::difference(schema_of($db), $state), '', 'the schema is that of a fresh installation');
    nothing_is_lost($db);
    my @now = look($db);
    is($now[$_], $seen[$_], "$looks[$_][0] sees the same: $looks[$_][1]") for 0 .. $#looks;

    ($said, $good) = $db->install;
    ok($good, 'a second time');
    is(Database::difference(schema_of($db), $state), '', 'changes nothing');
    nothing_is_lost($db);

    my @records = spooled($folder);
    cmp_ok(scalar @records, '>', 0, "$version: records of its program");
    for my $record (@records) {
        my $payload = JSON::PP->new->encode([$record->{payload}]) =~ s/'/''/gr;
        my $id = $record->{id};
        is($db->sql("SET ROLE firstline_intake; SELECT receipt, outcome FROM intake.submit('$payload')"), "$id|new",
            'are taken by the new schema');
        is($db->sql("SELECT count(*) FROM desk.queue WHERE receipt = '$id'"), 1, 'once into the queue');
    }
    work_goes_on($db);
}
done_testing();
