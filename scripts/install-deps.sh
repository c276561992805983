#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Install the packages that are missing: the one place where they are listed.
#
#   install-deps.sh build    what the tools need to be built
#   install-deps.sh check    and what their tests need
#   install-deps.sh bench    what the measurements need beside the tools
#
# Says nothing and changes nothing when all are there.
set -euo pipefail

cd "$(dirname "$0")/.."

build=(gcc libc6-dev make libcsv-dev libexpat1-dev libisal-dev libminizip-dev libnlopt-dev
  libutf8proc-dev libxgboost-dev libxxhash-dev libzstd-dev nettle-dev zlib1g-dev)
check=(check chromium clang clang-format fonts-noto-cjk libclang-rt-14-dev librsvg2-bin mandoc openssl
  pkg-config python3 shellcheck sqlite3 time valgrind zstd)
bench=(hyperfine mawk miller python3 python3-venv time)

# Python packages for comparison, in a folder of their own; behind the colon is the name under
# which one is imported, where it is another.
venv=build/venv
venv_packages=(chdb duckdb pandas polars scikit-learn:sklearn xgboost)

case ${1-} in
  build) wanted=("${build[@]}") ;;
  check) wanted=("${build[@]}" "${check[@]}") ;;
  bench) wanted=("${build[@]}" "${bench[@]}") ;;
  *)
    echo "usage: install-deps.sh build|check|bench" >&2
    exit 2
    ;;
esac

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  else
    sudo "$@"
  fi
}

install_packages() {
  local installed missing=() name

  if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    echo "not a Debian system: make sure that it has what Debian calls ${wanted[*]}" >&2
    return
  fi
  installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "${wanted[@]}" 2>/dev/null |
    sed -n 's/^installed //p') || true
  for name in "${wanted[@]}"; do
    grep -qxF -e "$name" <<<"$installed" || missing+=("$name")
  done
  [ ${#missing[@]} -gt 0 ] || return 0

  echo "installing ${missing[*]}"
  if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null; then
    echo "this needs root; run: apt-get install ${missing[*]}" >&2
    exit 1
  fi
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

install_venv() {
  local name module

  [ -x "$venv/bin/python" ] || python3 -m venv "$venv"
  for name in "${venv_packages[@]}"; do
    module=${name#*:}
    "$venv/bin/python" -c "import $module" 2>/dev/null || {
      echo "installing ${name%:*} into $venv"
      "$venv/bin/pip" install --quiet --disable-pip-version-check "${name%:*}" ||
        echo "no ${name%:*} to be had: what is measured against it is skipped"
    }
  done
}

# Packages that want others than the rest does; the measurement that they are for does without them
# where they cannot be had.
install_apart() {
  local folder=$1 name=$2
  shift 2

  ! "$folder/bin/python" -c "import $name" 2>/dev/null || return 0
  echo "installing $name into $folder"
  python3 -m venv "$folder" &&
    "$folder/bin/pip" install --quiet --disable-pip-version-check "$@" ||
    echo "there will be no comparison with $name" >&2
}

install_packages
if [ "$1" = bench ]; then
  install_venv
  install_apart build/venv-lifetimes lifetimes lifetimes==0.11.3 'numpy<2' 'pandas<2.2' 'scipy<1.12'
  install_apart build/venv-pymc pymc_marketing pymc-marketing==0.19.2
fi
