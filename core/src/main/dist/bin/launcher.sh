#!/bin/sh
# @name@: starts @main@ on a JDK @release@ or newer, which it finds itself.
#
#   USHER_JAVA_HOME  the JDK to take, if it is to be a certain one
#   @opts@  more options for the JVM, for example -Xmx2g
#   lib/@name@.aot  what an earlier JVM has learnt, if it is there
#
# The JVM takes the place of this shell (exec), so signals reach it and its exit code is ours.
set -u

needed=@release@
looked=

self=$0
while [ -L "$self" ]; do
  target=$(readlink "$self")
  case $target in
    /*) self=$target ;;
    *) self=$(dirname "$self")/$target ;;
  esac
done
home=$(cd "$(dirname "$self")/.." && pwd -P) || exit 1

# Prints the feature version of the JDK in directory $1, from the file that every JDK carries, or by asking it.
version_of() {
  if [ -r "$1/release" ]; then
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
  else
    "$1/bin/java" -version 2>&1 | sed -n 's/^[^"]* version "\([0-9]*\).*/\1/p'
  fi
}

# Is the JDK in directory $1 new enough? Notes for the error message what was there, and where $2 it came from.
fits() {
  found=nothing
  if [ -x "$1/bin/java" ]; then
    version=$(version_of "$1")
    found="Java ${version:=0}"
    [ "$version" -ge "$needed" ] && java=$1/bin/java && return 0
  fi
  looked="$looked
  $2: $found in $1"
  return 1
}

# Prints the home of the java on the PATH, through all links.
home_on_path() {
  link=$(command -v java) || return 1
  while [ -L "$link" ]; do
    target=$(readlink "$link")
    case $target in
      /*) link=$target ;;
      *) link=$(dirname "$link")/$target ;;
    esac
  done
  dirname "$(dirname "$link")"
}

find_java() {
  if [ -n "${USHER_JAVA_HOME:-}" ]; then
    fits "$USHER_JAVA_HOME" USHER_JAVA_HOME
    return
  fi
  if [ -n "${JAVA_HOME:-}" ]; then
    fits "$JAVA_HOME" JAVA_HOME && return
  fi
  if on_path=$(home_on_path); then
    fits "$on_path" "java on the PATH" && return
  fi
  for candidate in /usr/lib/jvm/* /opt/* "${HOME:-/root}"/.sdkman/candidates/java/* "${HOME:-/root}"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    [ -x "$candidate/bin/java" ] && fits "$candidate" "usual place" && return
  done
  return 1
}

if ! find_java; then
  cat >&2 <<END
@name@: needs Java $needed or newer, found:${looked:-
  nothing at all}
Looked at USHER_JAVA_HOME alone if it is set, otherwise at JAVA_HOME, the java on the PATH, /usr/lib/jvm, /opt,
~/.sdkman/candidates/java, ~/.jdks and /Library/Java/JavaVirtualMachines.
Install a JDK $needed in one of these, or set USHER_JAVA_HOME to where it is.
END
  exit 1
fi

# Classes that are linked already, and what was called how often: the first calls find compiled code sooner. A JVM that
# cannot use it says so and does without.
learnt=$home/lib/@name@.aot
[ -r "$learnt" ] || learnt=

# G1 with short pauses: a pause of the collector is a pause of every call, and ZGC, which has none, costs half as much
# again for each call on two processors and takes gigabytes where this takes 700 MB (perf/README.md).
# 4 % of the memory to begin with: a heap that grows only as it must is marked and collected over and over on the way.
# Short object headers: smaller objects, 5 to 8 % less time for each call. Netty's search for leaked buffers, which
# takes a stack trace now and then, is for the tests.
# Netty reads memory by Unsafe and loads a native library: both are meant, so Java need not warn.
# shellcheck disable=SC2086 # the options are words
exec "$java" \
  ${learnt:+"-XX:AOTCache=$learnt"} \
  -XX:+UseG1GC \
  -XX:MaxGCPauseMillis=20 \
  -XX:InitialRAMPercentage=4 \
  -XX:+UseCompactObjectHeaders \
  -XX:+ExitOnOutOfMemoryError \
  -Dio.netty.leakDetection.level=disabled \
  --enable-native-access=ALL-UNNAMED \
  --sun-misc-unsafe-memory-access=allow \
  ${@opts@:-} \
  -cp "$home/lib/*" @main@ "$@"
