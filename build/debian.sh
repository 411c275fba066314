#!/usr/bin/env bash
# debian.sh GROUP... installs the Debian packages of a group that are missing:
#   window   what the window is built with
#   peers    the mail servers and the message bus that the tests speak to
#   display  a display without a screen, and hands to use it
#   browser  Chromium, for the end-to-end tests
#   check    checkers that come as Debian packages
#   swaks    the program that the benchmark of outgoing mail compares with
#   curl     the program that the benchmark of mailboxes compares with
#   keepassxc  the program that the benchmarks of the vault compare with
# Elsewhere than on Debian and its like it does nothing.
set -euo pipefail

packages() {
	case $1 in
	window) echo gcc libc6-dev pkg-config libgtk-3-dev libwebkit2gtk-4.1-dev ;;
	peers) echo postfix dovecot-imapd dovecot-lmtpd dbus-daemon ;;
	display) echo xvfb xdotool ;;
	browser) echo chromium ;;
	check) echo gcc libc6-dev shellcheck ;;
	swaks) echo swaks libnet-ssleay-perl ;; # without the latter it speaks no TLS
	curl) echo curl findutils ;; # xargs starts it for each mailbox
	keepassxc) echo keepassxc ;;
	*) echo "debian.sh knows no group $1" >&2 && return 2 ;;
	esac
}

installed() {
	dpkg-query -W -f '${db:Status-Abbrev}' "$1" 2>/dev/null | grep -q '^.i'
}

if ! command -v apt-get >/dev/null; then
	exit 0
fi
missing=()
for group in "$@"; do
	list=$(packages "$group")
	for package in $list; do
		installed "$package" || missing+=("$package")
	done
done
if [ ${#missing[@]} -eq 0 ]; then
	exit 0
fi

if [ "$(id -u)" -ne 0 ]; then
	if ! command -v sudo >/dev/null; then
		echo "as root, please: apt-get install ${missing[*]}" >&2
		exit 1
	fi
	exec sudo "$0" "$@"
fi

# Mail servers are installed to be run by the tests, not by the system: nothing
# is started, and Postfix is left without a configuration.
export DEBIAN_FRONTEND=noninteractive
policy=/usr/sbin/policy-rc.d
if [ ! -e $policy ]; then
	printf '#!/bin/sh\nexit 101\n' >$policy
	chmod 755 $policy
	trap 'rm -f $policy' EXIT
fi
if printf '%s\n' "${missing[@]}" | grep -qx postfix; then
	echo 'postfix postfix/main_mailer_type select No configuration' | debconf-set-selections
fi

install() {
	apt-get update -q </dev/null &&
		apt-get install -q -y --no-install-recommends "${missing[@]}" </dev/null
}

echo "installing ${missing[*]}"
install || { echo "once more, in case the network only stumbled" && install; }
