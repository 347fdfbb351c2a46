#!/usr/bin/perl
# The weeks of the demo: nothing happens before its cause, nothing is still to come, and a few of each kind are there. Played by
# the clocks of several places, so that it is night, morning and evening at its end.
use strict;
use warnings;
use FindBin qw($Bin);
use lib "$Bin/lib";
use Database;
use Test::More;

# What must not be found.
my %wrong = (
    'an event before the one before it' => <<~'SQL',
        SELECT FROM (SELECT at, lag(at) OVER (PARTITION BY lead ORDER BY step) AS before FROM intake.lead_event) AS e WHERE at <= before
        SQL
    'an event of the future' => 'SELECT FROM intake.lead_event WHERE at > now()',
    'a lead that is received at another time than it says, or stored later' => <<~'SQL',
        SELECT FROM intake.lead AS l JOIN intake.work AS w ON w.lead = l.id LEFT JOIN intake.lead_event AS e ON e.lead = l.id AND e.step = 1
         WHERE (e.what, e.at, w.received_at, l.stored_at) IS DISTINCT FROM ('received', l.received_at, l.received_at, l.received_at)
        SQL
    'an attempt before the claim, or a verdict without an attempt' => <<~'SQL',
        SELECT FROM intake.lead_event AS e LEFT JOIN intake.verdict AS v ON v.event = e.what
         WHERE (e.what = 'attempted' OR v.name IS NOT NULL) AND NOT EXISTS (
               SELECT FROM intake.lead_event AS b WHERE b.lead = e.lead AND b.step < e.step AND b.what = CASE WHEN v.name IS NULL THEN 'claimed' ELSE 'attempted' END)
        SQL
    'claims of a person in another order than their numbers' => <<~'SQL',
        SELECT FROM (SELECT at, max(at) OVER (PARTITION BY who ORDER BY (details ->> 'claim')::bigint GROUPS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
                       FROM intake.lead_event WHERE what = 'claimed') AS c WHERE at <= before
        SQL
    'a lead that two people have' => <<~'SQL',
        SELECT FROM (SELECT what, lag(what) OVER w AS before FROM intake.lead_event
                      WHERE what IN ('claimed', 'released', 'postponed', 'expired') WINDOW w AS (PARTITION BY lead ORDER BY step)) AS c
         WHERE what = 'claimed' AND before = 'claimed'
        SQL
    'a deal that was not handed over then, or was closed before' => <<~'SQL',
        SELECT FROM intake.deal AS d
         WHERE NOT EXISTS (SELECT FROM intake.lead_event AS e WHERE e.lead = d.lead AND e.what = 'handed_over' AND e.at = d.opened_at)
            OR (d.outcome IS NULL) <> (d.closed_at IS NULL)
            OR d.closed_at IS NOT NULL AND NOT EXISTS (SELECT FROM intake.lead_event AS e WHERE e.lead = d.lead AND e.what = d.outcome AND e.at = d.closed_at AND e.at > d.opened_at)
        SQL
    'a notice before what it tells, or read before' => <<~'SQL',
        SELECT FROM intake.notice AS n JOIN intake.lead AS l ON l.id = n.lead LEFT JOIN intake.deal AS d ON d.lead = n.about
         WHERE n.made_at <> CASE WHEN n.lead = n.about THEN d.opened_at ELSE l.received_at END
            OR n.lead <> n.about AND n.made_at <= (SELECT min(e.at) FROM intake.lead_event AS e WHERE e.lead = n.about AND e.what = 'claimed')
            OR n.seen_at < n.made_at OR n.seen_at > now() OR (n.seen_at IS NULL) <> (n.seen_by IS NULL)
        SQL
    'a second verdict before the first, by the same person, or not given yet' => <<~'SQL',
        SELECT FROM intake.second_verdict AS s
         WHERE NOT EXISTS (SELECT FROM intake.lead_event AS e JOIN intake.verdict AS v ON v.event = e.what AND v.name = s.first_verdict
                            WHERE e.lead = s.lead AND e.at = s.asked_at AND e.who = s.first_by)
            OR s.given_at <= s.asked_at OR s.given_at > now() OR s.second_by = s.first_by
        SQL
    'a second chance for a time before, or that came earlier' => <<~'SQL',
        SELECT FROM (SELECT lead, what, at, details, lead(at) OVER (PARTITION BY lead ORDER BY step) AS next FROM intake.lead_event) AS e
         WHERE what = 'postponed' AND ((details ->> 'not_before')::timestamptz <= at OR next < (details ->> 'not_before')::timestamptz)
        SQL
    'a promise that is kept nowhere' => <<~'SQL',
        SELECT FROM intake.work AS w
         WHERE w.state = 'postponed' AND w.not_before <> (SELECT (array_agg((e.details ->> 'not_before')::timestamptz ORDER BY e.step DESC))[1]
                                                            FROM intake.lead_event AS e WHERE e.lead = w.lead AND e.what = 'postponed')
            OR w.promised IS NOT NULL AND w.promised <> coalesce(w.not_before, w.promised) OR (w.promised IS NULL) <> (w.promised_by IS NULL)
        SQL
    'a repeat of nobody, or of whom nobody has called' => <<~'SQL',
        SELECT FROM intake.work AS w JOIN intake.client AS c ON c.id = w.client
         WHERE w.repeat AND (c.created_at >= w.received_at OR c.earned_at > w.received_at OR c.earned_at <= c.created_at)
        SQL
    'what somebody still has' => "SELECT FROM intake.work WHERE state = 'claimed'",
    'more than nine weeks'   => "SELECT FROM intake.lead WHERE received_at < now() - interval '62 days 2 hours' OR received_at > now()",
    'a touch after the lead, or a first one after the last' => <<~'SQL',
        SELECT FROM intake.lead AS l WHERE (l.touch ->> 'at')::timestamptz > l.received_at OR (l.touch #>> '{first,at}')::timestamptz >= (l.touch ->> 'at')::timestamptz
            OR (l.touch ? 'first') <> coalesce((l.touch ->> 'touches')::int > 1, false)
        SQL
    'a submission that nobody counted, and yet is told of' => 'SELECT FROM intake.post_count',
    'a cost of the future, or of today, which is not over' => 'SELECT FROM intake.cost, marketing.office WHERE day >= today',
    'reports that part' => <<~'SQL',
        SELECT FROM (SELECT sum(leads) AS n FROM marketing.channel_daily) AS c, (SELECT sum(unique_leads) AS n FROM marketing.funnel) AS f,
                    (SELECT sum(leads) AS n FROM marketing.hours) AS h, (SELECT count(*) AS n FROM intake.lead) AS l
         WHERE (c.n, f.n, h.n) IS DISTINCT FROM (l.n, l.n, l.n)
        SQL
    'what the play needed'   => <<~'SQL',
        SELECT FROM pg_namespace WHERE nspname = 'demo' UNION ALL SELECT FROM pg_trigger WHERE tgname IN ('turn_back', 'stored_then')
        UNION ALL SELECT FROM intake.setting WHERE recheck_share <> 0.1
        SQL
);

# What must be found, and how often at the least.
my %wanted = (
    (map { ("verdict $_" => [2, "SELECT FROM intake.work WHERE verdict = '$_'"]) } qw(qualified refused redirected spam unreachable)),
    (map { ("deal $_" => [3, "SELECT FROM intake.deal WHERE outcome = '$_'"]) } qw(won lost)),
    'deals that are open'       => [2, 'SELECT FROM intake.deal WHERE outcome IS NULL AND owner IS NULL'],
    'both teams'                => [2, 'SELECT DISTINCT team FROM intake.deal'],
    'leads that wait'           => [2, "SELECT FROM intake.work WHERE state IN ('new', 'due')"],
    'a promised call'           => [1, "SELECT FROM intake.work WHERE state = 'postponed' AND promised > now()"],
    'promises that were kept'   => [2, "SELECT FROM intake.lead_event WHERE what = 'postponed' AND reason = 'asked_later'"],
    'second verdicts given'     => [2, 'SELECT FROM intake.second_verdict WHERE picked AND verdict IS NOT NULL'],
    'second verdicts wanted'    => [2, 'SELECT FROM intake.second_verdict WHERE picked AND verdict IS NULL'],
    'repeats'                   => [2, 'SELECT FROM intake.work WHERE repeat'],
    'leads given back'          => [1, "SELECT FROM intake.lead_event WHERE what = 'released'"],
    'unread notices'            => [1, 'SELECT FROM intake.notice WHERE seen_at IS NULL'],
    'days with a speed'         => [4, 'SELECT FROM marketing.speed_to_lead WHERE half_within IS NOT NULL'],
    'leads of the last week'    => [60, "SELECT FROM intake.lead WHERE received_at > now() - interval '7 days'"],
    'channels'                  => [14, 'SELECT DISTINCT channel FROM marketing.channel_daily'],
    'what to tag anew'          => [1, 'SELECT FROM marketing.unassigned'],
    'sent twice'                => [5, 'SELECT FROM intake.other_receipt'],
    'visitors who came again'   => [20, "SELECT FROM intake.lead WHERE (touch ->> 'touches')::int > 1"],
    'callers of a known number' => [3, "SELECT FROM intake.lead WHERE channel = 'phone' AND touch ->> 'line' <> ''"],
    'weeks of conversion'       => [9, 'SELECT FROM marketing.conversion WHERE baseline_conversion = 0.03'],
    'deals for Metrica'         => [3, "SELECT FROM marketing.offline_conversions WHERE network = 'metrica' AND click_id <> ''"],
    'campaigns that paid'       => [3, 'SELECT FROM marketing.cost_daily GROUP BY source, campaign HAVING sum(amount) > sum(cost)'],
    'campaigns that did not'    => [1, 'SELECT FROM marketing.cost_daily GROUP BY source, campaign HAVING sum(amount) < sum(cost)'],
    'all colours'               => [4, 'SELECT DISTINCT category FROM intake.lead'],
);

my $people = "SELECT rolname FROM pg_roles WHERE rolname IN ('olga', 'pavel', 'nina', 'gleb', 'vera', 'marina')";
my %before = map { $_ => 1 } split /\n/, Database->new->sql($people);
for my $zone ('Europe/Moscow', 'America/New_York', 'Asia/Kamchatka') {
    my $db = Database->new;
    my ($said, $good) = $db->install;
    ok($good, "installed for $zone") or BAIL_OUT($said);
    $db->sql("UPDATE intake.setting SET zone = '$zone'");
    my @play = $db->psql('-f', "$Database::root/sql/demo.sql", '-f', "$Database::root/sql/demo_week.sql");
    ($said, $good) = Database::run_command(@play);
    ok($good, "the weeks are played in $zone") or BAIL_OUT($said);
    is($db->sql("SELECT count(*) FROM ($wrong{$_}) AS w"), 0, "$zone: $_: none") for sort keys %wrong;
    cmp_ok($db->sql("SELECT count(*) FROM ($wanted{$_}[1]) AS w"), '>=', $wanted{$_}[0], "$zone: $_") for sort keys %wanted;
    my $count = $db->sql('SELECT count(*) FROM intake.lead');
    Database::must(@play);
    is($db->sql('SELECT count(*) FROM intake.lead'), $count, 'a second time nothing is played');
}
# Roles are the server's: those that were not there before go again.
my $db = Database->new;
$db->sql("DROP ROLE $_") for grep { !$before{$_} } split /\n/, $db->sql($people);
done_testing;
