#!/usr/bin/perl
# make-regions.pl CLDR >fcgi/form/regions.tsv: the table of form/region, from Unicode's CLDR and from
# the spellings at the end of this file. CLDR is the folder of Debian's unicode-cldr-core,
# /usr/share/unicode/cldr/common. Runs when a spelling is added; its output is kept.
#
# A line is a code of ISO 3166-2 and its names, with tabs between: CLDR's English and Russian one,
# then the spellings. No name stands twice in a country: of two regions that CLDR calls alike neither
# keeps the name, unless a spelling gives it to one. A former code counts as a name of its region.
use strict;
use warnings;
use utf8;
use open qw(:std :encoding(UTF-8));
use Unicode::Normalize 'NFD';

my $cldr = shift or die "usage: make-regions.pl CLDR\n";

sub text {
    open my $in, '<', "$cldr/$_[0]" or die "$cldr/$_[0]: $!\n";
    local $/;
    return <$in>;
}

sub code { return uc( substr $_[0], 0, 2 ) . '-' . uc substr $_[0], 2 }

# As reading_alike sees it.
sub alike { ( my $s = lc NFD( $_[0] ) ) =~ s/[^\p{L}\p{N}]|\p{Lm}//g; return $s }

# The codes that ISO has today: "rubel" or, for a run of them, "gbabc~e".
my %valid;
my ($regular) = text('validity/subdivision.xml') =~ m{idStatus='regular'[^>]*>(.*?)</id>}s;
for my $id ( split ' ', $regular // die "no regular codes\n" ) {
    my ( $first, $last ) = split /~/, $id;
    my $stem = substr $first, 0, -1;
    $valid{ code( $stem . $_ ) } = 1 for substr( $first, -1 ) .. $last // substr $first, -1;
}

my ( %names, %owner );    # of a code; of a country and a name: the code, or 0 for several
while (<DATA>) {
    chomp;
    my ( $code, @names ) = split /\|/;
    push @{ $names{$code} }, @names;
    for my $name (@names) {
        my $owner = \$owner{ substr $code, 0, 2 }{ alike($name) };
        die "$code: $name stands here twice\n" if $$owner;
        $$owner = $code;
    }
    delete $valid{$_} for grep { /^[A-Z]{2}-[A-Z0-9]+$/ } @names;
}
for my $language (qw( ru en )) {
    my %found;
    my $xml = text("subdivisions/$language.xml");
    while ( $xml =~ m{<subdivision type="(\w+)"[^>]*>([^<]*)<}g ) {
        $found{ code($1) } = $2 if $valid{ code($1) };
    }
    my %claims;
    $claims{ substr $_, 0, 2 }{ alike( $found{$_} ) }++ for keys %found;
    for my $code ( sort keys %found ) {
        my ( $country, $key ) = ( substr( $code, 0, 2 ), alike( $found{$code} ) );
        my $owner = $owner{$country}{$key} // ( $claims{$country}{$key} == 1 ? $code : 0 );
        $owner{$country}{$key} = $owner;
        next if $owner ne $code;
        @{ $names{$code} } = grep { alike($_) ne $key } @{ $names{$code} };
        unshift @{ $names{$code} }, $found{$code} =~ s/&amp;/&/gr;
    }
}

print map { $_ eq q() ? "#\n" : "# $_\n" } split /\n/, <<'END';
Regions of countries: code of ISO 3166-2, names. Made by make-regions.pl; do not edit.
Names are from Unicode's CLDR, with spellings of our own behind them. For what is from CLDR:

COPYRIGHT AND PERMISSION NOTICE

Copyright © 1991-2022 Unicode, Inc. All rights reserved.
Distributed under the Terms of Use in https://www.unicode.org/copyright.html.

Permission is hereby granted, free of charge, to any person obtaining a copy of the Unicode data
files and any associated documentation (the "Data Files") or Unicode software and any associated
documentation (the "Software") to deal in the Data Files or Software without restriction, including
without limitation the rights to use, copy, modify, merge, publish, distribute, and/or sell copies
of the Data Files or Software, and to permit persons to whom the Data Files or Software are
furnished to do so, provided that either (a) this copyright and permission notice appear with all
copies of the Data Files or Software, or (b) this copyright and permission notice appear in
associated Documentation.

THE DATA FILES AND SOFTWARE ARE PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED,
INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND
NONINFRINGEMENT OF THIRD PARTY RIGHTS. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR HOLDERS INCLUDED IN
THIS NOTICE BE LIABLE FOR ANY CLAIM, OR ANY SPECIAL INDIRECT OR CONSEQUENTIAL DAMAGES, OR ANY
DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN AN ACTION OF CONTRACT,
NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR PERFORMANCE OF
THE DATA FILES OR SOFTWARE.

Except as contained in this notice, the name of a copyright holder shall not be used in advertising
or otherwise to promote the sale, use or other dealings in these Data Files or Software without
prior written authorization of the copyright holder.
END
print join( "\t", $_, @{ $names{$_} } ), "\n" for sort grep { @{ $names{$_} } } keys %names;

# What geo databases and people write beside CLDR's name, for the countries around us; Kazakhstan's
# codes are those of 2022 with the former ones as names, since CLDR had not got them yet.
__DATA__
BY-BR|Brest Region|Brestskaya Voblasc
BY-HM|Minsk City
BY-HO|Gomel|Homyel’ Voblasc’|Homyel|Gomel Region
BY-HR|Grodno|Grodnenskaya|Grodno Region
BY-MA|Mogilev|Mogilev Region|Mahilyow
BY-MI|Minsk
BY-VI|Vitebsk Region|Vitsyebsk
GE-AJ|Achara
KG-C|Chuy Region
KG-J|Jalal-Abad Region
KG-N|Naryn Region
KG-T|Talas Region
KZ-10|Abai Region|Абайская область|область Абай|Abay
KZ-11|Akmola|Акмолинская область|Aqmola|Akmola Region|KZ-AKM
KZ-15|Aktobe|Актюбинская область|Aqtobe|Aktyubinskaya Oblast’|Aktobe Region|KZ-AKT
KZ-19|Almaty Region|Алматинская область|Almaty Oblysy|KZ-ALM
KZ-23|Atyrau|Атырауская область|Atyrau Oblisi|Atyrau Region|KZ-ATY
KZ-27|West Kazakhstan|Западно-Казахстанская область|Batys Qazaqstan|KZ-ZAP
KZ-31|Jambyl|Жамбылская область|Zhambyl|Zhambyl Region|KZ-ZHA
KZ-33|Jetisu|Жетысуская область|область Жетысу|Jetisu Region|Zhetysu Region|Zhetysu
KZ-35|Karagandy|Карагандинская область|Karaganda|Karaganda Region|KZ-KAR
KZ-39|Kostanay|Костанайская область|Qostanay|Kostanay Region|KZ-KUS
KZ-43|Kyzylorda|Кызылординская область|Qyzylorda|Kyzylorda Region|KZ-KZY
KZ-47|Mangystau|Мангистауская область|Mangghystau|Mangystau Region|KZ-MAN
KZ-55|Pavlodar|Павлодарская область|Pavlodar Region|KZ-PAV
KZ-59|North Kazakhstan|Северо-Казахстанская область|Soltustik Qazaqstan|KZ-SEV
KZ-61|Turkistan|Туркестанская область|Turkistan Region|South Kazakhstan|Южно-Казахстанская область|KZ-YUZ
KZ-62|Ulytau|Улытауская область|область Улытау|Ulytau Region
KZ-63|East Kazakhstan|Восточно-Казахстанская область|Shyghys Qazaqstan|KZ-VOS
KZ-71|Astana|Астана|Nur-Sultan|Нур-Султан|KZ-AST
KZ-75|Almaty|Алматы|KZ-ALA
KZ-79|Shymkent|Шымкент|KZ-SHY
RU-AD|Adygeya Republic|Adygea|Республика Адыгея
RU-AL|Altai|Altai Republic|Горный Алтай
RU-ALT|Altay Kray
RU-AMU|Amur Oblast
RU-ARK|Arkhangelsk Oblast|Arkhangelskaya
RU-AST|Astrakhan Oblast
RU-BA|Bashkortostan Republic|Республика Башкортостан|Башкирия
RU-BEL|Belgorod Oblast
RU-BRY|Bryansk Oblast
RU-BU|Buryatiya Republic|Buryatiya|Республика Бурятия
RU-CE|Chechnya|Chechen Republic|Чеченская Республика
RU-CHE|Chelyabinsk Oblast
RU-CHU|Chukotka|Чукотка
RU-CU|Chuvash Republic|Chuvashia|Чувашская Республика
RU-DA|Республика Дагестан
RU-IN|Ingushetiya Republic|Республика Ингушетия
RU-IRK|Irkutsk Oblast
RU-IVA|Ivanovo Oblast
RU-KAM|Kamchatka|Камчатка
RU-KB|Kabardino-Balkariya Republic|Кабардино-Балкарская Республика
RU-KC|Karachayevo-Cherkesiya Republic|Карачаево-Черкесская Республика
RU-KDA|Krasnodarskiy|Krasnodar|Кубань
RU-KEM|Kemerovo Oblast|Kuzbass|Кузбасс
RU-KGD|Kaliningrad Oblast
RU-KGN|Kurgan Oblast
RU-KHA|Khabarovsk
RU-KHM|Khanty-Mansia|Югра|ХМАО
RU-KIR|Kirov Oblast
RU-KK|Khakasiya Republic|Республика Хакасия
RU-KL|Kalmykiya Republic|Республика Калмыкия
RU-KLU|Kaluga Oblast
RU-KO|Республика Коми
RU-KOS|Kostroma Oblast
RU-KR|Республика Карелия
RU-KRS|Kursk Oblast
RU-KYA|Krasnoyarskiy|Krasnoyarsk
RU-LEN|Leningrad Oblast|Leningradskaya Oblast'
RU-LIP|Lipetsk Oblast
RU-MAG|Magadan Oblast
RU-ME|Mariy-El Republic|Республика Марий Эл
RU-MO|Mordoviya Republic|Республика Мордовия
RU-MOS|Moscow Oblast|Moscow Region|Подмосковье
RU-MOW|Moscow|Москва
RU-NEN|Nenets
RU-NGR|Novgorod Oblast
RU-NIZ|Nizhny Novgorod Oblast
RU-NVS|Novosibirsk Oblast
RU-OMS|Omsk Oblast
RU-ORE|Orenburg Oblast
RU-ORL|Oryol Oblast|Orel Oblast
RU-PER|Perm Krai|Perm
RU-PNZ|Penza Oblast
RU-PRI|Primorye|Primorskiy (Maritime) Kray|Приморье
RU-PSK|Pskov Oblast
RU-ROS|Rostov Oblast
RU-RYA|Ryazan Oblast
RU-SA|Sakha|Республика Саха (Якутия)|Саха|Sakha Republic|Yakutia
RU-SAK|Sakhalin Oblast|Сахалин
RU-SAM|Samara Oblast
RU-SAR|Saratov Oblast|Saratovskaya Oblast
RU-SE|North Ossetia|North Ossetia–Alania|Северная Осетия|Республика Северная Осетия — Алания
RU-SMO|Smolensk Oblast|Smolenskaya Oblast’
RU-SPE|St.-Petersburg|Sankt-Peterburg|Петербург
RU-STA|Stavropol Kray|Stavropol
RU-SVE|Sverdlovsk Oblast
RU-TA|Tatarstan Republic|Республика Татарстан
RU-TAM|Tambov Oblast
RU-TOM|Tomsk Oblast
RU-TUL|Tula Oblast
RU-TVE|Tver Oblast
RU-TY|Republic of Tyva|Tyva Republic|Тува|Тыва|Республика Тыва
RU-TYU|Tyumen Oblast
RU-UD|Udmurtiya Republic|Удмуртская Республика
RU-ULY|Ulyanovsk Oblast
RU-VGG|Volgograd Oblast
RU-VLA|Vladimir Oblast
RU-VLG|Vologda Oblast
RU-VOR|Voronezh Oblast|Voronezj
RU-YAN|Yamalo-Nenets|ЯНАО
RU-YAR|Yaroslavl Oblast|Jaroslavl
RU-YEV|Jewish Autonomous Oblast|Yevrey (Jewish) Autonomous Oblast|ЕАО
RU-ZAB|Transbaikal Territory|Zabaykalskiy (Transbaikal) Kray|Забайкалье
TJ-KT|Khatlon Province
UA-05|Vinnytsia|Vinnytsya Oblast|Vinnitsa|Vinnytsia Oblast
UA-07|Volyn Oblast
UA-09|Luhansk|Luhansk Oblast
UA-12|Dnipropetrovsk|Dnipropetrovsk Oblast
UA-14|Donetsk|Donetsk Oblast
UA-18|Zhytomyr|Zhytomyr Oblast
UA-21|Zakarpattia Oblast|Transcarpathia
UA-23|Zaporizhzhya Oblast|Zaporizhzhia|Zaporizhia
UA-26|Ivano-Frankivsk|Ivano-Frankivsk Oblast
UA-30|Kyiv City
UA-32|Kyiv Oblast
UA-35|Kirovohrad|Kirovohrad Oblast
UA-46|Lviv|Lviv Oblast
UA-48|Mykolaiv|Mykolayiv Oblast|Mykolaiv Oblast
UA-51|Odesa|Odessa|Odesa Oblast
UA-53|Poltava|Poltava Oblast
UA-56|Rivne|Rivne Oblast
UA-59|Sumy|Sumy Oblast
UA-61|Ternopil|Ternopil Oblast
UA-63|Kharkiv|Kharkiv Oblast|Kharkivs’ka Oblast’
UA-65|Kherson|Kherson Oblast
UA-68|Khmelnytskyi|Khmelnytskyi Oblast|Khmelnytskyy Oblast
UA-71|Cherkasy|Cherkasy Oblast
UA-74|Chernihiv|Chernihiv Oblast
UA-77|Chernivtsi
UZ-AN|Andijan Region
UZ-JI|Jizzakh Region
UZ-NW|Navoiy Region
UZ-SA|Samarqand Region
UZ-SI|Sirdaryo Region
UZ-SU|Surxondaryo Region
UZ-TK|Tashkent|Toshkent Shahri
UZ-TO|Tashkent Region|Toshkent
UZ-XO|Xorazm Region
