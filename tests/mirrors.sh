#!/bin/bash
# shellcheck disable=SC2016 # what apt fills in
# mirrors.sh: where apt of this machine has Debian 12 from: for tests that make a root of their own. Sourced.

mirrors() { # lines of an address and a release, in apt's order
    apt-get indextargets --format '$(REPO_URI) $(RELEASE)' 'Created-By: Packages' | awk '$2 ~ /^bookworm/ && !seen[$0]++'
}
mirror_of() { # RELEASE; nothing: apt knows none
    mirrors | awk -v release="$1" '$2 == release && !n++ {print $1}'
}
