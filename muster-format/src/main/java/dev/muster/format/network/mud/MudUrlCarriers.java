package dev.muster.format.network.mud;

import dev.muster.format.MalformedException;
import dev.muster.format.der.DerReader;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/** Where devices say their MUD URL: certificates, DHCP and LLDP (RFC 8520 §10, §11, §12). */
public final class MudUrlCarriers {
    /** id-pe-mud-url. */
    public static final String ID_PE_MUD_URL = "1.3.6.1.5.5.7.1.25";

    /** id-pe-mudsigner: the subject of the certificate that signs the file. */
    public static final String ID_PE_MUDSIGNER = "1.3.6.1.5.5.7.1.30";

    private static final int IA5_STRING = 0x16;

    private static final int BOOTP_FIXED = 236;
    private static final int DHCP_MAGIC = 0x63825363;
    private static final int DHCP_MUD = 161;
    private static final int DHCP_PAD = 0;
    private static final int DHCP_END = 255;

    private static final int DHCPV6_MUD = 112;
    private static final int DHCPV6_HEADER = 4;

    private static final int LLDP_ORGANISATION = 127;
    /** IANA's OUI 00-00-5E with subtype 1. */
    private static final int LLDP_MUD = 0x00005e01;

    private MudUrlCarriers() {}

    /**
     * The URL in a certificate's extension; empty when it has none.
     *
     * @throws MudException when the extension is no IA5String
     */
    public static Optional<String> url(X509Certificate certificate) {
        return Optional.ofNullable(certificate.getExtensionValue(ID_PE_MUD_URL)).map(value -> {
            try {
                return ascii(inner(value).content(IA5_STRING), "/" + ID_PE_MUD_URL);
            } catch (MalformedException e) {
                throw new MudException("the MUD URL of a certificate is an IA5String", "/" + ID_PE_MUD_URL);
            }
        });
    }

    /**
     * The subject that a certificate demands of the file's signer; empty when it demands none.
     *
     * @throws MudException when the extension is no name
     */
    public static Optional<X500Principal> signer(X509Certificate certificate) {
        return Optional.ofNullable(certificate.getExtensionValue(ID_PE_MUDSIGNER))
                .map(value -> {
                    try {
                        return new X500Principal(inner(value).span());
                    } catch (MalformedException | IllegalArgumentException e) {
                        throw new MudException("the MUD signer of a certificate is a Name", "/" + ID_PE_MUDSIGNER);
                    }
                });
    }

    private static DerReader inner(byte[] extension) {
        return DerReader.of(DerReader.of(extension).content(DerReader.OCTET_STRING));
    }

    /**
     * Option 161 of a DHCPv4 message (RFC 2131 §2, RFC 3396 for one in several parts).
     *
     * @throws MudException when it is no DHCP message
     */
    public static Optional<String> dhcp(byte[] message) {
        if (message.length < BOOTP_FIXED + 4 || number(message, BOOTP_FIXED, 4) != DHCP_MAGIC) {
            throw new MudException("no DHCP message", "/");
        }
        StringBuilder url = new StringBuilder();
        int at = BOOTP_FIXED + 4;
        while (at < message.length && (message[at] & 0xff) != DHCP_END) {
            int code = message[at++] & 0xff;
            if (code == DHCP_PAD) {
                continue;
            }
            int length = at < message.length ? message[at++] & 0xff : -1;
            if (length < 0 || at + length > message.length) {
                throw new MudException("an option is longer than the message", "/option/" + code);
            }
            if (code == DHCP_MUD) {
                url.append(ascii(part(message, at, length), "/option/161"));
            }
            at += length;
        }
        return Optional.of(url.toString()).filter(text -> !text.isEmpty());
    }

    /**
     * Option 112 of a DHCPv6 message of a client (RFC 8415 §8, §21.1).
     *
     * @throws MudException when it is no such message
     */
    public static Optional<String> dhcpv6(byte[] message) {
        int at = DHCPV6_HEADER;
        if (message.length < at) {
            throw new MudException("no DHCPv6 message", "/");
        }
        while (at < message.length) {
            if (at + 4 > message.length) {
                throw new MudException("half an option", "/");
            }
            int code = number(message, at, 2);
            int length = number(message, at + 2, 2);
            at += 4;
            if (at + length > message.length) {
                throw new MudException("an option is longer than the message", "/option/" + code);
            }
            if (code == DHCPV6_MUD) {
                return Optional.of(ascii(part(message, at, length), "/option/112"));
            }
            at += length;
        }
        return Optional.empty();
    }

    /**
     * IANA's TLV of subtype 1 in an LLDP data unit (IEEE 802.1AB, RFC 8520 §12), without the frame's header.
     *
     * @throws MudException when it is no LLDP data unit
     */
    public static Optional<String> lldp(byte[] unit) {
        int at = 0;
        while (at + 2 <= unit.length) {
            int head = number(unit, at, 2);
            int type = head >> 9;
            int length = head & 0x1ff;
            at += 2;
            if (type == 0) {
                return Optional.empty();
            }
            if (at + length > unit.length) {
                throw new MudException("a TLV is longer than the unit", "/tlv/" + type);
            }
            if (type == LLDP_ORGANISATION && length > 4 && number(unit, at, 4) == LLDP_MUD) {
                return Optional.of(ascii(part(unit, at + 4, length - 4), "/tlv/127"));
            }
            at += length;
        }
        throw new MudException("no end of the unit", "/");
    }

    private static int number(byte[] bytes, int at, int length) {
        int number = 0;
        for (int i = 0; i < length; i++) {
            number = (number << 8) | (bytes[at + i] & 0xff);
        }
        return number;
    }

    private static byte[] part(byte[] bytes, int at, int length) {
        return java.util.Arrays.copyOfRange(bytes, at, at + length);
    }

    /** An URL has printable ASCII only; some clients end it with a zero, which is no part of it. */
    private static String ascii(byte[] bytes, String path) {
        int length = bytes.length > 0 && bytes[bytes.length - 1] == 0 ? bytes.length - 1 : bytes.length;
        for (int i = 0; i < length; i++) {
            if (bytes[i] <= ' ' || bytes[i] > '~') {
                throw new MudException("an URL is printable ASCII", path);
            }
        }
        return new String(bytes, 0, length, StandardCharsets.US_ASCII);
    }
}
