# shellcheck shell=bash
# Finds a JDK for ./annals and ./check, which source this file.

JDK_MIN=25

# Prints the major version of the Java at $1, or fails when there is none.
jdk_major() {
  local line
  [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 1
  while IFS= read -r line; do
    if [[ $line =~ ^JAVA_VERSION=\"?([0-9]+) ]]; then
      printf '%s\n' "${BASH_REMATCH[1]}"
      return 0
    fi
  done <"$1/release"
  return 1
}

# Succeeds when $1 is new enough and has the tool $2 (java to run, javac to build).
jdk_fits() {
  local major
  [ -n "$1" ] && [ -x "$1/bin/$2" ] && major=$(jdk_major "$1") && [ "$major" -ge "$JDK_MIN" ]
}

# Prints the home of the java on PATH, through all links.
jdk_on_path() {
  local java
  java=$(command -v java) && java=$(readlink -f "$java") && printf '%s\n' "${java%/bin/java}"
}

# Prints the home of a JDK >= JDK_MIN that has the tool $1. What the user named wins, then PATH,
# then the lowest version that fits among the usual places.
find_jdk() {
  local tool=$1 home major best='' best_major=''
  if [ -n "${ANNALS_JAVA_HOME-}" ] && ! jdk_fits "$ANNALS_JAVA_HOME" "$tool"; then
    echo "${0##*/}: ANNALS_JAVA_HOME: no $tool >= $JDK_MIN in $ANNALS_JAVA_HOME, looking elsewhere" >&2
  fi
  for home in "${ANNALS_JAVA_HOME-}" "${JAVA_HOME-}" "$(jdk_on_path)"; do
    if jdk_fits "$home" "$tool"; then
      printf '%s\n' "$home"
      return 0
    fi
  done
  for home in /usr/lib/jvm/* /opt/* ~/.sdkman/candidates/java/* ~/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    jdk_fits "$home" "$tool" || continue
    major=$(jdk_major "$home")
    if [ -z "$best" ] || [ "$major" -lt "$best_major" ]; then
      best=$home best_major=$major
    fi
  done
  if [ -z "$best" ] && [ -x /usr/libexec/java_home ]; then # macOS
    home=$(/usr/libexec/java_home -v "$JDK_MIN+" 2>/dev/null) && jdk_fits "$home" "$tool" && best=$home
  fi
  [ -n "$best" ] && printf '%s\n' "$best"
}

# Succeeds after installing the Debian package $1; only root can.
apt_install() {
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
  echo "${0##*/}: installing $1 with apt-get" >&2
  export DEBIAN_FRONTEND=noninteractive
  apt-get install -qq -y "$1" >/dev/null 2>&1 ||
    { apt-get update -qq >/dev/null 2>&1 && apt-get install -qq -y "$1" >/dev/null 2>&1; }
}

# Sets JAVA_HOME to a JDK that has the tool $1, installing one where that is possible, or exits.
require_jdk() {
  local home
  home=$(find_jdk "$1") ||
    { apt_install "openjdk-$JDK_MIN-jdk-headless" && home=$(find_jdk "$1"); } || {
    echo "${0##*/}: no JDK $JDK_MIN found: install one (Debian: openjdk-$JDK_MIN-jdk-headless," \
      "or https://adoptium.net) or set ANNALS_JAVA_HOME to its directory" >&2
    exit 1
  }
  export JAVA_HOME=$home
}

# Sets MVN to a Maven: the one on PATH, the wrapper's, or Debian's, or exits. $1: repository root.
require_maven() {
  if command -v mvn >/dev/null; then
    MVN=mvn
  elif "$1/mvnw" -v >/dev/null 2>&1; then
    MVN=$1/mvnw
  elif apt_install maven; then
    MVN=mvn
  else
    echo "${0##*/}: no Maven found and ./mvnw could not download one: install maven 3.8 or newer" >&2
    exit 1
  fi
}
