#!/usr/bin/perl
# firstline-forms(5) against the program: keys, types with the keys of each, conditions, facts of examples, categories, site,
# page marks, classes of the style, texts, marks of a lead. Keys come from the JSON Schemas, which test_schema holds against
# the code; which type takes which key, from what check says of a form that has it wrong.
use strict;
use warnings;
use open qw(:std :encoding(UTF-8));
use FindBin qw($Bin);
use lib $Bin;
use File::Temp qw(tempdir);
use JSON::PP;
use Page;
use Test::More;

chdir "$Bin/../.." or die;
my $bin = shift // 'build/firstline';
my $page = Page->new('fcgi/firstline-forms.5');

sub schema { my ($name) = @_; return JSON::PP->new->decode(Page::slurp("forms/$name.schema.json")); }
sub keys_of { my ($what, $object, @heads) = @_; Page::same($what, [$page->names(@heads)], [keys %{ $object->{properties} }]); return; }

my $form = schema('form');
my $part = $form->{definitions};
keys_of('keys of a form', $form, 'KEYS OF A FORM');
keys_of('keys of a field', $part->{field}, 'KEYS OF A FIELD');
keys_of('keys of a choice', $part->{choice}, 'KEYS OF A CHOICE');
keys_of('keys of a rule', $part->{rule}, 'KEYS OF A RULE');
keys_of('conditions', $part->{condition}, 'CONDITIONS');
keys_of('categories', schema('categories')->{definitions}{category}, 'CATEGORIES');
keys_of('the site', schema('site'), 'THE SITE');
keys_of('known hosts', schema('hosts'), 'KNOWN HOSTS');
my $texts = schema('texts');
keys_of('texts', $texts, 'TEXTS');
keys_of("sentences: $_", $texts->{properties}{$_}, 'SENTENCES OF ' . uc) for qw(dates errors pages);
my ($colours) = grep { $_->{tag} eq 'colour' } $page->entries('CATEGORIES');
my @colours = $colours->{text} =~ /In the queue: (.*)\./ ? split /, /, $1 : ();
Page::same('colours', \@colours, schema('categories')->{definitions}{category}{properties}{colour}{enum});
Page::same('types', [$page->names('FIELD TYPES')], $part->{field}{properties}{type}{enum});

# What check says of a form: the words behind a line's place
my $dir = tempdir(CLEANUP => 1);
for my $file (qw(categories.yaml page.html firstline.css)) { link_or_copy("forms/$file", "$dir/$file"); }
sub link_or_copy { my ($from, $to) = @_; open my $out, '>:encoding(UTF-8)', $to or die; print $out Page::slurp($from); close $out or die; return; }
sub check {
    my ($field, $more) = @_;
    open my $out, '>', "$dir/a.yaml" or die;
    print $out "title: a\ndefault_category: other\nfields:\n  - {name: a, label: a, $field}\n", $more // '';
    close $out or die;
    open my $said, '-|', "$bin check $dir 2>&1" or die;
    local $/;
    return <$said>;
}

# A key that does not go with a type is complained of, with all types that it goes with
my %keys = map { $_ => [] } @{ $part->{field}{properties}{type}{enum} };
for my $key (keys %{ $part->{field}{properties} }) {
    my %goes;
    for my $type (qw(consent choice)) {
        %goes = map { $_ => 1 } split /, /, $1 if check("type: $type, $key: 1") =~ /"$key" goes with (.*), not with $type/;
    }
    push @{ $keys{$_} }, $key for keys %goes;
}
for my $entry ($page->entries('FIELD TYPES')) {
    my @own = $entry->{text} =~ /Keys: (.*)\.$/ ? grep { $_ ne 'none' } split /, /, $1 : ();
    my @want = @{ $keys{ $entry->{tag} } };
    Page::same("keys of the type $entry->{tag}", [@own, 'type'], [@want, 'type']);
}

my $unknown = check('type: text', "rules:\n  - {name: r, category: other, when: [{country: RU}], expect: [{zzz: 1}]}\n");
my ($facts) = $unknown =~ /unknown field "zzz"; known: (.*)/;
Page::same('facts of examples', [$page->names('EXAMPLES')], [grep { $_ ne 'a' } split /[, ]+/, $facts // '']);

my @reserved = Page::slurp('fcgi/form/reserved.c') =~ /^    \{"([a-z_]+)", /mg;
my ($name) = grep { $_->{tag} eq 'name' } $page->entries('KEYS OF A FIELD');
like($name->{text}, qr/\b$_\b/, "the name $_ is taken") for @reserved;

my ($marks) = Page::slurp('fcgi/form/frame.c') =~ /marks\[\] = \{(.*?)\}/s;
Page::same('marks of page.html', [$page->names('THE PAGE AROUND A FORM')], [map { "{{$_}}" } $marks =~ /"([a-z]+)"/g]);

# A class of the style is in the style or in what the program writes
my $written = join '', map { Page::slurp($_) } 'forms/firstline.css', 'forms/page.html', glob 'fcgi/web/*.c';
for my $class ($page->names('A FORM IN A PAGE OF YOUR OWN')) {
    my $word = substr $class, 1;
    ok($written =~ /(?:\.|class=\\?"|class=\\?"[a-z -]+ )\Q$word\E\b/, "the class $class");
}
ok($written =~ /var\(\Q$_\E\b/, "the property $_") for $page->{text} =~ /(--firstline-[a-z-]+)/g;

# Marks of a lead: the program's, and those that the database gives
my @lead = Page::slurp('fcgi/lead/mark.c') =~ /\[MARK_[A-Z_]+\] = "([a-z_]+)"/g;
like(Page::slurp('sql/240_submit.sql'), qr/''restored''/, 'the database has a mark of its own');
like(Page::slurp('sql/222_sane.sql'), qr/'clock_ahead'/, 'and another');
like(Page::slurp('sql/289_import.sql'), qr/'imported'/, 'and one of what was brought in');
Page::same('marks of a lead', [$page->names('MARKS')], [@lead, 'restored', 'clock_ahead', 'imported']);

# Limits, as bounds.h has them
my $bounds = Page::slurp('include/base/bounds.h');
my $all = $page->{text} =~ s/\s+/ /gr;
my %bound = $bounds =~ /^#define (\w+) \(?(\d+)\b/mg;
for (['64 KiB', 'BODY_BYTES_MAX'], ['200 fields', 'PAIRS_MAX'], ['field of the form 8 KiB', 'PAIR_VALUE_MAX'], ['JSON 16', 'JSON_DEPTH_MAX'],
    ['2000 nodes', 'JSON_NODES_MAX'], ['256 KiB', 'FORM_FILE_BYTES_MAX'], ['64 forms', 'FORMS_MAX'], ['of 64 fields', 'FORM_FIELDS_MAX'],
    ['128 rules', 'FORM_RULES_MAX'], ['16 conditions', 'RULE_CONDITIONS_MAX'], ['32 examples', 'RULE_EXAMPLES_MAX']) {
    my ($words, $limit) = @$_;
    my ($number) = $words =~ /(\d+)/;
    is($bound{$limit}, $number, "$limit is as it is written");
    ok(index($all, $words) >= 0, "$words: is written");
}
done_testing;
