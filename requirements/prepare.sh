# How .venv is made as a lock file says. Sourced by ./run and ./test from the root of the checkout.
# A stamp beside it remembers which lock file it was made from, and where, so that a second time costs nothing.

python_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
    for candidate in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11 python; do
        if python_new_enough "$candidate"; then echo "$candidate"; return 0; fi
    done
    echo "Cairn needs Python 3.11 or later, and none was found. Install it, or say where it is: PYTHON=/path/to/python3" >&2
    return 1
}

make_environment() {
    python=$(find_python) || return 1
    rm -rf .venv
    "$python" -m venv .venv >/dev/null 2>&1 && return 0
    # Some systems part Python from what puts pip into a new environment; the system's own pip can do it instead.
    rm -rf .venv
    "$python" -m venv --without-pip .venv
    if ! "$python" -m pip --python .venv/bin/python install -q --disable-pip-version-check pip 2>/dev/null; then
        rm -rf .venv
        echo "This Python cannot make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv" >&2
        return 1
    fi
}

# prepare NAME: have everything of requirements/NAME.txt, and the package itself, in .venv
prepare() {
    wanted="$(cat "requirements/$1.txt" pyproject.toml | cksum) $PWD"
    stamp=".venv/lock-$1"
    if [ -x .venv/bin/cairn ] && [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ]; then return 0; fi
    .venv/bin/python -c 'import pip' 2>/dev/null && python_new_enough .venv/bin/python || make_environment || return 1
    echo "Installing what requirements/$1.txt locks. This takes about a minute, once."
    if ! .venv/bin/python -m pip install -qq --disable-pip-version-check --no-compile --require-hashes -r "requirements/$1.txt" ||
        ! .venv/bin/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .; then
        echo "The locked packages could not be installed. Can this machine reach its package index?" >&2
        return 1
    fi
    echo "$wanted" >"$stamp"
    if [ "$1" = dev ]; then echo "$(cat requirements/run.txt pyproject.toml | cksum) $PWD" >.venv/lock-run; fi
}
