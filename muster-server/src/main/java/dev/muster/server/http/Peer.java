package dev.muster.server.http;

import java.net.InetAddress;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Whoever is at the other end, whatever carries their bytes.
 *
 * @param address IP address as text; empty when the transport has none
 * @param network what is counted as one neighbour: the address itself, or the /64 of an IPv6 address, because a single
 *     customer has all of it (RFC 6177 §2)
 * @param certificates what the handshake showed, its own first; empty when it showed none. The handshake proved possession
 *     of the first one's key and nothing else: no chain, validity or purpose was judged
 * @param tlsVersion such as {@code TLSv1.3}; empty when the transport does not say
 * @param tlsCipher the cipher suite by its IANA name; empty when the transport does not say
 * @param exported keying material that only the two ends of this connection know, see {@link Exporters}
 */
public record Peer(
        String address,
        String network,
        List<X509Certificate> certificates,
        String tlsVersion,
        String tlsCipher,
        Optional<byte[]> exported) {
    private static final int IPV6_BYTES = 16;
    private static final int PREFIX_BYTES = 8;

    public Peer {
        certificates = List.copyOf(certificates);
    }

    public static Peer of(
            InetAddress address,
            List<X509Certificate> certificates,
            String tlsVersion,
            String tlsCipher,
            Optional<byte[]> exported) {
        return new Peer(address.getHostAddress(), network(address), certificates, tlsVersion, tlsCipher, exported);
    }

    static String network(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == IPV6_BYTES
                ? HexFormat.of().formatHex(Arrays.copyOf(bytes, PREFIX_BYTES)) + "/64"
                : address.getHostAddress();
    }

    /** SHA-256 of its own certificate in hex; empty when it showed none. */
    String fingerprint() {
        if (certificates.isEmpty()) {
            return "";
        }
        try {
            byte[] der = certificates.getFirst().getEncoded();
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(der));
        } catch (CertificateEncodingException | NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // it came over the wire in this form, and every JDK has SHA-256
        }
    }
}
