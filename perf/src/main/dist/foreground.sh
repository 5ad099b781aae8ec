#!/bin/sh
# Runs a command as the terminal's foreground job of its own: Ctrl-C then reaches the command alone, and whoever
# started us (Maven) is still there to hear how it ended. Without a terminal, or in the background, it takes our place.
set -u
in_foreground() {
  [ -t 0 ] && [ -t 1 ] || return 1
  case $(ps -o stat= -p $$) in
    *+*) return 0 ;;
    *) return 1 ;;
  esac
}

in_foreground || exec "$@"
set -m
"$@"
exit $?
