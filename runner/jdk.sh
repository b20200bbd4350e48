# Finds a JDK for the scripts that read this file: sets java, its executable, or says what to install and ends the script
# with cannot_run, their exit code for whatever is missing on the machine.

wanted=25
cannot_run=3

java_release() { # prints the release of a java executable, e.g. 25; nothing if it is none
  "$1" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java.specification.version = //p'
}

is_new_enough() { # whether an executable is a JDK (not only a runtime) of the wanted release or newer
  [ -x "$1" ] && [ -x "$(dirname "$1")/javac" ] || return 1
  local release
  release=$(java_release "$1")
  [[ "$release" =~ ^[0-9]+$ ]] && [ "$release" -ge "$wanted" ]
}

find_java() {
  local candidate
  local candidates=()
  [ -n "${JAVA_HOME:-}" ] && candidates+=("$JAVA_HOME/bin/java")
  if command -v java >/dev/null; then
    candidates+=("$(realpath "$(command -v java)" 2>/dev/null || command -v java)")
  fi
  candidates+=(
    /usr/lib/jvm/*/bin/java /usr/java/*/bin/java /opt/java/*/bin/java /opt/jdk*/bin/java
    "$HOME"/.sdkman/candidates/java/*/bin/java "$HOME"/.jdks/*/bin/java "$HOME"/.asdf/installs/java/*/bin/java
    "$HOME"/.local/share/mise/installs/java/*/bin/java
    /Library/Java/JavaVirtualMachines/*/Contents/Home/bin/java
    "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home/bin/java
    /opt/homebrew/opt/openjdk*/bin/java /usr/local/opt/openjdk*/bin/java
    /home/linuxbrew/.linuxbrew/opt/openjdk*/bin/java
  )
  for candidate in "${candidates[@]}"; do
    if is_new_enough "$candidate"; then
      printf '%s\n' "$candidate"
      return
    fi
  done
  return 1
}

if ! java=$(find_java); then
  cat >&2 <<TEXT
A JDK $wanted or newer is needed and none was found in JAVA_HOME, on the PATH or in the usual install folders.
Install one (https://adoptium.net, or your package manager: openjdk-$wanted-jdk) or let JAVA_HOME name it, then try again.
TEXT
  exit $cannot_run
fi
