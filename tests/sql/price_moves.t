#!/usr/bin/perl
# The upgrade from 0.1.0 moves the prices that qualifiers have noted out of the answers, and nothing else. In a database of its own.
use strict;
use warnings;
use FindBin qw($Bin);
use lib "$Bin/lib";
use Database;
use Test::More;

$ENV{PGOPTIONS} = '-c client_min_messages=warning';
my $db = Database->new;
Database::must($db->install_command("$Database::root/tests/upgrade/0.1.0/sql"));
Database::must($db->psql('-f', "$Bin/lib/helper.sql"));

# What the visitor wrote; what qualifiers noted, in their order; what the answers are afterwards (empty: nobody has
# touched them), and the price. The last is of a day before 0.1.0, when anything was taken.
my @cases = (
    [1, '{"name": "И"}',                              ['price_floor=9000'],                           '{ "name" : "И" }',                              '9000'],
    [2, '{"name": "И"}',                              ['price_floor=9000', 'to=Омск', 'price_floor=7000.5'], '{ "name" : "И", "to" : "Омск" }',         '7000.5'],
    [3, '{"price_floor": "дорого", "name": "И"}',     ['price_floor=9000'],                           '{ "price_floor" : "дорого", "name" : "И" }',    '9000'],
    [4, '{"price_floor": "дорого", "name": "И"}',     [],                                             '',                                              ''],
    [5, '{"price_floor": 8000, "name": "И"}',         ['to=Омск'],                                    '{ "price_floor" : 8000, "name" : "И", "to" : "Омск" }', ''],
    [6, '{}',                                         ['price_floor=9000'],                           '',                                              '9000'],
    [7, '{"name": "И"}',                              ['price_floor=much'],                           '{ "name" : "И", "price_floor" : "much" }',      ''],
);
for my $case (@cases) {
    my ($n, $answers, $said) = @$case;
    $db->sql("SELECT intake.submit(json_build_array((rtrim((test.record($n) - 'answers')::text, '}') || ', \"answers\": $answers}')::json))");
    for (@$said) {
        my ($field, $value) = split /=/;
        $db->sql(<<"SQL");
UPDATE intake.work AS w SET step = step + 1, answers = intake.with_answer(coalesce(w.answers, l.answers), '$field', '$value')
  FROM intake.lead AS l WHERE l.id = w.lead AND w.lead = test.lead($n);
INSERT INTO intake.lead_event (lead, step, who, what, details)
SELECT lead, step, 'olga', 'answered', '{"field": "$field", "value": "$value"}' FROM intake.work WHERE lead = test.lead($n);
SQL
    }
}
Database::must($db->install_command);
for my $case (@cases) {
    my ($n, $answers, $said, $now, $price) = @$case;
    is($db->sql("SELECT answers, price FROM intake.work WHERE lead = test.lead($n)"), "$now|$price",
       "$answers, then " . (join(', ', @$said) || 'nothing'));
    is($db->sql("SELECT json_build_array(answers) FROM intake.lead WHERE id = test.lead($n)"), "[$answers]", '  and the lead is as it came');
}

done_testing();
