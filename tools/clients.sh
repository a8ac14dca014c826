#!/usr/bin/env bash
# Gets the clients that the tests let loose on a server: those of public-inbox (public-inbox-clone,
# lei), b4, git-pw, curl, a feed reader, newsreaders, and Postfix. Quick when all is there. Each that cannot
# be had is named on one line; the tests that want it are then skipped.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.."
# shellcheck source=tools/jdk.sh
. tools/jdk.sh

# Succeeds when the Debian package $1 is there, for which the command that follows stands.
gets() {
  local package=$1
  shift
  "$@" >/dev/null 2>&1 || { apt_install "$package" && "$@" >/dev/null 2>&1; } ||
    echo "check: skipped for want of $package: the tests with that client" >&2
}

# Only the programs of Postfix are wanted: without a config the package starts none.
if ! command -v postfix >/dev/null && [ "$(id -u)" = 0 ] && command -v debconf-set-selections >/dev/null; then
  echo 'postfix postfix/main_mailer_type select No configuration' | debconf-set-selections || :
fi
gets postfix command -v postfix
gets curl command -v curl
gets public-inbox command -v public-inbox-clone
gets lei command -v lei
gets b4 command -v b4
gets git-pw command -v git-pw
gets python3-feedparser /usr/bin/python3 -c 'import feedparser'
gets isync command -v mbsync
gets fetchmail command -v fetchmail
gets getmail6 command -v getmail
gets mpop command -v mpop
gets openssl command -v openssl
gets offlineimap3 command -v offlineimap
gets openssl command -v openssl
gets slrn command -v slrn
gets slrnpull command -v slrnpull
gets tin command -v tin
gets neomutt command -v neomutt
gets mhonarc command -v mhonarc

# Packages of servers start them as services where systemd runs, which is not ours to do.
if [ ! -d /run/systemd/system ]; then
  gets spamd command -v spamd
  gets dovecot-imapd command -v dovecot
fi
