#!/usr/bin/env bash
# Fetches Prometheus and promtool from the Debian or Ubuntu archive into the cache, where they are not there yet, and
# prints the folder. The package is only unpacked: nothing is installed, and no service starts.
set -euo pipefail
cache=${XDG_CACHE_HOME:-$HOME/.cache}/dynamo-planner-test
folder=$cache/prometheus
mkdir -p "$cache"
exec 9>"$cache/.lock"
flock 9
if [[ ! -x $folder/prometheus || ! -x $folder/promtool ]]; then
    work=$(mktemp -d "$cache/fetch.XXXXXX")
    trap 'rm -rf "$work"' EXIT
    cd "$work"
    if ! apt-get download -qq -o APT::Sandbox::User=root prometheus >&2; then
        # A fresh machine has no lists of packages yet.
        if [[ $(id -u) == 0 ]]; then apt-get update -qq >&2; else sudo -n apt-get update -qq >&2; fi
        apt-get download -qq -o APT::Sandbox::User=root prometheus >&2
    fi
    dpkg -x prometheus_*.deb unpacked
    rm -rf "$folder"
    mv unpacked/usr/bin "$folder"
fi
echo "$folder"
