#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Each outside library has one door: its headers are included in exactly one file, so that it can
# be replaced, and its traps are known in one place. A header that is neither of C nor of the
# system counts as a library; so does getopt.h. Threads are for lib/run and lib/io alone.
set -euo pipefail

cd "$(dirname "$0")/.."

mapfile -t files < <(find lib cmd -name '*.[ch]' | LC_ALL=C sort)

awk '
  BEGIN {
    system_headers = \
      "assert complex ctype errno fenv float inttypes iso646 limits locale math setjmp signal " \
      "stdalign stdarg stdatomic stdbool stddef stdint stdio stdlib stdnoreturn string tgmath " \
      "threads time uchar wchar wctype " \
      "arpa/inet dirent dlfcn endian fcntl fnmatch glob iconv langinfo libgen netdb poll pthread " \
      "pwd regex sched semaphore spawn strings sys/file sys/ioctl sys/mman sys/param " \
      "sys/random sys/resource sys/select sys/socket sys/stat sys/statvfs sys/sysinfo sys/time " \
      "sys/types sys/uio sys/un sys/utsname sys/wait sysexits termios unistd utime wordexp " \
      "immintrin emmintrin smmintrin nmmintrin arm_neon cpuid"
    count = split(system_headers, name, " ")
    for (i = 1; i <= count; i++)
      is_system[name[i] ".h"] = 1
    # Headers of one library that have different names.
    library["igzip_lib.h"] = library["isa-l.h"] = "isa-l"
    library["zstd_errors.h"] = library["zstd.h"] = "zstd"
  }
  /^[ \t]*#[ \t]*include[ \t]*</ {
    header = $0
    sub(/^[^<]*</, "", header)
    sub(/>.*/, "", header)
    if (header == "pthread.h" && FILENAME !~ /^lib\/(run|io)\//)
      wrong("<pthread.h> belongs below lib/run and lib/io")
    if (header in is_system)
      next
    door = header
    if (header in library)
      door = library[header]
    else if (index(header, "/"))
      sub(/\/.*/, "", door)
    if (!(door in file))
      file[door] = FILENAME
    else if (file[door] != FILENAME)
      wrong("<" header "> is included in " file[door] " already: its one door")
  }
  function wrong(text) {
    print FILENAME ":" FNR ": " text
    faults++
  }
  END {
    for (door in file)
      doors++
    if (!faults)
      print doors + 0 " libraries"
    exit faults > 0
  }' "${files[@]}"
