#!/bin/sh
# nft 1.0.6 lists a masked connection mark in other words than it was given: a mask of leading ones becomes a prefix
# length, as if a mark were an address, and the bits that are set are added to the mask that keeps the others.
#
# Given `ct mark & 0xffff0000 == 0x00010000`, it lists `ct mark 0x00010000/16` (in JSON a "prefix" with an "addr"); a mask
# that is not of leading ones stays as it was. Given `ct mark set ct mark & 0x0000ffff | 0x00010000`, it lists the mask
# 0x0001ffff. Both mean the same to the kernel, and nft reads its own words back; a program that compares the text of what
# it loaded with the text of what is there, or that knows prefixes for addresses only, sees a difference that is none.
# Needs Debian 12 and root (for a network namespace of its own). Ends with 0 while it behaves so, with 1 when that changes.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
apt-get download -qq nftables=1.0.6-2+deb12u2 libnftables1=1.0.6-2+deb12u2 libnftnl11=1.2.4-2 2>/dev/null
for package in *.deb; do dpkg -x "$package" unpacked; done
cat >given.nft <<'R'
table inet t {
  chain c {
    ct mark & 0xffff0000 == 0x00010000 accept
    ct mark & 0x00ff0000 == 0x00010000 accept
    ct mark set ct mark & 0x0000ffff | 0x00010000
  }
}
R
libraries=$(dirname "$(find "$PWD/unpacked" -name 'libnftables.so.1' | head -n 1)")
nft=$(find "$PWD/unpacked" -path '*/sbin/nft')
LD_LIBRARY_PATH=$libraries unshare --net sh -c "'$nft' -f given.nft && '$nft' -n list ruleset" >listed.txt
LD_LIBRARY_PATH=$libraries "$nft" --version
cat listed.txt
grep -q 'ct mark 0x00010000/16 accept' listed.txt || exit 1
grep -q 'ct mark & 0x00ff0000 == 0x00010000 accept' listed.txt || exit 1
grep -q 'ct mark set ct mark & 0x0001ffff | 0x00010000' listed.txt || exit 1
