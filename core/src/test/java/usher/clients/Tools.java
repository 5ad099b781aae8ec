package usher.clients;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** A program of the machine that tests call with, and the Debian package it comes in. */
enum Tools {
  BARESIP("baresip", "baresip-core"),
  SIPP("sipp", "sip-tester"),
  CHROMIUM("chromium", "chromium"),
  NPM("npm", "npm"),
  SVWAR("svwar", "sipvicious"),
  SVCRACK("svcrack", "sipvicious");

  private final String program;
  private final String debianPackage;

  Tools(String program, String debianPackage) {
    this.program = program;
    this.debianPackage = debianPackage;
  }

  /** Where the program is; an error that says what to install when it is nowhere on the path. */
  String path() {
    return onPath(System.getenv().getOrDefault("PATH", ""));
  }

  String onPath(String searchPath) {
    return find(searchPath)
        .map(Path::toString)
        .orElseThrow(() ->
            new AssertionError(
                program + " is missing: install " + debianPackage + " (.ci/run does it)"));
  }

  private Optional<Path> find(String searchPath) {
    return Arrays.stream(searchPath.split(File.pathSeparator))
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory, program))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
