#!/usr/bin/perl
# The upgrade from 0.1.0 moves the prices that qualifiers have noted out of the answers, and nothing else. In a database of its own.
use strict;
use warnings;
use FindBin qw($Bin);
use Test::More;

my $name = "firstline_price_$$";
my @psql = ('psql', '-XqAt', '-v', 'ON_ERROR_STOP=1');
$ENV{PGOPTIONS} = '-c client_min_messages=warning';
sub run { system(@_) == 0 or BAIL_OUT("failed: @_") }
sub output { open my $pipe, '-|', @_ or die "$_[0]: $!"; local $/; my $text = <$pipe>; close $pipe; return $text; }

run(@psql, '-d', 'postgres', '-c', "CREATE DATABASE $name");
run(@psql, '--single-transaction', '-d', $name, '-f', "$Bin/../upgrade/0.1.0/sql/install.sql");
run(@psql, '-d', $name, '-f', "$Bin/lib/helper.sql");

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
    output(@psql, '-d', $name, '-c', "SELECT intake.submit(json_build_array((rtrim((test.record($n) - 'answers')::text, '}') || ', \"answers\": $answers}')::json))");
    for (@$said) {
        my ($field, $value) = split /=/;
        run(@psql, '-d', $name, '-c', <<"SQL");
UPDATE intake.work AS w SET step = step + 1, answers = intake.with_answer(coalesce(w.answers, l.answers), '$field', '$value')
  FROM intake.lead AS l WHERE l.id = w.lead AND w.lead = test.lead($n);
INSERT INTO intake.lead_event (lead, step, who, what, details)
SELECT lead, step, 'olga', 'answered', '{"field": "$field", "value": "$value"}' FROM intake.work WHERE lead = test.lead($n);
SQL
    }
}
run(@psql, '--single-transaction', '-d', $name, '-f', "$Bin/../../sql/install.sql");
for my $case (@cases) {
    my ($n, $answers, $said, $now, $price) = @$case;
    is(output(@psql, '-d', $name, '-c', "SELECT answers, price FROM intake.work WHERE lead = test.lead($n)"), "$now|$price\n",
       "$answers, then " . (join(', ', @$said) || 'nothing'));
    is(output(@psql, '-d', $name, '-c', "SELECT json_build_array(answers) FROM intake.lead WHERE id = test.lead($n)"), "[$answers]\n", '  and the lead is as it came');
}

run(@psql, '-d', 'postgres', '-c', "DROP DATABASE $name");
done_testing();
