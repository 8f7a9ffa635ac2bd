# What ./run and ./test need of the machine; sourced by both, from the repository's root.

say() { printf '%s\n' "$*" >&2; }
fail() { say "$(basename "$0"): $*"; exit 1; }

need_dotnet() {
    command -v dotnet >/dev/null || fail "the .NET 10 SDK is missing. Install it from https://dot.net/download, then run this again."
    # In this folder, where global.json asks for its version.
    dotnet --version >/dev/null 2>&1 || fail "the .NET SDK here is not the one that global.json asks for: $(grep -o '"version": *"[^"]*"' global.json). See https://dot.net/download"
    export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
}

# Whether Redis and Postgres are to run as containers; the AppHost decides in the same way.
container_engine_chosen() {
    case ${EdgarApi__Containers:-} in
        true) return 0 ;;
        false) return 1 ;;
    esac
    local engine
    for engine in ${ASPIRE_CONTAINER_RUNTIME:-docker podman}; do
        ! command -v "$engine" >/dev/null || ! timeout 10 "$engine" info >/dev/null 2>&1 || return 0
    done
    return 1
}

have_postgres() { command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb /usr/pgsql-*/bin/initdb >/dev/null 2>&1; }

# Debian calls the server prometheus-alertmanager; upstream and Homebrew call it alertmanager.
have_alertmanager() { { command -v prometheus-alertmanager || command -v alertmanager; } >/dev/null && command -v amtool >/dev/null; }

# The tests drive a browser. CHROMIUM names another program than those that they look for.
have_chromium() { [ -n "${CHROMIUM:-}" ] || command -v chromium || command -v chromium-browser || command -v google-chrome; } >/dev/null

# need_packages NAME…: installs those of Debian's packages whose program or Python module is missing.
need_packages() {
    local missing=()
    for package in "$@"; do
        case $package in
            postgresql) have_postgres ;;
            chromium) have_chromium ;;
            procps) command -v ps >/dev/null ;;
            linux-perf) command -v perf >/dev/null ;;
            prometheus) command -v prometheus >/dev/null && command -v promtool >/dev/null ;;
            prometheus-alertmanager) have_alertmanager ;;
            python3-*) /usr/bin/python3 -c "import ${package#python3-}" 2>/dev/null ;;
            *) command -v "$package" >/dev/null ;;
        esac || missing+=("$package")
    done
    [ ${#missing[@]} -gt 0 ] || return 0

    command -v apt-get >/dev/null || fail "missing: ${missing[*]}. Install them (Homebrew: brew install postgresql@17 redis prometheus alertmanager, and Chromium or Chrome with its path in CHROMIUM; Fedora: dnf install postgresql-server redis), or a container engine, then run this again."
    local root=()
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null || fail "missing: ${missing[*]}. As root: apt-get install --no-install-recommends ${missing[*]}"
        root=(sudo)
    fi
    say "Installing ${missing[*]} …"
    apt_install "${missing[@]}" || fail "could not install ${missing[*]}; see the messages above."
}

# Debian's packages start a server and make a cluster of their own; neither is wanted here.
apt_install() {
    local policy=/usr/sbin/policy-rc.d clusters=/etc/postgresql-common/createcluster.d/edgarapi.conf made_policy=false status=0
    as_root() { ${root[@]+"${root[@]}"} "$@"; }
    if [ ! -e $policy ]; then
        printf '#!/bin/sh\nexit 101\n' | as_root tee $policy >/dev/null
        as_root chmod 755 $policy
        made_policy=true
    fi
    as_root mkdir -p "$(dirname $clusters)"
    echo 'create_main_cluster = false' | as_root tee $clusters >/dev/null

    { as_root apt-get -q -o DPkg::Lock::Timeout=120 update &&
        as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=120 install --no-install-recommends "$@"; } </dev/null >&2 || status=$?

    # Debian also starts its services with the machine. The AppHost and the tests start these programs themselves.
    local package
    for package in "$@"; do
        if [[ $package == prometheus* ]] && command -v systemctl >/dev/null; then
            as_root systemctl disable "$package.service" >&2 || say "$package will start with the machine; systemctl disable $package prevents that."
        fi
    done

    as_root rm -f $clusters
    [ $made_policy = false ] || as_root rm -f $policy
    return $status
}

# step NAME FAILURE COMMAND…: runs a command silently and prints how long it took, or its output and FAILURE.
step() {
    local name=$1 failure=$2 begin=$SECONDS log
    shift 2
    log=$(mktemp)
    "$@" >"$log" 2>&1 || { cat "$log" >&2; rm -f "$log"; fail "$failure"; }
    rm -f "$log"
    say "$name in $((SECONDS - begin)) s"
}

# build PROJECT: in Release, leaving no compiler or build server behind. Does nothing if the last build is newer than all sources.
build() {
    ! is_current "$1" || return 0
    say "Restoring packages and building; the first time this takes minutes …"
    step "Restored" "the packages could not be restored." dotnet restore "$1" -v q -nodeReuse:false
    step "Built" "the build failed." dotnet build "$1" --no-restore -c Release -v q -nodeReuse:false -p:UseSharedCompilation=false
}

# A folder is newer after a file in it was deleted or added. Every build touches the stamp (Directory.Build.targets): a program's own file
# stays old when only a project that it references has changed. A solution is never current.
is_current() {
    local stamp=$1/bin/Release/net10.0/built paths
    [ -f "$stamp" ] || return 1
    mapfile -t paths < <(sources "$1")
    [ -z "$(find "${paths[@]}" \( -name bin -o -name obj \) -prune -o -newer "$stamp" -print -quit)" ]
}

# sources PROJECT: its folder, the projects that it references, single files that they include, and what all projects share.
sources() {
    local found=("$1") project path i
    for ((i = 0; i < ${#found[@]}; i++)); do
        for project in "${found[i]}"/*.csproj; do
            [ -f "$project" ] || continue
            while read -r path; do
                [[ " ${found[*]} " == *" $path "* ]] || found+=("$path")
            done < <(sed -n -e 's|.*<ProjectReference Include="\.\./\([^"]*\)/[^/"]*\.csproj".*|\1|p' \
                -e 's|.*<[CE][a-zA-Z]* Include="\.\./\([^"*]*\)[^"]*".*|\1|p' "$project")
        done
    done
    printf '%s\n' "${found[@]}" Container.props Directory.Build.props Directory.Build.targets Directory.Packages.props global.json
}

# publish_native FOLDER: the program EdgarApi.Api as its image has it, with native code next to IL. Compiling takes minutes;
# EDGAR_NATIVE names a folder that already has it.
publish_native() {
    if [ -n "${EDGAR_NATIVE:-}" ]; then
        ln -s "$(realpath "$EDGAR_NATIVE")" "$1"
        return
    fi
    say "Compiling native code …"
    mkdir -p "$(dirname "$1")"
    dotnet publish EdgarApi.Api -c Release -r linux-x64 -o "$1" -v q -nologo >"$1.log" || fail "see $1.log"
}
