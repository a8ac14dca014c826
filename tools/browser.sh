#!/usr/bin/env bash
# Gets what the tests of pages need: Chromium, w3m and lynx, and below target/browser the packages
# of src/test/browser/package-lock.json, which need Node.js 20. Quick when all is there. Each thing
# that cannot be had is named on one line; the tests that want it are then skipped.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.."
# shellcheck source=tools/jdk.sh
. tools/jdk.sh

NODE_MIN=20

# Says that $1 is missing and what is skipped for it.
lacks() {
  echo "check: skipped for want of $1: $2" >&2
}

has_chromium() {
  command -v chromium || command -v chromium-browser || command -v google-chrome
}

has_node() {
  local version
  command -v npm && version=$(node -p 'parseInt(process.versions.node)') && [ "$version" -ge "$NODE_MIN" ]
}

has_chromium >/dev/null || { apt_install chromium && has_chromium >/dev/null; } ||
  lacks chromium 'the browser tests of pages'
for browser in w3m lynx; do
  command -v "$browser" >/dev/null || apt_install "$browser" ||
    lacks "$browser" "the tests of pages in $browser"
done
has_node >/dev/null || { apt_install npm && has_node >/dev/null; } || {
  lacks "Node.js $NODE_MIN with npm" 'the browser tests of pages and the HTML checker'
  exit 0
}

# The lock file is copied last: with it, the packages are complete.
mkdir -p target/browser
if ! cmp -s src/test/browser/package-lock.json target/browser/package-lock.json; then
  work=target/browser/install
  rm -rf "$work" target/browser/node_modules target/browser/package-lock.json
  mkdir "$work"
  cp src/test/browser/package.json src/test/browser/package-lock.json "$work"
  if npm ci --prefix "$work" --ignore-scripts --prefer-offline --no-audit --no-fund --silent >&2; then
    mv "$work/node_modules" target/browser/node_modules
    mv "$work/package-lock.json" target/browser/
  else
    lacks 'what npm could not get' 'the browser tests of pages and the HTML checker'
  fi
  rm -rf "$work"
fi
