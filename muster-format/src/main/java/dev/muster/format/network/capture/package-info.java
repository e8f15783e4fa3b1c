/**
 * What was seen on a wire: files of pcap (draft-ietf-opsawg-pcap: four byte orders and resolutions) and pcapng
 * (draft-ietf-opsawg-pcapng), the frames in them down to ports, answers of DNS, and the ClientHello of TLS (RFC 8446 §4.1.2, RFC
 * 5246 §7.4.1.2).
 *
 * <p>Links: Ethernet with VLAN tags, raw IP, and Linux's cooked captures. Not done: fragments after the first, tunnels, and
 * QUIC, whose ClientHello is encrypted.
 */
@NullMarked
package dev.muster.format.network.capture;

import org.jspecify.annotations.NullMarked;
