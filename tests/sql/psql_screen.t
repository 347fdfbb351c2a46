#!/usr/bin/perl
# The desk in psql, with sql/qualifier.psqlrc, as it is typed: what is shown fits a terminal of 120 columns whatever visitors
# write, the common acts need few keys, and each answers with a line in the person's language.
use strict;
use warnings;
use utf8;
use open qw(:std :encoding(UTF-8));
use FindBin qw($Bin);
use lib "$Bin/lib";
use Database;
use Encode qw(decode encode);
use IPC::Open3 qw(open3);
use Test::More;

my $db = Database->new;
my ($said, $good) = $db->install;
ok($good, 'installed') or diag($said);
Database::must($db->psql('-f', "$Bin/lib/helper.sql"));
$db->sql(<<'SQL');
SELECT desk.add_staff('olga', 'Olga', 'desk', language => 'ru'), desk.add_staff('pavel', 'Pavel', 'desk', language => 'en');
UPDATE intake.setting SET max_clients = NULL, call_from = '00:00', call_until = '24:00', attempt_gap = '0', recheck_share = 0;
SQL

# What a person sees who types these lines, without the list of words at the beginning. setsid: no terminal to ask on but ours.
sub typed {
    my ($who, @lines) = @_;
    local %ENV = (%ENV, COLUMNS => 120, PSQLRC => "$Bin/../../sql/qualifier.psqlrc", LC_ALL => 'C.UTF-8');
    my $pid = open3(my $in, my $out, undef, 'setsid', '-w', 'psql', '-U', $who, '-d', $db->{name}, '-f', '-');
    print {$in} encode('UTF-8', join '', map { "$_\n" } '\pset pager off', '\echo ---', @lines);
    close $in;
    local $/;
    my $seen = decode('UTF-8', <$out> // '');
    waitpid $pid, 0;
    $seen =~ s/psql:<stdin>:\d+: //g;
    my ($help, $rest) = split /^---\n/m, $seen, 2;
    return wantarray ? ($rest, $help) : $rest;
}
# How many columns of a terminal a line takes.
sub width { my ($line) = @_; (my $bare = $line) =~ s/\p{Mn}//g; return length($bare) + (() = $bare =~ /[\p{Ea=W}\p{Ea=F}]/g); }
sub fits {
    my ($what, $seen) = @_;
    my @wide = grep { width($_) > 120 } split /\n/, $seen;
    ok($seen =~ /\S/ && !@wide, "$what: no line is wider than the terminal") or diag($seen);
    unlike($seen, qr/[\x00-\x09\x0b-\x1f\x7f-\x9f\x{61c}\x{200e}\x{200f}\x{2028}-\x{202e}\x{2066}-\x{2069}]/, "$what: nothing commands it");
    return;
}

# Visitors who write much, in wide letters, and what is no text.
for my $n (1 .. 22) {
    my $hostile = ('Анна' x 40, "漢字" x 60, "\x{1b}[2J\x{202e}evil\tx\n" x 9, "=cmd|' /c calc'!A0 " x 12)[$n % 4];
    my $words = join '', map { sprintf '\\u%04x', ord } split //, $hostile;
    my $changes = sprintf '{"answers": {"name": "%s", "cargo": "%s"}, "why": "%s", "touch": {"utm_source": "%s"}, "marks": ["trap_filled", "too_fast"]}',
        ($words) x 4;
    $db->sql("SELECT count(*) FROM test.submit(test.record($n, test.contacts('+7900000000" . $n % 9 . "') || '" . $changes =~ s/'/''/gr . "'))");
}
$db->sql(q{SELECT count(*) FROM test.submit(test.record(23, jsonb_build_object('received_at', now())))});    # the shortest time has a long word
for (['olga', 9, 'красный', qr/│ \d раза, посл\. \d+ (?:день|дня|дней) назад +│ \d+ (?:день|дня|дней) +│ \d+ ч +│ \d\d:\d\d │/, qr/цвет +│ +номер +│ +написал/],
     ['pavel', 8, 'red', qr/│ \d times, last \d+ days? ago +│ \d+ days? +│ \d+ h +│ \d\d:\d\d │/, qr/colour +│ +receipt +│ +wrote/]) {
    my ($who, $clients, $red, $wrote, $head) = @$_;
    my $seen = typed($who, ':queue');
    fits("the queue of $who", $seen);
    my @rows = grep { /^ $red +│/ } split /\n/, $seen;
    is(scalar @rows, $clients + 1, 'a row for each client, its colour in words');
    like($seen, $head, 'the heads, too');
    is(scalar(grep { / [0-9a-f]{4}-[0-9a-f]{4} / } @rows), $clients + 1, 'receipts are short');
    is(scalar(grep { $_ =~ $wrote } @rows), $clients, 'how often they wrote, and when last');
    fits("the card of $who", typed($who, ':next', ':card', ':mine', ':history', ':reasons', ':news'));
}

# The common acts: each with its keys, the Enters counted, and the line that it answers.
sub day {
    my ($who, $first, @acts) = @_;
    my @lines = ($first, map { ('\echo @', @{ $_->[0] }) } @acts);
    my ($shown, @answers) = split /^@\n/m, typed($who, @lines);
    for my $act (@acts) {
        my ($keys, $want) = @$act;
        my $answer = shift(@answers) // '';
        cmp_ok(length(join "\n", @$keys) + 1, '<=', 20, "@$keys: few keys");
        like($answer, qr/^(?:[^\n:]+: )*$want\n\z/, "@$keys: what happened, in one line, without a table");
    }
    return $shown;
}
like(day('olga', ':дальше', [[':звонок', 'не о'], qr/Записана попытка 1: не отвечает\./], [[':узнал', 'вес', '2000'], qr/Записано: вес — 2000\./],
    [[':этап', 'дет'], qr/Теперь этап — детали\./], [[':заметка', 'доб. 12'], qr/Заметка записана\./],
    [[':отказ', 'мелк'], qr/Заявка \S+ закрыта: отказ\..*/]), qr/цвет +│ красный/, 'the card comes with :дальше');
day('olga', ':next', [[':tried', 'говор тише'], qr/ERROR:  .*\nHINT:  Есть: поговорили; .*/], [[':tried', 'пог'], qr/Записана попытка .*/],
    [[':позже', 'завтра', 'про'], qr/Заявка \S+: звонок обещан на .*/]);
day('pavel', ':next', [[':tried', 'talked'], qr/Attempt \d+ is noted: talked\./], [[':keep'], qr/Lead \S+ is yours until .*/],
    [[':back', 'shift'], qr/Lead \S+ is back in the queue[.,] .*/]);
my $over = day('pavel', ':next', [[':heard', 'price', '15000'], qr/Noted: price is 15000\./]);
like($over, qr/colour +│ red/, 'a card, in English');

# What was left half-typed does not spoil the next act; an error says what, and no more.
my $seen = typed('olga', ':next', 'привет', ':звонок', 'пог');
like($seen, qr/^Что вышло: Записана попытка \d+: поговорили\.$/m, 'what was half-typed is forgotten');
unlike(typed('olga', ':отказ', 'ой'), qr/CONTEXT|LINE|PL\/pgSQL/, 'no error tells of the inside');
is(typed('olga', ':next', '\\echo @', ':take', 'ffff-ffff') =~ s/\A.*^@\n|\n\K\n\z//msgr, <<~'END', 'who is not taken has no card, and it is not said that nobody is there');
    Номер заявки: ERROR:  заявки ffff-ffff нет
    HINT:  Поищите по телефону, имени или почте: SELECT * FROM desk.find('…')
    END
like(typed('olga', ':note', 'x'), qr/^[^\n]*ERROR:  не сказано, какая заявка\nHINT:  [^\n]*:номер/, 'who is on no lead is told how to come to one');
unlike(Database::slurp("$Bin/../../sql/qualifier.psqlrc"), qr/^\\set \w+ .*\\\\if/m, 'no word branches: psql would name each command it passes over');
like(typed('olga', q{SELECT desk.add_note('ffff-ffff', 'x');}), qr/ERROR:  .*\nHINT: .*/, 'functions are there as well');

# Help, in the person's language; each word that it names is one.
for (['olga', 'очередь'], ['pavel', 'queue']) {
    my ($who, $first) = @$_;
    my (undef, $help) = typed($who, '\echo');
    like($help, qr/^:$first/, "$who is told the words at the beginning");
    fits("the help of $who", $help);
    my @words = $help =~ /:(\w+)/g;
    my $values = typed($who, map { "\\echo :{?$_}" } @words);
    is($values, "TRUE\n" x @words, 'and each is one');
}

# Colours, by the words of both languages.
my $pager = typed('olga', '\getenv p PSQL_PAGER', '\echo :p');
my $pid = open3(my $in, my $out, undef, 'sh', '-c', encode('UTF-8', $pager));
print {$in} encode('UTF-8', " красный │ b058-15b6 \n red     │ x\n зелёный │ y\nцвет   │ серый\nимя │ red\n");
close $in;
my @painted = map { decode('UTF-8', $_) } <$out>;
waitpid $pid, 0;
like($painted[0], qr/^\e\[91m красный .*\e\[0m$/, 'красный is red');
like($painted[1], qr/^\e\[91m red .*\e\[0m$/, 'red, too');
like($painted[2], qr/^\e\[92m/, 'зелёный is green');
like($painted[3], qr/^\e\[37mцвет/, 'so is the line of a card');
is($painted[4], "имя │ red\n", 'and no other');
done_testing;
