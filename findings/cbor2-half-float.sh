#!/bin/sh
# The cbor2 of Debian 12 does not write half-precision numbers from 32768 on in their shortest form, also when canonical.
#
# RFC 7049 §3.9 and RFC 8949 §4.2.1 ask a canonical writer for the shortest floating-point form that keeps the value.
# Half precision reaches to 65504.0, f97bff. cbor2 5.4.6 shortens smaller ones and writes those with the largest exponent in
# single precision, so a strict reader refuses what a "canonical" writer wrote. cbor2 6.1.4 is right.
# Needs Debian 12: apt-get, dpkg, /usr/bin/python3. Ends with 0 while it behaves so, with 1 when that changes.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
apt-get download -qq python3-cbor2=5.4.6-1+b1 2>/dev/null
dpkg -x python3-cbor2_*.deb unpacked
PYTHONPATH="$dir/unpacked/usr/lib/python3/dist-packages" /usr/bin/python3 - <<'P'
import sys
import cbor2
print("python3-cbor2 5.4.6-1+b1, from", cbor2.__file__.split("/unpacked")[-1])
shortest = {65504.0: "f97bff", 32768.0: "f97800", 1.5: "f93e00", 2.0**-24: "f90001"}
other = []
for value, form in shortest.items():
    written = cbor2.dumps(value, canonical=True).hex()
    print(f"{value!r:24} written {written:12} shortest {form}")
    if written != form:
        other.append(value)
sys.exit(0 if other == [65504.0, 32768.0] else 1)
P
